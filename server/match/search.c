/* search.c
 *
 *   tree -> plan (terms, idf)          once, over all segments
 *        -> cursors -> passes          segment by segment, in document order
 *        -> heap, counts, facets       shared by the segments
 *   nothing found -> looser tree -> the same again
 */
#include "match/search.h"

#include "match/facet.h"
#include "match/meter.h"
#include "match/pass.h"
#include "match/plan.h"
#include "match/relax.h"
#include "match/topk.h"

enum { SCRATCH_BYTES = 24 << 20, PLACES_BYTES = 8 << 20 };

struct search {
    const struct snapshot *snapshot;
    const struct search_options *options;
    struct arena *arena;
    struct arena scratch, places;
    struct meter meter;
    struct error *err;
};

static enum status put_hits(struct search *s, struct topk *top,
                            struct search_result *result)
{
    bool ranked = s->options->sort == SEARCH_RELEVANCE;
    size_t from = s->options->offset < top->count ? s->options->offset : top->count;
    topk_sort(top);
    result->hit_count = top->count - from;
    result->hits =
        arena_alloc(s->arena, (result->hit_count + 1) * sizeof *result->hits);
    if (!result->hits)
        return plan_nomem(s->arena, s->err);
    for (size_t i = 0; i < result->hit_count; i++) {
        const struct topk_entry *entry = &top->heap[from + i];
        result->hits[i].segment = entry->segment;
        result->hits[i].doc = entry->doc;
        result->hits[i].score = ranked ? topk_score_of(entry->key) : 0.0f;
    }
    return ST_OK;
}

static enum status put_result(struct search *s, const struct pass *pass,
                              struct search_result *result)
{
    bool counted = s->options->count || s->options->facets;
    enum status status = put_hits(s, pass->top, result);
    result->total = pass->total > pass->met ? pass->total : pass->met;
    result->timed_out = s->meter.out;
    result->used = pass->root;
    for (unsigned i = 0; i < pass->plan->leaf_count; i++)
        if (pass->plan->leaves[i].words[0].expansion_cut)
            result->prefix_cut = true;
    result->total_exact =
        !s->meter.out && !result->prefix_cut && (counted || !pass->pruned);
    if (status != ST_OK)
        return status;
    return facet_lists(pass->facets, s->options->facet_values, result, s->err);
}

static enum status run_segments(struct search *s, struct pass *pass)
{
    enum status status = ST_OK;
    for (size_t i = 0; i < s->snapshot->segment_count && status == ST_OK; i++)
        if (!s->meter.out)
            status = pass_segment(pass, (uint32_t)i);
    return status;
}

/* One tree, whole. */
static enum status run_tree(struct search *s, const struct query_node *root,
                            struct search_result *result)
{
    struct plan plan;
    struct topk top;
    struct facet_set facets;
    struct search_result found;
    struct pass pass = {.plan = &plan,
                        .root = root,
                        .options = s->options,
                        .scratch = &s->scratch,
                        .places = &s->places,
                        .facets = &facets,
                        .top = &top,
                        .meter = &s->meter,
                        .err = s->err};
    enum status status =
        plan_make(&plan, s->snapshot, root, s->options->params, s->arena, s->err);
    if (status != ST_OK)
        return status;
    size_t k = s->options->limit ? (size_t)s->options->offset + s->options->limit : 0;
    if (!topk_init(&top, k, s->arena))
        return plan_nomem(s->arena, s->err);
    memset(&found, 0, sizeof found);
    facet_init(&facets, s->options->facets, s->arena);
    status = run_segments(s, &pass);
    if (status == ST_OK)
        status = put_result(s, &pass, &found);
    facet_release(&facets);
    if (status == ST_OK)
        *result = found;
    return status;
}

static bool found_nothing(const struct search_result *result)
{
    return result->total == 0 && !result->timed_out;
}

/* Looser trees until one finds something; nothing found leaves the result as it is. */
static enum status run_relaxed(struct search *s, const struct query_node *root,
                               struct search_result *result)
{
    struct relax relax;
    struct search_result looser;
    const struct query_node *tree = NULL;
    enum status status = relax_init(&relax, s->snapshot, root, s->arena, s->err);
    while (status == ST_OK && (status = relax_next(&relax, &tree)) == ST_OK) {
        status = run_tree(s, tree, &looser);
        if (status != ST_OK)
            return status;
        if (looser.total == 0)
            continue;
        *result = looser;
        result->dropped = relax.dropped;
        result->dropped_count = relax.dropped_count;
        result->any_word = relax.any_word;
        result->loosened = relax.loosened;
        return ST_OK;
    }
    return status == ST_END ? ST_OK : status;
}

/* Lengths and columns tell of damage here alone: no answer from damaged ones. */
static enum status snapshot_sound(const struct snapshot *snapshot, struct error *err)
{
    enum status status = ST_OK;
    for (size_t i = 0; status == ST_OK && i < snapshot->segment_count; i++)
        status = segment_status(snapshot->segments[i], err);
    return status;
}

enum status search_run(struct search_result *result, const struct snapshot *snapshot,
                       const struct query *query, const struct search_options *options,
                       struct arena *arena, struct error *err)
{
    struct search s = {.snapshot = snapshot,
                       .options = options,
                       .arena = arena,
                       .meter = {options->deadline_us, 0, false},
                       .err = err};
    if (options->offset > SEARCH_LIMIT_MAX || options->limit > SEARCH_LIMIT_MAX ||
        options->offset + options->limit > SEARCH_LIMIT_MAX)
        return fail(err, ST_LIMIT, "search: only the first %d hits can be had",
                    SEARCH_LIMIT_MAX);
    arena_init(&s.scratch, SCRATCH_BYTES);
    arena_init(&s.places, PLACES_BYTES);
    struct search_result found;
    enum status status = run_tree(&s, query->root, &found);
    if (status == ST_OK && options->relax && found_nothing(&found))
        status = run_relaxed(&s, query->root, &found);
    if (status == ST_OK)
        status = snapshot_sound(snapshot, err);
    if (status == ST_OK)
        *result = found;
    arena_release(&s.scratch);
    arena_release(&s.places);
    return status;
}
