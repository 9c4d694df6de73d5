/* The record: texts by language, what is derived, the hash; names and issues. */
#include "support/unit.h"

#include "ingest/article.h"
#include "ingest/author.h"
#include "ingest/issue.h"
#include "text/utf8.h"

static void expect(struct span got, const char *wanted)
{
    if (!span_equal(got, span_text(wanted)))
        print_error("got: %.*s\nnot: %s\n", (int)got.len, (const char *)got.data,
                    wanted);
    assert_true(span_equal(got, span_text(wanted)));
}

static void test_text(void **state)
{
    (void)state;
    struct text_l10n text = {
        .in = {[LANG_RU] = span_text("ру"), [LANG_EN] = span_text("en")}};
    enum lang lang;
    expect(article_text(&text, LANG_EN, &lang), "en");
    assert_int_equal(lang, LANG_EN);
    expect(article_text(&text, LANG_KY, &lang), "ру");
    assert_int_equal(lang, LANG_RU);
    text = (struct text_l10n){.in = {[LANG_UND] = span_text("?")}};
    expect(article_text(&text, LANG_KY, NULL), "?");
    text.in[LANG_UND].len = 0;
    assert_int_equal(article_text(&text, LANG_KY, NULL).len, 0);
}

static void test_put_text(void **state)
{
    (void)state;
    struct text_l10n text = {.in = {{NULL, 0}}};
    article_put_text(&text, span_text("Айылдагы суу жөнүндө"), LANG_RU);
    article_put_text(&text, span_text("Өткөн жылдагы суу жөнүндө"), LANG_RU);
    article_put_text(&text, span_text(""), LANG_RU);
    expect(text.in[LANG_KY], "Айылдагы суу жөнүндө");
    assert_int_equal(text.in[LANG_RU].len, 0);
}

static void test_issn(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool valid;
    } rows[] = {{"1694-7053", true},  {"1694-0008", true},  {"0002-3221", true},
                {"2434-561X", true},  {"1694-7054", false}, {"16947053", false},
                {"1694-705X", false}, {"169A-7053", false}, {"", false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(article_issn_valid(span_text(rows[i].text)), rows[i].valid);
}

static void complete(struct article *article, struct arena *arena)
{
    struct error err = ERROR_NONE;
    assert_int_equal(article_complete(article, arena, &err), ST_OK);
}

static void test_id(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct article article = {.source_file = span_text("a/b.txt")};
    complete(&article, &arena);
    expect(article.id, "a/b.txt");
    article =
        (struct article){.doi = span_text("10.1/2"), .source_file = span_text("a")};
    complete(&article, &arena);
    expect(article.id, "10.1/2");
    article = (struct article){.id = span_text("7"), .doi = span_text("10.1/2")};
    complete(&article, &arena);
    expect(article.id, "7");
    arena_release(&arena);
}

/* An id that is too long to be stored is cut, and stays one of a kind. */
static void test_long_id(void **state)
{
    (void)state;
    enum { LONG = ARTICLE_ID_BYTES + 1 };
    struct arena arena;
    char text[2][LONG];
    struct span ids[2];
    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < 2; i++) {
        for (size_t at = 0; at + 1 < LONG; at += 2)
            memcpy(text[i] + at, "ө", 2);
        text[i][LONG - 1] = (char)('a' + i);
        struct article article = {.id = span_of(text[i], LONG)};
        complete(&article, &arena);
        ids[i] = article.id;
        assert_in_range(ids[i].len, ARTICLE_ID_BYTES - 1, ARTICLE_ID_BYTES);
        assert_true(utf8_valid(ids[i]));
    }
    assert_false(span_equal(ids[0], ids[1]));
    struct article fits = {.id = span_of(text[0], ARTICLE_ID_BYTES)};
    complete(&fits, &arena);
    assert_ptr_equal(fits.id.data, text[0]);
    arena_release(&arena);
}

static void test_issue(void **state)
{
    (void)state;
    static const struct {
        const char *number, *running, *issue;          /* stated */
        const char *to_number, *to_running, *to_issue; /* wanted */
    } rows[] = {
        {"4", "42", "", "4", "42", "4 (42)"},
        {"9 (33)", "", "", "9", "33", "9 (33)"},
        {"", "", "№ 1 (25)", "1", "25", "1 (25)"},
        {"", "", "№ 12", "12", "", "12"},
        {"1-2", "", "", "1-2", "", "1-2"},
        {"", "42", "", "", "42", "(42)"},
        {"", "", "Глава 3", "", "", "Глава 3"},
        {"", "", "4 (42), 2015", "", "", "4 (42), 2015"},
        {"", "", "", "", "", ""},
    };
    struct arena arena;
    arena_init(&arena, 1 << 16);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct article article = {.id = span_text("1"),
                                  .number = span_text(rows[i].number),
                                  .running = span_text(rows[i].running),
                                  .issue = span_text(rows[i].issue)};
        complete(&article, &arena);
        expect(article.number, rows[i].to_number);
        expect(article.running, rows[i].to_running);
        expect(article.issue, rows[i].to_issue);
    }
    arena_release(&arena);
}

static void test_rubric(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct article article = {.id = span_text("1")};
    article.rubric.in[LANG_KY] = span_text("Пилот: Кыргызстанда.");
    article.rubric.in[LANG_RU] = span_text("Вода...");
    complete(&article, &arena);
    expect(article.rubric.in[LANG_KY], "Пилот: Кыргызстанда");
    expect(article.rubric.in[LANG_RU], "Вода...");
    arena_release(&arena);
}

