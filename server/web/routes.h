/* routes.h - method and path to the function that answers.
 *
 * Layer    web (includes base, text, segment, query, match, answer)
 * Memory   what a response needs is in its own bufs; a snapshot is held for one request
 * Threads  routes_handle is called by many threads over one struct routes
 */
#ifndef MSEARCH_WEB_ROUTES_H
#define MSEARCH_WEB_ROUTES_H

#include "match/snapshot.h"
#include "web/http.h"
#include "web/sessions.h"

struct routes {
    struct snapshot_source *source;
    struct sessions *sessions;
    struct span base;       /* "" or "/archive" */
    struct span site;       /* name; empty: msearch */
    struct span public_url; /* without a slash at the end; empty: by the Host header */
    const char *const *origins;
    size_t origin_count;
    const struct terms *terms; /* NULL: none */
    uint64_t boot;             /* differs between runs: no ETag outlives a program */
    uint64_t deadline_ms;      /* of a search; 0: PARAMS_DEADLINE_MS */
};

/* An http_handler; `context` is a const struct routes. */
void routes_handle(void *context, const struct http_request *request,
                   struct http_response *response);

#endif
