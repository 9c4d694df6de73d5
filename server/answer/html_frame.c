/* Pages are whole without scripts: search.js only adds suggestions and keys. No inline
 * style, script or event handler stands anywhere, since the policy that is sent with
 * every page would refuse it.
 */
#include "answer/html_frame.h"

#include "answer/escape.h"
#include "answer/link.h"

struct span html_site(const struct render_page *page)
{
    return page->site.len > 0 ? page->site : span_text("msearch");
}

void html_ui(struct buf *out, const struct render_page *page, enum ui_string string)
{
    escape_html(out, span_text(ui_text(page->ui, string)));
}

/* --- Head
 * ------------------------------------------------------------------------------- */

static void put_title(struct buf *out, const struct html_frame *frame)
{
    buf_put_text(out, "<title>");
    escape_html(out, frame->title);
    if (frame->title.len > 0)
        buf_put_text(out, " · ");
    escape_html(out, html_site(frame->page));
    buf_put_text(out, "</title>\n");
}

static void put_links(struct buf *out, const struct render_page *page)
{
    struct span base = page->base;
    buf_put_text(out, "<link rel=\"stylesheet\" href=\"");
    buf_put_span(out, base);
    buf_put_text(out, "/assets/search.css\">\n<link rel=\"icon\" "
                      "type=\"image/svg+xml\" href=\"");
    buf_put_span(out, base);
    buf_put_text(out, "/assets/icon.svg\">\n<link rel=\"search\" "
                      "type=\"application/opensearchdescription+xml\" title=\"");
    escape_html(out, html_site(page));
    buf_put_text(out, "\" href=\"");
    buf_put_span(out, base);
    buf_put_text(out, "/opensearch.xml\">\n<script src=\"");
    buf_put_span(out, base);
    buf_put_text(out, "/assets/search.js\" defer></script>\n");
}

static void put_head(struct buf *out, const struct html_frame *frame)
{
    buf_print(out,
              "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
              ui_tag(frame->page->ui));
    buf_put_text(out, "<meta name=\"viewport\" content=\"width=device-width, "
                      "initial-scale=1\">\n"
                      "<meta name=\"color-scheme\" content=\"light dark\">\n");
    put_title(out, frame);
    if (!frame->index)
        buf_put_text(out, "<meta name=\"robots\" content=\"noindex, follow\">\n");
    if (frame->put_meta)
        frame->put_meta(out, frame->context);
    put_links(out, frame->page);
    buf_put_text(out, "</head>\n");
}

/* --- The bar
 * --------------------------------------------------------------------------------- */

static void put_switch(struct buf *out, const struct html_frame *frame, enum ui_lang ui)
{
    bool current = ui == frame->page->ui;
    bool first = span_find(frame->here, '?', 0) == frame->here.len;
    buf_put_text(out, "<a href=\"");
    buf_put_span(out, frame->page->base);
    escape_html(out, frame->here);
    buf_print(out, "%shl=%s\" lang=\"%s\" hreflang=\"%s\"%s>", first ? "?" : "&amp;",
              ui_tag(ui), ui_tag(ui), ui_tag(ui),
              current ? " aria-current=\"true\"" : "");
    buf_put_text(out, ui_name(ui));
    buf_put_text(out, "</a>\n");
}

static void put_bar(struct buf *out, const struct html_frame *frame)
{
    const struct render_page *page = frame->page;
    buf_put_text(out, "<header class=\"bar\">\n<a class=\"brand\" href=\"");
    buf_put_span(out, page->base);
    buf_put_text(out, "/");
    if (page->ui_chosen)
        buf_print(out, "?hl=%s", ui_tag(page->ui));
    buf_put_text(out, "\">");
    escape_html(out, html_site(page));
    buf_put_text(out, "</a>\n<nav class=\"interface\" aria-label=\"");
    html_ui(out, page, UI_INTERFACE);
    buf_put_text(out, "\">\n");
    put_switch(out, frame, UI_KY);
    put_switch(out, frame, UI_RU);
    put_switch(out, frame, UI_EN);
    buf_put_text(out, "</nav>\n</header>\n");
}

/* --- The search box
 * --------------------------------------------------------------------------- */

static void put_input(struct buf *out, const char *name, struct span value)
{
    buf_print(out, "<input type=\"hidden\" name=\"%s\" value=\"", name);
    escape_html(out, value);
    buf_put_text(out, "\">\n");
}

static void put_number_input(struct buf *out, const char *name, uint32_t value)
{
    if (value > 0 && value <= 9999)
        buf_print(out, "<input type=\"hidden\" name=\"%s\" value=\"%u\">\n", name,
                  (unsigned)value);
}

/* A new query is repaired again, the same one stays as it is. */
static void put_query_inputs(struct buf *out, const struct answer_request *request)
{
    put_input(out, "q", request->q);
    if (request->as_typed)
        put_input(out, "as_typed", span_text("1"));
    if (request->no_terms)
        put_input(out, "terms", span_text("0"));
}

static void put_filter_inputs(struct buf *out, const struct search_options *search,
                              bool with_years)
{
    for (unsigned lang = 0; lang < LANG_COUNT; lang++)
        if (search->langs >> lang & 1)
            put_input(out, "lang", span_text(lang_tag((enum lang)lang)));
    if (with_years) {
        put_number_input(out, "year_from", search->date_from / 10000);
        put_number_input(out, "year_to", search->date_to / 10000);
    }
    for (size_t i = 0; i < search->filter_count; i++)
        put_input(out, link_column_name(search->filters[i].column),
                  search->filters[i].value);
    if (search->sort != SEARCH_RELEVANCE)
        put_input(out, "sort",
                  span_text(search->sort == SEARCH_NEWEST ? "newest" : "oldest"));
}

