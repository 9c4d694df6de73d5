/* cursor_phrase.c - words together: all of them by postings, then by places.
 *
 *   order   the words by rising cost: the rarest leads, the others follow
 *   bound   a phrase is no more often in a field than its rarest word, so the least of
 *           the words' bounds, taken with the phrase's idf, holds for the phrase
 */
#include "match/phrase.h"
#include "match/term_set.h"

struct cursor_phrase {
    struct cursor base;
    const struct query_node *node;
    struct term_set *words; /* in phrase order */
    unsigned count;
    unsigned order[QUERY_PHRASE_MAX];
    float idf;
    uint32_t tf[FIELD_COUNT]; /* of the confirmed article */
};

static struct cursor_phrase *of(struct cursor *c)
{
    return (struct cursor_phrase *)(void *)c;
}

static doc_id phrase_seek(struct cursor *c, doc_id target)
{
    struct cursor_phrase *p = of(c);
    for (unsigned i = 0; i < p->count && target != DOC_END;) {
        doc_id doc = term_set_seek(&p->words[p->order[i]], target);
        if (doc == target || i == 0)
            i++;
        else
            i = 0;
        target = doc;
        if (i == 0 && meter_step(c->context->meter))
            return DOC_END;
    }
    return target;
}

static void no_memory(struct cursor_context *context)
{
    if (context->status == ST_OK)
        context->status = plan_nomem(context->places, context->err);
}

/* The matches in base.doc, in the places arena; false when that failed. */
static bool find_matches(struct cursor_phrase *p, struct phrase_match **matches,
                         uint32_t *count)
{
    struct cursor_context *context = p->base.context;
    struct phrase_word words[QUERY_PHRASE_MAX];
    arena_reset(context->places);
    *count = 0;
    for (unsigned i = 0; i < p->count; i++) {
        struct term_places found;
        if (!term_set_places(&p->words[i], p->base.doc, &found))
            return false;
        if (found.count == 0)
            return true;
        words[i] = (struct phrase_word){found.places, found.count,
                                        p->node->as.phrase.words[i].pos};
    }
    *matches = arena_alloc(context->places, words[0].count * sizeof **matches);
    if (!*matches) {
        no_memory(context);
        return false;
    }
    *count = phrase_find(words, p->count, p->node->as.phrase.slop, *matches);
    return true;
}

static bool phrase_confirm(struct cursor *c)
{
    struct cursor_phrase *p = of(c);
    struct phrase_match *matches = NULL;
    uint32_t count;
    memset(p->tf, 0, sizeof p->tf);
    if (!find_matches(p, &matches, &count))
        return false;
    for (uint32_t i = 0; i < count; i++)
        p->tf[PLACE_FIELD(matches[i].place)]++;
    return count > 0;
}

static float phrase_score(struct cursor *c, float sum)
{
    struct cursor_phrase *p = of(c);
    return sum + cursor_score_freqs(c, p->idf, p->tf);
}

static float phrase_bound(struct cursor *c, doc_id target, doc_id *until, float sum)
{
    struct cursor_phrase *p = of(c);
    float least = 0.0f;
    for (unsigned i = 0; i < p->count; i++) {
        struct term_set *set = &p->words[i];
        float best = 0.0f;
        for (unsigned k = 0; k < set->count; k++) {
            term_set_bound(set, &set->parts[k], target, until);
            best += set->parts[k].bound_weight;
        }
        if (i == 0 || best < least)
            least = best;
    }
    /* readings may stand at different places of one article: their weights add up */
    return sum + scorer_bound_score(&c->context->plan->scorer, p->idf,
                                    least * (1.0f + 0x1p-16f));
}

/* No more often in a field than its rarest word there. */
static float phrase_limit(struct cursor *c, float sum)
{
    struct cursor_phrase *p = of(c);
    uint32_t least[FIELD_COUNT] = {0}, tf[FIELD_COUNT];
    for (unsigned i = 0; i < p->count; i++) {
        term_set_most(&p->words[i], c->doc, tf);
        for (unsigned f = 0; f < FIELD_COUNT; f++)
            least[f] = i == 0 || tf[f] < least[f] ? tf[f] : least[f];
    }
    return sum + cursor_limit_freqs(c, p->idf, least);
}

static const struct cursor_ops PHRASE_OPS = {phrase_seek, phrase_confirm, phrase_score,
                                             phrase_bound, phrase_limit};

static void order_words(struct cursor_phrase *p)
{
    for (unsigned i = 0; i < p->count; i++) {
        unsigned at = i;
        for (; at > 0 && p->words[p->order[at - 1]].cost > p->words[i].cost; at--)
            p->order[at] = p->order[at - 1];
        p->order[at] = i;
    }
    p->base.cost = p->words[p->order[0]].cost;
}

struct cursor *cursor_open_phrase(struct cursor_context *context,
                                  const struct plan_leaf *leaf)
{
    struct cursor_phrase *p = cursor_take(context, 1, sizeof *p);
    if (!p)
        return NULL;
    p->node = leaf->node;
    p->count = leaf->word_count;
    p->idf = leaf->idf;
    p->words = cursor_take(context, p->count, sizeof *p->words);
    if (!p->words)
        return NULL;
    for (unsigned i = 0; i < p->count; i++)
        if (!term_set_open(&p->words[i], context, &leaf->words[i], leaf->node->fields,
                           p->idf))
            return NULL;
    cursor_init(&p->base, context, &PHRASE_OPS);
    p->base.scores = true;
    p->base.checks = true;
    p->base.heavy = true;
    order_words(p);
    return &p->base;
}
