/* Every filter is a link: the address of the same search with one thing added or taken
 * away, from its first page.
 *
 *   years   one bar a year from the first to the last; more than HTML_BARS_MAX years:
 *           a bar for 2, 5, 10, … years, so that a bar can still be hit on a phone
 */
#include "answer/html_facets.h"

#include "answer/escape.h"
#include "answer/html_frame.h"
#include "answer/link.h"

/* A request that may be changed, with room for one filter more. */
struct change {
    struct answer_request request;
    struct search_filter filters[HTML_FILTERS_MAX + 1];
};

static void change_open(struct change *change, const struct render_page *page)
{
    change->request = *page->request;
    change->request.page = 1;
    struct search_options *search = &change->request.search;
    if (search->filter_count > HTML_FILTERS_MAX)
        search->filter_count = HTML_FILTERS_MAX;
    if (search->filter_count > 0)
        memcpy(change->filters, search->filters,
               search->filter_count * sizeof change->filters[0]);
    search->filters = change->filters;
}

static bool change_remove(struct change *change, enum column column, struct span value)
{
    struct search_options *search = &change->request.search;
    size_t kept = 0;
    for (size_t i = 0; i < search->filter_count; i++)
        if (change->filters[i].column != column ||
            !span_equal(change->filters[i].value, value))
            change->filters[kept++] = change->filters[i];
    bool removed = kept < search->filter_count;
    search->filter_count = kept;
    return removed;
}

/* Take the value away, or add it; true when it was there. */
static bool change_toggle(struct change *change, enum column column, struct span value)
{
    if (change_remove(change, column, value))
        return true;
    struct search_options *search = &change->request.search;
    if (search->filter_count < HTML_FILTERS_MAX)
        change->filters[search->filter_count++] = (struct search_filter){column, value};
    return false;
}

static void put_link(struct buf *out, const struct render_page *page,
                     const struct change *change)
{
    buf_put_text(out, "<a href=\"");
    link_search(out, page, &change->request, LINK_HTML);
    buf_put_byte(out, '"');
}

/* --- Chosen filters
 * ------------------------------------------------------------------------ */

static void put_chip(struct buf *out, const struct render_page *page,
                     const struct change *change, struct span label)
{
    buf_put_text(out, "<li>");
    put_link(out, page, change);
    buf_put_text(out, " title=\"");
    html_ui(out, page, UI_REMOVE);
    buf_put_text(out, "\"><span class=\"hidden\">");
    html_ui(out, page, UI_REMOVE);
    buf_put_text(out, ": </span>");
    escape_html(out, label);
    buf_put_text(out, "<span class=\"cross\" aria-hidden=\"true\">×</span></a></li>\n");
}

static bool has_years(const struct search_options *search)
{
    return search->date_from > 0 || search->date_to > 0;
}

static void put_year_chip(struct buf *out, const struct render_page *page)
{
    const struct search_options *search = &page->request->search;
    struct change change;
    struct buf label;
    if (!has_years(search))
        return;
    buf_init(&label, 64);
    uint32_t from = search->date_from / 10000, to = search->date_to / 10000;
    if (from > 0)
        buf_print(&label, "%u", (unsigned)from);
    if (from != to) {
        buf_put_text(&label, "–");
        if (to > 0 && to <= 9999)
            buf_print(&label, "%u", (unsigned)to);
    }
    change_open(&change, page);
    change.request.search.date_from = change.request.search.date_to = 0;
    put_chip(out, page, &change, buf_span(&label));
    buf_release(&label);
}

static void put_lang_chips(struct buf *out, const struct render_page *page)
{
    unsigned langs = page->request->search.langs;
    for (unsigned lang = 0; lang < LANG_COUNT; lang++) {
        struct change change;
        if (!(langs >> lang & 1))
            continue;
        change_open(&change, page);
        change.request.search.langs &= ~(1U << lang);
        put_chip(out, page, &change,
                 span_text(ui_lang_name(page->ui, (enum lang)lang)));
    }
}

/* What of the ladder is switched off is taken away like a filter. */
static void put_ladder_chips(struct buf *out, const struct render_page *page)
{
    struct change change;
    change_open(&change, page);
    if (change.request.as_typed) {
        change.request.as_typed = false;
        put_chip(out, page, &change, span_text(ui_text(page->ui, UI_AS_TYPED)));
    }
    change_open(&change, page);
    if (change.request.no_terms) {
        change.request.no_terms = false;
        put_chip(out, page, &change, span_text(ui_text(page->ui, UI_NO_TERMS)));
    }
}

