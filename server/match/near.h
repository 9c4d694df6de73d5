/* near.h - the dictionary's terms within a few edits of one.
 *
 * Layer    match (includes base, text, segment)
 * Memory   in the caller's storage and arena
 * Threads  no shared state
 * Source   Damerau 1964, as optimal string alignment: a pair of neighbours is swapped
 *          once
 */
#ifndef MSEARCH_MATCH_NEAR_H
#define MSEARCH_MATCH_NEAR_H

#include "base/memory.h"
#include "match/meter.h"
#include "match/snapshot.h"

enum { NEAR_FOUND_MAX = 16, NEAR_LETTERS_MAX = 40, NEAR_EDITS_MAX = 2 };

struct near_term {
    struct span term;
    unsigned edits;    /* letters left out, put in, replaced, swapped with the next */
    uint64_t doc_freq; /* over all segments */
};
struct near_list {
    struct near_term found[NEAR_FOUND_MAX]; /* fewest edits first, then by frequency */
    unsigned count;
};

/* Terms at 1 to `most` (<= NEAR_EDITS_MAX) edits from `term`, none that is not text (name
 * keys). Nothing is found for one of more than NEAR_LETTERS_MAX letters, and not all when
 * the meter runs out. */
MUST_USE enum status near_find(struct near_list *list, const struct snapshot *snapshot,
                               struct span term, unsigned most, struct meter *meter,
                               struct arena *arena, struct error *err);

#endif
