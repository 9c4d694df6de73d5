/* ladder_inside.h - the inside of struct ladder, for the modules that climb it.
 *
 * Layer    match (private to ladder.c and ladder_widen.c)
 * Memory   in the arena of ladder_open
 * Threads  one owner
 */
#ifndef MSEARCH_MATCH_LADDER_INSIDE_H
#define MSEARCH_MATCH_LADDER_INSIDE_H

#include "match/draft.h"
#include "match/ladder.h"

struct ladder {
    const struct snapshot *snapshot;
    const struct query *query;
    const struct search_ladder *tools;
    struct meter *meter;
    bool nothing; /* was found as typed */
    struct arena *arena;
    struct error *err;
    struct lexicon *lexicon; /* while a rung is climbed */
    struct draft draft;
    bool drafted;
    struct span reread; /* the typed text, when the draft is of another reading of it */
    struct search_tier best; /* without root: nothing was repaired */
    struct search_tier wide; /* without root: the term list knew nothing */
    struct search_tier from; /* of names and terms; without root: of the best */
    const struct query_node *named, *widened; /* what these were tried on last */
};

/* The tree that names and terms start from, with its text and changes. */
struct search_tier ladder_base(const struct ladder *ladder);
/* As ladder_climb, of the base. */
MUST_USE enum status ladder_names(struct ladder *ladder, struct search_tier *tier);
MUST_USE enum status ladder_terms(struct ladder *ladder, struct search_tier *tier);

#endif
