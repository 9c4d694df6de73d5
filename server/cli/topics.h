/* topics.h - a file of topics answered as a TREC run, for measuring ranking.
 *
 * Layer    cli
 * Memory   allocates and frees
 * Threads  one
 */
#ifndef MSEARCH_CLI_TOPICS_H
#define MSEARCH_CLI_TOPICS_H

#include <stdint.h>

#include "answer/result.h"

/* Lines "qid<TAB>query" of `path`; each query as free text. Prints
 * "qid Q0 id rank score msearch" for the best `limit`. Returns the exit code. */
int topics_run(struct session *session, const struct snapshot *snapshot,
               const char *path, uint32_t limit);

#endif
