/* Saved HTML pages: what they say about the article, which part is the article, and
 * that no page, however hostile, does more than fail. */
#include "support/unit.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "extract/extract.h"
#include "extract/html.h"
#include "ingest/child.h"
#include "ingest/frame.h"

static void expect(struct span got, const char *wanted)
{
    if (!span_equal(got, span_text(wanted)))
        print_error("got: %.*s\nnot: %s\n", (int)got.len, (const char *)got.data,
                    wanted);
    assert_true(span_equal(got, span_text(wanted)));
}

static enum status read_html(struct article *article, struct span bytes,
                             struct arena *arena)
{
    struct format_file file = {bytes, span_text("a.html")};
    struct error err = ERROR_NONE;
    arena_init(arena, 16 << 20);
    return html_read(article, &file, arena, &err);
}

static void read_ok(struct article *article, const char *html, struct arena *arena)
{
    assert_int_equal(read_html(article, span_text(html), arena), ST_OK);
}

#define TEXT                                                                                                                                           \
    "Айыл өкмөтү быйыл жолду оңдоого бир миллион сом бөлдү, ал эми тургундар ашарга " \
    "чыгып, эки көпүрөнү өз күчү менен салып бүтүштү."
#define LONG TEXT " " TEXT

static void test_citation(void **state)
{
    (void)state;
    struct arena arena;
    struct article article;
    read_ok(&article,
            "<!DOCTYPE html><html lang=en><head><title>Сайт</title>"
            "<meta name=citation_title content='Жол жөнүндө'>"
            "<meta name=citation_title content='О дорогах наших' xml:lang=ru>"
            "<meta name=Citation_Author content='Бариева, Айгүл'>"
            "<meta name=citation_author content='Э.Д. Асанов'>"
            "<meta name=citation_date content='2015/04/07'>"
            "<meta name=citation_journal_title content='Өкмөт'>"
            "<meta name=citation_issn content='1694-7054'>"
            "<meta name=citation_issn content='1694-7053'>"
            "<meta name=citation_volume content=3><meta name=citation_issue content='4 "
            "(42)'>"
            "<meta name=citation_firstpage content=12><meta name=citation_lastpage "
            "content=15>"
            "<meta name=citation_doi content='10.1/2'>"
            "<meta name=citation_keywords content='жол; көпүрө'>"
            "<meta property=og:title content='Башка аталыш'>"
            "<meta property=article:author content='Башка'>"
            "<link rel=canonical href='http://x.kg/1'></head>"
            "<body><nav>Меню</nav><h1>Жол жөнүндө</h1><p>" LONG "</p></body></html>",
            &arena);
    expect(article.title.in[LANG_KY], "Жол жөнүндө");
    expect(article.title.in[LANG_RU], "О дорогах наших");
    assert_int_equal(article.author_count, 2);
    expect(article.authors[0].family, "Бариева");
    expect(article.authors[1].family, "Асанов");
    assert_int_equal(article.date, 20150407);
    expect(article.journal.in[LANG_KY], "Өкмөт");
    expect(article.issn, "1694-7053");
    expect(article.volume, "3");
    expect(article.number, "4 (42)");
    expect(article.pages, "12-15");
    expect(article.doi, "10.1/2");
    expect(article.url, "http://x.kg/1");
    assert_int_equal(article.keyword_count, 2);
    assert_int_equal(article.lang, LANG_KY); /* the text goes before <html lang> */
    assert_int_equal(article.paragraph_count, 1);
    expect(article.paragraphs[0].text, LONG);
    arena_release(&arena);
}

