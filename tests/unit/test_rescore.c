/* test_rescore.c - the second stage of free text on articles that can be read here. That
 * it is exact on any archive is shown by tests/property/test_search.c.
 */
#include "match/rescore.h"

#include <math.h>
#include <stdio.h>

#include "support/small_index.h"
#include "support/unit.h"

static struct small_index index_of_test;

static const struct small_article FIRST[] = {
    {.id = "stem", .body = "Тоодо суу бар, таш жок."},
    {.id = "form", .body = "Тоодо сууга жакын таш."},
    {.id = "apart", .body = "Таза тоодо жакын суу."},
    {.id = "pair", .body = "Тоодо жакын таза суу."},
};
static const struct small_article SECOND[] = {
    {.id = "gone", .body = "Таза суу, таза суу."},
    {.id = "turned", .body = "Жакын тоодо суу таза."},
    {.id = "other", .body = "Байышканов жөнүндө айтты."},
    {.id = "third", .body = "Дагы сөз айтты."},
};

static int set_up(void **state)
{
    (void)state;
    small_index_open(&index_of_test);
    small_index_put(&index_of_test, FIRST, 4);
    small_index_put(&index_of_test, SECOND, 4);
    small_index_delete(&index_of_test, "gone");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    small_index_close(&index_of_test);
    return 0;
}

static struct query *parse(const char *text)
{
    struct query *query = arena_alloc(&index_of_test.arena, sizeof *query);
    assert_non_null(query);
    assert_int_equal(query_parse(query, span_text(text), QUERY_MODE_FREE,
                                 index_of_test.analysis, &index_of_test.arena, NULL),
                     ST_OK);
    return query;
}

static struct search_result find(const char *text, const struct search_options *options)
{
    struct error err = ERROR_NONE;
    struct search_result result;
    arena_reset(&index_of_test.arena);
    enum status status = search_run(&result, index_of_test.snapshot, parse(text),
                                    options, &index_of_test.arena, &err);
    assert_int_equal(status, ST_OK);
    return result;
}

static void check(const char *text, uint32_t candidates, const char *ids)
{
    struct search_options options = {
        .limit = 10, .free_text = true, .candidates = candidates};
    struct search_result result = find(text, &options);
    assert_string_equal(small_index_ids(&index_of_test, &result), ids);
}

static void the_form_as_typed_goes_before_its_stem(void **state)
{
    (void)state;
    check("сууга таш", 0, "form stem apart pair turned");
    check("суу таш", 0, "stem form apart pair turned");
}

static void neighbours_in_their_order_go_before_words_apart(void **state)
{
    (void)state;
    check("таза суу", 0, "pair apart turned stem form");
    check("суу таза", 0, "turned apart pair stem form");
}

/* "суу таза" stands in the text as well, where the first word comes again. */
static void words_that_come_again_have_neighbours_but_count_once(void **state)
{
    struct search_options options = {.limit = 10, .free_text = true};
    (void)state;
    struct search_result once = find("таза суу", &options);
    float pair = once.hits[0].score, apart = once.hits[1].score;
    struct search_result again = find("таза суу таза", &options);
    assert_string_equal(small_index_ids(&index_of_test, &again),
                        "pair turned apart stem form");
    assert_true(again.hits[0].score == pair && again.hits[2].score == apart);
}

/* Of another stem, but with the same beginning; a word of four letters has no run. */
static void a_run_of_stems_counts_as_the_word(void **state)
{
    (void)state;
    check("Байышбаева айтты", 0, "other third");
    check("айтты Байы", 0, "other third");
    struct search_options options = {.limit = 10, .free_text = true};
    struct search_result result = find("айтты Байышбаева", &options);
    assert_true(result.hits[0].score > result.hits[1].score);
    result = find("айтты Байы", &options);
    assert_true(result.hits[0].score == result.hits[1].score);
}

