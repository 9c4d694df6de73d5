/* spill.h - the terms of a batch, sorted, into a segment.
 *
 * Layer    build (includes base, segment)
 * Memory   16 bytes a term for the sort, and the occurrences of one article at a time, or
 *          of one term when articles change their order
 * Threads  one thread
 * Source   Bentley & Sedgewick 1997 (multikey quicksort)
 */
#ifndef MSEARCH_BUILD_SPILL_H
#define MSEARCH_BUILD_SPILL_H

#include <stdbool.h>

#include "base/status.h"
#include "build/vocabulary.h"
#include "segment/layout.h"
#include "segment/segment_write.h"

enum {
    SPILL_TERM_BYTES = 16,      /* what the sort takes for each term */
    SPILL_OCCURRENCE_BYTES = 40 /* for each occurrence of one term, reordered */
};

/* Where the batch's documents go. */
struct spill_map {
    const doc_id *docs; /* number in the segment; DOC_END: dropped */
    bool dropped;       /* some were */
    bool reordered;     /* the numbers do not ascend */
    uint32_t doc_count; /* of the segment: numbers are below it */
};
struct pair_lists;

/* Write every term that occurs in a live article, and the pair terms (NULL: none).
 * errors  ST_NOMEM; the writer's own failures stay in the writer */
MUST_USE enum status spill_terms(const struct vocabulary *vocabulary,
                                 const struct spill_map *map,
                                 const struct pair_lists *pairs,
                                 struct segment_writer *writer, struct error *err);

#endif
