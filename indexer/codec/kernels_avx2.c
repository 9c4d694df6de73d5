/* kernels_avx2.c - eight numbers at a time: one row of the lanes.
 *
 *     low    words that row r begins in        | shifted right |
 *     high   the words after them              | shifted left  | or, mask -> v0 .. v7
 */
#include "codec/kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET CPU_TARGET_AVX2
#define INLINE static inline __attribute__((always_inline)) TARGET

INLINE __m256i load(const void *from)
{
    return _mm256_loadu_si256((const __m256i_u *)from);
}

INLINE void store(uint32_t *to, __m256i v)
{
    _mm256_storeu_si256((__m256i_u *)to, v);
}

INLINE __m256i unpack_row(const uint8_t *bytes, unsigned row, unsigned bits,
                          __m256i mask)
{
    int shift = (int)(row * bits % 32);
    __m256i low = load(bytes + kernel_low_off(row, bits));
    __m256i high = load(bytes + kernel_high_off(row, bits));

    low = _mm256_srl_epi32(low, _mm_cvtsi32_si128(shift));
    high = _mm256_sll_epi32(high, _mm_cvtsi32_si128(32 - shift)); /* 32: all 0 */
    return _mm256_and_si256(_mm256_or_si256(low, high), mask);
}

TARGET static void unpack(uint32_t *values, const uint8_t *bytes, unsigned bits,
                          uint32_t plus)
{
    __m256i mask = _mm256_set1_epi32((int)kernel_mask(bits));
    __m256i more = _mm256_set1_epi32((int)plus);

    for (unsigned row = 0; row < KERNEL_ROWS; row++)
        store(values + (size_t)row * KERNEL_LANES,
              _mm256_add_epi32(unpack_row(bytes, row, bits, mask), more));
}

/* Gaps to documents. `carry` has in each entry what these begin with; only one addition
 * waits for the eight before. */
INLINE __m256i add_up(__m256i v, __m256i *carry)
{
    const __m256i ramp = _mm256_set_epi32(7, 6, 5, 4, 3, 2, 1, 0);
    __m256i from = *carry, low;

    v = _mm256_add_epi32(v, _mm256_slli_si256(v, 4));
    v = _mm256_add_epi32(v, _mm256_slli_si256(v, 8)); /* two fours */
    low = _mm256_shuffle_epi32(v, 0xFF);
    v = _mm256_add_epi32(v, _mm256_permute2x128_si256(low, low, 0x08));
    v = _mm256_add_epi32(v, ramp);
    low = _mm256_permutevar8x32_epi32(v, _mm256_set1_epi32(7));
    *carry = _mm256_add_epi32(from, _mm256_add_epi32(low, _mm256_set1_epi32(1)));
    return _mm256_add_epi32(v, from);
}

TARGET static void unpack_docs(uint32_t *docs, const uint8_t *bytes, unsigned bits,
                               uint32_t next, const uint32_t *ones)
{
    __m256i mask = _mm256_set1_epi32((int)kernel_mask(bits));
    __m256i carry = _mm256_set1_epi32((int)next);

    for (unsigned row = 0; row < KERNEL_ROWS; row++)
        store(docs + (size_t)row * KERNEL_LANES,
              add_up(unpack_row(bytes, row, bits, mask), &carry));
    kernel_ranks(docs, ones, bits);
}

TARGET static void sums(uint32_t *gaps, size_t count, uint32_t next)
{
    __m256i carry = _mm256_set1_epi32((int)next);

    for (size_t i = 0; i < count; i += 8)
        store(gaps + i, add_up(load(gaps + i), &carry));
}

/* How eight numbers of up to 25 bits are taken out of `bits` bytes: each is in four of
 * them. The second half of the register has the bytes from bits / 2 on. */
struct eight {
    __m256i pick, shift, mask, plus;
    unsigned bits;
};