static void what_is_no_candidate_follows(void **state)
{
    struct search_options options = {
        .limit = 10, .free_text = true, .candidates = 2, .params = &score_free};
    struct search_options first = {.limit = 10, .params = &score_free};
    (void)state;
    struct search_result plain = find("таза суу", &first);
    assert_string_equal(small_index_ids(&index_of_test, &plain),
                        "apart pair turned form stem");
    struct search_result result = find("таза суу", &options);
    assert_string_equal(small_index_ids(&index_of_test, &result),
                        "pair apart turned form stem");
    for (size_t i = 2; i < 5; i++)
        assert_true(result.hits[i].score == plain.hits[i].score);
    options.offset = 1;
    result = find("таза суу", &options);
    assert_string_equal(small_index_ids(&index_of_test, &result),
                        "apart turned form stem");
}

static double idf(double doc_freq)
{
    return pow(log(1 + (7 - doc_freq + 0.5) / (doc_freq + 0.5)), 1.25);
}

/* tf 1 in an article of `length` words, where 27 words are in 7 articles. */
static double sat(double length)
{
    return 2.5 / (1 + 1.5 * (1 - 0.9 + 0.9 * length / (27.0 / 7)));
}

/* таза, 4 letters: 3 times in 3 articles, always in this form; суу: 5 times in 5, 4 of
 * them as суу. "таза суу" is in one candidate. */
static void a_score_is_what_the_header_says(void **state)
{
    struct search_options options = {.limit = 1, .free_text = true};
    (void)state;
    struct search_result result = find("таза суу", &options);
    double clean_form = idf(sqrt(3.0 * 3 / 3 * 3)), clean = idf(3);
    double water_form = idf(sqrt(4.0 * 5 / 5 * 4)), water = idf(5);
    double words = sat(4) * (fmax(clean_form, clean) + fmax(water_form, water));
    assert_true(fabs((double)result.hits[0].score - (words + 0.15 * idf(1))) < 1e-5);
}

static void check_explained(const char *text, const char *first, const char *second)
{
    struct search_options options = {.limit = 1, .free_text = true};
    struct error err = ERROR_NONE;
    struct buf out;
    char total[400];
    struct search_result result = find(text, &options);
    buf_init(&out, 0);
    assert_int_equal(search_explain(&out, index_of_test.snapshot, result.tiers[0].root,
                                    &result.hits[0], &options, &err),
                     ST_OK);
    snprintf(total, sizeof total, "%.6f = ", (double)result.hits[0].score);
    assert_true(span_starts(buf_span(&out), span_text(total)));
    buf_put_byte(&out, 0);
    assert_non_null(strstr((const char *)out.data, first));
    assert_non_null(strstr((const char *)out.data, second));
    buf_release(&out);
}

static void an_explanation_names_the_parts(void **state)
{
    (void)state;
    check_explained("таза суу", "  таза: form ",
                    "  таза суу: side by side in 1 of 5 candidates, weight 0.15\n");
    check_explained("суу сууга", " of neighbours (k1 1.50,", "    run сууга*: idf ");
}

static void other_orders_are_left_alone(void **state)
{
    struct search_options options = {
        .limit = 10, .free_text = true, .sort = SEARCH_NEWEST};
    (void)state;
    struct search_result result = find("таза суу", &options);
    assert_string_equal(small_index_ids(&index_of_test, &result),
                        "stem form apart pair turned");
    assert_true(result.hits[0].score == 0.0f);
    check("", 0, "");
    check("жоксөз", 0, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_form_as_typed_goes_before_its_stem),
        cmocka_unit_test(neighbours_in_their_order_go_before_words_apart),
        cmocka_unit_test(words_that_come_again_have_neighbours_but_count_once),
        cmocka_unit_test(a_run_of_stems_counts_as_the_word),
        cmocka_unit_test(what_is_no_candidate_follows),
        cmocka_unit_test(a_score_is_what_the_header_says),
        cmocka_unit_test(an_explanation_names_the_parts),
        cmocka_unit_test(other_orders_are_left_alone),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
