/* kernels_avx512.c - sixteen numbers at a time.
 *
 *   two rows of lanes are sixteen numbers that follow each other:
 *     low    words that rows r, r + 1 begin in      shift pair   mask    sums of gaps
 *     high   the words after them                -> v0 .. v15 -> gaps -> docs
 *
 * The shift is modulo 32 by itself, so the vector of shifts only grows by 2 * bits.
 */
#include "codec/kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET CPU_TARGET_AVX512
#define INLINE static inline __attribute__((always_inline)) TARGET

INLINE __m512i load_rows(const uint8_t *bytes, size_t first, size_t second)
{
    __m256i a = _mm256_loadu_si256((const __m256i_u *)(bytes + first));

    return _mm512_inserti64x4(_mm512_castsi256_si512(a),
                              _mm256_loadu_si256((const __m256i_u *)(bytes + second)),
                              1);
}

/* Rows `row` and `row` + 1; `shift`: where each of the sixteen begins, modulo 32. */
INLINE __m512i unpack_rows(const uint8_t *bytes, unsigned row, unsigned bits,
                           __m512i shift, __m512i mask)
{
    __m512i low =
        load_rows(bytes, kernel_low_off(row, bits), kernel_low_off(row + 1, bits));
    __m512i high =
        load_rows(bytes, kernel_high_off(row, bits), kernel_high_off(row + 1, bits));

    return _mm512_and_si512(_mm512_shrdv_epi32(low, high, shift), mask);
}

INLINE __m512i first_shift(unsigned bits)
{
    return _mm512_inserti64x4(_mm512_setzero_si512(), _mm256_set1_epi32((int)bits), 1);
}

TARGET static void unpack(uint32_t *values, const uint8_t *bytes, unsigned bits,
                          uint32_t plus)
{
    __m512i mask = _mm512_set1_epi32((int)kernel_mask(bits));
    __m512i shift = first_shift(bits), step = _mm512_set1_epi32((int)(2 * bits));
    __m512i more = _mm512_set1_epi32((int)plus);

    for (unsigned row = 0; row < KERNEL_ROWS; row += 2) {
        __m512i v = unpack_rows(bytes, row, bits, shift, mask);

        _mm512_storeu_si512(values + (size_t)row * KERNEL_LANES,
                            _mm512_add_epi32(v, more));
        shift = _mm512_add_epi32(shift, step);
    }
}

/* Each entry becomes the sum of those up to it. */
INLINE __m512i sum_up(__m512i v)
{
    __m512i zero = _mm512_setzero_si512();

    v = _mm512_add_epi32(v, _mm512_alignr_epi32(v, zero, 15));
    v = _mm512_add_epi32(v, _mm512_alignr_epi32(v, zero, 14));
    v = _mm512_add_epi32(v, _mm512_alignr_epi32(v, zero, 12));
    return _mm512_add_epi32(v, _mm512_alignr_epi32(v, zero, 8));
}

INLINE __m512i ramp(void)
{
    return _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
}

/* `carry` has in each entry what the documents of these gaps begin with. Only one
 * addition waits for the sixteen before. */
INLINE __m512i add_up(__m512i gaps, __m512i *carry)
{
    __m512i docs = _mm512_add_epi32(sum_up(gaps), ramp());
    __m512i last = _mm512_permutexvar_epi32(_mm512_set1_epi32(15), docs);
    __m512i from = *carry;

    *carry = _mm512_add_epi32(from, _mm512_add_epi32(last, _mm512_set1_epi32(1)));
    return _mm512_add_epi32(docs, from);
}

/* Sixteen low parts of split gaps, and the high parts of the documents themselves: the
 * zeros before ones[i] are ones[i] - i. */
INLINE __m512i add_ranks(__m512i docs, const uint32_t *ones, __m512i *number,
                         unsigned bits)
{
    __m512i zeros = _mm512_sub_epi32(_mm512_loadu_si512(ones), *number);

    *number = _mm512_add_epi32(*number, _mm512_set1_epi32(16));
    return _mm512_add_epi32(docs,
                            _mm512_sll_epi32(zeros, _mm_cvtsi32_si128((int)bits)));
}

INLINE void unpack_gaps(uint32_t *docs, const uint8_t *bytes, unsigned bits,
                        uint32_t next, const uint32_t *ones)
{
    __m512i mask = _mm512_set1_epi32((int)kernel_mask(bits));
    __m512i shift = first_shift(bits), step = _mm512_set1_epi32((int)(2 * bits));
    __m512i carry = _mm512_set1_epi32((int)next), number = ramp();

    for (unsigned row = 0; row < KERNEL_ROWS; row += 2) {
        __m512i v = add_up(unpack_rows(bytes, row, bits, shift, mask), &carry);

        if (ones)
            v = add_ranks(v, ones + (size_t)row * KERNEL_LANES, &number, bits);
        _mm512_storeu_si512(docs + (size_t)row * KERNEL_LANES, v);
        shift = _mm512_add_epi32(shift, step);
    }
}

/* Two loops, so that neither asks in each round. */
TARGET static void unpack_docs(uint32_t *docs, const uint8_t *bytes, unsigned bits,
                               uint32_t next, const uint32_t *ones)
{
    if (ones)
        unpack_gaps(docs, bytes, bits, next, ones);
    else
        unpack_gaps(docs, bytes, bits, next, NULL);
}

