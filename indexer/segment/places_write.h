/* places_write.h - the places of a block's postings -> strings of bits.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md: places, rules W1-W6
 * Memory   the caller's struct; one block's places, four bytes each
 * Threads  one thread
 */
#ifndef MSEARCH_SEGMENT_PLACES_WRITE_H
#define MSEARCH_SEGMENT_PLACES_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "segment/layout.h"
#include "segment/place_bits.h"
#include "segment/segment_write.h"

struct place_numbers {
    uint32_t *values;
    size_t count, capacity;
};

/* Places of the open block, and of a term that may be rare. */
struct place_block {
    struct place_numbers parts[PLACE_PARTS];
    bool with_forms;
    struct buf data;  /* of the parts */
    struct buf bytes; /* the whole block, once it is flushed */
    enum status status;
    uint32_t values[INLINE_PLACES], value_forms[INLINE_PLACES];
    unsigned value_count; /* of the term's first places */
};

void places_init(struct place_block *block);
void places_release(struct place_block *block);
void places_begin(struct place_block *block, bool with_forms);
void places_add(struct place_block *block, const struct posting *posting);
/* `body` and `beside`: how many numbers the run has there. */
void places_add_run(struct place_block *block, const struct posting_run *run,
                    uint64_t body, uint64_t beside);
/* End the block: `bytes` holds it until the next flush. */
enum status places_flush(struct place_block *block);
/* The term's places as the dictionary holds them. */
void places_put_rare(const struct place_block *block, struct buf *out);

#endif
