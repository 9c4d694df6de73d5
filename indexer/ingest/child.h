/* child.h - run msearch-extract and survive whatever it does.
 *
 * Layer    ingest (includes base)
 * Memory   open/close object; holds one answer (128 MiB at most)
 * Threads  one at a time
 *
 * All process calls of the project live in child.c. The program is started when it is
 * first needed. When it dies, hangs, or answers nonsense, it is killed, the file is
 * reported, and the next file starts a new one.
 */
#ifndef MSEARCH_INGEST_CHILD_H
#define MSEARCH_INGEST_CHILD_H

#include <stdint.h>

#include "base/bytes.h"

struct child;

struct child_options {
    const char *path;    /* of the program; NULL: beside this one or in ../libexec */
    uint64_t wall_us;    /* for one file; 0: 20 seconds */
    size_t answer_bytes; /* cap; 0: FRAME_ANSWER_BYTES */
};

/* Nothing is started yet. */
MUST_USE enum status child_open(struct child **child,
                                const struct child_options *options, struct error *err);
void child_close(struct child *child); /* ends the program; NULL is fine */
/* Have one file read. The answer is then taken by child_next.
 *   errors  ST_NOT_FOUND, ST_NOMEM: the program cannot be started: ends the run
 *           ST_IO, ST_LIMIT, ST_CORRUPT: it died, took too long, answered nonsense:
 *           this file is lost, the next call starts anew */
MUST_USE enum status child_read(struct child *child, struct span format,
                                struct span name, struct span bytes, struct error *err);
/* The next record of the answer as JSON, borrowed until the next child_read. ST_END;
 * ST_CORRUPT with the reason that the extractor gives: more may follow. */
MUST_USE enum status child_next(struct child *child, struct span *json,
                                struct error *err);
/* How many programs were started so far. */
uint64_t child_starts(const struct child *child);

#endif
