/* http.h - the one door to the HTTP library: requests in, responses out, limits kept.
 *
 * Layer    web (includes base); http.c is the only file that includes microhttpd.h
 * Memory   a response's body goes to the library; a request's spans are borrowed for
 *          the call
 * Threads  the handler is called by many threads at once
 *
 * Only GET, HEAD and OPTIONS reach the handler as such. Everything that is refused
 * reaches it too, with `refused` set, so that one place writes every answer.
 */
#ifndef MSEARCH_WEB_HTTP_H
#define MSEARCH_WEB_HTTP_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/status.h"

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_OPTIONS, HTTP_OTHER };

struct http_request {
    enum http_method method;
    struct span target; /* as sent, at most URI_BYTES_MAX + 1 bytes of it */
    struct span host, origin, if_none_match, accept_language;
    unsigned refused;   /* 0, or the code to answer with */
    const char *reason; /* English; when refused */
};

struct http_response {
    unsigned code;
    const char *type;  /* media type */
    const char *route; /* for the log: "/api/v1/search" */
    const char *cache; /* Cache-Control; NULL: no-store */
    struct buf body;
    struct span fixed;  /* instead of a body: bytes that outlive the server */
    struct buf headers; /* "Name\0value\0"…: http_response_header */
};

/* A header line that all responses do not have; controls in the value are refused. */
void http_response_header(struct http_response *response, const char *name,
                          struct span value);

typedef void http_handler(void *context, const struct http_request *request,
                          struct http_response *response);

struct http_options {
    int listen_fd; /* owned by the http from http_open on, also when it fails */
    unsigned threads;
    unsigned connections;                     /* 0: 1000 */
    unsigned per_address;                     /* 0: no limit */
    unsigned header_ms, request_ms, write_ms; /* 0: 5, 10, 30 seconds */
    bool log;
    http_handler *handle;
    void *context;
};

struct http;
MUST_USE enum status http_open(struct http **http, const struct http_options *options,
                               struct error *err);
/* Stop accepting, let requests end for `grace_ms` at most, release. NULL is fine. */
void http_close(struct http *http, unsigned grace_ms);

#endif
