/* archive.h - a small index for a test, from records in JSON.
 *
 * Layer    tests
 * Memory   in a scratch folder of the caller
 * Threads  one
 */
#ifndef MSEARCH_TESTS_ARCHIVE_H
#define MSEARCH_TESTS_ARCHIVE_H

#include <stddef.h>

#include "match/snapshot.h"

/* Put these records (one JSON object each) into the index and commit; stops the program
 * when that fails. */
void archive_put(const char *dir, const char *const *records, size_t count);
void archive_delete(const char *dir, const char *id);
/* A snapshot of it, to be released by the caller. */
struct snapshot *archive_open(const char *dir);

#endif
