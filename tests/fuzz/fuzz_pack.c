/* fuzz_pack.c - any bytes as a block of numbers: refused (K1-K6), or decoded to numbers
 * that skipping agrees with and that come back when they are encoded. Every level of the
 * machine says the same.
 *
 * Input: the count minus one, then the block. */
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

static void round_again(const uint32_t *values, size_t count)
{
    uint32_t back[PACK_ARRAY];
    struct buf buf;
    buf_init(&buf, 0);
    pack_encode(&buf, values, count);
    must(buf.status == ST_OK && buf.len <= 1 + 4 * count);
    struct wire_reader in = wire_open(buf_span(&buf));
    must(pack_decode(&in, back, count) && wire_left(&in) == 0);
    must(memcmp(back, values, count * sizeof *values) == 0);
    buf_release(&buf);
}

/* Decoded again by each level, as numbers and as counts. */
static void every_level(struct span bytes, const uint32_t *values, size_t count,
                        bool done)
{
    uint32_t back[PACK_ARRAY];
    enum cpu_level before = cpu_level();
    for (unsigned level = 0; level < CPU_LEVELS; level++) {
        struct wire_reader in = wire_open(bytes);
        if (!cpu_force((enum cpu_level)level))
            continue;
        must(pack_decode(&in, back, count) == done);
        must(!done || memcmp(back, values, count * sizeof *values) == 0);
        in = wire_open(bytes);
        if (!pack_decode_counts(&in, back, count))
            continue;
        must(done);
        for (size_t i = 0; i < count; i++)
            must(back[i] == values[i] + 1 && back[i] <= 1U << PACK_COUNT_BITS);
    }
    (void)cpu_force(before);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    size_t count = (size_t)data[0] + 1;
    uint32_t values[PACK_ARRAY];
    struct wire_reader in = wire_open(span_of(data + 1, size - 1));
    struct wire_reader over = in;
    bool done = pack_decode(&in, values, count);
    bool skipped = pack_skip(&over, count);
    must(done == !in.bad && skipped == !over.bad);
    every_level(span_of(data + 1, size - 1), values, count, done);
    if (!done)
        return 0;
    must(skipped && over.next == in.next);
    round_again(values, count);
    return 0;
}
