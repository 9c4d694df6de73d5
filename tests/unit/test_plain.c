/* Plain text: title, date, paragraphs. */
#include "support/unit.h"

#include "base/file.h"
#include "ingest/plain.h"

static void expect(struct span got, const char *wanted)
{
    if (!span_equal(got, span_text(wanted)))
        print_error("got: %.*s\nnot: %s\n", (int)got.len, (const char *)got.data,
                    wanted);
    assert_true(span_equal(got, span_text(wanted)));
}

static void read_plain(struct article *article, const char *text, const char *name,
                       struct arena *arena)
{
    struct format_file file = {span_text(text), span_text(name)};
    struct error err = ERROR_NONE;
    assert_int_equal(plain_read(article, &file, arena, &err), ST_OK);
    article->source_file = file.name;
    assert_int_equal(article_complete(article, arena, &err), ST_OK);
}

static void read_file(struct article *article, const char *path, const char *name,
                      struct arena *arena)
{
    struct buf text;
    struct error err = ERROR_NONE;
    buf_init(&text, 0);
    assert_int_equal(file_read(&text, path, 1 << 20, &err), ST_OK);
    buf_put_byte(&text, 0);
    read_plain(article, (const char *)text.data, name, arena);
    buf_release(&text);
}

static void test_title_date_hyphens(void **state)
{
    (void)state;
    struct arena arena;
    struct article article;
    arena_init(&arena, 1 << 20);
    read_file(&article, "tests/fixtures/ingest/plain_ky.txt", "a/plain_ky.txt", &arena);
    expect(article.id, "a/plain_ky.txt");
    expect(article.title.in[LANG_KY], "Кырдагы мектеп");
    assert_int_equal(article.date, 20190507);
    expect(article.date_text, "2019-жылдын 7-майы");
    assert_int_equal(article.paragraph_count, 2);
    expect(article.paragraphs[0].text,
           "Мектепке жаңы чатыр жабылды. Балдар китептерин алып келишти, ал эми "
           "жол- Жобосу өзгөрдү.");
    expect(article.paragraphs[1].text, "Экинчи абзац. Анан бүттү.");
    assert_int_equal(article.repairs[REPAIR_LINE_HYPHEN], 2);
    assert_int_equal(article.repairs[REPAIR_SENTENCE_SPACE], 1);
    assert_int_equal(article.lang, LANG_KY);
    arena_release(&arena);
}

static void test_name_as_title(void **state)
{
    (void)state;
    struct arena arena;
    struct article article;
    arena_init(&arena, 1 << 20);
    read_file(&article, "tests/fixtures/ingest/2021-05-lines.txt",
              "x/2021-05-суу_жол.txt", &arena);
    expect(article_text(&article.title, LANG_KY, NULL), "2021-05-суу жол");
    assert_int_equal(article.date, 20210500);
    assert_int_equal(article.paragraph_count, 2);
    expect(article.paragraphs[0].text, "Биринчи сап чекит менен бүтөт.");
    arena_release(&arena);
}

static void test_shapes(void **state)
{
    (void)state;
    static const struct {
        const char *text, *title;
        size_t paragraphs;
    } rows[] = {
        {"Тема\n\nбир\nэки", "Тема", 2},
        {"Тема\n\nбир\nэки\n\nүч", "Тема", 2},
        {"Тема\r\n\r\nбир\r\n\r\n", "Тема", 1},
        {"\n\n  Тема?  \n\nбир", "Тема?", 1},
        {"Тема", "Тема", 0},
        {"Тема\nбир", "f", 2},
        {"Сүйлөм.\n\nбир", "f", 2},
        {"2015-жыл: тизме:\n\nбир", "f", 2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena arena;
        struct article article;
        arena_init(&arena, 1 << 20);
        read_plain(&article, rows[i].text, "f.txt", &arena);
        expect(article_text(&article.title, LANG_KY, NULL), rows[i].title);
        assert_int_equal(article.paragraph_count, rows[i].paragraphs);
        arena_release(&arena);
    }
}

static void test_is(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool plain;
    } rows[] = {{"a.txt", true}, {"b/a.text", true},   {"README", true},
                {"a.b/c", true}, {"A.TXT", true},      {"a.csv", false},
                {"a.c", false},  {"a.txt.bak", false}, {"a/.x.tsv", false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(plain_is(span_text(""), span_text(rows[i].name)),
                         rows[i].plain);
}

static void test_no_memory(void **state)
{
    (void)state;
    struct format_file file = {span_text("Тема\n\nбир-\nэки.Үчөө\n\nтөрт"),
                               span_text("a.txt")};
    enum status status = ST_NOMEM;
    for (uint64_t n = 1; status != ST_OK; n++) {
        struct arena arena;
        struct article article;
        arena_init(&arena, 1 << 20);
        memory_fail_at(n, true);
        status = plain_read(&article, &file, &arena, NULL);
        memory_fail_at(0, false);
        arena_release(&arena);
        assert_true(status == ST_OK || status == ST_NOMEM);
        assert_true(n < 100);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_title_date_hyphens),
        cmocka_unit_test(test_name_as_title),
        cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_is),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
