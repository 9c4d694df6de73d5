/* spill.h - the terms of a batch, sorted, into a segment.
 *
 * Layer    build (includes base, segment)
 * Memory   16 bytes a term for the sort, and the occurrences of one article at a time
 * Threads  one thread
 * Source   Bentley & Sedgewick 1997 (multikey quicksort)
 */
#ifndef MSEARCH_BUILD_SPILL_H
#define MSEARCH_BUILD_SPILL_H

#include "base/status.h"
#include "build/vocabulary.h"
#include "segment/layout.h"
#include "segment/segment_write.h"

enum { SPILL_TERM_BYTES = 16 }; /* what the sort takes for each term */

/* Write every term that occurs in a live article. map[i] is the number of the batch's
 * document i in the segment, DOC_END when it was dropped; `dropped`: some were.
 * errors  ST_NOMEM; the writer's own failures stay in the writer */
MUST_USE enum status spill_terms(const struct vocabulary *vocabulary, const doc_id *map,
                                 bool dropped, struct segment_writer *writer,
                                 struct error *err);

#endif
