/* A journal's web page saved as text: what belongs to the article, what to the site. */
#include "support/unit.h"

#include "base/file.h"
#include "ingest/page.h"

static struct span load(struct buf *buf, const char *path)
{
    struct error err = ERROR_NONE;
    buf_init(buf, 0);
    assert_int_equal(file_read(buf, path, 1 << 20, &err), ST_OK);
    return buf_span(buf);
}

static void read_page(struct article *article, struct span text, struct arena *arena)
{
    struct format_file file = {text, span_text("pages/1.txt")};
    struct error err = ERROR_NONE;
    assert_true(page_is(text, file.name));
    assert_int_equal(page_read(article, &file, arena, &err), ST_OK);
    article->source_file = file.name;
    assert_int_equal(article_complete(article, arena, &err), ST_OK);
}

static void expect(struct span got, const char *wanted)
{
    if (!span_equal(got, span_text(wanted)))
        print_error("got: %.*s\nnot: %s\n", (int)got.len, (const char *)got.data,
                    wanted);
    assert_true(span_equal(got, span_text(wanted)));
}

static bool contains(struct span text, const char *part)
{
    struct span wanted = span_text(part);
    for (size_t at = 0; at + wanted.len <= text.len; at++)
        if (span_equal(span_part(text, at, wanted.len), wanted))
            return true;
    return false;
}

static bool body_has(const struct article *article, const char *part)
{
    for (size_t i = 0; i < article->paragraph_count; i++)
        if (contains(article->paragraphs[i].text, part))
            return true;
    return false;
}

static void expect_repairs(const struct article *article, uint32_t r1, uint32_t r2,
                           uint32_t r3, uint32_t r6)
{
    assert_int_equal(article->repairs[REPAIR_SENTENCE_SPACE], r1);
    assert_int_equal(article->repairs[REPAIR_MARK_SPACE], r2);
    assert_int_equal(article->repairs[REPAIR_SPLIT_CAPITALS], r3);
    assert_int_equal(article->repairs[REPAIR_LOST_HYPHEN], 0);
    assert_int_equal(article->repairs[REPAIR_LINE_HYPHEN], 0);
    assert_int_equal(article->repairs[REPAIR_CHARACTERS], r6);
}

/* What every page of the site carries must not be found in an article. */
static void expect_no_boilerplate(const struct article *article, const char *logo,
                                  const char *slogan)
{
    assert_false(body_has(article, logo));
    assert_false(body_has(article, slogan));
    assert_false(body_has(article, "2020"));
    assert_false(body_has(article, "каттоо номери"));
    assert_false(body_has(article, "ISBN"));
    assert_int_equal(article->number.len, 0);
    assert_int_equal(article->running.len, 0);
    assert_int_equal(article->issue.len, 0);
    assert_int_equal(article->issue_year, 0);
    assert_int_equal(article->author_count, 0);
    assert_int_equal(article->date, 20150407);
    expect(article->seen, "10 (108) 2020-11-13");
}

static void test_kyrgyz(void **state)
{
    (void)state;
    struct buf text;
    struct arena arena;
    struct article article;
    arena_init(&arena, 1 << 20);
    read_page(&article, load(&text, "tests/fixtures/ingest/page_ky.txt"), &arena);
    expect_no_boilerplate(&article, "tz", "жашаган эл");
    expect(article.id, "pages/1.txt");
    expect(article.journal.in[LANG_KY], "Муниципалитет");
    expect(article.journal.in[LANG_RU], "Муниципалитет");
    expect(article.issn, "1694-0008");
    expect(article.registration, "4321");
    expect(article.title.in[LANG_KY],
           "Көпүрөнү оңдоонун кезегин жана чыгымын тургундар менен бирге аныктоо");
    expect(article.rubric.in[LANG_KY], "Тажрыйба: Айылда жол жана көпүрө");
    assert_int_equal(article.lang, LANG_KY);
    assert_int_equal(article.paragraph_count, 5);
    for (size_t i = 0; i < article.paragraph_count; i++)
        assert_int_equal(article.paragraphs[i].lang, LANG_KY);
    assert_false(body_has(&article, "Көпүрөнү оңдоонун"));
    assert_true(body_has(&article, "каралды. Тургундар"));
    assert_true(body_has(&article, "Айгүл ЭРГЕШОВА"));
    assert_true(body_has(&article, "өкүлдөрүнө) эсептин"));
    assert_true(body_has(&article, "“СУРОО жана ЖООП”"));
    expect_repairs(&article, 2, 2, 1, 0);
    expect(article.source_format, "page");
    arena_release(&arena);
    buf_release(&text);
}

