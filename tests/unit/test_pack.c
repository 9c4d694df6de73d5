/* test_pack.c - blocks of numbers: they come back, are as small as pack.c says, and K1-K6
 * and K9 are held against bytes that break them; on every level of this machine. */
#include "support/unit.h"

#include <stdio.h>
#include <string.h>

#include "base/cpu.h"
#include "codec/pack.h"
#include "support/guard.h"
#include "support/numbers.h"

enum { NONE_BEFORE = -1 };

/* The bytes of one encoded block, put against the end of memory. */
struct block {
    struct guard guard;
    struct span bytes;
};

static struct block block_of(const void *data, size_t len)
{
    struct block block = {{0}, {0}};
    block.bytes = span_of(guard_copy(&block.guard, data, len), len);
    return block;
}

/* As numbers less one: each is one more, or the block is refused. */
static void round_counts(struct span bytes, const uint32_t *values, size_t count)
{
    uint32_t back[PACK_ARRAY], most = 0;
    struct wire_reader in = wire_open(bytes);
    for (size_t i = 0; i < count; i++)
        most = values[i] > most ? values[i] : most;
    bool good = pack_decode_counts(&in, back, count);
    assert_int_equal(good, most < 1U << PACK_COUNT_BITS);
    assert_int_equal(in.bad, !good);
    for (size_t i = 0; i < count && good; i++)
        assert_int_equal(back[i], values[i] + 1);
}

/* Encoded, decoded and skipped; returns the size. */
static size_t round_numbers(const uint32_t *values, size_t count)
{
    struct buf buf;
    uint32_t back[PACK_ARRAY];
    buf_init(&buf, 0);
    pack_encode(&buf, values, count);
    assert_int_equal(buf.status, ST_OK);
    size_t size = buf.len;
    struct block block = block_of(buf.data, buf.len);
    struct wire_reader in = wire_open(block.bytes);
    assert_true(pack_decode(&in, back, count));
    assert_int_equal(wire_left(&in), 0);
    assert_memory_equal(back, values, count * sizeof *values);
    round_counts(block.bytes, values, count);
    in = wire_open(block.bytes);
    assert_true(pack_skip(&in, count));
    assert_int_equal(wire_left(&in), 0);
    guard_release(&block.guard);
    buf_release(&buf);
    return size;
}

static void every_width_and_count(void **state)
{
    (void)state;
    struct numbers numbers = numbers_from(1);
    uint32_t values[PACK_ARRAY];
    for (unsigned bits = 0; bits <= 32; bits++) {
        for (size_t count = 1; count <= PACK_BLOCK; count++) {
            for (size_t i = 0; i < count; i++)
                values[i] = (uint32_t)((numbers_next(&numbers) & UINT32_MAX) >>
                                       (bits == 0 ? 0 : 32 - bits)) *
                            (bits != 0);
            assert_in_range(round_numbers(values, count), 1,
                            1 + (count * bits + 7) / 8);
        }
    }
}

static void skewed_numbers(void **state)
{
    (void)state;
    struct numbers numbers = numbers_from(2);
    uint32_t values[PACK_ARRAY];
    for (int round = 0; round < 20000; round++) {
        size_t count = 1 + numbers_below(&numbers, PACK_BLOCK);
        uint64_t small = numbers_below(&numbers, 200);
        uint64_t odds = 1 + numbers_below(&numbers, 100);
        for (size_t i = 0; i < count; i++) {
            bool large = numbers_below(&numbers, odds) == 0;
            uint64_t wide =
                numbers_next(&numbers) >> (32 + numbers_below(&numbers, 32));
            values[i] = (uint32_t)(large ? wide : numbers_below(&numbers, small));
        }
        (void)round_numbers(values, count);
    }
}

