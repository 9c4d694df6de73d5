/* The JSON of API.md. Field order is stable, and no field is ever removed within v1.
 *
 * Offsets: the engine counts bytes; here every offset and length counts code points of
 * the string as it is sent, so that a client in any language can use them.
 */
#include "answer/render.h"

#include "answer/escape.h"
#include "text/utf8.h"

static const char *const facet_names[SEARCH_FACETS] = {"year",   "journal", "issue",
                                                       "rubric", "author",  "lang"};

void render_json_string(struct buf *out, struct span text)
{
    buf_put_byte(out, '"');
    escape_json(out, text);
    buf_put_byte(out, '"');
}

static void put_name(struct buf *out, const char *name)
{
    buf_put_text(out, ",\"");
    buf_put_text(out, name);
    buf_put_text(out, "\":");
}

/* As printf's %u, which costs more than all the rest of a mark. */
static void put_number(struct buf *out, uint64_t number)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    buf_put(out, digits + at, sizeof digits - at);
}

static void put_field(struct buf *out, const char *name, struct span text)
{
    put_name(out, name);
    if (text.len > 0)
        render_json_string(out, text);
    else
        buf_put_text(out, "null");
}

static void put_list(struct buf *out, const char *name, const struct span *items,
                     size_t count)
{
    put_name(out, name);
    buf_put_byte(out, '[');
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_put_byte(out, ',');
        render_json_string(out, items[i]);
    }
    buf_put_byte(out, ']');
}

static const char *truth(bool value)
{
    return value ? "true" : "false";
}

/* Four decimals, whatever the locale says. */
static void put_score(struct buf *out, float score)
{
    double positive = score > 0 ? (double)score : 0;
    uint64_t parts = (uint64_t)((positive < 1e9 ? positive : 1e9) * 10000 + 0.5);
    buf_print(out, "%llu.%04llu", (unsigned long long)(parts / 10000),
              (unsigned long long)(parts % 10000));
}

static void put_date(struct buf *out, uint32_t date)
{
    unsigned year = date / 10000, month = date / 100 % 100, day = date % 100;
    buf_put_text(out, ",\"year\":");
    if (year == 0) {
        buf_put_text(out, "null,\"date\":null");
        return;
    }
    buf_print(out, "%u,\"date\":\"%04u", year, year);
    if (month > 0)
        buf_print(out, "-%02u", month);
    if (month > 0 && day > 0)
        buf_print(out, "-%02u", day);
    buf_put_byte(out, '"');
}

static void put_marks(struct buf *out, const char *name, struct span text,
                      const struct answer_mark *marks, size_t count)
{
    size_t letters = 0;
    uint32_t at = 0; /* the letters before it are counted */
    put_name(out, name);
    buf_put_byte(out, '[');
    for (size_t i = 0; i < count; i++) {
        size_t len = escape_count(span_part(text, marks[i].off, marks[i].len));
        letters += escape_count(span_part(text, at, marks[i].off - at));
        buf_put_text(out, i ? ",[" : "[");
        put_number(out, letters);
        buf_put_byte(out, ',');
        put_number(out, len);
        buf_put_byte(out, ']');
        letters += len;
        at = marks[i].off + marks[i].len;
    }
    buf_put_byte(out, ']');
}

/* marked_html as a JSON string, in one go. */
static void put_html(struct buf *out, const char *name, struct span text,
                     const struct answer_mark *marks, size_t count)
{
    uint32_t at = 0;
    put_name(out, name);
    buf_put_byte(out, '"');
    for (size_t i = 0; i < count; i++) {
        escape_html_in_json(out, span_part(text, at, marks[i].off - at));
        buf_put_text(out, "\\u003cmark\\u003e");
        escape_html_in_json(out, span_part(text, marks[i].off, marks[i].len));
        buf_put_text(out, "\\u003c/mark\\u003e");
        at = marks[i].off + marks[i].len;
    }
    escape_html_in_json(out, span_part(text, at, text.len - at));
    buf_put_byte(out, '"');
}

/* --- A hit
 * ------------------------------------------------------------------------------ */

static void put_lang(struct buf *out, const char *name, enum lang lang)
{
    put_name(out, name);
    buf_put_byte(out, '"');
    buf_put_text(out, lang_tag(lang));
    buf_put_byte(out, '"');
}

static void put_snippet(struct buf *out, const struct answer_snippet *snippet)
{
    buf_put_text(out, "{\"text\":");
    render_json_string(out, snippet->text);
    put_html(out, "html", snippet->text, snippet->marks, snippet->mark_count);
    put_marks(out, "marks", snippet->text, snippet->marks, snippet->mark_count);
    put_lang(out, "lang", snippet->lang);
    put_name(out, "cut_before");
    buf_put_text(out, truth(snippet->cut_before));
    put_name(out, "cut_after");
    buf_put_text(out, truth(snippet->cut_after));
    buf_put_byte(out, '}');
}

