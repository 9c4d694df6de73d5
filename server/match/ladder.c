/* ladder.c
 *
 *   draft          the query's words and what was found for them; every rung adds to it
 *     letters  latin  root  edits   other spellings of single words
 *     hyphen                        words cut in two, or joined
 *     keyboard                      another draft: the whole text read anew
 *   best           the tree of the draft after the last rung that changed it
 *   names, terms   other trees of the best one, or of the one they are told to take
 *
 * A word is repaired once, by the first rung that finds something for it.
 */
#include "match/ladder_inside.h"

#include "match/ladder_hyphen.h"
#include "match/plan.h"
#include "query/keyboard.h"
#include "query/query_parse.h"
#include "text/utf8.h"

enum {
    EDITS_FOUND_MAX = 2,
    READ_LETTERS_MIN = 4, /* of a reading of what has no word as typed */
    READ_TRIES_MAX = 4    /* as LADDER_TRIES_MAX, of one reading */
};

enum status ladder_open(struct ladder **ladder, const struct snapshot *snapshot,
                        const struct query *query, const struct search_ladder *tools,
                        struct meter *meter, struct arena *arena, struct error *err)
{
    struct ladder *made = arena_zeroed(arena, 1, sizeof *made);
    if (!made)
        return plan_nomem(arena, err);
    made->snapshot = snapshot;
    made->query = query;
    made->tools = tools;
    made->meter = meter;
    made->arena = arena;
    made->err = err;
    *ladder = made;
    return ST_OK;
}

void ladder_doubt(struct ladder *ladder)
{
    ladder->nothing = true;
}

static bool may_use(const struct ladder *l, enum search_rung rung)
{
    return l->tools->rungs >> rung & 1;
}

/* --- Single words --------------------------------------------------------------------
 */

static struct respell_word respelled(const struct draft_word *word)
{
    return (struct respell_word){.text = word->folded,
                                 .typed = word->word,
                                 .fields = word->node->fields,
                                 .exact = word->exact};
}

/* A quoted word is replaced only where the archive has not this form. */
static enum status spell_letters(struct ladder *l, struct draft_word *word)
{
    struct respell_word other = respelled(word);
    bool quoted = word->exact || word->at >= 0;
    if (quoted && word->doc_freq)
        return ST_OK;
    other.written = word->doc_freq > 0;
    return respell(&word->found, l->lexicon, &other, spellings_letters,
                   word->at >= 0 ? 1 : RESPELL_MAX, false, l->arena, l->err);
}

/* Absent, or so rare that it may be a slip, where the query found nothing. */
static bool is_doubtful(const struct ladder *l, const struct draft_word *word)
{
    if (word->found.count || word->joined.node)
        return false;
    return word->doc_freq == 0 || (l->nothing && word->doc_freq <= LADDER_RARE);
}

/* Beside a rare word only much more frequent ones. */
static void drop_rare(struct draft_word *word)
{
    unsigned kept = 0;
    for (unsigned i = 0; i < word->found.count; i++)
        if (word->found.found[i].doc_freq >= word->doc_freq * LADDER_TIMES)
            word->found.found[kept++] = word->found.found[i];
    word->found.count = kept;
}

static enum status spell_latin(struct ladder *l, struct draft_word *word)
{
    struct respell_word other = respelled(word);
    other.stem_letters = LADDER_LATIN_STEM;
    enum status status =
        respell(&word->found, l->lexicon, &other, spellings_latin,
                word->at >= 0 ? 1 : RESPELL_MAX, false, l->arena, l->err);
    drop_rare(word);
    return status;
}

static enum status spell_edits(struct ladder *l, struct draft_word *word)
{
    struct respell_word other = respelled(word);
    unsigned most = word->at >= 0 ? 1 : EDITS_FOUND_MAX;
    size_t letters = utf8_count(word->folded);
    if (letters + 1 < LADDER_SLIP_LETTERS)
        return ST_OK;
    if (letters <
        LADDER_SLIP_LETTERS) { /* билм; what тоок has too many of, who knows */
        other.written = true;
        other.letters = letters + 1;
    }
    other.stem_letters = LADDER_SLIP_LETTERS;
    enum status status = respell(&word->found, l->lexicon, &other, spellings_edits,
                                 most, true, l->arena, l->err);
    if (status == ST_OK && word->found.count == 0)
        status = respell_near(&word->found, l->lexicon, &other, most, l->arena, l->err);
    drop_rare(word);
    return status;
}

