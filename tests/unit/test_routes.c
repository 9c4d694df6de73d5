/* test_routes.c - parameters, and requests answered without a socket over a small
 * index.
 */
#include <stdio.h>
#include <string.h>

#include "support/archive.h"
#include "support/scratch.h"
#include "support/unit.h"
#include "web/params.h"
#include "web/routes.h"

/* --- Parameters
 * ------------------------------------------------------------------------ */

static void read_params(struct params *params, struct uri *uri, const char *target,
                        const char *accept)
{
    const char *reason = NULL;
    assert_int_equal(uri_parse(uri, span_text(target), &reason), ST_OK);
    params_read(params, uri, span_text(accept));
}

static void defaults(void **state)
{
    struct params params;
    struct uri uri;
    (void)state;
    read_params(&params, &uri, "/search", "");
    assert_int_equal(params.request.page, 1);
    assert_int_equal(params.request.per_page, PARAMS_PER_PAGE);
    assert_int_equal(params.request.search.sort, SEARCH_RELEVANCE);
    assert_int_equal(params.request.search.filter_count, 0);
    assert_false(params.request.as_typed);
    assert_false(params.request.no_terms);
    assert_int_equal(params.ui, UI_KY);
    assert_false(params.ui_chosen);
    assert_int_equal(params.problem_count, 0);
}

static void all_of_them(void **state)
{
    struct params params;
    struct uri uri;
    (void)state;
    read_params(
        &params, &uri,
        "/search?q=a&page=2&per_page=20&sort=oldest&lang=ky&lang=ru&year_from=1999"
        "&year_to=2005&journal=J&journal=K&issue=1&rubric=R&author=A&hl=ru"
        "&facets=year,lang&as_typed=1&terms=0&utm_source=x",
        "en");
    const struct search_options *search = &params.request.search;
    assert_int_equal(params.problem_count, 0);
    assert_int_equal(params.request.page, 2);
    assert_int_equal(params.request.per_page, 20);
    assert_int_equal(search->sort, SEARCH_OLDEST);
    assert_int_equal(search->langs, 1 << LANG_KY | 1 << LANG_RU);
    assert_int_equal(search->date_from, 19990000);
    assert_int_equal(search->date_to, 20059999);
    assert_int_equal(search->filter_count, 5);
    assert_int_equal(search->filters[1].column, COLUMN_JOURNAL);
    assert_true(span_equal(search->filters[1].value, span_text("K")));
    assert_int_equal(search->filters[4].column, COLUMN_AUTHOR);
    assert_int_equal(search->facets, SEARCH_FACET_YEAR | SEARCH_FACET_LANG);
    assert_true(params.request.as_typed);
    assert_true(params.request.no_terms);
    assert_int_equal(params.ui, UI_RU);
    assert_true(params.ui_chosen);
}

static void bad_values_are_told_and_left_out(void **state)
{
    static const char *const bad[] = {
        "page=0",        "page=-1",      "page=1e3",      "page=99999", "per_page=0",
        "per_page=101",  "sort=x",       "lang=xx",       "lang=",      "year_from=0",
        "year_to=12345", "facets=x",     "facets=year,,", "hl=de",      "page=",
        "as_typed=",     "as_typed=yes", "terms=2"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct params params;
        struct uri uri;
        char target[64];
        snprintf(target, sizeof target, "/search?q=a&%s", bad[i]);
        read_params(&params, &uri, target, "");
        if (params.problem_count != 1)
            print_error("%s: %zu problems\n", bad[i], params.problem_count);
        assert_int_equal(params.problem_count, 1);
        assert_memory_equal(params.problems[0].name.data, bad[i],
                            params.problems[0].name.len);
        assert_true(params.request.page >= 1 && params.request.per_page >= 1);
    }
}

static void the_window_is_bounded(void **state)
{
    struct params params;
    struct uri uri;
    (void)state;
    read_params(&params, &uri, "/search?q=a&page=10&per_page=100", "");
    assert_int_equal(params.problem_count, 0);
    read_params(&params, &uri, "/search?q=a&page=11&per_page=100", "");
    assert_int_equal(params.problem_count, 1);
    assert_int_equal(params.request.page, 10);
}

static void too_many_filters(void **state)
{
    static char target[2048] = "/search?q=a";
    struct params params;
    struct uri uri;
    (void)state;
    for (int i = 0; i < PARAMS_FILTERS_MAX + 2; i++)
        memcpy(target + strlen(target), "&author=x", sizeof "&author=x");
    read_params(&params, &uri, target, "");
    assert_int_equal(params.request.search.filter_count, PARAMS_FILTERS_MAX);
    assert_int_equal(params.problem_count, 2);
}

