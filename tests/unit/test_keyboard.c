/* test_keyboard.c - tests/spec/keyboard.cases; and that readings lead back. */
#include "query/keyboard.h"

#include "support/guard.h"
#include "support/spec_cases.h"
#include "support/unit.h"

static bool check_case(void *context, struct span typed, struct span expected,
                       struct buf *came)
{
    struct span readings[KEYBOARD_READINGS_MAX];
    unsigned count = 99;
    arena_reset(context);
    assert_int_equal(keyboard_readings(typed, context, readings, &count, NULL), ST_OK);
    for (unsigned i = 0; i < count; i++) {
        buf_put_text(came, i ? " // " : "");
        buf_put_span(came, readings[i]);
    }
    if (count == 0)
        buf_put_text(came, "none");
    return span_equal(buf_span(came), expected);
}

static void test_cases(void **state)
{
    assert_int_equal(spec_cases_run("keyboard.cases", 60, check_case, *state), 0);
}

static bool has_reading(struct span text, const char *wanted, struct arena *arena)
{
    struct span readings[KEYBOARD_READINGS_MAX];
    unsigned count;
    assert_int_equal(keyboard_readings(text, arena, readings, &count, NULL), ST_OK);
    for (unsigned i = 0; i < count; i++)
        if (span_equal(readings[i], span_text(wanted)))
            return true;
    return false;
}

/* Every key, plain and shifted, between the two layouts that have letters on it. */
static void test_every_letter_has_its_key(void **state)
{
    static const char *const pairs[][2] = {
        {"`qwertyuiop[]asdfghjkl;'zxcvbnm,.", "ёйцукенгшщзхъфывапролджэячсмитьбю"},
        {"~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>", "ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ"},
        {"a-=\\q", "фөңүй"},
        {"a_+|q", "фӨҢҮй"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_true(has_reading(span_text(pairs[i][0]), pairs[i][1], *state));
    for (size_t i = 0; i < 2; i++)
        assert_true(has_reading(span_text(pairs[i][1]), pairs[i][0], *state));
    assert_true(has_reading(span_text("ф-=\\й"), "фөңүй", *state));
    assert_true(has_reading(span_text("ф_+|й"), "фӨҢҮй", *state));
}

static void test_no_more_than_said(void **state)
{
    struct span readings[KEYBOARD_READINGS_MAX];
    struct span all =
        span_text("\"-y\\ (ф-н\\) | өк-л title:-b\" _ = кө=л жолөжобо:\"");
    unsigned count;
    assert_int_equal(keyboard_readings(all, *state, readings, &count, NULL), ST_OK);
    assert_in_range(count, 4, KEYBOARD_READINGS_MAX);
    for (unsigned i = 0; i < count; i++) {
        assert_false(span_equal(readings[i], all));
        for (unsigned k = 0; k < i; k++)
            assert_false(span_equal(readings[i], readings[k]));
    }
}

static void test_reads_no_further_than_the_text(void **state)
{
    static const char *const texts[] = {"-", "a-", "автор:", "author:", "өк\\", "жолө"};
    struct span readings[KEYBOARD_READINGS_MAX];
    unsigned count;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct guard guard = {0};
        struct span text = span_text(texts[i]);
        text.data = guard_copy(&guard, text.data, text.len);
        assert_int_equal(keyboard_readings(text, *state, readings, &count, NULL),
                         ST_OK);
        guard_release(&guard);
    }
}

static void test_every_allocation_may_fail(void **state)
{
    enum status status = ST_NOMEM;
    uint64_t live = memory_live_count();
    (void)state;
    for (uint64_t n = 1; status != ST_OK; n++) {
        struct arena arena;
        struct span readings[KEYBOARD_READINGS_MAX];
        unsigned count;
        arena_init(&arena, (size_t)1 << 20);
        memory_fail_at(n, false);
        status = keyboard_readings(span_text("\"-y\\rn\\h\" -н\\"), &arena, readings,
                                   &count, NULL);
        memory_fail_at(0, false);
        assert_true(status == ST_OK || status == ST_NOMEM);
        arena_release(&arena);
        assert_int_equal(memory_live_count(), live);
    }
}

static int set_up(void **state)
{
    static struct arena arena;
    arena_init(&arena, (size_t)1 << 20);
    *state = &arena;
    return 0;
}

static int tear_down(void **state)
{
    arena_release(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_every_letter_has_its_key),
        cmocka_unit_test(test_no_more_than_said),
        cmocka_unit_test(test_reads_no_further_than_the_text),
        cmocka_unit_test(test_every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
