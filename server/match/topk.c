/* topk.c
 *
 * A binary heap with the worst of the k best at its root:
 *
 *            heap[0]             worse(parent, child) for every pair
 *        heap[1]  heap[2]
 *
 * An entry enters when it is better than the root, and takes the root's place.
 */
#include "match/topk.h"

#include <stdlib.h>
#include <string.h>

uint32_t topk_key_of(float score)
{
    uint32_t bits;
    if (!(score > 0.0f))
        return 0;
    memcpy(&bits, &score, sizeof bits);
    return bits;
}

float topk_score_of(uint32_t key)
{
    float score;
    memcpy(&score, &key, sizeof score);
    return score;
}

bool topk_init(struct topk *top, size_t k, struct arena *arena)
{
    top->count = 0;
    top->capacity = k;
    top->heap = arena_alloc(arena, (k ? k : 1) * sizeof *top->heap);
    return top->heap != NULL;
}

static int order(const struct topk_entry *a, const struct topk_entry *b)
{
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    if (a->key != b->key)
        return a->key > b->key ? -1 : 1;
    if (a->segment != b->segment)
        return a->segment < b->segment ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static void sift_down(struct topk *top, struct topk_entry entry)
{
    size_t at = 0;
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= top->count)
            break;
        if (child + 1 < top->count &&
            order(&top->heap[child + 1], &top->heap[child]) > 0)
            child++;
        if (order(&top->heap[child], &entry) <= 0)
            break;
        top->heap[at] = top->heap[child];
        at = child;
    }
    top->heap[at] = entry;
}

static void sift_up(struct topk *top, struct topk_entry entry)
{
    size_t at = top->count++;
    while (at > 0 && order(&entry, &top->heap[(at - 1) / 2]) > 0) {
        top->heap[at] = top->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    top->heap[at] = entry;
}

bool topk_add(struct topk *top, struct topk_entry entry)
{
    if (!topk_full(top)) {
        sift_up(top, entry);
        return true;
    }
    if (top->count == 0 || order(&entry, &top->heap[0]) >= 0)
        return false;
    sift_down(top, entry);
    return true;
}

static int compare(const void *a, const void *b)
{
    return order(a, b);
}

void topk_sort(struct topk *top)
{
    if (top->count)
        qsort(top->heap, top->count, sizeof *top->heap, compare);
}
