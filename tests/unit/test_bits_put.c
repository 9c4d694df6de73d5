/* test_bits_put.c - strings of bits and plans for blocks: what every level of machines
 * writes is what is written bit by bit. */
#include <string.h>

#include "base/cpu.h"
#include "codec/bits_put.h"
#include "codec/pack.h"
#include "segment/place_bits.h"
#include "support/numbers.h"
#include "support/unit.h"

enum { NUMBERS = 300, BYTES = NUMBERS * 8 + BITS_PUT_ROOM };

static void put_bit(uint8_t *to, size_t bit)
{
    to[bit / 8] = (uint8_t)(to[bit / 8] | 1u << bit % 8);
}

static size_t low_by_bits(uint8_t *to, const uint32_t *values, size_t count,
                          unsigned bits)
{
    memset(to, 0, BYTES);
    for (size_t i = 0; i < count; i++)
        for (unsigned k = 0; k < bits; k++)
            if (values[i] >> k & 1)
                put_bit(to, i * bits + k);
    return (count * bits + 7) / 8;
}

static size_t high_by_bits(uint8_t *to, const uint32_t *values, size_t count,
                           unsigned low)
{
    size_t bit = 0;

    memset(to, 0, BYTES);
    for (size_t i = 0; i < count; i++) {
        bit += values[i] >> low;
        put_bit(to, bit++);
    }
    return (bit + 7) / 8;
}

static void fill(struct numbers *random, uint32_t *values, size_t count, unsigned width)
{
    for (size_t i = 0; i < count; i++)
        values[i] = (uint32_t)(numbers_next(random) & (((uint64_t)1 << width) - 1));
}

static void test_low(void **state)
{
    static uint8_t wanted[BYTES], got[BYTES];
    uint32_t values[NUMBERS];
    struct numbers random = numbers_from(3);
    enum cpu_level before = cpu_level();

    (void)state;
    for (unsigned bits = 0; bits <= 32; bits++)
        for (size_t count = 0; count < NUMBERS; count += 1 + count / 3) {
            size_t len;

            fill(&random, values, count, 32);
            len = low_by_bits(wanted, values, count, bits);
            for (unsigned level = 0; level < CPU_LEVELS; level++) {
                if (!cpu_force((enum cpu_level)level))
                    continue;
                memset(got, 0xA5, sizeof got);
                bits_put_low(got, values, count, bits);
                assert_memory_equal(got, wanted, len);
                for (size_t i = len + BITS_PUT_ROOM; i < BYTES; i++)
                    assert_int_equal(got[i], 0xA5);
            }
        }
    assert_true(cpu_force(before));
}

static void test_high(void **state)
{
    static uint8_t wanted[BYTES], got[BYTES];
    uint32_t values[NUMBERS];
    struct numbers random = numbers_from(4);
    enum cpu_level before = cpu_level();

    (void)state;
    for (unsigned width = 0; width < 24; width++)
        for (size_t count = 0; count < NUMBERS; count += 1 + count / 3) {
            unsigned low = width > 4 ? width - (unsigned)numbers_below(&random, 4) : 0;
            size_t len;

            fill(&random, values, count, width);
            if (count > 2)
                values[count / 2] = 200u << low; /* zeros for some words */
            len = high_by_bits(wanted, values, count, low);
            for (unsigned level = 0; level < CPU_LEVELS; level++) {
                if (!cpu_force((enum cpu_level)level))
                    continue;
                memset(got, 0xA5, sizeof got);
                bits_put_high(got, values, count, low);
                assert_memory_equal(got, wanted, len);
                for (size_t i = len + BITS_PUT_ROOM; i < BYTES; i++)
                    assert_int_equal(got[i], 0xA5);
            }
        }
    assert_true(cpu_force(before));
}

/* The bytes of a block, as numbers and as documents, and of a block's places. */
static void put_all(struct buf *out, const uint32_t *values, const uint32_t *docs,
                    size_t count)
{
    unsigned low = place_bits_low(values, count);

    buf_reset(out);
    pack_encode(out, values, count);
    pack_encode_docs(out, docs[0] - 1, docs, count);
    (void)place_bits_put(out, values, count, low);
    assert_int_equal(out->status, ST_OK);
}

static void test_blocks(void **state)
{
    uint32_t values[PACK_BLOCK], docs[PACK_BLOCK];
    struct numbers random = numbers_from(5);
    enum cpu_level before = cpu_level();
    struct buf wanted, got;

    (void)state;
    buf_init(&wanted, 0);
    buf_init(&got, 0);
    for (unsigned round = 0; round < 1500; round++) {
        size_t count = round % 3 ? (size_t)PACK_BLOCK
                                 : 1 + (size_t)numbers_below(&random, PACK_BLOCK);

        fill(&random, values, count, round % 22);
        for (unsigned far = round % 18; far > 0; far--) {
            uint32_t *value = &values[numbers_below(&random, count)];

            *value = *value << far % 7 & ((1u << PLACE_SHIFT) - 1);
        }
        docs[0] = values[0] + 1;
        for (size_t i = 1; i < count; i++)
            docs[i] = docs[i - 1] + 1 + values[i] % (1u << 23);
        assert_true(cpu_force(CPU_PORTABLE));
        put_all(&wanted, values, docs, count);
        for (unsigned level = 1; level < CPU_LEVELS; level++) {
            if (!cpu_force((enum cpu_level)level))
                continue;
            put_all(&got, values, docs, count);
            assert_int_equal(got.len, wanted.len);
            assert_memory_equal(got.data, wanted.data, got.len);
        }
    }
    buf_release(&wanted);
    buf_release(&got);
    assert_true(cpu_force(before));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_low),
        cmocka_unit_test(test_high),
        cmocka_unit_test(test_blocks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
