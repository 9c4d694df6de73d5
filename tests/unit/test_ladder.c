/* test_ladder.c - the quiet repairs: each rung where it helps, and where it must not.
 *
 * A line of expectations is "ids | rungs of the tiers": the hits in their order, and how
 * the tiers came about.
 */
#include "match/ladder.h"

#include <stdio.h>

#include "query/terms.h"
#include "support/small_index.h"
#include "support/unit.h"

static struct small_index index_of_test;
static struct terms *terms_of_test;

static const struct small_article ARTICLES[] = {
    {.id = "industry", .body = "Өнөр жай тармагы өстү.", .date = 20150101},
    {.id = "lake", .body = "Көл жээги кооз.", .date = 20160101},
    {.id = "hand", .body = "Кол салуу жыйыны.", .date = 20140101},
    {.id = "law", .body = "Жаңы мыйзам кабыл алынды.", .date = 20170101},
    {.id = "council", .body = "Кеңеш жыйыны болду.", .date = 20170102},
    {.id = "history", .body = "История государства.", .lang = LANG_RU},
    {.id = "manas", .title = "Манас эпосу", .body = "Манас жөнүндө."},
    {.id = "alatoo", .body = "Ала-Тоо этегинде."},
    {.id = "phone", .body = "LG телефону."},
    {.id = "army", .body = "ЛГ деген кыскартуу."},
    {.id = "budget", .body = "Жергиликтүү бюджеттин аткарылышы.", .rubric = "Каржы"},
    {.id = "ratio", .body = "Кырсыктын катышы."},
    {.id = "person", .body = "Айтып берди.", .author = "Айгүл Байышбаева"},
    {.id = "other", .body = "Жазып берди.", .author = "Асан Үсөнов"},
    {.id = "water", .body = "Таза суу айылга жетти."},
    {.id = "court", .body = "Решение суда вступило в силу.", .lang = LANG_RU}};
enum { ARTICLE_COUNT = sizeof ARTICLES / sizeof *ARTICLES };

/* A word that is found often enough to be left alone. */
static const struct small_article OFTEN[] = {
    {.id = "o1", .body = "Тоо койнунда мамлекет."},
    {.id = "o2", .body = "Тоо башында мамлекет."},
    {.id = "o3", .body = "Тоо суусу мамлекет."},
    {.id = "o4", .body = "Тоо жолу мамлекет."},
    {.id = "o5", .body = "Тоо эли мамлекет."},
    {.id = "o6", .body = "Төө жүнү."}};

static int set_up(void **state)
{
    (void)state;
    static const char list[] = "таза суу\tпитьевая вода\nсот\tсуд\n";
    small_index_open(&index_of_test);
    assert_int_equal(terms_open(&terms_of_test, NULL), ST_OK);
    assert_int_equal(terms_add(terms_of_test, span_text(list), "list", TERMS_PAIRS,
                               index_of_test.analysis, NULL),
                     ST_OK);
    small_index_put(&index_of_test, ARTICLES, ARTICLE_COUNT / 2);
    small_index_put(&index_of_test, ARTICLES + ARTICLE_COUNT / 2,
                    ARTICLE_COUNT - ARTICLE_COUNT / 2);
    small_index_put(&index_of_test, OFTEN, sizeof OFTEN / sizeof *OFTEN);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    terms_close(terms_of_test);
    small_index_close(&index_of_test);
    return 0;
}

static struct search_result climb_with(const char *query, struct search_options options)
{
    struct search_ladder ladder = {
        .rungs = ~0u, .analysis = index_of_test.analysis, .terms = terms_of_test};
    arena_reset(&index_of_test.arena);
    if (!options.ladder)
        options.ladder = &ladder;
    return small_index_search(&index_of_test, query, &options);
}

static struct search_result climb(const char *query)
{
    return climb_with(query, (struct search_options){.limit = 10, .count = true});
}

static const char *outline(const struct search_result *result)
{
    static char text[4096];
    int len =
        snprintf(text, sizeof text, "%s |", small_index_ids(&index_of_test, result));
    for (size_t i = 0; i < result->tier_count; i++)
        len += snprintf(text + len, sizeof text - (size_t)len, " %s",
                        search_rung_name(result->tiers[i].rung));
    return text;
}

