/* facet.h - how many matches have which value.
 *
 * Layer    match
 * Memory   counts of a segment live in its scratch arena, merged ones in the result's
 * Threads  one owner
 */
#ifndef MSEARCH_MATCH_FACET_H
#define MSEARCH_MATCH_FACET_H

#include "base/hash.h"
#include "match/search.h"

struct facet_counter {
    enum search_facet facet;
    struct hash_table merged; /* value -> count; keys in `arena` */
    uint32_t *counts;         /* of the current segment, by ordinal, lang or year */
    uint32_t size;
};

struct facet_set {
    struct facet_counter counters[SEARCH_FACETS];
    unsigned count;
    struct arena *arena;
    const struct segment *segment;
};

/* `facets`: bits by enum search_facet. Release in any case. */
void facet_init(struct facet_set *set, unsigned facets, struct arena *arena);
void facet_release(struct facet_set *set);
MUST_USE enum status facet_begin(struct facet_set *set, const struct segment *segment,
                                 struct arena *scratch, struct error *err);
void facet_add(struct facet_set *set, doc_id doc);
/* Adds the segment's counts to the merged ones. */
MUST_USE enum status facet_end(struct facet_set *set, struct error *err);
/* Lists sorted and cut; at most `values` of a facet, years all. */
MUST_USE enum status facet_lists(struct facet_set *set, uint32_t values,
                                 struct search_result *result, struct error *err);

#endif
