/* place_bits.c - numbers in bulk as two strings of bits.
 *
 *   skip    words of `unary` are passed by counting their ones; within the last word
 *           the wanted one is selected
 *   take    the distance from one to one is the high part; `lows` has the rest
 *
 * Invariant: of corrupt bytes no more is read than 64 bytes past a string's end, and
 * whatever is taken beyond an end is refused when the last number is taken: the bits
 * behind it are never before `unary_bits`.
 */
#include "segment/place_bits.h"

#include "base/cpu.h"
#include "codec/wire.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define HAS_FAST 1
static const uint8_t byte_numbers[64] __attribute__((aligned(64))) = {
    0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
    16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
    32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
    48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
#define FAST CPU_TARGET_AVX2
#define WIDE CPU_TARGET_AVX512
#else
#define HAS_FAST 0
#endif
#define INLINE static inline __attribute__((always_inline))

/* The place of a word's one number `rank`, which it has. */
static inline unsigned select_plain(uint64_t word, uint32_t rank)
{
    for (; rank > 0; rank--)
        word &= word - 1;
    return (unsigned)__builtin_ctzll(word);
}

#if HAS_FAST
FAST static inline unsigned select_fast(uint64_t word, uint32_t rank)
{
    return (unsigned)__builtin_ctzll(_pdep_u64((uint64_t)1 << rank, word));
}
#else
#define select_fast select_plain
#endif

INLINE uint64_t word_from(const struct place_bits *in, uint64_t bit)
{
    return wire_load_u64(in->unary + (bit >> 6) * 8) & (UINT64_MAX << (bit & 63));
}

/* Move to the number after the next `skip` > 0. */
INLINE bool skip_numbers(struct place_bits *in, uint32_t skip, bool fast)
{
    uint64_t at = in->bit & ~(uint64_t)63;
    uint64_t word;
    uint32_t left = skip, ones;

    if (in->bit >= in->unary_bits)
        return false;
    word = word_from(in, in->bit);
    while ((ones = (uint32_t)__builtin_popcountll(word)) < left) {
        left -= ones;
        at += 64;
        if (at >= in->unary_bits)
            return false;
        word = wire_load_u64(in->unary + (at >> 3));
    }
    in->bit =
        at + 1 + (fast ? select_fast(word, left - 1) : select_plain(word, left - 1));
    in->number += skip;
    return in->bit <= in->unary_bits;
}

/* The ones of the unary string from in->bit on; what is left of the word at `at`. */
struct ones {
    uint64_t word, at, before; /* `before`: where the next number's zeros begin */
};

/* False when `count` numbers cannot be there. */
INLINE bool begin_ones(const struct place_bits *in, uint32_t count, struct ones *ones)
{
    if (((uint64_t)in->number + count) * in->low > in->low_bits ||
        in->bit >= in->unary_bits)
        return false;
    *ones = (struct ones){word_from(in, in->bit), in->bit & ~(uint64_t)63, in->bit};
    return true;
}

INLINE bool next_high(const struct place_bits *in, struct ones *ones, uint64_t *high)
{
    uint64_t one;

    while (ones->word == 0) {
        ones->at += 64;
        if (ones->at >= in->unary_bits)
            return false;
        ones->word = wire_load_u64(in->unary + (ones->at >> 3));
    }
    one = ones->at + (unsigned)__builtin_ctzll(ones->word);
    ones->word &= ones->word - 1;
    *high = one - ones->before;
    ones->before = one + 1;
    return true;
}

INLINE uint64_t low_bits_at(const struct place_bits *in, uint64_t bit)
{
    return wire_load_u64(in->lows + (bit >> 3)) >> (bit & 7) &
           (((uint64_t)1 << in->low) - 1);
}

/* `sums`: 0, or 1: each number plus those before it. */
INLINE bool take_numbers(const struct place_bits *in, uint32_t count, uint64_t base,
                         uint64_t sums, uint32_t *out)
{
    uint64_t low_bit = (uint64_t)in->number * in->low, sum = 0, any = 0;
    struct ones ones;

    if (!begin_ones(in, count, &ones))
        return false;
    for (uint32_t i = 0; i < count; i++, low_bit += in->low) {
        uint64_t high;

        if (!next_high(in, &ones, &high))
            return false;
        sum = sum * sums + (high << in->low | low_bits_at(in, low_bit));
        any |= sum;
        out[i] = (uint32_t)(base + sum);
    }
    return ones.before <= in->unary_bits && any >> PLACE_SHIFT == 0;
}

INLINE bool get_numbers(struct place_bits *in, uint32_t skip, uint32_t count,
                        uint32_t base, uint64_t sums, uint32_t *out, bool fast)
{
    if (skip > 0 && !skip_numbers(in, skip, fast))
        return false;
    return count == 0 || take_numbers(in, count, base, sums, out);
}

/* Starts met and kept, and the sum so far. */
struct joined {
    uint32_t next, kept;
    uint64_t sum;
};

/* Walks over sums and starts side by side, and no further than the last start. */
INLINE uint32_t join_numbers(const struct place_bits *in, uint32_t count, uint32_t pos,
                             uint32_t *starts, uint32_t start_count,
                             struct joined so_far)
{
    uint64_t low_bit = (uint64_t)in->number * in->low, sum = so_far.sum;
    uint32_t kept = so_far.kept, next = so_far.next;
    struct ones ones;

    if (!begin_ones(in, count, &ones))
        return UINT32_MAX;
    for (uint32_t i = 0; i < count && next < start_count; i++, low_bit += in->low) {
        uint64_t high;

        if (!next_high(in, &ones, &high))
            return UINT32_MAX;
        sum += high << in->low | low_bits_at(in, low_bit);
        while (next < start_count && starts[next] + pos < sum)
            next++;
        if (next < start_count && starts[next] + pos == sum)
            starts[kept++] = starts[next++];
    }
    return ones.before <= in->unary_bits && sum >> PLACE_SHIFT == 0 ? kept : UINT32_MAX;
}

INLINE uint32_t join_after(struct place_bits *in, uint32_t skip, uint32_t count,
                           uint32_t pos, uint32_t *starts, uint32_t start_count,
                           bool fast)
{
    if (skip > 0 && !skip_numbers(in, skip, fast))
        return UINT32_MAX;
    return join_numbers(in, count, pos, starts, start_count, (struct joined){0, 0, 0});
}

#if HAS_FAST
FAST static bool get_fast(struct place_bits *in, uint32_t skip, uint32_t count,
                          uint32_t *out)
{
    return get_numbers(in, skip, count, 0, 0, out, true);
}

FAST static bool sums_fast(struct place_bits *in, uint32_t skip, uint32_t count,
                           uint32_t base, uint32_t *out)
{
    return get_numbers(in, skip, count, base, 1, out, true);
}

FAST static uint32_t join_fast(struct place_bits *in, uint32_t skip, uint32_t count,
                               uint32_t pos, uint32_t *starts, uint32_t start_count)
{
    return join_after(in, skip, count, pos, starts, start_count, true);
}

/* --- Sixteen at once ---
 *
 *   unary    1 0 0 1 1 0 1      the places of the ones, packed: 0 3 4 6
 *   highs    summed up are those places less how many ones are before: 0 2 2 3
 *   lows     each lane takes the four bytes that hold its bits; summed up in four steps
 */
enum { LANES = 16, WIDE_LOW_MAX = 25 };

/* The sums of the next `count` <= LANES numbers, all of whose ones are in one word, which
 * are stepped over; false: they are not, or something is wrong. Takes no branch by value.
 */
WIDE static inline bool sum_lanes(struct place_bits *in, uint32_t count, __m512i *sums)
{
    const __m512i lanes =
        _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    uint64_t word = wire_load_u64(in->unary + (in->bit >> 3)) >> (in->bit & 7);
    uint64_t low_bit = (uint64_t)in->number * in->low;
    __m512i high, off, bytes, low;

    uint64_t last;

    if (in->low > WIDE_LOW_MAX || (uint32_t)__builtin_popcountll(word) < count ||
        low_bit + (uint64_t)count * in->low > in->low_bits)
        return false;
    last = in->bit + select_fast(word, count - 1); /* the last one's one */
    if (last >= in->unary_bits)
        return false;
    bytes = _mm512_maskz_compress_epi8(word, _mm512_load_si512(byte_numbers));
    high = _mm512_sub_epi32(_mm512_cvtepu8_epi32(_mm512_castsi512_si128(bytes)), lanes);
    off = _mm512_add_epi32(_mm512_mullo_epi32(lanes, _mm512_set1_epi32((int)in->low)),
                           _mm512_set1_epi32((int)(low_bit & 7)));
    bytes =
        _mm512_shuffle_epi8(_mm512_srli_epi32(off, 3),
                            _mm512_set4_epi32(0x0C0C0C0C, 0x08080808, 0x04040404, 0));
    low = _mm512_permutexvar_epi8(_mm512_add_epi8(bytes, _mm512_set1_epi32(0x03020100)),
                                  _mm512_loadu_si512(in->lows + (low_bit >> 3)));
    low = _mm512_srlv_epi32(low, _mm512_and_si512(off, _mm512_set1_epi32(7)));
    low = _mm512_and_si512(low, _mm512_set1_epi32((int)((1u << in->low) - 1)));
    low = _mm512_add_epi32(low, _mm512_alignr_epi32(low, _mm512_setzero_si512(), 15));
    low = _mm512_add_epi32(low, _mm512_alignr_epi32(low, _mm512_setzero_si512(), 14));
    low = _mm512_add_epi32(low, _mm512_alignr_epi32(low, _mm512_setzero_si512(), 12));
    low = _mm512_add_epi32(low, _mm512_alignr_epi32(low, _mm512_setzero_si512(), 8));
    *sums = _mm512_add_epi32(_mm512_slli_epi32(high, in->low), low);
    in->bit = last + 1;
    in->number += count;
    return true;
}

/* The last of `count` lanes. */
WIDE static inline uint32_t last_lane(__m512i sums, uint32_t count)
{
    return (uint32_t)_mm_cvtsi128_si32(_mm512_castsi512_si128(
        _mm512_permutexvar_epi32(_mm512_set1_epi32((int)count - 1), sums)));
}

WIDE static bool sums_wide(struct place_bits *in, uint32_t skip, uint32_t count,
                           uint32_t base, uint32_t *out)
{
    struct place_bits at;
    uint32_t sum = 0;

    if (skip > 0 && !skip_numbers(in, skip, true))
        return false;
    at = *in;
    for (uint32_t done = 0; done < count; done += LANES) {
        uint32_t n = count - done < LANES ? count - done : LANES;
        __m512i sums;

        if (!sum_lanes(&at, n, &sums))
            return get_numbers(in, 0, count, base, 1, out, true);
        sums = _mm512_add_epi32(sums, _mm512_set1_epi32((int)sum));
        sum = last_lane(sums, n);
        if (sum >> PLACE_SHIFT != 0)
            return false;
        _mm512_mask_storeu_epi32(out + done, (__mmask16)((1u << n) - 1),
                                 _mm512_add_epi32(sums, _mm512_set1_epi32((int)base)));
    }
    return true;
}

WIDE static uint32_t join_wide(struct place_bits *in, uint32_t skip, uint32_t count,
                               uint32_t pos, uint32_t *starts, uint32_t start_count)
{
    uint32_t kept = 0, next = 0, sum = 0;
    struct place_bits at;

    if (skip > 0 && !skip_numbers(in, skip, true))
        return UINT32_MAX;
    at = *in;
    for (uint32_t left = count; left > 0 && next < start_count;) {
        uint32_t n = left < LANES ? left : LANES;
        __m512i sums;

        if (!sum_lanes(&at, n, &sums))
            return join_numbers(&at, left, pos, starts, start_count,
                                (struct joined){next, kept, sum});
        sums = _mm512_add_epi32(sums, _mm512_set1_epi32((int)sum));
        sum = last_lane(sums, n);
        if (sum >> PLACE_SHIFT != 0)
            return UINT32_MAX;
        for (; next < start_count && starts[next] + pos <= sum; next++) {
            __m512i wanted = _mm512_set1_epi32((int)(starts[next] + pos));

            starts[kept] = starts[next];
            kept += _mm512_mask_cmpeq_epi32_mask((__mmask16)((1u << n) - 1), sums,
                                                 wanted) != 0;
        }
        left -= n;
    }
    return kept;
}

#endif

static enum place_speed speed_of(enum cpu_level level)
{
    if (level < CPU_AVX2 || cpu_slow_pdep())
        return PLACE_PLAIN;
    return level < CPU_AVX512 ? PLACE_BMI2 : PLACE_AVX512;
}

struct place_bits place_bits_open(struct span unary, struct span lows, unsigned low)
{
    return (struct place_bits){.unary = unary.data,
                               .lows = lows.data,
                               .unary_bits = (uint64_t)unary.len * 8,
                               .low_bits = (uint64_t)lows.len * 8,
                               .low = low,
                               .speed = speed_of(cpu_level())};
}

bool place_bits_get(struct place_bits *in, uint32_t skip, uint32_t count, uint32_t *out)
{
#if HAS_FAST
    if (in->speed != PLACE_PLAIN)
        return get_fast(in, skip, count, out);
#endif
    return get_numbers(in, skip, count, 0, 0, out, false);
}

bool place_bits_sums(struct place_bits *in, uint32_t skip, uint32_t count,
                     uint32_t base, uint32_t *out)
{
#if HAS_FAST
    if (in->speed == PLACE_AVX512)
        return sums_wide(in, skip, count, base, out);
    if (in->speed == PLACE_BMI2)
        return sums_fast(in, skip, count, base, out);
#endif
    return get_numbers(in, skip, count, base, 1, out, false);
}

uint32_t place_bits_join(struct place_bits *in, uint32_t skip, uint32_t count,
                         uint32_t pos, uint32_t *starts, uint32_t start_count)
{
#if HAS_FAST
    if (in->speed == PLACE_AVX512)
        return join_wide(in, skip, count, pos, starts, start_count);
    if (in->speed == PLACE_BMI2)
        return join_fast(in, skip, count, pos, starts, start_count);
#endif
    return join_after(in, skip, count, pos, starts, start_count, false);
}

/* Bits from `from` on are zeros, and fewer than eight. */
static bool only_padding(const uint8_t *bytes, uint64_t bits, uint64_t from)
{
    return from <= bits && bits - from < 8 &&
           (from == bits || bytes[from >> 3] >> (from & 7) == 0);
}

bool place_bits_filled(const struct place_bits *in, uint32_t count)
{
    struct place_bits at = *in;

    at.bit = 0;
    at.number = 0;
    if (count > 0 && !skip_numbers(&at, count, false))
        return false;
    return only_padding(in->unary, in->unary_bits, at.bit) &&
           only_padding(in->lows, in->low_bits, (uint64_t)count * in->low);
}
