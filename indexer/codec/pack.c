/* pack.c - a block of 1..256 numbers in its smallest form.
 *
 *   block := form(u8) payload          n = how many numbers, known from outside
 *
 *   form          payload                                  numbers
 *   00..20        bits[n, form]                            any below 2^form; 00: all 0
 *   21            varint                                   all equal to it
 *   22            varint{n}                                one after the other
 *   40..5F        e(u8) bits[n, form-40] pos(u8){e}        low bits, then for exception i:
 *                 high varint{e}                           v[pos_i] |= high_i << (form-40)
 *   60..7B        size(u8) bits[n, form-60] u8{size}       low bits; the high part of
 *                                                          number i: the zeros before set
 *                                                          bit i of the last bytes, back
 *                                                          to set bit i-1
 *   80..FF        -                                        all equal to form - 7F
 *
 *   bits[n, b] is ceil(n*b/8) bytes. n = 256: 8 lanes of b little-endian 32-bit words;
 *   word w of lane k is at byte 4*(8*w+k); number i is the bits (i/8)*b.. of lane i%8.
 *   n < 256: number i is the bits i*b.. of the bytes; bit j is bit j%8 of byte j/8.
 *
 * Rules (a reader refuses what breaks them):
 *   K1  the form byte is one of the table (of this one or, for documents, of pack_docs.c)
 *   K2  the payload lies inside the bytes given, varints are canonical and fit 32 bits
 *   K3  bits after the last number in bits[n, b] are 0
 *   K4  form 21 holds a number above 128
 *   K5  form 22 occurs only with n < 256
 *   K6  exceptions: 1 <= e <= 16, positions ascending and below n, high parts >= 1, and
 *       high << b fits 32 bits
 *   K9  split: size >= 1, the last byte is not 0, exactly n bits are set, and all the zeros
 *       before the last of them, << (form-60), fit 32 bits
 *
 * Which form a writer picks is not a rule: any form that holds the numbers is legal.
 * This writer takes the smallest; exceptions, and splitting, only where they save 1/16.
 *
 * Example  7 7 7 -> 86      3 1 2 -> 02 27      1000 1000 -> 21 E8 07
 *          4 0 1 5 (n = 4) -> 61 01 0A 5C
 */
#include "codec/pack.h"

#include <assert.h>
#include <string.h>

#include "base/cpu.h"
#include "codec/bits_put.h"
#include "codec/kernels.h"
#include "codec/pack_form.h"

static size_t varint_bytes(uint32_t value)
{
    unsigned width = pack_width(value);
    return width == 0 ? 1 : (width + 6) / 7;
}

/* The plan is made in loops over all numbers that a compiler takes many at a time, for each
 * level of machines once. */
#define INLINE static inline __attribute__((always_inline))

INLINE unsigned top_width(const uint32_t *values, size_t count)
{
    uint32_t seen = 0;
    for (size_t i = 0; i < count; i++)
        seen |= values[i];
    return pack_width(seen);
}

/* How many numbers need more than `bits` (below 32). */
INLINE uint32_t count_above(const uint32_t *values, size_t count, unsigned bits)
{
    uint32_t above = 0, most = ((uint32_t)1 << bits) - 1;
    for (size_t i = 0; i < count; i++)
        above += values[i] > most;
    return above;
}

INLINE bool all_equal(const uint32_t *values, size_t count)
{
    uint32_t differ = 0;
    for (size_t i = 1; i < count; i++)
        differ |= values[i] ^ values[0];
    return differ == 0;
}

/* Bytes of form 40 + bits; above[width]: how many numbers need more. */
INLINE size_t patched_bytes(const uint32_t above[33], unsigned top, unsigned bits,
                            size_t count)
{
    size_t bytes = 2 + pack_bits_bytes(count, bits);
    for (unsigned width = bits + 1; width <= top; width++)
        bytes +=
            (size_t)(above[width - 1] - above[width]) * (1 + (width - bits + 6) / 7);
    return bytes;
}

/* From the largest width down, while the exceptions are few enough. */
INLINE struct pack_plan plan_patched(const uint32_t *values, unsigned top, size_t count)
{
    struct pack_plan best = {0, SIZE_MAX};
    uint32_t above[33];
    above[top] = 0;
    for (unsigned bits = top; bits-- > 0;) {
        above[bits] = count_above(values, count, bits);
        if (above[bits] > PACK_EXCEPTIONS)
            break;
        size_t bytes = patched_bytes(above, top, bits, count);
        if (bytes < best.bytes)
            best = (struct pack_plan){(uint8_t)(PACK_PATCHED + bits), bytes};
    }
    return best;
}