static void put_clear(struct buf *out, const struct render_page *page)
{
    struct change change;
    change_open(&change, page);
    change.request.as_typed = change.request.no_terms = false;
    change.request.search.langs = 0;
    change.request.search.filter_count = 0;
    change.request.search.date_from = change.request.search.date_to = 0;
    buf_put_text(out, "<li class=\"clear\">");
    put_link(out, page, &change);
    buf_put_byte(out, '>');
    html_ui(out, page, UI_CLEAR);
    buf_put_text(out, "</a></li>\n");
}

void html_chips(struct buf *out, const struct render_page *page)
{
    const struct answer_request *request = page->request;
    const struct search_options *search = &request->search;
    if (search->filter_count == 0 && search->langs == 0 && !has_years(search) &&
        !request->as_typed && !request->no_terms)
        return;
    buf_put_text(out, "<ul class=\"chips\" aria-label=\"");
    html_ui(out, page, UI_CHOSEN);
    buf_put_text(out, "\">\n");
    put_year_chip(out, page);
    put_lang_chips(out, page);
    for (size_t i = 0; i < search->filter_count; i++) {
        struct change change;
        change_open(&change, page);
        (void)change_remove(&change, search->filters[i].column,
                            search->filters[i].value);
        put_chip(out, page, &change, search->filters[i].value);
    }
    put_ladder_chips(out, page);
    put_clear(out, page);
    buf_put_text(out, "</ul>\n");
}

/* --- Years
 * ------------------------------------------------------------------------------------
 */

struct bars {
    uint32_t first, last; /* years */
    uint32_t step;        /* years a bar */
    uint64_t most;        /* articles in the highest bar */
    const struct search_facet_list *years;
};

static uint32_t year_of(struct span digits)
{
    uint32_t year = 0;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.data[i] < '0' || digits.data[i] > '9' || year > 9999)
            return 0;
        year = year * 10 + (uint32_t)(digits.data[i] - '0');
    }
    return year <= 9999 ? year : 0;
}

static const struct search_facet_list *facet_of(const struct answer *answer,
                                                enum search_facet facet)
{
    for (size_t i = 0; i < answer->result.facet_count; i++)
        if (answer->result.facets[i].facet == facet)
            return &answer->result.facets[i];
    return NULL;
}

static uint64_t bar_count(const struct bars *bars, uint32_t from)
{
    uint64_t count = 0;
    for (size_t i = 0; i < bars->years->value_count; i++) {
        uint32_t year = year_of(bars->years->values[i].value);
        if (year >= from && year < from + bars->step)
            count += bars->years->values[i].count;
    }
    return count;
}

static bool measure(struct bars *bars, const struct search_facet_list *years)
{
    static const uint32_t steps[] = {1, 2, 5, 10, 20, 50, 100, 500};
    *bars = (struct bars){.first = UINT32_MAX, .years = years};
    for (size_t i = 0; i < years->value_count; i++) {
        uint32_t year = year_of(years->values[i].value);
        if (year > 0 && year < bars->first)
            bars->first = year;
        if (year > bars->last)
            bars->last = year;
    }
    if (bars->first >= bars->last)
        return false;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        bars->step = steps[i];
        bars->first -= bars->first % bars->step;
        if ((bars->last - bars->first) / bars->step < HTML_BARS_MAX)
            break;
    }
    for (uint32_t year = bars->first; year <= bars->last; year += bars->step) {
        uint64_t count = bar_count(bars, year);
        bars->most = count > bars->most ? count : bars->most;
    }
    return bars->most > 0;
}

static uint32_t bar_total(const struct bars *bars)
{
    return (bars->last - bars->first) / bars->step + 1;
}

/* So few that every bar has room for its year. */
static bool few(const struct bars *bars)
{
    return bar_total(bars) <= 10 && bars->step == 1;
}

static void put_bar_label(struct buf *out, const struct bars *bars, uint32_t from)
{
    buf_print(out, "%u", (unsigned)from);
    if (bars->step > 1)
        buf_print(out, "–%u", (unsigned)(from + bars->step - 1));
}

