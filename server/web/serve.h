/* serve.h - run the server until it is told to stop.
 *
 * Layer    web (includes base, text, segment, query, match, answer)
 * Memory   everything is released before serve_run returns
 * Threads  owns its threads; SIGTERM and SIGINT drain and end it, SIGHUP looks for a
 *          newer index at once (it looks every second anyway)
 */
#ifndef MSEARCH_WEB_SERVE_H
#define MSEARCH_WEB_SERVE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct terms;

struct serve_options {
    const char *dir;            /* the index */
    const char *listen;         /* "127.0.0.1:8080", "[::1]:8080"; port 0 picks one */
    const char *base_path;      /* "" or "/archive": behind a proxy at a sub-path */
    const char *site_name;      /* shown in the page's head; NULL: "msearch" */
    const char *public_url;     /* "https://search.example.kg": for opensearch.xml and
                                   embed; NULL: http:// and the Host header */
    const char *const *origins; /* CORS: exact origins that may embed the search box */
    size_t origin_count;
    const struct terms *terms; /* term list and synonyms; NULL: none */
    unsigned threads;          /* 0: four a core */
    bool proxied;              /* behind a reverse proxy on this machine: no limit of
                          connections an address */
    bool log_requests;         /* one JSON line a request to standard error */
    void (*ready)(void *context, const char *url); /* when it listens; may be NULL */
    void *context;
};

MUST_USE enum status serve_run(const struct serve_options *options, struct error *err);

#endif
