/* issue.h - an issue's number as journals write it.
 *
 * Layer    ingest (includes base)
 * Memory   parts are borrowed from the text
 * Threads  pure functions
 */
#ifndef MSEARCH_INGEST_ISSUE_H
#define MSEARCH_INGEST_ISSUE_H

#include <stdbool.h>

#include "base/bytes.h"

/* "4", "№ 4 (42)", "N4(42)", "#1", "1-2": the number of the year and the running one,
 * empty when not stated. The text must begin so; *behind is the byte after it. */
bool issue_read(struct span text, struct span *number, struct span *running,
                size_t *behind);
/* The same after the first number sign in a longer text. */
bool issue_find(struct span text, struct span *number, struct span *running);

#endif
