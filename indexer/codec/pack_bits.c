/* pack_bits.c - numbers of one bit width, without any header.
 *
 * A full block of 256 is vertical: 8 lanes of 32-bit words, lane k holding the numbers
 * k, k + 8, k + 16, …, each lane a stream of bits, lowest first, with `bits` words:
 *
 *            lane 0      lane 1          lane 7
 *   word 0   [v16|v8|v0] [v17|v9|v1] ... [v23|v15|v7]      8 words of 4 bytes
 *   word 1   ...                                           are one row on disk
 *
 * so that eight numbers are shifted and masked by the same amounts at once: the inner
 * loops below have a constant count of 8 and become vector instructions in any
 * compiler, with no intrinsics. A short block is one stream of bits, lowest first, in
 * bytes; it is not worth lanes, and wastes less than a byte.
 */
#include <string.h>

#include "codec/pack_form.h"

enum { LANES = 8, LANE_BITS = 32, ROWS = PACK_BLOCK / LANES, WORDS_MAX = 32 * LANES };

static uint32_t mask_of(unsigned bits)
{
    return bits == 0 ? 0 : UINT32_MAX >> (LANE_BITS - bits);
}

static void words_to_bytes(uint8_t *bytes, const uint32_t *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bytes[4 * i] = (uint8_t)words[i];
        bytes[4 * i + 1] = (uint8_t)(words[i] >> 8);
        bytes[4 * i + 2] = (uint8_t)(words[i] >> 16);
        bytes[4 * i + 3] = (uint8_t)(words[i] >> 24);
    }
}

static void words_from_bytes(uint32_t *words, const uint8_t *bytes, size_t count)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(words, bytes, count * sizeof *words);
#else
    for (size_t i = 0; i < count; i++)
        words[i] = wire_load_u32(bytes + 4 * i);
#endif
}

/* `words` has room for one row more than is kept: a number may reach into it. */
static void lanes_put(uint32_t *restrict words, const uint32_t *restrict values,
                      unsigned bits)
{
    uint32_t mask = mask_of(bits);
    for (size_t row = 0; row < ROWS; row++) {
        uint32_t *low = words + row * bits / LANE_BITS * LANES;
        uint32_t *high = low + LANES;
        unsigned shift = (unsigned)(row * bits % LANE_BITS);
        const uint32_t *from = values + row * LANES;
        for (unsigned k = 0; k < LANES; k++) {
            uint32_t value = from[k] & mask;
            low[k] |= value << shift;
            high[k] |= value >> 1 >> (LANE_BITS - 1 - shift);
        }
    }
}

static void lanes_get(uint32_t *restrict values, const uint32_t *restrict words,
                      unsigned bits)
{
    uint32_t mask = mask_of(bits);
    for (size_t row = 0; row < ROWS; row++) {
        const uint32_t *low = words + row * bits / LANE_BITS * LANES;
        const uint32_t *high = low + LANES;
        unsigned shift = (unsigned)(row * bits % LANE_BITS);
        uint32_t *to = values + row * LANES;
        for (unsigned k = 0; k < LANES; k++)
            to[k] = (low[k] >> shift | high[k] << 1 << (LANE_BITS - 1 - shift)) & mask;
    }
}

static void stream_put(uint8_t *bytes, const uint32_t *values, size_t count,
                       unsigned bits)
{
    uint64_t pending = 0;
    unsigned held = 0;
    for (size_t i = 0; i < count; i++) {
        pending |= (uint64_t)(values[i] & mask_of(bits)) << held;
        for (held += bits; held >= 8; held -= 8) {
            *bytes++ = (uint8_t)pending;
            pending >>= 8;
        }
    }
    if (held > 0)
        *bytes = (uint8_t)pending;
}

/* Every number starts within the eight bytes loaded for it: 7 + 32 bits at most. */
static void stream_get(const uint8_t *bytes, uint32_t *values, size_t count,
                       unsigned bits)
{
    uint32_t mask = mask_of(bits);
    size_t at = 0;
    for (size_t i = 0; i < count; i++, at += bits)
        values[i] = (uint32_t)(wire_load_u64(bytes + at / 8) >> at % 8) & mask;
}

void pack_bits_put(struct buf *out, const uint32_t *values, size_t count, unsigned bits)
{
    size_t len = pack_bits_bytes(count, bits);
    uint8_t *bytes = buf_grow(out, len);
    if (bytes == NULL || len == 0)
        return;
    if (count < PACK_BLOCK) {
        stream_put(bytes, values, count, bits);
        return;
    }
    uint32_t words[WORDS_MAX + LANES] = {0};
    lanes_put(words, values, bits);
    words_to_bytes(bytes, words, (size_t)bits * LANES);
}

bool pack_bits_get(const uint8_t *bytes, uint32_t *values, size_t count, unsigned bits)
{
    size_t len = pack_bits_bytes(count, bits);
    if (len == 0) {
        memset(values, 0, count * sizeof *values);
        return true;
    }
    if (count == PACK_BLOCK) {
        uint32_t words[WORDS_MAX + LANES];
        words_from_bytes(words, bytes, (size_t)bits * LANES);
        memset(words + (size_t)bits * LANES, 0, LANES * sizeof *words);
        lanes_get(values, words, bits);
        return true;
    }
    uint8_t padded[PACK_BLOCK * 4 + 8];
    memcpy(padded, bytes, len);
    memset(padded + len, 0, 8);
    stream_get(padded, values, count, bits);
    size_t used = count * bits % 8;
    return used == 0 || bytes[len - 1] >> used == 0;
}
