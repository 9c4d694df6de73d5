/* kernels_fours.h - unpack and sums, four numbers at a time, for any machine whose
 * registers have 16 bytes: gcc and clang make its instructions of the vector types.
 *
 * Layer    codec (includes base)
 * Format   FORMAT.md 2 (packed blocks)
 * Memory   as kernels.h
 * Threads  no shared state
 *
 * A part of kernels_sse41.c and kernels_neon.c, which define TARGET.
 *
 *     low    words that a row begins in        | shifted right |
 *     high   the words after them              | shifted left  | or, mask -> v0 .. v7
 */
#ifndef MSEARCH_CODEC_KERNELS_FOURS_H
#define MSEARCH_CODEC_KERNELS_FOURS_H

#include <string.h>

#include "codec/kernels.h"

typedef uint32_t four __attribute__((vector_size(16)));

#define FOURS_INLINE static inline __attribute__((always_inline)) TARGET

FOURS_INLINE four load_four(const void *from)
{
    four v;

    memcpy(&v, from, sizeof v);
    return v;
}

FOURS_INLINE void store_four(uint32_t *to, four v)
{
    memcpy(to, &v, sizeof v);
}

/* Numbers 8 * row + 4 * half and the three after it. */
FOURS_INLINE four unpack_four(const uint8_t *bytes, unsigned row, unsigned half,
                              unsigned bits, uint32_t mask)
{
    uint32_t shift = row * bits % 32;
    four low = load_four(bytes + kernel_low_off(row, bits) + (size_t)16 * half);
    four high = load_four(bytes + kernel_high_off(row, bits) + (size_t)16 * half);

    return (low >> shift | high << 1 << (31 - shift)) & mask;
}

TARGET static void unpack(uint32_t *values, const uint8_t *bytes, unsigned bits,
                          uint32_t plus)
{
    uint32_t mask = kernel_mask(bits);

    for (unsigned row = 0; row < KERNEL_ROWS; row++, values += KERNEL_LANES) {
        store_four(values, unpack_four(bytes, row, 0, bits, mask) + plus);
        store_four(values + 4, unpack_four(bytes, row, 1, bits, mask) + plus);
    }
}

/* Gaps to documents; only one addition waits for the four before. */
FOURS_INLINE four add_up(four sum, four *carry)
{
    const four zero = {0, 0, 0, 0}, ramp = {0, 1, 2, 3};
    four from = *carry;

    sum += __builtin_shufflevector(zero, sum, 0, 4, 5, 6);
    sum += __builtin_shufflevector(zero, sum, 0, 1, 4, 5);
    *carry = from + (__builtin_shufflevector(sum, sum, 3, 3, 3, 3) + 4);
    return sum + ramp + from;
}

TARGET static void unpack_docs(uint32_t *docs, const uint8_t *bytes, unsigned bits,
                               uint32_t next, const uint32_t *ones)
{
    four carry = {next, next, next, next};
    uint32_t mask = kernel_mask(bits);

    for (unsigned row = 0; row < KERNEL_ROWS; row++) {
        uint32_t *to = docs + (size_t)row * KERNEL_LANES;

        store_four(to, add_up(unpack_four(bytes, row, 0, bits, mask), &carry));
        store_four(to + 4, add_up(unpack_four(bytes, row, 1, bits, mask), &carry));
    }
    kernel_ranks(docs, ones, bits);
}

TARGET static void sums(uint32_t *gaps, size_t count, uint32_t next)
{
    four carry = {next, next, next, next};

    for (size_t i = 0; i < count; i += 4)
        store_four(gaps + i, add_up(load_four(gaps + i), &carry));
}

#endif
