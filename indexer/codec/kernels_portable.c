/* kernels_portable.c - the loops in plain C: what every other variant must equal.
 *
 *            lane 0      lane 1          lane 7
 *   word 0   [v16|v8|v0] [v17|v9|v1] ... [v23|v15|v7]      8 words of 4 bytes
 *   word 1   ...                                           are one row on disk
 *
 * Eight numbers in a row are shifted and masked by the same amounts, so the inner loops
 * have a constant count of 8 and become vector code in most compilers.
 */
#include <string.h>

#include "codec/kernels.h"

static void load_row(uint32_t *words, const uint8_t *bytes)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(words, bytes, KERNEL_LANES * sizeof *words);
#else
    for (unsigned k = 0; k < KERNEL_LANES; k++)
        words[k] = wire_load_u32(bytes + (size_t)4 * k);
#endif
}

static void unpack_row(uint32_t *values, const uint8_t *low, const uint8_t *high,
                       unsigned shift, uint32_t mask, uint32_t plus)
{
    uint32_t a[KERNEL_LANES], b[KERNEL_LANES];

    load_row(a, low);
    load_row(b, high);
    for (unsigned k = 0; k < KERNEL_LANES; k++)
        values[k] = ((a[k] >> shift | b[k] << 1 << (31 - shift)) & mask) + plus;
}

static void unpack(uint32_t *values, const uint8_t *bytes, unsigned bits, uint32_t plus)
{
    for (unsigned row = 0; row < KERNEL_ROWS; row++)
        unpack_row(values + (size_t)row * KERNEL_LANES,
                   bytes + kernel_low_off(row, bits),
                   bytes + kernel_high_off(row, bits), row * bits % 32,
                   kernel_mask(bits), plus);
}

static void sums(uint32_t *gaps, size_t count, uint32_t next)
{
    for (size_t i = 0; i < count; i++) {
        next += gaps[i];
        gaps[i] = next + (uint32_t)i;
    }
}

static void unpack_docs(uint32_t *docs, const uint8_t *bytes, unsigned bits,
                        uint32_t next, const uint32_t *ones)
{
    unpack(docs, bytes, bits, 0);
    sums(docs, PACK_BLOCK, next);
    kernel_ranks(docs, ones, bits);
}

/* Every number starts within the eight bytes loaded for it: 7 + 32 bits at most. */
void kernel_stream_rest(uint32_t *values, const uint8_t *bytes, size_t from,
                        size_t count, unsigned bits, uint32_t plus)
{
    size_t len = (count * bits + 7) / 8, begin = from * bits / 8;
    size_t at = from * bits % 8, safe = from;
    uint8_t padded[24] = {0};

    bytes += begin;
    len -= begin;
    if (len >= 8) /* those whose eight bytes are all there */
        safe = from + ((len - 8) * 8 + 7 - at) / bits + 1;
    safe = safe < count ? safe : count;
    for (; from < safe; from++, at += bits)
        values[from] =
            ((uint32_t)(wire_load_u64(bytes + at / 8) >> at % 8) & kernel_mask(bits)) +
            plus;
    if (from == count)
        return;
    memcpy(padded, bytes + at / 8, len - at / 8);
    for (at %= 8; from < count; from++, at += bits)
        values[from] =
            ((uint32_t)(wire_load_u64(padded + at / 8) >> at % 8) & kernel_mask(bits)) +
            plus;
}

static void stream(uint32_t *values, const uint8_t *bytes, size_t count, unsigned bits,
                   uint32_t plus)
{
    kernel_stream_rest(values, bytes, 0, count, bits, plus);
}

static size_t expand(uint32_t *docs, struct span bits, uint32_t first, size_t count)
{
    size_t found = 0;

    for (size_t i = 0; i < bits.len; i += 8) {
        uint8_t eight[8] = {0};
        size_t part = bits.len - i < 8 ? bits.len - i : 8;
        uint32_t from = first + (uint32_t)i * 8;

        memcpy(eight, bits.data + i, part);
        for (uint64_t word = wire_load_u64(eight); word != 0; word &= word - 1) {
            if (found == count)
                return count + 1;
            docs[found++] = from + (uint32_t)__builtin_ctzll(word);
        }
    }
    return found;
}

static uint32_t find(const uint8_t *numbers, uint32_t from, uint32_t count,
                     uint32_t target)
{
    uint32_t high = kernel_narrow(numbers, &from, count, target, 1);

    if (from < high && wire_load_u32(numbers + (size_t)from * 4) < target)
        from++;
    return from;
}

static void steps(uint32_t *values, const uint32_t *ones, size_t count, unsigned low)
{
    kernel_steps(values, ones, count, low);
}

const struct codec_kernels kernels_portable = {unpack, unpack_docs, stream, sums,
                                               expand, steps,       find};
