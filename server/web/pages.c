/* The pages for people, and the small fixed ones. */
#include "web/pages.h"

#include "answer/escape.h"
#include "answer/ui_text.h"
#include "web/assets.h"

static const struct span nothing = {NULL, 0};

static void vary_language(struct reply *x)
{
    http_response_header(x->response, "Vary", span_text("Accept-Language"));
}

void pages_home(struct reply *x)
{
    vary_language(x);
    if (reply_cached(x))
        return;
    struct buf origin;
    struct render_page page = reply_page(x, &origin);
    x->response->code = 200;
    x->response->type = reply_html;
    render_html_home(&x->response->body, x->snapshot, &page);
    buf_release(&origin);
}

/* --- Search
 * ------------------------------------------------------------------------------------
 */

static void fill_notes(struct span *notes, const struct params *params)
{
    for (size_t i = 0; i < params->problem_count; i++)
        notes[i] = params->problems[i].name;
}

static void show_search(struct reply *x, struct params *params)
{
    struct answer answer;
    struct error err = ERROR_NONE;
    struct answer_request *request = &params->request;
    request->search.facets = (1U << SEARCH_FACETS) - 1;
    reply_prepare(x, request);
    if (answer_search(&answer, x->session, x->snapshot, request, &err) != ST_OK) {
        reply_status(x, &err);
        return;
    }
    struct span notes[PARAMS_PROBLEMS_MAX];
    struct buf origin;
    struct render_page page = reply_page(x, &origin);
    fill_notes(notes, params);
    page.request = request;
    page.notes = notes;
    page.note_count = params->problem_count;
    x->response->code = 200;
    x->response->type = reply_html;
    if (answer.result.timed_out)
        x->response->cache = "no-store";
    render_html_search(&x->response->body, &answer, &page);
    buf_release(&origin);
}

static void go_home(struct reply *x)
{
    struct buf where;
    buf_init(&where, 1024);
    buf_put_span(&where, x->routes->base);
    buf_put_text(&where, "/");
    if (x->ui_chosen)
        buf_print(&where, "?hl=%s", ui_tag(x->ui));
    x->response->code = 302;
    x->response->type = NULL;
    http_response_header(x->response, "Location", buf_span(&where));
    buf_release(&where);
}

void pages_search(struct reply *x)
{
    struct params params;
    params_read(&params, x->uri, x->request->accept_language);
    vary_language(x);
    if (span_trim(params.request.q).len == 0) {
        go_home(x);
        return;
    }
    if (!reply_cached(x))
        show_search(x, &params);
}

/* --- Article
 * ------------------------------------------------------------------------------------
 */

void pages_article(struct reply *x)
{
    struct answer_article article;
    struct error err = ERROR_NONE;
    struct params params;
    params_read(&params, x->uri, x->request->accept_language);
    vary_language(x);
    if (reply_cached(x))
        return;
    reply_prepare(x, &params.request);
    if (answer_article(&article, x->session, x->snapshot, x->rest, &params.request,
                       &err) != ST_OK) {
        reply_status(x, &err);
        return;
    }
    struct buf origin;
    struct render_page page = reply_page(x, &origin);
    page.request = &params.request;
    x->response->code = 200;
    x->response->type = reply_html;
    render_html_article(&x->response->body, &article, &page);
    buf_release(&origin);
}

/* --- Fixed ones
 * -----------------------------------------------------------------------------------
 */

static void put_template(struct buf *out, const struct reply *x, const char *type,
                         const char *rel, const char *path)
{
    buf_print(out, "<Url type=\"%s\"%s template=\"", type, rel);
    struct buf origin;
    buf_init(&origin, REPLY_ORIGIN_BYTES);
    reply_origin(&origin, x);
    escape_html(out, buf_span(&origin));
    buf_release(&origin);
    buf_put_span(out, x->routes->base);
    buf_put_text(out, path);
    buf_put_text(out, "\"/>\n");
}

/* ShortName holds 16 characters at most. */
static struct span short_name(struct span name)
{
    size_t end = 0, letters = 0;
    while (end < name.len && letters < 16) {
        end++;
        while (end < name.len && (name.data[end] & 0xC0) == 0x80)
            end++;
        letters++;
    }
    return span_part(name, 0, end);
}

void pages_opensearch(struct reply *x)
{
    struct buf *out = &x->response->body;
    struct span site = x->routes->site.len ? x->routes->site : span_text("msearch");
    buf_put_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<OpenSearchDescription "
                      "xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n<ShortName>");
    escape_html(out, short_name(site));
    buf_put_text(out, "</ShortName>\n<Description>");
    escape_html(out, site);
    buf_put_text(out, "</Description>\n<InputEncoding>UTF-8</InputEncoding>\n"
                      "<Language>ky</Language>\n<Language>ru</Language>\n"
                      "<Language>en</Language>\n");
    put_template(out, x, "text/html", "",
                 "/search?q={searchTerms}&amp;page={startPage?}");
    put_template(out, x, "application/json", "",
                 "/api/v1/search?q={searchTerms}&amp;page={startPage?}");
    put_template(out, x, "application/x-suggestions+json", " rel=\"suggestions\"",
                 "/api/v1/suggest?q={searchTerms}");
    put_template(out, x, "application/opensearchdescription+xml", " rel=\"self\"",
                 "/opensearch.xml");
    buf_put_text(out, "</OpenSearchDescription>\n");
    x->response->code = 200;
    x->response->type = "application/opensearchdescription+xml; charset=utf-8";
    x->response->cache = "public, max-age=3600";
}

void pages_robots(struct reply *x)
{
    static const char text[] =
        "User-agent: *\nDisallow: %s/search\nDisallow: %s/api/\n";
    struct buf base;
    buf_init(&base, 1024);
    buf_put_span(&base, x->routes->base);
    buf_put_byte(&base, 0);
    const char *prefix = base.data ? (const char *)base.data : "";
    x->response->code = 200;
    x->response->type = reply_text;
    x->response->cache = "public, max-age=3600";
    buf_print(&x->response->body, text, prefix, prefix);
    buf_release(&base);
}

static const struct asset *find_asset(struct span name)
{
    for (size_t i = 0; i < asset_count; i++)
        if (span_equal(name, span_text(assets[i].name)))
            return &assets[i];
    return NULL;
}

static void send_asset(struct reply *x, struct span name, const char *policy)
{
    const struct asset *asset = find_asset(name);
    if (!asset) {
        reply_error(x, 404, nothing, NULL);
        return;
    }
    http_response_header(x->response, "Cross-Origin-Resource-Policy",
                         span_text(policy));
    x->response->cache = "public, max-age=300";
    if (reply_matches(x, asset->etag))
        return;
    x->response->code = 200;
    x->response->type = asset->type;
    x->response->fixed = span_of(asset->data, asset->len);
}

void pages_asset(struct reply *x)
{
    send_asset(x, x->rest, "same-origin");
}

void pages_embed(struct reply *x)
{
    send_asset(x, span_text("embed.js"), "cross-origin");
}

void pages_health(struct reply *x)
{
    x->response->code = 200;
    x->response->type = reply_text;
    buf_put_text(&x->response->body, "ok\n");
}

void pages_ready(struct reply *x)
{
    x->response->code = 200;
    x->response->type = reply_text;
    buf_print(&x->response->body, "ready: generation %llu, %llu articles\n",
              (unsigned long long)x->snapshot->manifest.generation,
              (unsigned long long)x->snapshot->live_count);
}
