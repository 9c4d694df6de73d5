/* uri.h - the target of a request, taken apart and decoded once.
 *
 * Layer    web (includes base, text)
 * Memory   decoded text lies in the struct; it holds no pointer but into itself, so it
 *          must not be copied
 * Threads  pure functions
 * Source   RFC 3986; WHATWG URL (form encoding: + is a blank)
 */
#ifndef MSEARCH_WEB_URI_H
#define MSEARCH_WEB_URI_H

#include "base/bytes.h"
#include "base/status.h"

enum { URI_BYTES_MAX = 2048, URI_PARAMS_MAX = 64 };

struct uri_param {
    struct span name, value;
};

struct uri {
    struct span path; /* begins with a slash; decoded, without . and .. */
    struct uri_param params[URI_PARAMS_MAX];
    size_t param_count;
    uint8_t bytes[URI_BYTES_MAX]; /* what the spans point into */
};

/* Everything is valid UTF-8 without controls afterwards.
 *   returns  ST_OK; ST_LIMIT: longer than URI_BYTES_MAX or too many parameters;
 *            ST_ARGUMENT: not a path, a bad escape, %00 or another control, bytes that
 *            are no UTF-8, a . or .. between slashes. *reason says which, in English.
 */
MUST_USE enum status uri_parse(struct uri *uri, struct span raw, const char **reason);
/* The first parameter of that name; NULL when there is none. */
const struct uri_param *uri_param(const struct uri *uri, const char *name);

#endif
