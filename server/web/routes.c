/* The table, and the way of every request through it:
 *
 *   refused?  ->  decode the target  ->  base path off  ->  route  ->  OPTIONS?
 *             ->  snapshot and session, when the route needs the index  ->  answer
 *
 * Invariant: whatever happens, one response is filled in, and what was taken is given
 * back.
 */
#include "web/routes.h"

#include "web/pages.h"
#include "web/reply.h"

enum route_flags {
    ROUTE_BELOW = 1 << 0,  /* and everything below the path */
    ROUTE_API = 1 << 1,    /* errors as JSON, other origins allowed by the list */
    ROUTE_INDEX = 1 << 2,  /* needs a snapshot */
    ROUTE_SESSION = 1 << 3 /* and a session */
};

struct route {
    const char *path;
    unsigned flags;
    void (*answer)(struct reply *x);
};

static const struct route table[] = {
    {"/", ROUTE_INDEX, pages_home},
    {"/search", ROUTE_INDEX | ROUTE_SESSION, pages_search},
    {"/article/", ROUTE_BELOW | ROUTE_INDEX | ROUTE_SESSION, pages_article},
    {"/api/v1/search", ROUTE_API | ROUTE_INDEX | ROUTE_SESSION, api_search},
    {"/api/v1/article/", ROUTE_BELOW | ROUTE_API | ROUTE_INDEX | ROUTE_SESSION,
     api_article},
    {"/api/v1/suggest", ROUTE_API | ROUTE_INDEX | ROUTE_SESSION, api_suggest},
    {"/embed/v1.js", ROUTE_API, pages_embed},
    {"/assets/", ROUTE_BELOW, pages_asset},
    {"/opensearch.xml", 0, pages_opensearch},
    {"/robots.txt", 0, pages_robots},
    {"/healthz", 0, pages_health},
    {"/readyz", ROUTE_INDEX, pages_ready},
};

static const struct route *find_route(struct span path, struct span *rest)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct span route = span_text(table[i].path);
        bool below = table[i].flags & ROUTE_BELOW;
        if (below ? span_starts(path, route) && path.len > route.len
                  : span_equal(path, route)) {
            *rest = span_part(path, route.len, path.len);
            return &table[i];
        }
    }
    return NULL;
}

/* The path without the prefix; false when it does not have it. */
static bool strip_base(struct span *path, struct span base)
{
    if (base.len == 0)
        return true;
    if (!span_starts(*path, base))
        return false;
    struct span rest = span_part(*path, base.len, path->len);
    if (rest.len > 0 && rest.data[0] != '/')
        return false;
    *path = rest.len > 0 ? rest : span_text("/");
    return true;
}

static void answer_options(struct reply *x)
{
    x->response->code = 204;
    x->response->type = NULL;
    http_response_header(x->response, "Allow", span_text("GET, HEAD, OPTIONS"));
}

static void answer_route(struct reply *x, const struct route *route)
{
    static const struct span none = {NULL, 0};
    if (route->flags & ROUTE_INDEX)
        x->snapshot = snapshot_source_get(x->routes->source);
    if (route->flags & ROUTE_SESSION)
        x->session = sessions_take(x->routes->sessions);
    if ((route->flags & ROUTE_SESSION) && !x->session)
        reply_error(x, 503, none, "too many requests at once");
    else
        route->answer(x);
    sessions_give(x->routes->sessions, x->session);
    if (x->snapshot)
        snapshot_release(x->snapshot);
}

/* API clients get JSON also when their address is broken. */
static bool looks_like_api(const struct routes *routes, struct span target)
{
    struct span rest = target;
    return strip_base(&rest, routes->base) && (span_starts(rest, span_text("/api/")) ||
                                               span_starts(rest, span_text("/embed/")));
}

static void dispatch(struct reply *x, struct span path)
{
    static const struct span none = {NULL, 0};
    const struct route *route = NULL;
    if (strip_base(&path, x->routes->base))
        route = find_route(path, &x->rest);
    x->response->route = route ? route->path : "none";
    if (x->api)
        reply_cors(x);
    if (!route)
        reply_error(x, 404, none, NULL);
    else if (x->request->method == HTTP_OPTIONS)
        answer_options(x);
    else
        answer_route(x, route);
    reply_finish(x);
}

void routes_handle(void *context, const struct http_request *request,
                   struct http_response *response)
{
    const struct routes *routes = context;
    static const struct span none = {NULL, 0};
    struct uri uri = {.param_count = 0};
    const char *reason = request->reason;
    struct reply x = {.routes = routes,
                      .request = request,
                      .response = response,
                      .uri = &uri,
                      .api = looks_like_api(routes, request->target)};
    unsigned code = request->refused;
    response->route = "refused";
    if (code == 0) {
        enum status status = uri_parse(&uri, request->target, &reason);
        if (status != ST_OK)
            code = status == ST_LIMIT ? 414 : 400;
    }
    if (code != 0) {
        uri.param_count = 0; /* what was read before the fault does not count */
        x.ui = params_ui(&uri, request->accept_language, &x.ui_chosen);
        if (x.api)
            reply_cors(&x);
        reply_error(&x, code, none, reason);
        return;
    }
    x.ui = params_ui(&uri, request->accept_language, &x.ui_chosen);
    dispatch(&x, uri.path);
}
