/*   items    4 а             parents come after their children in the final order:
 *           /   \            a fewer count, of equal counts a greater value
 *         9 б   4 ө   <-- x  compared with the top alone, as a rule
 */
#include "match/facet_list.h"

#include <stdlib.h>

static int by_value(const void *a, const void *b)
{
    const struct search_facet_value *x = a, *y = b;
    return span_compare(x->value, y->value);
}

static int by_count(const void *a, const void *b)
{
    const struct search_facet_value *x = a, *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return span_compare(x->value, y->value);
}

bool facet_list_open(struct facet_list *list, size_t limit, size_t most,
                     struct arena *arena)
{
    limit = limit < most ? limit : most;
    *list = (struct facet_list){.limit = limit};
    list->items = arena_alloc(arena, (limit + 1) * sizeof *list->items);
    return list->items != NULL;
}

static void swap(struct search_facet_value *a, struct search_facet_value *b)
{
    struct search_facet_value kept = *a;
    *a = *b;
    *b = kept;
}

static void sift_up(struct facet_list *list, size_t at)
{
    for (; at > 0; at = (at - 1) / 2) {
        size_t parent = (at - 1) / 2;
        if (by_count(&list->items[at], &list->items[parent]) <= 0)
            return;
        swap(&list->items[at], &list->items[parent]);
    }
}

static void sift_down(struct facet_list *list)
{
    for (size_t at = 0, child; (child = 2 * at + 1) < list->count; at = child) {
        if (child + 1 < list->count &&
            by_count(&list->items[child + 1], &list->items[child]) > 0)
            child++;
        if (by_count(&list->items[child], &list->items[at]) <= 0)
            return;
        swap(&list->items[child], &list->items[at]);
    }
}

void facet_list_put(struct facet_list *list, struct span value, uint64_t count)
{
    struct search_facet_value item = {value, count};
    list->distinct++;
    if (list->count < list->limit) {
        list->items[list->count] = item;
        sift_up(list, list->count++);
    } else if (list->limit > 0 && by_count(&item, &list->items[0]) < 0) {
        list->items[0] = item;
        sift_down(list);
    }
}

bool facet_list_finish(struct facet_list *list, bool sort_by_value, struct arena *arena,
                       struct search_facet_list *out)
{
    if (list->count > 1)
        qsort(list->items, list->count, sizeof *list->items,
              sort_by_value ? by_value : by_count);
    for (size_t i = 0; i < list->count; i++) {
        struct search_facet_value *item = &list->items[i];
        item->value = arena_copy(arena, item->value);
        if (!item->value.data)
            return false;
    }
    out->values = list->items;
    out->value_count = list->count;
    out->distinct = list->distinct;
    return true;
}
