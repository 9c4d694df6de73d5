/* JSON texts by both ways: the scanner's and jansson's. */
#include "support/unit.h"

#include "ingest/json_tree.h"
#include "support/guard.h"
#include "support/json_same.h"
#include "text/utf8.h"

/* What the scanner must take itself, and as jansson does. */
static const char *const usual[] = {
    "{}",
    " { } \r\n\t",
    "{\"id\":\"7\",\"title\":\"Суу жана жол\",\"year\":2015,\"n\":-3,\"zero\":-0}",
    "{\"body\":\"бир\\nэки\\n\\n\\\"үч\\\" \\\\ \\/ \\b\\f\\r\\t\"}",
    "{\"a\" : [ 1 , \"b\" , [ ] , { } , null , true , false ] , \"b\" : {} }",
    "{\"escaped\":\"\\u0441\\u0443\\u0443 \\ud83d\\ude00 \\u20AC\\u007f\"}",
    "{\"\":\"\",\"a\":\"\",\"b\":\"\\\"\"}",
    "{\"long\":\"0123456789012345678901234567890123456789\\\\\",\"x\":\"\\\\\"}",
    "{\"e\":999999999999999999,\"f\":-999999999999999999}",
    "{\"n\\u0061me\":\"x\"}",
};

/* What goes to jansson, which takes it (true) or not. */
static const struct {
    const char *text;
    bool good;
} unusual[] = {
    {"{\"a\":1.5,\"b\":1e3,\"c\":9223372036854775807}", true},
    {"{\"a\":1,\"b\":2,\"a\":{\"c\":3}}", true},
    {"{\"a\":\"x\\u0000y\"}", true},
    {"[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]", true},
    {"{\"a\":[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]}", true},
    {"", false},
    {"{", false},
    {"{\"a\"", false},
    {"{\"a\":", false},
    {"{\"a\":}", false},
    {"{\"a\":\"", false},
    {"{\"a\":\"\\", false},
    {"{\"a\":\"\\\"", false},
    {"{\"a\":\"\\x\"}", false},
    {"{\"a\":\"\\u12\"}", false},
    {"{\"a\":\"\\ud800\"}", false},
    {"{\"a\":\"\\udc00\"}", false},
    {"{\"a\":\"\\ud800\\u0041\"}", false},
    {"{\"a\":\"\t\"}", false},
    {"{\"a\":\"\\n\t\"}", false},
    {"{\"a\":01}", false},
    {"{\"a\":-}", false},
    {"{\"a\":12x}", false},
    {"{\"a\":truex}", false},
    {"{\"a\":1,}", false},
    {"{,}", false},
    {"{\"a\":1]", false},
    {"{\"a\":[1}}", false},
    {"{\"a\":1}}", false},
    {"{\"a\":1} {", false},
    {"{a:1}", false},
    {"{\"a\":99999999999999999999}", false},
    {"{\"a\\u0000\":1}", false},
};

static void test_usual(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        struct arena arena;
        struct guard guard;
        struct json_node scanned, converted;
        struct error err = ERROR_NONE;
        size_t len = strlen(usual[i]);
        struct span text = span_of(guard_copy(&guard, usual[i], len), len);
        arena_init(&arena, 1 << 20);
        if (!json_tree_scan(&scanned, text, &arena))
            fail_msg("not scanned: %s", usual[i]);
        assert_int_equal(json_tree_convert(&converted, text, &arena, &err), ST_OK);
        if (!json_same(&scanned, &converted))
            fail_msg("not the same: %s", usual[i]);
        guard_release(&guard);
        arena_release(&arena);
    }
}

static void test_unusual(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof unusual / sizeof *unusual; i++) {
        struct arena arena;
        struct guard guard;
        struct json_node scanned;
        const struct json_node *root = NULL;
        struct error err = ERROR_NONE, why = ERROR_NONE;
        size_t len = strlen(unusual[i].text);
        struct span text = span_of(guard_copy(&guard, unusual[i].text, len), len);
        arena_init(&arena, 1 << 20);
        if (json_tree_scan(&scanned, text, &arena))
            fail_msg("scanned: %s", unusual[i].text);
        enum status status = json_tree_load(&root, text, &arena, &err);
        if ((status == ST_OK) != unusual[i].good)
            fail_msg("%s: %s", unusual[i].text, err.text);
        assert_int_equal(json_tree_convert(&scanned, text, &arena, &why), status);
        assert_string_equal(err.text, why.text);
        guard_release(&guard);
        arena_release(&arena);
    }
}

/* A text cut at any byte, or with any byte changed, means the same both ways. */
static void test_damaged(void **state)
{
    (void)state;
    static const char whole[] = "{\"id\":\"a\\u04e9\\\\b\",\"n\":[-12,0,{\"x\":null}],"
                                "\"body\":\"бир\\nэки \\\"үч\\\"\\n\"}";
    for (size_t at = 0; at < sizeof whole - 1; at++) {
        for (unsigned byte = 0; byte < 0x80; byte++) {
            char text[sizeof whole];
            struct arena arena;
            struct json_node scanned, converted;
            memcpy(text, whole, sizeof text);
            text[at] = (char)byte;
            arena_init(&arena, 1 << 20);
            struct span span = span_of(text, byte == 0 ? at : sizeof whole - 1);
            if (utf8_valid(span) && json_tree_scan(&scanned, span, &arena)) {
                assert_int_equal(json_tree_convert(&converted, span, &arena, NULL),
                                 ST_OK);
                assert_true(json_same(&scanned, &converted));
            }
            arena_release(&arena);
        }
    }
}

static void test_questions(void **state)
{
    (void)state;
    struct arena arena;
    const struct json_node *root = NULL;
    arena_init(&arena, 1 << 20);
    assert_int_equal(json_tree_load(&root, span_text("{\"s\":\"x\",\"n\":5,\"l\":[1]}"),
                                    &arena, NULL),
                     ST_OK);
    assert_true(span_equal(json_tree_text(json_tree_get(root, "s")), span_text("x")));
    assert_int_equal(json_tree_number(json_tree_get(root, "n")), 5);
    assert_int_equal(json_tree_number(json_tree_get(root, "s")), 0);
    assert_int_equal(json_tree_count(json_tree_get(root, "l")), 1);
    assert_null(json_tree_get(root, "x"));
    assert_null(json_tree_get(NULL, "x"));
    assert_null(json_tree_items(root));
    assert_int_equal(json_tree_text(NULL).len, 0);
    arena_release(&arena);
}

/* What does not fit into the arena is told, and nothing else. */
static void test_small_arena(void **state)
{
    (void)state;
    for (size_t room = 0; room < 1024; room += 16) {
        struct arena arena;
        const struct json_node *root = NULL;
        arena_init(&arena, room);
        enum status status = json_tree_load(
            &root, span_text("{\"s\":\"x\\ny\",\"n\":5.5,\"l\":[1,2]}"), &arena, NULL);
        assert_true(status == ST_LIMIT || (status == ST_OK && root));
        arena_release(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_usual),       cmocka_unit_test(test_unusual),
        cmocka_unit_test(test_damaged),     cmocka_unit_test(test_questions),
        cmocka_unit_test(test_small_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
