/* value_set.h - sets of a column's values, as bits by ordinal in one segment.
 *
 * Layer    match
 * Memory   lives in the caller's arena
 * Threads  read-only once made
 */
#ifndef MSEARCH_MATCH_VALUE_SET_H
#define MSEARCH_MATCH_VALUE_SET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/memory.h"
#include "segment/columns_read.h"

/* The values whose folded words contain all of `words` (folded). */
MUST_USE enum status value_set_words(const uint64_t **set,
                                     const struct segment *segment, enum column column,
                                     const struct span *words, unsigned count,
                                     struct arena *arena, struct error *err);
/* An empty set to which values are added one by one. */
MUST_USE enum status value_set_make(uint64_t **set, const struct segment *segment,
                                    enum column column, struct arena *arena,
                                    struct error *err);
void value_set_add(uint64_t *set, const struct segment *segment, enum column column,
                   struct span value);
/* Has the article a value of the set (an author, for COLUMN_AUTHOR)? */
bool value_set_holds(const uint64_t *set, const struct segment *segment,
                     enum column column, doc_id doc);

#endif