static void put_bar(struct buf *out, const struct bars *bars, uint32_t from,
                    const struct render_page *page)
{
    struct change change;
    uint64_t count = bar_count(bars, from);
    unsigned height = (unsigned)(count * 100 / bars->most);
    buf_print(out, "<li data-year=\"%u\" data-end=\"%u\">", (unsigned)from,
              (unsigned)(from + bars->step - 1));
    if (count == 0) {
        buf_put_text(out, "<span class=\"none\"></span></li>\n");
        return;
    }
    if (height < 4)
        height = 4;
    change_open(&change, page);
    change.request.search.date_from = LINK_DATE(from);
    change.request.search.date_to = LINK_DATE_END(from + bars->step - 1);
    put_link(out, page, &change);
    buf_put_text(out, " title=\"");
    put_bar_label(out, bars, from);
    buf_put_text(out, ": ");
    ui_put_articles(out, page->ui, count);
    buf_print(out,
              "\"><svg viewBox=\"0 0 1 100\" preserveAspectRatio=\"none\" "
              "aria-hidden=\"true\" focusable=\"false\"><rect width=\"1\" y=\"%u\" "
              "height=\"%u\"/></svg><span class=\"%s\">",
              100 - height, height, few(bars) ? "year" : "hidden");
    put_bar_label(out, bars, from);
    buf_put_text(out, "</span><span class=\"hidden\">: ");
    ui_put_articles(out, page->ui, count);
    buf_put_text(out, "</span></a></li>\n");
}

/* The same range typed in, for who cannot or will not use the bars. */
static void put_year_form(struct buf *out, const struct render_page *page)
{
    const struct search_options *search = &page->request->search;
    static const char input[] =
        "<input type=\"number\" inputmode=\"numeric\" min=\"1\" "
        "max=\"9999\" name=\"%s\" value=\"";
    buf_put_text(out, "<details class=\"span\">\n<summary>");
    html_ui(out, page, UI_RANGE);
    buf_put_text(out, "</summary>\n<form class=\"range\" method=\"get\" action=\"");
    buf_put_span(out, page->base);
    buf_put_text(out, "/search\">\n");
    html_hidden(out, page, true, false);
    for (int end = 0; end < 2; end++) {
        uint32_t date = end ? search->date_to : search->date_from;
        buf_put_text(out, "<label><span>");
        html_ui(out, page, end ? UI_TO : UI_FROM);
        buf_put_text(out, "</span> ");
        buf_print(out, input, end ? "year_to" : "year_from");
        if (date > 0 && date / 10000 <= 9999)
            buf_print(out, "%u", (unsigned)(date / 10000));
        buf_put_text(out, "\"></label>\n");
    }
    buf_put_text(out, "<button type=\"submit\">");
    html_ui(out, page, UI_APPLY);
    buf_put_text(out, "</button>\n</form>\n</details>\n");
}

static void put_all_years(struct buf *out, const struct render_page *page)
{
    struct change change;
    if (!has_years(&page->request->search))
        return;
    change_open(&change, page);
    change.request.search.date_from = change.request.search.date_to = 0;
    buf_put_text(out, "<p class=\"all\">");
    put_link(out, page, &change);
    buf_put_byte(out, '>');
    html_ui(out, page, UI_ALL_YEARS);
    buf_put_text(out, "</a></p>\n");
}

static void put_bars(struct buf *out, const struct bars *bars,
                     const struct render_page *page)
{
    uint32_t count = bar_total(bars);
    buf_print(out, "<ol class=\"bars%s\">\n", few(bars) ? " few" : "");
    for (uint32_t year = bars->first; year <= bars->last; year += bars->step)
        put_bar(out, bars, year, page);
    buf_put_text(out, "</ol>\n<p class=\"ends\" aria-hidden=\"true\">");
    buf_print(out, "<span>%u</span><span>%u</span></p>\n", (unsigned)bars->first,
              (unsigned)(bars->first + count * bars->step - 1));
}

