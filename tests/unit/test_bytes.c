/* test_bytes.c - spans never read outside, buffers are capped and sticky. */
#include <string.h>

#include "support/unit.h"

#include "base/bytes.h"
#include "base/memory.h"
#include "support/guard.h"

static int nothing_leaks(void **state)
{
    (void)state;
    memory_fail_at(0, false);
    return memory_live_count() == 0 ? 0 : -1;
}

static void spans_compare_by_bytes(void **state)
{
    (void)state;
    const char *const ordered[] = {"", "a", "aa", "ab", "b", "\xD0\xB0", "\xFF"};
    for (int a = 0; a < 7; a++) {
        for (int b = 0; b < 7; b++) {
            int order = span_compare(span_text(ordered[a]), span_text(ordered[b]));
            assert_int_equal((order > 0) - (order < 0), (a > b) - (a < b));
            assert_int_equal(span_equal(span_text(ordered[a]), span_text(ordered[b])),
                             a == b);
        }
    }
    assert_int_equal(span_compare(span_of(NULL, 0), span_text("")), 0);
    assert_true(span_equal(span_of(NULL, 0), span_of(NULL, 0)));
}

static void spans_may_hold_nul(void **state)
{
    (void)state;
    assert_true(span_compare(span_of("a\0b", 3), span_of("a\0c", 3)) < 0);
    assert_int_equal(span_find(span_of("a\0b", 3), 0, 0), 1);
}

static void starts(void **state)
{
    (void)state;
    assert_true(span_starts(span_text("abc"), span_text("ab")));
    assert_true(span_starts(span_text("abc"), span_text("")));
    assert_true(span_starts(span_of(NULL, 0), span_of(NULL, 0)));
    assert_false(span_starts(span_text("ab"), span_text("abc")));
    assert_false(span_starts(span_text("abc"), span_text("b")));
}

static void parts_are_clipped(void **state)
{
    (void)state;
    struct span text = span_text("abcdef");
    assert_true(span_equal(span_part(text, 2, 3), span_text("cde")));
    assert_true(span_equal(span_part(text, 4, 100), span_text("ef")));
    assert_true(span_equal(span_part(text, 4, SIZE_MAX), span_text("ef")));
    assert_int_equal(span_part(text, 100, 1).len, 0);
    assert_int_equal(span_part(text, SIZE_MAX, SIZE_MAX).len, 0);
    assert_int_equal(span_part(span_of(NULL, 0), 0, 5).len, 0);
}

static void trim(void **state)
{
    (void)state;
    assert_true(span_equal(span_trim(span_text(" \t a b\r\n")), span_text("a b")));
    assert_int_equal(span_trim(span_text(" \n\t ")).len, 0);
    assert_int_equal(span_trim(span_of(NULL, 0)).len, 0);
}

static void find_stays_inside(void **state)
{
    (void)state;
    struct guard guard = {0};
    struct span text = span_of(guard_copy(&guard, "banana", 6), 6);
    assert_int_equal(span_find(text, 'n', 0), 2);
    assert_int_equal(span_find(text, 'n', 3), 4);
    assert_int_equal(span_find(text, 'n', 5), 6);
    assert_int_equal(span_find(text, 'n', 6), 6);
    assert_int_equal(span_find(text, 'n', SIZE_MAX), 6);
    assert_int_equal(span_find(text, 'z', 0), 6);
    assert_int_equal(span_find(span_of(NULL, 0), 'a', 0), 0);
    assert_int_equal(span_trim(text).len, 6);
    guard_release(&guard);
}

