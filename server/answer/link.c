/* The order of parameters is fixed, so that one state of the search has one address.
 */
#include "answer/link.h"

#include "answer/escape.h"
#include "answer/ui_text.h"

struct writer {
    struct buf *out;
    enum link_form form;
    bool begun;
};

static void begin(struct writer *writer, const char *name)
{
    if (writer->begun)
        buf_put_text(writer->out, writer->form == LINK_HTML ? "&amp;" : "&");
    writer->begun = true;
    buf_put_text(writer->out, name);
    buf_put_byte(writer->out, '=');
}

static void put_text(struct writer *writer, const char *name, struct span value)
{
    begin(writer, name);
    escape_url(writer->out, value);
}

static void put_number(struct writer *writer, const char *name, uint32_t value)
{
    begin(writer, name);
    buf_print(writer->out, "%u", (unsigned)value);
}

const char *link_column_name(enum column column)
{
    static const char *const names[COLUMN_COUNT] = {"journal", "issue", "rubric",
                                                    "author", "source"};
    return names[column];
}

static void put_langs(struct writer *writer, unsigned langs)
{
    for (unsigned lang = 0; lang < LANG_COUNT; lang++)
        if (langs >> lang & 1)
            put_text(writer, "lang", span_text(lang_tag((enum lang)lang)));
}

static void put_filters(struct writer *writer, const struct search_options *search)
{
    put_langs(writer, search->langs);
    if (search->date_from > 0)
        put_number(writer, "year_from", search->date_from / 10000);
    if (search->date_to > 0 && search->date_to < UINT32_MAX)
        put_number(writer, "year_to", search->date_to / 10000);
    for (size_t i = 0; i < search->filter_count; i++)
        put_text(writer, link_column_name(search->filters[i].column),
                 search->filters[i].value);
}

/* What of the ladder is switched off. */
static void put_ladder(struct writer *writer, const struct answer_request *request)
{
    if (request->as_typed)
        put_number(writer, "as_typed", 1);
    if (request->no_terms)
        put_number(writer, "terms", 0);
}

static void put_request(struct writer *writer, const struct answer_request *request)
{
    put_text(writer, "q", request->q);
    put_filters(writer, &request->search);
    put_ladder(writer, request);
    if (request->search.sort == SEARCH_NEWEST)
        put_text(writer, "sort", span_text("newest"));
    if (request->search.sort == SEARCH_OLDEST)
        put_text(writer, "sort", span_text("oldest"));
    if (request->per_page != LINK_PER_PAGE && request->per_page > 0)
        put_number(writer, "per_page", request->per_page);
    if (request->page > 1)
        put_number(writer, "page", request->page);
}

void link_parameters(struct buf *out, const struct answer_request *request,
                     enum link_form form)
{
    struct writer writer = {out, form, false};
    put_request(&writer, request);
}

static void put_ui(struct writer *writer, const struct render_page *page)
{
    if (page->ui_chosen)
        put_text(writer, "hl", span_text(ui_tag(page->ui)));
}

void link_search(struct buf *out, const struct render_page *page,
                 const struct answer_request *request, enum link_form form)
{
    struct writer writer = {out, form, false};
    buf_put_span(out, page->base);
    buf_put_text(out, "/search?");
    put_request(&writer, request);
    put_ui(&writer, page);
}

void link_article(struct buf *out, const struct render_page *page, struct span id)
{
    struct writer writer = {out, LINK_HTML, false};
    buf_put_span(out, page->base);
    buf_put_text(out, "/article/");
    escape_url(out, id);
    if (!(page->request && page->request->q.len > 0) && !page->ui_chosen)
        return;
    buf_put_byte(out, '?');
    if (page->request && page->request->q.len > 0) {
        put_text(&writer, "q", page->request->q);
        put_ladder(&writer, page->request);
    }
    put_ui(&writer, page);
}

void link_words(struct buf *out, const struct render_page *page, struct span words)
{
    struct writer writer = {out, LINK_HTML, false};
    buf_put_span(out, page->base);
    buf_put_text(out, "/search?");
    put_text(&writer, "q", words);
    put_ui(&writer, page);
}
