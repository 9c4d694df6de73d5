/* suggest.h - completions from the archive's own words.
 *
 * Layer    match
 * Memory   results live in the caller's arena
 * Threads  any number over one snapshot
 */
#ifndef MSEARCH_MATCH_SUGGEST_H
#define MSEARCH_MATCH_SUGGEST_H

#include "base/memory.h"
#include "match/snapshot.h"

struct suggestion {
    struct span text; /* the word in its most frequent form that begins so */
    uint64_t count;   /* occurrences of the word in all its forms */
};
/* `prefix` is the last word being typed, valid text; by count, then bytes. */
MUST_USE enum status suggest_run(const struct snapshot *snapshot, struct span prefix,
                                 size_t limit, struct arena *arena,
                                 struct suggestion **suggestions, size_t *count,
                                 struct error *err);

#endif
