/* One article on a page of its own: its text with the query's words marked, how to cite
 * it, the ways back and onward.
 */
#include "answer/citation.h"
#include "answer/escape.h"
#include "answer/html_frame.h"
#include "answer/html_hit.h"
#include "answer/link.h"
#include "answer/marked.h"

struct article_page {
    const struct answer_article *article;
    const struct render_page *page;
};

static void put_meta(struct buf *out, const void *context)
{
    const struct article_page *both = context;
    citation_highwire(out, both->article, both->page);
}

static void put_back(struct buf *out, const struct render_page *page)
{
    if (!page->request || page->request->q.len == 0)
        return;
    buf_put_text(out, "<p class=\"back\"><a href=\"");
    link_search(out, page, page->request, LINK_HTML);
    buf_put_text(out, "\">← ");
    html_ui(out, page, UI_BACK);
    buf_put_text(out, "</a></p>\n");
}

/* --- The text
 * --------------------------------------------------------------------------------- */

static const char *element_of(uint8_t kind)
{
    switch (kind) {
    case ANSWER_HEADING:
        return "h2";
    case ANSWER_LIST_ITEM:
    case ANSWER_REFERENCE:
        return "li";
    default:
        return "p";
    }
}

static bool in_list(const struct answer_paragraph *paragraph)
{
    return paragraph->kind == ANSWER_LIST_ITEM || paragraph->kind == ANSWER_REFERENCE;
}

static void put_paragraph(struct buf *out, const struct answer_paragraph *paragraph)
{
    const char *element = element_of(paragraph->kind);
    buf_print(out, "<%s", element);
    html_lang(out, paragraph->lang);
    if (paragraph->kind == ANSWER_TABLE)
        buf_put_text(out, " class=\"table\"");
    if (paragraph->kind == ANSWER_NOTE)
        buf_put_text(out, " class=\"small\"");
    buf_put_byte(out, '>');
    marked_html(out, paragraph->text, paragraph->marks, paragraph->mark_count);
    buf_print(out, "</%s>\n", element);
}

static void open_list(struct buf *out, const struct answer_paragraph *paragraph,
                      const struct render_page *page)
{
    if (paragraph->kind != ANSWER_REFERENCE) {
        buf_put_text(out, "<ul>\n");
        return;
    }
    buf_put_text(out, "<h2>");
    html_ui(out, page, UI_REFERENCES);
    buf_put_text(out, "</h2>\n<ul class=\"references\">\n");
}

static void put_body(struct buf *out, const struct answer_article *article,
                     const struct render_page *page)
{
    const struct answer_paragraph *open = NULL; /* the list that is open */
    for (size_t i = 0; i < article->paragraph_count; i++) {
        const struct answer_paragraph *paragraph = &article->paragraphs[i];
        if (open && open->kind != paragraph->kind) {
            buf_put_text(out, "</ul>\n");
            open = NULL;
        }
        if (!open && in_list(paragraph)) {
            open_list(out, paragraph, page);
            open = paragraph;
        }
        put_paragraph(out, paragraph);
    }
    if (open)
        buf_put_text(out, "</ul>\n");
}

static void put_abstract(struct buf *out, const struct answer_article *article,
                         const struct render_page *page)
{
    if (article->abstract.len == 0)
        return;
    buf_put_text(out, "<div class=\"abstract\"><h2>");
    html_ui(out, page, UI_ABSTRACT);
    buf_put_text(out, "</h2><p");
    html_lang(out, article->head.lang);
    buf_put_byte(out, '>');
    escape_html(out, article->abstract);
    buf_put_text(out, "</p></div>\n");
}

/* --- Beside the text
 * ---------------------------------------------------------------------------- */

static void put_keywords(struct buf *out, const struct answer_article *article,
                         const struct render_page *page)
{
    if (article->keyword_count == 0)
        return;
    buf_put_text(out, "<section>\n<h2>");
    html_ui(out, page, UI_KEYWORDS);
    buf_put_text(out, "</h2>\n<ul class=\"words\">\n");
    for (size_t i = 0; i < article->keyword_count; i++) {
        buf_put_text(out, "<li><a href=\"");
        link_words(out, page, article->keywords[i]);
        buf_put_text(out, "\">");
        escape_html(out, article->keywords[i]);
        buf_put_text(out, "</a></li>\n");
    }
    buf_put_text(out, "</ul>\n</section>\n");
}

