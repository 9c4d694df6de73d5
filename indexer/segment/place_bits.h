/* place_bits.h - places and forms as bits: quotient in unary, remainder in binary.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md: places, rules W1-W3
 * Memory   a writer appends to its buf; a reader borrows
 * Threads  no shared state
 * Source   Golomb 1966, Rice 1979 (the code); the parameter is told by the length of
 *          the field and the number of places in it, so it costs nothing
 */
#ifndef MSEARCH_SEGMENT_PLACE_BITS_H
#define MSEARCH_SEGMENT_PLACE_BITS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "codec/wire.h"
#include "segment/layout.h"
#include "segment/lengths.h"

enum { RICE_ESCAPE = 24, RICE_RAW_BITS = PLACE_SHIFT };

struct bit_writer {
    struct buf bytes;
    uint64_t pending; /* fewer than 8 bits, the rest is in bytes */
    unsigned pending_bits;
};

static inline void bits_put(struct bit_writer *out, uint64_t value, unsigned count)
{
    out->pending |= value << out->pending_bits;
    out->pending_bits += count;
    while (out->pending_bits >= 8) {
        wire_put_u8(&out->bytes, (uint8_t)out->pending);
        out->pending >>= 8;
        out->pending_bits -= 8;
    }
}

/* To the next byte; the bits between are 0. */
static inline void bits_end(struct bit_writer *out)
{
    if (out->pending_bits > 0)
        bits_put(out, 0, 8 - out->pending_bits);
}

/* value < 2^28: its high part as zeros and a one, then `low` low bits; a high part of
 * 24 and more is told by 24 zeros, a one, and all 28 bits. */
static inline void bits_put_rice(struct bit_writer *out, uint32_t value, unsigned low)
{
    uint32_t high = value >> low;

    if (high < RICE_ESCAPE) {
        bits_put(out, (uint64_t)1 << high, high + 1);
        bits_put(out, value & (((uint32_t)1 << low) - 1), low);
    } else {
        bits_put(out, (uint64_t)1 << RICE_ESCAPE, RICE_ESCAPE + 1);
        bits_put(out, value, RICE_RAW_BITS);
    }
}

struct bit_reader {
    struct span bytes;
    uint64_t at; /* next bit; past the end: bad */
};

/* The next 57 bits at least, zeros past the end. */
static inline uint64_t bits_peek(const struct bit_reader *in)
{
    size_t off = (size_t)(in->at >> 3);
    uint8_t last[8] = {0};

    if (off + 8 <= in->bytes.len)
        return wire_load_u64(in->bytes.data + off) >> (in->at & 7);
    if (off < in->bytes.len)
        memcpy(last, in->bytes.data + off, in->bytes.len - off);
    return wire_load_u64(last) >> (in->at & 7);
}

static inline uint32_t bits_get_rice(struct bit_reader *in, unsigned low)
{
    uint64_t bits = bits_peek(in);
    unsigned high = bits == 0 ? RICE_ESCAPE + 1 : (unsigned)__builtin_ctzll(bits);

    if (high < RICE_ESCAPE && (uint64_t)high << low >> RICE_RAW_BITS == 0) {
        in->at += high + 1 + low;
        return high << low |
               ((uint32_t)(bits >> (high + 1)) & (((uint32_t)1 << low) - 1));
    }
    if (high != RICE_ESCAPE) { /* no such code: end the reading */
        in->at = UINT64_MAX / 2;
        return 0;
    }
    in->at += RICE_ESCAPE + 1 + RICE_RAW_BITS;
    return (uint32_t)(bits >> (RICE_ESCAPE + 1)) & (((uint32_t)1 << RICE_RAW_BITS) - 1);
}

static inline bool bits_bad(const struct bit_reader *in)
{
    return in->at > (uint64_t)in->bytes.len * 8;
}

/* Nothing but zeros up to the end, which is less than a byte away. */
static inline bool bits_ended(const struct bit_reader *in)
{
    return !bits_bad(in) && (uint64_t)in->bytes.len * 8 - in->at < 8 &&
           bits_peek(in) == 0;
}

/* Low bits for the places of a field with this length code that has `tf` of them. */
static inline unsigned place_low_bits(uint8_t length_code, uint32_t tf)
{
    uint64_t above = lengths_decode(
        length_code < LENGTH_CODE_MAX ? (uint8_t)(length_code + 1) : LENGTH_CODE_MAX);
    uint64_t mean = 5 * above / (8 * (uint64_t)tf);
    unsigned low = 0;

    if (mean > 0)
        low = 63 - (unsigned)__builtin_clzll(mean);
    return low < RICE_RAW_BITS ? low : RICE_RAW_BITS;
}

#endif