void html_histogram(struct buf *out, const struct answer *answer,
                    const struct render_page *page)
{
    const struct search_facet_list *years = facet_of(answer, SEARCH_FACET_YEAR);
    struct bars bars;
    bool drawn = years && measure(&bars, years);
    if (!drawn && !has_years(&page->request->search))
        return;
    buf_put_text(out, "<section class=\"years\" aria-labelledby=\"years\">\n"
                      "<h2 id=\"years\">");
    html_ui(out, page, UI_YEARS);
    buf_put_text(out, "</h2>\n");
    put_all_years(out, page);
    if (drawn)
        put_bars(out, &bars, page);
    put_year_form(out, page);
    buf_put_text(out, "</section>\n");
}

/* --- Values with counts
 * ------------------------------------------------------------------------- */

/* The language is no column of strings; the source is one that is never a facet. */
#define NOT_A_COLUMN COLUMN_SOURCE

static const struct {
    enum search_facet facet;
    enum column column;
    enum ui_string title;
} facets[] = {
    {SEARCH_FACET_LANG, NOT_A_COLUMN, UI_LANGUAGE},
    {SEARCH_FACET_JOURNAL, COLUMN_JOURNAL, UI_JOURNAL},
    {SEARCH_FACET_ISSUE, COLUMN_ISSUE, UI_ISSUE},
    {SEARCH_FACET_RUBRIC, COLUMN_RUBRIC, UI_RUBRIC},
    {SEARCH_FACET_AUTHOR, COLUMN_AUTHOR, UI_AUTHOR},
};

static bool toggle_value(struct change *change, enum column column, struct span value)
{
    if (column != NOT_A_COLUMN)
        return change_toggle(change, column, value);
    unsigned bit = 1U << lang_from_tag(value);
    change->request.search.langs ^= bit;
    return !(change->request.search.langs & bit);
}

static void put_value(struct buf *out, enum column column,
                      const struct search_facet_value *value,
                      const struct render_page *page)
{
    struct change change;
    change_open(&change, page);
    bool chosen = toggle_value(&change, column, value->value);
    buf_put_text(out, "<li>");
    put_link(out, page, &change);
    buf_put_text(out, chosen ? " class=\"chosen\" aria-current=\"true\">" : ">");
    buf_put_text(out, "<span class=\"name\">");
    if (column == NOT_A_COLUMN)
        escape_html(out,
                    span_text(ui_lang_name(page->ui, lang_from_tag(value->value))));
    else
        escape_html(out, value->value);
    buf_put_text(out, "</span> <span class=\"number\">");
    ui_put_number(out, value->count);
    buf_put_text(out, "</span></a></li>\n");
}

static void put_values(struct buf *out, enum column column,
                       const struct search_facet_list *list, size_t from, size_t to,
                       const struct render_page *page)
{
    buf_put_text(out, "<ul>\n");
    for (size_t i = from; i < to; i++)
        put_value(out, column, &list->values[i], page);
    buf_put_text(out, "</ul>\n");
}

static void put_facet(struct buf *out, enum column column, enum ui_string title,
                      const struct search_facet_list *list,
                      const struct render_page *page)
{
    size_t shown = list->value_count;
    if (shown > HTML_FACET_SHOWN + 1)
        shown = HTML_FACET_SHOWN;
    buf_put_text(out, "<section class=\"facet\">\n<h3>");
    html_ui(out, page, title);
    buf_put_text(out, "</h3>\n");
    put_values(out, column, list, 0, shown, page);
    if (shown < list->value_count) {
        buf_put_text(out, "<details>\n<summary>");
        html_ui(out, page, UI_MORE);
        buf_put_text(out, "</summary>\n");
        put_values(out, column, list, shown, list->value_count, page);
        buf_put_text(out, "</details>\n");
    }
    buf_put_text(out, "</section>\n");
}

void html_facets(struct buf *out, const struct answer *answer,
                 const struct render_page *page)
{
    buf_put_text(out, "<aside class=\"filters\" id=\"filters\" aria-labelledby="
                      "\"filters-title\">\n<h2 id=\"filters-title\">");
    html_ui(out, page, UI_FILTERS);
    buf_put_text(out, "</h2>\n");
    for (size_t i = 0; i < sizeof facets / sizeof facets[0]; i++) {
        const struct search_facet_list *list = facet_of(answer, facets[i].facet);
        if (list && list->value_count > 0)
            put_facet(out, facets[i].column, facets[i].title, list, page);
    }
    buf_put_text(out, "</aside>\n");
}
