/* relax.h - when nothing matches: looser trees, one after the other.
 *
 * Layer    match
 * Memory   trees live in the caller's arena; what is looked up for one is gone with the
 *          next
 * Threads  one owner
 *
 * Only for an AND, a word or a phrase; filters and NOT stay. The steps:
 *   1 words that are nowhere in the archive are dropped; a quoted word that never
 *     stands in this form takes its other forms, a phrase with such a word becomes
 *     its words
 *   2 phrases become their words, in any form
 *   3 the words become optional
 * A step that would change nothing is left out.
 */
#ifndef MSEARCH_MATCH_RELAX_H
#define MSEARCH_MATCH_RELAX_H

#include "match/plan.h"

struct relax {
    const struct snapshot *snapshot;
    const struct query_node *root;
    struct arena *planned, *arena;
    struct error *err;
    unsigned step;             /* the last one tried */
    struct query_node **units; /* what an AND of the tree joins */
    unsigned unit_count;
    bool changed;
    struct span *dropped;
    size_t dropped_count;
    bool loosened, any_word;
};

MUST_USE enum status relax_init(struct relax *relax, const struct snapshot *snapshot,
                                const struct query_node *root, struct arena *planned,
                                struct arena *arena, struct error *err);
/* The next looser tree; ST_END when there is none. Its leaves are numbered anew. */
MUST_USE enum status relax_next(struct relax *relax, const struct query_node **tree);

#endif
