/* test_hash.c - checksums and hashes are what FORMAT.md says; the table is a map. */
#include <stdio.h>
#include <string.h>

#include "support/unit.h"

#include "base/hash.h"
#include "base/memory.h"
#include "support/guard.h"

static int nothing_leaks(void **state)
{
    (void)state;
    memory_fail_at(0, false);
    return memory_live_count() == 0 ? 0 : -1;
}

static void crc_is_the_usual_one(void **state)
{
    (void)state;
    assert_int_equal(hash_crc32(0, span_text("123456789")), 0xCBF43926U);
    uint32_t first = hash_crc32(0, span_text("1234"));
    assert_int_equal(hash_crc32(first, span_text("56789")), 0xCBF43926U);
    assert_int_equal(hash_crc32(77, span_of(NULL, 0)), 77);
}

/* The text of hash.c again, the slow way, with 32-bit halves: what is on disk must not
 * change, and must not depend on a compiler's wide integers. */
static uint64_t slow_fold(uint64_t a, uint64_t b)
{
    uint64_t a0 = a & 0xFFFFFFFFU;
    uint64_t a1 = a >> 32;
    uint64_t b0 = b & 0xFFFFFFFFU;
    uint64_t b1 = b >> 32;
    uint64_t middle = a1 * b0 + (a0 * b0 >> 32);
    uint64_t middle2 = a0 * b1 + (middle & 0xFFFFFFFFU);
    uint64_t high = a1 * b1 + (middle >> 32) + (middle2 >> 32);
    return a * b ^ high;
}

static uint64_t number(const uint8_t *p, size_t width)
{
    uint64_t value = 0;
    while (width-- > 0)
        value = value << 8 | p[width];
    return value;
}

static uint64_t slow_hash(const uint8_t *p, size_t n)
{
    size_t t = n;
    uint64_t a = 0;
    uint64_t b = 0;
    uint64_t h = 0x6A09E667F3BCC909U ^ n;
    while (t > 16) {
        h = slow_fold(h ^ number(p, 8), 0xBB67AE8584CAA73BU ^ number(p + 8, 8));
        p += 16;
        t -= 16;
    }
    if (t >= 4) {
        size_t width = t >= 8 ? 8 : 4;
        a = number(p, width);
        b = number(p + t - width, width);
    } else if (t >= 1) {
        a = p[0] + 256U * p[t / 2] + 65536U * p[t - 1];
    }
    h = slow_fold(h ^ a, 0xBB67AE8584CAA73BU ^ b);
    return slow_fold(h ^ 0x3C6EF372FE94F82BU, 0xA54FF53A5F1D36F1U ^ n);
}

static void hash_is_what_the_text_says(void **state)
{
    (void)state;
    uint8_t bytes[200];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 37 + 11);
    for (size_t len = 0; len <= sizeof bytes; len++) {
        struct guard guard = {0};
        const uint8_t *copy = guard_copy(&guard, bytes, len);
        assert_true(hash_bytes(span_of(copy, len)) == slow_hash(bytes, len));
        guard_release(&guard);
    }
    assert_true(hash_bytes(span_of(NULL, 0)) == slow_hash(bytes, 0));
}

static void every_bit_of_the_input_counts(void **state)
{
    (void)state;
    for (size_t len = 1; len <= 40; len++) {
        uint8_t bytes[40] = {0};
        uint64_t plain = hash_bytes(span_of(bytes, len));
        for (size_t bit = 0; bit < len * 8; bit++) {
            bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
            uint64_t flipped = hash_bytes(span_of(bytes, len));
            bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
            int changed = __builtin_popcountll(plain ^ flipped);
            assert_in_range(changed, 8, 56);
        }
    }
}