static void equal_numbers_take_a_byte(void **state)
{
    (void)state;
    uint32_t values[PACK_ARRAY];
    const uint32_t wanted[] = {0, 1, 2, 127, 128, 129, 1000, UINT32_MAX};
    for (size_t k = 0; k < sizeof wanted / sizeof *wanted; k++) {
        for (size_t i = 0; i < PACK_BLOCK; i++)
            values[i] = wanted[k];
        size_t most = wanted[k] <= 128 ? 1 : 6;
        assert_in_range(round_numbers(values, PACK_BLOCK), 1, most);
        assert_in_range(round_numbers(values, 1), 1, most);
        assert_in_range(round_numbers(values, 100), 1, most);
    }
}

static void a_few_large_ones_are_exceptions(void **state)
{
    (void)state;
    uint32_t values[PACK_ARRAY];
    for (size_t i = 0; i < PACK_BLOCK; i++)
        values[i] = (uint32_t)i % 8;
    for (size_t large = 1; large <= 16; large++) {
        values[large * 15] = UINT32_MAX - (uint32_t)large;
        assert_int_equal(round_numbers(values, PACK_BLOCK), 2 + 96 + large * 6);
    }
    values[255] = UINT32_MAX;
    assert_int_equal(round_numbers(values, PACK_BLOCK), 1 + 1024);
}

static void short_uneven_blocks_are_varints(void **state)
{
    (void)state;
    const uint32_t values[] = {1, 2000000, 3};
    assert_int_equal(round_numbers(values, 3), 6);
}

/* Numbers with a few large ones among many small: the mean decides the low bits. */
static void skewed_numbers_are_split(void **state)
{
    (void)state;
    struct numbers numbers = numbers_from(5);
    uint32_t values[PACK_BLOCK];
    for (unsigned low = 0; low < 20; low++) {
        for (size_t i = 0; i < PACK_BLOCK; i++) {
            values[i] = (uint32_t)numbers_below(&numbers, UINT64_C(1) << low);
            while (numbers_below(&numbers, 2))
                values[i] += 1U << low;
        }
        size_t most = 2 + 32 * low + 2 * 32 + 16;
        assert_in_range(round_numbers(values, PACK_BLOCK), 32 * low, most + most / 16);
        (void)round_numbers(values, 200);
        (void)round_numbers(values, 9);
    }
}

/* The examples of pack.c. */
static void bytes_are_as_written(void **state)
{
    (void)state;
    const struct {
        uint32_t values[3];
        const char *bytes;
        size_t len;
    } cases[] = {
        {{7, 7, 7}, "\x86", 1},
        {{3, 1, 2}, "\x02\x27", 2},
        {{1000, 1000, 1000}, "\x21\xE8\x07", 3},
    };
    for (size_t i = 0; i < 3; i++) {
        struct buf buf;
        buf_init(&buf, 0);
        pack_encode(&buf, cases[i].values, 3);
        assert_int_equal(buf.len, cases[i].len);
        assert_memory_equal(buf.data, cases[i].bytes, cases[i].len);
        buf_release(&buf);
    }
}

static void full_blocks_are_vertical(void **state)
{
    (void)state;
    uint32_t values[PACK_ARRAY] = {0};
    struct buf buf;
    buf_init(&buf, 0);
    for (size_t i = 0; i < PACK_BLOCK; i++)
        values[i] = 15U * (i % 2);
    values[8 + 3] = 9; /* row 1 of lane 3: bits 4..7 of its first word */
    pack_encode(&buf, values, PACK_BLOCK);
    assert_int_equal(buf.len, 1 + 4 * 32);
    assert_int_equal(buf.data[0], 4);
    assert_int_equal(buf.data[1 + 4 * 3], 0x9F);
    assert_int_equal(buf.data[1 + 4 * 3 + 1], 0xFF);
    assert_int_equal(buf.data[1 + 4 * 2], 0);
    buf_release(&buf);
}

static bool numbers_refused(const char *bytes, size_t len, size_t count)
{
    uint32_t values[PACK_ARRAY];
    struct block block = block_of(bytes, len);
    struct wire_reader in = wire_open(block.bytes);
    bool done = pack_decode(&in, values, count);
    assert_int_equal(in.bad, !done);
    guard_release(&block.guard);
    return !done;
}

