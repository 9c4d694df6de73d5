/* workload.h - a small life of an index: build, update, delete, merge, collect.
 *
 * Layer    tests (includes base, build)
 * Memory   the oracle holds the articles, too: initialise it before anything else. What
 *          a run allocates is released when it returns, also after a failure
 * Threads  one
 */
#ifndef MSEARCH_TESTS_WORKLOAD_H
#define MSEARCH_TESTS_WORKLOAD_H

#include "base/bytes.h"
#include "base/status.h"

enum { WORKLOAD_COMMITS = 5 };

/* Runs on the folder, which may hold nothing. `committed` (may be NULL) is called with
 * the number of commits that have been acknowledged, from 1. */
MUST_USE enum status workload_run(const char *dir,
                                  void (*committed)(void *context, int count),
                                  void *context, struct error *err);

/* What the index says after each commit: dumps[0] is the empty one. */
struct workload_oracle {
    struct buf dumps[WORKLOAD_COMMITS + 1];
};
void workload_oracle_init(struct workload_oracle *oracle);
void workload_oracle_release(struct workload_oracle *oracle);
/* The number of commits after which the index says what `dir` says, tried from `from`
 * on; -1: none, and why in `err`. */
int workload_state(const struct workload_oracle *oracle, int from, const char *dir,
                   struct error *err);
/* A new writer opens the folder, adds an article, commits; the index is sound then. */
MUST_USE enum status workload_next_writer(const char *dir, struct error *err);

#endif
