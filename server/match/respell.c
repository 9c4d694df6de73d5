/* respell.c
 *
 *   онор -> source -> онөр онөр өнөр …        candidates, likeliest first
 *                     |  read in all languages, looked up in all segments
 *                     v
 *                     өнөр: 214 articles, written so       kept, sorted by weight
 *                     онөр: none                           forgotten
 *
 * Candidates are read in an arena that is emptied for each; of those that are kept only
 * the text and the term stay, and the winners are read once more for the caller.
 */
#include "match/respell.h"

#include "match/near.h"
#include "match/plan.h"
#include "text/utf8.h"

enum {
    KEPT_MAX = 8,
    WRITTEN_WEIGHT = 64, /* of an occurrence in this form, against one of the stem */
    SCRATCH_BYTES = 8 << 20
};

/* A candidate that the archive has. */
struct kept {
    struct span text, term;
    struct lexicon_entry entry;
    uint64_t weight;
    bool far; /* another first letter where the same is preferred */
};

struct respeller {
    struct lexicon *lexicon;
    const struct respell_word *word;
    struct arena texts; /* of the candidates and terms */
    struct arena read;  /* of the one at hand */
    struct kept kept[KEPT_MAX];
    unsigned count;
    bool same_start;
    struct error *err;
};

static void open_respeller(struct respeller *r, struct lexicon *lexicon,
                           const struct respell_word *word, struct error *err)
{
    memset(r, 0, sizeof *r);
    r->lexicon = lexicon;
    r->word = word;
    r->err = err;
    arena_init(&r->texts, SCRATCH_BYTES);
    arena_init(&r->read, SCRATCH_BYTES);
}

static void close_respeller(struct respeller *r)
{
    arena_release(&r->texts);
    arena_release(&r->read);
}

static uint32_t first_letter(struct span text)
{
    size_t off = 0;
    return text.len ? utf8_next(text, &off) : 0;
}

static bool goes_before(const struct kept *a, const struct kept *b)
{
    if (a->far != b->far)
        return b->far;
    return a->weight > b->weight;
}

static bool is_typed(const struct respeller *r, struct span term)
{
    const struct query_word *typed = r->word->exact ? NULL : r->word->typed;
    for (unsigned i = 0; typed && i < typed->term_count; i++)
        if (span_equal(typed->terms[i], term))
            return true;
    return false;
}

static bool is_kept(const struct respeller *r, const struct kept *one)
{
    for (unsigned i = 0; i < r->count; i++)
        if (span_equal(r->kept[i].term, one->term) && !goes_before(one, &r->kept[i]))
            return true;
    return false;
}

/* Of the spellings of one term the best stays. */
static void drop_term(struct respeller *r, struct span term)
{
    unsigned kept = 0;
    for (unsigned i = 0; i < r->count; i++)
        if (!span_equal(r->kept[i].term, term))
            r->kept[kept++] = r->kept[i];
    r->count = kept;
}

static void keep(struct respeller *r, const struct kept *one)
{
    if (is_kept(r, one))
        return;
    drop_term(r, one->term);
    unsigned at = r->count;
    if (at == KEPT_MAX) {
        if (!goes_before(one, &r->kept[--at]))
            return;
    } else {
        r->count++;
    }
    for (; at > 0 && goes_before(one, &r->kept[at - 1]); at--)
        r->kept[at] = r->kept[at - 1];
    r->kept[at] = *one;
}

static size_t common_letters(struct span a, struct span b)
{
    size_t letters = 0;
    for (size_t x = 0, y = 0; x < a.len && y < b.len; letters++)
        if (utf8_next(a, &x) != utf8_next(b, &y))
            break;
    return letters;
}

/* Of a word that the archive does not write so, the slip has to be in the stem. китепкана is no slip of китепке. */
static bool may_be_slip(const struct respeller *r, struct span text,
                        const struct lexicon_entry *entry)
{
    return !r->same_start ||
           common_letters(text, r->word->text) < utf8_count(entry->term);
}