static void corrupt_K1(void **state)
{
    (void)state;
    for (int form = 0x23; form < 0x80; form++) {
        char bytes[1100] = {(char)form, 1};
        uint32_t values[PACK_ARRAY];
        if (form >= 0x40 && form <= 0x7B)
            continue;
        assert_true(numbers_refused(bytes, sizeof bytes, 200));
        struct wire_reader in = wire_open(span_of(bytes, sizeof bytes));
        assert_false(pack_skip(&in, 200));
        assert_true(in.bad);
        if (form >= 0x24 && form <= 0x26)
            continue;
        in = wire_open(span_of(bytes, sizeof bytes));
        assert_false(pack_decode_docs(&in, 0, values, 200));
        in = wire_open(span_of(bytes, sizeof bytes));
        assert_false(pack_skip_docs(&in, 200));
    }
}

/* Every block cut at every place is refused, and by skipping too. */
static void corrupt_K2(void **state)
{
    (void)state;
    struct numbers numbers = numbers_from(3);
    uint32_t values[PACK_ARRAY];
    for (int round = 0; round < 200; round++) {
        size_t count = 1 + numbers_below(&numbers, PACK_BLOCK);
        unsigned shift = (unsigned)numbers_below(&numbers, 32);
        struct buf buf;
        buf_init(&buf, 0);
        for (size_t i = 0; i < count; i++)
            values[i] = (uint32_t)numbers_next(&numbers) >> shift;
        values[0] |= numbers_below(&numbers, 2) == 0 ? 0 : 0x80000000U;
        pack_encode(&buf, values, count);
        for (size_t len = 0; len < buf.len; len++) {
            struct block block = block_of(buf.data, len);
            struct wire_reader in = wire_open(block.bytes);
            assert_false(pack_decode(&in, values, count));
            in = wire_open(block.bytes);
            assert_false(pack_skip(&in, count));
            guard_release(&block.guard);
        }
        buf_release(&buf);
    }
    assert_true(numbers_refused("\x21\xFF\xFF\xFF\xFF\x10", 6, 3));
    assert_true(numbers_refused("\x22\x01\x81\x00", 4, 2));
}

static void corrupt_K3(void **state)
{
    (void)state;
    assert_false(numbers_refused("\x02\x27", 2, 3));
    assert_true(numbers_refused("\x02\x67", 2, 3));
    assert_true(numbers_refused("\x02\xA7", 2, 3));
    assert_false(numbers_refused("\x02\xA7", 2, 4));
    assert_true(numbers_refused("\x41\x01\x08\x00\x01", 5, 3)); /* also of form 4x */
    assert_false(numbers_refused("\x41\x01\x04\x00\x01", 5, 3));
}

static void corrupt_K4(void **state)
{
    (void)state;
    assert_false(numbers_refused("\x21\x81\x01", 3, 9));
    assert_true(numbers_refused("\x21\x80\x01", 3, 9));
    assert_true(numbers_refused("\x21\x00", 2, 9));
}

static void corrupt_K5(void **state)
{
    (void)state;
    char bytes[1 + PACK_BLOCK];
    memset(bytes, 1, sizeof bytes);
    bytes[0] = 0x22;
    assert_false(numbers_refused(bytes, sizeof bytes, PACK_BLOCK - 1));
    assert_true(numbers_refused(bytes, sizeof bytes, PACK_BLOCK));
}

