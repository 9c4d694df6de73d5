/* kernels.h - the loops that unpack, each in the variants that machines have.
 *
 * Layer    codec (includes base)
 * Format   FORMAT.md 2 (packed blocks)
 * Memory   the caller's arrays, with room for PACK_ROOM entries behind what is asked for:
 *          a kernel may write any value there; it reads no byte outside its input
 * Threads  no shared state
 * Source   Lemire & Boytsov 2015 (vertical bit packing, sums of gaps in registers)
 *
 * Every variant gives the entries asked for the same to the bit
 * (tests/property/test_kernels.c).
 */
#ifndef MSEARCH_CODEC_KERNELS_H
#define MSEARCH_CODEC_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/cpu.h"
#include "codec/pack.h"

struct codec_kernels {
    /* PACK_BLOCK numbers of `bits` (1..32) each out of 32 * bits bytes in lanes, plus
     * `plus` each. */
    void (*unpack)(uint32_t *values, const uint8_t *bytes, unsigned bits,
                   uint32_t plus);
    /* The same bytes as gaps, or as the low parts of split gaps: documents, `next` being
     * the least that the first may be. `ones`, NULL when there are no high parts: the
     * numbers of the set bits; to docs[i] are added the zeros before set bit i, << bits. */
    void (*unpack_docs)(uint32_t *docs, const uint8_t *bytes, unsigned bits,
                        uint32_t next, const uint32_t *ones);
    /* `count` numbers of `bits` (1..32) out of a stream of (count * bits + 7) / 8 bytes,
     * plus `plus` each. */
    void (*stream)(uint32_t *values, const uint8_t *bytes, size_t count, unsigned bits,
                   uint32_t plus);
    /* Gaps to documents, in place. */
    void (*sums)(uint32_t *gaps, size_t count, uint32_t next);
    /* The numbers of the bits that are set, plus `first`: at most `count` (<= PACK_BLOCK)
     * of them. Returns how many bits are set, or more than `count` when there are more. */
    size_t (*expand)(uint32_t *docs, struct span bits, uint32_t first, size_t count);
    /* The high parts of split numbers: to values[i] are added the zeros between set bits
     * i - 1 and i, << low; ones[-1] is 2^32 - 1. */
    void (*steps)(uint32_t *values, const uint32_t *ones, size_t count, unsigned low);
    /* The first of the ascending u32 LE from number `from` on that is >= target; count
     * when none is. It is likely not far. */
    uint32_t (*find)(const uint8_t *numbers, uint32_t from, uint32_t count,
                     uint32_t target);
};

/* Of the level that cpu.h tells; never fails. */
const struct codec_kernels *codec_kernels(void);

/* What kernels.c chooses from; those of other machines are NULL there. */
extern const struct codec_kernels kernels_portable;
#if defined(__aarch64__)
extern const struct codec_kernels kernels_neon;
#endif
#if defined(__x86_64__)
extern const struct codec_kernels kernels_sse41, kernels_avx2, kernels_avx512;
#endif

enum { KERNEL_LANES = 8, KERNEL_ROWS = PACK_BLOCK / KERNEL_LANES };

static inline uint32_t kernel_mask(unsigned bits)
{
    return bits == 0 ? 0 : UINT32_MAX >> (32 - bits);
}

/* The row of words that number `row` of each lane begins in, as a byte offset; and the
 * next one, or the same for the last (whose numbers end in it). */
static inline size_t kernel_low_off(unsigned row, unsigned bits)
{
    return (size_t)row * bits & ~(size_t)31;
}
static inline size_t kernel_high_off(unsigned row, unsigned bits)
{
    size_t low = kernel_low_off(row, bits);

    return low + 32 < (size_t)bits * 32 ? low + 32 : low;
}

/* Numbers `from` .. count - 1 of a stream of `len` bytes, one by one. */
void kernel_stream_rest(uint32_t *values, const uint8_t *bytes, size_t from,
                        size_t count, unsigned bits, uint32_t plus);

/* `steps`, and the end of `unpack_docs`, for each variant to compile as it can. */
static inline __attribute__((always_inline)) void
kernel_steps(uint32_t *restrict values, const uint32_t *restrict ones, size_t count,
             unsigned low)
{
    const uint32_t *before = ones - 1;

    for (size_t i = 0; i < count; i++)
        values[i] += (ones[i] - before[i] - 1) << low;
}

static inline __attribute__((always_inline)) void
kernel_ranks(uint32_t *restrict docs, const uint32_t *restrict ones, unsigned low)
{
    for (uint32_t i = 0; ones && i < PACK_BLOCK; i++)
        docs[i] += (ones[i] - i) << low;
}

/* Leap until number `high` is >= target or the end: the answer of `find` is in
 * [*low, high]. The leaps double, then the range is halved until it is below `width`. */
static inline uint32_t kernel_narrow(const uint8_t *numbers, uint32_t *low,
                                     uint32_t count, uint32_t target, uint32_t width)
{
    uint32_t from = *low, step = width, high = count;

    while (high - from > step) {
        if (wire_load_u32(numbers + ((size_t)from + step - 1) * 4) >= target) {
            high = from + step - 1;
            break;
        }
        from += step;
        step *= 2;
    }
    while (high - from > width) {
        uint32_t middle = from + (high - from) / 2;

        if (wire_load_u32(numbers + (size_t)middle * 4) < target)
            from = middle + 1;
        else
            high = middle;
    }
    *low = from;
    return high;
}

#endif
