/* test_status.c - outcomes have names, the first failure is kept. */
#include <string.h>

#include "support/unit.h"

#include "base/status.h"

static void every_status_has_its_own_name(void **state)
{
    (void)state;
    for (int a = ST_LIMIT; a <= ST_END; a++) {
        assert_non_null(status_text((enum status)a));
        assert_string_not_equal(status_text((enum status)a), "unknown status");
        for (int b = ST_LIMIT; b < a; b++)
            assert_string_not_equal(status_text((enum status)a),
                                    status_text((enum status)b));
    }
}

static void values_are_fixed(void **state)
{
    (void)state;
    const int values[] = {ST_OK,      ST_END,      ST_NOMEM,     ST_IO,     ST_CORRUPT,
                          ST_VERSION, ST_ARGUMENT, ST_NOT_FOUND, ST_LOCKED, ST_LIMIT};
    const int wanted[] = {0, 1, -1, -2, -3, -4, -5, -6, -7, -8};
    assert_memory_equal(values, wanted, sizeof wanted);
}

static void first_failure_wins(void **state)
{
    (void)state;
    struct error err = ERROR_NONE;
    assert_int_equal(fail(&err, ST_CORRUPT, "rule %s at byte %d", "P3", 7), ST_CORRUPT);
    assert_int_equal(fail(&err, ST_IO, "later"), ST_IO);
    assert_int_equal(err.status, ST_CORRUPT);
    assert_string_equal(err.text, "rule P3 at byte 7");
}

static void no_record_is_fine(void **state)
{
    (void)state;
    assert_int_equal(fail(NULL, ST_LIMIT, "nobody %d", 1), ST_LIMIT);
    error_prefix(NULL, "x");
}

static void long_text_is_cut(void **state)
{
    (void)state;
    struct error err = ERROR_NONE;
    char text[2000];
    memset(text, 'a', sizeof text);
    text[sizeof text - 1] = '\0';
    assert_int_equal(fail(&err, ST_IO, "%s", text), ST_IO);
    assert_int_equal(strlen(err.text), ERROR_TEXT_BYTES - 1);
}

static void prefix_goes_before(void **state)
{
    (void)state;
    struct error err = ERROR_NONE;
    error_prefix(&err, "nothing failed");
    assert_string_equal(err.text, "");
    assert_int_equal(fail(&err, ST_IO, "short read"), ST_IO);
    error_prefix(&err, "index/segment-1");
    assert_string_equal(err.text, "index/segment-1: short read");
}

static void prefix_may_fill_the_text(void **state)
{
    (void)state;
    struct error err = ERROR_NONE;
    char prefix[ERROR_TEXT_BYTES * 2];
    assert_int_equal(fail(&err, ST_IO, "why"), ST_IO);
    for (size_t len = ERROR_TEXT_BYTES - 8; len < ERROR_TEXT_BYTES + 2; len++) {
        memset(prefix, 'p', len);
        prefix[len] = '\0';
        error_prefix(&err, prefix);
        assert_true(strlen(err.text) < ERROR_TEXT_BYTES);
        assert_int_equal(err.text[0], 'p');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_its_own_name),
        cmocka_unit_test(values_are_fixed),
        cmocka_unit_test(first_failure_wins),
        cmocka_unit_test(no_record_is_fine),
        cmocka_unit_test(long_text_is_cut),
        cmocka_unit_test(prefix_goes_before),
        cmocka_unit_test(prefix_may_fill_the_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
