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

/* Leave the articles that the lane has. Its bits are quicker made than many articles are
 * looked up. */
static void keep_marked(struct sweep *s, struct lane *lane, doc_id base)
{
    struct lane_articles *a = s->articles;
    uint64_t bits[LANE_WINDOW / 64] = {0};
    lane_mark(lane, base, bits, s->scratch);
    a->count = kernel_keep_marked(a->docs, a->scores, a->count, base, bits);
}

/* Leave the articles that have the word, with what it adds. */
static void need(struct sweep *s, struct lane *lane, doc_id base)
{
    bool scored = (s->work & PASS_TOP) != 0;
    bool marked = s->articles->count >= MARK_ARTICLES;
    if (marked)
        keep_marked(s, lane, base);
    if (scored || !marked)
        lane_join(lane, LANE_NEED, scored, s->articles, s->scratch);
}

/* The articles that have all the words, and none of those to be taken away. */
void sweep_gather_every(struct sweep *s, uint32_t window, float threshold)
{
    bool scored = (s->work & PASS_TOP) != 0;
    doc_id base = window << LANE_SHIFT;
    float rest = scored ? s->totals[window] : 0.0f;
    lane_take(&s->lanes[0], base, scored, s->articles, s->scratch);
    for (unsigned i = 0; i < s->lane_count && s->articles->count; i++) {
        if (i > 0)
            need(s, &s->lanes[i], base);
        if (!scored)
            continue;
        rest -= s->lanes[i].bounds[window];
        sweep_keep_above(s, threshold - rest);
    }
    for (unsigned i = 0; scored && i < s->may_count && s->articles->count; i++) {
        lane_join(&s->may[i], LANE_MAY, true, s->articles, s->scratch);
        rest -= s->may[i].bounds[window];
        sweep_keep_above(s, threshold - rest);
    }
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
    float threshold = s->work & PASS_PRUNE ? walker_threshold(s->walker) : -1.0f;
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
        float before = walker_threshold(s->walker);
        if (!(s->totals[best] > 0.0f))
            return;
        visit(s, best);
        spare = walker_threshold(s->walker) > before ? SPARE_WINDOWS : spare - 1;
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
        if (prunes && s->totals[w] < walker_threshold(s->walker)) {
            pass->pruned = true;
            continue;
        }
        if (meter_window(pass->meter))
            return;
        visit(s, w);
    }
}
