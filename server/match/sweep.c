/* sweep.c
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
#include "match/sweep.h"

#include <math.h>

#include "match/lane.h"
#include "query/query_game.h"

enum {
    PRIME_WINDOWS = 16,
    SPARE_WINDOWS = 4,
    DENSE_SHARE = 64,
    DENSE_SUM = 6,
    MARK_ARTICLES = 32
};

struct sweep {
    struct walker *walker;
    unsigned work;
    bool every; /* AND: all of `lanes` are needed; else any */
    struct lane *lanes;
    unsigned lane_count;
    struct lane *without;
    unsigned without_count;
    struct lane *may; /* of OR(word, ALL): words that score where they are */
    unsigned may_count;
    struct cursor **checks; /* children of the AND that are no words */
    unsigned check_count;
    uint32_t windows;
    float *totals; /* by window; below 0: done, or nothing there */
    struct lane_articles *articles;
    struct lane_scratch *scratch;
    float *sums; /* of a window; all 0 between windows */
};

static const struct plan_leaf *lane_leaf(const struct cursor_context *context,
                                         const struct query_node *node)
{
    const struct plan_leaf *leaf =
        node->kind == QUERY_WORD ? plan_find(context->plan, node) : NULL;
    return leaf && lane_fits(context, leaf) ? leaf : NULL;
}

/* Zero in a word's weight makes scores of 0, which a sweep takes for "not here". */
static bool weights_fit(const struct score_params *params)
{
    for (unsigned f = 0; f < FIELD_COUNT; f++)
        if (!(params->weight[f] > 0.0f))
            return false;
    return true;
}

bool sweep_fits(const struct cursor_context *context, const struct query_node *root)
{
    unsigned words = 0;
    if (!weights_fit(&context->plan->scorer.params))
        return false;
    if (root->kind == QUERY_WORD)
        return lane_leaf(context, root) != NULL;
    if (root->kind != QUERY_AND && root->kind != QUERY_OR)
        return false;
    for (unsigned i = 0; i < root->as.children.count; i++)
        words += lane_leaf(context, root->as.children.nodes[i]) != NULL;
    return words == root->as.children.count || (words && root->kind == QUERY_AND);
}

static struct cursor_context *context_of(struct sweep *s)
{
    return &s->walker->context;
}

/* Needed lanes by rising cost: the first one leads. */
static bool add_lane(struct sweep *s, const struct plan_leaf *leaf)
{
    struct lane lane;
    unsigned at = s->lane_count;
    if (!lane_open(&lane, context_of(s), leaf))
        return false;
    for (; s->every && at > 0 && s->lanes[at - 1].cost > lane.cost; at--)
        s->lanes[at] = s->lanes[at - 1];
    s->lanes[at] = lane;
    s->lane_count++;
    return true;
}

static bool add_child(struct sweep *s, const struct query_node *node)
{
    struct cursor_context *context = context_of(s);
    const struct plan_leaf *leaf = lane_leaf(context, node);
    if (leaf)
        return add_lane(s, leaf);
    if (node->kind == QUERY_NOT)
        leaf = lane_leaf(context, node->as.children.nodes[0]);
    if (leaf)
        return lane_open(&s->without[s->without_count++], context, leaf);
    const struct query_node *may = query_game_optional(node);
    leaf = may ? lane_leaf(context, may) : NULL;
    if (leaf)
        return lane_open(&s->may[s->may_count++], context, leaf);
    s->checks[s->check_count] = cursor_open(context, node);
    return s->checks[s->check_count++] != NULL;
}

static bool open_children(struct sweep *s, const struct query_node *root)
{
    bool one = root->kind == QUERY_WORD;
    unsigned count = one ? 1 : root->as.children.count;
    struct cursor_context *context = context_of(s);
    s->every = root->kind == QUERY_AND;
    s->lanes = cursor_take(context, count, sizeof *s->lanes);
    s->without = cursor_take(context, count, sizeof *s->without);
    s->may = cursor_take(context, count, sizeof *s->may);
    s->checks = cursor_take(context, count, sizeof(struct cursor *));
    if (!s->lanes || !s->without || !s->may || !s->checks)
        return false;
    for (unsigned i = 0; i < count; i++)
        if (!add_child(s, one ? root : root->as.children.nodes[i]))
            return false;
    return true;
}

