/* place_bits_all.c - all numbers of two strings of bits.
 *
 *   unary    1 0 0 1 1 0 1      the places of the ones: 0 3 4 6
 *   highs    a place less the one before it, less one: 0 2 0 1
 *
 * Invariant: as in place_bits.c no more is read than 64 bytes past a string's end.
 */
#include "segment/place_bits.h"

#include "base/cpu.h"
#include "codec/wire.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define WIDE CPU_TARGET_AVX512
#endif
#define INLINE static inline __attribute__((always_inline))

INLINE bool all_numbers(const struct place_bits *in, uint32_t count, uint32_t *out,
                        uint32_t *any)
{
    uint64_t low_bit = 0, before = 0, seen = 0, mask = ((uint64_t)1 << in->low) - 1;

    if ((uint64_t)count * in->low > in->low_bits)
        return false;
    for (uint64_t at = 0, left = count; left > 0; at += 64) {
        uint64_t word;

        if (at >= in->unary_bits)
            return false;
        word = wire_load_u64(in->unary + (at >> 3));
        for (; word != 0 && left > 0; word &= word - 1, left--) {
            uint64_t one = at + (unsigned)__builtin_ctzll(word), number;

            number = (one - before) << in->low |
                     (wire_load_u64(in->lows + (low_bit >> 3)) >> (low_bit & 7) & mask);
            before = one + 1;
            low_bit += in->low;
            seen |= number;
            *out++ = (uint32_t)number;
        }
    }
    *any = (uint32_t)seen;
    return before <= in->unary_bits && seen >> PLACE_SHIFT == 0;
}

#if defined(__x86_64__)
enum { LANES = 16, WIDE_LOW_MAX = 25 };
_Static_assert((int)PLACE_ALL_ROOM >= (int)LANES, "whole registers are stored");

static const uint8_t byte_numbers[64] __attribute__((aligned(64))) = {
    0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
    16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
    32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
    48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};

CPU_TARGET_AVX2 static bool all_fast(const struct place_bits *in, uint32_t count,
                                     uint32_t *out, uint32_t *any)
{
    return all_numbers(in, count, out, any);
}

/* What sixteen lanes take their low bits from: which bytes, how far shifted. */
struct lows {
    __m512i lanes, steps, spread, mask;
};

WIDE static inline struct lows lows_of(unsigned low)
{
    __m512i lanes =
        _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);

    return (struct lows){lanes, _mm512_mullo_epi32(lanes, _mm512_set1_epi32((int)low)),
                         _mm512_set4_epi32(0x0C0C0C0C, 0x08080808, 0x04040404, 0),
                         _mm512_set1_epi32((int)((1u << low) - 1))};
}

WIDE static inline __m512i low_bits_from(const struct lows *lows, const uint8_t *from,
                                         uint64_t bit)
{
    __m512i off = _mm512_add_epi32(lows->steps, _mm512_set1_epi32((int)(bit & 7)));
    __m512i bytes = _mm512_shuffle_epi8(_mm512_srli_epi32(off, 3), lows->spread);

    bytes =
        _mm512_permutexvar_epi8(_mm512_add_epi8(bytes, _mm512_set1_epi32(0x03020100)),
                                _mm512_loadu_si512(from + (bit >> 3)));
    bytes = _mm512_srlv_epi32(bytes, _mm512_and_si512(off, _mm512_set1_epi32(7)));
    return _mm512_and_si512(bytes, lows->mask);
}

/* Each word's ones, sixteen at a time; lanes behind the last are written over. */
WIDE static bool all_wide(const struct place_bits *in, uint32_t count, uint32_t *out,
                          uint32_t *any)
{
    const struct lows lows = lows_of(in->low);
    __m512i before = _mm512_set1_epi32(-1), high_any = _mm512_setzero_si512();
    __m512i number_any = high_any;
    uint32_t done = 0;

    if (in->low > WIDE_LOW_MAX || in->unary_bits > INT32_MAX)
        return all_fast(in, count, out, any);
    if ((uint64_t)count * in->low > in->low_bits)
        return false;
    for (uint32_t at = 0; done < count; at += 64) {
        uint64_t word;
        __m512i bytes;
        uint32_t here;

        if (at >= in->unary_bits)
            return false;
        word = wire_load_u64(in->unary + (at >> 3));
        bytes = _mm512_maskz_compress_epi8(word, _mm512_load_si512(byte_numbers));
        here = (uint32_t)__builtin_popcountll(word);
        here = here < count - done ? here : count - done;
        for (uint32_t n; here > 0; here -= n, done += n) {
            __mmask16 lanes;
            __m512i ones, high, number;

            n = here < LANES ? here : LANES;
            lanes = (__mmask16)((1u << n) - 1);
            ones = _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_castsi512_si128(bytes)),
                                    _mm512_set1_epi32((int)at));
            bytes = _mm512_alignr_epi64(bytes, bytes, 2);
            high = _mm512_sub_epi32(ones, _mm512_alignr_epi32(ones, before, 15));
            high = _mm512_sub_epi32(high, _mm512_set1_epi32(1));
            number = _mm512_or_si512(
                _mm512_slli_epi32(high, in->low),
                low_bits_from(&lows, in->lows, (uint64_t)done * in->low));
            high_any = _mm512_mask_or_epi32(high_any, lanes, high_any, high);
            number_any = _mm512_mask_or_epi32(number_any, lanes, number_any, number);
            _mm512_storeu_si512(out + done, number);
            before = _mm512_permutexvar_epi32(_mm512_set1_epi32((int)n - 1), ones);
        }
    }
    *any = (uint32_t)_mm512_reduce_or_epi32(number_any);
    return (uint32_t)_mm512_reduce_or_epi32(high_any) >> (PLACE_SHIFT - in->low) == 0 &&
           (uint32_t)_mm_cvtsi128_si32(_mm512_castsi512_si128(before)) + 1 <=
               in->unary_bits;
}
#endif

bool place_bits_all(const struct place_bits *in, uint32_t count, uint32_t *out,
                    uint32_t *any)
{
#if defined(__x86_64__)
    if (in->speed == PLACE_AVX512)
        return all_wide(in, count, out, any);
    if (in->speed == PLACE_BMI2)
        return all_fast(in, count, out, any);
#endif
    return all_numbers(in, count, out, any);
}