static void expect(const char *query, const char *wanted)
{
    struct search_result result = climb(query);
    const char *got = outline(&result);
    if (strcmp(got, wanted) != 0)
        print_error("%s\n", query);
    assert_string_equal(got, wanted);
}

static void assert_span(struct span got, const char *wanted)
{
    if (!span_equal(got, span_text(wanted)))
        print_error("%.*s is not %s\n", (int)got.len, (const char *)got.data, wanted);
    assert_true(span_equal(got, span_text(wanted)));
}

/* Of the last tier: the query text that asks for it, and the first change. */
static void expect_text(const char *query, const char *text, const char *from,
                        const char *to)
{
    struct search_result result = climb(query);
    const struct search_tier *tier = &result.tiers[result.tier_count - 1];
    assert_span(tier->text, text);
    assert_true(tier->change_count > 0);
    assert_span(tier->changes[0].from, from);
    assert_span(tier->changes[0].to, to);
}

static void test_as_typed(void **state)
{
    (void)state;
    expect("өнөр жай", "industry | typed");
    expect("жокбулкеч", " | typed");
    expect("", " | typed");
}

static void test_letters(void **state)
{
    (void)state;
    expect("онор", "industry | typed letters");
    expect("онор жай", "industry | typed letters");
    expect("жаны мыйзам", "law | typed letters");
    expect("кенеш", "council | typed letters");
    expect("\"онор жай\"", "industry | typed letters");
    expect("\"онор\"", "industry | typed letters");
    expect_text("онор жай", "өнөр жай", "онор", "өнөр");
    expect_text("\"онор жай\"", "\"өнөр жай\"", "онор", "өнөр");
    expect_text("\"онор\"", "\"өнөр\"", "онор", "өнөр");
}

/* What is typed comes first; the other spelling behind it, or not at all. */
static void test_letters_stand_back(void **state)
{
    (void)state;
    expect("кол", "hand lake | typed letters");
    expect("көл", "lake hand | typed letters");
    expect("тоо -суусу -жолу -эли", "alatoo o1 o2 o6 | typed letters");
    struct search_result result = climb("тоо");
    assert_int_equal(result.tier_count, 1);
    expect("\"кол\"", "hand | typed");
    expect("онор -өнөр", " | typed");
}

static void test_keyboard(void **state)
{
    (void)state;
    expect("bcnjhbz", "history | typed keyboard");
    expect("jyjh ;fq", "industry | typed keyboard");
    expect("bcnjhbz ujcelfhcndf", "history | typed keyboard");
    expect_text("bcnjhbz", "история", "bcnjhbz", "история");
    expect("kub", " | typed");
}

static void test_latin(void **state)
{
    (void)state;
    expect("manas", "manas | typed latin");
    expect("ala-too", "alatoo | typed latin");
    expect_text("title:manas", "title:манас", "manas", "манас");
    expect("LG", "phone | typed");
    expect("lg", "phone | typed");
}

static void test_hyphens(void **state)
{
    (void)state;
    expect("алатоо", "alatoo | typed");
    expect("ала-тоо", "alatoo | typed");
    expect("өнөржай", "industry | typed hyphen");
    expect("өнөр-жай", "industry | typed");
    expect_text("өнөржай", "өнөр-жай", "өнөржай", "өнөр-жай");
    expect("ман ас", "manas | typed hyphen");
    expect_text("ман ас", "манас", "ман ас", "манас");
}

static void test_edits(void **state)
{
    (void)state;
    expect("бюджетин аткаралышы", "budget | typed edits");
    expect("мызам", "law | typed edits");
    expect("жергилктуу бюджет", "budget | typed edits");
    expect_text("жаңы мызам", "жаңы мыйзам", "мызам", "мыйзам");
    expect("жвй", " | typed");
}

static void test_names(void **state)
{
    (void)state;
    expect("Байышбаева А.", "person | typed names");
    expect("Айгуль Байышбаева", "person | typed letters");
    expect("Байышбаев", "person | typed names");
    expect("автор:Асан", "other | typed");
}

static void test_terms(void **state)
{
    (void)state;
    expect("питьевая вода", "water | typed terms");
    expect("сот", "court | typed terms");
    expect("сотко", "court | typed terms");
    expect("\"сот\"", " | typed");
    expect("таза суу", "water | typed");
    expect_text("питьевой водой", "питьевой водой", "питьевой водой", "таза суу");
}