void html_hidden(struct buf *out, const struct render_page *page, bool with_q,
                 bool with_years)
{
    if (page->request && with_q)
        put_query_inputs(out, page->request);
    if (page->request)
        put_filter_inputs(out, &page->request->search, with_years);
    if (page->ui_chosen)
        put_input(out, "hl", span_text(ui_tag(page->ui)));
}

static void put_box(struct buf *out, const struct html_frame *frame)
{
    const struct render_page *page = frame->page;
    struct span q = page->request ? page->request->q : (struct span){NULL, 0};
    buf_print(out, "<form class=\"box%s\" role=\"search\" method=\"get\" action=\"",
              frame->home ? " box-home" : "");
    buf_put_span(out, page->base);
    buf_put_text(out, "/search\">\n<label class=\"hidden\" for=\"q\">");
    html_ui(out, page, UI_SEARCH_LABEL);
    buf_put_text(out, "</label>\n<div class=\"field\">\n<input id=\"q\" name=\"q\" "
                      "type=\"search\" autocomplete=\"off\" autocapitalize=\"off\" "
                      "spellcheck=\"false\" enterkeyhint=\"search\" maxlength=\"512\"");
    buf_put_text(out, frame->home ? " autofocus placeholder=\"" : " placeholder=\"");
    html_ui(out, page, UI_PLACEHOLDER);
    buf_put_text(out, "\" value=\"");
    escape_html(out, q);
    buf_put_text(out, "\" data-suggest=\"");
    buf_put_span(out, page->base);
    buf_put_text(out, "/api/v1/suggest\">\n<button type=\"submit\">");
    html_ui(out, page, UI_SEARCH);
    buf_put_text(out, "</button>\n</div>\n");
    html_hidden(out, page, false, true);
    buf_put_text(out, "</form>\n");
}

void html_open(struct buf *out, const struct html_frame *frame)
{
    put_head(out, frame);
    buf_print(out, "<body%s>\n<a class=\"skip\" href=\"#main\">",
              frame->home ? " class=\"home\"" : "");
    html_ui(out, frame->page, UI_SKIP);
    buf_put_text(out, "</a>\n");
    put_bar(out, frame);
    if (!frame->home)
        put_box(out, frame);
    buf_put_text(out, "<main id=\"main\" tabindex=\"-1\">\n");
    if (frame->home) {
        buf_put_text(out, "<h1>");
        escape_html(out, html_site(frame->page));
        buf_put_text(out, "</h1>\n<p class=\"lead\">");
        html_ui(out, frame->page, UI_LEAD);
        buf_put_text(out, "</p>\n");
        put_box(out, frame);
    }
}

void html_close(struct buf *out, const struct html_frame *frame)
{
    buf_put_text(out, "</main>\n<footer class=\"foot\"><p><a href=\"");
    buf_put_span(out, frame->page->base);
    buf_put_text(out, "/#help\">");
    html_ui(out, frame->page, UI_HELP);
    buf_put_text(out, "</a></p></footer>\n</body>\n</html>\n");
}

/* --- The query language
 * -------------------------------------------------------------------------- */

/* Examples in the interface's own language; they are links. */
static const struct {
    const char *examples[3];
    enum ui_string says;
} help_rows[] = {
    {{"айыл бюджети", "сельский бюджет", "village budget"}, UI_HELP_ALL},
    {{"мектеп ЖЕ китепкана", "школа ИЛИ библиотека", "school OR library"}, UI_HELP_ANY},
    {{"\"жергиликтүү бюджет\"", "\"местный бюджет\"", "\"local budget\""},
     UI_HELP_PHRASE},
    {{"\"суу тариф\"~5", "\"вода тариф\"~5", "\"water tariff\"~5"}, UI_HELP_NEAR},
    {{"шайлоо -депутат", "выборы -депутат", "election -deputy"}, UI_HELP_NOT},
    {{"мектеп*", "школ*", "school*"}, UI_HELP_PREFIX},
    {{"автор:Асанов баш:суу", "автор:Асанов заголовок:вода",
      "author:Asanov title:water"},
     UI_HELP_FIELD},
    {{"жер жыл:2019..2021", "земля год:2019..2021", "land year:2019..2021"},
     UI_HELP_YEAR},
};

void html_help(struct buf *out, const struct render_page *page)
{
    buf_put_text(out, "<section class=\"help\" id=\"help\">\n<h2>");
    html_ui(out, page, UI_HELP);
    buf_put_text(out, "</h2>\n<dl>\n");
    for (size_t i = 0; i < sizeof help_rows / sizeof help_rows[0]; i++) {
        struct span example = span_text(help_rows[i].examples[page->ui]);
        buf_put_text(out, "<div><dt><a href=\"");
        link_words(out, page, example);
        buf_put_text(out, "\"><code>");
        escape_html(out, example);
        buf_put_text(out, "</code></a></dt><dd>");
        html_ui(out, page, help_rows[i].says);
        buf_put_text(out, "</dd></div>\n");
    }
    buf_put_text(out, "</dl>\n</section>\n");
}