static void put_translations(struct buf *out, const struct answer_article *article,
                             const struct render_page *page)
{
    if (article->translation_count == 0)
        return;
    buf_put_text(out, "<section>\n<h2>");
    html_ui(out, page, UI_TRANSLATIONS);
    buf_put_text(out, "</h2>\n<ul>\n");
    for (size_t i = 0; i < article->translation_count; i++) {
        buf_put_text(out, "<li><a href=\"");
        link_article(out, page, article->translations[i]);
        buf_put_text(out, "\">");
        escape_html(out, article->translations[i]);
        buf_put_text(out, "</a></li>\n");
    }
    buf_put_text(out, "</ul>\n</section>\n");
}

static void put_citation(struct buf *out, const struct answer_article *article,
                         const struct render_page *page)
{
    struct buf reference;
    buf_init(&reference, 1 << 16);
    citation_gost(&reference, article);
    buf_put_text(out, "<section>\n<h2>");
    html_ui(out, page, UI_CITE);
    buf_put_text(out, "</h2>\n<p class=\"cite\"");
    html_lang(out, article->head.lang);
    buf_put_byte(out, '>');
    escape_html(out, buf_span(&reference));
    buf_put_text(out, "</p>\n</section>\n");
    buf_release(&reference);
}

static void put_elsewhere(struct buf *out, const struct answer_article *article,
                          const struct render_page *page)
{
    buf_put_text(out, "<section>\n<ul class=\"elsewhere\">\n");
    if (html_safe_url(article->head.url)) {
        buf_put_text(out, "<li><a rel=\"noreferrer\" href=\"");
        escape_html(out, article->head.url);
        buf_put_text(out, "\">");
        html_ui(out, page, UI_ORIGINAL);
        buf_put_text(out, "</a></li>\n");
    }
    buf_put_text(out, "<li><a href=\"");
    buf_put_span(out, page->base);
    buf_put_text(out, "/api/v1/article/");
    escape_url(out, article->head.id);
    buf_put_text(out, "\">JSON</a></li>\n</ul>\n</section>\n");
}

static void put_aside(struct buf *out, const struct answer_article *article,
                      const struct render_page *page)
{
    buf_put_text(out, "<aside class=\"about\">\n");
    put_elsewhere(out, article, page);
    put_translations(out, article, page);
    put_keywords(out, article, page);
    put_citation(out, article, page);
    buf_put_text(out, "</aside>\n");
}

static void put_text(struct buf *out, const struct answer_article *article,
                     const struct render_page *page)
{
    const struct answer_hit *head = &article->head;
    buf_put_text(out, "<article class=\"text\"");
    html_lang(out, head->lang);
    buf_put_text(out, ">\n<h1");
    html_lang(out, head->title_lang);
    buf_put_byte(out, '>');
    marked_html(out, head->title, head->title_marks, head->title_mark_count);
    buf_put_text(out, "</h1>\n");
    html_source(out, head, page);
    put_abstract(out, article, page);
    put_body(out, article, page);
    buf_put_text(out, "</article>\n");
}

static void put_here(struct buf *here, const struct answer_article *article,
                     const struct render_page *page)
{
    buf_put_text(here, "/article/");
    escape_url(here, article->head.id);
    if (!page->request || page->request->q.len == 0)
        return;
    buf_put_text(here, "?q=");
    escape_url(here, page->request->q);
    buf_put_text(here, page->request->as_typed ? "&as_typed=1" : "");
    buf_put_text(here, page->request->no_terms ? "&terms=0" : "");
}

void render_html_article(struct buf *out, const struct answer_article *article,
                         const struct render_page *page)
{
    struct article_page both = {article, page};
    struct buf here;
    buf_init(&here, 1 << 16);
    put_here(&here, article, page);
    struct html_frame frame = {.page = page,
                               .title = article->head.title,
                               .index = true,
                               .put_meta = put_meta,
                               .context = &both,
                               .here = buf_span(&here)};
    html_open(out, &frame);
    put_back(out, page);
    buf_put_text(out, "<div class=\"columns\">\n");
    put_text(out, article, page);
    put_aside(out, article, page);
    buf_put_text(out, "</div>\n");
    html_close(out, &frame);
    buf_release(&here);
}