/* A word that the term list knows is not guessed at. */
static void test_terms_before_edits(void **state)
{
    struct search_options options = {.limit = 10, .count = true, .relax = true};
    (void)state;
    struct search_result result = climb_with("питьевая вода жокбулкеч", options);
    assert_string_equal(outline(&result), "water | terms");
    assert_int_equal(result.dropped_count, 1);
}

static void test_did_you_mean(void **state)
{
    struct search_result result = climb("мамликет OR манас");
    (void)state;
    assert_int_equal(result.suggestion_count, 1);
    assert_span(result.suggestions[0], "мамлекет OR манас");
    result = climb("манас OR бюджет");
    assert_int_equal(result.suggestion_count, 0);
    result = climb("жокбулкеч");
    assert_int_equal(result.suggestion_count, 0);
}

static void test_several_kinds_of_damage(void **state)
{
    (void)state;
    expect("онор тармаги", "industry | typed edits");
    expect("jyjh ;fq nfhvfub", "industry | typed edits");
}

static void test_nothing_under_not(void **state)
{
    (void)state;
    expect("манас -онор", "manas | typed");
}

static void test_only_the_rungs_that_may_be_climbed(void **state)
{
    struct search_ladder none = {.rungs = 0, .analysis = index_of_test.analysis};
    (void)state;
    struct search_result result = climb_with(
        "онор", (struct search_options){.limit = 10, .count = true, .ladder = &none});
    assert_int_equal(result.tier_count, 1);
    assert_int_equal(result.total, 0);
}

/* Filters hold for repaired queries, too. */
static void test_filters(void **state)
{
    struct search_options options = {
        .limit = 10, .date_from = 20160000, .sort = SEARCH_OLDEST};
    (void)state;
    struct search_result result = climb_with("кол", options);
    assert_string_equal(outline(&result), "lake | typed letters");
    options.date_from = 0;
    result = climb_with("көл", options);
    assert_string_equal(outline(&result), "hand lake | typed letters");
    assert_int_equal(result.hits[0].tier, 1);
    assert_int_equal(result.hits[1].tier, 0);
}

static void test_little_is_known_on_short_pages(void **state)
{
    struct search_options options = {.limit = 1};
    (void)state;
    struct search_result result = climb_with("тоо", options);
    assert_int_equal(result.hit_count, 1);
    assert_int_equal(result.tier_count, 1);
    result = climb_with("кол", options);
    assert_string_equal(outline(&result), "hand | typed letters");
    assert_int_equal(result.total, 2);
}

static void test_relaxing_keeps_repairs(void **state)
{
    struct search_options options = {.limit = 10, .count = true, .relax = true};
    (void)state;
    struct search_result result = climb_with("жаңы мызам жокбулкеч", options);
    assert_string_equal(outline(&result), "law | edits");
    assert_int_equal(result.dropped_count, 1);
    assert_true(span_equal(result.dropped[0], span_text("жокбулкеч")));
    assert_int_equal(result.tiers[0].change_count, 1);
}

static void test_no_memory(void **state)
{
    static const char *const texts[] = {"онор тармаги", "ман ас", "jyjh ;fq",
                                        "manas өнөржай"};
    uint64_t live = memory_live_count();
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        enum status status = ST_NOMEM;
        for (uint64_t n = 1; status != ST_OK; n += 1 + n / 8) {
            struct search_ladder ladder = {.rungs = ~0u,
                                           .analysis = index_of_test.analysis};
            struct search_options options = {
                .limit = 10, .relax = true, .ladder = &ladder};
            struct query query;
            struct search_result result;
            struct arena arena;
            arena_init(&arena, (size_t)16 << 20);
            assert_int_equal(query_parse(&query, span_text(texts[i]), QUERY_MODE_WEB,
                                         index_of_test.analysis, &arena, NULL),
                             ST_OK);
            memory_fail_at(n, true);
            status = search_run(&result, index_of_test.snapshot, &query, &options,
                                &arena, NULL);
            memory_fail_at(0, false);
            assert_true(status == ST_OK || status == ST_NOMEM);
            arena_release(&arena);
            assert_int_equal(memory_live_count(), live);
        }
    }
}