static void test_languages(void **state)
{
    (void)state;
    struct paragraph paragraphs[] = {
        {span_text("Айылдык кеңештин депутаттары бюджетти талкуулашты жана бекитишти"),
         0, 0},
        {span_text("Это предложение написано по-русски"), 0, 0},
        {span_text("12 345"), 0, 0},
        {span_text("Токтомго ылайык"), LANG_RU, 0}, /* stated: stays */
    };
    struct article article = {.paragraphs = paragraphs, .paragraph_count = 4};
    article_guess_languages(&article, LANG_EN);
    assert_int_equal(article.lang, LANG_KY);
    assert_int_equal(paragraphs[0].lang, LANG_KY);
    assert_int_equal(paragraphs[1].lang, LANG_RU);
    assert_int_equal(paragraphs[2].lang, LANG_KY);
    assert_int_equal(paragraphs[3].lang, LANG_RU);
    struct article empty = {.lang = LANG_UND};
    article_guess_languages(&empty, LANG_EN);
    assert_int_equal(empty.lang, LANG_EN);
}

/* Every field that a reader sees changes the hash; where it comes from does not. */
static void test_hash(void **state)
{
    (void)state;
    struct paragraph paragraph = {span_text("x"), LANG_RU, PARAGRAPH_TEXT};
    struct author author = {span_text("А. Б."), {NULL, 0}, {NULL, 0}};
    struct keyword keyword = {span_text("суу"), LANG_KY};
    struct span other = span_text("12");
    const struct article base = {
        .id = span_text("1"), .paragraphs = &paragraph, .paragraph_count = 1};
    uint64_t hashes[16];
    size_t count = 0;
    struct article changed[12];
    for (size_t i = 0; i < 12; i++)
        changed[i] = base;
    changed[1].title.in[LANG_KY] = other;
    changed[2].title.in[LANG_RU] = other;
    changed[3].journal.in[LANG_RU] = other;
    changed[4].doi = other;
    changed[5].date = 12;
    changed[6].issue = other;
    changed[7].authors = &author;
    changed[7].author_count = 1;
    changed[8].keywords = &keyword;
    changed[8].keyword_count = 1;
    changed[9].translations = &other;
    changed[9].translation_count = 1;
    changed[10].paragraph_count = 0;
    changed[11].lang = LANG_RU;
    for (size_t i = 0; i < 12; i++)
        hashes[count++] = article_hash(&changed[i]);
    for (size_t a = 0; a < count; a++)
        for (size_t b = 0; b < a; b++)
            assert_true(hashes[a] != hashes[b]);
    struct article moved = base;
    moved.source_file = other;
    moved.seen = other;
    moved.source_off = 7;
    moved.repairs[0] = 3;
    assert_true(article_hash(&moved) == hashes[0]);
}

static void test_authors(void **state)
{
    (void)state;
    static const struct {
        const char *printed, *family, *given;
    } rows[] = {
        {"Бариева А.Ж.", "Бариева", "А.Ж."},
        {"Э.Д. Асанов", "Асанов", "Э.Д."},
        {"Э. Д. Асанов", "Асанов", "Э. Д."},
        {"Татьяна БЕЛЕЦКАЯ", "БЕЛЕЦКАЯ", "Татьяна"},
        {"ИСАКОВ Адилет", "ИСАКОВ", "Адилет"},
        {"Бариева, Айгүл", "Бариева", "Айгүл"},
        {"Айгүл Токтогулова", "", ""},
        {"Нурдин уулу Байзак", "", ""},
        {"Манас", "", ""},
        {"ИВАН ИВАНОВ", "", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct author author = author_read(span_text(rows[i].printed));
        expect(author.as_printed, rows[i].printed);
        expect(author.family, rows[i].family);
        expect(author.given, rows[i].given);
    }
}

static void test_author_list(void **state)
{
    (void)state;
    struct span list = span_text(" А; ;Б |В\n"), name;
    size_t off = 0;
    assert_true(author_next(list, &off, &name));
    expect(name, "А");
    assert_true(author_next(list, &off, &name));
    expect(name, "Б");
    assert_true(author_next(list, &off, &name));
    expect(name, "В");
    assert_false(author_next(list, &off, &name));
}

static void test_issue_find(void **state)
{
    (void)state;
    struct span number, running;
    assert_true(issue_find(span_text("Журнал. - 2020. - № 4 (16). - 22-25-б."), &number,
                           &running));
    expect(number, "4");
    expect(running, "16");
    assert_true(issue_find(span_text("Том 12 №3"), &number, &running));
    expect(number, "3");
    assert_false(issue_find(span_text("Журнал 12"), &number, &running));
    assert_false(issue_find(span_text("№ 20201"), &number, &running));
    assert_false(issue_find(span_text("№"), &number, &running));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),        cmocka_unit_test(test_put_text),
        cmocka_unit_test(test_issn),        cmocka_unit_test(test_id),
        cmocka_unit_test(test_long_id),     cmocka_unit_test(test_issue),
        cmocka_unit_test(test_rubric),      cmocka_unit_test(test_languages),
        cmocka_unit_test(test_hash),        cmocka_unit_test(test_authors),
        cmocka_unit_test(test_author_list), cmocka_unit_test(test_issue_find),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
