/* pack_bits.c - numbers of one bit width, without any header.
 *
 * A full block of 256 is vertical: 8 lanes of 32-bit words, lane k holding the numbers
 * k, k + 8, k + 16, …, each lane a stream of bits, lowest first, with `bits` words:
 *
 *            lane 0      lane 1          lane 7
 *   word 0   [v16|v8|v0] [v17|v9|v1] ... [v23|v15|v7]      8 words of 4 bytes
 *   word 1   ...                                           are one row on disk
 *
 * so that eight numbers are shifted and masked by the same amounts at once. What takes
 * them apart again is in kernels*.c. A short block is one stream of bits, lowest first, in
 * bytes; it is not worth lanes, and wastes less than a byte.
 */
#include <string.h>

#include "codec/bits_put.h"
#include "codec/kernels.h"
#include "codec/pack_form.h"

enum { LANES = KERNEL_LANES, LANE_BITS = 32, WORDS_MAX = 32 * LANES };

static void words_to_bytes(uint8_t *bytes, const uint32_t *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bytes[4 * i] = (uint8_t)words[i];
        bytes[4 * i + 1] = (uint8_t)(words[i] >> 8);
        bytes[4 * i + 2] = (uint8_t)(words[i] >> 16);
        bytes[4 * i + 3] = (uint8_t)(words[i] >> 24);
    }
}

/* `words` has room for one row more than is kept: a number may reach into it. */
static void lanes_put(uint32_t *restrict words, const uint32_t *restrict values,
                      unsigned bits)
{
    uint32_t mask = kernel_mask(bits);
    for (size_t row = 0; row < KERNEL_ROWS; row++) {
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

void pack_bits_put(struct buf *out, const uint32_t *values, size_t count, unsigned bits)
{
    size_t len = pack_bits_bytes(count, bits);
    uint8_t *bytes = len > 0 ? buf_grow(out, len + BITS_PUT_ROOM) : NULL;
    if (bytes == NULL)
        return;
    out->len -= BITS_PUT_ROOM;
    if (count < PACK_BLOCK) {
        bits_put_low(bytes, values, count, bits);
        return;
    }
    uint32_t words[WORDS_MAX + LANES] = {0};
    lanes_put(words, values, bits);
    words_to_bytes(bytes, words, (size_t)bits * LANES);
}

static void fill(const struct pack_values *out)
{
    for (size_t i = 0; i < out->count; i++)
        out->values[i] = out->plus;
}

bool pack_bits_get(const uint8_t *bytes, const struct pack_values *out, unsigned bits)
{
    size_t len = pack_bits_bytes(out->count, bits);
    size_t used = out->count * bits % 8;

    if (bits == 0)
        fill(out);
    else if (out->count == PACK_BLOCK)
        codec_kernels()->unpack(out->values, bytes, bits, out->plus);
    else
        codec_kernels()->stream(out->values, bytes, out->count, bits, out->plus);
    return used == 0 || bytes[len - 1] >> used == 0;
}
