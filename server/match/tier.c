/* tier.c
 *
 *   tree -> plan (terms, idf)          once a tier, over all segments
 *        -> cursors -> passes          segment by segment, in document order
 *        -> heap, counts, facets       shared by the segments and the tiers
 *
 * What an earlier tier matches is taken away by NOT, which adds nothing to a score: the
 * tier's own tree explains its hits alone.
 */
#include "match/tier.h"

#include "match/pass.h"
#include "match/plan.h"
#include "query/query_tree.h"

enum { PLANNED_BYTES = 32 << 20, SCRATCH_BYTES = 24 << 20, PLACES_BYTES = 8 << 20 };

enum status tier_init(struct tiers *tiers, const struct snapshot *snapshot,
                      const struct search_options *options, size_t least,
                      struct arena *arena, struct error *err)
{
    size_t k = options->limit ? (size_t)options->offset + options->limit : 0;
    tiers->snapshot = snapshot;
    tiers->options = options;
    tiers->arena = arena;
    tiers->err = err;
    tiers->meter = (struct meter){.deadline_us = options->deadline_us};
    tiers->count = 0;
    tiers->cut = tiers->prefix_cut = false;
    arena_init_in(&tiers->planned, PLANNED_BYTES, &tiers->room);
    arena_init(&tiers->scratch, SCRATCH_BYTES);
    arena_init(&tiers->places, PLACES_BYTES);
    facet_init(&tiers->facets, options->facets, arena);
    if (!topk_init(&tiers->top, k && k < least ? least : k, arena))
        return plan_nomem(arena, err);
    return ST_OK;
}

void tier_release(struct tiers *tiers)
{
    facet_release(&tiers->facets);
    arena_release(&tiers->planned);
    arena_release(&tiers->scratch);
    arena_release(&tiers->places);
}

/* The tree without what the kept tiers found; NULL when the arena is out. */
static const struct query_node *without_kept(struct tiers *tiers,
                                             const struct query_node *root)
{
    struct query_node *nodes[SEARCH_TIERS_MAX + 1];
    unsigned count = 1;
    nodes[0] = query_tree_copy(root, tiers->arena);
    for (unsigned i = 0; nodes[0] && i < tiers->count; i++) {
        const struct search_tier *kept = &tiers->kept[i];
        if (kept->total == 0) /* no lower bound: the time is not over yet */
            continue;
        struct query_node *copy = query_tree_copy(kept->root, tiers->arena);
        nodes[count] = copy ? query_tree_join(QUERY_NOT, &copy, 1, tiers->arena) : NULL;
        if (!nodes[count++])
            return NULL;
    }
    if (count == 1 || !nodes[0])
        return nodes[0] ? root : NULL;
    return query_tree_join(QUERY_AND, nodes, count, tiers->arena);
}

static bool was_cut(const struct plan *plan)
{
    for (unsigned i = 0; i < plan->leaf_count; i++)
        if (plan->leaves[i].words[0].expansion_cut)
            return true;
    return false;
}

static enum status run_segments(struct tiers *tiers, struct pass *pass)
{
    enum status status = ST_OK;
    for (size_t i = 0; i < tiers->snapshot->segment_count && status == ST_OK; i++)
        if (!tiers->meter.out)
            status = pass_segment(pass, (uint32_t)i);
    return status;
}

/* A tree below others, which has their leaves besides its own, may need more memory than
 * what was typed does: that is no reason to fail. What it found until then stands. */
static bool may_stop(const struct tiers *tiers, enum status status)
{
    return status == ST_LIMIT && tiers->count > 0 && tiers->arena->status == ST_OK;
}

enum status tier_run(struct tiers *tiers, struct search_tier *tier)
{
    struct plan plan;
    bool stopped = false;
    const struct search_options *options = tiers->options;
    bool counted = options->count || options->facets;
    struct pass pass = {.plan = &plan,
                        .root = without_kept(tiers, tier->root),
                        .options = options,
                        .scratch = &tiers->scratch,
                        .places = &tiers->places,
                        .facets = &tiers->facets,
                        .top = &tiers->top,
                        .tier = (uint16_t)tiers->count,
                        .meter = &tiers->meter,
                        .err = tiers->err};
    if (!pass.root)
        return plan_nomem(tiers->arena, tiers->err);
    arena_reset(&tiers->planned);
    enum status status = plan_make(&plan, tiers->snapshot, pass.root,
                                   search_params(options), &tiers->planned, tiers->err);
    if (status == ST_OK)
        status = run_segments(tiers, &pass);
    if (may_stop(tiers, status)) {
        stopped = true;
        if (tiers->err)
            *tiers->err = ERROR_NONE;
        status = ST_OK;
    }
    if (status != ST_OK)
        return status;
    tiers->cut = was_cut(&plan);
    tier->total = pass.total > pass.met ? pass.total : pass.met;
    tier->total_exact =
        !tiers->meter.out && !tiers->cut && !stopped && (counted || !pass.pruned);
    return ST_OK;
}

void tier_keep(struct tiers *tiers, const struct search_tier *tier)
{
    tiers->kept[tiers->count++] = *tier;
    tiers->prefix_cut = tiers->prefix_cut || tiers->cut;
}

enum status tier_run_instead(struct tiers *tiers, struct search_tier *tier)
{
    tiers->count = 0;
    enum status status = tier_run(tiers, tier);
    tiers->count = 1;
    if (status != ST_OK || tier->total == 0)
        return status;
    tiers->count = 0;
    tiers->prefix_cut = false;
    tier_keep(tiers, tier);
    return ST_OK;
}

uint64_t tier_total(const struct tiers *tiers)
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < tiers->count; i++)
        sum += tiers->kept[i].total;
    return sum;
}

static enum status put_hits(struct tiers *tiers, struct search_result *result)
{
    const struct search_options *options = tiers->options;
    struct topk *top = &tiers->top;
    bool ranked = options->sort == SEARCH_RELEVANCE;
    size_t from = options->offset < top->count ? options->offset : top->count;
    topk_sort(top);
    result->hit_count = top->count - from;
    if (result->hit_count > options->limit)
        result->hit_count = options->limit;
    result->hits =
        arena_alloc(tiers->arena, (result->hit_count + 1) * sizeof *result->hits);
    if (!result->hits)
        return plan_nomem(tiers->arena, tiers->err);
    for (size_t i = 0; i < result->hit_count; i++) {
        const struct topk_entry *entry = &top->heap[from + i];
        result->hits[i] =
            (struct search_hit){entry->segment, entry->doc,
                                ranked ? topk_score_of(entry->key) : 0.0f, entry->tier};
    }
    return ST_OK;
}

enum status tier_finish(struct tiers *tiers, struct search_result *result)
{
    enum status status = put_hits(tiers, result);
    if (status != ST_OK)
        return status;
    result->total = tier_total(tiers);
    result->total_exact = true;
    result->timed_out = tiers->meter.out;
    result->prefix_cut = tiers->prefix_cut;
    result->tier_count = tiers->count;
    for (unsigned i = 0; i < tiers->count; i++) {
        result->tiers[i] = tiers->kept[i];
        result->total_exact = result->total_exact && tiers->kept[i].total_exact;
    }
    return facet_lists(&tiers->facets, tiers->options->facet_values, result,
                       tiers->err);
}
