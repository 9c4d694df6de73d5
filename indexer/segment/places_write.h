/* places_write.h - the places of a block's postings -> packed chunks.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md: places, rules W1-W4
 * Memory   the caller's struct
 * Threads  one thread
 */
#ifndef MSEARCH_SEGMENT_PLACES_WRITE_H
#define MSEARCH_SEGMENT_PLACES_WRITE_H

#include <stdbool.h>

#include "segment/postings_write.h"

void places_begin(struct place_chunks *chunks, bool with_forms);
void places_add(struct place_chunks *chunks, const struct posting *posting);
/* Pack what is pending; `bytes` then holds the whole block. */
void places_flush(struct place_chunks *chunks);
/* The pending places as the dictionary holds them. */
void places_put_rare(const struct place_chunks *chunks, struct buf *out);

#endif