/* Zeros in the high parts for `low`, low + 1, low + 2 low bits. They fit 32 bits since no
 * more than two bits of the mean are above the lowest `low`. */
INLINE void count_zeros(const uint32_t *values, size_t count, unsigned low,
                        uint32_t zeros[3])
{
    uint32_t a = 0, b = 0, c = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t high = values[i] >> low;
        a += high;
        b += high >> 1;
        c += high >> 2;
    }
    zeros[0] = a;
    zeros[1] = b;
    zeros[2] = c;
}

/* Half of the mean is near the best place to split; its neighbours are tried too. */
INLINE struct pack_plan plan_split(const uint32_t *values, size_t count)
{
    struct pack_plan best = {0, SIZE_MAX / 2};
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += values[i];
    unsigned middle = pack_width((uint32_t)(sum / count));
    unsigned low = middle > 2 ? middle - 2 : 0;
    uint32_t zeros[3];
    count_zeros(values, count, low, zeros);
    for (unsigned i = 0; i < 3 && low + i <= PACK_SPLIT_LAST - PACK_SPLIT; i++) {
        size_t high = ((size_t)zeros[i] + count + 7) / 8;
        size_t bytes = 2 + pack_bits_bytes(count, low + i) + high;
        bool fits = high <= UINT8_MAX && pack_width(zeros[i]) + low + i <= 32;
        if (fits && bytes < best.bytes)
            best = (struct pack_plan){(uint8_t)(PACK_SPLIT + low + i), bytes};
    }
    return best;
}

INLINE size_t varints_bytes(const uint32_t *values, size_t count)
{
    size_t bytes = 1 + count;
    for (unsigned bits = 7; bits < 32; bits += 7)
        bytes += count_above(values, count, bits);
    return bytes;
}

/* The smaller one; of two equal ones the first, which is the faster one to read. */
static struct pack_plan smaller(struct pack_plan a, struct pack_plan b)
{
    return b.bytes < a.bytes ? b : a;
}

static struct pack_plan plan_constant(uint32_t value)
{
    if (value == 0)
        return (struct pack_plan){PACK_BITS, 1};
    if (value <= PACK_SMALL_MAX)
        return (struct pack_plan){(uint8_t)(PACK_SMALL + value - 1), 1};
    return (struct pack_plan){PACK_CONSTANT, 1 + varint_bytes(value)};
}

INLINE struct pack_plan plan_any(const uint32_t *values, size_t count)
{
    unsigned top = top_width(values, count);
    struct pack_plan packed = {(uint8_t)top, 1 + pack_bits_bytes(count, top)};
    if (all_equal(values, count))
        return smaller(plan_constant(values[0]), packed);
    struct pack_plan best = packed;
    struct pack_plan patched = plan_patched(values, top, count);
    if (patched.bytes <= packed.bytes - packed.bytes / 16)
        best = smaller(packed, patched);
    struct pack_plan split = plan_split(values, count);
    if (split.bytes <= best.bytes - best.bytes / 16)
        best = smaller(best, split);
    if (count < PACK_BLOCK)
        best = smaller(best,
                       (struct pack_plan){PACK_VARINTS, varints_bytes(values, count)});
    return best;
}

#if defined(__x86_64__)
CPU_TARGET_AVX512 static struct pack_plan plan_wide(const uint32_t *values,
                                                    size_t count)
{
    return plan_any(values, count);
}

CPU_TARGET_AVX2 static struct pack_plan plan_fast(const uint32_t *values, size_t count)
{
    return plan_any(values, count);
}
#endif

struct pack_plan pack_plan(const uint32_t *values, size_t count)
{
    assert(count >= 1 && count <= PACK_BLOCK);
#if defined(__x86_64__)
    if (cpu_level() >= CPU_AVX512)
        return plan_wide(values, count);
    if (cpu_level() >= CPU_AVX2)
        return plan_fast(values, count);
#endif
    return plan_any(values, count);
}

