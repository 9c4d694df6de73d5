/* facet_list.h - the most frequent values of a facet, the others only counted.
 *
 * Layer    match (private to facet.c)
 * Memory   in the result's arena
 * Threads  one owner
 */
#ifndef MSEARCH_MATCH_FACET_LIST_H
#define MSEARCH_MATCH_FACET_LIST_H

#include "base/memory.h"
#include "match/search.h"

enum { FACET_VALUES_DEFAULT = 50 };

struct facet_list {
    struct search_facet_value *items; /* a heap, the one to go first on top */
    size_t count, limit;
    size_t distinct; /* values in all, those that were dropped as well */
};

/* For `limit` values, at most `most` of which there are. */
MUST_USE bool facet_list_open(struct facet_list *list, size_t limit, size_t most,
                              struct arena *arena);
/* Another value; borrowed until facet_list_finish. */
void facet_list_put(struct facet_list *list, struct span value, uint64_t count);
/* A value of at most this count that comes behind in byte order has no place. */
static inline uint64_t facet_list_least(const struct facet_list *list)
{
    return list->count == list->limit && list->limit ? list->items[0].count : 0;
}
/* Sorted by count, or by value; values copied. False: no memory. */
MUST_USE bool facet_list_finish(struct facet_list *list, bool by_value,
                                struct arena *arena, struct search_facet_list *out);

#endif
