/* A table of names, each with the function that reads it. A parameter that is given
 * again overrides, save filters and languages, which add up. Unknown names are ignored:
 * links get all kinds of tails on their way.
 */
#include "web/params.h"

static void note_problem(struct params *params, const struct uri_param *param,
                         const char *reason)
{
    if (params->problem_count < PARAMS_PROBLEMS_MAX)
        params->problems[params->problem_count++] =
            (struct params_problem){param->name, reason};
}

bool params_number(struct span text, uint32_t least, uint32_t most, uint32_t *number)
{
    uint32_t value = 0;
    if (text.len < 1 || text.len > 4)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        value = value * 10 + (uint32_t)(text.data[i] - '0');
    }
    if (value < least || value > most)
        return false;
    *number = value;
    return true;
}

/* --- One function a parameter
 * -------------------------------------------------------------- */

static void read_q(struct params *params, const struct uri_param *param)
{
    params->request.q = param->value;
    if (param->value.len > QUERY_BYTES_MAX)
        note_problem(params, param, "longer than 512 bytes");
}

static void read_page(struct params *params, const struct uri_param *param)
{
    if (!params_number(param->value, 1, SEARCH_LIMIT_MAX, &params->request.page))
        note_problem(params, param, "a number from 1 to 1000 is wanted");
}

static void read_per_page(struct params *params, const struct uri_param *param)
{
    if (!params_number(param->value, 1, PARAMS_PER_PAGE_MAX, &params->request.per_page))
        note_problem(params, param, "a number from 1 to 100 is wanted");
}

static void read_sort(struct params *params, const struct uri_param *param)
{
    static const char *const names[] = {"relevance", "newest", "oldest"};
    static const enum search_sort sorts[] = {SEARCH_RELEVANCE, SEARCH_NEWEST,
                                             SEARCH_OLDEST};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (span_equal(param->value, span_text(names[i]))) {
            params->request.search.sort = sorts[i];
            return;
        }
    note_problem(params, param, "relevance, newest or oldest is wanted");
}

static void read_lang(struct params *params, const struct uri_param *param)
{
    enum lang lang = lang_from_tag(param->value);
    if (lang == LANG_UND && !span_equal(param->value, span_text("und"))) {
        note_problem(params, param, "ky, ru, en or und is wanted");
        return;
    }
    params->request.search.langs |= 1U << lang;
}

static void read_year(struct params *params, const struct uri_param *param, bool end)
{
    uint32_t year = 0;
    if (param->value.len == 0) /* an empty field of the form */
        return;
    if (!params_number(param->value, 1, 9999, &year))
        note_problem(params, param, "a year from 1 to 9999 is wanted");
    else if (end)
        params->request.search.date_to = year * 10000 + 9999;
    else
        params->request.search.date_from = year * 10000;
}

static void read_year_from(struct params *params, const struct uri_param *param)
{
    read_year(params, param, false);
}

static void read_year_to(struct params *params, const struct uri_param *param)
{
    read_year(params, param, true);
}

static void add_filter(struct params *params, const struct uri_param *param,
                       enum column column)
{
    size_t *count = &params->request.search.filter_count;
    if (param->value.len == 0)
        return;
    if (param->value.len > PARAMS_VALUE_BYTES_MAX)
        note_problem(params, param, "longer than 256 bytes");
    else if (*count == PARAMS_FILTERS_MAX)
        note_problem(params, param, "more than 32 filters");
    else
        params->filters[(*count)++] = (struct search_filter){column, param->value};
}

static void read_journal(struct params *params, const struct uri_param *param)
{
    add_filter(params, param, COLUMN_JOURNAL);
}

static void read_issue(struct params *params, const struct uri_param *param)
{
    add_filter(params, param, COLUMN_ISSUE);
}

static void read_rubric(struct params *params, const struct uri_param *param)
{
    add_filter(params, param, COLUMN_RUBRIC);
}

static void read_author(struct params *params, const struct uri_param *param)
{
    add_filter(params, param, COLUMN_AUTHOR);
}

static unsigned facet_of(struct span name)
{
    static const char *const names[] = {"year",   "journal", "issue",
                                        "rubric", "author",  "lang"};
    if (span_equal(name, span_text("all")))
        return (1U << SEARCH_FACETS) - 1;
    for (unsigned i = 0; i < SEARCH_FACETS; i++)
        if (span_equal(name, span_text(names[i])))
            return 1U << i;
    return 0;
}

static void read_facets(struct params *params, const struct uri_param *param)
{
    unsigned facets = 0;
    bool none = span_equal(param->value, span_text("none"));
    for (size_t at = 0; at < param->value.len && !none;) {
        size_t end = span_find(param->value, ',', at);
        unsigned facet = facet_of(span_part(param->value, at, end - at));
        if (!facet) {
            note_problem(params, param,
                         "all, none, or some of year,journal,issue,rubric,author,lang "
                         "is wanted");
            return;
        }
        facets |= facet;
        at = end + 1;
    }
    params->request.search.facets = facets;
}