static enum ui_lang ui_of(const char *accept)
{
    struct uri uri = {.param_count = 0};
    bool chosen = true;
    enum ui_lang ui = params_ui(&uri, span_text(accept), &chosen);
    assert_false(chosen);
    return ui;
}

static void languages_of_readers(void **state)
{
    (void)state;
    assert_int_equal(ui_of(""), UI_KY);
    assert_int_equal(ui_of("de, fr;q=0.9"), UI_KY);
    assert_int_equal(ui_of("ru-RU,ru;q=0.9,en;q=0.8"), UI_RU);
    assert_int_equal(ui_of("de,en;q=0.7,ru;q=0.8"), UI_RU);
    assert_int_equal(ui_of("ru;q=0.5,ky-KG;q=0.51"), UI_KY);
    assert_int_equal(ui_of("ru;q=0"), UI_KY);
    assert_int_equal(ui_of(",,;q=,;,ru;;;q"), UI_RU);
}

/* --- Requests
 * ----------------------------------------------------------------------------- */

static const char *const records[] = {
    "{\"id\":\"a/1\",\"title\":\"Таза "
    "суу\",\"journal\":\"Айыл\",\"date\":\"2015-04-07\","
    "\"lang\":\"ky\",\"body\":\"Айылга таза суу келди.\"}",
    "{\"id\":\"a2\",\"title\":\"Чистая вода\",\"journal\":\"Село\",\"date\":\"2016\","
    "\"lang\":\"ru\",\"body\":\"В село пришла чистая вода.\"}"};
static const char *const origins[] = {"https://journal.example"};

struct fixture {
    struct scratch scratch;
    struct routes routes;
    struct http_request request;
    struct http_response response;
};

static int open_all(void **state)
{
    static struct fixture f;
    memset(&f, 0, sizeof f);
    scratch_make(&f.scratch);
    archive_put(f.scratch.path, records, 2);
    assert_int_equal(snapshot_source_open(&f.routes.source, f.scratch.path, NULL),
                     ST_OK);
    assert_int_equal(sessions_open(&f.routes.sessions, 1, NULL), ST_OK);
    f.routes.origins = origins;
    f.routes.origin_count = 1;
    f.routes.deadline_ms = 60000;
    f.request = (struct http_request){.host = span_text("h.example")};
    buf_init(&f.response.body, 0);
    buf_init(&f.response.headers, 0);
    *state = &f;
    return 0;
}

static int close_all(void **state)
{
    struct fixture *f = *state;
    buf_release(&f->response.body);
    buf_release(&f->response.headers);
    sessions_close(f->routes.sessions);
    snapshot_source_close(f->routes.source);
    scratch_remove(&f->scratch);
    return 0;
}

static unsigned ask(struct fixture *f, const char *target)
{
    buf_reset(&f->response.body);
    buf_reset(&f->response.headers);
    f->response.type = NULL;
    f->response.cache = NULL;
    f->response.fixed = (struct span){NULL, 0};
    f->request.target = span_text(target);
    routes_handle(&f->routes, &f->request, &f->response);
    buf_put_byte(&f->response.body, 0);
    return f->response.code;
}

static const char *header(const struct fixture *f, const char *name)
{
    const char *at = (const char *)f->response.headers.data;
    for (size_t left = f->response.headers.len; left > 0;) {
        size_t key = strlen(at) + 1, value = strlen(at + key) + 1;
        if (strcmp(at, name) == 0)
            return at + key;
        at += key + value;
        left -= key + value;
    }
    return NULL;
}

static bool says(const struct fixture *f, const char *part)
{
    return strstr((const char *)f->response.body.data, part) != NULL;
}

