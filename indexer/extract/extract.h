/* extract.h - the service loop of msearch-extract, apart from its sandbox.
 *
 * Layer    extract (includes base, text, ingest)
 * Memory   holds one request (64 MiB) and its articles
 * Threads  one
 */
#ifndef MSEARCH_EXTRACT_EXTRACT_H
#define MSEARCH_EXTRACT_EXTRACT_H

#include "base/bytes.h"

/* How msearch-extract ends; child.c tells the number to the user. */
enum {
    EXTRACT_EXIT_DONE = 0,     /* standard input ended between two requests */
    EXTRACT_EXIT_PROTOCOL = 2, /* a request that is none */
    EXTRACT_EXIT_MEMORY = 3,
    EXTRACT_EXIT_SANDBOX = 4 /* no sandbox, no service */
};

/* Answer requests (frame.h) from descriptor `in` on `out` until `in` ends. Returns an
 * exit code. Calls nothing but read and write. */
int extract_serve(int in, int out);
/* The answer to one file, appended as frames, DONE included. */
void extract_answer(struct buf *answer, struct span format, struct span name,
                    struct span bytes);

#endif
