/* facet.h - how many matches have which value.
 *
 * Layer    match
 * Memory   counts of a segment are the set's own, values in lists the result's
 * Threads  one owner
 */
#ifndef MSEARCH_MATCH_FACET_H
#define MSEARCH_MATCH_FACET_H

#include "base/hash.h"
#include "match/facet_count.h"
#include "match/search.h"

struct facet_counter {
    enum search_facet facet;
    struct facet_counts counts; /* of set->segment, by ordinal, lang or year */
    struct hash_table merged;   /* value -> count of the segments before it */
};

enum { FACET_PENDING = 256 };

struct facet_set {
    struct facet_counter counters[SEARCH_FACETS];
    unsigned count;
    struct arena *arena;
    const struct segment *segment; /* the one whose counts are not merged yet */
    doc_id pending[FACET_PENDING]; /* of facet_add */
    unsigned pending_count;
};

/* `facets`: bits by enum search_facet. Release in any case. */
void facet_init(struct facet_set *set, unsigned facets, struct arena *arena);
void facet_release(struct facet_set *set);
/* Matches of this segment follow; it may have been begun before. */
MUST_USE enum status facet_begin(struct facet_set *set, const struct segment *segment,
                                 struct arena *scratch, struct error *err);
void facet_add(struct facet_set *set, doc_id doc);
/* Ascending articles of the segment. Each article is added once. */
void facet_add_many(struct facet_set *set, const doc_id *docs, size_t count);
/* Articles base + i where bit i (of word i / 64) is set; bits past the segment's last
 * article are clear. */
void facet_add_bits(struct facet_set *set, doc_id base, const uint64_t *bits,
                    size_t words);
/* The segment's matches have all been added. */
MUST_USE enum status facet_end(struct facet_set *set, struct error *err);
/* Lists sorted and cut; at most `values` of a facet, years all. */
MUST_USE enum status facet_lists(struct facet_set *set, uint32_t values,
                                 struct search_result *result, struct error *err);

#endif