/* Every form of a word has the same run: only for one that the archive has not at all. */
static enum status spell_root(struct ladder *l, struct draft_word *word)
{
    struct respell_word other = respelled(word);
    if (word->doc_freq || word->exact || word->at >= 0)
        return ST_OK;
    return respell_root(&word->found, l->lexicon, &other, RESPELL_MAX, l->arena,
                        l->err);
}

static enum status spell(struct ladder *l, struct draft_word *word,
                         enum search_rung rung)
{
    if (rung == RUNG_LETTERS)
        return spell_letters(l, word);
    if (rung == RUNG_LATIN)
        return spell_latin(l, word);
    return rung == RUNG_ROOT ? spell_root(l, word) : spell_edits(l, word);
}

/* Of `most` words that may need it; *changed when something was found for any. */
static enum status spell_all(struct ladder *l, struct draft *draft,
                             enum search_rung rung, unsigned most, bool *changed)
{
    unsigned tries = 0;
    for (unsigned i = 0; i < draft->count && tries < most; i++) {
        struct draft_word *word = &draft->words[i];
        if (lexicon_late(l->lexicon))
            break;
        if (rung == RUNG_LETTERS ? word->found.count > 0 : !is_doubtful(l, word))
            continue;
        enum status status = spell(l, word, rung);
        if (status != ST_OK)
            return status;
        tries++;
        *changed = *changed || word->found.count > 0;
    }
    return ST_OK;
}

/* That the halves stand side by side is enough to put them beside a rare word. */
static bool may_split(const struct draft_word *word)
{
    return word->found.count == 0 && !word->joined.node &&
           word->doc_freq <= LADDER_RARE;
}

static enum status climb_hyphen(struct ladder *l, bool *changed)
{
    struct draft *draft = &l->draft;
    enum status status = ST_OK;
    for (unsigned i = 0; i < draft->count && status == ST_OK; i++) {
        struct draft_word *word = &draft->words[i];
        bool taken = i > 0 && word[-1].joined.node;
        if (!taken && draft_neighbours(draft, i))
            status = ladder_join(draft, i, l->lexicon, l->arena, l->err);
        *changed = *changed || word->joined.node;
        if (status != ST_OK || taken || !may_split(word))
            continue;
        status = ladder_split(word, l->lexicon, l->arena, l->err);
        *changed = *changed || word->found.count;
    }
    return status;
}

/* --- The keyboard --------------------------------------------------------------------
 */

/* Of a reading's letters those in words that the archive has count 2, those in words
 * of which it has another spelling 1. */
struct share {
    size_t letters, known, points;
    bool all, written; /* no word lacks; none needs another spelling */
};

static struct share share_of(const struct draft *draft)
{
    struct share share = {0, 0, 0, true, true};
    for (unsigned i = 0; i < draft->count; i++) {
        const struct draft_word *word = &draft->words[i];
        size_t letters = utf8_count(word->folded);
        share.letters += letters;
        share.known += draft_lacks(word) ? 0 : letters;
        share.all = share.all && !draft_lacks(word);
        share.written = share.written && word->doc_freq > 0;
        share.points += letters * (word->doc_freq ? 2 : word->found.count ? 1 : 0);
    }
    return share;
}

/* Of another script: ө ү ң may be missing besides. In the same script that alone would
 * have been found by the letters. */
static bool has_latin(struct span text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((text.data[i] | 32) >= 'a' && (text.data[i] | 32) <= 'z')
            return true;
    return false;
}

static enum status read_draft(struct ladder *l, struct span text, struct draft *draft)
{
    struct query *query = arena_alloc(l->arena, sizeof *query);
    bool changed = false;
    if (!query)
        return plan_nomem(l->arena, l->err);
    enum status status =
        query_parse(query, text, QUERY_MODE_WEB, l->tools->analysis, l->arena, l->err);
    if (status == ST_OK)
        status =
            draft_make(draft, l->lexicon, query->text, query->root, l->arena, l->err);
    if (status == ST_OK && may_use(l, RUNG_LETTERS) && has_latin(l->query->text))
        status = spell_all(l, draft, RUNG_LETTERS, READ_TRIES_MAX, &changed);
    return status;
}

/* A reading is taken when the archive has all its words, or words of half of its
 * letters and more than as typed. A word that falls into several is no reading: signs
 * between letters are what the other layout gives for some of them. */