static bool ui_of(struct span tag, enum ui_lang *ui)
{
    static const enum ui_lang uis[LANG_COUNT] = {UI_KY, UI_KY, UI_RU, UI_EN};
    enum lang lang = lang_from_tag(tag);
    if (lang != LANG_UND)
        *ui = uis[lang];
    return lang != LANG_UND;
}

static void read_hl(struct params *params, const struct uri_param *param)
{
    if (!ui_of(param->value, &params->ui))
        note_problem(params, param, "ky, ru or en is wanted");
}

/* "0" or "1"; else `flag` stays. */
static void read_flag(struct params *params, const struct uri_param *param, bool *flag)
{
    if (span_equal(param->value, span_text("1")))
        *flag = true;
    else if (span_equal(param->value, span_text("0")))
        *flag = false;
    else
        note_problem(params, param, "0 or 1 is wanted");
}

static void read_as_typed(struct params *params, const struct uri_param *param)
{
    read_flag(params, param, &params->request.as_typed);
}

static void read_terms(struct params *params, const struct uri_param *param)
{
    bool terms = !params->request.no_terms;
    read_flag(params, param, &terms);
    params->request.no_terms = !terms;
}

static const struct {
    const char *name;
    void (*read)(struct params *params, const struct uri_param *param);
} table[] = {
    {"q", read_q},
    {"page", read_page},
    {"per_page", read_per_page},
    {"sort", read_sort},
    {"lang", read_lang},
    {"year_from", read_year_from},
    {"year_to", read_year_to},
    {"journal", read_journal},
    {"issue", read_issue},
    {"rubric", read_rubric},
    {"author", read_author},
    {"facets", read_facets},
    {"as_typed", read_as_typed},
    {"terms", read_terms},
    {"hl", read_hl},
};

/* --- The interface
 * --------------------------------------------------------------------------- */

/* "ru;q=0.8" -> 800 of 1000 */
static unsigned quality_of(struct span item)
{
    size_t at = span_find(item, ';', 0);
    struct span rest = span_trim(span_part(item, at + 1, item.len));
    if (!span_starts(rest, span_text("q=")))
        return 1000;
    if (rest.len < 3 || rest.data[2] != '0')
        return 1000;
    unsigned quality = 0, weight = 100;
    for (size_t i = 4; i < rest.len && weight > 0; i++, weight /= 10)
        if (rest.data[i] >= '0' && rest.data[i] <= '9')
            quality += weight * (unsigned)(rest.data[i] - '0');
    return quality;
}

static enum ui_lang preferred_ui(struct span accept)
{
    enum ui_lang best = UI_KY, ui;
    unsigned best_quality = 0;
    for (size_t at = 0; at < accept.len;) {
        size_t end = span_find(accept, ',', at);
        struct span item = span_trim(span_part(accept, at, end - at));
        struct span tag = span_trim(span_part(item, 0, span_find(item, ';', 0)));
        if (ui_of(tag, &ui) && quality_of(item) > best_quality) {
            best = ui;
            best_quality = quality_of(item);
        }
        at = end + 1;
    }
    return best;
}

enum ui_lang params_ui(const struct uri *uri, struct span accept_language, bool *chosen)
{
    const struct uri_param *hl = uri_param(uri, "hl");
    enum ui_lang ui = preferred_ui(accept_language);
    *chosen = hl && ui_of(hl->value, &ui);
    return ui;
}

/* --- All
 * -------------------------------------------------------------------------------------
 */

static void read_param(struct params *params, const struct uri_param *param)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (span_equal(param->name, span_text(table[i].name)))
            table[i].read(params, param);
}

static void check_window(struct params *params)
{
    static const struct uri_param page = {{(const uint8_t *)"page", 4}, {NULL, 0}};
    struct answer_request *request = &params->request;
    if (request->page * request->per_page <= SEARCH_LIMIT_MAX)
        return;
    note_problem(params, &page, "only the first 1000 hits can be shown");
    request->page = SEARCH_LIMIT_MAX / request->per_page;
}

void params_read(struct params *params, const struct uri *uri,
                 struct span accept_language)
{
    params->request =
        (struct answer_request){.q = {(const uint8_t *)"", 0},
                                .mode = QUERY_MODE_WEB,
                                .page = 1,
                                .per_page = PARAMS_PER_PAGE,
                                .snippets = 3,
                                .search = {.count = true,
                                           .relax = true,
                                           .facet_values = PARAMS_FACET_VALUES,
                                           .filters = params->filters}};
    params->problem_count = 0;
    params->ui = params_ui(uri, accept_language, &params->ui_chosen);
    for (size_t i = 0; i < uri->param_count; i++)
        read_param(params, &uri->params[i]);
    check_window(params);
}
