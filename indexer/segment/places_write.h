/* places_write.h - the places of a block's postings -> runs of bits.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md: places, rules W1-W6
 * Memory   the caller's struct; one block
 * Threads  one thread
 */
#ifndef MSEARCH_SEGMENT_PLACES_WRITE_H
#define MSEARCH_SEGMENT_PLACES_WRITE_H

#include <stdbool.h>

#include "segment/postings_write.h"

void places_init(struct place_runs *runs);
void places_release(struct place_runs *runs);
void places_begin(struct place_runs *runs, bool with_forms, unsigned form_low);
/* `lengths`: FIELD_COUNT bufs of length codes, one byte a document. */
void places_add(struct place_runs *runs, const struct posting *posting,
                const struct buf *lengths);
/* End the block: `block` holds its bytes until the next flush. */
enum status places_flush(struct place_runs *runs);
/* The term's places as the dictionary holds them. */
void places_put_rare(const struct place_runs *runs, struct buf *out);

#endif
