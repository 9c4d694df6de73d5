/* sweep_blocks.c - a word's blocks by falling impact, the other words looked up.
 *
 *   blocks    | 88 | 31 | 90 | 17 | …     of the rarest word, or the only one
 *   visited     2    3    1    -          until the best that a block can have, with the
 *                                         most that the others add, is too little
 *
 * For a rare word most windows hold a few of its articles, or none: its own blocks are
 * the better steps.
 */
#include "match/sweep_inside.h"

enum { RARE_PER_WINDOW = 192 };

struct blocks {
    struct sweep *sweep;
    struct lane *lead;
    const struct postings_columns *columns;
    struct impact_bounds impacts;
    float rest; /* the most that the others add, anywhere */
};

static bool leads(const struct sweep *s)
{
    return s->check_count == 0 && s->lanes[0].count == 1 &&
           s->lanes[0].parts[0].columns.count > 0 &&
           (s->lane_count == 1 ||
            (s->every && s->lanes[0].cost / RARE_PER_WINDOW < s->windows));
}

static bool alone(const struct sweep *s)
{
    return s->lane_count == 1 && s->may_count == 0;
}

/* The most that the others add in the windows of a block; below 0: in none of them are
 * they all there. */
static float rest_of_block(const struct blocks *b, uint32_t block)
{
    const struct sweep *s = b->sweep;
    doc_id first = block ? lane_block_last(b->lead, block - 1) + 1 : 0;
    doc_id last = lane_block_last(b->lead, block);
    float most = -1.0f;
    if (alone(s))
        return 0.0f;
    for (uint32_t w = first >> LANE_SHIFT; w <= last >> LANE_SHIFT && w < s->windows;
         w++) {
        float rest = s->totals[w] - b->lead->bounds[w];
        if (s->totals[w] > 0.0f)
            most = rest > most ? rest : most;
    }
    return most;
}

/* What each article's own window allows. */
static void keep_by_window(const struct blocks *b, float threshold)
{
    struct sweep *s = b->sweep;
    struct lane_articles *a = s->articles;
    size_t kept = 0;
    for (size_t i = 0; i < a->count; i++) {
        uint32_t w = a->docs[i] >> LANE_SHIFT;
        float score = a->scores[i];
        a->docs[kept] = a->docs[i];
        a->scores[kept] = score;
        kept += s->totals[w] > 0.0f &&
                score + (s->totals[w] - b->lead->bounds[w]) >= threshold;
    }
    s->walker->pass->pruned = s->walker->pass->pruned || kept < a->count;
    a->count = kept;
}

static void join_rest(struct blocks *b, float threshold)
{
    struct sweep *s = b->sweep;
    float rest = b->rest;
    for (unsigned i = 1; i < s->lane_count && s->articles->count; i++) {
        lane_join(&s->lanes[i], LANE_NEED, true, s->articles, s->scratch);
        rest -= s->lanes[i].most;
        sweep_keep_above(s, threshold - rest);
    }
    for (unsigned i = 0; i < s->may_count && s->articles->count; i++) {
        lane_join(&s->may[i], LANE_MAY, true, s->articles, s->scratch);
        rest -= s->may[i].most;
        sweep_keep_above(s, threshold - rest);
    }
    for (unsigned i = 0; i < s->without_count && s->articles->count; i++)
        lane_join(&s->without[i], LANE_NOT, false, s->articles, s->scratch);
}

static void visit_block(struct blocks *b, uint32_t block)
{
    struct sweep *s = b->sweep;
    float threshold = sweep_threshold(s);
    float rest = rest_of_block(b, block);
    if (rest < 0.0f)
        return;
    if (impact_bound(&b->impacts, b->columns->impacts[block]) + rest < threshold) {
        s->walker->pass->pruned = true;
        return;
    }
    lane_take_block(b->lead, block, true, s->articles);
    sweep_keep_above(s, threshold - rest);
    if (!alone(s))
        keep_by_window(b, threshold);
    join_rest(b, threshold);
    sweep_deliver(s);
}

/* Chains of blocks: heads[] by impact, next[] by block, both one too high; 0: none. */
static uint32_t *chain_blocks(struct blocks *b, uint32_t heads[256])
{
    struct cursor_context *context = &b->sweep->walker->context;
    uint32_t *next = cursor_take(context, b->columns->count, sizeof *next);
    memset(heads, 0, 256 * sizeof *heads);
    for (uint32_t i = next ? b->columns->count : 0; i-- > 0;) {
        next[i] = heads[b->columns->impacts[i]];
        heads[b->columns->impacts[i]] = i + 1;
    }
    return next;
}

static void visit_blocks(struct blocks *b)
{
    struct walker *w = b->sweep->walker;
    uint32_t heads[256];
    const uint32_t *next = chain_blocks(b, heads);
    for (unsigned below = 256; next && below > 0; below--)
        for (uint32_t i = heads[below - 1]; i && !sweep_broken(b->sweep);
             i = next[i - 1]) {
            if (impact_bound(&b->impacts, (uint8_t)(below - 1)) + b->rest <
                sweep_threshold(b->sweep)) {
                w->pass->pruned = true;
                return;
            }
            if (meter_window(w->pass->meter))
                return;
            visit_block(b, i - 1);
        }
}

/* A word with few articles has no columns: all of them at once. */
static bool rank_short(struct sweep *s)
{
    if (s->lane_count != 1 || s->check_count || s->may_count || s->without_count ||
        s->lanes[0].count != 1 || s->lanes[0].cost > POSTINGS_BLOCK)
        return false;
    lane_take_block(&s->lanes[0], 0, true, s->articles);
    sweep_deliver(s);
    return true;
}

bool sweep_rank_blocks(struct sweep *s)
{
    struct blocks b = {.sweep = s, .lead = &s->lanes[0]};
    if (rank_short(s))
        return true;
    if (!leads(s) || !lane_has_impacts(b.lead, &b.impacts))
        return false;
    b.columns = &b.lead->parts[0].columns;
    if (!alone(s) && !sweep_bound(s))
        return true;
    for (unsigned i = 1; i < s->lane_count; i++)
        b.rest += s->lanes[i].most;
    for (unsigned i = 0; i < s->may_count; i++)
        b.rest += s->may[i].most;
    visit_blocks(&b);
    return true;
}

bool sweep_count_blocks(struct sweep *s)
{
    if (!leads(s))
        return false;
    for (uint32_t b = 0; b < s->lanes[0].parts[0].columns.count; b++) {
        if (sweep_broken(s) || meter_window(s->walker->pass->meter))
            break;
        lane_take_block(&s->lanes[0], b, false, s->articles);
        for (unsigned i = 1; i < s->lane_count && s->articles->count; i++)
            lane_join(&s->lanes[i], LANE_NEED, false, s->articles, s->scratch);
        for (unsigned i = 0; i < s->without_count && s->articles->count; i++)
            lane_join(&s->without[i], LANE_NOT, false, s->articles, s->scratch);
        sweep_deliver(s);
    }
    return true;
}
