/* test_pack_docs.c - blocks of documents: they come back, are as small as pack_docs.c says,
 * and K7, K8 and K10 are held against bytes that break them; on every level. */
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

static size_t round_docs(uint32_t before, const uint32_t *docs, size_t count)
{
    struct buf buf;
    uint32_t back[PACK_ARRAY];
    buf_init(&buf, 0);
    pack_encode_docs(&buf, before, docs, count);
    assert_int_equal(buf.status, ST_OK);
    size_t size = buf.len;
    struct block block = block_of(buf.data, buf.len);
    struct wire_reader in = wire_open(block.bytes);
    assert_true(pack_decode_docs(&in, before, back, count));
    assert_int_equal(wire_left(&in), 0);
    assert_memory_equal(back, docs, count * sizeof *docs);
    in = wire_open(block.bytes);
    assert_true(pack_skip_docs(&in, count));
    assert_int_equal(wire_left(&in), 0);
    guard_release(&block.guard);
    buf_release(&buf);
    return size;
}

static void documents_come_back(void **state)
{
    (void)state;
    struct numbers numbers = numbers_from(4);
    uint32_t docs[PACK_ARRAY];
    for (int round = 0; round < 20000; round++) {
        size_t count = 1 + numbers_below(&numbers, PACK_BLOCK);
        uint64_t step =
            1 + numbers_below(&numbers, 1ULL << numbers_below(&numbers, 20));
        uint32_t before = (uint32_t)NONE_BEFORE;
        if (numbers_below(&numbers, 4) != 0)
            before = (uint32_t)numbers_below(&numbers, 1U << 30);
        uint32_t next = before + 1;
        if (numbers_below(&numbers, 4) == 0)
            next += (uint32_t)numbers_below(&numbers, 1U << 30);
        for (size_t i = 0; i < count; i++) {
            docs[i] = next + (uint32_t)numbers_below(&numbers, step);
            next = docs[i] + 1;
        }
        (void)round_docs(before, docs, count);
    }
}

static void fill_docs(uint32_t docs[PACK_ARRAY], uint32_t first, uint32_t step)
{
    for (uint32_t i = 0; i < PACK_BLOCK; i++)
        docs[i] = first + i * step;
}

static void runs_and_dense_lists_are_small(void **state)
{
    (void)state;
    uint32_t docs[PACK_ARRAY];
    fill_docs(docs, 0, 1);
    assert_int_equal(round_docs((uint32_t)NONE_BEFORE, docs, PACK_BLOCK), 1);
    fill_docs(docs, 100, 1);
    assert_int_equal(round_docs((uint32_t)NONE_BEFORE, docs, PACK_BLOCK), 2);
    assert_int_equal(round_docs(99, docs, PACK_BLOCK), 1);
    assert_int_equal(round_docs(9, docs, 1), 1);
    fill_docs(docs, 100, 3);
    assert_int_equal(round_docs(97, docs, PACK_BLOCK), 1); /* every third: gaps equal */
    for (uint32_t i = 0; i < PACK_BLOCK; i++)
        docs[i] = 100 + i * 3 / 2;
    assert_in_range(round_docs(99, docs, PACK_BLOCK), 32, 4 + 48);
}

static void far_first_documents_are_apart(void **state)
{
    (void)state;
    uint32_t docs[PACK_BLOCK];
    for (uint32_t i = 0; i < 100; i++)
        docs[i] = 5000000 + i * 3 + i % 2;
    assert_in_range(round_docs(9, docs, 100), 5, 40); /* not 22 bits for each */
    (void)round_docs(9, docs, 2);
}

static void ids_may_reach_the_top(void **state)
{
    (void)state;
    uint32_t docs[PACK_ARRAY];
    fill_docs(docs, UINT32_MAX - 256, 1);
    (void)round_docs(5, docs, PACK_BLOCK);
    docs[0] = 0;
    docs[1] = UINT32_MAX - 1;
    (void)round_docs((uint32_t)NONE_BEFORE, docs, 2);
    (void)round_docs((uint32_t)NONE_BEFORE, docs, 1);
    (void)round_docs(UINT32_MAX - 2, docs + 1, 1);
    (void)round_docs(0, docs + 1, 1);
}

static void document_bytes_are_as_written(void **state)
{
    (void)state;
    const uint32_t run[] = {12, 13, 14};
    const uint32_t dense[] = {10, 12, 13, 15, 17, 18, 19, 20, 21};
    uint32_t back[PACK_ARRAY];
    struct buf buf;
    buf_init(&buf, 0);
    pack_encode_docs(&buf, 9, run, 3);
    assert_int_equal(buf.len, 2);
    assert_memory_equal(buf.data, "\x24\x02", 2);
    struct wire_reader in = wire_open(span_of("\x25\x00\x02\x00\xAD\x0F", 6));
    assert_true(pack_decode_docs(&in, 9, back, 9));
    assert_memory_equal(back, dense, sizeof dense);
    buf_release(&buf);
}

