/* test_memory.c - counted and failable allocation; arenas keep to their budget. */
#include <string.h>

#include "support/unit.h"

#include "base/memory.h"

static int nothing_leaks(void **state)
{
    (void)state;
    memory_fail_at(0, false);
    return memory_live_count() == 0 ? 0 : -1;
}

static void blocks_are_counted(void **state)
{
    (void)state;
    uint64_t before = memory_alloc_count();
    void *a = memory_alloc(0);
    uint8_t *b = memory_zeroed(4, 25);
    assert_non_null(a);
    assert_non_null(b);
    for (size_t i = 0; i < 100; i++)
        assert_int_equal(b[i], 0);
    assert_int_equal(memory_live_count(), 2);
    a = memory_resize(a, 1000);
    assert_non_null(a);
    assert_int_equal(memory_live_count(), 2);
    assert_int_equal(memory_alloc_count() - before, 3);
    memory_free(a);
    memory_free(b);
    memory_free(NULL);
    assert_int_equal(memory_live_count(), 0);
}

static void zeroed_refuses_overflow(void **state)
{
    (void)state;
    size_t most = SIZE_MAX / 2;
    volatile size_t hidden = most; /* or the compiler warns of the size */
    assert_null(memory_zeroed(hidden, 3));
    void *empty = memory_zeroed(0, 8);
    assert_non_null(empty);
    memory_free(empty);
}

static void the_chosen_allocation_fails_once(void **state)
{
    (void)state;
    memory_fail_at(2, false);
    void *a = memory_alloc(1);
    void *b = memory_alloc(1);
    void *c = memory_alloc(1);
    assert_non_null(a);
    assert_null(b);
    assert_non_null(c);
    memory_fail_at(1, false);
    assert_null(memory_resize(a, 10));
    memory_free(a); /* lives on after a failed resize */
    memory_free(c);
}

static void or_all_from_there_on(void **state)
{
    (void)state;
    memory_fail_at(1, true);
    for (int i = 0; i < 5; i++)
        assert_null(memory_alloc(1));
    memory_fail_at(0, false);
    void *a = memory_alloc(1);
    assert_non_null(a);
    memory_free(a);
}

static void grow_doubles_and_checks(void **state)
{
    (void)state;
    size_t capacity = 0;
    uint32_t *items = memory_grow(NULL, &capacity, 1, sizeof *items);
    assert_non_null(items);
    assert_true(capacity >= 1);
    size_t first = capacity;
    uint32_t *same = memory_grow(items, &capacity, first, sizeof *items);
    assert_ptr_equal(same, items);
    items = memory_grow(items, &capacity, first + 1, sizeof *items);
    assert_non_null(items);
    assert_int_equal(capacity, 2 * first);
    size_t before = capacity;
    assert_null(memory_grow(items, &capacity, SIZE_MAX / 2, sizeof *items));
    assert_int_equal(capacity, before);
    memory_fail_at(1, false);
    assert_null(memory_grow(items, &capacity, before + 1, sizeof *items));
    assert_int_equal(capacity, before);
    memory_free(items);
}

static void arena_items_are_aligned_and_apart(void **state)
{
    (void)state;
    struct arena arena;
    static uint8_t *items[2000];
    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < 2000; i++) {
        items[i] = arena_alloc(&arena, i % 37);
        assert_non_null(items[i]);
        assert_int_equal((uintptr_t)items[i] % 16, 0);
        memset(items[i], (int)(i % 251), i % 37);
    }
    for (size_t i = 0; i < 2000; i++)
        for (size_t k = 0; k < i % 37; k++)
            assert_int_equal(items[i][k], i % 251);
    arena_release(&arena);
}

static void arena_takes_large_items(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 8 << 20);
    uint8_t *small = arena_alloc(&arena, 10);
    uint8_t *large = arena_alloc(&arena, 3 << 20);
    uint8_t *next = arena_alloc(&arena, 10);
    assert_non_null(large);
    memset(large, 7, 3 << 20);
    assert_ptr_equal(next, small + 16); /* the head still had room */
    arena_release(&arena);
}