static bool open_sweep(struct sweep *s, struct walker *w, unsigned work)
{
    struct cursor_context *context = &w->context;
    memset(s, 0, sizeof *s);
    s->walker = w;
    s->work = work;
    s->windows = (context->doc_count + LANE_WINDOW - 1) / LANE_WINDOW;
    s->articles = arena_alloc(context->arena, sizeof *s->articles);
    s->scratch = arena_alloc(context->arena, sizeof *s->scratch);
    s->sums = cursor_take(context, LANE_WINDOW, sizeof *s->sums);
    if (!s->articles || !s->scratch || !s->sums) {
        if (context->status == ST_OK)
            context->status = plan_nomem(context->arena, context->err);
        return false;
    }
    memset(s->scratch->best, 0, sizeof s->scratch->best);
    memset(s->scratch->flags, 0, sizeof s->scratch->flags);
    return open_children(s, w->pass->root);
}

/* What a child that is no word can add in each window. Its bounds come in stretches. */
static bool bound_check(struct sweep *s, struct cursor *check)
{
    struct cursor_context *context = context_of(s);
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

static bool bound_all(struct sweep *s)
{
    s->totals = cursor_take(context_of(s), s->windows, sizeof *s->totals);
    if (!s->totals)
        return false;
    for (unsigned i = 0; i < s->check_count; i++)
        if (s->checks[i]->scores && !bound_check(s, s->checks[i]))
            return false;
    for (unsigned i = 0; i < s->lane_count; i++) {
        if (!lane_bound(&s->lanes[i], s->windows))
            return false;
        const float *bounds = s->lanes[i].bounds;
        for (uint32_t w = 0; w < s->windows; w++) {
            bool absent = s->every && !(bounds[w] > 0.0f);
            s->totals[w] += absent ? -INFINITY : bounds[w];
        }
    }
    for (unsigned i = 0; i < s->may_count; i++) {
        if (!lane_bound(&s->may[i], s->windows))
            return false;
        for (uint32_t w = 0; w < s->windows; w++)
            s->totals[w] += s->may[i].bounds[w];
    }
    for (uint32_t w = 0; w < s->windows; w++)
        s->totals[w] = s->totals[w] > 0.0f ? s->totals[w] : -1.0f;
    return true;
}

/* Leave the articles that score `least` and more. */
static void keep_above(struct sweep *s, float least)
{
    struct lane_articles *a = s->articles;
    size_t before = a->count;
    if (!(least > 0.0f))
        return;
    a->count = kernel_keep_above(a->docs, a->scores, before, least);
    s->walker->pass->pruned = s->walker->pass->pruned || a->count < before;
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

/* The articles that have all the words, and none of those to be taken away. */
static void gather_every(struct sweep *s, uint32_t window, float threshold)
{
    bool scored = (s->work & PASS_TOP) != 0, bounded = s->totals != NULL;
    doc_id base = window << LANE_SHIFT;
    float rest = bounded ? s->totals[window] : 0.0f;
    lane_take(&s->lanes[0], base, scored, s->articles, s->scratch);
    for (unsigned i = 0; i < s->lane_count && s->articles->count; i++) {
        bool marked = i > 0 && s->articles->count >= MARK_ARTICLES;
        if (marked)
            keep_marked(s, &s->lanes[i], base);
        if (i > 0 && (scored || !marked))
            lane_join(&s->lanes[i], LANE_NEED, scored, s->articles, s->scratch);
        rest -= bounded ? s->lanes[i].bounds[window] : 0.0f;
        if (bounded)
            keep_above(s, threshold - rest);
    }
    for (unsigned i = 0; bounded && i < s->may_count && s->articles->count; i++) {
        lane_join(&s->may[i], LANE_MAY, scored, s->articles, s->scratch);
        rest -= s->may[i].bounds[window];
        keep_above(s, threshold - rest);
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
        keep_above(s, threshold - rest);
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
        keep_above(s, threshold - rest);
    }
}

/* Do the children that are no words have it? Adds what they score. */
static bool confirm(struct sweep *s, doc_id doc, float *score)
{
    bool ranked = (s->work & PASS_PRUNE) != 0;
    float most = *score;
    for (unsigned i = 0; i < s->check_count; i++) {
        struct cursor *check = s->checks[i];
        if (cursor_seek(check, doc) != doc)
            return false;
        most = ranked ? cursor_limit(check, most) : most;
    }
    if (ranked && most < walker_threshold(s->walker)) {
        s->walker->pass->pruned = true;
        return false;
    }
    for (unsigned i = 0; i < s->check_count; i++) {
        if (!cursor_confirm(s->checks[i]))
            return false;
        *score = cursor_score(s->checks[i], *score);
    }
    return true;
}

static void deliver(struct sweep *s)
{
    struct walker *w = s->walker;
    struct pass *pass = w->pass;
    const struct lane_articles *a = s->articles;
    bool prunes = (s->work & PASS_PRUNE) && s->check_count == 0;
    float threshold = prunes ? walker_threshold(w) : -1.0f;
    for (size_t i = 0; i < a->count; i++) {
        float score = s->work & PASS_TOP ? a->scores[i] : 0.0f;
        if (score < threshold) {
            pass->pruned = true;
            continue;
        }
        if (!filter_passes(&w->filter, a->docs[i]) ||
            (s->check_count && !confirm(s, a->docs[i], &score)))
            continue;
        if (s->work & PASS_COUNT) {
            pass->total++;
            facet_add(pass->facets, a->docs[i]);
        } else {
            pass->met++;
        }
        bool entered = false;
        if (s->work & PASS_TOP)
            entered = walker_offer(w, a->docs[i], score);
        threshold = entered && prunes ? walker_threshold(w) : threshold;
    }
}

static void visit(struct sweep *s, uint32_t window)
{
    float threshold = s->work & PASS_PRUNE ? walker_threshold(s->walker) : -1.0f;
    if (s->every)
        gather_every(s, window, threshold);
    else
        gather_any(s, window, threshold);
    deliver(s);
    s->totals[window] = -1.0f;
}

static bool broken(const struct sweep *s)
{
    return s->walker->context.status != ST_OK;
}

/* The best windows first, as long as they raise the threshold. Checks want their articles
 * in order, and few windows are no work. */
static void prime(struct sweep *s)
{
    unsigned spare = SPARE_WINDOWS;
    if (s->check_count || s->windows < SPARE_WINDOWS || !(s->work & PASS_PRUNE))
        return;
    for (unsigned i = 0; i < PRIME_WINDOWS && spare && !broken(s); i++) {
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

static void rank(struct sweep *s)
{
    struct pass *pass = s->walker->pass;
    bool prunes = (s->work & PASS_PRUNE) != 0;
    prime(s);
    for (uint32_t w = 0; w < s->windows && !broken(s); w++) {
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

/* A word alone: its blocks by falling impact, until the rest cannot reach the threshold.
 *
 *   heads   by impact: the first of its blocks   next   by block: the next of its impact
 */
static bool rank_blocks(struct sweep *s, const struct impact_bounds *bounds)
{
    const struct postings_columns *columns = &s->lanes[0].parts[0].columns;
    struct walker *w = s->walker;
    uint32_t heads[256] = {0}; /* block + 1 */
    uint32_t *next = arena_alloc(w->context.arena, columns->count * sizeof *next);
    if (!next) {
        w->context.status = plan_nomem(w->context.arena, w->context.err);
        return false;
    }
    for (uint32_t b = columns->count; b-- > 0;) {
        next[b] = heads[columns->impacts[b]];
        heads[columns->impacts[b]] = b + 1;
    }
    for (unsigned impact = 256; impact-- > 0;) {
        for (uint32_t b = heads[impact]; b; b = next[b - 1]) {
            if (impact_bound(bounds, (uint8_t)impact) < walker_threshold(w)) {
                w->pass->pruned = true;
                return true;
            }
            if (meter_window(w->pass->meter))
                return true;
            lane_take_block(&s->lanes[0], b - 1, s->articles);
            deliver(s);
        }
    }
    return true;
}

/* The window's matches as bits; those that are deleted are none. */
static void count_bits(struct sweep *s, doc_id base,
                       const uint64_t bits[LANE_WINDOW / 64])
{
    struct pass *pass = s->walker->pass;
    const struct filter *filter = &s->walker->filter;
    const uint64_t *deleted = filter->deleted ? filter->deleted + base / 64 : NULL;
    uint32_t left = s->walker->context.doc_count - base;
    size_t words = left < LANE_WINDOW ? (left + 63) / 64 : LANE_WINDOW / 64;
    if (filter->plain)
        pass->total += kernel_count(bits, deleted, words);
    for (size_t i = 0; (!filter->plain || pass->facets->count) && i < words; i++)
        for (uint64_t word = bits[i]; word; word &= word - 1) {
            doc_id doc = base + (doc_id)i * 64 + (doc_id)__builtin_ctzll(word);
            if (!filter_passes(filter, doc))
                continue;
            pass->total += !filter->plain;
            facet_add(pass->facets, doc);
        }
}

static void mark_every(struct sweep *s, uint32_t window,
                       uint64_t bits[LANE_WINDOW / 64])
{
    doc_id base = window << LANE_SHIFT;
    lane_mark(&s->lanes[0], base, bits, s->scratch);
    for (unsigned i = 1; i < s->lane_count + s->without_count; i++) {
        bool minus = i >= s->lane_count;
        uint64_t other[LANE_WINDOW / 64] = {0};
        lane_mark(minus ? &s->without[i - s->lane_count] : &s->lanes[i], base, other,
                  s->scratch);
        for (unsigned k = 0; k < LANE_WINDOW / 64; k++)
            bits[k] &= minus ? ~other[k] : other[k];
    }
}

/* Are bits quicker than looking the rarest word's articles up in the other lists? When
 * they are many, and not few beside the others. */
static bool is_dense(const struct sweep *s)
{
    uint64_t least = s->lanes[0].cost, sum = 0;
    for (unsigned i = 0; i < s->lane_count; i++)
        sum += s->lanes[i].cost;
    return s->check_count == 0 && sum <= DENSE_SUM * least &&
           least >= s->walker->context.doc_count / DENSE_SHARE;
}

/* Every match of an AND, by the windows that the leading lane is in. */
static void count_every(struct sweep *s)
{
    bool dense = is_dense(s);
    doc_id doc = lane_next(&s->lanes[0], 0);
    while (doc != DOC_END && !broken(s) && !meter_window(s->walker->pass->meter)) {
        uint32_t window = doc >> LANE_SHIFT;
        if (dense) {
            uint64_t bits[LANE_WINDOW / 64] = {0};
            mark_every(s, window, bits);
            count_bits(s, window << LANE_SHIFT, bits);
        } else {
            gather_every(s, window, -1.0f);
            deliver(s);
        }
        if (window + 1 >= s->windows)
            return;
        doc = lane_next(&s->lanes[0], (window + 1) << LANE_SHIFT);
    }
}

static void count_any(struct sweep *s)
{
    for (uint32_t w = 0; w < s->windows && !broken(s); w++) {
        uint64_t bits[LANE_WINDOW / 64] = {0};
        if (meter_window(s->walker->pass->meter))
            return;
        for (unsigned i = 0; i < s->lane_count; i++)
            lane_mark(&s->lanes[i], w << LANE_SHIFT, bits, s->scratch);
        count_bits(s, w << LANE_SHIFT, bits);
    }
}

/* A list knows how many articles it has. */
static bool count_known(struct sweep *s)
{
    const struct lane *lane = &s->lanes[0];
    struct walker *w = s->walker;
    if (s->lane_count != 1 || s->without_count || s->check_count || lane->count > 1 ||
        !w->filter.plain || w->filter.deleted || w->pass->facets->count)
        return false;
    w->pass->total += lane->cost;
    return true;
}

enum status sweep_run(struct walker *w, unsigned work)
{
    struct impact_bounds bounds;
    struct sweep s;
    if (!open_sweep(&s, w, work))
        return w->context.status;
    if (work == PASS_COUNT) {
        if (!count_known(&s))
            s.every ? count_every(&s) : count_any(&s);
    } else if (!s.every && s.lane_count == 1 && (work & PASS_PRUNE) &&
               lane_has_impacts(&s.lanes[0], &bounds)) {
        (void)rank_blocks(&s, &bounds);
    } else if (bound_all(&s)) {
        rank(&s);
    }
    return w->context.status;
}
