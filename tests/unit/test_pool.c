/* test_pool.c - refs stay valid over growth; tables find what they hold. */
#include "support/unit.h"

#include "base/memory.h"
#include "build/pool.h"
#include "support/guard.h"

static void refs_survive_growth(void **state)
{
    enum { COUNT = 20000 };
    static pool_ref refs[COUNT];
    struct pool pool;

    (void)state;
    pool_init(&pool);
    for (uint32_t i = 0; i < COUNT; i++) {
        refs[i] = pool_copy(&pool, span_of(&i, sizeof i));
        assert_int_not_equal(refs[i], 0);
        assert_int_equal(refs[i] % 4, 0);
    }
    for (uint32_t i = 0; i < COUNT; i++)
        assert_memory_equal(pool_at(&pool, refs[i]), &i, sizeof i);
    pool_reset(&pool);
    assert_int_equal(pool_copy(&pool, span_text("a")), 4);
    pool_release(&pool);
    assert_int_equal(memory_live_count(), 0);
}

static void too_much_is_a_limit(void **state)
{
    struct pool pool;

    (void)state;
    pool_init(&pool);
    assert_int_equal(pool_alloc(&pool, (size_t)1 << 33), 0);
    assert_int_equal(pool.status, ST_LIMIT);
    assert_int_equal(pool_alloc(&pool, 1), 0); /* sticky */
    pool_reset(&pool);
    assert_int_not_equal(pool_alloc(&pool, 1), 0);
    pool_release(&pool);
}

static void no_memory_is_told(void **state)
{
    struct ref_table table;
    struct pool pool;

    (void)state;
    pool_init(&pool);
    memory_fail_at(1, false);
    assert_int_equal(pool_alloc(&pool, 8), 0);
    assert_int_equal(pool.status, ST_NOMEM);
    pool_release(&pool);
    ref_table_init(&table);
    memory_fail_at(1, false);
    assert_false(ref_table_reserve(&table));
    assert_true(ref_table_reserve(&table));
    ref_table_release(&table);
    assert_int_equal(memory_live_count(), 0);
}

static struct ref_slot *find(const struct ref_table *table, uint32_t hash, uint32_t ref)
{
    struct ref_slot *slot = &table->slots[hash & table->mask];

    while (slot->ref && slot->ref != ref)
        slot = slot == &table->slots[table->mask] ? table->slots : slot + 1;
    return slot;
}

static void tables_keep_all_over_growth(void **state)
{
    enum { COUNT = 5000 };
    struct ref_table table;

    (void)state;
    ref_table_init(&table);
    for (uint32_t i = 1; i <= COUNT; i++) {
        uint32_t hash = i % 7 ? i * 2654435761U : UINT32_MAX; /* many share one home */

        assert_true(ref_table_reserve(&table));
        ref_table_fill(&table, find(&table, hash, i), hash, i);
    }
    for (uint32_t i = 1; i <= COUNT; i++) {
        uint32_t hash = i % 7 ? i * 2654435761U : UINT32_MAX;

        assert_int_equal(find(&table, hash, i)->ref, i);
    }
    assert_int_equal(table.used, COUNT);
    ref_table_reset(&table);
    assert_int_equal(find(&table, UINT32_MAX, 7)->ref, 0);
    ref_table_release(&table);
}

static void hashes_see_every_byte(void **state)
{
    uint8_t key[40] = {0};

    (void)state;
    for (size_t len = 1; len <= sizeof key; len++) {
        uint32_t before = pool_hash(span_of(key, len), 0);

        assert_int_not_equal(before, pool_hash(span_of(key, len), 1));
        assert_int_not_equal(before, pool_hash(span_of(key, len - 1), 0));
        for (size_t i = 0; i < len; i++) {
            key[i] ^= 0x80;
            assert_int_not_equal(before, pool_hash(span_of(key, len), 0));
            key[i] ^= 0x80;
        }
    }
}

/* Keys of every length, against unreadable memory; one byte more or other is another
 * key. */
static void test_keys(void **state)
{
    (void)state;
    for (size_t len = 0; len <= 40; len++) {
        struct guard left, right;
        uint8_t *a = guard_copy(&left, NULL, len), *b = guard_copy(&right, NULL, len);

        for (size_t i = 0; i < len; i++)
            a[i] = b[i] = (uint8_t)(i * 7 + 1);
        assert_true(pool_same(a, b, len));
        assert_int_equal(pool_hash(span_of(a, len), 5), pool_hash(span_of(b, len), 5));
        for (size_t i = 0; i < len; i++) {
            b[i] ^= 0x40;
            assert_false(pool_same(a, b, len));
            assert_int_not_equal(pool_hash(span_of(a, len), 5),
                                 pool_hash(span_of(b, len), 5));
            b[i] ^= 0x40;
        }
        guard_release(&left);
        guard_release(&right);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refs_survive_growth),
        cmocka_unit_test(too_much_is_a_limit),
        cmocka_unit_test(no_memory_is_told),
        cmocka_unit_test(tables_keep_all_over_growth),
        cmocka_unit_test(hashes_see_every_byte),
        cmocka_unit_test(test_keys),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
