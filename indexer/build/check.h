/* check.h - prove every rule of FORMAT.md on an index.
 *
 * Layer    build
 * Memory   allocates and frees
 * Threads  one thread; readers and a writer may go on
 */
#ifndef MSEARCH_BUILD_CHECK_H
#define MSEARCH_BUILD_CHECK_H

#include <stdint.h>

#include "base/status.h"

struct check_problem {
    const char *file; /* name within the index folder */
    uint64_t off;
    const char *text; /* names the rule: "postings: rule P3: …" */
};

struct check_totals {
    uint64_t segments, articles, deleted, terms, postings, places, bytes;
    uint64_t problems;
};

/* ST_OK: it ran to the end (problems are counted); else it could not. */
MUST_USE enum status
check_index(const char *dir,
            void (*problem)(void *context, const struct check_problem *problem),
            void *context, struct check_totals *totals, struct error *err);

#endif
