/* pack_docs.c - a block of 1..256 ascending document ids in its smallest form.
 *
 * The ids are kept as gaps: gap 0 is id 0 - (before + 1), gap i is id i - id (i-1) - 1,
 * all modulo 2^32, so that `before` = 2^32 - 1 means "none". A run has gaps 0.
 *
 *   form                        payload                     ids
 *   00..22 40..7B 80..FF        as in pack.c, of the gaps
 *   24                          varint(gap 0)               n ids in a row
 *   25                          varint(gap 0) size(u16)     bit j set: id 0 + j
 *                               bytes{size}                 (bit j%8 of byte j/8)
 *   26                          varint(gap 0), a block as   any; 1 < n < 256
 *                               in pack.c of the other gaps
 *
 * Rules, besides K1-K6:
 *   K7  no id reaches 2^32 - 1
 *   K8  the bitset has 1 <= size <= 1024 bytes, bit 0 is set, the last byte is not 0,
 *       and exactly n bits are set
 *   K10 form 26 occurs only with 1 < n < 256
 *
 * Example  before 9, ids 12 13 14 -> 24 02
 *          before 9, ids 10 12 13 15 17 18 19 20 21 (n = 9) -> 25 00 02 00 AD 0F
 */
#include <assert.h>
#include <string.h>

#include "codec/kernels.h"
#include "codec/pack_form.h"

/* A bitset is taken also where it is larger by so small a part: it is the fastest to
 * read, and need not be read to be counted (pack_mark.h). */
enum { BITSET_WORTH = 8 };

/* K7. A sum that passed 2^32 shows as a step that does not go up. */
static bool docs_fit(uint32_t base, const uint32_t *docs, size_t count)
{
    uint32_t down = docs[0] < base || docs[count - 1] == UINT32_MAX;
    for (size_t i = 1; i < count; i++)
        down |= docs[i] <= docs[i - 1];
    return down == 0;
}

static void docs_to_gaps(uint32_t *gaps, uint32_t before, const uint32_t *docs,
                         size_t count)
{
    assert(docs_fit(before + 1, docs, count));
    gaps[0] = docs[0] - (before + 1);
    for (size_t i = 1; i < count; i++)
        gaps[i] = docs[i] - docs[i - 1] - 1;
}

static size_t varint_bytes(uint32_t value)
{
    return value == 0 ? 1 : (pack_width(value) + 6) / 7;
}

static void put_bitset(struct buf *out, const uint32_t *docs, size_t count)
{
    size_t size = (docs[count - 1] - docs[0]) / 8 + 1;
    wire_put_u16(out, (uint16_t)size);
    uint8_t *bytes = buf_grow(out, size);
    if (bytes == NULL)
        return;
    memset(bytes, 0, size);
    for (size_t i = 0; i < count; i++) {
        uint32_t bit = docs[i] - docs[0];
        bytes[bit / 8] |= (uint8_t)(1U << bit % 8);
    }
}

/* The first gap apart: worth it where the first id is far and the others are near. It is
 * not asked what it saves unless the first gap is APART_WORTH times the mean of the
 * others. */
enum { APART_WORTH = 4 };

static struct pack_plan plan_apart(const uint32_t *gaps, size_t count,
                                   struct pack_plan *others)
{
    uint64_t rest = 0;
    for (size_t i = 1; i < count; i++)
        rest += gaps[i];
    if (count < 2 || count == PACK_BLOCK ||
        (uint64_t)gaps[0] * (count - 1) <= rest * APART_WORTH)
        return (struct pack_plan){PACK_APART, SIZE_MAX};
    *others = pack_plan(gaps + 1, count - 1);
    return (struct pack_plan){PACK_APART, 1 + varint_bytes(gaps[0]) + others->bytes};
}

static void put_gaps(struct buf *out, const uint32_t *gaps, size_t count,
                     struct pack_plan plan)
{
    struct pack_plan others = {0};
    struct pack_plan apart = plan_apart(gaps, count, &others);
    if (apart.bytes >= plan.bytes) {
        pack_encode_planned(out, plan, gaps, count);
        return;
    }
    buf_put_byte(out, PACK_APART);
    wire_put_varint(out, gaps[0]);
    pack_encode_planned(out, others, gaps + 1, count - 1);
}

void pack_encode_docs(struct buf *out, uint32_t before, const uint32_t *docs,
                      size_t count)
{
    assert(count >= 1 && count <= PACK_BLOCK);
    uint32_t gaps[PACK_BLOCK];
    docs_to_gaps(gaps, before, docs, count);
    struct pack_plan plan = pack_plan(gaps, count);
    size_t head = 1 + varint_bytes(gaps[0]);
    uint32_t span = docs[count - 1] - docs[0];
    if (span == count - 1 && head <= plan.bytes) {
        buf_put_byte(out, PACK_RUN);
        wire_put_varint(out, gaps[0]);
    } else if (span < PACK_BITSET_BYTES * 8U &&
               head + 2 + span / 8 + 1 < plan.bytes + plan.bytes / BITSET_WORTH) {
        buf_put_byte(out, PACK_BITSET);
        wire_put_varint(out, gaps[0]);
        put_bitset(out, docs, count);
    } else {
        put_gaps(out, gaps, count, plan);
    }
}

/* Id 0 from its gap; `extra` is how far the last id lies behind it. K7. */
static bool get_first(struct wire_reader *in, uint32_t before, uint32_t extra,
                      uint32_t *first)
{
    uint32_t gap = wire_varint32(in);
    if (in->bad)
        return false;
    if ((uint64_t)(uint32_t)(before + 1) + gap + extra >= UINT32_MAX)
        return pack_refuse(in);
    *first = before + 1 + gap;
    return true;
}

