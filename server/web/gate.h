/* gate.h - which requests are refused before anything is done with them.
 *
 * Layer    web (includes base)
 * Memory   plain data
 * Threads  pure functions
 * Source   RFC 9110, RFC 9112 section 6 (what smuggling needs: a body whose end two
 *          programs see in different places; this server takes no bodies at all)
 */
#ifndef MSEARCH_WEB_GATE_H
#define MSEARCH_WEB_GATE_H

#include <stdbool.h>

#include "base/bytes.h"

enum { GATE_HEADERS_MAX = 64 };

struct gate {
    unsigned headers, hosts;
    bool coding, length; /* Transfer-Encoding, Content-Length */
    bool odd_name, odd_value;
};

/* Names are compared without regard to case. */
bool gate_name_is(struct span name, const char *known);
void gate_header(struct gate *gate, struct span name, struct span value);
/* 0: go on; else the code to answer with before the connection is closed. */
unsigned gate_verdict(const struct gate *gate, bool body_allowed, const char **reason);
/* A host name or address with an optional port, nothing else. */
bool gate_host(struct span host);

#endif
