/* filter.h - the request's own conditions on an article: dates, languages, values.
 *
 * Layer    match
 * Memory   sets live in the caller's arena
 * Threads  read-only once made
 */
#ifndef MSEARCH_MATCH_FILTER_H
#define MSEARCH_MATCH_FILTER_H

#include "match/search.h"

/* For one segment. */
struct filter {
    const struct segment *segment;
    const uint64_t *deleted;
    bool plain; /* nothing but deletions to look at */
    bool dated;
    uint32_t date_from, date_to;
    unsigned langs;
    const uint64_t *values[COLUMN_COUNT]; /* NULL: any */
};

MUST_USE enum status filter_make(struct filter *filter, const struct segment *segment,
                                 const struct search_options *options,
                                 struct arena *arena, struct error *err);
bool filter_passes_slowly(const struct filter *filter, doc_id doc);
/* Is the article alive, and within the conditions? */
static inline bool filter_passes(const struct filter *filter, doc_id doc)
{
    return !segment_bit(filter->deleted, doc) &&
           (filter->plain || filter_passes_slowly(filter, doc));
}

#endif
