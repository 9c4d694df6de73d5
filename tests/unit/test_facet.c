/* test_facet.c - counts by value, over segments, cut and sorted. */
#include "support/small_index.h"
#include "support/unit.h"

static struct small_index index_of_test;

static const struct small_article FIRST[] = {
    {.id = "a",
     .body = "суу",
     .author = "Асанов",
     .journal = "Жер",
     .issue = "1",
     .rubric = "Суу",
     .date = 20150407},
    {.id = "b",
     .body = "суу",
     .author = "Асанов",
     .journal = "Жер",
     .issue = "2",
     .date = 20150000},
    {.id = "c", .body = "суу", .author = "Усенов", .journal = "Суу", .lang = LANG_RU}};
static const struct small_article SECOND[] = {
    {.id = "d", .body = "суу", .author = "Усенов", .journal = "Суу", .date = 20131001},
    {.id = "e", .body = "суу", .author = "Усенов", .journal = "Суу", .date = 20150101},
    {.id = "f", .body = "жер", .author = "Усенов", .journal = "Жер", .date = 20200101}};

static int set_up(void **state)
{
    (void)state;
    small_index_open(&index_of_test);
    small_index_put(&index_of_test, FIRST, 3);
    small_index_put(&index_of_test, SECOND, 3);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    small_index_close(&index_of_test);
    return 0;
}

/* "value count, …; distinct" */
static void check_facet(const char *query, enum search_facet facet, uint32_t values,
                        const char *expected)
{
    struct search_options options = {
        .limit = 1, .facets = (unsigned)facet, .facet_values = values};
    struct buf text;
    struct search_result result = small_index_search(&index_of_test, query, &options);
    assert_int_equal(result.facet_count, 1);
    assert_int_equal(result.facets[0].facet, facet);
    assert_true(result.total_exact);
    buf_init(&text, 0);
    for (size_t i = 0; i < result.facets[0].value_count; i++) {
        buf_put_text(&text, i ? ", " : "");
        buf_put_span(&text, result.facets[0].values[i].value);
        buf_print(&text, " %u", (unsigned)result.facets[0].values[i].count);
    }
    buf_print(&text, "; %u", (unsigned)result.facets[0].distinct);
    if (!span_equal(buf_span(&text), span_text(expected)))
        print_error("%.*s\n", (int)text.len, (const char *)text.data);
    assert_true(span_equal(buf_span(&text), span_text(expected)));
    buf_release(&text);
}

static void test_values_by_count_then_bytes(void **state)
{
    (void)state;
    check_facet("суу", SEARCH_FACET_JOURNAL, 0, "Суу 3, Жер 2; 2");
    check_facet("суу", SEARCH_FACET_ISSUE, 0, "1 1, 2 1; 2");
    check_facet("суу", SEARCH_FACET_RUBRIC, 0, "Суу 1; 1");
    check_facet("суу", SEARCH_FACET_AUTHOR, 0, "Усенов 3, Асанов 2; 2");
    check_facet("суу", SEARCH_FACET_LANG, 0, "ky 4, ru 1; 2");
}

static void test_years_ascend_and_are_all_there(void **state)
{
    (void)state;
    check_facet("суу", SEARCH_FACET_YEAR, 1, "2013 1, 2015 3; 2");
    check_facet("*", SEARCH_FACET_YEAR, 1, "2013 1, 2015 3, 2020 1; 3");
}

static void test_values_are_cut_and_counted(void **state)
{
    (void)state;
    check_facet("суу", SEARCH_FACET_AUTHOR, 1, "Усенов 3; 2");
    check_facet("жокбул", SEARCH_FACET_AUTHOR, 0, "; 0");
}

static void test_all_facets_at_once(void **state)
{
    struct search_options options = {.facets = 63};
    (void)state;
    struct search_result result = small_index_search(&index_of_test, "суу", &options);
    assert_int_equal(result.facet_count, SEARCH_FACETS);
    assert_int_equal(result.total, 5);
    assert_int_equal(result.hit_count, 0);
}

static void test_deleted_articles_do_not_count(void **state)
{
    (void)state;
    small_index_delete(&index_of_test, "e");
    check_facet("суу", SEARCH_FACET_AUTHOR, 0, "Асанов 2, Усенов 2; 2");
    check_facet("суу", SEARCH_FACET_YEAR, 0, "2013 1, 2015 2; 2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_by_count_then_bytes),
        cmocka_unit_test(test_years_ascend_and_are_all_there),
        cmocka_unit_test(test_values_are_cut_and_counted),
        cmocka_unit_test(test_all_facets_at_once),
        cmocka_unit_test(test_deleted_articles_do_not_count),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