TARGET static void sums(uint32_t *gaps, size_t count, uint32_t next)
{
    __m512i carry = _mm512_set1_epi32((int)next);

    for (size_t i = 0; i < count; i += 16) {
        __m512i v = _mm512_loadu_si512(gaps + i);

        _mm512_storeu_si512(gaps + i, add_up(v, &carry));
    }
}

INLINE __mmask64 lowest(size_t count)
{
    return _cvtu64_mask64(count >= 64 ? UINT64_MAX : (UINT64_C(1) << count) - 1);
}

/* Sixteen numbers of up to 25 bits are 2 * bits bytes: each is in four of them. */
TARGET static void stream(uint32_t *values, const uint8_t *bytes, size_t count,
                          unsigned bits, uint32_t plus)
{
    __m512i begins = _mm512_mullo_epi32(ramp(), _mm512_set1_epi32((int)bits));
    __m512i shift = _mm512_and_si512(begins, _mm512_set1_epi32(7));
    __m512i pick = _mm512_add_epi32(
        _mm512_mullo_epi32(_mm512_srli_epi32(begins, 3), _mm512_set1_epi32(0x01010101)),
        _mm512_set1_epi32(0x03020100));
    __m512i mask = _mm512_set1_epi32((int)kernel_mask(bits));
    __m512i more = _mm512_set1_epi32((int)plus);
    size_t len = (count * bits + 7) / 8, each = (size_t)2 * bits;

    if (bits > 25) {
        kernel_stream_rest(values, bytes, 0, count, bits, plus);
        return;
    }
    for (size_t i = 0; i < count; i += 16) {
        size_t part = len < each ? len : each;
        __m512i v = _mm512_maskz_loadu_epi8(lowest(part), bytes);

        v = _mm512_srlv_epi32(_mm512_permutexvar_epi8(pick, v), shift);
        v = _mm512_add_epi32(_mm512_and_si512(v, mask), more);
        _mm512_storeu_si512(values + i, v);
        bytes += part;
        len -= part;
    }
}

INLINE uint64_t load_word(struct span bits, size_t off)
{
    uint64_t word = 0;

    if (bits.len - off >= 8)
        memcpy(&word, bits.data + off, 8);
    else
        memcpy(&word, bits.data + off, bits.len - off);
    return word;
}

/* Sixteen bytes at `at` of `which` as numbers, plus `from`. */
#define WIDEN(to, which, at, from)                                                     \
    _mm512_storeu_si512(                                                               \
        (to) + 16 * (at),                                                              \
        _mm512_add_epi32(                                                              \
            _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32((which), (at))), (from)))

/* `which` has `here` bytes, to be widened. Where there is room all 64 are: that is
 * quicker than to ask how many there are. */
INLINE void widen(uint32_t *docs, __m512i which, size_t here, size_t room, __m512i from)
{
    if (room >= 64) {
        WIDEN(docs, which, 0, from);
        WIDEN(docs, which, 1, from);
        WIDEN(docs, which, 2, from);
        WIDEN(docs, which, 3, from);
        return;
    }
    for (size_t k = 0; k < here; k += 16) {
        WIDEN(docs + k, which, 0, from);
        which = _mm512_alignr_epi64(which, which, 2);
    }
}

TARGET static size_t expand(uint32_t *docs, struct span bits, uint32_t first,
                            size_t count)
{
    const __m512i all = _mm512_set_epi64(
        0x3F3E3D3C3B3A3938, 0x3736353433323130, 0x2F2E2D2C2B2A2928, 0x2726252423222120,
        0x1F1E1D1C1B1A1918, 0x1716151413121110, 0x0F0E0D0C0B0A0908, 0x0706050403020100);
    size_t found = 0;

    for (size_t i = 0; i < bits.len; i += 8) {
        uint64_t word = load_word(bits, i);
        __m512i from = _mm512_set1_epi32((int)(first + (uint32_t)i * 8));
        __m512i which = _mm512_maskz_compress_epi8(_cvtu64_mask64(word), all);
        size_t here = (size_t)__builtin_popcountll(word);

        if (here > count - found)
            return count + 1;
        widen(docs + found, which, here, count + PACK_ROOM - found, from);
        found += here;
    }
    return found;
}

TARGET static uint32_t find(const uint8_t *numbers, uint32_t from, uint32_t count,
                            uint32_t target)
{
    uint32_t high = kernel_narrow(numbers, &from, count, target, 16);
    __mmask16 there = (__mmask16)_bzhi_u32(0xFFFF, high - from);
    __m512i v = _mm512_maskz_loadu_epi32(there, numbers + (size_t)from * 4);
    __mmask16 less =
        _mm512_mask_cmplt_epu32_mask(there, v, _mm512_set1_epi32((int)target));

    return from + (uint32_t)__builtin_popcount(less);
}

TARGET static void steps(uint32_t *values, const uint32_t *ones, size_t count,
                         unsigned low)
{
    kernel_steps(values, ones, count, low);
}

const struct codec_kernels kernels_avx512 = {unpack, unpack_docs, stream, sums,
                                             expand, steps,       find};
#endif