static void short_keys_do_not_collide(void **state)
{
    (void)state;
    struct hash_table table;
    static uint8_t keys[65536][3];
    hash_table_init(&table);
    for (uint32_t i = 0; i < 65536; i++) {
        keys[i][0] = (uint8_t)i;
        keys[i][1] = (uint8_t)(i >> 8);
        uint64_t hash = hash_bytes(span_of(keys[i], 2));
        bool is_new = false;
        memcpy(keys[i], &hash, 3); /* 24 bits: some collide, by the birthday rule */
        assert_non_null(hash_table_put(&table, span_of(keys[i], 3), &is_new));
    }
    assert_in_range(table.used, 65536 - 220, 65536); /* 128 expected */
    hash_table_release(&table);
}

static void mix_is_a_bijection_of_zero(void **state)
{
    (void)state;
    assert_true(hash_mix(0) == 0);
    assert_true(hash_mix(1) == 0x5692161D100B05E5U);
}

static void table_is_a_map(void **state)
{
    (void)state;
    enum { KEYS = 5000 };
    static char text[KEYS][16];
    struct hash_table table;
    hash_table_init(&table);
    assert_null(hash_table_get(&table, span_text("none")));
    for (int round = 0; round < 2; round++) {
        for (uint64_t i = 0; i < KEYS; i++) {
            (void)snprintf(text[i], sizeof text[i], "key-%u", (unsigned)i);
            bool is_new = round != 0;
            uint64_t *value = hash_table_put(&table, span_text(text[i]), &is_new);
            assert_non_null(value);
            assert_int_equal(is_new, round == 0);
            assert_int_equal(*value, round == 0 ? 0 : i + 1);
            *value = i + 1;
        }
    }
    assert_int_equal(table.used, KEYS);
    assert_true(table.used * 4 <= table.slot_count * 3);
    assert_non_null(hash_table_get(&table, span_text("key-4999")));
    assert_null(hash_table_get(&table, span_text("key-5000")));
    hash_table_reset(&table);
    assert_null(hash_table_get(&table, span_text("key-1")));
    assert_int_equal(table.used, 0);
    hash_table_release(&table);
    hash_table_release(&table);
}

static void empty_key_is_a_key(void **state)
{
    (void)state;
    struct hash_table table;
    bool is_new = false;
    hash_table_init(&table);
    uint64_t *value = hash_table_put(&table, span_of(NULL, 0), &is_new);
    assert_non_null(value);
    assert_true(is_new);
    *value = 9;
    value = hash_table_put(&table, span_text(""), &is_new);
    assert_false(is_new);
    assert_int_equal(*value, 9);
    hash_table_release(&table);
}

static void no_memory_changes_nothing(void **state)
{
    (void)state;
    static char text[64][4];
    struct hash_table table;
    bool is_new = false;
    hash_table_init(&table);
    memory_fail_at(1, true);
    assert_null(hash_table_put(&table, span_text("x"), &is_new));
    memory_fail_at(0, false);
    size_t put = 0;
    for (unsigned i = 0; i < 12; i++) {
        (void)snprintf(text[i], sizeof text[i], "%u", i);
        put += hash_table_put(&table, span_text(text[i]), &is_new) != NULL;
    }
    assert_int_equal(put, 12);
    memory_fail_at(1, true);
    assert_null(hash_table_put(&table, span_text("x"), &is_new)); /* 3/4 of 16 */
    assert_non_null(hash_table_get(&table, span_text("11")));
    assert_non_null(hash_table_put(&table, span_text("11"), &is_new));
    assert_false(is_new);
    memory_fail_at(0, false);
    hash_table_release(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(crc_is_the_usual_one),
        cmocka_unit_test(hash_is_what_the_text_says),
        cmocka_unit_test(every_bit_of_the_input_counts),
        cmocka_unit_test_teardown(short_keys_do_not_collide, nothing_leaks),
        cmocka_unit_test(mix_is_a_bijection_of_zero),
        cmocka_unit_test_teardown(table_is_a_map, nothing_leaks),
        cmocka_unit_test_teardown(empty_key_is_a_key, nothing_leaks),
        cmocka_unit_test_teardown(no_memory_changes_nothing, nothing_leaks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
