/* champion.c
 *
 *   k = 3     heap  9.1            champions  8.8  8.5  8.1  7.7 ..     rest <= 7.6
 *                   '----------- three above 7.6, whatever -------'
 *
 * The champions are scored as any posting is. When, with what the heap has, k scores are
 * above all that the rest of the list can reach, the k best are among them: exact, under
 * any statistics, whatever is deleted or filtered out.
 */
#include "match/champion.h"

#include "segment/champions.h"

/* The only list that a word has in the segment; NULL: it has several, or not of all
 * fields and forms, or no champions. */
static const struct term_info *only_list(const struct cursor_context *context,
                                         const struct plan_leaf *leaf)
{
    const struct plan_word *word = plan_word_of(leaf);
    const struct plan_term *in =
        word->in + (size_t)context->segment_at * word->term_count;
    const struct term_info *list = NULL;
    for (unsigned t = 0; t < word->term_count; t++) {
        if (!in[t].there)
            continue;
        if (list || in[t].forms)
            return NULL;
        list = &in[t].info;
    }
    return list && list->doc_freq > POSTINGS_BLOCK ? list : NULL;
}

static float score_champion(const struct walker *w, float idf,
                            const struct champion *champion)
{
    uint8_t codes[FIELD_COUNT];
    for (unsigned f = 0; f < FIELD_COUNT; f++)
        codes[f] = champion->tf[f] ? w->context.lengths[f][champion->doc] : 0;
    return scorer_score(&w->context.plan->scorer, idf, champion->tf, codes,
                        QUERY_FIELDS_ALL);
}

/* Entries of the heap that the rest of the list cannot displace. */
static size_t safe_in_heap(const struct pass *pass, float rest)
{
    const struct topk *top = pass->top;
    size_t safe = 0;
    for (size_t i = 0; i < top->count; i++)
        safe +=
            top->heap[i].rank < pass->tier || topk_score_of(top->heap[i].key) > rest;
    return safe;
}

/* Keeps those above the rest that match, with their scores; how many. */
static unsigned score_all(struct walker *w, float idf, float rest,
                          struct champions *champions, float scores[CHAMPIONS_MAX])
{
    unsigned kept = 0;
    for (unsigned i = 0; i < champions->count; i++) {
        const struct champion *champion = &champions->best[i];
        float score = score_champion(w, idf, champion);
        if (!(score > rest) || !filter_passes(&w->filter, champion->doc))
            continue;
        scores[kept] = score;
        champions->best[kept++] = *champion;
    }
    return champions->count = kept;
}

static bool fits(const struct walker *w, const struct plan_leaf *leaf)
{
    return leaf && plan_is_word(leaf) && leaf->node->fields == QUERY_FIELDS_ALL &&
           w->pass->top->capacity <= CHAMPIONS_MAX;
}

float champion_floor(struct walker *w, const struct plan_leaf *leaf)
{
    const struct term_info *list = fits(w, leaf) ? only_list(&w->context, leaf) : NULL;
    size_t k = w->pass->top->capacity, kept;
    struct champions champions;
    float scores[CHAMPIONS_MAX];
    if (!list || k == 0 || !champions_read(&champions, w->context.segment, list))
        return -1.0f;
    kept = score_all(w, leaf->idf, -1.0f, &champions, scores);
    if (kept < k)
        return -1.0f;
    for (size_t i = 1; i < kept; i++) { /* descending */
        float score = scores[i];
        size_t at = i;
        for (; at > 0 && scores[at - 1] < score; at--)
            scores[at] = scores[at - 1];
        scores[at] = score;
    }
    return scores[k - 1];
}

bool champion_rank(struct walker *w)
{
    const struct cursor_context *context = &w->context;
    const struct segment_info *segment = segment_info(context->segment);
    const struct plan_leaf *leaf = plan_find(context->plan, w->pass->root);
    const struct term_info *list = fits(w, leaf) ? only_list(context, leaf) : NULL;
    struct impact_bounds bounds;
    struct champions champions;
    float scores[CHAMPIONS_MAX], rest;
    if (!list ||
        !impact_bounds_init(&bounds, &context->plan->scorer, leaf->idf,
                            segment->doc_count, segment->field_totals) ||
        !champions_read(&champions, context->segment, list))
        return false;
    rest = impact_share_bound(&bounds, champions.rest, CHAMPIONS_SHARE_BITS);
    if (score_all(w, leaf->idf, rest, &champions, scores) +
            safe_in_heap(w->pass, rest) <
        w->pass->top->capacity)
        return false;
    for (unsigned i = 0; i < champions.count; i++)
        (void)walker_offer(w, champions.best[i].doc, scores[i]);
    w->pass->met += champions.count;
    w->pass->pruned = true;
    return true;
}