static void test_russian(void **state)
{
    (void)state;
    struct buf text;
    struct arena arena;
    struct article article;
    arena_init(&arena, 1 << 20);
    struct span bytes = load(&text, "tests/fixtures/ingest/page_ru.txt");
    read_page(&article, span_part(bytes, 3, bytes.len), &arena); /* behind the mark */
    expect(article.journal.in[LANG_RU], "Сельский вестник");
    expect(article.title.in[LANG_RU],
           "Как собирали воду для трёх улиц: рассказ старосты, который вёл тетрадь");
    expect(article.rubric.in[LANG_RU], "Вода");
    expect(article.registration, "77");
    expect(article.seen, "2 (14) 2024-01-31");
    assert_int_equal(article.date, 20140205);
    assert_int_equal(article.lang, LANG_RU);
    assert_int_equal(article.paragraph_count, 2);
    expect_repairs(&article, 1, 1, 0, 0);
    arena_release(&arena);
    buf_release(&text);
}

/* A real page of the same layout, when there is one to read. */
static void test_seed(void **state)
{
    (void)state;
    struct buf text;
    struct arena arena;
    struct article article;
    struct error err = ERROR_NONE;
    buf_init(&text, 0);
    if (file_read(&text, "../shared/seed/000_a5b468275386a75e.txt", 1 << 20, &err) !=
        ST_OK) {
        buf_release(&text);
        skip();
    }
    arena_init(&arena, 1 << 20);
    read_page(&article, buf_span(&text), &arena);
    expect_no_boilerplate(&article, "dpi", "үчилтиги");
    expect(article.journal.in[LANG_KY], "Муниципалитет");
    expect(article.journal.in[LANG_RU], "Муниципалитет");
    expect(article.issn, "1694-7053");
    expect(article.registration, "1785");
    expect(article.title.in[LANG_KY], "Муниципалдык социалдык тапшырыктын "
                                      "буйрутмачыларын жана аткаруучуларын окутуу");
    expect(article.rubric.in[LANG_KY],
           "Пилот: Кыргызстанда муниципалдык социалдык тапшырык");
    assert_int_equal(article.lang, LANG_KY);
    assert_int_equal(article.paragraph_count, 5);
    for (size_t i = 0; i < article.paragraph_count; i++) {
        assert_int_equal(article.paragraphs[i].lang, LANG_KY);
        assert_int_equal(article.paragraphs[i].kind, PARAGRAPH_TEXT);
    }
    assert_true(body_has(&article, "катышты. Тренингдерди"));
    assert_true(body_has(&article, "берди. Тренингдин"));
    assert_true(body_has(&article, "беришти. Тренинг учурунда"));
    assert_true(body_has(&article, "өкүлдөрүнө) социалдык"));
    assert_true(body_has(&article, "Айгүл БАЙЫШБАЕВА"));
    assert_true(body_has(&article, "“СУРОО жана ЖООП”"));
    assert_false(body_has(&article, "буйрутмачыларын жана аткаруучуларын окутуу"));
    expect_repairs(&article, 3, 2, 1, 0);
    arena_release(&arena);
    buf_release(&text);
}

static void test_detect(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool page;
    } rows[] = {
        {"Айыл Илимий-популярдуу журнал\n1 (2) 13 Ноябрь 2020\nТема\n2015-04-07 / Р\nб",
         true},
        {"1 (2) 13 Ноябрь 2020\nISSN 1694-0008\n\nТема\n2015-04-07 / Р\n", true},
        {"1 (2) 13 Ноябрь 2020\nISSN 1694-0009\n\nТема\n2015-04-07 / Р\n", false},
        {"Айыл Илимий-популярдуу журнал\n1 (2) 13 Ноябрь 2020\nТема\n2015-04-07\n",
         false},
        {"Тема\n2015-04-07 / Р\nтекст", false},
        {"2015-04-07 / Р", false},
        {"", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(page_is(span_text(rows[i].text), span_text("")), rows[i].page);
}

/* Lines that are missing leave their fields empty and nothing else. */
static void test_sparse(void **state)
{
    (void)state;
    struct arena arena;
    struct article article;
    arena_init(&arena, 1 << 20);
    read_page(&article,
              span_text("1 (2) 13 Ноябрь 2020\nISSN 1694-0008\n2015-04-07 /\n"),
              &arena);
    assert_int_equal(article.paragraph_count, 0);
    assert_int_equal(article_text(&article.title, LANG_KY, NULL).len, 0);
    assert_int_equal(article_text(&article.rubric, LANG_KY, NULL).len, 0);
    assert_int_equal(article.date, 20150407);
    arena_release(&arena);
}

static void test_no_memory(void **state)
{
    (void)state;
    struct buf text;
    struct span bytes = load(&text, "tests/fixtures/ingest/page_ky.txt");
    struct format_file file = {bytes, span_text("x")};
    enum status status = ST_NOMEM;
    for (uint64_t n = 1; status != ST_OK; n++) {
        struct arena arena;
        struct article article;
        arena_init(&arena, 1 << 20);
        memory_fail_at(n, true);
        status = page_read(&article, &file, &arena, NULL);
        memory_fail_at(0, false);
        arena_release(&arena);
        assert_true(status == ST_OK || status == ST_NOMEM);
        assert_true(n < 100);
    }
    buf_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kyrgyz), cmocka_unit_test(test_russian),
        cmocka_unit_test(test_seed),   cmocka_unit_test(test_detect),
        cmocka_unit_test(test_sparse), cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