static void corrupt_K6(void **state)
{
    (void)state;
    assert_false(numbers_refused("\x40\x02\x00\x02\x01\x05", 6, 3));
    assert_true(numbers_refused("\x40\x00", 2, 3)); /* none */
    assert_true(numbers_refused("\x40\x11"
                                "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                                38, 255));
    assert_true(numbers_refused("\x40\x02\x02\x00\x01\x05", 6, 3)); /* descending */
    assert_true(numbers_refused("\x40\x02\x02\x02\x01\x05", 6, 3)); /* twice */
    assert_true(numbers_refused("\x40\x02\x00\x03\x01\x05", 6, 3)); /* outside */
    assert_true(numbers_refused("\x40\x02\x00\x02\x01\x00", 6, 3)); /* high part 0 */
    assert_false(numbers_refused("\x48\x01"
                                 "abc\x00\xFF\xFF\xFF\x07",
                                 10, 3));
    assert_true(numbers_refused("\x48\x01"
                                "abc\x00\x80\x80\x80\x08",
                                10, 3));
    struct wire_reader in = wire_open(span_of("\x40\x00\x00\x00", 4));
    assert_false(pack_skip(&in, 3));
}

static void corrupt_K9(void **state)
{
    (void)state;
    assert_false(numbers_refused("\x61\x01\x0A\x5C", 4, 4));    /* 4 0 1 5 */
    assert_true(numbers_refused("\x61\x00\x0A", 3, 4));         /* no high part */
    assert_true(numbers_refused("\x61\x02\x0A\x5C\x00", 5, 4)); /* last byte 0 */
    assert_true(numbers_refused("\x61\x01\x0A\x4C", 4, 4));     /* too few set */
    assert_true(numbers_refused("\x61\x01\x0A\x7C", 4, 4));     /* too many */
    assert_true(numbers_refused("\x61\x01\x0A", 3, 4));         /* K2 */
    assert_true(numbers_refused("\x61\x01\x1A\x5C", 4, 4));     /* K3 */
    assert_false(numbers_refused("\x7B\x02\x01\x02\x03\x04\x00\x80", 8, 1));
    assert_true(numbers_refused("\x7B\x05\x01\x02\x03\x04\x00\x00\x00\x00\x80", 11,
                                1)); /* 39 << 27 */
}

static void a_bad_reader_stays_bad(void **state)
{
    (void)state;
    uint32_t values[PACK_ARRAY];
    struct wire_reader in = wire_open(span_of("\x00\x00", 2));
    in.bad = true;
    assert_false(pack_decode(&in, values, 5));
    assert_false(pack_skip(&in, 5));
    assert_false(pack_decode_docs(&in, 0, values, 5));
    assert_false(pack_skip_docs(&in, 5));
}

static void a_full_buffer_swallows(void **state)
{
    (void)state;
    uint32_t values[PACK_ARRAY];
    struct buf buf;
    for (uint32_t i = 0; i < PACK_BLOCK; i++)
        values[i] = i * i;
    for (size_t limit = 1; limit < 285; limit += 7) {
        buf_init(&buf, limit);
        pack_encode(&buf, values, PACK_BLOCK);
        assert_int_equal(buf.status, ST_LIMIT);
        buf_reset(&buf);
        pack_encode_docs(&buf, (uint32_t)NONE_BEFORE, values, PACK_BLOCK);
        assert_int_equal(buf.status, ST_LIMIT);
        buf_release(&buf);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_width_and_count),
        cmocka_unit_test(skewed_numbers),
        cmocka_unit_test(equal_numbers_take_a_byte),
        cmocka_unit_test(a_few_large_ones_are_exceptions),
        cmocka_unit_test(short_uneven_blocks_are_varints),
        cmocka_unit_test(skewed_numbers_are_split),
        cmocka_unit_test(bytes_are_as_written),
        cmocka_unit_test(full_blocks_are_vertical),
        cmocka_unit_test(corrupt_K1),
        cmocka_unit_test(corrupt_K2),
        cmocka_unit_test(corrupt_K3),
        cmocka_unit_test(corrupt_K4),
        cmocka_unit_test(corrupt_K5),
        cmocka_unit_test(corrupt_K6),
        cmocka_unit_test(corrupt_K9),
        cmocka_unit_test(a_bad_reader_stays_bad),
        cmocka_unit_test(a_full_buffer_swallows),
    };
    int failed = 0;
    for (unsigned level = 0; level < CPU_LEVELS; level++) {
        if (cpu_force((enum cpu_level)level))
            failed += cmocka_run_group_tests(tests, NULL, NULL);
    }
    return failed;
}
