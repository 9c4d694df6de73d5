/* pack_mark.c
 *
 *   block      first |....x..x|xx......|...         bit 0 is the first document
 *   window   base |________|________|____           64 documents a word
 *                       ^ a word of the block falls on two words of the window
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

/* The number of the last bit that is set; false when a document is missing at an end. */
static bool last_bit(struct span bytes, uint32_t *last)
{
    if (bytes.len == 0 || (bytes.data[0] & 1) == 0 || bytes.data[bytes.len - 1] == 0)
        return false;
    *last = (uint32_t)(bytes.len - 1) * 8 + pack_width(bytes.data[bytes.len - 1]) - 1;
    return true;
}

bool pack_mark_docs(struct wire_reader in, uint32_t before, size_t count, uint32_t last,
                    uint32_t base, uint64_t *bits, size_t words)
{
    uint8_t form = wire_u8(&in);
    if (in.bad || (form != PACK_RUN && form != PACK_BITSET))
        return false;
    uint64_t first = (uint64_t)(uint32_t)(before + 1) + wire_varint32(&in);
    uint32_t span = (uint32_t)count - 1;
    struct span bytes = span_of(NULL, 0);
    if (form == PACK_BITSET) {
        size_t size = wire_u16(&in);
        bytes = size <= PACK_BITSET_BYTES ? wire_bytes(&in, size) : bytes;
        if (in.bad || !last_bit(bytes, &span))
            return false;
    }
    if (in.bad || first + span != last)
        return false;
    int64_t from = (int64_t)first - (int64_t)base;
    if (form == PACK_RUN)
        mark_run(from, count, bits, words);
    else
        mark_bits(bytes, from, bits, words);
    return true;
}
