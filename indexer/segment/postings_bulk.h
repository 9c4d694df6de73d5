/* postings_bulk.h - all that a block of postings says, at once: for copying.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md: postings, places
 * Memory   release frees; arrays of the greatest block so far, four bytes a number
 * Threads  one thread
 *
 * What is read is checked as the readers for queries check it: whatever comes out can be
 * written again.
 */
#ifndef MSEARCH_SEGMENT_POSTINGS_BULK_H
#define MSEARCH_SEGMENT_POSTINGS_BULK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "segment/places_write.h"
#include "segment/postings_scan.h"

/* A zeroed one is empty. Its arrays are the caller's to change. */
struct postings_bulk {
    uint32_t count;
    uint32_t docs[POSTINGS_ARRAY], tf[POSTINGS_ARRAY];
    uint32_t masks[POSTINGS_ARRAY]; /* when there are fields beside the body */
    struct place_numbers fields;    /* frequencies beside the body */
    struct place_numbers parts[PLACE_PARTS];
};

void postings_bulk_release(struct postings_bulk *bulk);
/* Block `block` of the reader's list, which this moves as postings_block does.
 * errors  ST_CORRUPT, sticky in the reader; ST_NOMEM */
MUST_USE enum status postings_bulk_read(struct postings_bulk *bulk,
                                        struct postings_reader *r, uint32_t block,
                                        struct error *err);
/* Leave out the postings whose document was made DOC_END. */
void postings_bulk_drop(struct postings_bulk *bulk);
/* All forms become this one. False: no memory. */
MUST_USE bool postings_bulk_one_form(struct postings_bulk *bulk, uint32_t form);
/* For a writer; valid until the next call here. At least one posting. */
struct posting_run postings_bulk_run(const struct postings_bulk *bulk);

#endif
