/* topk.h - the k best hits; ties go to the earlier segment, in it to the lower order.
 *
 * Layer    match
 * Memory   the entries live in the caller's arena
 * Threads  one owner
 */
#ifndef MSEARCH_MATCH_TOPK_H
#define MSEARCH_MATCH_TOPK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "segment/layout.h"

/* `rank` orders first, the lower one goes before; then `key`, the higher one: a date, or
 * a score >= 0 by topk_key_of. */
struct topk_entry {
    uint32_t key;
    uint32_t segment;
    doc_id doc;
    uint32_t order; /* among equals of a segment: of the article, or of the archive */
    uint16_t rank;
    uint16_t tier; /* where it comes from; orders nothing */
};

struct topk {
    struct topk_entry *heap; /* the worst entry first */
    size_t count, capacity;
};

/* Floats that are not negative order as their bits do. */
uint32_t topk_key_of(float score);
float topk_score_of(uint32_t key);

MUST_USE bool topk_init(struct topk *top, size_t k, struct arena *arena);
static inline bool topk_full(const struct topk *top)
{
    return top->count == top->capacity;
}
/* Full of entries that go before any of this rank: none can enter. */
static inline bool topk_closed(const struct topk *top, uint16_t rank)
{
    return top->count > 0 && topk_full(top) && top->heap[0].rank < rank;
}
/* Only a key above this one can enter from now on, when ranks do not descend, the heap
 * is not closed to the rank, and orders ascend; 0 with nothing
 * to beat yet: ask topk_full first. */
static inline uint32_t topk_threshold(const struct topk *top)
{
    return top->count ? top->heap[0].key : 0;
}
/* True when it entered. */
bool topk_add(struct topk *top, struct topk_entry entry);
/* Best first; the heap is no heap any more. */
void topk_sort(struct topk *top);

#endif
