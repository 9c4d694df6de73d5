/* query_log.h - a file of queries, one a line: TAG, tab, QUERY.
 *
 * Layer    tests (includes base)
 * Memory   a query_log owns its bytes; texts and tags are borrowed from it
 * Threads  no shared state
 */
#ifndef MSEARCH_TESTS_QUERY_LOG_H
#define MSEARCH_TESTS_QUERY_LOG_H

#include "base/bytes.h"
#include "base/status.h"

enum { QUERY_LOG_TAGS = 128, QUERY_LOG_LINE = 4000 };

struct query_line {
    const char *text;
    unsigned tag;
};

struct query_log {
    struct buf bytes;
    struct query_line *lines;
    size_t count, capacity;
    const char *tags[QUERY_LOG_TAGS]; /* in the order of the file */
    size_t tag_count;
};

/* Is `name` one of the names between commas? All are where there is no list. */
bool query_log_listed(const char *list, const char *name);
/* The lines whose tag is listed in `only`. ST_ARGUMENT: a line is not one, there are too
 * many tags, or no line is left. */
enum status query_log_read(struct query_log *log, const char *path, const char *only,
                           struct error *err) MUST_USE;
void query_log_release(struct query_log *log);

#endif
