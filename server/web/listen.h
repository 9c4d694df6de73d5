/* listen.h - "127.0.0.1:8080" to a socket that listens.
 *
 * Layer    web (includes base)
 * Memory   a descriptor that the caller closes
 * Threads  no shared state
 */
#ifndef MSEARCH_WEB_LISTEN_H
#define MSEARCH_WEB_LISTEN_H

#include <stddef.h>

#include "base/status.h"

enum { LISTEN_URL_BYTES = 128 };

/* `where` is ADDRESS:PORT with a numeric address, [::1]:PORT, or PORT on 127.0.0.1.
 * `url` becomes what to type into a browser, with the port that was picked for 0. */
MUST_USE enum status listen_open(int *fd, char url[LISTEN_URL_BYTES], const char *where,
                                 struct error *err);

#endif
