/* place_bits_write.c - numbers to two strings of bits.
 *
 *   number   high << low | low bits
 *   unary    0 0 1 | 1 | 0 1 ...       as many zeros as `high`, then a one, of each
 *   lows     low bits of each
 */
#include "segment/place_bits.h"

#include "base/cpu.h"
#include "codec/bits_put.h"

#define INLINE static inline __attribute__((always_inline))

enum { CHUNK = 16 }; /* so many numbers below 2^28 add up in 32 bits */

struct sums {
    uint64_t same, next,
        after; /* of the numbers without their low, low + 1, + 2 bits */
};

INLINE struct sums sum_up(const uint32_t *values, size_t count, unsigned low)
{
    struct sums sums = {0, 0, 0};

    for (size_t at = 0; at + CHUNK <= count; at += CHUNK) {
        uint32_t a = 0, b = 0, c = 0;

        for (size_t i = 0; i < CHUNK; i++) {
            a += values[at + i] >> low;
            b += values[at + i] >> (low + 1);
            c += values[at + i] >> (low + 2);
        }
        sums.same += a;
        sums.next += b;
        sums.after += c;
    }
    for (size_t i = count - count % CHUNK; i < count; i++) {
        sums.same += values[i] >> low;
        sums.next += values[i] >> (low + 1);
        sums.after += values[i] >> (low + 2);
    }
    return sums;
}

#if defined(__x86_64__)
CPU_TARGET_AVX512 static struct sums sum_wide(const uint32_t *values, size_t count,
                                              unsigned low)
{
    return sum_up(values, count, low);
}
#endif

static struct sums sum_shifted(const uint32_t *values, size_t count, unsigned low)
{
#if defined(__x86_64__)
    if (cpu_level() >= CPU_AVX512)
        return sum_wide(values, count, low);
#endif
    return sum_up(values, count, low);
}

static uint64_t bits_with(const uint32_t *values, size_t count, unsigned low)
{
    return (uint64_t)count * (low + 1) + sum_shifted(values, count, low).same;
}

/* One more low bit costs each number a bit, and saves ever less: there is one valley,
 * near the logarithm of the mean. */
unsigned place_bits_low(const uint32_t *values, size_t count)
{
    uint64_t mean = count > 0 ? sum_shifted(values, count, 0).same / count : 0;
    unsigned low = mean > 1 ? 62 - (unsigned)__builtin_clzll(mean) : 0;
    struct sums sums = sum_shifted(values, count, low);
    uint64_t bits = count * ((uint64_t)low + 1) + sums.same, next;

    if (bits <= sums.next + count * ((uint64_t)low + 2)) {
        while (low > 0 && (next = bits_with(values, count, low - 1)) <= bits) {
            bits = next;
            low--;
        }
        return low;
    }
    bits = sums.after + count * ((uint64_t)low + 3);
    if (sums.next + count * ((uint64_t)low + 2) <= bits)
        return low + 1;
    for (low += 2;
         low < PLACE_LOW_MAX && (next = bits_with(values, count, low + 1)) < bits;
         low++)
        bits = next;
    return low;
}

size_t place_bits_put(struct buf *out, const uint32_t *values, size_t count,
                      unsigned low)
{
    uint64_t sum = sum_shifted(values, count, low).same;
    size_t len = (size_t)((sum + count + 7) / 8);
    size_t low_len = (size_t)(((uint64_t)count * low + 7) / 8);
    uint8_t *unary = buf_grow(out, len + low_len + BITS_PUT_ROOM);

    if (!unary)
        return 0;
    bits_put_high(unary, values, count, low);
    bits_put_low(unary + len, values, count, low);
    out->len -= BITS_PUT_ROOM;
    return len;
}
