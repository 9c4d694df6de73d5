/* test_search.c - what searching means, on articles that can be read here. That it is
 * exact on any archive is shown by tests/property/test_search.c.
 */
#include "match/search.h"

#include <stdio.h>

#include "base/clock.h"
#include "match/phrase.h"
#include "support/small_index.h"
#include "support/unit.h"

static struct small_index index_of_test;

static const struct small_article FIRST[] = {
    {.id = "water",
     .title = "Айылдык суу",
     .body = "Айылда таза суу жок. Бюджет аз.",
     .author = "Айгүл Байышбаева",
     .rubric = "Суу",
     .journal = "Муниципалитет",
     .issue = "4 (42)",
     .date = 20150407},
    {.id = "school",
     .title = "Мектеп",
     .body = "Мектептердин бюджети жана айыл.",
     .journal = "Муниципалитет",
     .issue = "5 (43)",
     .date = 20160000},
    {.id = "budget",
     .title = "Бюджет",
     .body = "Жергиликтүү бюджеттин аткарылышы.",
     .journal = "Башкаруу",
     .date = 20170102}};
static const struct small_article SECOND[] = {
    {.id = "village",
     .title = "Бюджет села",
     .body = "Местный бюджет и вода в селе.",
     .lang = LANG_RU,
     .journal = "Башкаруу",
     .date = 20190101},
    {.id = "order", .title = "Жол-жобо", .body = "Жол жоболору. Суу таза эмес."},
    {.id = "gone", .title = "Бюджет", .body = "Бюджет бюджет бюджет."}};

static int set_up(void **state)
{
    (void)state;
    small_index_open(&index_of_test);
    small_index_put(&index_of_test, FIRST, 3);
    small_index_put(&index_of_test, SECOND, 3);
    small_index_delete(&index_of_test, "gone");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    small_index_close(&index_of_test);
    return 0;
}

static void check_with(const char *query, const struct search_options *options,
                       const char *ids)
{
    arena_reset(&index_of_test.arena);
    struct search_result result = small_index_search(&index_of_test, query, options);
    const char *got = small_index_ids(&index_of_test, &result);
    if (strcmp(got, ids) != 0)
        print_error("%s\n", query);
    assert_string_equal(got, ids);
}

/* The articles in document order: by what matches, not by how well. */
static void check(const char *query, const char *ids)
{
    struct search_options options = {.limit = 10, .sort = SEARCH_RELEVANCE};
    static const struct score_params flat = {.k1 = 1.2f};
    options.params = &flat; /* no field has a weight: all tie */
    check_with(query, &options, ids);
}

static void test_words_in_any_form(void **state)
{
    (void)state;
    check("мектеп", "school");
    check("айылдын", "water school");
    check("бюджет", "water school budget village");
    check("бюджет айыл", "water school");
    check("жокбул", "");
}

static void test_operators(void **state)
{
    (void)state;
    check("мектеп OR вода", "school village");
    check("бюджет -айыл", "budget village");
    check("-бюджет", "order");
    check("*", "water school budget village order");
    check("(мектеп | вода) бюджет", "school village");
    check("мектеп OR -бюджет", "school order");
    check("", "");
}

static void test_exact_forms(void **state)
{
    (void)state;
    check("\"бюджет\"", "water budget village");
    check("\"бюджеттин\"", "budget");
    check("\"таза суу\"", "water");
    check("\"суу таза\"", "order");
    check("\"таза суу\"~1", "water order");
    check("\"айылда суу\"", "");
    check("\"айылда суу\"~1", "water");
}

static void test_compounds(void **state)
{
    (void)state;
    check("жол-жобо", "order");
    check("жолжобо", "order");
    check("жол", "order");
}

static void test_prefixes(void **state)
{
    (void)state;
    check("мект*", "school");
    check("мектептерд*", "school");
    check("бюджетт*", "budget");
    check("бю* -мект*", "water budget village");
}

static void test_fields(void **state)
{
    (void)state;
    check("title:бюджет", "budget village");
    check("author:айгүл", "water");
    check("rubric:суу", "water");
    check("body:мектеп", "school");
    check("author:бюджет", "");
    check("title:\"бюджет села\"", "village");
}

