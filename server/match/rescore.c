/* rescore.c - the second stage of free text, from the sorted heap and back into it.
 *
 *   heap         7 3 9 1 | 4 8 …     best first; the first ones are candidates
 *   candidates   1 3 7 9             as they stand in the segments
 *   runs         term after term     all candidates, one word at a time
 *   segments     article by article  words, forms, neighbours
 *   pairs        counted over all candidates, then weighed and added
 *   heap         9 7 1 3 | 4 8 …
 */
#include "match/rescore.h"

#include <stdlib.h>

#include "match/rescore_inside.h"

enum { KEPT_BYTES = 32 << 20, NEAR_BYTES = 16 << 20 };

size_t rescore_candidates(const struct search_options *options)
{
    if (!options->free_text || options->sort != SEARCH_RELEVANCE || options->limit == 0)
        return 0;
    return options->candidates ? options->candidates : (size_t)RESCORE_CANDIDATES;
}

static int article_order(const void *a, const void *b)
{
    const struct rescore_candidate *x = a, *y = b;
    if (x->segment != y->segment)
        return x->segment < y->segment ? -1 : 1;
    return (x->doc > y->doc) - (x->doc < y->doc);
}

/* The first tier's best, of a sorted heap. */
static enum status take_candidates(struct rescore *r, const struct topk *top,
                                   size_t most)
{
    while (r->candidate_count < most && r->candidate_count < top->count &&
           top->heap[r->candidate_count].tier == 0)
        r->candidate_count++;
    r->candidates =
        arena_zeroed(r->arena, r->candidate_count + 1, sizeof *r->candidates);
    if (!r->candidates)
        return plan_nomem(r->arena, r->err);
    for (size_t i = 0; i < r->candidate_count; i++) {
        struct rescore_candidate *c = &r->candidates[i];
        c->segment = top->heap[i].segment;
        c->doc = top->heap[i].doc;
        c->entry = i;
        c->values = arena_zeroed(r->arena, r->word_count, sizeof *c->values);
        c->pairs = arena_zeroed(r->arena, r->pair_count + (size_t)1, sizeof *c->pairs);
        if (!c->values || !c->pairs)
            return plan_nomem(r->arena, r->err);
    }
    if (r->candidate_count)
        qsort(r->candidates, r->candidate_count, sizeof *r->candidates, article_order);
    return ST_OK;
}

size_t rescore_segment_end(const struct rescore *r, size_t from)
{
    size_t to = from;
    while (to < r->candidate_count &&
           r->candidates[to].segment == r->candidates[from].segment)
        to++;
    return to;
}

static enum status score_segments(struct rescore *r)
{
    enum status status = ST_OK;
    for (size_t from = 0, to; from < r->candidate_count && status == ST_OK; from = to) {
        to = rescore_segment_end(r, from);
        if (!r->meter->out)
            status = rescore_segment(r, from, to);
    }
    return status;
}

static void weigh_pairs(struct rescore *r)
{
    for (unsigned p = 0; p < r->pair_count; p++) {
        struct rescore_pair *pair = &r->pairs[p];
        for (size_t c = 0; c < r->candidate_count; c++)
            pair->doc_freq += r->candidates[c].pairs[p];
        pair->score = RESCORE_PAIR_WEIGHT * scorer_idf(&r->plan.scorer, pair->doc_freq);
    }
}

static void add_pairs(struct rescore *r)
{
    weigh_pairs(r);
    for (size_t i = 0; i < r->candidate_count; i++) {
        struct rescore_candidate *c = &r->candidates[i];
        c->score = c->sum;
        for (unsigned p = 0; p < r->pair_count; p++)
            if (c->pairs[p])
                c->score += r->pairs[p].score;
    }
}

enum status rescore_open(struct rescore_stage *stage, struct tiers *tiers)
{
    struct rescore *r = &stage->r;
    const struct query_node *root = tiers->kept[0].root;
    memset(stage, 0, sizeof *stage);
    arena_init(&stage->kept, KEPT_BYTES);
    arena_init(&stage->near, NEAR_BYTES);
    r->arena = &stage->kept;
    r->near = &stage->near;
    r->scratch = &tiers->scratch;
    r->places = &tiers->places;
    r->meter = &tiers->meter;
    r->err = tiers->err;
    topk_sort(&tiers->top);
    enum status status = plan_make(&r->plan, tiers->snapshot, root,
                                   search_params(tiers->options), r->arena, r->err);
    if (status == ST_OK)
        status = rescore_read(r, root);
    if (status == ST_OK)
        status = take_candidates(r, &tiers->top, rescore_candidates(tiers->options));
    if (status == ST_OK)
        status = rescore_runs(r);
    if (status == ST_OK)
        status = score_segments(r);
    if (status == ST_OK)
        add_pairs(r);
    return status;
}

void rescore_close(struct rescore_stage *stage)
{
    arena_release(&stage->kept);
    arena_release(&stage->near);
}

enum status rescore_tiers(struct tiers *tiers)
{
    struct rescore_stage stage;
    if (!rescore_candidates(tiers->options) || tiers->meter.out ||
        tiers->top.count == 0)
        return ST_OK;
    enum status status = rescore_open(&stage, tiers);
    for (size_t i = 0; status == ST_OK && i < stage.r.candidate_count; i++) {
        const struct rescore_candidate *c = &stage.r.candidates[i];
        if (!tiers->meter.out)
            tiers->top.heap[c->entry].key = topk_key_of(c->score);
    }
    rescore_close(&stage);
    return status;
}