static bool reads_better(const struct draft *draft, const struct draft *typed,
                         size_t best)
{
    struct share share = share_of(draft), before = share_of(typed);
    if (draft->count == 0 || share.points <= best)
        return false;
    if (typed->count == 0)
        return share.written && share.letters >= READ_LETTERS_MIN;
    if (draft->count > typed->count)
        return false;
    return share.all ||
           (share.points > before.points && share.known * 2 >= share.letters);
}

static enum status climb_keyboard(struct ladder *l, bool *changed)
{
    struct span readings[KEYBOARD_READINGS_MAX];
    unsigned count = 0;
    size_t best = 0;
    const struct draft typed = l->draft;
    if (typed.count > 0 && share_of(&typed).all)
        return ST_OK;
    enum status status =
        keyboard_readings(l->query->text, l->arena, readings, &count, l->err);
    for (unsigned i = 0; i < count && status == ST_OK; i++) {
        struct draft draft;
        status = read_draft(l, readings[i], &draft);
        if (status != ST_OK || !reads_better(&draft, &typed, best))
            continue;
        best = share_of(&draft).points;
        l->draft = draft;
        l->reread = l->query->text;
        *changed = true;
    }
    return status;
}

/* --- The tree ------------------------------------------------------------------------
 */

static enum status list_changes(struct ladder *l, struct search_tier *tier)
{
    struct search_change *whole;
    if (!l->reread.len)
        return draft_changes(&l->draft, l->arena, &tier->changes, &tier->change_count,
                             l->err);
    whole = arena_alloc(l->arena, sizeof *whole);
    if (!whole)
        return plan_nomem(l->arena, l->err);
    *whole = (struct search_change){l->reread, tier->text};
    tier->changes = whole;
    tier->change_count = 1;
    return ST_OK;
}

static enum status offer_draft(struct ladder *l, enum search_rung rung,
                               struct search_tier *tier)
{
    struct search_tier made = {.rung = rung};
    enum status status = draft_tree(&l->draft, l->arena, &made.root, l->err);
    if (status == ST_OK)
        status = draft_text(&l->draft, l->arena, &made.text, l->err);
    if (status == ST_OK)
        status = list_changes(l, &made);
    if (status != ST_OK)
        return status;
    l->best = *tier = made;
    return ST_OK;
}

static enum status climb_draft(struct ladder *l, enum search_rung rung, bool *changed)
{
    if (!l->drafted) {
        enum status status = draft_make(&l->draft, l->lexicon, l->query->text,
                                        l->query->root, l->arena, l->err);
        if (status != ST_OK)
            return status;
        l->drafted = true;
    }
    if (rung == RUNG_KEYBOARD)
        return climb_keyboard(l, changed);
    return rung == RUNG_HYPHEN
               ? climb_hyphen(l, changed)
               : spell_all(l, &l->draft, rung, LADDER_TRIES_MAX, changed);
}

static enum status climb_words(struct ladder *l, enum search_rung rung,
                               struct search_tier *tier)
{
    bool changed = false;
    enum status status =
        lexicon_open(&l->lexicon, l->snapshot, l->tools->analysis, l->meter, l->err);
    if (status == ST_OK)
        status = climb_draft(l, rung, &changed);
    lexicon_close(l->lexicon);
    l->lexicon = NULL;
    if (status != ST_OK)
        return status;
    return changed ? offer_draft(l, rung, tier) : ST_END;
}

enum status ladder_climb(struct ladder *ladder, enum search_rung rung,
                         struct search_tier *tier)
{
    if (rung == RUNG_TYPED || rung >= RUNG_COUNT)
        return ST_END;
    if (rung == RUNG_NAMES)
        return ladder_names(ladder, tier);
    if (rung == RUNG_TERMS)
        return ladder_terms(ladder, tier);
    return climb_words(ladder, rung, tier);
}

void ladder_from(struct ladder *ladder, const struct search_tier *tier)
{
    ladder->from = *tier;
}

static bool put(const struct search_tier *from, struct search_tier *tier)
{
    if (from->root)
        *tier = *from;
    return from->root != NULL;
}

bool ladder_best(const struct ladder *ladder, struct search_tier *tier)
{
    return put(&ladder->best, tier);
}

bool ladder_widest(const struct ladder *ladder, struct search_tier *tier)
{
    return put(&ladder->wide, tier);
}
