/* sweep_windows.c
 *
 *   window       0     1     2     3     4
 *   lane a      3.1   2.8    .    3.0   3.1      the most that each word can add there
 *   lane b       .    5.2    .    4.9    .
 *   total       3.1   8.0    0    7.9   3.1      an OR; an AND has only 1 and 3
 *
 * Ranking visits a few windows of the highest totals first, which finds good articles and
 * with them a high threshold, then the others in order, where the total reaches the
 * threshold. In a window:
 *
 *   OR    the words whose bounds together stay below the threshold bring in nobody by
 *         themselves (MaxScore): the others are added up article by article, and what
 *         can still reach the threshold is looked up in them
 *   AND   the rarest word's articles; those that cannot reach the threshold go, then
 *         those that the next word does not have, and so on
 *
 * Windows come out of order and of equal scores the earlier article wins, so what equals
 * the threshold is not skipped.
 */
#include <math.h>

#include "match/sweep_inside.h"

enum { PRIME_WINDOWS = 16, SPARE_WINDOWS = 4, MARK_ARTICLES = 32 };

/* What a child that is no word can add in each window. Its bounds come in stretches. */
static bool bound_check(struct sweep *s, struct cursor *check)
{
    struct cursor_context *context = &s->walker->context;
    float *most = cursor_take(context, s->windows, sizeof *most);
    doc_id from = 0;
    if (!most)
        return false;
    while (from < context->doc_count && !meter_step(context->meter)) {
        doc_id until = context->doc_count - 1;
        float bound = cursor_bound(check, from, &until, 0.0f);
        for (uint32_t w = from >> LANE_SHIFT; w <= until >> LANE_SHIFT; w++)
            most[w] = bound > most[w] ? bound : most[w];
        from = until + 1;
    }
    for (uint32_t w = 0; w < s->windows; w++)
        s->totals[w] += most[w];
    return true;
}

/* What a word can add; where all words are needed, windows without it are out. */
static bool bound_lane(struct sweep *s, struct lane *lane, bool needed)
{
    if (!lane_bound(lane, s->windows))
        return false;
    for (uint32_t w = 0; w < s->windows; w++) {
        bool absent = needed && !(lane->bounds[w] > 0.0f);
        s->totals[w] += absent ? -INFINITY : lane->bounds[w];
    }
    return true;
}

bool sweep_bound(struct sweep *s)
{
    bool good = true;
    s->totals = cursor_take(&s->walker->context, s->windows, sizeof *s->totals);
    if (!s->totals)
        return false;
    for (unsigned i = 0; i < s->check_count && good; i++)
        good = !s->checks[i]->scores || bound_check(s, s->checks[i]);
    for (unsigned i = 0; i < s->lane_count && good; i++)
        good = bound_lane(s, &s->lanes[i], s->every);
    for (unsigned i = 0; i < s->may_count && good; i++)
        good = bound_lane(s, &s->may[i], false);
    for (uint32_t w = 0; w < s->windows && good; w++)
        s->totals[w] = s->totals[w] > 0.0f ? s->totals[w] : -1.0f;
    return good;
}

enum { WORDS = LANE_WINDOW / 64 };

/* A needed word in one window: which of its blocks can bring in somebody. */
struct part {
    struct lane *lane;
    unsigned least; /* impact */
    uint32_t blocks;
};

/* The needed words by rising number of such blocks; false: one has none. */
static bool order_parts(struct sweep *s, uint32_t window, float threshold,
                        struct part order[QUERY_TREE_LEAVES_MAX])
{
    for (unsigned i = 0; i < s->lane_count; i++) {
        struct part mine = {.lane = &s->lanes[i]};
        unsigned at = i;
        if (s->work & PASS_TOP)
            mine.least = lane_impact(
                mine.lane, threshold - (s->totals[window] - mine.lane->bounds[window]));
        mine.blocks =
            lane_blocks(mine.lane, &(struct lane_stretch){window << LANE_SHIFT, WORDS,
                                                          NULL, mine.least});
        s->walker->pass->pruned = s->walker->pass->pruned || mine.least > 0;
        if (mine.blocks == 0)
            return false;
        for (; at > 0 && order[at - 1].blocks > mine.blocks; at--)
            order[at] = order[at - 1];
        order[at] = mine;
    }
    return true;
}

/* bits &= those of the lane, or `minus` without them; false: nothing is left. */
static bool meet(struct lane *lane, bool minus, unsigned least, doc_id base,
                 uint64_t bits[WORDS + 1])
{
    uint64_t other[WORDS + 1] = {0};
    lane_mark(lane, &(struct lane_stretch){base, WORDS, bits, least}, other);
    return kernel_meet(bits, other, minus, WORDS);
}

/* What the words share is found before anything is scored. */
static void meet_bits(struct sweep *s, uint32_t window, float threshold)
{
    struct part order[QUERY_TREE_LEAVES_MAX];
    uint64_t bits[WORDS + 1] = {0};
    doc_id base = window << LANE_SHIFT;
    bool left = order_parts(s, window, threshold, order);
    if (left)
        lane_mark(order[0].lane,
                  &(struct lane_stretch){base, WORDS, NULL, order[0].least}, bits);
    for (unsigned i = 1; left && i < s->lane_count; i++)
        left = meet(order[i].lane, false, order[i].least, base, bits);
    for (unsigned i = 0; left && i < s->without_count; i++)
        left = meet(&s->without[i], true, 0, base, bits);
    s->articles->count = left ? kernel_list(bits, WORDS, base, s->articles->docs) : 0;
    memset(s->articles->scores, 0, s->articles->count * sizeof *s->articles->scores);
}