static void buffer_collects(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 0);
    assert_int_equal(buf_span(&buf).len, 0);
    for (int i = 0; i < 1000; i++) {
        buf_put_text(&buf, "ab");
        buf_put_byte(&buf, 'c');
        buf_put_span(&buf, span_of("de", 2));
        buf_put(&buf, NULL, 0);
    }
    assert_int_equal(buf.status, ST_OK);
    assert_int_equal(buf.len, 5000);
    assert_memory_equal(buf.data + 4995, "abcde", 5);
    buf_reset(&buf);
    assert_int_equal(buf.len, 0);
    assert_true(buf.capacity >= 5000);
    buf_release(&buf);
    buf_release(&buf);
}

static void buffer_prints(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 300);
    buf_print(&buf, "%d-%s", 42, "x");
    assert_true(span_equal(buf_span(&buf), span_text("42-x")));
    buf_print(&buf, "%s", "");
    assert_int_equal(buf.len, 4);
    buf_print(&buf, "%296s", "y"); /* exactly up to the limit */
    assert_int_equal(buf.status, ST_OK);
    assert_int_equal(buf.len, 300);
    buf_print(&buf, "z");
    assert_int_equal(buf.status, ST_LIMIT);
    assert_int_equal(buf.len, 300);
    buf_release(&buf);
}

static void limit_is_exact_and_sticky(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 10);
    buf_put_text(&buf, "0123456789");
    assert_int_equal(buf.status, ST_OK);
    buf_put_byte(&buf, 'x');
    assert_int_equal(buf.status, ST_LIMIT);
    assert_null(buf_grow(&buf, 0));
    buf_put(&buf, NULL, 0);
    assert_int_equal(buf.len, 10);
    assert_memory_equal(buf.data, "0123456789", 10);
    buf_reset(&buf);
    buf_put_text(&buf, "again");
    assert_int_equal(buf.status, ST_OK);
    assert_null(buf_grow(&buf, SIZE_MAX));
    assert_int_equal(buf.status, ST_LIMIT);
    buf_release(&buf);
}

static void no_memory_is_sticky(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 0);
    buf_put_text(&buf, "kept");
    memory_fail_at(1, false);
    uint8_t *room = buf_grow(&buf, 100000);
    assert_null(room);
    assert_int_equal(buf.status, ST_NOMEM);
    buf_put_text(&buf, "swallowed");
    buf_print(&buf, "%d", 1);
    assert_true(span_equal(buf_span(&buf), span_text("kept")));
    buf_release(&buf);
}

static void print_tells_of_no_memory(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 0);
    memory_fail_at(1, false);
    buf_print(&buf, "%200d", 1);
    assert_int_equal(buf.status, ST_NOMEM);
    assert_int_equal(buf.len, 0);
    buf_release(&buf);
}

static void grow_gives_room(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 0);
    assert_non_null(buf_grow(&buf, 0));
    uint8_t *room = buf_grow(&buf, 3);
    assert_non_null(room);
    memcpy(room, "abc", 3);
    assert_true(span_equal(buf_span(&buf), span_text("abc")));
    buf_release(&buf);
}

static void zeroed_buffer_works(void **state)
{
    (void)state;
    struct buf buf = {0};
    buf_release(&buf);
    buf_put_text(&buf, "x");
    assert_int_equal(buf.status, ST_OK);
    buf_release(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spans_compare_by_bytes),
        cmocka_unit_test(spans_may_hold_nul),
        cmocka_unit_test(starts),
        cmocka_unit_test(parts_are_clipped),
        cmocka_unit_test(trim),
        cmocka_unit_test(find_stays_inside),
        cmocka_unit_test_teardown(buffer_collects, nothing_leaks),
        cmocka_unit_test_teardown(buffer_prints, nothing_leaks),
        cmocka_unit_test_teardown(limit_is_exact_and_sticky, nothing_leaks),
        cmocka_unit_test_teardown(no_memory_is_sticky, nothing_leaks),
        cmocka_unit_test_teardown(print_tells_of_no_memory, nothing_leaks),
        cmocka_unit_test_teardown(grow_gives_room, nothing_leaks),
        cmocka_unit_test_teardown(zeroed_buffer_works, nothing_leaks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