static void test_json_ld(void **state)
{
    (void)state;
    struct arena arena;
    struct article article;
    read_ok(&article,
            "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"WebSite\"},"
            "{\"@type\":[\"ScholarlyArticle\"],\"headline\":\"Жол жөнүндө\","
            "\"author\":[{\"name\":\"Асанов Э.\"},\"Бариева А.\"],"
            "\"datePublished\":\"2015-04-07T10:00\",\"articleSection\":\"Жол\","
            "\"keywords\":\"жол, көпүрө\",\"isPartOf\":{\"issueNumber\":\"4\","
            "\"isPartOf\":{\"volumeNumber\":\"3\",\"isPartOf\":{\"name\":\"Өкмөт\","
            "\"issn\":\"1694-7053\"}}}}]}</script>"
            "<script type='application/ld+json'>{broken</script><p>" LONG,
            &arena);
    expect(article.title.in[LANG_KY], "Жол жөнүндө");
    assert_int_equal(article.author_count, 2);
    assert_int_equal(article.date, 20150407);
    assert_int_equal(article.keyword_count, 2);
    expect(article.number, "4");
    expect(article.volume, "3");
    expect(article.issn, "1694-7053");
    expect(article.journal.in[LANG_KY], "Өкмөт");
    arena_release(&arena);
}

static void test_dublin_core(void **state)
{
    (void)state;
    struct arena arena;
    struct article article;
    read_ok(
        &article,
        "<meta name=DC.title content='Жол жөнүндө' lang=ky>"
        "<meta name=DC.creator content='Асанов Э.'><meta name=DC.date content=2015-04>"
        "<meta name=DC.source content='Өкмөт. - 2015. - № 4 (42). - 5-б.'>"
        "<meta name=DC.identifier content='ISSN 1694-7053'>"
        "<meta name=DC.identifier content='http://x.kg/1'>"
        "<meta name=DC.identifier content='10.1/2'>"
        "<meta name=DC.coverage.section content='Жол'>"
        "<meta name=DC.description content='" TEXT "'>"
        "<article><h2>Кыскача</h2><p>" TEXT "</p><p>7 апреля 2016 | Рубрика</p><p>" LONG
        "</p></article>",
        &arena);
    expect(article.title.in[LANG_KY], "Жол жөнүндө");
    assert_int_equal(article.date, 20150400); /* not that of the byline */
    expect(article.journal.in[LANG_KY], "Өкмөт");
    expect(article.number, "4");
    expect(article.running, "42");
    expect(article.issn, "1694-7053");
    expect(article.url, "http://x.kg/1");
    expect(article.doi, "10.1/2");
    assert_int_equal(article.paragraph_count, 1); /* abstract and byline are left out */
    expect(article.paragraphs[0].text, LONG);
    arena_release(&arena);
}

static void test_body_kinds(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum paragraph_kind kind;
    } wanted[] = {
        {LONG, PARAGRAPH_TEXT},
        {"Бөлүм", PARAGRAPH_HEADING},
        {"бир", PARAGRAPH_LIST_ITEM},
        {"эки жана үч", PARAGRAPH_LIST_ITEM},
        {"а | б", PARAGRAPH_TABLE},
        {"в | г", PARAGRAPH_TABLE},
        {"биринчи сап", PARAGRAPH_TEXT},
        {"экинчи сап уланды", PARAGRAPH_TEXT},
        {"Сүрөт", PARAGRAPH_NOTE},
        {"Адабияттар", PARAGRAPH_HEADING},
        {"Асанов Э. Жол.", PARAGRAPH_REFERENCE},
    };
    struct arena arena;
    struct article article;
    read_ok(
        &article,
        "<title>Тема</title><header>Баш</header><main><p>" LONG "</p><h2>Бөлүм</h2>"
        "<ul><li>бир<li>эки <b>жана</b>\n үч</ul><table><tr><th>а<th>б<tr><td>в<td>г"
        "</table><div>биринчи сап<br> <br>экинчи сап<br>уланды</div>"
        "<figure><figcaption>Сүрөт</figcaption></figure>"
        "<aside>жок</aside><script>жок</script><style>жок</style><div class='x "
        "menu'>жок"
        "</div><div hidden>жок</div><form><p>жок</p></form><!-- жок -->"
        "<h3>Адабияттар</h3><p>Асанов Э. Жол.</p></main><footer>Аяк</footer>",
        &arena);
    for (size_t i = 0; i < article.paragraph_count; i++) {
        assert_true(i < sizeof wanted / sizeof *wanted);
        expect(article.paragraphs[i].text, wanted[i].text);
        assert_int_equal(article.paragraphs[i].kind, wanted[i].kind);
    }
    assert_int_equal(article.paragraph_count, sizeof wanted / sizeof *wanted);
    expect(article_text(&article.title, LANG_KY, NULL), "Тема");
    arena_release(&arena);
}

