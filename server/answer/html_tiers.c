/* A query that was repaired says so before its hits, and where others follow, between
 * them, in words and as a boundary of lists, never by colour alone:
 *
 *   «онор жай» … Searched instead: өнөр жай (letters ө ү ң). [Search only as typed]
 *
 *   1. …                                        hits of the first tier with any
 *   2. …
 *   Also found: мыйзам → закон (through terms)  [Search without terms]
 *   3. …
 *
 * Every word of a change comes from the query or the archive, and is escaped here.
 */
#include "answer/html_tiers.h"

#include "answer/escape.h"
#include "answer/html_frame.h"
#include "answer/link.h"

static bool is_mixed(const struct render_page *page)
{
    return page->request && page->request->search.sort != SEARCH_RELEVANCE;
}

/* --- What was changed
 * ---------------------------------------------------------------------- */

static void put_changes(struct buf *out, const struct search_tier *tier)
{
    for (size_t i = 0; i < tier->change_count; i++) {
        buf_put_text(out, i ? "; " : "");
        escape_html(out, tier->changes[i].from);
        buf_put_text(out, " → <b>");
        escape_html(out, tier->changes[i].to);
        buf_put_text(out, "</b>");
    }
}

/* "онор → өнөр (letters ө ү ң)", without changes the words in brackets alone. */
static void put_how(struct buf *out, const struct search_tier *tier,
                    const struct render_page *page)
{
    const char *name = ui_rung(page->ui, tier->rung);
    put_changes(out, tier);
    buf_put_text(out, tier->change_count ? " <span class=\"how\">(" : "");
    escape_html(out, span_text(name));
    buf_put_text(out, tier->change_count ? ")</span>" : "");
}

/* The same search with less of the ladder. */
static void put_way_back(struct buf *out, const struct search_tier *tier,
                         const struct render_page *page)
{
    bool terms = tier->rung == RUNG_TERMS;
    struct answer_request request = *page->request;
    request.page = 1;
    request.no_terms = request.no_terms || terms;
    request.as_typed = request.as_typed || !terms;
    buf_put_text(out, "<a class=\"back-to-typed\" href=\"");
    link_search(out, page, &request, LINK_HTML);
    buf_put_text(out, "\">");
    html_ui(out, page, terms ? UI_WITHOUT_TERMS : UI_ONLY_AS_TYPED);
    buf_put_text(out, "</a>");
}

/* --- Above the hits
 * ------------------------------------------------------------------------ */

static void put_instead(struct buf *out, const struct answer *answer,
                        const struct search_tier *tier, const struct render_page *page)
{
    buf_put_text(out, "<p class=\"note repaired\">«");
    escape_html(out, answer->query.text);
    buf_put_text(out, "» ");
    html_ui(out, page, UI_NOT_AS_TYPED);
    buf_put_byte(out, ' ');
    html_ui(out, page, UI_SEARCHED);
    buf_put_byte(out, ' ');
    if (answer_says_text(answer, tier)) {
        buf_put_text(out, "<b>");
        escape_html(out, tier->text);
        buf_put_text(out, "</b> <span class=\"how\">(");
        escape_html(out, span_text(ui_rung(page->ui, tier->rung)));
        buf_put_text(out, ")</span>");
    } else {
        put_how(out, tier, page);
    }
    buf_put_text(out, ". ");
    put_way_back(out, &(struct search_tier){.rung = RUNG_TYPED}, page);
    buf_put_text(out, "</p>\n");
}

static void put_suggestions(struct buf *out, const struct answer *answer,
                            const struct render_page *page)
{
    if (answer->result.suggestion_count == 0)
        return;
    buf_put_text(out, "<p class=\"note meant\">");
    html_ui(out, page, UI_DID_YOU_MEAN);
    for (size_t i = 0; i < answer->result.suggestion_count; i++) {
        struct answer_request request = *page->request;
        request.q = answer->result.suggestions[i];
        request.page = 1;
        request.as_typed = false;
        buf_put_text(out, i ? ", <a href=\"" : " <a href=\"");
        link_search(out, page, &request, LINK_HTML);
        buf_put_text(out, "\">");
        escape_html(out, answer->result.suggestions[i]);
        buf_put_text(out, "</a>");
    }
    buf_put_text(out, "</p>\n");
}

static void put_mixed(struct buf *out, const struct answer *answer,
                      const struct render_page *page)
{
    size_t first = answer_lead(&answer->result) + 1;
    for (size_t i = first; i < answer->result.tier_count && is_mixed(page); i++) {
        const struct search_tier *tier = &answer->result.tiers[i];
        buf_put_text(out, "<p class=\"note also\">");
        html_ui(out, page, UI_ALSO_FOUND);
        buf_put_byte(out, ' ');
        put_how(out, tier, page);
        buf_put_text(out, ". ");
        put_way_back(out, tier, page);
        buf_put_text(out, "</p>\n");
    }
}

void html_tier_notes(struct buf *out, const struct answer *answer,
                     const struct render_page *page)
{
    const struct search_tier *lead =
        &answer->result.tiers[answer_lead(&answer->result)];
    if (!page->request)
        return;
    if (lead->rung != RUNG_TYPED)
        put_instead(out, answer, lead, page);
    put_mixed(out, answer, page);
    put_suggestions(out, answer, page);
}

void html_typed_count(struct buf *out, const struct answer *answer,
                      const struct render_page *page)
{
    uint64_t typed = answer->result.tiers[0].total;
    if (!answer_is_typed(&answer->result) || typed == 0 ||
        typed == answer->result.total)
        return;
    buf_put_text(out, "<span class=\"typed\">, ");
    ui_put_typed(out, page->ui, typed);
    buf_put_text(out, "</span>");
}

/* --- Between the hits
 * ---------------------------------------------------------------------- */

bool html_tier_begins(const struct answer *answer, const struct render_page *page,
                      size_t at)
{
    unsigned tier = answer->hits[at].at.tier;
    if (is_mixed(page))
        return false;
    return at == 0 ? tier != answer_lead(&answer->result)
                   : tier != answer->hits[at - 1].at.tier;
}

void html_tier_heading(struct buf *out, const struct answer *answer,
                       const struct render_page *page, size_t tier)
{
    const struct search_tier *from = &answer->result.tiers[tier];
    buf_print(out, "<div class=\"tier\">\n<h2 id=\"tier-%zu\">", tier);
    html_ui(out, page, UI_ALSO_FOUND);
    buf_put_byte(out, ' ');
    put_how(out, from, page);
    buf_put_text(out, "</h2>\n<p>");
    put_way_back(out, from, page);
    buf_put_text(out, "</p>\n</div>\n");
}

void html_tier_label(struct buf *out, const struct answer *answer,
                     const struct render_page *page, size_t at)
{
    const struct answer_hit *hit = &answer->hits[at];
    if (!is_mixed(page) || hit->at.tier == answer_lead(&answer->result))
        return;
    buf_put_text(out, "<p class=\"via\">");
    escape_html(out, span_text(ui_rung(page->ui, hit->rung)));
    buf_put_text(out, "</p>\n");
}
