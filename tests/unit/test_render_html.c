/* test_render_html.c - pages: balanced, escaped, complete; links, citations, words. */
#include <string.h>

#include "answer/citation.h"
#include "answer/link.h"
#include "answer/render.h"
#include "answer/ui_text.h"
#include "support/sample_answer.h"
#include "support/unit.h"

static struct buf out;

static int begin(void **state)
{
    (void)state;
    buf_init(&out, 0);
    return 0;
}

static int end(void **state)
{
    (void)state;
    buf_release(&out);
    return 0;
}

static struct render_page page_of(enum ui_lang ui, const struct answer_request *request)
{
    return (struct render_page){.ui = ui,
                                .base = span_text("/archive"),
                                .site = span_text("Архив <1>"),
                                .origin = span_text("https://s.example"),
                                .request = request};
}

static const char *text(void)
{
    assert_int_equal(out.status, ST_OK);
    if (out.len == 0 || out.data[out.len - 1] != 0)
        buf_put_byte(&out, 0);
    return (const char *)out.data;
}

static void has(const char *part)
{
    if (!strstr(text(), part))
        print_error("no '%s'\n", part);
    assert_non_null(strstr(text(), part));
}

static void lacks(const char *part)
{
    if (strstr(text(), part))
        print_error("'%s' in '%.200s'\n", part, strstr(text(), part));
    assert_null(strstr(text(), part));
}

static bool is_void(const char *name, size_t len)
{
    static const char *const names[] = {"!doctype", "meta", "link", "input"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strlen(names[i]) == len && memcmp(names[i], name, len) == 0)
            return true;
    return false;
}

/* Every element that is opened is closed, in order. */
static void assert_balanced(void)
{
    const char *stack[64];
    size_t lens[64], depth = 0;
    for (const char *at = text(); (at = strchr(at, '<')) != NULL; at++) {
        bool closing = at[1] == '/';
        const char *name = at + 1 + closing;
        size_t len = strcspn(name, " >/");
        const char *stop = strchr(at, '>');
        assert_non_null(stop);
        if (is_void(name, len) || stop[-1] == '/')
            continue;
        if (!closing) {
            assert_true(depth < 64);
            stack[depth] = name;
            lens[depth++] = len;
            continue;
        }
        assert_true(depth > 0);
        depth--;
        if (lens[depth] != len || memcmp(stack[depth], name, len) != 0)
            print_error("</%.*s> closes <%.*s>\n", (int)len, name, (int)lens[depth],
                        stack[depth]);
        assert_true(lens[depth] == len && memcmp(stack[depth], name, len) == 0);
    }
    assert_int_equal(depth, 0);
}

/* Bold is ours where a change is shown. */
static void assert_safe_but_bold(void)
{
    lacks("<script>");
    lacks("alert('1')");
    lacks("<i>");
    lacks("<x>");
    lacks("style=");
    lacks("onclick");
    lacks("javascript:");
    lacks("\xE2\x80\xAE");
    lacks("\x1B");
}

static void assert_safe(void)
{
    assert_safe_but_bold();
    lacks("<b>");
}

static void search_page(void **state)
{
    (void)state;
    for (int ui = UI_KY; ui <= UI_EN; ui++) {
        struct render_page page = page_of((enum ui_lang)ui, &sample_request);
        buf_reset(&out);
        render_html_search(&out, &sample_answer, &page);
        assert_balanced();
        assert_safe_but_bold();
    }
    has("<html lang=\"en\">");
    has("<title>суу &lt;b&gt; &quot; · Архив &lt;1&gt;</title>");
    has("value=\"суу &lt;b&gt; &quot;\"");
    has("&lt;<mark>суу</mark>&gt;");
    has("<ol class=\"hits\" start=\"11\"");
    has("href=\"/archive/article/a%2F1%22%3E%3Cx%3E?q=");
    has("<mark>&lt;script&gt;</mark>alert(&#39;1&#39;)");
    has("lang=\"ru\"><a href=\"/archive/article/a2");
    has("A quotation mark is not closed.");
    has("<s>айран&lt;</s>");
}

static size_t times(const char *part)
{
    size_t count = 0;
    for (const char *at = text(); (at = strstr(at, part)) != NULL; at++)
        count++;
    return count;
}