static void put_patched(struct buf *out, const uint32_t *values, size_t count,
                        unsigned bits)
{
    uint8_t positions[PACK_EXCEPTIONS];
    size_t exceptions = 0;
    for (size_t i = 0; i < count; i++) {
        if (pack_width(values[i]) > bits) {
            assert(exceptions < PACK_EXCEPTIONS);
            positions[exceptions++] = (uint8_t)i;
        }
    }
    buf_put_byte(out, (uint8_t)exceptions);
    pack_bits_put(out, values, count, bits);
    buf_put(out, positions, exceptions);
    for (size_t i = 0; i < exceptions; i++)
        wire_put_varint(out, values[positions[i]] >> bits);
}

static void put_split(struct buf *out, const uint32_t *values, size_t count,
                      unsigned low)
{
    size_t zeros = 0;
    for (size_t i = 0; i < count; i++)
        zeros += values[i] >> low;
    size_t size = (zeros + count + 7) / 8;
    buf_put_byte(out, (uint8_t)size);
    pack_bits_put(out, values, count, low);
    uint8_t *bytes = buf_grow(out, size + BITS_PUT_ROOM);
    if (bytes == NULL)
        return;
    bits_put_high(bytes, values, count, low);
    out->len -= BITS_PUT_ROOM;
}

void pack_encode_planned(struct buf *out, struct pack_plan plan, const uint32_t *values,
                         size_t count)
{
    buf_put_byte(out, plan.form);
    if (plan.form <= PACK_BITS_LAST) {
        pack_bits_put(out, values, count, plan.form);
    } else if (plan.form == PACK_CONSTANT) {
        wire_put_varint(out, values[0]);
    } else if (plan.form == PACK_VARINTS) {
        for (size_t i = 0; i < count; i++)
            wire_put_varint(out, values[i]);
    } else if (plan.form <= PACK_PATCHED_LAST) {
        put_patched(out, values, count, plan.form - (unsigned)PACK_PATCHED);
    } else if (plan.form <= PACK_SPLIT_LAST) {
        put_split(out, values, count, plan.form - (unsigned)PACK_SPLIT);
    }
}

void pack_encode(struct buf *out, const uint32_t *values, size_t count)
{
    pack_encode_planned(out, pack_plan(values, count), values, count);
}

bool pack_refuse(struct wire_reader *in)
{
    in->bad = true;
    return false;
}

static void note_width(struct pack_values *out, unsigned width)
{
    out->width = width;
    out->sum = (uint64_t)out->count << width;
}

/* All are equal. */
static bool fill(struct pack_values *out, uint32_t value)
{
    for (size_t i = 0; i < out->count; i++)
        out->values[i] = value + out->plus;
    note_width(out, pack_width(value));
    return true;
}

static bool get_bits(struct wire_reader *in, struct pack_values *out, unsigned bits)
{
    struct span bytes = wire_bytes(in, pack_bits_bytes(out->count, bits));
    if (in->bad)
        return false;
    note_width(out, bits);
    return pack_bits_get(bytes.data, out, bits) || pack_refuse(in); /* K3 */
}

static bool get_constant(struct wire_reader *in, struct pack_values *out)
{
    uint32_t value = wire_varint32(in);
    if (value <= PACK_SMALL_MAX) /* K4; also 0 of a bad reader */
        return pack_refuse(in);
    return fill(out, value);
}

static bool get_varints(struct wire_reader *in, struct pack_values *out)
{
    uint32_t seen = 0;
    if (out->count >= PACK_BLOCK) /* K5 */
        return pack_refuse(in);
    for (size_t i = 0; i < out->count; i++) {
        uint32_t value = wire_varint32(in);
        out->values[i] = value + out->plus;
        seen |= value;
    }
    note_width(out, pack_width(seen));
    return !in->bad;
}

/* K6: how many exceptions; 0 and bad when out of range. */
static size_t get_exception_count(struct wire_reader *in)
{
    size_t exceptions = wire_u8(in);
    if (exceptions >= 1 && exceptions <= PACK_EXCEPTIONS)
        return exceptions;
    in->bad = true;
    return 0;
}

static bool get_patched(struct wire_reader *in, struct pack_values *out, unsigned bits)
{
    size_t exceptions = get_exception_count(in);
    if (in->bad || !get_bits(in, out, bits))
        return false;
    struct span positions = wire_bytes(in, exceptions);
    size_t lowest = 0;
    uint32_t seen = 0;
    for (size_t i = 0; i < exceptions && !in->bad; i++) {
        size_t at = positions.data[i];
        uint32_t high = wire_varint32(in);
        bool fits = high != 0 && pack_width(high) + bits <= 32;
        if (at < lowest || at >= out->count || !fits) /* K6 */
            return pack_refuse(in);
        out->values[at] += high << bits;
        seen |= high;
        lowest = at + 1;
    }
    note_width(out, bits + pack_width(seen));
    return !in->bad;
}