static bool docs_refused(const char *bytes, size_t len, uint32_t before, size_t count)
{
    uint32_t docs[PACK_ARRAY];
    struct block block = block_of(bytes, len);
    struct wire_reader in = wire_open(block.bytes);
    bool done = pack_decode_docs(&in, before, docs, count);
    assert_int_equal(in.bad, !done);
    guard_release(&block.guard);
    return !done;
}

static void corrupt_K7(void **state)
{
    (void)state;
    const uint32_t top = UINT32_MAX;
    assert_false(docs_refused("\x24\xFD\xFF\xFF\xFF\x0F", 6, top, 2));
    assert_true(docs_refused("\x24\xFE\xFF\xFF\xFF\x0F", 6, top, 2));
    assert_true(docs_refused("\x24\x00", 2, top - 1, 1));
    assert_false(docs_refused("\x24\x00", 2, top - 2, 1));
    assert_false(docs_refused("\x00", 1, top - 3, 2));
    assert_true(docs_refused("\x00", 1, top - 3, 3));
    assert_true(docs_refused("\x22\xFF\xFF\xFF\xFF\x0F\x00", 7, top, 2));
    assert_true(docs_refused("\x22\x00\xFF\xFF\xFF\xFF\x0F", 7, top, 2));
    assert_true(docs_refused("\x22\x80\x80\x80\x80\x08\x80\x80\x80\x80\x08", 11, 0, 2));
    assert_false(docs_refused("\x25\xF6\xFF\xFF\xFF\x0F\x01\x00\x81", 9, top, 2));
    assert_false(docs_refused("\x25\xF7\xFF\xFF\xFF\x0F\x01\x00\x81", 9, top, 2));
    assert_true(docs_refused("\x25\xF8\xFF\xFF\xFF\x0F\x01\x00\x81", 9, top, 2));
}

static void corrupt_K10(void **state)
{
    (void)state;
    assert_false(docs_refused("\x26\x05\x02\x07", 4, 9, 3)); /* 15, 19, 21 */
    assert_true(docs_refused("\x26\x05\x02", 3, 9, 1));
    assert_true(docs_refused("\x26\x05\x00", 3, 9, 256));
    assert_false(docs_refused("\x26\x05\x00", 3, 9, 255));
    assert_true(docs_refused("\x26\xF4\xFF\xFF\xFF\x0F\x00", 7, 9, 2)); /* K7 */
    struct wire_reader in = wire_open(span_of("\x26\x05\x00", 3));
    assert_false(pack_skip_docs(&in, 1));
}

static void corrupt_K8(void **state)
{
    (void)state;
    assert_false(docs_refused("\x25\x00\x02\x00\xAD\x0F", 6, 9, 9));
    assert_true(docs_refused("\x25\x00\x02\x00\xAD\x0F", 6, 9, 8));  /* too many */
    assert_true(docs_refused("\x25\x00\x02\x00\xAD\x0F", 6, 9, 10)); /* too few */
    assert_true(docs_refused("\x25\x00\x02\x00\xAC\x1F", 6, 9, 9));  /* not bit 0 */
    assert_true(
        docs_refused("\x25\x00\x03\x00\xAD\x0F\x00", 7, 9, 9));     /* last byte 0 */
    assert_true(docs_refused("\x25\x00\x00\x00", 4, 9, 1));         /* size 0 */
    assert_true(docs_refused("\x25\x00\x03\x00\xAD\x0F", 6, 9, 9)); /* cut */
    static char bytes[4 + 1025] = "\x25\x00\x01\x04\x01";
    bytes[1028] = 1;
    assert_true(docs_refused(bytes, 1029, 9, 2)); /* 1025 bytes */
    struct wire_reader in = wire_open(span_of(bytes, 1029));
    assert_false(pack_skip_docs(&in, 2));
    static char most[4 + 1024] = "\x25\x00\x00\x04\x01";
    most[1027] = 1;
    assert_false(docs_refused(most, 1028, 9, 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_come_back),
        cmocka_unit_test(runs_and_dense_lists_are_small),
        cmocka_unit_test(far_first_documents_are_apart),
        cmocka_unit_test(ids_may_reach_the_top),
        cmocka_unit_test(document_bytes_are_as_written),
        cmocka_unit_test(corrupt_K7),
        cmocka_unit_test(corrupt_K8),
        cmocka_unit_test(corrupt_K10),
    };
    int failed = 0;
    for (unsigned level = 0; level < CPU_LEVELS; level++)
        if (cpu_force((enum cpu_level)level))
            failed += cmocka_run_group_tests(tests, NULL, NULL);
    return failed;
}
