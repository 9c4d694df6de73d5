/* Errors, caching and CORS: the same for every route.
 *
 * An ETag names (program run, index state, address, interface). The index state has the
 * time of the commit in it, so that an index made anew under the same number differs.
 */
#include "web/reply.h"

#include <stdio.h>

#include "answer/escape.h"
#include "base/clock.h"
#include "base/hash.h"
#include "web/gate.h"

const char reply_html[] = "text/html; charset=utf-8";
const char reply_json[] = "application/json; charset=utf-8";
const char reply_text[] = "text/plain; charset=utf-8";
static const char problem_json[] = "application/problem+json; charset=utf-8";

void reply_origin(struct buf *out, const struct reply *x)
{
    if (x->routes->public_url.len > 0) {
        buf_put_span(out, x->routes->public_url);
        return;
    }
    buf_put_text(out, "http://");
    if (gate_host(x->request->host))
        buf_put_span(out, x->request->host);
    else
        buf_put_text(out, "localhost");
}

struct render_page reply_page(const struct reply *x, struct buf *origin)
{
    buf_init(origin, REPLY_ORIGIN_BYTES);
    reply_origin(origin, x);
    return (struct render_page){.ui = x->ui,
                                .ui_chosen = x->ui_chosen,
                                .base = x->routes->base,
                                .site = x->routes->site,
                                .origin = buf_span(origin)};
}

/* --- Errors
 * ------------------------------------------------------------------------------------
 */

static const char *title_of(unsigned code)
{
    switch (code) {
    case 400:
        return "Bad Request";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 414:
        return "URI Too Long";
    case 431:
        return "Request Header Fields Too Large";
    case 503:
        return "Service Unavailable";
    default:
        return "Internal Server Error";
    }
}

static void put_problem(struct buf *out, unsigned code, struct span parameter,
                        const char *detail)
{
    buf_print(out, "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%u",
              title_of(code), code);
    if (detail) {
        buf_put_text(out, ",\"detail\":");
        render_json_string(out, span_text(detail));
    }
    if (parameter.len > 0) {
        buf_put_text(out, ",\"parameter\":");
        render_json_string(out, parameter);
    }
    buf_put_text(out, "}\n");
}

void reply_error(struct reply *x, unsigned code, struct span parameter,
                 const char *detail)
{
    struct http_response *response = x->response;
    buf_reset(&response->body);
    response->code = code;
    response->cache = "no-store";
    if (code == 405)
        http_response_header(response, "Allow", span_text("GET, HEAD, OPTIONS"));
    if (code == 503)
        http_response_header(response, "Retry-After", span_text("1"));
    if (x->api) {
        response->type = problem_json;
        put_problem(&response->body, code, parameter, detail);
        return;
    }
    struct buf origin;
    struct render_page page = reply_page(x, &origin);
    response->type = reply_html;
    render_html_error(&response->body, code, detail, &page);
    buf_release(&origin);
}

/* What broke inside is for the operator, not for the world. */
void reply_status(struct reply *x, const struct error *err)
{
    static const struct span none = {NULL, 0};
    switch (err->status) {
    case ST_NOT_FOUND:
        reply_error(x, 404, none, "no article has this id");
        break;
    case ST_ARGUMENT:
        reply_error(x, 400, none, "the query cannot be answered");
        break;
    case ST_LIMIT:
    case ST_NOMEM:
        reply_error(x, 503, none, "the query needs more memory than it may use");
        break;
    case ST_OK:
    case ST_END:
    case ST_IO:
    case ST_CORRUPT:
    case ST_VERSION:
    case ST_LOCKED:
    default:
        fprintf(stderr, "msearch: %s: %s\n", status_text(err->status), err->text);
        reply_error(x, 500, none, "the index cannot be read");
        break;
    }
}

void reply_prepare(const struct reply *x, struct answer_request *request)
{
    uint64_t ms = x->routes->deadline_ms ? x->routes->deadline_ms : PARAMS_DEADLINE_MS;
    request->search.deadline_us = clock_monotonic_us() + ms * 1000;
    request->terms = x->routes->terms;
}

/* --- Caching
 * -------------------------------------------------------------------------------------
 */

/* Does the list of If-None-Match hold the tag? Weak comparison: W/ does not count. */
static bool lists_tag(struct span list, struct span tag)
{
    if (tag.len > 2 && tag.data[0] == 'W')
        tag = span_part(tag, 2, tag.len);
    for (size_t at = 0; at < list.len;) {
        size_t end = span_find(list, ',', at);
        struct span item = span_trim(span_part(list, at, end - at));
        if (span_starts(item, span_text("W/")))
            item = span_part(item, 2, item.len);
        if (span_equal(item, tag) || span_equal(item, span_text("*")))
            return true;
        at = end + 1;
    }
    return false;
}

bool reply_matches(struct reply *x, const char *etag)
{
    snprintf(x->etag, sizeof x->etag, "%s", etag);
    if (!lists_tag(x->request->if_none_match, span_text(etag)))
        return false;
    x->response->code = 304;
    x->response->type = NULL;
    return true;
}

bool reply_cached(struct reply *x)
{
    const struct manifest *manifest = &x->snapshot->manifest;
    char text[24];
    uint64_t tag = hash_bytes(x->request->target);
    tag = hash_mix(tag ^ manifest->generation);
    tag = hash_mix(tag ^ (uint64_t)manifest->committed_s);
    tag = hash_mix(tag ^ manifest->next_segment_id);
    tag = hash_mix(tag ^ x->routes->boot ^ (uint64_t)x->ui);
    snprintf(text, sizeof text, "W/\"%016llx\"", (unsigned long long)tag);
    x->response->cache = "no-cache";
    return reply_matches(x, text);
}

void reply_finish(struct reply *x)
{
    unsigned code = x->response->code;
    bool stored = !x->response->cache || strcmp(x->response->cache, "no-store") != 0;
    if (x->etag[0] && stored && (code == 200 || code == 304))
        http_response_header(x->response, "ETag", span_text(x->etag));
}

/* --- Other sites
 * --------------------------------------------------------------------------------- */

static bool origin_allowed(const struct reply *x)
{
    for (size_t i = 0; i < x->routes->origin_count; i++)
        if (span_equal(x->request->origin, span_text(x->routes->origins[i])))
            return true;
    return false;
}

void reply_cors(struct reply *x)
{
    struct http_response *response = x->response;
    http_response_header(response, "Vary", span_text("Origin"));
    if (x->request->origin.len == 0 || !origin_allowed(x))
        return;
    http_response_header(response, "Access-Control-Allow-Origin", x->request->origin);
    http_response_header(response, "Access-Control-Expose-Headers",
                         span_text("ETag, Link, Retry-After"));
    if (x->request->method != HTTP_OPTIONS)
        return;
    http_response_header(response, "Access-Control-Allow-Methods",
                         span_text("GET, HEAD, OPTIONS"));
    http_response_header(response, "Access-Control-Max-Age", span_text("600"));
}