INLINE void eight_init(struct eight *e, unsigned bits, uint32_t plus)
{
    __m256i at = _mm256_mullo_epi32(_mm256_set_epi32(7, 6, 5, 4, 3, 2, 1, 0),
                                    _mm256_set1_epi32((int)bits));
    __m256i half = _mm256_mullo_epi32(_mm256_set_epi32(1, 1, 1, 1, 0, 0, 0, 0),
                                      _mm256_set1_epi32((int)bits / 2));

    e->pick = _mm256_mullo_epi32(_mm256_sub_epi32(_mm256_srli_epi32(at, 3), half),
                                 _mm256_set1_epi32(0x01010101));
    e->pick = _mm256_add_epi32(e->pick, _mm256_set1_epi32(0x03020100));
    e->shift = _mm256_and_si256(at, _mm256_set1_epi32(7));
    e->mask = _mm256_set1_epi32((int)kernel_mask(bits));
    e->plus = _mm256_set1_epi32((int)plus);
    e->bits = bits;
}

INLINE void eight_get(uint32_t *values, const uint8_t *bytes, const struct eight *e)
{
    __m256i v = _mm256_loadu2_m128i((const __m128i_u *)(bytes + e->bits / 2),
                                    (const __m128i_u *)bytes);

    v = _mm256_srlv_epi32(_mm256_shuffle_epi8(v, e->pick), e->shift);
    store(values, _mm256_add_epi32(_mm256_and_si256(v, e->mask), e->plus));
}

TARGET static void stream(uint32_t *values, const uint8_t *bytes, size_t count,
                          unsigned bits, uint32_t plus)
{
    size_t len = (count * bits + 7) / 8, reach = bits / 2 + 16, i = 0;
    uint8_t padded[96] = {0}; /* what is left: below `reach` bytes; all that is read */
    struct eight e;

    if (bits > 25) {
        kernel_stream_rest(values, bytes, 0, count, bits, plus);
        return;
    }
    eight_init(&e, bits, plus);
    for (; len >= reach && i < count; i += 8, bytes += bits, len -= bits)
        eight_get(values + i, bytes, &e);
    if (i >= count)
        return;
    memcpy(padded, bytes, len);
    for (bytes = padded; i < count; i += 8, bytes += bits)
        eight_get(values + i, bytes, &e);
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

/* The numbers of the bits set in a byte, as bytes. */
INLINE uint64_t which_bits(uint64_t byte)
{
    return _pext_u64(0x0706050403020100, _pdep_u64(byte, 0x0101010101010101) * 255);
}

TARGET static size_t expand(uint32_t *docs, struct span bits, uint32_t first,
                            size_t count)
{
    size_t found = 0;

    for (size_t i = 0; i < bits.len; i += 8) {
        uint64_t word = load_word(bits, i);
        uint32_t from = first + (uint32_t)i * 8;

        if ((size_t)__builtin_popcountll(word) > count - found)
            return count + 1;
        for (; word != 0; word >>= 8, from += 8) {
            __m128i which = _mm_cvtsi64_si128((long long)which_bits(word & 255));

            store(docs + found, _mm256_add_epi32(_mm256_cvtepu8_epi32(which),
                                                 _mm256_set1_epi32((int)from)));
            found += (size_t)__builtin_popcountll(word & 255);
        }
    }
    return found;
}

TARGET static uint32_t find(const uint8_t *numbers, uint32_t from, uint32_t count,
                            uint32_t target)
{
    uint32_t high = kernel_narrow(numbers, &from, count, target, 8);
    __m256i wanted = _mm256_set1_epi32((int)target), v;
    unsigned reached;

    if (count - from < 8) {
        while (from < high && wire_load_u32(numbers + (size_t)from * 4) < target)
            from++;
        return from;
    }
    v = load(numbers + (size_t)from * 4);
    v = _mm256_cmpeq_epi32(_mm256_max_epu32(v, wanted), v); /* >= target */
    reached = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(v)) | 256;
    return from + (unsigned)__builtin_ctz(reached);
}

TARGET static void steps(uint32_t *values, const uint32_t *ones, size_t count,
                         unsigned low)
{
    kernel_steps(values, ones, count, low);
}

const struct codec_kernels kernels_avx2 = {unpack, unpack_docs, stream, sums,
                                           expand, steps,       find};
#endif