/* The list ends where the tier does, and the next one is named by a heading. */
static void another_tier_has_a_heading(void **state)
{
    struct render_page page = page_of(UI_EN, &sample_request);
    (void)state;
    render_html_search(&out, &sample_answer, &page);
    assert_balanced();
    has("</li>\n</ol>\n<div class=\"tier\">\n<h2 id=\"tier-1\">Also found: "
        "суу &lt;b&gt; → <b>вода, &lt;i&gt;водный</b>; [2Jжер → <b>земля</b> "
        "<span class=\"how\">(through terms)</span></h2>");
    has("year_to=2016&amp;journal=");
    has("&amp;terms=0\">Search without terms</a></p>\n</div>\n"
        "<ol class=\"hits\" start=\"12\" aria-labelledby=\"tier-1\">");
    has("<p class=\"note meant\">Did you mean: <a href=\"/archive/search?q="
        "%D1%81%D2%AF%D2%AF&amp;");
    has(">суу &lt;script&gt;</a></p>");
    assert_int_equal(times("<ol class=\"hits\""), 2);
    lacks("class=\"note repaired\"");
    lacks("as typed</span></h1>"); /* the first tier was relaxed */
}

static void a_page_within_a_tier_begins_with_its_heading(void **state)
{
    struct render_page page = page_of(UI_KY, &sample_request);
    struct answer answer = sample_answer;
    (void)state;
    answer.hits++;
    answer.hit_count = 1;
    answer.result.dropped_count = 0;
    render_html_search(&out, &answer, &page);
    assert_balanced();
    assert_int_equal(times("<ol class=\"hits\""), 1);
    has("Дагы табылды: суу &lt;b&gt; → ");
    has("(терминдер аркылуу)</span></h2>");
    has("<ol class=\"hits\" start=\"11\" aria-labelledby=\"tier-1\">");
    has("<h1>25\xC2\xA0макала<span class=\"typed\">, анын 11и "
        "жазылганындай</span></h1>");
}

static void what_was_searched_instead(void **state)
{
    static const struct search_change change = {.from = {(const uint8_t *)"суу", 6},
                                                .to = {(const uint8_t *)"сүү", 6}};
    struct render_page page = page_of(UI_RU, &sample_request);
    struct answer answer = sample_answer;
    (void)state;
    answer.result.dropped_count = 0;
    answer.result.tiers[0].total = 0;
    answer.result.tiers[1] = (struct search_tier){.rung = RUNG_LETTERS,
                                                  .text = span_text("сүү <b>"),
                                                  .changes = &change,
                                                  .change_count = 1,
                                                  .total = 25};
    answer.hits++; /* of this tier alone */
    answer.hit_count = 1;
    render_html_search(&out, &answer, &page);
    assert_balanced();
    assert_safe_but_bold();
    has("<p class=\"note repaired\">«суу &lt;b&gt; &quot;» — в таком написании ничего "
        "не найдено. Показано: <b>сүү &lt;b&gt;</b> "
        "<span class=\"how\">(буквы ө ү ң)</span>. <a class=\"back-to-typed\" href=\"");
    has("&amp;as_typed=1\">Искать только как введено</a></p>");
    lacks("<h2 id=\"tier-1\">");
    lacks("class=\"typed\"");
    buf_reset(&out);
    answer.result.tiers[1].rung = RUNG_TERMS;
    render_html_search(&out, &answer, &page);
    has("Показано: суу → <b>сүү</b> <span class=\"how\">(через термины)</span>. ");
}

/* By date the tiers are mixed: each hit says how it was found. */
static void by_date_hits_are_labelled(void **state)
{
    struct answer_request request = sample_request;
    struct render_page page = page_of(UI_EN, &request);
    (void)state;
    request.search.sort = SEARCH_NEWEST;
    render_html_search(&out, &sample_answer, &page);
    assert_balanced();
    assert_int_equal(times("<ol class=\"hits\""), 1);
    assert_int_equal(times("<p class=\"via\">through terms</p>"), 1);
    assert_int_equal(times("<p class=\"note also\">Also found: "), 1);
    lacks("<h2 id=\"tier-1\">");
}

static void as_typed_is_kept_and_taken_away(void **state)
{
    struct answer_request request = sample_request;
    struct render_page page = page_of(UI_EN, &request);
    (void)state;
    request.as_typed = request.no_terms = true;
    render_html_search(&out, &sample_answer, &page);
    assert_balanced();
    has("as_typed=1&amp;terms=0&amp;page=3\" rel=\"next\"");
    has("</span>as typed<span class=\"cross\"");
    has("</span>without terms<span class=\"cross\"");
    has("/archive/article/"
        "a2?q=%D1%81%D1%83%D1%83%20%3Cb%3E%20%22&amp;as_typed=1&amp;terms=0");
    /* the form of years asks the same query, the box a new one */
    assert_int_equal(times("<input type=\"hidden\" name=\"as_typed\" value=\"1\">"), 1);
    assert_int_equal(times("<input type=\"hidden\" name=\"terms\" value=\"0\">"), 1);
}

