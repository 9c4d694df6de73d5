/* test_topk.c - the heap keeps the best, and of equals the earlier. */
#include "match/topk.h"

#include <stdlib.h>

#include "support/numbers.h"
#include "support/unit.h"

static void test_floats_order_as_their_keys(void **state)
{
    static const float ascending[] = {0.0f, 1e-30f, 0.5f, 0.50000006f,
                                      1.0f, 3.5f,   1e20f};
    (void)state;
    for (size_t i = 1; i < sizeof ascending / sizeof *ascending; i++)
        assert_true(topk_key_of(ascending[i - 1]) < topk_key_of(ascending[i]));
    assert_true(topk_score_of(topk_key_of(3.5f)) >= 3.5f);
    assert_true(topk_score_of(topk_key_of(3.5f)) <= 3.5f);
    assert_int_equal(topk_key_of(-1.0f), 0);
}

static int best_first(const void *a, const void *b)
{
    const struct topk_entry *x = a, *y = b;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    if (x->key != y->key)
        return x->key > y->key ? -1 : 1;
    if (x->segment != y->segment)
        return x->segment < y->segment ? -1 : 1;
    return (x->doc > y->doc) - (x->doc < y->doc);
}

/* Ranks ascend: every `ranked` entries the next one. */
static void check_against_sorting(uint64_t seed, size_t count, size_t k, size_t ranked)
{
    struct numbers numbers = numbers_from(seed);
    struct arena arena;
    struct topk top;
    struct topk_entry all[200];
    arena_init(&arena, 1 << 20);
    assert_true(topk_init(&top, k, &arena));
    for (size_t i = 0; i < count; i++) {
        all[i] = (struct topk_entry){.key = (uint32_t)numbers_below(&numbers, 9),
                                     .segment = (uint32_t)(i / 70),
                                     .doc = (doc_id)(i % 70),
                                     .order = (uint32_t)(i % 70),
                                     .rank = (uint16_t)(i / ranked)};
        bool beats = !topk_full(&top) || (!topk_closed(&top, all[i].rank) &&
                                          all[i].key > topk_threshold(&top));
        assert_int_equal(topk_add(&top, all[i]), beats);
    }
    qsort(all, count, sizeof *all, best_first);
    topk_sort(&top);
    assert_int_equal(top.count, k < count ? k : count);
    for (size_t i = 0; i < top.count; i++)
        assert_int_equal(best_first(&top.heap[i], &all[i]), 0);
    arena_release(&arena);
}

static void test_it_keeps_what_sorting_would(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 300; seed++)
        check_against_sorting(seed, 1 + seed % 200, 1 + seed % 23,
                              seed % 3 ? 200 : 1 + seed % 31);
}

static void test_none_are_kept_of_zero(void **state)
{
    struct arena arena;
    struct topk top;
    (void)state;
    arena_init(&arena, 1 << 10);
    assert_true(topk_init(&top, 0, &arena));
    assert_false(topk_add(&top, (struct topk_entry){.key = 7}));
    topk_sort(&top);
    assert_int_equal(top.count, 0);
    arena_release(&arena);
}

static void test_no_memory(void **state)
{
    struct arena arena;
    struct topk top;
    (void)state;
    arena_init(&arena, 16);
    assert_false(topk_init(&top, 1000, &arena));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_floats_order_as_their_keys),
        cmocka_unit_test(test_it_keeps_what_sorting_would),
        cmocka_unit_test(test_none_are_kept_of_zero),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
