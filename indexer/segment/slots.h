/* slots.h - fingerprint hash table: from a byte string's hash to small numbers.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md: slots, rules S1-S2
 * Memory   the builder fills a buf; the view borrows the segment
 * Threads  a view is free of state
 *
 * It answers "which numbers may this key have?": the caller compares the key itself.
 */
#ifndef MSEARCH_SEGMENT_SLOTS_H
#define MSEARCH_SEGMENT_SLOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

/* How a table for `key_count` keys with values below `value_count` is laid out. */
struct slots {
    uint64_t count;      /* slots */
    unsigned value_bits; /* low bits of a slot: value + 1; the rest is the tag */
    unsigned slot_bytes; /* 2 to 5 */
    const uint8_t *data;
};

struct slots slots_layout(uint64_t key_count, uint64_t value_count);
static inline uint64_t slots_bytes(const struct slots *slots)
{
    return slots->count * slots->slot_bytes;
}

/* A slot for each hash; the value of hashes[i] is i >> value_shift. */
void slots_build(struct buf *out, const struct slots *slots, const uint64_t *hashes,
                 uint64_t key_count, unsigned value_shift);

struct slots_probe {
    const struct slots *slots;
    uint64_t at, left, tag;
};
struct slots_probe slots_begin(const struct slots *slots, uint64_t hash);
enum slot { SLOT_END, SLOT_OTHER, SLOT_MATCH };
/* Look at one slot: the key is not there, go on, or it may have *value. */
enum slot slots_next(struct slots_probe *probe, uint64_t *value);
/* The byte offset in the table of the slot that slots_next would read. */
static inline uint64_t slots_off(const struct slots_probe *probe)
{
    return probe->at * probe->slots->slot_bytes;
}

#endif
