/* test_inflate.c - what zlib packs at every level, block by block and with histories. */
#include <string.h>
#include <zlib.h>

#include "base/memory.h"
#include "codec/inflate.h"
#include "support/guard.h"
#include "support/numbers.h"
#include "support/unit.h"

enum { PLAIN_MAX = 9000, HISTORY_MAX = 32768 };

static uint8_t plain[PLAIN_MAX], packed[2 * PLAIN_MAX + 1000];
static uint8_t room[HISTORY_MAX + PLAIN_MAX + INFLATE_SLACK];
static uint8_t history[HISTORY_MAX];
static struct inflate z;

/* Bytes of few kinds, or of many, or pieces of what was there before. */
static void fill(uint8_t *bytes, size_t len, const uint8_t *before, size_t before_len,
                 struct numbers *numbers)
{
    uint64_t kinds = 1 + numbers_below(numbers, numbers_below(numbers, 2) ? 256 : 20);
    for (size_t at = 0; at < len;) {
        size_t run = 1 + (size_t)numbers_below(numbers, 40);
        bool copied = before_len > 0 && numbers_below(numbers, 2);
        size_t from = before_len ? (size_t)numbers_below(numbers, before_len) : 0;
        for (; run > 0 && at < len; run--, at++) {
            bytes[at] = (uint8_t)numbers_below(numbers, kinds);
            if (copied && from < before_len)
                bytes[at] = before[from++];
            else if (!copied && at >= 3 && run % 4)
                bytes[at] = bytes[at - 3];
        }
    }
}

static struct span pack(size_t len, size_t history_len, int level, int strategy)
{
    z_stream out = {0};
    assert_int_equal(deflateInit2(&out, level, Z_DEFLATED, -15, 8, strategy), Z_OK);
    if (history_len > 0)
        assert_int_equal(deflateSetDictionary(&out, history, (unsigned)history_len),
                         Z_OK);
    out.next_in = plain;
    out.avail_in = (unsigned)(len / 2);
    out.next_out = packed;
    out.avail_out = sizeof packed;
    assert_int_equal(deflate(&out, Z_FULL_FLUSH), Z_OK); /* more than one block */
    out.avail_in = (unsigned)(len - len / 2);
    assert_int_equal(deflate(&out, Z_FINISH), Z_STREAM_END);
    size_t made = sizeof packed - out.avail_out;
    assert_int_equal(deflateEnd(&out), Z_OK);
    return span_of(packed, made);
}

/* In steps that begin anywhere. */
static void check(struct span bytes, size_t len, size_t history_len,
                  struct numbers *numbers)
{
    uint8_t *out = room + HISTORY_MAX;
    memcpy(out - history_len, history, history_len);
    inflate_begin(&z, bytes, out, history_len, len);
    for (size_t want = 0; want < len;) {
        want += 1 + (size_t)numbers_below(numbers, len);
        want = want < len ? want : len;
        assert_true(inflate_until(&z, want));
        assert_true(z.done >= want);
        assert_memory_equal(out, plain, z.done);
    }
    assert_true(inflate_until(&z, len));
    assert_true(inflate_whole(&z));
}

static void test_what_zlib_packs(void **state)
{
    static const int strategies[] = {Z_DEFAULT_STRATEGY, Z_FIXED, Z_HUFFMAN_ONLY,
                                     Z_RLE};
    (void)state;
    for (uint64_t seed = 0; seed < 400; seed++) {
        struct numbers numbers = numbers_from(seed);
        size_t len = (size_t)numbers_below(&numbers, seed % 2 ? PLAIN_MAX : 300);
        size_t history_len =
            seed % 3 ? (size_t)numbers_below(&numbers, HISTORY_MAX + 1) : 0;
        fill(history, history_len, NULL, 0, &numbers);
        fill(plain, len, history, history_len, &numbers);
        struct span bytes =
            pack(len, history_len, (int)(seed % 10), strategies[seed / 10 % 4]);
        check(bytes, len, history_len, &numbers);
    }
}

static void test_damage_is_no_crash(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 300; seed++) {
        struct numbers numbers = numbers_from(seed);
        size_t len = 1 + (size_t)numbers_below(&numbers, 2000);
        fill(plain, len, NULL, 0, &numbers);
        struct span bytes = pack(len, 0, 1 + (int)(seed % 9), Z_DEFAULT_STRATEGY);
        packed[numbers_below(&numbers, bytes.len)] ^=
            (uint8_t)(1u << numbers_below(&numbers, 8));
        struct guard guard;
        bytes.len -= (size_t)numbers_below(&numbers, 2) * (bytes.len / 3);
        uint8_t *copy = guard_copy(&guard, bytes.data, bytes.len);
        inflate_begin(&z, span_of(copy, bytes.len), room + HISTORY_MAX, 0, len);
        if (inflate_until(&z, len))
            (void)inflate_whole(&z);
        assert_true(z.done <= len + INFLATE_SLACK);
        guard_release(&guard);
    }
}

static void test_cut_short_is_not_whole(void **state)
{
    struct numbers numbers = numbers_from(1);
    (void)state;
    fill(plain, 3000, NULL, 0, &numbers);
    struct span bytes = pack(3000, 0, 6, Z_DEFAULT_STRATEGY);
    for (size_t len = 0; len < bytes.len; len++) {
        inflate_begin(&z, span_part(bytes, 0, len), room + HISTORY_MAX, 0, 3000);
        assert_false(inflate_until(&z, 3000) && inflate_whole(&z));
    }
    packed[bytes.len++] = 0; /* nor with a byte behind it */
    inflate_begin(&z, bytes, room + HISTORY_MAX, 0, 3000);
    assert_true(inflate_until(&z, 3000));
    assert_false(inflate_whole(&z));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_zlib_packs),
        cmocka_unit_test(test_damage_is_no_crash),
        cmocka_unit_test(test_cut_short_is_not_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
