/* place_bits.c - numbers in bulk as two strings of bits.
 *
 *   skip    words of `unary` are passed by counting their ones; within the last word
 *           the wanted one is selected
 *   take    the distance from one to one is the high part; `lows` has the rest
 *
 * Invariant: of corrupt bytes no more is read than eight bytes past a string's end, and
 * whatever is taken beyond an end is refused when the last number is taken: the bits
 * behind it are never before `unary_bits`.
 */
#include "segment/place_bits.h"

#include "codec/wire.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define HAS_FAST 1
#define FAST __attribute__((target("bmi,bmi2,popcnt")))
#else
#define HAS_FAST 0
#endif
#define INLINE static inline __attribute__((always_inline))

/* --- Writing --- */

static uint64_t bits_of(const uint32_t *values, size_t count, unsigned low)
{
    uint64_t sum = (uint64_t)count * (low + 1);

    for (size_t i = 0; i < count; i++)
        sum += values[i] >> low;
    return sum;
}

/* One more low bit costs each number a bit, and saves ever less: there is one valley. */
unsigned place_bits_low(const uint32_t *values, size_t count)
{
    uint64_t sum = 0, bits, next;
    unsigned low = 0;

    for (size_t i = 0; i < count; i++)
        sum += values[i];
    if (count > 0 && sum / count > 0)
        low = 63 - (unsigned)__builtin_clzll(sum / count);
    bits = bits_of(values, count, low);
    while (low > 0 && (next = bits_of(values, count, low - 1)) <= bits) {
        bits = next;
        low--;
    }
    while (low < PLACE_LOW_MAX && (next = bits_of(values, count, low + 1)) < bits) {
        bits = next;
        low++;
    }
    return low;
}

static void put_lows(struct buf *out, const uint32_t *values, size_t count,
                     unsigned low)
{
    uint8_t *next = buf_grow(out, (size_t)(((uint64_t)count * low + 7) / 8));
    uint64_t pending = 0, mask = ((uint64_t)1 << low) - 1;
    unsigned bits = 0;

    if (!next || low == 0)
        return;
    for (size_t i = 0; i < count; i++) {
        pending |= (values[i] & mask) << bits;
        for (bits += low; bits >= 8; bits -= 8) {
            *next++ = (uint8_t)pending;
            pending >>= 8;
        }
    }
    if (bits > 0)
        *next = (uint8_t)pending;
}

size_t place_bits_put(struct buf *out, const uint32_t *values, size_t count,
                      unsigned low)
{
    uint64_t bits = bits_of(values, count, low) - (uint64_t)count * low, bit = 0;
    size_t len = (size_t)((bits + 7) / 8);
    uint8_t *unary = buf_grow(out, len);

    if (!unary)
        return 0;
    memset(unary, 0, len);
    for (size_t i = 0; i < count; i++) {
        bit += values[i] >> low;
        unary[bit >> 3] = (uint8_t)(unary[bit >> 3] | 1u << (bit & 7));
        bit++;
    }
    put_lows(out, values, count, low);
    return len;
}

/* --- Reading --- */

struct place_bits place_bits_open(struct span unary, struct span lows, unsigned low)
{
    return (struct place_bits){.unary = unary.data,
                               .lows = lows.data,
                               .unary_bits = (uint64_t)unary.len * 8,
                               .low_bits = (uint64_t)lows.len * 8,
                               .low = low};
}

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

/* `sums`: 0, or 1: each number plus those before it. */
INLINE bool take_numbers(const struct place_bits *in, uint32_t count, uint64_t base,
                         uint64_t sums, uint32_t *out)
{
    uint64_t mask = ((uint64_t)1 << in->low) - 1,
             low_bit = (uint64_t)in->number * in->low;
    uint64_t before = in->bit, at = in->bit & ~(uint64_t)63, word, sum = 0, any = 0;

    if (low_bit + (uint64_t)count * in->low > in->low_bits || before >= in->unary_bits)
        return false;
    word = word_from(in, before);
    for (uint32_t i = 0; i < count; i++, low_bit += in->low) {
        uint64_t one;

        while (word == 0) {
            at += 64;
            if (at >= in->unary_bits)
                return false;
            word = wire_load_u64(in->unary + (at >> 3));
        }
        one = at + (unsigned)__builtin_ctzll(word);
        word &= word - 1;
        sum = sum * sums +
              ((one - before) << in->low |
               (wire_load_u64(in->lows + (low_bit >> 3)) >> (low_bit & 7) & mask));
        any |= sum;
        before = one + 1;
        out[i] = (uint32_t)(base + sum);
    }
    return before <= in->unary_bits && any >> PLACE_SHIFT == 0;
}

INLINE bool get_numbers(struct place_bits *in, uint32_t skip, uint32_t count,
                        uint32_t base, uint64_t sums, uint32_t *out, bool fast)
{
    if (skip > 0 && !skip_numbers(in, skip, fast))
        return false;
    return count == 0 || take_numbers(in, count, base, sums, out);
}

bool place_bits_plain(struct place_bits *in, uint32_t skip, uint32_t count,
                      uint32_t *out)
{
    return get_numbers(in, skip, count, 0, 0, out, false);
}

static bool sums_plain(struct place_bits *in, uint32_t skip, uint32_t count,
                       uint32_t base, uint32_t *out)
{
    return get_numbers(in, skip, count, base, 1, out, false);
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

/* The first Zens have these instructions, in hundreds of steps. */
static inline bool is_fast(void)
{
    return __builtin_cpu_supports("bmi2") && !__builtin_cpu_is("znver1") &&
           !__builtin_cpu_is("znver2");
}
#else
#define get_fast place_bits_plain
#define sums_fast sums_plain
#define is_fast() false
#endif

bool place_bits_get(struct place_bits *in, uint32_t skip, uint32_t count, uint32_t *out)
{
    return is_fast() ? get_fast(in, skip, count, out)
                     : place_bits_plain(in, skip, count, out);
}

bool place_bits_sums(struct place_bits *in, uint32_t skip, uint32_t count,
                     uint32_t base, uint32_t *out)
{
    return is_fast() ? sums_fast(in, skip, count, base, out)
                     : sums_plain(in, skip, count, base, out);
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