static bool get_run(struct wire_reader *in, uint32_t before, uint32_t *docs,
                    size_t count)
{
    uint32_t first = 0;
    if (!get_first(in, before, (uint32_t)(count - 1), &first))
        return false;
    for (size_t i = 0; i < count; i++)
        docs[i] = first + (uint32_t)i;
    return true;
}

static struct span get_bitset_bytes(struct wire_reader *in)
{
    size_t size = wire_u16(in);
    if (size < 1 || size > PACK_BITSET_BYTES)
        in->bad = true;
    return in->bad ? span_of(NULL, 0) : wire_bytes(in, size);
}

/* The last bit set; K8 for both ends. 0 and bad when broken. */
static uint32_t bitset_last(struct wire_reader *in, struct span bytes)
{
    if (in->bad || (bytes.data[0] & 1) == 0 || bytes.data[bytes.len - 1] == 0) {
        in->bad = true;
        return 0;
    }
    uint32_t top = pack_width(bytes.data[bytes.len - 1]) - 1;
    return (uint32_t)(bytes.len - 1) * 8 + top;
}

static bool get_bitset(struct wire_reader *in, uint32_t before, uint32_t *docs,
                       size_t count)
{
    struct wire_reader ahead = *in; /* the size stands behind the gap */
    (void)wire_varint32(&ahead);
    struct span bytes = get_bitset_bytes(&ahead);
    uint32_t last = bitset_last(&ahead, bytes);
    uint32_t first = 0;
    if (ahead.bad)
        return pack_refuse(in);
    if (!get_first(in, before, last, &first))
        return false;
    *in = ahead;
    return codec_kernels()->expand(docs, bytes, first, count) == count ||
           pack_refuse(in); /* K8 */
}

/* Documents out of 256 gaps of one width; of width 0 a run. */
static bool get_lanes(struct wire_reader *in, unsigned bits, uint32_t base,
                      struct pack_values *out)
{
    struct span bytes = wire_bytes(in, pack_bits_bytes(PACK_BLOCK, bits));
    if (in->bad)
        return false;
    out->sum = (uint64_t)PACK_BLOCK << bits;
    if (bits > 0) {
        codec_kernels()->unpack_docs(out->values, bytes.data, bits, base, NULL);
        return true;
    }
    for (uint32_t i = 0; i < PACK_BLOCK; i++)
        out->values[i] = base + i;
    return true;
}

/* The low parts are summed up by themselves; the high ones are summed up already. */
static bool get_split_docs(struct wire_reader *in, unsigned low, uint32_t base,
                           struct pack_values *out)
{
    uint32_t ones[PACK_ARRAY + 1];
    size_t size = wire_u8(in);
    struct span bytes = wire_bytes(in, pack_bits_bytes(PACK_BLOCK, low));
    if (!pack_split_bits(in, size, low, out, ones))
        return false;
    if (low > 0) {
        codec_kernels()->unpack_docs(out->values, bytes.data, low, base, ones + 1);
        return true;
    }
    for (size_t i = 0; i < PACK_BLOCK; i++)
        out->values[i] = base + ones[i + 1];
    return true;
}

/* Gaps as other numbers are kept, then summed up. */
static bool get_gaps(struct wire_reader *in, uint8_t form, uint32_t base,
                     struct pack_values *out)
{
    if (form <= PACK_BITS_LAST && out->count == PACK_BLOCK)
        return get_lanes(in, form, base, out);
    if (form >= PACK_SPLIT && form <= PACK_SPLIT_LAST && out->count == PACK_BLOCK)
        return get_split_docs(in, form - (unsigned)PACK_SPLIT, base, out);
    if (!pack_decode_form(in, form, out))
        return false;
    codec_kernels()->sums(out->values, out->count, base);
    return true;
}

/* K10; then the first gap by itself, and the sums over all. */
static bool get_apart(struct wire_reader *in, uint32_t base, struct pack_values *out)
{
    struct pack_values others = {.values = out->values + 1, .count = out->count - 1};
    if (out->count < 2 || out->count == PACK_BLOCK)
        return pack_refuse(in);
    uint32_t gap = wire_varint32(in);
    if (!pack_decode_form(in, wire_u8(in), &others))
        return false;
    out->values[0] = gap;
    out->sum = others.sum + gap;
    codec_kernels()->sums(out->values, out->count, base);
    return true;
}

bool pack_decode_docs(struct wire_reader *in, uint32_t before, uint32_t *docs,
                      size_t count)
{
    assert(count >= 1 && count <= PACK_BLOCK);
    struct pack_values out = {.values = docs, .count = count};
    uint32_t base = before + 1;
    uint8_t form = wire_u8(in);
    if (form == PACK_RUN)
        return get_run(in, before, docs, count);
    if (form == PACK_BITSET)
        return get_bitset(in, before, docs, count);
    if (!(form == PACK_APART ? get_apart(in, base, &out)
                             : get_gaps(in, form, base, &out)))
        return false;
    /* K7: mostly there is no need to look. */
    bool small = base + out.sum + count < UINT32_MAX;
    return small || docs_fit(base, docs, count) || pack_refuse(in);
}

bool pack_skip_docs(struct wire_reader *in, size_t count)
{
    uint8_t form = wire_u8(in);
    if (form != PACK_RUN && form != PACK_BITSET && form != PACK_APART)
        return pack_skip_form(in, form, count);
    (void)wire_varint32(in);
    if (form == PACK_APART)
        return count > 1 ? pack_skip(in, count - 1) : pack_refuse(in);
    if (form == PACK_BITSET)
        (void)get_bitset_bytes(in);
    return !in->bad;
}
