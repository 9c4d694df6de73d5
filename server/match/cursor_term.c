/* cursor_term.c - WORD, PREFIX, and a phrase that is a pair: the terms of one place of the
 * query.
 *
 *   WORD     the best of its readings:        max over parts of score(tf of the part)
 *   PREFIX   all its terms are one word:      score(sum over parts of tf)
 *
 * Without form filters and field masks a posting is a match, and nothing is read to
 * confirm it.
 */
#include "match/term_set.h"

struct cursor_term {
    struct cursor base;
    struct term_set set;
    bool summed;
    bool valued; /* `value` is of base.doc */
    doc_id valued_doc;
    float value;
};

static struct cursor_term *of(struct cursor *c)
{
    return (struct cursor_term *)(void *)c;
}

static doc_id term_seek(struct cursor *c, doc_id target)
{
    return term_set_seek(&of(c)->set, target);
}

static bool add_freqs(uint32_t sum[FIELD_COUNT], const uint32_t tf[FIELD_COUNT])
{
    uint32_t any = 0;
    for (unsigned f = 0; f < FIELD_COUNT; f++) {
        sum[f] += tf[f];
        any |= tf[f];
    }
    return any != 0;
}

/* The score in base.doc; false when none of the occurrences counts. */
static bool evaluate(struct cursor_term *t)
{
    uint32_t tf[FIELD_COUNT], sum[FIELD_COUNT] = {0};
    bool any = false;
    t->valued = true;
    t->valued_doc = t->base.doc;
    t->value = 0.0f;
    for (unsigned i = 0; i < t->set.count; i++) {
        struct term_part *part = &t->set.parts[i];
        if (part->doc != t->base.doc)
            continue;
        term_set_freqs(&t->set, part, tf);
        any = add_freqs(sum, tf) || any;
        float score = t->summed ? 0.0f : cursor_score_freqs(&t->base, t->set.idf, tf);
        t->value = score > t->value ? score : t->value;
    }
    if (t->summed)
        t->value = cursor_score_freqs(&t->base, t->set.idf, sum);
    return any;
}

static bool term_confirm(struct cursor *c)
{
    return evaluate(of(c));
}

static float term_score(struct cursor *c, float sum)
{
    struct cursor_term *t = of(c);
    if (!t->valued || t->valued_doc != c->doc)
        (void)evaluate(t);
    return sum + t->value;
}

/* The weights of a prefix's terms are added as reals; the slack covers their roundings
 * against the sum of whole frequencies: one in the product, one in each addition. */
static float term_bound(struct cursor *c, doc_id target, doc_id *until, float sum)
{
    struct cursor_term *t = of(c);
    float weight = 0.0f, best = 0.0f;
    for (unsigned i = 0; i < t->set.count; i++) {
        struct term_part *part = &t->set.parts[i];
        term_set_bound(&t->set, part, target, until);
        weight += part->bound_weight;
        best = part->bound_score > best ? part->bound_score : best;
    }
    if (t->summed)
        best = scorer_bound_score(&c->context->plan->scorer, t->set.idf,
                                  weight * (1.0f + 0x1p-16f));
    return sum + best;
}

/* With all terms' occurrences added up no reading alone has more. */
static float term_limit(struct cursor *c, float sum)
{
    struct cursor_term *t = of(c);
    uint32_t tf[FIELD_COUNT];
    if (!t->set.filtered)
        return term_score(c, sum);
    term_set_most(&t->set, c->doc, tf);
    return sum + cursor_limit_freqs(c, t->set.idf, tf);
}

static const struct cursor_ops TERM_OPS = {term_seek, term_confirm, term_score,
                                           term_bound, term_limit};

struct cursor *cursor_open_term(struct cursor_context *context,
                                const struct plan_leaf *leaf)
{
    struct cursor_term *t = cursor_take(context, 1, sizeof *t);
    if (!t || !term_set_open(&t->set, context, plan_word_of(leaf), leaf->node->fields,
                             leaf->idf))
        return NULL;
    cursor_init(&t->base, context, &TERM_OPS);
    t->summed = leaf->node->kind == QUERY_PREFIX;
    t->base.scores = true;
    t->base.checks = t->set.filtered || leaf->node->fields != QUERY_FIELDS_ALL;
    t->base.heavy = t->set.filtered;
    t->base.cost = t->set.cost;
    return &t->base;
}