static void test_filters_in_the_query(void **state)
{
    (void)state;
    check("бюджет year:2015..2016", "water school");
    check("year:2016", "school");
    check("lang:ru", "village");
    check("journal:муниципалитет -year:2016", "water");
    check("issue:42", "water");
    check("issue:\"4 (42)\" OR issue:43", "water school");
    check("-year:2000..", "order"); /* has no date */
}

static void test_filters_of_the_request(void **state)
{
    static const struct search_filter journal[] = {
        {COLUMN_JOURNAL, {(const uint8_t *)"Башкаруу", 16}}};
    struct search_options options = {.limit = 10, .sort = SEARCH_OLDEST};
    (void)state;
    options.filters = journal;
    options.filter_count = 1;
    check_with("бюджет", &options, "budget village");
    options.langs = 1u << LANG_RU;
    check_with("бюджет", &options, "village");
    options = (struct search_options){.limit = 10, .sort = SEARCH_OLDEST};
    options.date_from = 20160000;
    check_with("*", &options, "school budget village");
    options.date_to = 20170102;
    check_with("*", &options, "school budget");
}

static void test_sorting_by_date(void **state)
{
    struct search_options options = {.limit = 10, .sort = SEARCH_NEWEST};
    (void)state;
    check_with("*", &options, "village budget school water order");
    options.sort = SEARCH_OLDEST;
    check_with("*", &options, "water school budget village order");
    options.offset = 1;
    options.limit = 2;
    check_with("*", &options, "school budget");
}

static void test_titles_weigh_more(void **state)
{
    struct search_options options = {.limit = 2};
    (void)state;
    check_with("бюджет", &options, "budget village");
}

static void test_totals_and_pages(void **state)
{
    struct search_options options = {.limit = 1, .offset = 2, .count = true};
    (void)state;
    struct search_result result =
        small_index_search(&index_of_test, "бюджет", &options);
    assert_int_equal(result.total, 4);
    assert_true(result.total_exact);
    assert_int_equal(result.hit_count, 1);
    options = (struct search_options){.limit = 10, .offset = 50};
    result = small_index_search(&index_of_test, "бюджет", &options);
    assert_int_equal(result.hit_count, 0);
    options = (struct search_options){.count = true};
    result = small_index_search(&index_of_test, "бюджет", &options);
    assert_int_equal(result.hit_count, 0);
    assert_int_equal(result.total, 4);
}

static enum status run(const char *text, const struct search_options *options,
                       struct search_result *result)
{
    struct query query;
    assert_int_equal(query_parse(&query, span_text(text), QUERY_MODE_WEB,
                                 index_of_test.analysis, &index_of_test.arena, NULL),
                     ST_OK);
    return search_run(result, index_of_test.snapshot, &query, options,
                      &index_of_test.arena, NULL);
}

static void test_limits(void **state)
{
    struct search_options options = {.limit = SEARCH_LIMIT_MAX, .offset = 1};
    struct search_filter odd = {(enum column)77, {NULL, 0}};
    struct search_result result = {.total = 99};
    (void)state;
    assert_int_equal(run("суу", &options, &result), ST_LIMIT);
    options = (struct search_options){.offset = UINT32_MAX, .limit = 2};
    assert_int_equal(run("суу", &options, &result), ST_LIMIT);
    options = (struct search_options){.limit = 2, .filters = &odd, .filter_count = 1};
    assert_int_equal(run("суу", &options, &result), ST_ARGUMENT);
    assert_int_equal(result.total, 99);
}

static struct search_result relaxed(const char *query)
{
    struct search_options options = {.limit = 10, .relax = true, .count = true};
    return small_index_search(&index_of_test, query, &options);
}

static void test_absent_words_are_dropped(void **state)
{
    (void)state;
    struct search_result result = relaxed("мектеп жокбул");
    assert_string_equal(small_index_ids(&index_of_test, &result), "school");
    assert_int_equal(result.dropped_count, 1);
    assert_true(span_equal(result.dropped[0], span_text("жокбул")));
    assert_false(result.any_word);
    assert_false(result.loosened);
}

static void test_phrases_become_words(void **state)
{
    (void)state;
    struct search_result result = relaxed("\"суу бюджет\"");
    assert_string_equal(small_index_ids(&index_of_test, &result), "water");
    assert_true(result.loosened);
    assert_false(result.any_word);
    result = relaxed("«Мектептин бюджети»");
    assert_string_equal(small_index_ids(&index_of_test, &result), "school");
    assert_true(result.loosened);
}