/* No rung repairs anything when the time is over, and none fails. */
static void test_a_deadline_that_is_over(void **state)
{
    static const char *const queries[] = {"онор", "jyjh", "onor", "өнөржай",
                                          "японское"};
    struct search_ladder tools = {.rungs = ~0u, .analysis = index_of_test.analysis};
    (void)state;
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        for (unsigned rung = RUNG_LETTERS; rung <= RUNG_EDITS; rung++) {
            struct query query;
            struct ladder *ladder;
            struct search_tier tier;
            struct meter over = {.deadline_us = 1};
            struct arena *arena = &index_of_test.arena;
            arena_reset(arena);
            assert_int_equal(query_parse(&query, span_text(queries[i]), QUERY_MODE_WEB,
                                         index_of_test.analysis, arena, NULL),
                             ST_OK);
            assert_int_equal(ladder_open(&ladder, index_of_test.snapshot, &query,
                                         &tools, &over, arena, NULL),
                             ST_OK);
            ladder_doubt(ladder);
            assert_int_equal(ladder_climb(ladder, (enum search_rung)rung, &tier),
                             ST_END);
        }
}

/* "ab* OR ac* OR …" of which every beginning has as many words as are taken. */
enum { BEGINNINGS = 28, ENDINGS = 70 };

static void put_beginning(struct buf *out, unsigned at)
{
    buf_print(out, "%c%c", 'b' + (int)at / 6, 'k' + (int)at % 6);
}

static void put_many_words(struct buf *out, const char *rest)
{
    for (unsigned i = 0; i < BEGINNINGS * ENDINGS; i++) {
        put_beginning(out, i / ENDINGS);
        buf_print(out, "q%u ", 100 + i % ENDINGS);
    }
    buf_print(out, "%s", rest);
    buf_put_byte(out, 0);
}

static void put_many_beginnings(struct buf *out, const char *rest)
{
    for (unsigned i = 0; i < BEGINNINGS; i++) {
        buf_print(out, "%s", i ? " OR " : "(");
        put_beginning(out, i);
        buf_put_byte(out, '*');
    }
    buf_print(out, ") %s", rest);
    buf_put_byte(out, 0);
}

/* Three times the words are more than a search's memory: a third tier cannot look for
 * what the two before have not. */
static void test_a_repair_that_needs_too_much_memory(void **state)
{
    struct small_index large;
    struct terms *terms;
    struct buf texts[3], query;
    static const char *const rest[3] = {"онор", "өнөр", "завод"};
    struct small_article articles[3] = {
        {.id = "typed"}, {.id = "letters"}, {.id = "t"}};
    (void)state;
    buf_init(&query, 0);
    put_many_beginnings(&query, "онор");
    for (unsigned i = 0; i < 3; i++) {
        buf_init(&texts[i], 0);
        put_many_words(&texts[i], rest[i]);
        articles[i].body = (char *)texts[i].data;
    }
    small_index_open(&large);
    small_index_put(&large, articles, 3);
    assert_int_equal(terms_open(&terms, NULL), ST_OK);
    assert_int_equal(terms_add(terms, span_text("онор\tзавод\n"), "list", TERMS_PAIRS,
                               large.analysis, NULL),
                     ST_OK);
    struct search_ladder tools = {~0u, large.analysis, terms};
    struct search_options options = {.limit = 5, .ladder = &tools};
    struct search_result result =
        small_index_search(&large, (char *)query.data, &options);
    assert_string_equal(small_index_ids(&large, &result), "typed letters");
    terms_close(terms);
    small_index_close(&large);
    buf_release(&query);
    for (unsigned i = 0; i < 3; i++)
        buf_release(&texts[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_as_typed),
        cmocka_unit_test(test_letters),
        cmocka_unit_test(test_letters_stand_back),
        cmocka_unit_test(test_keyboard),
        cmocka_unit_test(test_latin),
        cmocka_unit_test(test_hyphens),
        cmocka_unit_test(test_edits),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_terms),
        cmocka_unit_test(test_terms_before_edits),
        cmocka_unit_test(test_did_you_mean),
        cmocka_unit_test(test_several_kinds_of_damage),
        cmocka_unit_test(test_nothing_under_not),
        cmocka_unit_test(test_only_the_rungs_that_may_be_climbed),
        cmocka_unit_test(test_filters),
        cmocka_unit_test(test_little_is_known_on_short_pages),
        cmocka_unit_test(test_relaxing_keeps_repairs),
        cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_a_deadline_that_is_over),
        cmocka_unit_test(test_a_repair_that_needs_too_much_memory),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