static bool is_wanted(const struct respeller *r, struct span text,
                      const struct lexicon_entry *entry)
{
    if (utf8_count(text) < r->word->letters)
        return false;
    if (entry->written > 0)
        return true;
    return !r->word->written && utf8_count(entry->term) >= r->word->stem_letters &&
           may_be_slip(r, text, entry);
}

static enum status consider(struct respeller *r, struct span text)
{
    struct kept one = {.text = text};
    arena_reset(&r->read);
    struct query_node *node =
        lexicon_read(r->lexicon, text, QUERY_FIELDS_ALL, &r->read);
    if (!node)
        return r->read.status == ST_OK ? ST_OK : plan_nomem(&r->read, r->err);
    if (node->kind != QUERY_WORD)
        return ST_OK;
    node->as.word.exact = r->word->exact;
    enum status status = lexicon_find(r->lexicon, &node->as.word, &one.entry, r->err);
    if (status != ST_OK || one.entry.doc_freq == 0 || is_typed(r, one.entry.term))
        return status;
    if (!is_wanted(r, text, &one.entry))
        return ST_OK;
    one.term = arena_copy(&r->texts, one.entry.term);
    if (!one.term.data)
        return plan_nomem(&r->texts, r->err);
    one.weight = one.entry.doc_freq + WRITTEN_WEIGHT * one.entry.written;
    one.far = r->same_start && first_letter(text) != first_letter(r->word->text);
    keep(r, &one);
    return ST_OK;
}

/* A word that means this term, as `text`. */
static struct query_node *read_as(struct respeller *r, struct span text,
                                  struct span term, struct arena *arena)
{
    struct query_node *node = lexicon_read(r->lexicon, text, r->word->fields, arena);
    if (!node || node->kind != QUERY_WORD)
        return NULL;
    if (!lexicon_means(node, term)) {
        node->as.word.terms[0] = arena_copy(arena, term);
        node->as.word.term_count = node->as.word.terms[0].data ? 1 : 0;
    }
    node->as.word.exact = r->word->exact;
    return node;
}

/* To the list, unless the word's fields have none of it, or it cannot be read again. */
static enum status hand_over(struct respeller *r, const struct kept *one,
                             struct respell_list *list, struct arena *arena)
{
    struct respelling made = {.text = arena_copy(arena, one->text)};
    enum status status = ST_OK;
    if (!one->entry.written)
        status = lexicon_form(r->lexicon, one->term, arena, &made.text, r->err);
    if (status != ST_OK)
        return status;
    made.node = read_as(r, made.text, one->term, arena);
    if (!made.text.data || arena->status != ST_OK)
        return plan_nomem(arena, r->err);
    if (!made.node)
        return ST_OK;
    status = lexicon_freq(r->lexicon, made.node, &made.doc_freq, r->err);
    if (status == ST_OK && made.doc_freq > 0)
        list->found[list->count++] = made;
    return status;
}

static enum status hand_over_all(struct respeller *r, struct respell_list *list,
                                 unsigned most, struct arena *arena)
{
    enum status status = ST_OK;
    list->count = 0;
    for (unsigned i = 0; i < r->count && list->count < most && status == ST_OK; i++) {
        const struct kept *best = &r->kept[0], *one = &r->kept[i];
        if (one->far == best->far && one->weight * RESPELL_SHARE >= best->weight)
            status = hand_over(r, one, list, arena);
    }
    return status;
}

static enum status respell_plain(struct respell_list *list, struct lexicon *lexicon,
                                 const struct respell_word *word, respell_source source,
                                 unsigned most, bool same_start, struct arena *arena,
                                 struct error *err)
{
    struct respeller r;
    struct spellings spellings = {NULL, 0};
    open_respeller(&r, lexicon, word, err);
    r.same_start = same_start;
    enum status status = source(word->text, &r.texts, &spellings, err);
    for (size_t i = 0; i < spellings.count && status == ST_OK && !lexicon_late(lexicon);
         i++)
        status = consider(&r, spellings.texts[i]);
    if (status == ST_OK)
        status = hand_over_all(&r, list, most, arena);
    close_respeller(&r);
    return status;
}

