/* test_uri.c - targets taken apart; what is refused, and why. */
#include <string.h>

#include "support/unit.h"
#include "text/utf8.h"
#include "web/uri.h"

static enum status parse(struct uri *uri, const char *raw)
{
    const char *reason = NULL;
    enum status status = uri_parse(uri, span_text(raw), &reason);
    assert_true((status == ST_OK) == (reason == NULL));
    return status;
}

static void assert_span(struct span got, const char *want)
{
    assert_int_equal(got.len, strlen(want));
    if (got.len > 0)
        assert_memory_equal(got.data, want, got.len);
}

static void parts_are_decoded_apart(void **state)
{
    struct uri uri;
    (void)state;
    assert_int_equal(parse(&uri, "/article/a%2Fb?q=%D1%81%D1%83%D1%83&x=1%262%3D3&y"),
                     ST_OK);
    assert_span(uri.path, "/article/a/b");
    assert_int_equal(uri.param_count, 3);
    assert_span(uri.params[0].name, "q");
    assert_span(uri.params[0].value, "суу");
    assert_span(uri.params[1].value, "1&2=3");
    assert_span(uri.params[2].name, "y");
    assert_span(uri.params[2].value, "");
    assert_ptr_equal(uri_param(&uri, "x"), &uri.params[1]);
    assert_null(uri_param(&uri, "z"));
}

static void plus_is_a_blank_in_parameters_only(void **state)
{
    struct uri uri;
    (void)state;
    assert_int_equal(parse(&uri, "/a+b?c+d=e+f%2B"), ST_OK);
    assert_span(uri.path, "/a+b");
    assert_span(uri.params[0].name, "c d");
    assert_span(uri.params[0].value, "e f+");
}

static void empty_parameters_and_fragments(void **state)
{
    struct uri uri;
    (void)state;
    assert_int_equal(parse(&uri, "/?&&=&a=#b?c=d"), ST_OK);
    assert_span(uri.path, "/");
    assert_int_equal(uri.param_count, 2);
    assert_span(uri.params[0].name, "");
    assert_span(uri.params[1].name, "a");
    assert_int_equal(parse(&uri, "/x?"), ST_OK);
    assert_int_equal(uri.param_count, 0);
}

static void bad_ones_are_refused(void **state)
{
    static const char *const bad[] = {
        "",         "a",         "http://a/",   "*",
        "/%00",     "/a%0d%0ab", "/%",          "/%4",
        "/%zz",     "/%c0%80",   "/%ff",        "/%ed%a0%80",
        "/..",      "/a/../b",   "/%2e%2e/b",   "/a%2f..%2fb",
        "/./a",     "/a?q=%00",  "/a?q=%7f",    "/a?q=%c2%85",
        "/a?%ff=1", "/a\x01",    "/a?q=%1b[0m", "/a?q=%e2%82",
        "/a?q=\xff"};
    struct uri uri;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (parse(&uri, bad[i]) != ST_ARGUMENT)
            print_error("not refused: %s\n", bad[i]);
        assert_int_equal(parse(&uri, bad[i]), ST_ARGUMENT);
    }
}

static void dots_inside_names_are_fine(void **state)
{
    struct uri uri;
    (void)state;
    assert_int_equal(parse(&uri, "/a..b/.c/d./...?q=../.."), ST_OK);
    assert_span(uri.params[0].value, "../..");
}

static void limits(void **state)
{
    static char raw[URI_BYTES_MAX + 2];
    struct uri uri;
    (void)state;
    memset(raw, 'a', sizeof raw - 1);
    raw[0] = '/';
    assert_int_equal(parse(&uri, raw), ST_LIMIT);
    raw[URI_BYTES_MAX] = '\0';
    assert_int_equal(parse(&uri, raw), ST_OK);
    assert_int_equal(uri.path.len, URI_BYTES_MAX);
    for (size_t i = 0; i < 2 * URI_PARAMS_MAX; i += 2)
        memcpy(raw + 2 + i, "a&", 2);
    raw[1] = '?';
    raw[2 + 2 * URI_PARAMS_MAX] = '\0';
    assert_int_equal(parse(&uri, raw), ST_OK);
    assert_int_equal(uri.param_count, URI_PARAMS_MAX);
    memcpy(raw + 2 + 2 * URI_PARAMS_MAX, "a", 2);
    assert_int_equal(parse(&uri, raw), ST_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_are_decoded_apart),
        cmocka_unit_test(plus_is_a_blank_in_parameters_only),
        cmocka_unit_test(empty_parameters_and_fragments),
        cmocka_unit_test(bad_ones_are_refused),
        cmocka_unit_test(dots_inside_names_are_fine),
        cmocka_unit_test(limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