static void pages_and_their_types(void **state)
{
    static const struct {
        const char *target, *type;
        unsigned code;
    } table[] = {
        {"/", "text/html; charset=utf-8", 200},
        {"/search?q=%D1%81%D1%83%D1%83", "text/html; charset=utf-8", 200},
        {"/article/a%2F1", "text/html; charset=utf-8", 200},
        {"/article/a/1?q=x", "text/html; charset=utf-8", 200},
        {"/article/", "text/html; charset=utf-8", 404},
        {"/article", "text/html; charset=utf-8", 404},
        {"/api/v1/search?q=a", "application/json; charset=utf-8", 200},
        {"/api/v1/search", "application/json; charset=utf-8", 200},
        {"/api/v1/article/a2", "application/json; charset=utf-8", 200},
        {"/api/v1/article/zz", "application/problem+json; charset=utf-8", 404},
        {"/api/", "application/problem+json; charset=utf-8", 404},
        {"/api/v1/suggest?q=%D1%81%D1%83",
         "application/x-suggestions+json; charset=utf-8", 200},
        {"/opensearch.xml", "application/opensearchdescription+xml; charset=utf-8",
         200},
        {"/embed/v1.js", "text/javascript; charset=utf-8", 200},
        {"/embed/v2.js", "application/problem+json; charset=utf-8", 404},
        {"/assets/search.css", "text/css; charset=utf-8", 200},
        {"/assets/", "text/html; charset=utf-8", 404},
        {"/healthz", "text/plain; charset=utf-8", 200},
        {"/readyz", "text/plain; charset=utf-8", 200},
        {"/robots.txt", "text/plain; charset=utf-8", 200},
        {"/favicon.ico", "text/html; charset=utf-8", 404},
        {"//", "text/html; charset=utf-8", 404},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        unsigned code = ask(*state, table[i].target);
        struct fixture *f = *state;
        if (code != table[i].code)
            print_error("%s: %u\n%s\n", table[i].target, code, f->response.body.data);
        assert_int_equal(code, table[i].code);
        assert_string_equal(f->response.type, table[i].type);
    }
}

static void refusals_are_answered(void **state)
{
    struct fixture *f = *state;
    f->request.refused = 405;
    f->request.reason = "no";
    assert_int_equal(ask(f, "/api/v1/search"), 405);
    assert_string_equal(header(f, "Allow"), "GET, HEAD, OPTIONS");
    assert_true(says(f, "\"detail\":\"no\""));
    f->request.refused = 503;
    assert_int_equal(ask(f, "/%00"), 503);
    assert_string_equal(header(f, "Retry-After"), "1");
    f->request.refused = 0;
    f->request.reason = NULL;
    assert_int_equal(ask(f, "/a%00"), 400);
    assert_int_equal(ask(f, "/api/../x"), 400);
    assert_string_equal(f->response.type, "application/problem+json; charset=utf-8");
}

static void problems_name_the_parameter(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(ask(f, "/api/v1/search?q=a&page=x"), 400);
    assert_true(says(f, "\"parameter\":\"page\""));
    assert_null(header(f, "ETag"));
    assert_int_equal(ask(f, "/search?q=a&page=x"), 200);
    assert_true(says(f, "<code>page</code>"));
}

static void etags(void **state)
{
    struct fixture *f = *state;
    char etag[64], list[128];
    assert_int_equal(ask(f, "/api/v1/search?q=a"), 200);
    snprintf(etag, sizeof etag, "%s", header(f, "ETag"));
    snprintf(list, sizeof list, "\"x\", %s", etag);
    f->request.if_none_match = span_text(list);
    assert_int_equal(ask(f, "/api/v1/search?q=a"), 304);
    assert_string_equal(header(f, "ETag"), etag);
    assert_int_equal(ask(f, "/api/v1/search?q=b"), 200);
    static const char *const more[] = {
        "{\"id\":\"n\",\"title\":\"Жаңы\",\"lang\":\"ky\",\"body\":\"Текст.\"}"};
    archive_put(f->scratch.path, more, 1);
    bool changed = false;
    assert_int_equal(snapshot_source_poll(f->routes.source, &changed, NULL), ST_OK);
    assert_true(changed);
    assert_int_equal(ask(f, "/api/v1/search?q=a"),
                     200); /* another state of the index */
    f->request.if_none_match = span_text("*");
    assert_int_equal(ask(f, "/assets/search.css"), 304);
}

static void other_origins(void **state)
{
    struct fixture *f = *state;
    f->request.origin = span_text("https://journal.example");
    assert_int_equal(ask(f, "/api/v1/search?q=a"), 200);
    assert_string_equal(header(f, "Access-Control-Allow-Origin"),
                        "https://journal.example");
    assert_string_equal(header(f, "Vary"), "Origin");
    f->request.method = HTTP_OPTIONS;
    assert_int_equal(ask(f, "/api/v1/search"), 204);
    assert_non_null(header(f, "Access-Control-Allow-Methods"));
    f->request.method = HTTP_GET;
    f->request.origin = span_text("https://evil.example");
    assert_int_equal(ask(f, "/api/v1/search?q=a"), 200);
    assert_null(header(f, "Access-Control-Allow-Origin"));
    assert_string_equal(header(f, "Vary"), "Origin");
    f->request.origin = span_text("https://journal.example");
    assert_int_equal(ask(f, "/"), 200);
    assert_null(header(f, "Access-Control-Allow-Origin"));
}