bool pack_split_bits(struct wire_reader *in, size_t size, unsigned low,
                     struct pack_values *out, uint32_t bits[PACK_ARRAY + 1])
{
    struct span bytes = wire_bytes(in, size);
    bits[0] = UINT32_MAX;
    if (in->bad || size == 0 || bytes.data[size - 1] == 0 ||
        codec_kernels()->expand(bits + 1, bytes, 0, out->count) != out->count)
        return pack_refuse(in); /* K9 */
    uint32_t zeros = bits[out->count] - (uint32_t)(out->count - 1);
    out->width = low + pack_width(zeros);
    out->sum = ((uint64_t)out->count + zeros) << low;
    return out->width <= 32 || pack_refuse(in); /* K9 */
}

static bool get_split(struct wire_reader *in, struct pack_values *out, unsigned low)
{
    uint32_t bits[PACK_ARRAY + 1];
    size_t size = wire_u8(in);
    if (!get_bits(in, out, low) || !pack_split_bits(in, size, low, out, bits))
        return false;
    codec_kernels()->steps(out->values, bits + 1, out->count, low);
    return true;
}

bool pack_decode_form(struct wire_reader *in, uint8_t form, struct pack_values *out)
{
    assert(out->count >= 1 && out->count <= PACK_BLOCK);
    if (in->bad)
        return false;
    if (form <= PACK_BITS_LAST)
        return get_bits(in, out, form);
    if (form >= PACK_SMALL)
        return fill(out, (uint32_t)form - PACK_SMALL + 1);
    if (form >= PACK_PATCHED && form <= PACK_PATCHED_LAST)
        return get_patched(in, out, form - (unsigned)PACK_PATCHED);
    if (form >= PACK_SPLIT && form <= PACK_SPLIT_LAST)
        return get_split(in, out, form - (unsigned)PACK_SPLIT);
    if (form == PACK_CONSTANT)
        return get_constant(in, out);
    if (form == PACK_VARINTS)
        return get_varints(in, out);
    return pack_refuse(in); /* K1 */
}

bool pack_decode(struct wire_reader *in, uint32_t *values, size_t count)
{
    struct pack_values out = {.values = values, .count = count};
    return pack_decode_form(in, wire_u8(in), &out);
}

bool pack_decode_counts(struct wire_reader *in, uint32_t *values, size_t count)
{
    struct pack_values out = {.values = values, .count = count, .plus = 1};
    if (!pack_decode_form(in, wire_u8(in), &out))
        return false;
    return out.width <= PACK_COUNT_BITS || pack_refuse(in);
}

static bool skip_varints(struct wire_reader *in, size_t count)
{
    for (size_t i = 0; i < count; i++)
        (void)wire_varint32(in);
    return !in->bad;
}

static bool skip_patched(struct wire_reader *in, size_t count, unsigned bits)
{
    size_t exceptions = get_exception_count(in);
    (void)wire_bytes(in, pack_bits_bytes(count, bits) + exceptions);
    return skip_varints(in, exceptions);
}

static bool skip_split(struct wire_reader *in, size_t count, unsigned low)
{
    size_t size = wire_u8(in);
    (void)wire_bytes(in, pack_bits_bytes(count, low) + size);
    return !in->bad;
}

bool pack_skip_form(struct wire_reader *in, uint8_t form, size_t count)
{
    if (in->bad)
        return false;
    if (form >= PACK_SMALL)
        return true;
    if (form <= PACK_BITS_LAST) {
        (void)wire_bytes(in, pack_bits_bytes(count, form));
        return !in->bad;
    }
    if (form >= PACK_PATCHED && form <= PACK_PATCHED_LAST)
        return skip_patched(in, count, form - (unsigned)PACK_PATCHED);
    if (form >= PACK_SPLIT && form <= PACK_SPLIT_LAST)
        return skip_split(in, count, form - (unsigned)PACK_SPLIT);
    if (form == PACK_CONSTANT)
        return skip_varints(in, 1);
    if (form == PACK_VARINTS)
        return skip_varints(in, count);
    return pack_refuse(in); /* K1 */
}

bool pack_skip(struct wire_reader *in, size_t count)
{
    uint8_t form = wire_u8(in);
    return pack_skip_form(in, form, count);
}