/* What the words add, the most promising first. */
static void score_rest(struct sweep *s, unsigned from, uint32_t window, float rest,
                       float threshold)
{
    for (unsigned i = from; i < s->lane_count && s->articles->count; i++) {
        lane_join(&s->lanes[i], LANE_NEED, true, s->articles, s->scratch);
        rest -= s->lanes[i].bounds[window];
        sweep_keep_above(s, threshold - rest);
    }
    for (unsigned i = 0; i < s->may_count && s->articles->count; i++) {
        lane_join(&s->may[i], LANE_MAY, true, s->articles, s->scratch);
        rest -= s->may[i].bounds[window];
        sweep_keep_above(s, threshold - rest);
    }
}

/* Few articles, looked up in one list after the other. */
static void meet_lists(struct sweep *s, doc_id base)
{
    lane_take(&s->lanes[0], base, false, s->articles, s->scratch);
    for (unsigned i = 1; i < s->lane_count && s->articles->count; i++)
        lane_join(&s->lanes[i], LANE_NEED, false, s->articles, s->scratch);
    for (unsigned i = 0; i < s->without_count && s->articles->count; i++)
        lane_join(&s->without[i], LANE_NOT, false, s->articles, s->scratch);
}

/* The articles that have all the words, and none of those to be taken away. */
void sweep_gather_every(struct sweep *s, uint32_t window, float threshold)
{
    bool scored = (s->work & PASS_TOP) != 0;
    doc_id base = window << LANE_SHIFT;
    bool many = s->lanes[0].cost / s->windows >= MARK_ARTICLES;
    if (many && s->lane_count > 1) {
        meet_bits(s, window, threshold);
        if (scored)
            score_rest(s, 0, window, s->totals[window], threshold);
        return;
    }
    if (!scored) {
        meet_lists(s, base);
        return;
    }
    float rest = s->totals[window] - s->lanes[0].bounds[window];
    lane_take(&s->lanes[0], base, true, s->articles, s->scratch);
    sweep_keep_above(s, threshold - rest);
    score_rest(s, 1, window, rest, threshold);
    for (unsigned i = 0; i < s->without_count && s->articles->count; i++)
        lane_join(&s->without[i], LANE_NOT, false, s->articles, s->scratch);
}

/* Lanes by rising bound in this window; returns how many are there. */
static unsigned order_lanes(const struct sweep *s, uint32_t window,
                            struct lane *order[QUERY_TREE_LEAVES_MAX])
{
    unsigned count = 0;
    for (unsigned i = 0; i < s->lane_count; i++) {
        struct lane *lane = &s->lanes[i];
        unsigned at = count;
        if (!(lane->bounds[window] > 0.0f))
            continue;
        for (; at > 0 && order[at - 1]->bounds[window] > lane->bounds[window]; at--)
            order[at] = order[at - 1];
        order[at] = lane;
        count++;
    }
    return count;
}

/* The articles with any of the words that can reach the threshold. */
static void gather_any(struct sweep *s, uint32_t window, float threshold)
{
    struct lane *order[QUERY_TREE_LEAVES_MAX];
    doc_id base = window << LANE_SHIFT;
    unsigned count = order_lanes(s, window, order), first = 0;
    float rest = 0.0f; /* of order[0 .. first) */
    while (first < count && rest + order[first]->bounds[window] < threshold)
        rest += order[first++]->bounds[window];
    s->articles->count = 0;
    if (first + 1 == count) {
        lane_take(order[first], base, true, s->articles, s->scratch);
        sweep_keep_above(s, threshold - rest);
    } else if (first < count) {
        for (unsigned i = first; i < count; i++)
            lane_add(order[i], base, s->sums, s->scratch);
        s->articles->count = kernel_above(s->sums, LANE_WINDOW, threshold - rest, base,
                                          s->articles->docs, s->articles->scores);
        s->walker->pass->pruned = s->walker->pass->pruned || threshold > 0.0f;
    }
    while (first-- > 0 && s->articles->count) {
        rest -= order[first]->bounds[window];
        lane_join(order[first], LANE_MAY, true, s->articles, s->scratch);
        sweep_keep_above(s, threshold - rest);
    }
}

static void visit(struct sweep *s, uint32_t window)
{
    float threshold = s->work & PASS_PRUNE ? sweep_threshold(s) : -1.0f;
    if (s->every)
        sweep_gather_every(s, window, threshold);
    else
        gather_any(s, window, threshold);
    sweep_deliver(s);
    s->totals[window] = -1.0f;
}

/* The best windows first, as long as they raise the threshold. Checks want their articles
 * in order, and few windows are no work. */
static void prime(struct sweep *s)
{
    unsigned spare = SPARE_WINDOWS;
    if (s->check_count || s->windows < SPARE_WINDOWS || !(s->work & PASS_PRUNE))
        return;
    for (unsigned i = 0; i < PRIME_WINDOWS && spare && !sweep_broken(s); i++) {
        uint32_t best = 0;
        for (uint32_t w = 1; w < s->windows; w++)
            best = s->totals[w] > s->totals[best] ? w : best;
        float before = sweep_threshold(s);
        if (!(s->totals[best] > 0.0f))
            return;
        visit(s, best);
        spare = sweep_threshold(s) > before ? SPARE_WINDOWS : spare - 1;
    }
}

void sweep_rank(struct sweep *s)
{
    struct pass *pass = s->walker->pass;
    bool prunes = (s->work & PASS_PRUNE) != 0;
    if (!sweep_bound(s))
        return;
    prime(s);
    for (uint32_t w = 0; w < s->windows && !sweep_broken(s); w++) {
        if (!(s->totals[w] > 0.0f))
            continue;
        if (prunes && s->totals[w] < sweep_threshold(s)) {
            pass->pruned = true;
            continue;
        }
        if (meter_window(pass->meter))
            return;
        visit(s, w);
    }
}
