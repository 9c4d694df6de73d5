/* bits_put.c
 *
 *   low bits   eight numbers of b bits are b bytes: each group begins at a byte
 *   highs      0 0 1 | 1 | 0 1 ...    put together in a word, which is stored when full
 */
#include "codec/bits_put.h"

#include "base/cpu.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

static inline void store_u64(uint8_t *to, uint64_t word)
{
    for (unsigned i = 0; i < 8; i++)
        to[i] = (uint8_t)(word >> 8 * i);
}

static void put_low_plain(uint8_t *to, const uint32_t *values, size_t count,
                          unsigned bits)
{
    uint64_t pending = 0, mask = ((uint64_t)1 << bits) - 1;
    unsigned held = 0;

    for (size_t i = 0; i < count; i++) {
        pending |= (values[i] & mask) << held;
        held += bits;
        if (held >= 32) {
            store_u64(to, pending);
            to += 4;
            pending >>= 32;
            held -= 32;
        }
    }
    store_u64(to, pending);
}

#if defined(__x86_64__)
enum { GROUP = 8, PAIR_BITS_MAX = 16 };

/* Four numbers below 2^16, one after the other. */
CPU_TARGET_AVX2 static inline uint64_t join_four(__m128i numbers, uint64_t mask)
{
    __m128i four = _mm_packus_epi32(numbers, numbers);

    return _pext_u64((uint64_t)_mm_cvtsi128_si64(four), mask);
}

CPU_TARGET_AVX2 static void put_low_fast(uint8_t *to, const uint32_t *values,
                                         size_t count, unsigned bits)
{
    const uint64_t ones = UINT64_C(0x0001000100010001);
    const uint64_t mask = (((uint64_t)1 << bits) - 1) * ones;
    const __m128i each = _mm_set1_epi32((int)(((uint32_t)1 << bits) - 1));
    const unsigned half = 4 * bits;
    size_t i = 0;

    for (; i + GROUP <= count; i += GROUP, to += bits) {
        const __m128i *from = (const __m128i *)(const void *)(values + i);
        uint64_t a = join_four(_mm_and_si128(_mm_loadu_si128(from), each), mask);
        uint64_t b = join_four(_mm_and_si128(_mm_loadu_si128(from + 1), each), mask);

        store_u64(to, half < 64 ? a | b << half : a);
        store_u64(to + 8, half == 64 ? b : b >> 1 >> (63 - half));
    }
    put_low_plain(to, values + i, count - i, bits);
}
#endif

void bits_put_low(uint8_t *to, const uint32_t *values, size_t count, unsigned bits)
{
#if defined(__x86_64__)
    if (cpu_level() >= CPU_AVX2 && bits <= PAIR_BITS_MAX && bits > 0 &&
        !cpu_slow_pdep()) {
        put_low_fast(to, values, count, bits);
        return;
    }
#endif
    put_low_plain(to, values, count, bits);
}

void bits_put_high(uint8_t *to, const uint32_t *values, size_t count, unsigned low)
{
    uint64_t word = 0, bit = 0;

    for (size_t i = 0; i < count; i++) {
        bit += values[i] >> low;
        for (; bit >= 64; bit -= 64) {
            store_u64(to, word);
            to += 8;
            word = 0;
        }
        word |= (uint64_t)1 << bit;
        bit++;
    }
    store_u64(to, word);
}
