/* test_readings.c - a reading that nothing bears out counts only as written. */
#include "match/readings.h"

#include "match/search.h"
#include "query/query_parse.h"
#include "support/small_index.h"
#include "support/unit.h"

static struct small_index index_of_test;

static const struct small_article ARTICLES[] = {
    {.id = "moon", .title = "Толгон ай", .body = "Ай жарык. Айдын нуру."},
    {.id = "village", .title = "Биздин айыл", .body = "Айылдын тургундары."},
    {.id = "okmot",
     .title = "Глава",
     .body = "Айыл окмоту принял решение.",
     .lang = LANG_RU},
    {.id = "party", .title = "Саясий партия", .body = "Партия түзүлдү."},
    {.id = "parties", .title = "Выборы", .body = "Партии и партий.", .lang = LANG_RU},
};

static int set_up(void **state)
{
    (void)state;
    small_index_open(&index_of_test);
    small_index_put(&index_of_test, ARTICLES, sizeof ARTICLES / sizeof *ARTICLES);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    small_index_close(&index_of_test);
    return 0;
}

static void check(const char *text, const char *ids)
{
    static const struct score_params flat = {.k1 = 1.2f};
    struct search_options options = {.limit = 10, .params = &flat};
    struct small_index *index = &index_of_test;
    struct search_result result;
    struct query query;
    arena_reset(&index->arena);
    assert_int_equal(query_parse(&query, span_text(text), QUERY_MODE_WEB,
                                 index->analysis, &index->arena, NULL),
                     ST_OK);
    assert_int_equal(
        readings_settle(query.root, index->snapshot, index->analysis, NULL), ST_OK);
    assert_int_equal(
        search_run(&result, index->snapshot, &query, &options, &index->arena, NULL),
        ST_OK);
    assert_string_equal(small_index_ids(index, &result), ids);
}

/* айыл by Russian rules is ай; in the Russian article it stands so, and is found. */
static void test_other_word(void **state)
{
    (void)state;
    check("айыл", "village okmot");
    check("айылдын", "village");
}

/* партия by Russian rules is парт, and only those make парт of партии. */
static void test_same_word(void **state)
{
    (void)state;
    check("партия", "party parties");
    check("партией", "parties");
}

static void test_quoted(void **state)
{
    (void)state;
    check("\"айыл\"", "village okmot");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_other_word),
        cmocka_unit_test(test_same_word),
        cmocka_unit_test(test_quoted),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
