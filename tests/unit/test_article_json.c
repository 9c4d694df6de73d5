/* One article from JSON and back. */
#include "support/unit.h"

#include <stdio.h>

#include "ingest/article.h"

static void expect(struct span got, const char *wanted)
{
    if (!span_equal(got, span_text(wanted)))
        print_error("got: %.*s\nnot: %s\n", (int)got.len, (const char *)got.data,
                    wanted);
    assert_true(span_equal(got, span_text(wanted)));
}

static void read_json(struct article *article, const char *json, struct arena *arena)
{
    struct error err = ERROR_NONE;
    enum status status = article_from_json(article, span_text(json), arena, &err);
    if (status != ST_OK)
        print_error("%s\n", err.text);
    assert_int_equal(status, ST_OK);
    assert_int_equal(article_complete(article, arena, &err), ST_OK);
}

static const char canonical[] =
    "{\"id\":\"k-1\",\"title\":{\"ky\":\"Суу\",\"ru\":\"Вода\"},"
    "\"journal\":{\"title\":{\"ky\":\"Айыл\"},\"issn\":\"1694-7053\",\"registration\":"
    "\"17\"},"
    "\"volume\":\"3\",\"number\":\"4\",\"running\":\"42\",\"issue\":\"4 (42)\","
    "\"issue_year\":2015,\"date\":\"2015-04\",\"date_text\":\"2015-жылдын апрели\","
    "\"pages\":{\"text\":\"12-15\"},\"lang\":\"ky\",\"rubric\":{\"ky\":\"Жол\"},"
    "\"authors\":[{\"as_printed\":\"Бариева "
    "А.Ж.\",\"family\":\"Бариева\",\"given\":\"А.Ж.\"},"
    "{\"as_printed\":\"Манас\"}],\"abstract\":{\"ru\":\"О воде\"},"
    "\"keywords\":{\"ky\":[\"суу\",\"жол\"],\"ru\":[\"вода\"]},\"doi\":\"10.1/2\","
    "\"url\":\"http://x.kg/"
    "1\",\"body\":[{\"text\":\"Башы\",\"kind\":\"h\",\"lang\":\"ky\"},"
    "{\"text\":\"Суу келди \\\"кеч\\\" \\\\\",\"kind\":\"p\",\"lang\":\"ky\"},"
    "{\"text\":\"бир | эки\",\"kind\":\"table\",\"lang\":\"ru\"},"
    "{\"text\":\"И. И.\",\"kind\":\"ref\",\"lang\":\"ru\"}],"
    "\"translations\":[{\"id\":\"r-1\"}],"
    "\"source\":{\"file\":\"a.jsonl\",\"format\":\"page\",\"seen\":\"10 (108) "
    "2020-11-13\","
    "\"repairs\":[{\"rule\":\"R1\",\"count\":2},{\"rule\":\"R6\",\"count\":1}]}}";

/* What is written is what was read, byte for byte. */
static void test_round_trip(void **state)
{
    (void)state;
    struct arena arena;
    struct article article;
    struct buf out;
    arena_init(&arena, 1 << 20);
    buf_init(&out, 0);
    read_json(&article, canonical, &arena);
    article_put_json(&out, &article);
    expect(buf_span(&out), canonical);
    assert_int_equal(article.date, 20150400);
    assert_int_equal(article.issue_year, 2015);
    assert_int_equal(article.repairs[REPAIR_SENTENCE_SPACE], 2);
    assert_int_equal(article.paragraphs[3].kind, PARAGRAPH_REFERENCE);
    buf_release(&out);
    arena_release(&arena);
}