/* Without any mark: the block with most running text. */
static void test_densest(void **state)
{
    (void)state;
    struct arena arena;
    struct article article;
    read_ok(&article,
            "<div><a href=1>Биринчи узун шилтеме ушул жерде турат</a></div>"
            "<div id=a><p>" LONG "</p><p>" TEXT "</p></div>"
            "<div><p>Байланыш үчүн телефон жана дарек ушул</p></div>",
            &arena);
    assert_int_equal(article.paragraph_count, 2);
    arena_release(&arena);
    /* A page that lies whole in a form. */
    read_ok(&article, "<form><p>" LONG "</p></form>", &arena);
    assert_int_equal(article.paragraph_count, 1);
    arena_release(&arena);
}

static void test_charset(void **state)
{
    (void)state;
    struct arena arena;
    struct article article;
    read_ok(
        &article,
        "<meta "
        "charset=windows-1251><title>\xC2\xEE\xE4\xE0</title><p>\xC4\xEE\xE6\xE4\xFC",
        &arena);
    expect(article_text(&article.title, LANG_RU, NULL), "Вода");
    expect(article.paragraphs[0].text, "Дождь");
    arena_release(&arena);
    read_ok(&article,
            "\xEF\xBB\xBF<meta charset=windows-1251><title>Суу</title><p>Жаан", &arena);
    expect(article_text(&article.title, LANG_KY, NULL), "Суу");
    arena_release(&arena);
    assert_int_equal(
        read_html(&article, span_text("<meta charset=koi8-r><p>\xD7\xCF"), &arena),
        ST_CORRUPT);
    arena_release(&arena);
}

static void test_nothing_in_it(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "", "   ", "<html></html>", "<p></p>", "<script>x</script>", "<!--"};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct arena arena;
        struct article article;
        assert_int_equal(read_html(&article, span_text(pages[i]), &arena), ST_CORRUPT);
        arena_release(&arena);
    }
}

/* --- Through the program, in its sandbox ------------------------------------ */

/* build/MODE/msearch-extract, when this runs as build/MODE/tests/unit/test_html. */
static bool find_extractor(char *path, size_t size)
{
    ssize_t len = readlink("/proc/self/exe", path, size - 32);
    for (unsigned slashes = 0; len > 0 && slashes < 3; len--)
        slashes += path[len - 1] == '/';
    if (len <= 0)
        return false;
    (void)snprintf(path + len, size - (size_t)len, "/msearch-extract");
    return access(path, X_OK) == 0;
}

static void test_sandbox(void **state)
{
    (void)state;
    char path[4096], command[4200], line[256];
    if (!find_extractor(path, sizeof path))
        skip();
    (void)snprintf(command, sizeof command, "'%s' --self-test", path);
    FILE *out = popen(command, "r");
    assert_non_null(out);
    unsigned refused = 0;
    while (fgets(line, sizeof line, out)) {
        if (strncmp(line, "refused  ", 9) != 0)
            print_error("%s", line);
        assert_true(strncmp(line, "refused  ", 9) == 0);
        refused++;
    }
    assert_int_equal(pclose(out), 0);
    assert_true(refused >= 20);
}

struct hostile {
    const char *name;
    const char *before, *repeat, *after;
    size_t times;
};

static void put_hostile(struct buf *out, const struct hostile *page)
{
    buf_reset(out);
    buf_put_text(out, page->before);
    for (size_t i = 0; i < page->times; i++)
        buf_put_text(out, page->repeat);
    buf_put_text(out, page->after);
}

