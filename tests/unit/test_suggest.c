/* test_suggest.c - completions: forms, counts, limits. */
#include "match/suggest.h"

#include "support/small_index.h"
#include "support/unit.h"

static struct small_index index_of_test;

static const struct small_article FIRST[] = {
    {.id = "a", .body = "мектептер мектептер мектепте мекен"},
    {.id = "b", .body = "Мектептин жол-жобосу"}};
static const struct small_article SECOND[] = {
    {.id = "c", .body = "мектепке мектепте мектепте мекен мекен китеби"},
    {.id = "d", .author = "Осмонова Жыргал"}};

static int set_up(void **state)
{
    (void)state;
    small_index_open(&index_of_test);
    small_index_put(&index_of_test, FIRST, 2);
    small_index_put(&index_of_test, SECOND, 2);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    small_index_close(&index_of_test);
    return 0;
}

/* "form count, …" */
static void check_suggestions(const char *prefix, size_t limit, const char *expected)
{
    struct suggestion *list = NULL;
    size_t count = 0;
    struct buf text;
    assert_int_equal(suggest_run(index_of_test.snapshot, span_text(prefix), limit,
                                 &index_of_test.arena, &list, &count, NULL),
                     ST_OK);
    buf_init(&text, 0);
    for (size_t i = 0; i < count; i++) {
        buf_put_text(&text, i ? ", " : "");
        buf_put_span(&text, list[i].text);
        buf_print(&text, " %u", (unsigned)list[i].count);
    }
    if (!span_equal(buf_span(&text), span_text(expected)))
        print_error("%s: %.*s\n", prefix, (int)text.len, (const char *)text.data);
    assert_true(span_equal(buf_span(&text), span_text(expected)));
    buf_release(&text);
}

static void test_the_most_frequent_form_is_shown(void **state)
{
    (void)state;
    check_suggestions("мек", 10, "мектепте 7, мекен 3");
}

static void test_only_forms_that_begin_so(void **state)
{
    (void)state;
    check_suggestions("мектепти", 10, "мектептин 7");
    check_suggestions("мектепс", 10, "");
}

static void test_a_stem_that_ends_otherwise(void **state)
{
    (void)state;
    check_suggestions("китеб", 10, "китеби 1");
}

static void test_case_and_limit(void **state)
{
    (void)state;
    check_suggestions("МЕК", 1, "мектепте 7");
    check_suggestions("мек", 0, "");
}

static void test_compounds(void **state)
{
    (void)state;
    check_suggestions("жолж", 10, "жолжобосу 1");
}

static void test_nothing_typed(void **state)
{
    (void)state;
    check_suggestions("", 10, "");
    check_suggestions("ъъъ", 10, "");
}

static void test_name_terms_are_no_words(void **state)
{
    (void)state;
    check_suggestions("осм", 10, "осмонова 1");
    check_suggestions("osm", 10, "");
    check_suggestions("\x01", 10, "");
    check_suggestions("\x01kosm", 10, "");
}

static void test_no_memory(void **state)
{
    struct suggestion *list = NULL;
    size_t count = 0;
    enum status status = ST_LIMIT;
    (void)state;
    for (size_t budget = 0; status != ST_OK; budget += 512) {
        struct arena arena;
        arena_init(&arena, budget);
        status = suggest_run(index_of_test.snapshot, span_text("мек"), 5, &arena, &list,
                             &count, NULL);
        assert_true(status == ST_OK || count == 0);
        arena_release(&arena);
        assert_true(budget < (1 << 20));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_most_frequent_form_is_shown),
        cmocka_unit_test(test_only_forms_that_begin_so),
        cmocka_unit_test(test_a_stem_that_ends_otherwise),
        cmocka_unit_test(test_case_and_limit),
        cmocka_unit_test(test_compounds),
        cmocka_unit_test(test_nothing_typed),
        cmocka_unit_test(test_name_terms_are_no_words),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
