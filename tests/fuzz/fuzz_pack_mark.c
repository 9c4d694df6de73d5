/* fuzz_pack_mark.c - any bytes as a block of documents: as bits they are what decoding
 * gives, or nothing is set. Only a bitset with another number of documents than the count
 * says (K8) is marked and not decoded.
 *
 * Input: the count minus one, `before` and `base` (u32), then the block. */
#include <stdlib.h>
#include <string.h>

#include "codec/pack.h"
#include "codec/pack_form.h"
#include "codec/pack_mark.h"

enum { HEAD = 1 + 4 + 4, WORDS = 24 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* The document that a run or a bitset ends with, decodable or not; else 0. */
static uint32_t end_of(struct wire_reader in, uint32_t before, size_t count)
{
    uint8_t form = wire_u8(&in);
    uint32_t last = before + 1 + wire_varint32(&in);
    if (form != PACK_RUN && form != PACK_BITSET)
        return 0;
    if (form == PACK_RUN)
        return last + (uint32_t)count - 1;
    size_t len = wire_u16(&in);
    struct span bytes = wire_bytes(&in, len);
    if (in.bad || len == 0)
        return 0;
    return last + (uint32_t)len * 8 - 8 + pack_width(bytes.data[len - 1]) - 1;
}

static bool is_marked(uint8_t form)
{
    return form == PACK_BITS || form == PACK_RUN || form == PACK_BITSET ||
           form == PACK_PATCHED;
}

static void must_show(const uint64_t *bits, uint32_t base, const uint32_t *docs,
                      size_t count)
{
    uint64_t wanted[WORDS] = {0};
    for (size_t i = 0; i < count; i++)
        if (docs[i] >= base && docs[i] - base < WORDS * 64)
            wanted[(docs[i] - base) / 64] |= (uint64_t)1 << (docs[i] - base) % 64;
    must(memcmp(bits, wanted, sizeof wanted) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint64_t zero[WORDS];
    if (size < HEAD)
        return 0;
    size_t count = (size_t)data[0] + 1;
    uint32_t before = wire_load_u32(data + 1), base = wire_load_u32(data + 5);
    uint32_t docs[PACK_ARRAY];
    uint64_t bits[WORDS] = {0};
    struct wire_reader in = wire_open(span_of(data + HEAD, size - HEAD)), decoder = in;
    bool decoded = pack_decode_docs(&decoder, before, docs, count);
    uint32_t last = decoded ? docs[count - 1] : end_of(in, before, count);
    bool fits = size > HEAD && is_marked(data[HEAD]);
    if (last == UINT32_MAX)
        return 0;
    bool marked = pack_mark_docs(in, before, count, last, base, bits, WORDS);
    must(marked || memcmp(bits, zero, sizeof zero) == 0);
    must(marked || !(decoded && fits));
    must(!marked || decoded || data[HEAD] == PACK_BITSET);
    if (marked && decoded)
        must_show(bits, base, docs, count);
    memset(bits, 0, sizeof bits);
    must(!pack_mark_docs(in, before, count, last ^ 1, base, bits, WORDS));
    must(memcmp(bits, zero, sizeof zero) == 0);
    return 0;
}