/* Each is answered or reported within its time, and an ordinary page behind it is read.
 * Which of the two is not said: that depends on the machine. */
static void test_hostile(void **state)
{
    (void)state;
    static const struct hostile pages[] = {
        {"deep div", "", "<div>", "x", 100000},
        {"deep b", "", "<b>", "x", 100000},
        {"deep table", "", "<table><tr><td>", "x", 30000},
        {"misnested", "", "<a><b><i></a></b></i>", "x", 5000},
        {"attributes", "<p ", "a=b ", ">x", 100000},
        {"long attribute", "<p title='", "xxxxxxxxxxxxxxxx", "'>x", 500000},
        {"long name", "<", "xxxxxxxxxxxxxxxx", ">x", 100000},
        {"entities", "", "&#0;&#xD800;&nbsp;&bogus;&#99999999;", "x", 20000},
        {"open comment", "<!--", "-- <p>", "", 100000},
        {"metas", "", "<meta name=citation_author content=x>", "x", 50000},
        {"json", "<script type='application/ld+json'>", "[", "</script>x", 200000},
        {"many", "<table>", "<tr><td>x<td>y", "", 100000},
        {"articles", "", "<article>", "x", 20000},
        {"bad bytes", "<p>", "\xFF\xFE\xC0\x80\xED\xA0\x80", "x", 20000},
        {"hidden", "", "<p hidden class='menu menu' role=banner>", "x", 20000},
    };
    char path[4096];
    if (!find_extractor(path, sizeof path))
        skip();
    struct child *child;
    struct child_options options = {.path = path, .wall_us = 2000000};
    struct error err = ERROR_NONE;
    struct buf page;
    buf_init(&page, 0);
    assert_int_equal(child_open(&child, &options, &err), ST_OK);
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct span json;
        put_hostile(&page, &pages[i]);
        err = ERROR_NONE;
        enum status status =
            child_read(child, span_text("html"), span_text("h"), buf_span(&page), &err);
        if (status != ST_OK && status != ST_IO && status != ST_LIMIT)
            print_error("%s: %d %s\n", pages[i].name, (int)status, err.text);
        assert_true(status == ST_OK || status == ST_IO || status == ST_LIMIT);
        assert_int_equal(child_read(child, span_text("html"), span_text("g"),
                                    span_text("<p>" LONG), &err),
                         ST_OK);
        assert_int_equal(child_next(child, &json, &err), ST_OK);
        assert_int_equal(child_next(child, &json, &err), ST_END);
    }
    child_close(child);
    buf_release(&page);
}

static void test_answer(void **state)
{
    (void)state;
    struct buf answer;
    struct frame frame;
    size_t off = 0;
    buf_init(&answer, 0);
    extract_answer(&answer, span_text("html"), span_text("a"), span_text("<p>" LONG));
    extract_answer(&answer, span_text("html"), span_text("a"), span_text(""));
    extract_answer(&answer, span_text("wordstar"), span_text("a"), span_text("x"));
    static const uint8_t kinds[] = {FRAME_ARTICLE, FRAME_DONE,    FRAME_PROBLEM,
                                    FRAME_DONE,    FRAME_PROBLEM, FRAME_DONE};
    for (size_t i = 0; i < sizeof kinds; i++) {
        assert_true(frame_next(buf_span(&answer), &off, &frame));
        assert_int_equal(frame.kind, kinds[i]);
    }
    assert_int_equal(off, answer.len);
    buf_release(&answer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_citation),      cmocka_unit_test(test_json_ld),
        cmocka_unit_test(test_dublin_core),   cmocka_unit_test(test_body_kinds),
        cmocka_unit_test(test_densest),       cmocka_unit_test(test_charset),
        cmocka_unit_test(test_nothing_in_it), cmocka_unit_test(test_sandbox),
        cmocka_unit_test(test_hostile),       cmocka_unit_test(test_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
