/* reply.h - a request on its way to its response, and what all answers have in common.
 *
 * Layer    web (between routes.c and the functions that answer)
 * Memory   an exchange lives on the stack of routes_handle
 * Threads  one
 */
#ifndef MSEARCH_WEB_REPLY_H
#define MSEARCH_WEB_REPLY_H

#include "answer/render.h"
#include "web/http.h"
#include "web/params.h"
#include "web/routes.h"
#include "web/uri.h"

struct reply {
    const struct routes *routes;
    const struct http_request *request;
    struct http_response *response;
    const struct uri *uri;
    struct span rest; /* of the path, behind the route */
    bool api;         /* errors are problem+json */
    enum ui_lang ui;
    bool ui_chosen;
    struct session *session; /* of routes that answer from the index */
    struct snapshot *snapshot;
    char etag[24]; /* sent with a 200 or 304 */
};

extern const char reply_html[], reply_json[], reply_text[];

/* A page's frame; `origin` has room for REPLY_ORIGIN_BYTES and outlives the page. */
enum { REPLY_ORIGIN_BYTES = 320 };
struct render_page reply_page(const struct reply *x, struct buf *origin);
/* "https://search.example.kg" of the flag, else http:// and the Host header. */
void reply_origin(struct buf *out, const struct reply *x);

/* An error as the route wants it: a problem document or a page. `parameter` may be
 * empty, `detail` NULL. */
void reply_error(struct reply *x, unsigned code, struct span parameter,
                 const char *detail);
void reply_status(struct reply *x, const struct error *err);
/* What a search has from the server: how long it may take, the term list. */
void reply_prepare(const struct reply *x, struct answer_request *request);
/* Sets ETag and Cache-Control for what depends on the index and the address; true when
 * the client has it already, and then the response is a 304. */
bool reply_cached(struct reply *x);
/* The same for bytes with a known ETag. */
bool reply_matches(struct reply *x, const char *etag);
/* What can be said only at the end. */
void reply_finish(struct reply *x);
/* Access-Control-Allow-Origin for an origin of the list, Vary: Origin always. */
void reply_cors(struct reply *x);

#endif
