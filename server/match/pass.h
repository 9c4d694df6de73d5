/* pass.h - walk one segment's matches: count them, or keep the best.
 *
 * Layer    match
 * Memory   cursors in `scratch`, reset by every pass
 * Threads  one owner
 */
#ifndef MSEARCH_MATCH_PASS_H
#define MSEARCH_MATCH_PASS_H

#include "match/facet.h"
#include "match/filter.h"
#include "match/meter.h"
#include "match/plan.h"
#include "match/search.h"
#include "match/topk.h"

enum pass_work {
    PASS_COUNT = 1 << 0, /* total and facets */
    PASS_TOP = 1 << 1,   /* offer every match to the heap */
    PASS_PRUNE = 1 << 2, /* skip what cannot enter the heap; with PASS_TOP alone */
    PASS_ANY = 1 << 3    /* stop at the first match: is there one? */
};

struct pass {
    const struct plan *plan;
    const struct query_node *root;
    const struct search_options *options;
    struct arena *scratch, *places;
    struct facet_set *facets;
    struct topk *top;
    uint16_t tier; /* of the matches; by relevance it ranks before the score */
    struct meter *meter;
    uint64_t total; /* matches met by PASS_COUNT */
    uint64_t met;   /* matches met by other passes */
    bool pruned;    /* something was skipped */
    struct error *err;
};

/* Everything that is asked for of one segment, in as many passes as are best. */
MUST_USE enum status pass_segment(struct pass *pass, uint32_t segment_at);

#endif
