/* spill_gather.h - the postings of one term, put into the order of the segment.
 *
 * Layer    build (includes base)
 * Memory   init/release; kept from term to term; SPILL_OCCURRENCE_BYTES an occurrence
 * Threads  one thread
 */
#ifndef MSEARCH_BUILD_SPILL_GATHER_H
#define MSEARCH_BUILD_SPILL_GATHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "segment/layout.h"

struct gather {
    uint64_t *rows, *spare; /* document << 32 | which posting it was */
    uint32_t *starts;       /* of each posting as it came: its first occurrence */
    uint32_t *places, *forms;
    size_t row_count, count;
    size_t row_capacity, spare_capacity, start_capacity, place_capacity, form_capacity;
};

void gather_release(struct gather *gather); /* of a zeroed one: no-op */
void gather_reset(struct gather *gather);   /* before each term */
/* One more occurrence; those of a document come one after the other. False: no memory. */
bool gather_add(struct gather *gather, doc_id doc, uint32_t place, uint32_t form);
/* All are there: bring the postings into ascending order. False: no memory. */
bool gather_sort(struct gather *gather);

/* Posting i after the sort. */
struct gathered {
    doc_id doc;
    size_t count;
    const uint32_t *places, *forms;
};
struct gathered gather_at(const struct gather *gather, size_t i);

#endif
