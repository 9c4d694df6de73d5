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

/* Lines "qid<TAB>query" of `path` ("-": standard input); each query as free text. Prints
 * "qid Q0 id rank score msearch" for the best options->limit. Lines that are no topic
 * are told by number and passed over, blank ones passed over in silence. Returns the
 * exit code: EXIT_NOTHING when no topic found anything. */
int topics_run(struct session *session, const struct snapshot *snapshot,
               const char *path, const struct search_options *options);

#endif