static void test_short_form(void **state)
{
    (void)state;
    struct arena arena;
    struct article article;
    arena_init(&arena, 1 << 20);
    read_json(&article,
              "{\"id\":7,\"title\":\"Айылдагы суу жөнүндө\",\"journal\":\"Өкмөт\","
              "\"authors\":[\"Бариева А.Ж.\",\"\",5,{\"name\":\"Татьяна БЕЛЕЦКАЯ\"},"
              "{\"family\":\"Асанов\",\"given\":\"Эсен\"}],\"date\":2015,"
              "\"keywords\":[\"суу түтүгү\",\"жол\"],\"issue\":\"№ 1 (25)\","
              "\"summary\":\"Суунун келиши үчүн айылда эмне болгону жөнүндө\","
              "\"rubric\":\"Жол.\",\"pages\":{\"first\":3,\"last\":\"9\"},"
              "\"body\":\"Суу келди.Жол бүттү.\\n\\n  Өкмөт иштеди. \\n\"}",
              &arena);
    expect(article.id, "7");
    expect(article.title.in[LANG_KY], "Айылдагы суу жөнүндө");
    expect(article.journal.in[LANG_KY], "Өкмөт");
    assert_int_equal(article.author_count, 3);
    expect(article.authors[0].family, "Бариева");
    expect(article.authors[1].family, "БЕЛЕЦКАЯ");
    expect(article.authors[2].as_printed, "Эсен Асанов");
    assert_int_equal(article.date, 20150000);
    assert_int_equal(article.keyword_count, 2);
    assert_int_equal(article.keywords[0].lang, LANG_KY);
    expect(article.issue, "1 (25)");
    expect(article.running, "25");
    assert_true(article_text(&article.abstract, LANG_KY, NULL).len > 0);
    expect(article_text(&article.rubric, LANG_KY, NULL), "Жол");
    expect(article.pages, "3-9");
    assert_int_equal(article.paragraph_count, 2);
    expect(article.paragraphs[0].text, "Суу келди. Жол бүттү.");
    expect(article.paragraphs[1].text, "Өкмөт иштеди.");
    assert_int_equal(article.repairs[REPAIR_SENTENCE_SPACE], 1);
    arena_release(&arena);
}

/* References of their own list are kept behind the body; a double issue has two numbers.
 */
static void test_references(void **state)
{
    (void)state;
    struct arena arena;
    struct article article;
    arena_init(&arena, 1 << 20);
    read_json(&article,
              "{\"body\":\"Суу келди.\",\"number\":3,\"number_end\":4,\"running\":39,"
              "\"references\":[\"Асанов А. Суу. 2010.\",7,\"\",\"Осмонов Б.\"]}",
              &arena);
    assert_int_equal(article.paragraph_count, 3);
    expect(article.paragraphs[0].text, "Суу келди.");
    assert_int_equal(article.paragraphs[0].kind, PARAGRAPH_TEXT);
    expect(article.paragraphs[2].text, "Осмонов Б.");
    assert_int_equal(article.paragraphs[1].kind, PARAGRAPH_REFERENCE);
    expect(article.issue, "3-4 (39)");
    read_json(&article, "{\"references\":[\"Осмонов Б.\"],\"number_end\":4}", &arena);
    assert_int_equal(article.paragraph_count, 1);
    expect(article.number, "4");
    arena_release(&arena);
}

/* Wrong types are fields that are not there. */
static void test_odd_types(void **state)
{
    (void)state;
    struct arena arena;
    struct article article;
    arena_init(&arena, 1 << 20);
    read_json(
        &article,
        "{\"id\":[1],\"title\":5,\"journal\":[],\"authors\":{\"a\":1},\"date\":true,"
        "\"keywords\":7,\"body\":{\"x\":1},\"pages\":[],\"lang\":9,\"issn\":\"1694-"
        "7054\","
        "\"translations\":\"x\",\"source\":3,\"issue_year\":\"x\",\"rubric\":null,"
        "\"url\":-12,\"extra\":{\"deep\":[[[]]]}}",
        &arena);
    assert_int_equal(article.id.len, 0);
    assert_int_equal(article.author_count, 0);
    assert_int_equal(article.keyword_count, 0);
    assert_int_equal(article.paragraph_count, 0);
    assert_int_equal(article.date, 0);
    assert_int_equal(article.issn.len, 0);
    expect(article.url, "-12");
    read_json(&article, "{}", &arena);
    read_json(&article,
              "{\"keywords\":\"суу; жол, көпүрө\",\"authors\":\"А.А. Б; В.В. Г\","
              "\"body\":[\"бир\",{\"text\":\"эки\"},3,{},null]}",
              &arena);
    assert_int_equal(article.keyword_count, 2);
    expect(article.keywords[1].text, "жол, көпүрө");
    assert_int_equal(article.author_count, 2);
    assert_int_equal(article.paragraph_count, 2);
    arena_release(&arena);
}

static void test_last_wins_and_nul(void **state)
{
    (void)state;
    struct arena arena;
    struct article article;
    arena_init(&arena, 1 << 20);
    read_json(&article, "{\"id\":\"a\",\"id\":\"b\",\"title\":{\"ky\":\"x\\u0000y\"}}",
              &arena);
    expect(article.id, "b");
    expect(article.title.in[LANG_KY], "x\xEF\xBF\xBDy");
    assert_int_equal(article.repairs[REPAIR_CHARACTERS], 1);
    read_json(&article, "{\"id\":\"a\xFF\"}", &arena);
    expect(article.id, "a\xEF\xBF\xBD");
    assert_int_equal(article.repairs[REPAIR_CHARACTERS], 1);
    arena_release(&arena);
}

