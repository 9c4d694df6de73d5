/* A hit is a heading (the link), a line on where it stands, and its passages:
 *
 *   Title with marks
 *   Authors · Journal, № 4 (42) · 7-апрель, 2015 · Rubric
 *   … a passage with marks …
 */
#include "answer/html_hit.h"

#include "answer/escape.h"
#include "answer/html_frame.h"
#include "answer/html_tiers.h"
#include "answer/link.h"
#include "answer/marked.h"

void html_lang(struct buf *out, enum lang lang)
{
    if (lang != LANG_UND)
        buf_print(out, " lang=\"%s\"", lang_tag(lang));
}

bool html_safe_url(struct span url)
{
    return span_starts(url, span_text("https://")) ||
           span_starts(url, span_text("http://"));
}

static void put_filter_link(struct buf *out, const struct render_page *page,
                            enum column column, struct span value)
{
    struct search_filter filter = {column, value};
    struct answer_request request = {.q = span_text("*"),
                                     .page = 1,
                                     .per_page = LINK_PER_PAGE,
                                     .search = {.filters = &filter, .filter_count = 1}};
    buf_put_text(out, "<a href=\"");
    link_search(out, page, &request, LINK_HTML);
    buf_put_text(out, "\">");
    escape_html(out, value);
    buf_put_text(out, "</a>");
}

static void put_authors(struct buf *out, const struct answer_hit *hit,
                        const struct render_page *page)
{
    buf_put_text(out, "<span class=\"authors\">");
    for (size_t i = 0; i < hit->author_count; i++) {
        if (i > 0)
            buf_put_text(out, ", ");
        put_filter_link(out, page, COLUMN_AUTHOR, hit->authors[i]);
    }
    buf_put_text(out, "</span>\n");
}

static void put_time(struct buf *out, const struct answer_hit *hit,
                     const struct render_page *page)
{
    unsigned month = hit->date / 100 % 100, day = hit->date % 100;
    buf_print(out, "<time datetime=\"%04u", (unsigned)(hit->date / 10000));
    if (month > 0)
        buf_print(out, "-%02u", month);
    if (month > 0 && day > 0)
        buf_print(out, "-%02u", day);
    buf_put_text(out, "\">");
    ui_put_date(out, page->ui, hit->date);
    buf_put_text(out, "</time>\n");
}

void html_source(struct buf *out, const struct answer_hit *hit,
                 const struct render_page *page)
{
    buf_put_text(out, "<p class=\"source\">");
    if (hit->author_count > 0)
        put_authors(out, hit, page);
    if (hit->journal.len > 0) {
        buf_put_text(out, "<span class=\"journal\">");
        put_filter_link(out, page, COLUMN_JOURNAL, hit->journal);
        buf_put_text(out, "</span>\n");
    }
    if (hit->issue.len > 0) {
        buf_put_text(out, "<span class=\"issue\">");
        put_filter_link(out, page, COLUMN_ISSUE, hit->issue);
        buf_put_text(out, "</span>\n");
    }
    if (hit->date >= 10000)
        put_time(out, hit, page);
    if (hit->rubric.len > 0) {
        buf_put_text(out, "<span class=\"rubric\">");
        put_filter_link(out, page, COLUMN_RUBRIC, hit->rubric);
        buf_put_text(out, "</span>\n");
    }
    buf_put_text(out, "</p>\n");
}

static void put_snippet(struct buf *out, const struct answer_snippet *snippet)
{
    buf_put_text(out, "<p class=\"passage\"");
    html_lang(out, snippet->lang);
    buf_put_text(out, snippet->cut_before ? ">… " : ">");
    marked_html(out, snippet->text, snippet->marks, snippet->mark_count);
    buf_put_text(out, snippet->cut_after ? " …</p>\n" : "</p>\n");
}

void html_hit(struct buf *out, const struct answer *answer, size_t at,
              const struct render_page *page)
{
    const struct answer_hit *hit = &answer->hits[at];
    buf_put_text(out, "<li>\n<h2");
    html_lang(out, hit->title_lang);
    buf_put_text(out, "><a href=\"");
    link_article(out, page, hit->id);
    buf_put_text(out, "\">");
    if (hit->title.len > 0)
        marked_html(out, hit->title, hit->title_marks, hit->title_mark_count);
    else
        escape_html(out, hit->id);
    buf_put_text(out, "</a></h2>\n");
    html_source(out, hit, page);
    html_tier_label(out, answer, page, at);
    for (size_t i = 0; i < hit->snippet_count; i++)
        put_snippet(out, &hit->snippets[i]);
    buf_put_text(out, "</li>\n");
}
