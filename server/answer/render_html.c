/* The pages of a search: the results, the start, an error.
 *
 *   bar                      brand, interface languages
 *   search box
 *   main   count, notes, chosen filters, years, order, hits, pages  |  facets
 */
#include "answer/render.h"

#include "answer/escape.h"
#include "answer/html_facets.h"
#include "answer/html_frame.h"
#include "answer/html_hit.h"
#include "answer/html_tiers.h"
#include "answer/link.h"
#include "answer/marked.h"

/* --- Notes: what was done that was not asked
 * ---------------------------------------------- */

static void put_note(struct buf *out, struct span text)
{
    buf_put_text(out, "<p class=\"note\">");
    escape_html(out, text);
    buf_put_text(out, "</p>\n");
}

static void put_warning(struct buf *out, const struct query_warning *warning,
                        const struct answer *answer, const struct render_page *page)
{
    const char *known = ui_warning(page->ui, warning->code);
    struct span at = span_part(answer->query.text, warning->off, warning->len);
    buf_put_text(out, "<p class=\"note\">");
    escape_html(out, known ? span_text(known) : warning->text);
    if (at.len > 0) {
        buf_put_text(out, " <code>");
        escape_html(out, at);
        buf_put_text(out, "</code>");
    }
    buf_put_text(out, "</p>\n");
}

static void put_dropped(struct buf *out, const struct search_result *result,
                        const struct render_page *page)
{
    if (result->any_word)
        put_note(out, span_text(ui_text(page->ui, UI_ANY_WORD)));
    if (result->loosened)
        put_note(out, span_text(ui_text(page->ui, UI_LOOSENED)));
    if (result->prefix_cut)
        put_note(out, span_text(ui_text(page->ui, UI_PREFIX_CUT)));
    if (result->dropped_count == 0)
        return;
    buf_put_text(out, "<p class=\"note\">");
    html_ui(out, page, UI_DROPPED);
    for (size_t i = 0; i < result->dropped_count; i++) {
        buf_put_text(out, " <s>");
        escape_html(out, result->dropped[i]);
        buf_put_text(out, "</s>");
    }
    buf_put_text(out, "</p>\n");
}

static void put_notes(struct buf *out, const struct answer *answer,
                      const struct render_page *page)
{
    buf_put_text(out, "<div class=\"notes\" role=\"status\">\n");
    for (size_t i = 0; i < page->note_count; i++) {
        buf_put_text(out, "<p class=\"note\">");
        html_ui(out, page, UI_IGNORED);
        buf_put_text(out, " <code>");
        escape_html(out, page->notes[i]);
        buf_put_text(out, "</code></p>\n");
    }
    for (size_t i = 0; i < answer->query.warning_count; i++)
        put_warning(out, &answer->query.warnings[i], answer, page);
    html_tier_notes(out, answer, page);
    put_dropped(out, &answer->result, page);
    if (answer->result.timed_out)
        put_note(out, span_text(ui_text(page->ui, UI_TIMED_OUT)));
    buf_put_text(out, "</div>\n");
}

/* --- Count and order
 * ------------------------------------------------------------------------- */

static void put_count(struct buf *out, const struct answer *answer,
                      const struct render_page *page)
{
    buf_put_text(out, "<div class=\"summary\">\n<h1>");
    if (!answer->result.total_exact && answer->result.total > 0) {
        html_ui(out, page, UI_AT_LEAST);
        buf_put_byte(out, ' ');
    }
    if (answer->result.total == 0)
        html_ui(out, page, UI_NOTHING);
    else
        ui_put_articles(out, page->ui, answer->result.total);
    html_typed_count(out, answer, page);
    buf_put_text(out, "</h1>\n");
    if (answer->result.total > 0) {
        buf_put_text(out, "<p class=\"jump\"><a href=\"#filters\">");
        html_ui(out, page, UI_TO_FILTERS);
        buf_put_text(out, "</a></p>\n");
    }
    buf_put_text(out, "</div>\n");
}

