/* pack_mark.c
 *
 *   block      first |....x..x|xx......|...         bit 0 is the first document
 *   window   base |________|________|____           64 documents a word
 *                       ^ a word of the block falls on two words of the window
 *
 *   form            in bits
 *   24, 00          a run
 *   40              gaps of 0 but for the exceptions: a run from each to the next
 *   25              bits from the first document on
 *
 * Nothing is set before the whole block is known to end at the document that it must.
 */
#include "codec/pack_mark.h"

#include "codec/pack_form.h"

/* OR 64 bits that begin at bit `at` of the window, which may lie before or behind it. */
static void put_word(uint64_t word, int64_t at, uint64_t *bits, size_t words)
{
    if (at <= -64 || at >= (int64_t)words * 64)
        return;
    if (at < 0) {
        bits[0] |= word >> -at;
        return;
    }
    size_t to = (size_t)at / 64;
    unsigned shift = (unsigned)at % 64;
    bits[to] |= word << shift;
    if (shift && to + 1 < words)
        bits[to + 1] |= word >> (64 - shift);
}

static void mark_run(int64_t from, size_t count, uint64_t *bits, size_t words)
{
    int64_t to = from + (int64_t)count;
    for (; from < to; from += 64) {
        uint64_t left = (uint64_t)(to - from);
        put_word(left < 64 ? ((uint64_t)1 << left) - 1 : UINT64_MAX, from, bits, words);
    }
}

static void mark_bits(struct span bytes, int64_t from, uint64_t *bits, size_t words)
{
    size_t i = 0;
    for (; i + 8 <= bytes.len; i += 8)
        put_word(wire_load_u64(bytes.data + i), from + (int64_t)i * 8, bits, words);
    uint64_t rest = 0;
    for (size_t k = 0; i + k < bytes.len; k++)
        rest |= (uint64_t)bytes.data[i + k] << 8 * k;
    put_word(rest, from + (int64_t)i * 8, bits, words);
}

/* The number of the last bit that is set; false when there is none in the last byte. */
static bool last_bit(struct span bytes, uint32_t *last)
{
    if (bytes.len == 0 || bytes.data[bytes.len - 1] == 0)
        return false;
    *last = (uint32_t)(bytes.len - 1) * 8 + pack_width(bytes.data[bytes.len - 1]) - 1;
    return true;
}

/* Where a block's bits go. */
struct target {
    uint32_t last, base;
    uint64_t *bits;
    size_t words;
};

static bool mark_one_run(uint64_t first, size_t count, const struct target *to)
{
    if (first + count - 1 != to->last)
        return false;
    mark_run((int64_t)first - (int64_t)to->base, count, to->bits, to->words);
    return true;
}

static bool mark_bitset(struct span bytes, uint64_t first, const struct target *to)
{
    uint32_t span = 0;
    if (!last_bit(bytes, &span) || first + span != to->last)
        return false;
    mark_bits(bytes, (int64_t)first - (int64_t)to->base, to->bits, to->words);
    return true;
}

/* Form 40, of gaps that begin at `next`. Run i goes up to exception i; the last one to the
 * end of the block. */
static bool mark_patched(struct wire_reader *in, uint64_t next, size_t count,
                         const struct target *to)
{
    uint64_t starts[PACK_EXCEPTIONS + 1];
    size_t ends[PACK_EXCEPTIONS + 1], runs = 0, lowest = 0;
    size_t exceptions = wire_u8(in);
    struct span at = wire_bytes(in, exceptions);
    if (in->bad || exceptions < 1 || exceptions > PACK_EXCEPTIONS)
        return false;
    for (size_t i = 0; i < exceptions; i++) {
        uint32_t gap = wire_varint32(in);
        if (at.data[i] < lowest || at.data[i] >= count || gap == 0)
            return false;
        starts[runs] = next;
        ends[runs++] = at.data[i];
        next += gap;
        lowest = (size_t)at.data[i] + 1;
    }
    starts[runs] = next;
    ends[runs++] = count;
    if (in->bad || next + count - 1 != to->last)
        return false;
    for (size_t i = 0, from = 0; i < runs; from = ends[i++])
        mark_run((int64_t)(starts[i] + from) - (int64_t)to->base, ends[i] - from,
                 to->bits, to->words);
    return true;
}

bool pack_mark_docs(struct wire_reader in, uint32_t before, size_t count, uint32_t last,
                    uint32_t base, uint64_t *bits, size_t words)
{
    const struct target to = {last, base, bits, words};
    uint64_t next = (uint32_t)(before + 1);
    uint8_t form = wire_u8(&in);
    size_t size;
    if (in.bad)
        return false;
    if (form == PACK_BITS)
        return mark_one_run(next, count, &to);
    if (form == PACK_PATCHED)
        return mark_patched(&in, next, count, &to);
    if (form != PACK_RUN && form != PACK_BITSET)
        return false;
    next += wire_varint32(&in);
    if (form == PACK_RUN)
        return !in.bad && mark_one_run(next, count, &to);
    size = wire_u16(&in);
    struct span bytes = wire_bytes(&in, size);
    return !in.bad && size <= PACK_BITSET_BYTES && size && (bytes.data[0] & 1) &&
           mark_bitset(bytes, next, &to);
}