static void arena_keeps_to_its_budget(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1000);
    assert_non_null(arena_alloc(&arena, 990));
    assert_null(arena_alloc(&arena, 100));
    assert_int_equal(arena.status, ST_LIMIT);
    assert_null(arena_alloc(&arena, 1)); /* sticky */
    arena_reset(&arena);
    assert_int_equal(arena.status, ST_OK);
    assert_int_equal(arena.used_bytes, 0);
    assert_null(arena_alloc(&arena, SIZE_MAX));
    arena_reset(&arena);
    assert_null(arena_zeroed(&arena, SIZE_MAX / 2, 3));
    assert_int_equal(arena.status, ST_LIMIT);
    arena_release(&arena);
}

static void arena_uses_all_of_its_budget(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 100);
    assert_non_null(arena_alloc(&arena, 100)); /* not a multiple of the alignment */
    assert_null(arena_alloc(&arena, 1));
    arena_release(&arena);
}

static void arena_tells_of_no_memory(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    memory_fail_at(1, false);
    assert_null(arena_alloc(&arena, 8));
    assert_int_equal(arena.status, ST_NOMEM);
    struct span copy = arena_copy(&arena, span_text("text"));
    assert_null(copy.data);
    assert_int_equal(copy.len, 0);
    arena_reset(&arena);
    assert_non_null(arena_alloc(&arena, 8));
    arena_release(&arena);
}

static void arena_reset_keeps_one_chunk(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 64 << 20);
    for (int i = 0; i < 1000; i++)
        assert_non_null(arena_alloc(&arena, 5000));
    assert_true(memory_live_count() > 1);
    arena_reset(&arena);
    assert_int_equal(memory_live_count(), 1);
    uint64_t before = memory_alloc_count();
    assert_non_null(arena_alloc(&arena, 5000));
    assert_int_equal(memory_alloc_count(), before);
    arena_release(&arena);
    arena_release(&arena);
}

static void arena_copies_and_zeroes(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct span copy = arena_copy(&arena, span_of("a\0b", 3));
    assert_int_equal(copy.len, 3);
    assert_memory_equal(copy.data, "a\0b", 3);
    assert_non_null(arena_copy(&arena, span_of(NULL, 0)).data);
    memset(arena_alloc(&arena, 4000), 0xFF, 4000);
    arena_reset(&arena);
    const uint8_t *zeros = arena_zeroed(&arena, 40, 100);
    for (size_t i = 0; i < 4000; i++)
        assert_int_equal(zeros[i], 0);
    arena_release(&arena);
}

static void empty_arena_may_be_released(void **state)
{
    (void)state;
    struct arena arena = {0};
    arena_release(&arena);
    arena_reset(&arena);
    assert_null(arena_alloc(&arena, 1));
    assert_int_equal(arena.status, ST_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(blocks_are_counted, nothing_leaks),
        cmocka_unit_test_teardown(zeroed_refuses_overflow, nothing_leaks),
        cmocka_unit_test_teardown(the_chosen_allocation_fails_once, nothing_leaks),
        cmocka_unit_test_teardown(or_all_from_there_on, nothing_leaks),
        cmocka_unit_test_teardown(grow_doubles_and_checks, nothing_leaks),
        cmocka_unit_test_teardown(arena_items_are_aligned_and_apart, nothing_leaks),
        cmocka_unit_test_teardown(arena_takes_large_items, nothing_leaks),
        cmocka_unit_test_teardown(arena_keeps_to_its_budget, nothing_leaks),
        cmocka_unit_test_teardown(arena_uses_all_of_its_budget, nothing_leaks),
        cmocka_unit_test_teardown(arena_tells_of_no_memory, nothing_leaks),
        cmocka_unit_test_teardown(arena_reset_keeps_one_chunk, nothing_leaks),
        cmocka_unit_test_teardown(arena_copies_and_zeroes, nothing_leaks),
        cmocka_unit_test_teardown(empty_arena_may_be_released, nothing_leaks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