static void put_head(struct buf *out, const struct answer_hit *hit)
{
    buf_put_text(out, "{\"id\":");
    render_json_string(out, hit->id);
    put_field(out, "url", hit->url);
    buf_put_text(out, ",\"title\":");
    render_json_string(out, hit->title);
    put_html(out, "title_html", hit->title, hit->title_marks, hit->title_mark_count);
    put_marks(out, "title_marks", hit->title, hit->title_marks, hit->title_mark_count);
    put_lang(out, "title_lang", hit->title_lang);
    put_list(out, "authors", hit->authors, hit->author_count);
    put_field(out, "journal", hit->journal);
    put_field(out, "issue", hit->issue);
    put_date(out, hit->date);
    put_field(out, "pages", hit->pages);
    put_field(out, "rubric", hit->rubric);
    put_lang(out, "lang", hit->lang);
}

void render_json_hit(struct buf *out, const struct answer_hit *hit)
{
    put_head(out, hit);
    buf_put_text(out, ",\"score\":");
    put_score(out, hit->score);
    buf_print(out, ",\"rung\":\"%s\",\"tier\":%u", search_rung_name(hit->rung),
              hit->at.tier);
    buf_put_text(out, ",\"snippets\":[");
    for (size_t i = 0; i < hit->snippet_count; i++) {
        if (i > 0)
            buf_put_byte(out, ',');
        put_snippet(out, &hit->snippets[i]);
    }
    buf_put_byte(out, ']');
    if (hit->explain.len > 0)
        put_field(out, "explain", hit->explain);
    buf_put_byte(out, '}');
}

/* --- The answer
 * --------------------------------------------------------------------------- */

static void put_warning(struct buf *out, struct span text,
                        const struct query_warning *warning)
{
    buf_print(out, "{\"code\":\"%s\",\"offset\":%zu,\"length\":%zu,\"message\":",
              warning->code, escape_count(span_part(text, 0, warning->off)),
              escape_count(span_part(text, warning->off, warning->len)));
    render_json_string(out, warning->text);
    buf_put_byte(out, '}');
}

static void put_relaxed(struct buf *out, const struct search_result *result)
{
    if (result->dropped_count == 0 && !result->any_word && !result->loosened) {
        buf_put_text(out, ",\"relaxed\":null");
        return;
    }
    buf_print(out, ",\"relaxed\":{\"any_word\":%s,\"loosened\":%s",
              truth(result->any_word), truth(result->loosened));
    put_list(out, "dropped", result->dropped, result->dropped_count);
    buf_put_byte(out, '}');
}

static void put_query(struct buf *out, const struct answer *answer)
{
    const struct query *query = &answer->query;
    buf_put_text(out, "{\"query\":{\"raw\":");
    render_json_string(out, query->text);
    buf_put_text(out, ",\"parsed\":");
    render_json_string(out, query->parsed);
    buf_put_text(out, ",\"warnings\":[");
    for (size_t i = 0; i < query->warning_count; i++) {
        if (i > 0)
            buf_put_byte(out, ',');
        put_warning(out, query->text, &query->warnings[i]);
    }
    buf_put_byte(out, ']');
    put_relaxed(out, &answer->result);
    buf_put_byte(out, '}');
}

static void put_counts(struct buf *out, const struct answer *answer)
{
    unsigned long long tenths = (unsigned long long)(answer->took_us / 100);
    buf_print(out, ",\"total\":%llu,\"total_exact\":%s,\"timed_out\":%s",
              (unsigned long long)answer->result.total,
              truth(answer->result.total_exact), truth(answer->result.timed_out));
    buf_print(out, ",\"page\":%u,\"per_page\":%u,\"took_ms\":%llu.%llu",
              (unsigned)answer->page, (unsigned)answer->per_page, tenths / 10,
              tenths % 10);
    buf_print(out, ",\"generation\":%llu,\"articles\":%llu",
              (unsigned long long)answer->generation,
              (unsigned long long)answer->articles);
}

static unsigned facet_index(enum search_facet facet)
{
    unsigned index = 0;
    while (index + 1 < SEARCH_FACETS && (unsigned)facet >> (index + 1))
        index++;
    return index;
}

