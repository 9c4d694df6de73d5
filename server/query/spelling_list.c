/* spelling_list.c
 *
 *   put:  text --seen?--> items: (cost, order, text), as they come
 *   finish: items sorted by (cost, order), the first `most` of them
 *
 * `seen` gives a text's place in items, from 1 on; the word that was typed has place 0
 * there from the start, so that it is never put. The keys are the items' own texts.
 */
#include "query/spelling_list.h"

#include <stdlib.h>

struct spelling_item {
    struct span text;
    uint32_t cost;
    uint32_t order;
};

void spelling_list_init(struct spelling_list *list, struct span word,
                        struct arena *arena)
{
    bool is_new;
    memset(list, 0, sizeof *list);
    list->arena = arena;
    hash_table_init(&list->seen);
    if (word.len && !hash_table_put(&list->seen, word, &is_new))
        list->nomem = true;
}

static void add_item(struct spelling_list *list, struct span text, uint32_t cost)
{
    bool is_new;
    struct spelling_item *items =
        memory_grow(list->items, &list->capacity, list->count + 1, sizeof *items);
    if (items)
        list->items = items;
    struct span copy = arena_copy(list->arena, text);
    uint64_t *place = copy.data ? hash_table_put(&list->seen, copy, &is_new) : NULL;
    if (!items || !place) {
        list->nomem = true;
        return;
    }
    list->items[list->count] =
        (struct spelling_item){copy, cost, (uint32_t)list->count};
    *place = ++list->count;
}

void spelling_list_put(struct spelling_list *list, struct span text, uint32_t cost)
{
    if (list->nomem || text.len == 0)
        return;
    const uint64_t *place = hash_table_get(&list->seen, text);
    if (!place)
        add_item(list, text, cost);
    else if (*place != 0 && list->items[*place - 1].cost > cost)
        list->items[*place - 1].cost = cost;
}

static int item_order(const void *a, const void *b)
{
    const struct spelling_item *x = a, *y = b;
    if (x->cost != y->cost)
        return x->cost < y->cost ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

enum status spelling_list_finish(struct spelling_list *list, size_t most,
                                 struct spellings *found, struct error *err)
{
    size_t count = list->count < most ? list->count : most;
    struct span *texts = arena_alloc(list->arena, (count + 1) * sizeof *texts);
    bool good = texts && !list->nomem;
    if (good && list->count)
        qsort(list->items, list->count, sizeof *list->items, item_order);
    for (size_t i = 0; good && i < count; i++)
        texts[i] = list->items[i].text;
    memory_free(list->items);
    hash_table_release(&list->seen);
    if (!good)
        return fail(err, ST_NOMEM, "spellings: out of memory");
    *found = (struct spellings){texts, count};
    return ST_OK;
}

enum spelling_vowel spelling_vowel(uint32_t code)
{
    switch (code) {
    case 0x430: /* а */
    case 0x43E: /* о */
    case 0x443: /* у */
    case 0x44B: /* ы */
    case 0x44E: /* ю */
    case 0x44F: /* я */
        return SPELLING_BACK;
    case 0x435: /* е */
    case 0x438: /* и */
    case 0x44D: /* э */
        return SPELLING_FRONT;
    case 0x4AF: /* ү */
    case 0x4E9: /* ө */
        return SPELLING_FRONT_ROUNDED;
    default:
        return SPELLING_NO_VOWEL;
    }
}

uint32_t spelling_harmony(enum spelling_vowel before, enum spelling_vowel after)
{
    if (before == SPELLING_NO_VOWEL || after == SPELLING_NO_VOWEL || before == after)
        return 0;
    if (before == SPELLING_BACK || after == SPELLING_BACK)
        return SPELLING_BREAK_COST;
    return SPELLING_ROUNDING_COST;
}
