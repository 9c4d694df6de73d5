/* facet.c
 *
 *   segment 0   counts[ordinal]  --\   value(ordinal)
 *   segment 1   counts[ordinal]  ---> merged[value] -> sorted list
 *
 * Within a segment a match costs one addition a facet; strings are touched once per
 * value and segment.
 */
#include "match/facet.h"

#include <stdlib.h>

#include "match/plan.h"
#include "segment/columns_read.h"
#include "text/lang.h"

enum { YEARS = 10000, VALUES_DEFAULT = 50 };

static enum column column_of(enum search_facet facet)
{
    switch (facet) {
    case SEARCH_FACET_JOURNAL:
        return COLUMN_JOURNAL;
    case SEARCH_FACET_ISSUE:
        return COLUMN_ISSUE;
    case SEARCH_FACET_RUBRIC:
        return COLUMN_RUBRIC;
    case SEARCH_FACET_AUTHOR:
        return COLUMN_AUTHOR;
    case SEARCH_FACET_YEAR:
    case SEARCH_FACET_LANG:
        break;
    }
    return COLUMN_SOURCE;
}

void facet_init(struct facet_set *set, unsigned facets, struct arena *arena)
{
    memset(set, 0, sizeof *set);
    set->arena = arena;
    for (unsigned i = 0; i < SEARCH_FACETS; i++)
        if (facets >> i & 1) {
            struct facet_counter *counter = &set->counters[set->count++];
            counter->facet = (enum search_facet)(1u << i);
            hash_table_init(&counter->merged);
        }
}

void facet_release(struct facet_set *set)
{
    for (unsigned i = 0; i < set->count; i++)
        hash_table_release(&set->counters[i].merged);
}

static uint32_t counter_size(enum search_facet facet, const struct segment *segment)
{
    if (facet == SEARCH_FACET_YEAR)
        return YEARS;
    if (facet == SEARCH_FACET_LANG)
        return LANG_COUNT;
    return columns_value_count(segment, column_of(facet));
}

enum status facet_begin(struct facet_set *set, const struct segment *segment,
                        struct arena *scratch, struct error *err)
{
    set->segment = segment;
    for (unsigned i = 0; i < set->count; i++) {
        struct facet_counter *counter = &set->counters[i];
        counter->size = counter_size(counter->facet, segment);
        counter->counts =
            arena_zeroed(scratch, counter->size + (size_t)1, sizeof *counter->counts);
        if (!counter->counts)
            return plan_nomem(scratch, err);
    }
    return ST_OK;
}

static void bump(struct facet_counter *counter, uint32_t ordinal)
{
    if (ordinal < counter->size)
        counter->counts[ordinal]++;
}

/* An author who stands twice in an article counts once. */
static void add_authors(struct facet_set *set, struct facet_counter *counter,
                        doc_id doc)
{
    uint32_t ordinal;
    for (uint32_t at = 0;
         (ordinal = columns_author(set->segment, doc, at)) != COLUMN_NONE; at++) {
        uint32_t before = 0;
        while (before < at && columns_author(set->segment, doc, before) != ordinal)
            before++;
        if (before == at)
            bump(counter, ordinal);
    }
}

void facet_add(struct facet_set *set, doc_id doc)
{
    for (unsigned i = 0; i < set->count; i++) {
        struct facet_counter *counter = &set->counters[i];
        if (counter->facet == SEARCH_FACET_AUTHOR) {
            add_authors(set, counter, doc);
        } else if (counter->facet == SEARCH_FACET_YEAR) {
            uint32_t year = columns_year_of(columns_date(set->segment, doc));
            if (year)
                bump(counter, year);
        } else if (counter->facet == SEARCH_FACET_LANG) {
            bump(counter, columns_lang(set->segment, doc));
        } else {
            bump(counter,
                 columns_ordinal(set->segment, column_of(counter->facet), doc));
        }
    }
}

static struct span value_of(const struct facet_set *set, enum search_facet facet,
                            uint32_t ordinal, char digits[8])
{
    if (facet == SEARCH_FACET_LANG)
        return span_text(lang_tag((enum lang)ordinal));
    if (facet != SEARCH_FACET_YEAR)
        return columns_value(set->segment, column_of(facet), ordinal);
    for (unsigned i = 4; i-- > 0; ordinal /= 10)
        digits[i] = (char)('0' + ordinal % 10);
    return span_of(digits, 4);
}

static bool merge_value(struct facet_set *set, struct facet_counter *counter,
                        struct span value, uint32_t count)
{
    bool is_new;
    uint64_t *sum = hash_table_get(&counter->merged, value);
    if (!sum) {
        struct span key = arena_copy(set->arena, value);
        if (value.len && !key.data)
            return false;
        sum = hash_table_put(&counter->merged, key, &is_new);
    }
    if (sum)
        *sum += count;
    return sum != NULL;
}

enum status facet_end(struct facet_set *set, struct error *err)
{
    char digits[8];
    for (unsigned i = 0; i < set->count; i++) {
        struct facet_counter *counter = &set->counters[i];
        for (uint32_t k = 0; k < counter->size; k++)
            if (counter->counts[k] &&
                !merge_value(set, counter, value_of(set, counter->facet, k, digits),
                             counter->counts[k]))
                return plan_nomem(set->arena, err);
    }
    return ST_OK;
}

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

static bool make_list(struct facet_set *set, const struct facet_counter *counter,
                      uint32_t limit, struct search_facet_list *list)
{
    const struct hash_table *merged = &counter->merged;
    bool years = counter->facet == SEARCH_FACET_YEAR;
    list->facet = counter->facet;
    list->distinct = list->value_count = 0;
    list->values = arena_alloc(set->arena, (merged->used + 1) * sizeof *list->values);
    if (!list->values)
        return false;
    for (size_t i = 0; i < merged->slot_count; i++)
        if (merged->slots[i].key.data)
            list->values[list->distinct++] = (struct search_facet_value){
                merged->slots[i].key, merged->slots[i].value};
    if (list->distinct)
        qsort(list->values, list->distinct, sizeof *list->values,
              years ? by_value : by_count);
    limit = limit ? limit : VALUES_DEFAULT;
    list->value_count = !years && list->distinct > limit ? limit : list->distinct;
    return true;
}

enum status facet_lists(struct facet_set *set, uint32_t values,
                        struct search_result *result, struct error *err)
{
    result->facet_count = 0;
    for (unsigned i = 0; i < set->count; i++) {
        if (!make_list(set, &set->counters[i], values, &result->facets[i]))
            return plan_nomem(set->arena, err);
        result->facet_count++;
    }
    return ST_OK;
}
