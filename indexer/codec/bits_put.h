/* bits_put.h - numbers as strings of bits, lowest bit first.
 *
 * Layer    codec (includes base)
 * Format   FORMAT.md 2 (packed blocks: short and split), 7 (places)
 * Memory   the caller's bytes, with room for BITS_PUT_ROOM more, which are written over
 * Threads  no shared state
 *
 * Every variant gives the same bytes (tests/unit/test_bits_put.c).
 */
#ifndef MSEARCH_CODEC_BITS_PUT_H
#define MSEARCH_CODEC_BITS_PUT_H

#include <stddef.h>
#include <stdint.h>

enum { BITS_PUT_ROOM = 16 };

/* The low `bits` (0..32) of each number: (count * bits + 7) / 8 bytes. */
void bits_put_low(uint8_t *to, const uint32_t *values, size_t count, unsigned bits);
/* The rest of each number as so many zeros and a one: (sum of values >> low + count + 7) / 8
 * bytes. */
void bits_put_high(uint8_t *to, const uint32_t *values, size_t count, unsigned low);

#endif