/* --- Compounds ----------------------------------------------------------------------
 */

enum { PARTS_MAX = 3, CHOICES = RESPELL_MAX + 1 };

/* A part: choice 0 is as typed, the others its spellings; empty: the archive has none. */
struct compound {
    const struct respell_word *whole;
    struct lexicon *lexicon;
    respell_source source;
    bool same_start;
    struct arena *arena;
    struct error *err;
    unsigned count;
    struct span choices[PARTS_MAX][CHOICES];
};

static enum status respell_part(struct compound *c, struct span part)
{
    struct span *choices = c->choices[c->count++];
    struct respell_list list = {.count = 0};
    struct respell_word word = {.text = part, .fields = c->whole->fields};
    uint64_t doc_freq = 0;
    enum status status = ST_OK;
    struct query_node *node =
        lexicon_read(c->lexicon, part, c->whole->fields, c->arena);
    if (node && node->kind == QUERY_WORD)
        word.typed = &node->as.word;
    if (node)
        status = lexicon_freq(c->lexicon, node, &doc_freq, c->err);
    if (status == ST_OK)
        status = respell_plain(&list, c->lexicon, &word, c->source, RESPELL_MAX,
                               c->same_start, c->arena, c->err);
    if (status != ST_OK)
        return status;
    if (doc_freq > 0)
        choices[0] = part;
    for (unsigned i = 0; i < list.count; i++)
        choices[i + 1] = list.found[i].text;
    return ST_OK;
}

/* *few: no more parts than are tried. */
static enum status respell_parts(struct compound *c, bool *few)
{
    struct span text = c->whole->text;
    *few = false;
    for (size_t off = 0; off <= text.len;) {
        size_t end = span_find(text, '-', off);
        if (c->count == PARTS_MAX)
            return ST_OK;
        enum status status = respell_part(c, span_part(text, off, end - off));
        if (status != ST_OK)
            return status;
        off = end + 1;
    }
    *few = true;
    return ST_OK;
}

/* The choice of part `at` in combination `number`. */
static unsigned choice_of(unsigned number, unsigned at)
{
    while (at-- > 0)
        number /= CHOICES;
    return number % CHOICES;
}

/* The parts as chosen; NULL data: one of them the archive has not. */
static struct span join_parts(const struct compound *c, unsigned number)
{
    struct buf out;
    bool all = true;
    buf_init(&out, 0);
    for (unsigned i = 0; i < c->count; i++) {
        struct span part = c->choices[i][choice_of(number, i)];
        all = all && part.len > 0;
        buf_put_text(&out, i ? "-" : "");
        buf_put_span(&out, part);
    }
    struct span text = {NULL, 0};
    if (all && out.status == ST_OK)
        text = arena_copy(c->arena, buf_span(&out));
    buf_release(&out);
    return text;
}

static enum status try_compound(struct compound *c, unsigned number,
                                struct respell_list *list)
{
    struct respelling made = {.text = join_parts(c, number)};
    if (!made.text.data)
        return ST_OK;
    made.node = lexicon_read(c->lexicon, made.text, c->whole->fields, c->arena);
    if (!made.node)
        return ST_OK;
    enum status status = lexicon_freq(c->lexicon, made.node, &made.doc_freq, c->err);
    if (status == ST_OK && made.doc_freq > 0)
        list->found[list->count++] = made;
    return status;
}

/* How far from what was typed. */
static unsigned cost_of(const struct compound *c, unsigned number)
{
    unsigned cost = 0;
    for (unsigned i = 0; i < c->count; i++)
        cost += choice_of(number, i);
    return cost;
}