static void put_facet(struct buf *out, const struct search_facet_list *facet)
{
    buf_print(out, "\"%s\":{\"distinct\":%zu,\"values\":[",
              facet_names[facet_index(facet->facet)], facet->distinct);
    for (size_t i = 0; i < facet->value_count; i++) {
        buf_put_text(out, i ? ",{\"value\":" : "{\"value\":");
        render_json_string(out, facet->values[i].value);
        put_name(out, "count");
        put_number(out, facet->values[i].count);
        buf_put_byte(out, '}');
    }
    buf_put_text(out, "]}");
}

static void put_change(struct buf *out, const struct search_change *change)
{
    buf_put_text(out, "{\"from\":");
    render_json_string(out, change->from);
    buf_put_text(out, ",\"to\":");
    render_json_string(out, change->to);
    buf_put_byte(out, '}');
}

static void put_tier(struct buf *out, const struct search_tier *tier)
{
    buf_print(out, "{\"rung\":\"%s\",\"total\":%llu,\"total_exact\":%s,\"query\":",
              search_rung_name(tier->rung), (unsigned long long)tier->total,
              truth(tier->total_exact));
    render_json_string(out, tier->text);
    buf_put_text(out, ",\"changes\":[");
    for (size_t i = 0; i < tier->change_count; i++) {
        if (i > 0)
            buf_put_byte(out, ',');
        put_change(out, &tier->changes[i]);
    }
    buf_put_text(out, "]}");
}

static void put_tiers(struct buf *out, const struct answer *answer)
{
    const struct search_result *result = &answer->result;
    buf_print(out, ",\"rung\":\"%s\",\"tiers\":[",
              search_rung_name(result->tiers[answer_lead(result)].rung));
    for (size_t i = 0; i < result->tier_count; i++) {
        if (i > 0)
            buf_put_byte(out, ',');
        put_tier(out, &result->tiers[i]);
    }
    buf_put_byte(out, ']');
}

void render_json_answer(struct buf *out, const struct answer *answer)
{
    put_query(out, answer);
    put_counts(out, answer);
    put_tiers(out, answer);
    buf_put_text(out, ",\"hits\":[");
    for (size_t i = 0; i < answer->hit_count; i++) {
        if (i > 0)
            buf_put_byte(out, ',');
        render_json_hit(out, &answer->hits[i]);
    }
    buf_put_text(out, "],\"facets\":{");
    for (size_t i = 0; i < answer->result.facet_count; i++) {
        if (i > 0)
            buf_put_byte(out, ',');
        put_facet(out, &answer->result.facets[i]);
    }
    buf_put_byte(out, '}');
    put_list(out, "suggestions", answer->result.suggestions,
             answer->result.suggestion_count);
    buf_put_byte(out, '}');
}

/* --- Article and suggestions
 * ---------------------------------------------------------------- */

static const char *kind_name(uint8_t kind)
{
    static const char *const names[] = {
        [ANSWER_TEXT] = "p",      [ANSWER_HEADING] = "h", [ANSWER_LIST_ITEM] = "li",
        [ANSWER_TABLE] = "table", [ANSWER_NOTE] = "note", [ANSWER_REFERENCE] = "ref"};
    return kind < sizeof names / sizeof names[0] ? names[kind] : "p";
}

static void put_paragraph(struct buf *out, const struct answer_paragraph *paragraph)
{
    buf_put_text(out, "{\"text\":");
    render_json_string(out, paragraph->text);
    buf_print(out, ",\"kind\":\"%s\",\"lang\":\"%s\"", kind_name(paragraph->kind),
              lang_tag(paragraph->lang));
    put_marks(out, "marks", paragraph->text, paragraph->marks, paragraph->mark_count);
    buf_put_byte(out, '}');
}

void render_json_article(struct buf *out, const struct answer_article *article)
{
    put_head(out, &article->head);
    put_field(out, "volume", article->volume);
    put_field(out, "number", article->number);
    put_field(out, "issn", article->issn);
    put_field(out, "doi", article->doi);
    put_field(out, "abstract", article->abstract);
    put_list(out, "keywords", article->keywords, article->keyword_count);
    put_list(out, "translations", article->translations, article->translation_count);
    buf_put_text(out, ",\"body\":[");
    for (size_t i = 0; i < article->paragraph_count; i++) {
        if (i > 0)
            buf_put_byte(out, ',');
        put_paragraph(out, &article->paragraphs[i]);
    }
    buf_put_text(out, "]}");
}

void render_json_suggestions(struct buf *out, struct span typed,
                             const struct suggestion *suggestions, size_t count)
{
    buf_put_byte(out, '[');
    render_json_string(out, typed);
    buf_put_text(out, ",[");
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_put_byte(out, ',');
        render_json_string(out, suggestions[i].text);
    }
    buf_put_text(out, "]]");
}