static void test_words_become_optional(void **state)
{
    (void)state;
    struct search_result result = relaxed("мектеп вода -таза");
    assert_int_equal(result.total, 2);
    assert_true(result.any_word);
    result = relaxed("мектеп вода lang:ru");
    assert_string_equal(small_index_ids(&index_of_test, &result), "village");
}

static void test_nothing_to_relax(void **state)
{
    (void)state;
    struct search_result result = relaxed("жокбул жокэле");
    assert_int_equal(result.total, 0);
    assert_int_equal(result.dropped_count, 0);
    assert_false(result.any_word);
    result = relaxed("year:1990");
    assert_int_equal(result.total, 0);
    result = relaxed("мектеп");
    assert_int_equal(result.total, 1);
    assert_false(result.any_word || result.loosened);
}

static void test_places(void **state)
{
    struct search_place *places;
    size_t count;
    (void)state;
    struct search_result result =
        small_index_search(&index_of_test, "\"таза суу\" бюджет -вода", NULL);
    assert_string_equal(small_index_ids(&index_of_test, &result), "water");
    assert_int_equal(places_of(index_of_test.snapshot, result.tiers[0].root,
                               &result.hits[0], &index_of_test.arena, &places, &count,
                               NULL),
                     ST_OK);
    assert_int_equal(count, 2);
    assert_int_equal(places[0].place, PLACE(FIELD_BODY, 1));
    assert_int_equal(places[0].words, 2);
    assert_int_equal(places[0].leaf, 0);
    assert_int_equal(places[1].place, PLACE(FIELD_BODY, 4));
    assert_int_equal(places[1].leaf, 1);
    struct search_hit nowhere = {.segment = 99};
    assert_int_equal(places_of(index_of_test.snapshot, result.tiers[0].root, &nowhere,
                               &index_of_test.arena, &places, &count, NULL),
                     ST_ARGUMENT);
}

static void test_explanation(void **state)
{
    struct buf out;
    (void)state;
    struct search_result result =
        small_index_search(&index_of_test, "бюджет \"местный бюджет\" сел*", NULL);
    assert_int_equal(result.hit_count, 1);
    buf_init(&out, 0);
    assert_int_equal(search_explain(&out, index_of_test.snapshot, result.tiers[0].root,
                                    &result.hits[0], NULL, NULL),
                     ST_OK);
    buf_put_byte(&out, 0);
    assert_non_null(strstr((const char *)out.data, "title: tf 1"));
    assert_non_null(strstr((const char *)out.data, "\"местный бюджет\""));
    buf_release(&out);
}

/* A side of an OR that does not match adds nothing, though a word of it stands there. */
static void test_explanation_of_what_counts_only(void **state)
{
    struct buf out;
    (void)state;
    struct search_result result =
        small_index_search(&index_of_test, "(бюджет жокжок) OR сел*", NULL);
    assert_true(result.hit_count > 0);
    buf_init(&out, 0);
    assert_int_equal(search_explain(&out, index_of_test.snapshot, result.tiers[0].root,
                                    &result.hits[0], NULL, NULL),
                     ST_OK);
    buf_put_byte(&out, 0);
    assert_null(strstr((const char *)out.data, "бюджет"));
    assert_non_null(strstr((const char *)out.data, "сел, idf"));
    buf_release(&out);
}

/* A page asks for the places of many hits: only they stay in its arena. */
static void test_places_leave_no_plans_behind(void **state)
{
    struct arena arena;
    (void)state;
    struct search_result result =
        small_index_search(&index_of_test, "бю* OR се* OR ме*", NULL);
    assert_true(result.hit_count > 0);
    arena_init(&arena, (size_t)256 << 10);
    for (int i = 0; i < 300; i++) {
        struct search_place *places = NULL;
        size_t count = 0;
        assert_int_equal(places_of(index_of_test.snapshot, result.tiers[0].root,
                                   &result.hits[0], &arena, &places, &count, NULL),
                         ST_OK);
        assert_true(count > 0);
    }
    arena_release(&arena);
}

static uint64_t late(void)
{
    static uint64_t now;
    return now += 1000;
}

static int64_t epoch(void)
{
    return 0;
}

enum { MANY = 20000 }; /* several windows of articles (lane.h) */

