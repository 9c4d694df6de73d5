/* fuzz_pack_docs.c - any bytes as a block of documents: refused, or decoded to ids that
 * ascend from `before` and stay below 2^32 - 1 (K7, K8), that skipping agrees with, and
 * that come back when they are encoded. Every level of the machine says the same.
 *
 * Input: the count minus one, `before` (u32), then the block. */
#include <stdlib.h>
#include <string.h>

#include "base/cpu.h"
#include "codec/pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void must_ascend(uint32_t before, const uint32_t *docs, size_t count)
{
    uint64_t least = (uint64_t)(uint32_t)(before + 1);
    for (size_t i = 0; i < count; i++) {
        must(docs[i] >= least && docs[i] < UINT32_MAX);
        least = (uint64_t)docs[i] + 1;
    }
}

static void round_again(uint32_t before, const uint32_t *docs, size_t count)
{
    uint32_t back[PACK_ARRAY];
    struct buf buf;
    buf_init(&buf, 0);
    pack_encode_docs(&buf, before, docs, count);
    must(buf.status == ST_OK);
    struct wire_reader in = wire_open(buf_span(&buf));
    must(pack_decode_docs(&in, before, back, count) && wire_left(&in) == 0);
    must(memcmp(back, docs, count * sizeof *docs) == 0);
    buf_release(&buf);
}

static void every_level(struct span bytes, uint32_t before, const uint32_t *docs,
                        size_t count, bool done)
{
    uint32_t back[PACK_ARRAY];
    enum cpu_level usual = cpu_level();
    for (unsigned level = 0; level < CPU_LEVELS; level++) {
        struct wire_reader in = wire_open(bytes);
        if (!cpu_force((enum cpu_level)level))
            continue;
        must(pack_decode_docs(&in, before, back, count) == done);
        must(!done || memcmp(back, docs, count * sizeof *docs) == 0);
    }
    (void)cpu_force(usual);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 5)
        return 0;
    size_t count = (size_t)data[0] + 1;
    uint32_t before = wire_load_u32(data + 1);
    uint32_t docs[PACK_ARRAY];
    struct wire_reader in = wire_open(span_of(data + 5, size - 5));
    struct wire_reader over = in;
    bool done = pack_decode_docs(&in, before, docs, count);
    bool skipped = pack_skip_docs(&over, count);
    must(done == !in.bad && skipped == !over.bad);
    every_level(span_of(data + 5, size - 5), before, docs, count, done);
    if (!done)
        return 0;
    must(skipped && over.next == in.next);
    must_ascend(before, docs, count);
    round_again(before, docs, count);
    return 0;
}