static void test_dates_and_dois(void **state)
{
    (void)state;
    static const struct {
        const char *json;
        uint32_t date;
        const char *date_text;
    } rows[] = {
        {"{\"date\":\"2015-04-07\"}", 20150407, ""},
        {"{\"date\":\"2015\"}", 20150000, ""},
        {"{\"date\":\"7 апреля 2015 г.\"}", 20150407, "7 апреля 2015 г."},
        {"{\"date\":\"жазында\"}", 0, "жазында"},
        {"{\"date\":\"2015-04-07T10:00\"}", 20150407, "2015-04-07T10:00"},
        {"{\"date\":20150407}", 0, "20150407"},
    };
    struct arena arena;
    struct article article;
    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        read_json(&article, rows[i].json, &arena);
        assert_int_equal(article.date, rows[i].date);
        expect(article.date_text, rows[i].date_text);
    }
    read_json(&article, "{\"doi\":\"https://doi.org/10.1/2(3)\"}", &arena);
    expect(article.doi, "10.1/2(3)");
    expect(article.id, "10.1/2(3)");
    read_json(&article, "{\"doi\":\"doi:10.1/2\"}", &arena);
    expect(article.doi, "10.1/2");
    arena_release(&arena);
}

static void expect_error(struct span json, enum status status, const char *part)
{
    struct arena arena;
    struct error err = ERROR_NONE;
    struct article article = {.date = 77};
    arena_init(&arena, 1 << 20);
    assert_int_equal(article_from_json(&article, json, &arena, &err), status);
    if (!strstr(err.text, part))
        print_error("%s: not %s\n", err.text, part);
    assert_non_null(strstr(err.text, part));
    assert_int_equal(article.date, 77); /* untouched */
    arena_release(&arena);
}

static void test_errors(void **state)
{
    (void)state;
    expect_error(span_text("{\"id\":\"1\""), ST_CORRUPT, "byte");
    expect_error(span_text("{\"id\":}"), ST_CORRUPT, "byte 7");
    expect_error(span_text("[1]"), ST_CORRUPT, "not an object");
    expect_error(span_text(""), ST_CORRUPT, "byte 0");
    expect_error(span_text("{} {}"), ST_CORRUPT, "byte");
    struct buf deep;
    buf_init(&deep, 0);
    buf_put_text(&deep, "{\"a\":\"[[[\\\"[\",\"b\":");
    for (unsigned i = 0; i < 100000; i++)
        buf_put_byte(&deep, '[');
    expect_error(buf_span(&deep), ST_LIMIT, "64 levels");
    buf_release(&deep);
}

static void test_budget(void **state)
{
    (void)state;
    struct arena arena;
    struct error err = ERROR_NONE;
    struct article article;
    arena_init(&arena, 64);
    assert_int_equal(article_from_json(&article, span_text(canonical), &arena, &err),
                     ST_LIMIT);
    arena_release(&arena);
}

/* Each allocation fails once; returns how many there are. */
static uint64_t starve(const char *json)
{
    uint64_t live = memory_live_count();
    enum status status = ST_NOMEM;
    uint64_t n = 1;
    for (; status != ST_OK && n < 5000; n++) {
        struct arena arena;
        struct article article;
        struct error err = ERROR_NONE;
        arena_init(&arena, 1 << 20);
        memory_fail_at(n, false);
        status = article_from_json(&article, span_text(json), &arena, &err);
        memory_fail_at(0, false);
        arena_release(&arena);
        assert_true(status == ST_OK || status == ST_NOMEM);
        assert_true(memory_live_count() == live);
    }
    assert_int_equal(status, ST_OK);
    return n - 1;
}

/* Of a record that our scanner reads, and of one that needs jansson. */
static void test_no_memory(void **state)
{
    (void)state;
    char text[sizeof canonical + 16];
    snprintf(text, sizeof text, "{\"real\":1.5,%s", canonical + 1);
    assert_true(starve(canonical) >= 2);
    assert_true(starve(text) > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_short_form),
        cmocka_unit_test(test_references),
        cmocka_unit_test(test_odd_types),
        cmocka_unit_test(test_last_wins_and_nul),
        cmocka_unit_test(test_dates_and_dois),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_budget),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