static void below_a_path(void **state)
{
    struct fixture *f = *state;
    f->routes.base = span_text("/archive");
    assert_int_equal(ask(f, "/archive"), 200);
    assert_int_equal(ask(f, "/archive/search?q=%D1%81%D1%83%D1%83"), 200);
    assert_true(says(f, "href=\"/archive/article/a%2F1?q="));
    assert_int_equal(ask(f, "/search?q=a"), 404);
    assert_int_equal(ask(f, "/archives"), 404);
    assert_int_equal(ask(f, "/archive/search"), 302);
    assert_string_equal(header(f, "Location"), "/archive/");
}

static void links_between_pages(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(ask(f, "/api/v1/search?q=*&per_page=1"), 200);
    assert_string_equal(header(f, "Link"),
                        "</api/v1/search?q=%2A&per_page=1&page=2>; rel=\"next\"");
    assert_int_equal(ask(f, "/api/v1/search?q=*&per_page=1&page=2"), 200);
    assert_string_equal(header(f, "Link"),
                        "</api/v1/search?q=%2A&per_page=1>; rel=\"prev\"");
}

static void filters_narrow(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(ask(f, "/api/v1/search?q=*&journal=%D0%A1%D0%B5%D0%BB%D0%BE"),
                     200);
    assert_true(says(f, "\"total\":1,"));
    assert_int_equal(ask(f, "/api/v1/search?q=*&year_to=2015"), 200);
    assert_true(says(f, "\"total\":1,"));
    assert_int_equal(ask(f, "/api/v1/search?q=*&lang=en"), 200);
    assert_true(says(f, "\"total\":0,"));
}

/* What is not in the archive as typed, and how to have nothing else. */
static void repaired_and_as_typed(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(ask(f, "/api/v1/search?q=suu"), 200);
    assert_true(
        says(f, "\"rung\":\"latin\",\"tiers\":[{\"rung\":\"typed\",\"total\":0,"));
    assert_true(
        says(f, "\"query\":\"суу\",\"changes\":[{\"from\":\"suu\",\"to\":\"суу\"}]}]"));
    assert_true(says(f, "\"rung\":\"latin\",\"tier\":1,\"snippets\""));
    assert_int_equal(ask(f, "/api/v1/search?q=suu&as_typed=1"), 200);
    assert_true(says(f, "\"total\":0,"));
    assert_true(
        says(f, "\"rung\":\"typed\",\"tiers\":[{\"rung\":\"typed\",\"total\":0,"));
    assert_int_equal(ask(f, "/search?q=suu&hl=en"), 200);
    assert_true(says(f, "Searched instead: <b>суу</b>"));
    assert_true(says(f, "href=\"/search?q=suu&amp;as_typed=1&amp;hl=en\""));
    assert_int_equal(ask(f, "/article/a/1?q=suu"), 200);
    assert_true(says(f, "<mark>суу</mark>"));
    assert_int_equal(ask(f, "/article/a/1?q=suu&as_typed=1&hl=en"), 200);
    assert_false(says(f, "<mark>суу</mark>"));
    assert_true(says(f, "/article/a%2F1?q=suu&amp;as_typed=1&amp;hl=ru"));
}

/* All sessions lent: the answer is at once, and says when to come again. */
static void overload(void **state)
{
    struct fixture *f = *state;
    struct session *session = sessions_take(f->routes.sessions);
    assert_null(sessions_take(f->routes.sessions));
    assert_int_equal(ask(f, "/search?q=a"), 503);
    assert_string_equal(header(f, "Retry-After"), "1");
    assert_int_equal(ask(f, "/healthz"), 200);
    sessions_give(f->routes.sessions, session);
    assert_int_equal(ask(f, "/search?q=a"), 200);
}

#define ROUTE(name) cmocka_unit_test_setup_teardown(name, open_all, close_all)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults),
        cmocka_unit_test(all_of_them),
        cmocka_unit_test(bad_values_are_told_and_left_out),
        cmocka_unit_test(the_window_is_bounded),
        cmocka_unit_test(too_many_filters),
        cmocka_unit_test(languages_of_readers),
        ROUTE(pages_and_their_types),
        ROUTE(refusals_are_answered),
        ROUTE(problems_name_the_parameter),
        ROUTE(etags),
        ROUTE(other_origins),
        ROUTE(below_a_path),
        ROUTE(links_between_pages),
        ROUTE(filters_narrow),
        ROUTE(repaired_and_as_typed),
        ROUTE(overload),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