static void possessives_of_numbers(void **state)
{
    static const uint64_t numbers[] = {1,  2,  3,  6,   9,    10,
                                       20, 40, 50, 300, 1000, 1000000};
    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        ui_put_typed(&out, UI_KY, numbers[i]);
        buf_put_byte(&out, '|');
    }
    has("анын 1и жазылганындай|анын 2си жаз");
    has(" 3ү ");
    has(" 6сы ");
    has(" 9у ");
    has(" 10у ");
    has(" 20сы ");
    has(" 40ы ");
    has(" 50сү ");
    has(" 300ү ");
    has("000и ");
    has("000у ");
    buf_reset(&out);
    ui_put_typed(&out, UI_RU, 9);
    assert_string_equal(text(), "из них 9 — как введено");
}

static void filters_are_links(void **state)
{
    struct render_page page = page_of(UI_RU, &sample_request);
    (void)state;
    page.ui_chosen = true;
    render_html_search(&out, &sample_answer, &page);
    /* a chosen one is taken away, the others stay */
    has("lang=ky&amp;year_from=2014&amp;year_to=2016&amp;hl=ru\" class=\"chosen\" "
        "aria-current=\"true\"><span class=\"name\">Айыл &amp; шаар");
    /* another one is added, from page 1 on */
    has("journal=%D0%90%D0%B9%D1%8B%D0%BB%20%26%20%D1%88%D0%B0%D0%B0%D1%80&amp;"
        "journal=%3Ci%3E&amp;hl=ru\"");
    /* a bar filters on its year, an empty year has none */
    has("<li data-year=\"2014\" data-end=\"2014\"><a href=\"");
    has("<li data-year=\"2015\" data-end=\"2015\"><span class=\"none\">");
    has("year_from=2016&amp;year_to=2016");
    has("2016</span><span class=\"hidden\">: 20\xC2\xA0статей");
    /* paging keeps everything */
    has("&amp;page=3&amp;hl=ru\" rel=\"next\"");
    has("aria-current=\"page\" aria-label=\"Страница 2\"");
    has("<input type=\"hidden\" name=\"journal\" value=\"Айыл &amp; шаар\">");
    has("sort=newest");
}

static void many_years_share_bars(void **state)
{
    static struct search_facet_value years[120];
    static char digits[120][5];
    struct answer answer = sample_answer;
    struct render_page page = page_of(UI_EN, &sample_request);
    (void)state;
    for (unsigned i = 0; i < 120; i++) {
        digits[i][0] = i < 99 ? '1' : '2';
        digits[i][1] = i < 99 ? '9' : '0';
        digits[i][2] = (char)('0' + (i + 1) % 100 / 10);
        digits[i][3] = (char)('0' + (i + 1) % 10);
        years[i] = (struct search_facet_value){span_text(digits[i]), i + 1};
    }
    answer.result.facets[0] =
        (struct search_facet_list){SEARCH_FACET_YEAR, years, 120, 120};
    render_html_search(&out, &answer, &page);
    assert_balanced();
    has("data-year=\"1900\" data-end=\"1904\"");
    has("1905–1909");
    size_t bars = 0;
    for (const char *at = text(); (at = strstr(at, "<li data-year")) != NULL; at++)
        bars++;
    assert_true(bars <= 60);
}

static void nothing_found(void **state)
{
    struct answer answer = sample_answer;
    struct render_page page = page_of(UI_KY, &sample_request);
    struct span note = span_text("pa<ge");
    (void)state;
    answer.hit_count = 0;
    answer.result.hit_count = 0;
    answer.result.total = 0;
    answer.result.facet_count = 0;
    page.notes = &note;
    page.note_count = 1;
    render_html_search(&out, &answer, &page);
    assert_balanced();
    has("Эч нерсе табылган жок");
    has("id=\"help\"");
    has("<code>pa&lt;ge</code>");
    lacks("id=\"filters\"");
}

static void article_page(void **state)
{
    struct answer_request request = {.q = span_text("суу"), .page = 1, .per_page = 10};
    struct render_page page = page_of(UI_KY, &request);
    (void)state;
    render_html_article(&out, &sample_article, &page);
    assert_balanced();
    assert_safe();
    has("<h1 lang=\"ky\">Айылдын &lt;суусу&gt;</h1>");
    has("<h2 lang=\"ky\">Башы</h2>");
    has("<p lang=\"ky\"><mark>Суу</mark> &lt;келди&gt;.</p>");
    has("<ul>\n<li lang=\"ky\">биринчи</li>\n<li lang=\"ky\">экинчи</li>\n</ul>");
    has("<ul class=\"references\">");
    has("<meta name=\"citation_title\" content=\"Айылдын &lt;суусу&gt;\">");
    has("<meta name=\"citation_author\" content=\"Бариева\">");
    has("<meta name=\"citation_publication_date\" content=\"2015/04/07\">");
    has("<meta name=\"citation_issue\" content=\"4\">");
    has("<meta name=\"citation_firstpage\" content=\"12\">");
    has("<meta name=\"citation_lastpage\" content=\"15\">");
    has("content=\"https://s.example/archive/article/a%2F1\"");
    has("href=\"https://journal.example/?a=1&amp;b=2\"");
    has("/archive/article/a%2F2");
    has("7-апрель, 2015");
}