/* Enough articles for the clock to be looked at in the middle. */
static void put_many(struct small_index *many)
{
    static struct small_article articles[MANY];
    static char ids[MANY][8];
    for (unsigned i = 0; i < MANY; i++) {
        (void)snprintf(ids[i], sizeof ids[i], "n%u", i);
        articles[i] = (struct small_article){.id = ids[i], .body = "суу жер"};
    }
    small_index_open(many);
    small_index_put(many, articles, MANY);
}

static void test_a_deadline_that_is_over(void **state)
{
    static const struct clock_source source = {late, epoch};
    static struct small_index many;
    struct search_options options = {
        .limit = 5, .count = true, .deadline_us = 1, .relax = true};
    (void)state;
    put_many(&many);
    clock_use(&source);
    struct search_result result = small_index_search(&many, "суу жер", &options);
    clock_use(NULL);
    assert_true(result.timed_out);
    assert_false(result.total_exact);
    assert_true(result.total > 0 && result.total < MANY);
    assert_int_equal(result.hit_count, 5);
    options.deadline_us = 0;
    result = small_index_search(&many, "суу жер", &options);
    assert_false(result.timed_out);
    assert_int_equal(result.total, MANY);
    small_index_close(&many);
}

static void test_no_memory(void **state)
{
    static const char text[] = "бюджет \"таза суу\" OR мект* -жол-жобо";
    struct search_options options = {.limit = 10, .facets = 63, .relax = true};
    uint64_t live = memory_live_count();
    enum status status = ST_NOMEM;
    (void)state;
    for (uint64_t n = 1; status != ST_OK; n++) {
        struct query query;
        struct search_result result;
        struct arena arena;
        arena_init(&arena, (size_t)8 << 20);
        assert_int_equal(query_parse(&query, span_text(text), QUERY_MODE_WEB,
                                     index_of_test.analysis, &arena, NULL),
                         ST_OK);
        memory_fail_at(n, true);
        status =
            search_run(&result, index_of_test.snapshot, &query, &options, &arena, NULL);
        memory_fail_at(0, false);
        assert_true(status == ST_OK || status == ST_NOMEM);
        arena_release(&arena);
        assert_int_equal(memory_live_count(), live);
        assert_true(n < 1000);
    }
}

static void test_sloppy_windows(void **state)
{
    static const uint32_t a[] = {0, 10, 20}, b[] = {3, 11, 23};
    struct phrase_word words[] = {{a, 3, 0}, {b, 3, 1}};
    struct phrase_match found[3];
    (void)state;
    assert_int_equal(phrase_find(words, 2, 0, found), 1);
    assert_int_equal(found[0].place, 10);
    assert_int_equal(phrase_find(words, 2, 2, found), 3);
    assert_int_equal(found[0].words, 4);
    assert_int_equal(phrase_find(words, 2, 1, found), 1);
    assert_int_equal(found[0].place, 10);
    assert_int_equal(found[0].words, 2);
}

static void test_windows_stay_in_their_field(void **state)
{
    static const uint32_t a[] = {PLACE(0, 5)}, b[] = {PLACE(1, 0)};
    struct phrase_word words[] = {{a, 1, 0}, {b, 1, 1}};
    struct phrase_match found[1];
    (void)state;
    assert_int_equal(phrase_find(words, 2, 64, found), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_in_any_form),
        cmocka_unit_test(test_operators),
        cmocka_unit_test(test_exact_forms),
        cmocka_unit_test(test_compounds),
        cmocka_unit_test(test_prefixes),
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_filters_in_the_query),
        cmocka_unit_test(test_filters_of_the_request),
        cmocka_unit_test(test_sorting_by_date),
        cmocka_unit_test(test_titles_weigh_more),
        cmocka_unit_test(test_totals_and_pages),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_absent_words_are_dropped),
        cmocka_unit_test(test_phrases_become_words),
        cmocka_unit_test(test_words_become_optional),
        cmocka_unit_test(test_nothing_to_relax),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_explanation),
        cmocka_unit_test(test_explanation_of_what_counts_only),
        cmocka_unit_test(test_places_leave_no_plans_behind),
        cmocka_unit_test(test_a_deadline_that_is_over),
        cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_sloppy_windows),
        cmocka_unit_test(test_windows_stay_in_their_field),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