static enum status respell_compound(struct respell_list *list, struct compound *c)
{
    bool few;
    unsigned all = 1;
    list->count = 0;
    enum status status = respell_parts(c, &few);
    for (unsigned i = 0; i < c->count; i++)
        all *= CHOICES;
    for (unsigned cost = 1; few && cost <= c->count * RESPELL_MAX; cost++)
        for (unsigned number = 1; number < all && status == ST_OK; number++)
            if (list->count == 0 && cost_of(c, number) == cost &&
                !lexicon_late(c->lexicon))
                status = try_compound(c, number, list);
    if (status == ST_OK && c->arena->status != ST_OK)
        return plan_nomem(c->arena, c->err);
    return status;
}

enum status respell(struct respell_list *list, struct lexicon *lexicon,
                    const struct respell_word *word, respell_source source,
                    unsigned most, bool same_start, struct arena *arena,
                    struct error *err)
{
    struct compound compound = {.whole = word,
                                .lexicon = lexicon,
                                .source = source,
                                .same_start = same_start,
                                .arena = arena,
                                .err = err};
    if (span_find(word->text, '-', 0) < word->text.len)
        return respell_compound(list, &compound);
    return respell_plain(list, lexicon, word, source, most, same_start, arena, err);
}

/* --- Two edits ---------------------------------------------------------------------- */

static enum status consider_near(struct respeller *r, const struct near_term *near,
                                 struct near_list *best)
{
    unsigned at = best->count;
    struct near_term one = *near;
    for (unsigned i = 0; i < best->count; i++)
        if (span_equal(best->found[i].term, one.term))
            return ST_OK;
    for (; at > 0 && (best->found[at - 1].edits > one.edits ||
                      (best->found[at - 1].edits == one.edits &&
                       best->found[at - 1].doc_freq < one.doc_freq));
         at--)
        if (at < NEAR_FOUND_MAX)
            best->found[at] = best->found[at - 1];
    if (at < NEAR_FOUND_MAX) {
        best->found[at] = one;
        best->count += best->count < NEAR_FOUND_MAX;
    }
    return r->texts.status;
}

/* Two letters more or less at the end are another word sooner than two slips. */
static bool is_longer(struct span stem, const struct near_term *near)
{
    return near->edits > 1 &&
           (span_starts(stem, near->term) || span_starts(near->term, stem));
}

/* The near terms of every reading, together. */
static enum status find_near(struct respeller *r, struct near_list *best)
{
    const struct query_word *typed = r->word->typed;
    struct near_list list;
    best->count = 0;
    for (unsigned t = 0; t < typed->term_count; t++) {
        size_t letters = utf8_count(typed->terms[t]);
        unsigned most = letters < RESPELL_STEM_LETTERS ? 1 : NEAR_EDITS_MAX;
        if (letters < SPELLINGS_EDIT_LETTERS_MIN)
            continue;
        enum status status =
            near_find(&list, lexicon_snapshot(r->lexicon), typed->terms[t], most,
                      lexicon_meter(r->lexicon), &r->texts, r->err);
        for (unsigned i = 0; i < list.count && status == ST_OK; i++)
            if (!is_longer(typed->terms[t], &list.found[i]))
                status = consider_near(r, &list.found[i], best);
        if (status != ST_OK)
            return status;
    }
    return ST_OK;
}

enum status respell_near(struct respell_list *list, struct lexicon *lexicon,
                         const struct respell_word *word, unsigned most,
                         struct arena *arena, struct error *err)
{
    struct respeller r;
    struct near_list near;
    list->count = 0;
    if (!word->typed || word->exact || utf8_count(word->text) < RESPELL_NEAR_LETTERS)
        return ST_OK;
    open_respeller(&r, lexicon, word, err);
    enum status status = find_near(&r, &near);
    for (unsigned i = 0; i < near.count && status == ST_OK; i++) {
        struct kept one = {.term = near.found[i].term,
                           .text = near.found[i].term,
                           .entry = {.doc_freq = near.found[i].doc_freq}};
        if (list->count < most && near.found[i].edits == near.found[0].edits &&
            one.entry.doc_freq * RESPELL_SHARE >= near.found[0].doc_freq)
            status = hand_over(&r, &one, list, arena);
    }
    close_respeller(&r);
    return status;
}
