/* Parts are joined by their own marks, and a part that ends with a full stop gets no
 * second one.
 */
#include "answer/citation.h"

#include "answer/escape.h"

enum { AUTHORS_SHOWN = 3 };

static void end_part(struct buf *out)
{
    if (out->len > 0 && out->data[out->len - 1] != '.')
        buf_put_byte(out, '.');
    buf_put_byte(out, ' ');
}

/* Issues are printed as "№ 4 (42)" or as "4 (42)". */
static void put_issue(struct buf *out, struct span issue)
{
    if (issue.len == 0)
        return;
    if (!span_starts(issue, span_text("№")) && issue.data[0] >= '0' &&
        issue.data[0] <= '9')
        buf_put_text(out, "№\xC2\xA0");
    buf_put_span(out, issue);
    end_part(out);
}

/* "12-15" with the dash that ranges of pages have. */
static void put_pages(struct buf *out, struct span pages, enum lang lang)
{
    if (pages.len == 0)
        return;
    buf_put_text(out, lang == LANG_KY ? "Б." : lang == LANG_EN ? "P." : "С.");
    buf_put_text(out, "\xC2\xA0");
    for (size_t i = 0; i < pages.len; i++) {
        if (pages.data[i] == '-')
            buf_put_text(out, "–");
        else
            buf_put_byte(out, pages.data[i]);
    }
    end_part(out);
}

static void put_authors(struct buf *out, const struct answer_hit *head)
{
    size_t shown =
        head->author_count < AUTHORS_SHOWN ? head->author_count : AUTHORS_SHOWN;
    for (size_t i = 0; i < shown; i++) {
        if (i > 0)
            buf_put_text(out, ", ");
        buf_put_span(out, head->authors[i]);
    }
    if (shown < head->author_count)
        buf_put_text(out, head->lang == LANG_KY   ? " ж.б."
                          : head->lang == LANG_EN ? " et al."
                                                  : " и др.");
    if (shown > 0)
        end_part(out);
}

void citation_gost(struct buf *out, const struct answer_article *article)
{
    const struct answer_hit *head = &article->head;
    put_authors(out, head);
    buf_put_span(out, head->title);
    if (head->journal.len > 0) {
        buf_put_text(out, " // ");
        buf_put_span(out, head->journal);
    }
    end_part(out);
    if (head->date >= 10000) {
        buf_print(out, "%u", (unsigned)(head->date / 10000));
        end_part(out);
    }
    put_issue(out, head->issue);
    put_pages(out, head->pages, head->lang);
    if (article->doi.len > 0) {
        buf_put_text(out, "DOI: ");
        buf_put_span(out, article->doi);
        end_part(out);
    } else if (head->url.len > 0 && (head->issue.len == 0 || head->pages.len == 0)) {
        buf_put_text(out, "URL: ");
        buf_put_span(out, head->url);
        buf_put_byte(out, ' ');
    }
    while (out->len > 0 && out->data[out->len - 1] == ' ')
        out->len--;
}

/* --- Highwire
 * ------------------------------------------------------------------------------- */

static void put_meta(struct buf *out, const char *name, struct span value)
{
    if (value.len == 0)
        return;
    buf_print(out, "<meta name=\"citation_%s\" content=\"", name);
    escape_html(out, value);
    buf_put_text(out, "\">\n");
}

static void put_date(struct buf *out, uint32_t date)
{
    if (date < 10000)
        return;
    buf_print(out, "<meta name=\"citation_publication_date\" content=\"%04u",
              (unsigned)(date / 10000));
    if (date / 100 % 100 > 0)
        buf_print(out, "/%02u", (unsigned)(date / 100 % 100));
    if (date / 100 % 100 > 0 && date % 100 > 0)
        buf_print(out, "/%02u", (unsigned)(date % 100));
    buf_put_text(out, "\">\n");
}

static void put_page_range(struct buf *out, struct span pages)
{
    size_t dash = 0;
    while (dash < pages.len && pages.data[dash] >= '0' && pages.data[dash] <= '9')
        dash++;
    size_t last = pages.len;
    while (last > dash && pages.data[last - 1] >= '0' && pages.data[last - 1] <= '9')
        last--;
    put_meta(out, "firstpage", span_part(pages, 0, dash));
    if (last > dash)
        put_meta(out, "lastpage", span_part(pages, last, pages.len - last));
}

static void put_address(struct buf *out, const struct answer_article *article,
                        const struct render_page *page)
{
    buf_put_text(out, "<meta name=\"citation_fulltext_html_url\" content=\"");
    escape_html(out, page->origin);
    buf_put_span(out, page->base);
    buf_put_text(out, "/article/");
    escape_url(out, article->head.id);
    buf_put_text(out, "\">\n");
}

void citation_highwire(struct buf *out, const struct answer_article *article,
                       const struct render_page *page)
{
    const struct answer_hit *head = &article->head;
    put_meta(out, "title", head->title);
    for (size_t i = 0; i < head->author_count; i++)
        put_meta(out, "author", head->authors[i]);
    put_date(out, head->date);
    put_meta(out, "journal_title", head->journal);
    put_meta(out, "issn", article->issn);
    put_meta(out, "volume", article->volume);
    put_meta(out, "issue", article->number.len > 0 ? article->number : head->issue);
    put_page_range(out, head->pages);
    put_meta(out, "doi", article->doi);
    if (head->lang != LANG_UND)
        put_meta(out, "language", span_text(lang_tag(head->lang)));
    put_address(out, article, page);
}
