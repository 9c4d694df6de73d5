/* place_bits.h - numbers in bulk as two strings of bits, to be entered anywhere.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md 2 (bits) and 9, rules W1, W5
 * Memory   a writer appends to a buf; a reader borrows
 * Threads  no shared state
 * Source   Elias 1974, Fano 1971 (high parts in unary, low bits apart); Rice 1979
 *
 *   value    9       2     17          low 3: high 1 0 2
 *   unary    01      1     001         the ones end the numbers: number i is found by
 *   lows     001     010   001         counting ones, its low bits by multiplying
 */
#ifndef MSEARCH_SEGMENT_PLACE_BITS_H
#define MSEARCH_SEGMENT_PLACE_BITS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "segment/layout.h"

enum { PLACE_LOW_MAX = PLACE_SHIFT, PLACE_LOW_BITS = 5 };

/* What a block of places consists of. */
enum place_part { PLACE_BODY, PLACE_BESIDE, PLACE_FORMS };
enum { PLACE_PARTS = 3 };

/* The number of low bits with which the numbers take the least room, the least of
 * equals. All are below 2^28. */
unsigned place_bits_low(const uint32_t *values, size_t count);
/* Append both strings, each padded to a byte with zeros; returns the bytes of the first.
 */
size_t place_bits_put(struct buf *out, const uint32_t *values, size_t count,
                      unsigned low);

/* The variant that a reader takes, by base/cpu.h when it is opened. */
enum place_speed { PLACE_PLAIN, PLACE_BMI2, PLACE_AVX512 };

/* Reading: `number` is the next one, whose unary code begins at `bit`. The bytes lie in a
 * whole segment: 64 may be loaded from any of them (the footer follows). Whoever
 * reads notes in `posting` whose number it is. */
struct place_bits {
    const uint8_t *unary, *lows;
    uint64_t unary_bits, low_bits; /* with the padding */
    uint64_t bit;
    uint32_t number, posting;
    unsigned low;
    enum place_speed speed;
};

struct place_bits place_bits_open(struct span unary, struct span lows, unsigned low);
/* Step over `skip` numbers, then take `count` of them, without moving past those.
 * False when there are not so many, or one is not below 2^28. */
MUST_USE bool place_bits_get(struct place_bits *in, uint32_t skip, uint32_t count,
                             uint32_t *out);
/* The same, with the sums of the numbers, each plus `base`: positions and their field.
 */
MUST_USE bool place_bits_sums(struct place_bits *in, uint32_t skip, uint32_t count,
                              uint32_t base, uint32_t *out);
/* Of ascending `starts`, leave those that are `pos` before one of the sums; returns how
 * many, UINT32_MAX when place_bits_sums would fail, as far as it is read. */
uint32_t place_bits_join(struct place_bits *in, uint32_t skip, uint32_t count,
                         uint32_t pos, uint32_t *starts, uint32_t start_count);
/* The first `count` numbers, wherever `in` stands, to an array with room for
 * PLACE_ALL_ROOM more, which may be written. False when there are not so many, or one is
 * not below 2^28. *any: all of them ORed together. */
enum { PLACE_ALL_ROOM = 16 };
MUST_USE bool place_bits_all(const struct place_bits *in, uint32_t count, uint32_t *out,
                             uint32_t *any);
/* Only zeros are behind number `count`, less than a byte of them in each string. */
bool place_bits_filled(const struct place_bits *in, uint32_t count);

#endif
