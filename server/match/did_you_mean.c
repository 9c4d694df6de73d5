/* did_you_mean.c
 *
 *   жергилктүү OR бюджет     жергилктүү is in 0 articles, жергиликтүү in 310
 *        -> жергиликтүү OR бюджет
 *
 * One word is replaced at a time, so that each proposal is a step that can be judged.
 */
#include "match/did_you_mean.h"

#include "match/draft.h"
#include "match/ladder.h"
#include "match/plan.h"
#include "text/utf8.h"

struct proposer {
    struct search_result *result;
    struct lexicon *lexicon;
    struct draft draft;
    unsigned rungs;
    struct arena *arena;
    struct error *err;
};

static bool lies_in(struct span inner, struct span outer)
{
    return inner.data >= outer.data && inner.data + inner.len <= outer.data + outer.len;
}

static bool is_replaced(const struct search_result *result, struct span typed)
{
    for (size_t t = 0; t < result->tier_count; t++)
        for (size_t i = 0; i < result->tiers[t].change_count; i++)
            if (lies_in(typed, result->tiers[t].changes[i].from))
                return true;
    return false;
}

static bool is_doubtful(const struct proposer *p, const struct draft_word *word)
{
    return word->word && word->at < 0 && !word->exact &&
           word->doc_freq <= LADDER_RARE && !is_replaced(p->result, word->typed);
}

static bool is_known(const struct search_result *result, struct span text)
{
    for (size_t i = 0; i < result->suggestion_count; i++)
        if (span_equal(result->suggestions[i], text))
            return true;
    return false;
}

/* The text with this word replaced, when the spelling is frequent enough. */
static enum status propose(struct proposer *p, struct draft_word *word,
                           const struct respelling *spelling)
{
    struct search_result *result = p->result;
    struct span text;
    uint64_t least = word->doc_freq ? word->doc_freq * LADDER_TIMES
                                    : (uint64_t)DID_YOU_MEAN_ARTICLES;
    if (spelling->doc_freq < least)
        return ST_OK;
    word->found.found[0] = *spelling;
    word->found.count = 1;
    enum status status = draft_text(&p->draft, p->arena, &text, p->err);
    word->found.count = 0;
    if (status == ST_OK && result->suggestion_count < SEARCH_SUGGESTIONS_MAX &&
        !is_known(result, text))
        result->suggestions[result->suggestion_count++] = text;
    return status;
}

/* One more letter at the end, or one less, is another form sooner than a slip. */
static bool is_ending(struct span typed, struct span other)
{
    return span_starts(typed, other) || span_starts(other, typed);
}

static enum status propose_from(struct proposer *p, struct draft_word *word,
                                respell_source source, bool same_start)
{
    struct respell_list list;
    struct respell_word other = {.text = word->folded,
                                 .typed = word->word,
                                 .fields = word->node->fields,
                                 .written = true};
    enum status status =
        respell(&list, p->lexicon, &other, source, 1, same_start, p->arena, p->err);
    if (status == ST_OK && list.count &&
        !(same_start && is_ending(word->folded, list.found[0].text)))
        status = propose(p, word, &list.found[0]);
    return status;
}

static enum status propose_all(struct proposer *p)
{
    enum status status = ST_OK;
    for (unsigned i = 0; i < p->draft.count && status == ST_OK; i++) {
        struct draft_word *word = &p->draft.words[i];
        size_t before = p->result->suggestion_count;
        if (!is_doubtful(p, word))
            continue;
        if (before == SEARCH_SUGGESTIONS_MAX || lexicon_late(p->lexicon))
            break;
        if (p->rungs >> RUNG_LETTERS & 1)
            status = propose_from(p, word, spellings_letters, false);
        bool none = p->result->suggestion_count == before &&
                    utf8_count(word->folded) >= LADDER_SLIP_LETTERS;
        if (status == ST_OK && none && (p->rungs >> RUNG_EDITS & 1))
            status = propose_from(p, word, spellings_edits, true);
    }
    return status;
}

enum status did_you_mean(struct search_result *result, const struct snapshot *snapshot,
                         const struct query *query, const struct search_ladder *tools,
                         struct meter *meter, struct arena *arena, struct error *err)
{
    struct proposer p = {
        .result = result, .rungs = tools->rungs, .arena = arena, .err = err};
    result->suggestion_count = 0;
    enum status status =
        lexicon_open(&p.lexicon, snapshot, tools->analysis, meter, err);
    if (status == ST_OK)
        status = draft_make(&p.draft, p.lexicon, query->text, query->root, arena, err);
    if (status == ST_OK)
        status = propose_all(&p);
    lexicon_close(p.lexicon);
    return status;
}