static void put_order(struct buf *out, const struct render_page *page)
{
    static const struct {
        enum search_sort sort;
        enum ui_string name;
    } orders[] = {{SEARCH_RELEVANCE, UI_RELEVANCE},
                  {SEARCH_NEWEST, UI_NEWEST},
                  {SEARCH_OLDEST, UI_OLDEST}};
    buf_put_text(out, "<nav class=\"order\" aria-label=\"");
    html_ui(out, page, UI_SORT);
    buf_put_text(out, "\">\n");
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        struct answer_request request = *page->request;
        request.search.sort = orders[i].sort;
        request.page = 1;
        buf_put_text(out, "<a href=\"");
        link_search(out, page, &request, LINK_HTML);
        buf_put_text(out, page->request->search.sort == orders[i].sort
                              ? "\" aria-current=\"true\">"
                              : "\">");
        html_ui(out, page, orders[i].name);
        buf_put_text(out, "</a>\n");
    }
    buf_put_text(out, "</nav>\n");
}

/* --- Pages
 * --------------------------------------------------------------------------------------
 */

static uint32_t last_page(const struct answer *answer)
{
    uint64_t total = answer->result.total, each = answer->per_page;
    if (total > SEARCH_LIMIT_MAX)
        total = SEARCH_LIMIT_MAX;
    return each == 0 || total == 0 ? 1 : (uint32_t)((total + each - 1) / each);
}

static void put_page_link(struct buf *out, const struct render_page *page,
                          uint32_t number, enum ui_string name, const char *rel)
{
    struct answer_request request = *page->request;
    request.page = number;
    buf_put_text(out, "<li><a href=\"");
    link_search(out, page, &request, LINK_HTML);
    buf_print(out, "\" rel=\"%s\">", rel);
    html_ui(out, page, name);
    buf_put_text(out, "</a></li>\n");
}

static void put_page_number(struct buf *out, const struct render_page *page,
                            uint32_t number, uint32_t current)
{
    struct answer_request request = *page->request;
    request.page = number;
    buf_put_text(out, "<li class=\"number\"><a href=\"");
    link_search(out, page, &request, LINK_HTML);
    buf_put_text(out, number == current ? "\" aria-current=\"page\"" : "\"");
    buf_put_text(out, " aria-label=\"");
    html_ui(out, page, UI_PAGE);
    buf_print(out, " %u\">%u</a></li>\n", (unsigned)number, (unsigned)number);
}

/* 1 … 4 5 [6] 7 8 … 20 */
static void put_page_numbers(struct buf *out, const struct render_page *page,
                             uint32_t current, uint32_t last)
{
    for (uint32_t number = 1; number <= last; number++) {
        bool near = number + 2 >= current && number <= current + 2;
        if (near || number == 1 || number == last)
            put_page_number(out, page, number, current);
        else if (number == 2 || number + 1 == last)
            buf_put_text(out, "<li class=\"gap\" aria-hidden=\"true\">…</li>\n");
    }
}

static void put_paging(struct buf *out, const struct answer *answer,
                       const struct render_page *page)
{
    uint32_t last = last_page(answer);
    uint32_t current = answer->page <= last ? answer->page : last + 1;
    if (answer->result.total == 0 || (last <= 1 && current <= last))
        return;
    if (current > last)
        put_note(out, span_text(ui_text(page->ui, UI_PAST_END)));
    buf_put_text(out, "<nav class=\"paging\" aria-label=\"");
    html_ui(out, page, UI_PAGES);
    buf_put_text(out, "\">\n<ul>\n");
    if (current > 1)
        put_page_link(out, page, current - 1, UI_PREVIOUS, "prev");
    put_page_numbers(out, page, current, last);
    if (current < last)
        put_page_link(out, page, current + 1, UI_NEXT, "next");
    buf_put_text(out, "</ul>\n</nav>\n");
    if (current == last && answer->result.total > SEARCH_LIMIT_MAX)
        put_note(out, span_text(ui_text(page->ui, UI_LAST_PAGE)));
}

/* --- The search page
 * -------------------------------------------------------------------------------- */

static void put_nothing(struct buf *out, const struct render_page *page)
{
    buf_put_text(out, "<ul class=\"advice\">\n<li>");
    html_ui(out, page, UI_NOTHING_SPELLING);
    buf_put_text(out, "</li>\n<li>");
    html_ui(out, page, UI_NOTHING_FEWER);
    buf_put_text(out, "</li>\n<li>");
    html_ui(out, page, UI_NOTHING_FILTERS);
    buf_put_text(out, "</li>\n</ul>\n");
    html_help(out, page);
}