static void no_link_to_strange_addresses(void **state)
{
    struct answer_article article = sample_article;
    struct render_page page = page_of(UI_KY, NULL);
    (void)state;
    article.head.url = span_text("javascript:alert(1)");
    render_html_article(&out, &article, &page);
    assert_safe();
}

static void gost_reference(void **state)
{
    struct answer_article article = sample_article;
    (void)state;
    article.head.title = span_text("Айылдын суусу.");
    citation_gost(&out, &article);
    has("Асанов <b>, Бариева. Айылдын суусу. // Айыл. 2015. №\xC2\xA0"
        "4 (42). Б.\xC2\xA0"
        "12–15.");
    buf_reset(&out);
    article.head.lang = LANG_RU;
    article.head.author_count = 0;
    article.head.issue.len = 0;
    article.head.title = span_text("Вода");
    citation_gost(&out, &article);
    has("Вода // Айыл. 2015. С.\xC2\xA0"
        "12–15. URL: https://journal.example/?a=1&b=2");
}

static void home_and_error(void **state)
{
    struct snapshot snapshot = {.live_count = 21};
    struct render_page page = page_of(UI_RU, NULL);
    (void)state;
    render_html_home(&out, &snapshot, &page);
    assert_balanced();
    has("21\xC2\xA0статья");
    has("<h1>Архив &lt;1&gt;</h1>");
    has("autofocus");
    buf_reset(&out);
    render_html_error(&out, 404, "<no>", &page);
    assert_balanced();
    has("Такой страницы нет.");
    has("&lt;no&gt;");
}

static void numbers_and_dates(void **state)
{
    (void)state;
    ui_put_number(&out, 1234567);
    buf_put_byte(&out, '|');
    ui_put_articles(&out, UI_RU, 11);
    buf_put_byte(&out, '|');
    ui_put_articles(&out, UI_RU, 102);
    buf_put_byte(&out, '|');
    ui_put_articles(&out, UI_EN, 1);
    buf_put_byte(&out, '|');
    ui_put_date(&out, UI_RU, 20150407);
    buf_put_byte(&out, '|');
    ui_put_date(&out, UI_RU, 20150400);
    buf_put_byte(&out, '|');
    ui_put_date(&out, UI_EN, 20150000);
    buf_put_byte(&out, '|');
    ui_put_date(&out, UI_EN, 20151307);
    assert_string_equal(text(), "1\xC2\xA0"
                                "234\xC2\xA0"
                                "567|11\xC2\xA0статей|102\xC2\xA0статьи|1\xC2\xA0"
                                "article|7 апреля 2015|апрель 2015|2015|2015");
}

static void every_string_is_there(void **state)
{
    (void)state;
    for (int string = 0; string < UI_STRINGS; string++)
        for (int ui = UI_KY; ui <= UI_EN; ui++) {
            assert_non_null(ui_text((enum ui_lang)ui, (enum ui_string)string));
            assert_true(strlen(ui_text((enum ui_lang)ui, (enum ui_string)string)) > 0);
        }
    for (int rung = 0; rung < RUNG_COUNT; rung++)
        for (int ui = UI_KY; ui <= UI_EN; ui++)
            assert_true(strlen(ui_rung((enum ui_lang)ui, (enum search_rung)rung)) > 0);
    assert_null(ui_warning(UI_KY, "no-such-code"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(search_page),
        TEST(filters_are_links),
        TEST(many_years_share_bars),
        TEST(nothing_found),
        TEST(article_page),
        TEST(no_link_to_strange_addresses),
        TEST(gost_reference),
        TEST(home_and_error),
        TEST(numbers_and_dates),
        TEST(every_string_is_there),
        TEST(another_tier_has_a_heading),
        TEST(a_page_within_a_tier_begins_with_its_heading),
        TEST(what_was_searched_instead),
        TEST(by_date_hits_are_labelled),
        TEST(as_typed_is_kept_and_taken_away),
        TEST(possessives_of_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