/* From hit `at` on; under a heading when its tier has one. */
static void open_list(struct buf *out, const struct answer *answer,
                      const struct render_page *page, size_t at)
{
    uint64_t first = (uint64_t)(answer->page - 1) * answer->per_page + 1;
    bool headed = html_tier_begins(answer, page, at);
    unsigned tier = answer->hits[at].at.tier;
    if (headed)
        html_tier_heading(out, answer, page, tier);
    buf_print(out, "<ol class=\"hits\" start=\"%llu\" ",
              (unsigned long long)(first + at));
    if (headed) {
        buf_print(out, "aria-labelledby=\"tier-%u\">\n", tier);
        return;
    }
    buf_put_text(out, "aria-label=\"");
    html_ui(out, page, UI_RESULTS);
    buf_put_text(out, "\">\n");
}

static void put_hits(struct buf *out, const struct answer *answer,
                     const struct render_page *page)
{
    for (size_t i = 0; i < answer->hit_count; i++) {
        if (i > 0 && html_tier_begins(answer, page, i))
            buf_put_text(out, "</ol>\n");
        if (i == 0 || html_tier_begins(answer, page, i))
            open_list(out, answer, page, i);
        html_hit(out, answer, i, page);
    }
    buf_put_text(out, "</ol>\n");
}

static void put_results(struct buf *out, const struct answer *answer,
                        const struct render_page *page)
{
    buf_put_text(out, "<div class=\"results\">\n");
    put_count(out, answer, page);
    put_notes(out, answer, page);
    html_chips(out, page);
    html_histogram(out, answer, page);
    if (answer->result.total > 1)
        put_order(out, page);
    if (answer->hit_count > 0)
        put_hits(out, answer, page);
    if (answer->result.total == 0)
        put_nothing(out, page);
    put_paging(out, answer, page);
    buf_put_text(out, "</div>\n");
}

/* The address of this search without the interface's language. */
static void put_here(struct buf *here, const struct render_page *page)
{
    buf_put_text(here, "/search?");
    link_parameters(here, page->request, LINK_PLAIN);
}

void render_html_search(struct buf *out, const struct answer *answer,
                        const struct render_page *page)
{
    struct buf here;
    buf_init(&here, 1 << 16);
    put_here(&here, page);
    struct html_frame frame = {
        .page = page, .title = page->request->q, .here = buf_span(&here)};
    html_open(out, &frame);
    buf_put_text(out, "<div class=\"columns\">\n");
    put_results(out, answer, page);
    if (answer->result.total > 0)
        html_facets(out, answer, page);
    buf_put_text(out, "</div>\n");
    html_close(out, &frame);
    buf_release(&here);
}

/* --- Start and errors
 * ---------------------------------------------------------------------------- */

void render_html_home(struct buf *out, const struct snapshot *snapshot,
                      const struct render_page *page)
{
    struct html_frame frame = {
        .page = page, .home = true, .index = true, .here = span_text("/")};
    html_open(out, &frame);
    buf_put_text(out, "<p class=\"size\">");
    ui_put_articles(out, page->ui, snapshot->live_count);
    buf_put_text(out, "</p>\n");
    html_help(out, page);
    html_close(out, &frame);
}

static enum ui_string error_string(unsigned code)
{
    switch (code) {
    case 404:
        return UI_NOT_FOUND;
    case 429:
    case 500:
    case 503:
        return UI_BUSY;
    default:
        return UI_BAD_REQUEST;
    }
}

void render_html_error(struct buf *out, unsigned code, const char *message,
                       const struct render_page *page)
{
    struct html_frame frame = {.page = page,
                               .title = span_text(ui_text(page->ui, UI_ERROR)),
                               .here = span_text("/")};
    html_open(out, &frame);
    buf_print(out, "<div class=\"error\">\n<h1>%u</h1>\n<p>", code);
    html_ui(out, page, error_string(code));
    buf_put_text(out, "</p>\n");
    if (message) {
        buf_put_text(out, "<p class=\"detail\" lang=\"en\">");
        escape_html(out, span_text(message));
        buf_put_text(out, "</p>\n");
    }
    buf_put_text(out, "</div>\n");
    html_close(out, &frame);
}
