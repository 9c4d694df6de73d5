/* facet.c
 *
 *   matches --stretch of articles--> rows of a column --> counts[ordinal]
 *
 *   one segment    counts[ordinal] --the largest--> list
 *   several        counts[ordinal] --value(ordinal)--> merged[value] --> list
 *
 * Columns are read one after the other, a stretch of articles at a time, so that the
 * stretch's pages are looked at once and its counters stay near. Ordinals are in the
 * order of their values: with one segment, only the values that are shown are touched.
 *
 * Invariant: set->segment is the segment of every counter's counts; what the segments
 * before it had is merged.
 */
#include "match/facet.h"

#include "match/facet_list.h"
#include "match/plan.h"
#include "text/lang.h"

enum { YEARS = 10000, STRETCH = 4096, LISTED = 1024 };

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
    set->count = set->pending_count = 0;
    set->arena = arena;
    set->segment = NULL;
    for (unsigned i = 0; facets && i < SEARCH_FACETS; i++)
        if (facets >> i & 1)
            set->counters[set->count++] =
                (struct facet_counter){.facet = (enum search_facet)(1u << i)};
}

void facet_release(struct facet_set *set)
{
    for (unsigned i = 0; i < set->count; i++) {
        facet_counts_release(&set->counters[i].counts);
        hash_table_release(&set->counters[i].merged);
    }
}

static uint32_t counter_size(enum search_facet facet, const struct segment *segment)
{
    if (facet == SEARCH_FACET_YEAR)
        return YEARS;
    if (facet == SEARCH_FACET_LANG)
        return LANG_COUNT;
    return columns_value_count(segment, column_of(facet));
}

/* --- Several segments ----------------------------------------------------------------
 */

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

/* By year: an article without a date has none. */
static uint32_t first_value(enum search_facet facet)
{
    return facet == SEARCH_FACET_YEAR ? 1 : 0;
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

static enum status merge_segment(struct facet_set *set, struct error *err)
{
    char digits[8];
    for (unsigned i = 0; i < set->count && set->segment; i++) {
        struct facet_counter *counter = &set->counters[i];
        const uint32_t *counts = counter->counts.tables[0];
        for (uint32_t k = first_value(counter->facet); k < counter->counts.size; k++)
            if (counts[k] &&
                !merge_value(set, counter, value_of(set, counter->facet, k, digits),
                             counts[k]))
                return plan_nomem(set->arena, err);
    }
    set->segment = NULL;
    return ST_OK;
}

enum status facet_begin(struct facet_set *set, const struct segment *segment,
                        struct arena *scratch, struct error *err)
{
    set->pending_count = 0;
    if (set->segment == segment)
        return ST_OK;
    enum status status = merge_segment(set, err);
    for (unsigned i = 0; i < set->count && status == ST_OK; i++) {
        struct facet_counter *counter = &set->counters[i];
        if (!facet_counts_open(&counter->counts, counter_size(counter->facet, segment)))
            status = plan_nomem(scratch, err);
    }
    if (status == ST_OK)
        set->segment = segment;
    return status;
}

/* --- Adding --------------------------------------------------------------------------
 */

/* Rows that cannot be read count for nothing: the segment knows of its damage. */
static void add_stretch(struct facet_set *set, const struct facet_stretch *stretch,
                        uint32_t rows)
{
    const struct segment *segment = set->segment;
    for (unsigned i = 0; i < set->count; i++) {
        struct facet_counts *counts = &set->counters[i].counts;
        enum search_facet facet = set->counters[i].facet;
        struct columns_author_rows authors;
        struct span bytes;
        unsigned width = 1;
        if (facet == SEARCH_FACET_AUTHOR) {
            if (columns_author_rows(segment, stretch->base, rows, &authors))
                facet_count_authors(counts, stretch, &authors);
        } else if (facet == SEARCH_FACET_YEAR) {
            bytes = columns_date_rows(segment, stretch->base, rows);
            if (bytes.data)
                facet_count_years(counts, stretch, bytes.data);
        } else {
            bytes = facet == SEARCH_FACET_LANG
                        ? columns_lang_rows(segment, stretch->base, rows)
                        : columns_ordinal_rows(segment, column_of(facet), stretch->base,
                                               rows, &width);
            if (bytes.data)
                facet_count_rows(counts, stretch, bytes.data, width);
        }
    }
}

void facet_add_many(struct facet_set *set, const doc_id *docs, size_t count)
{
    for (size_t from = 0, to; from < count; from = to) {
        to = count;
        if (docs[count - 1] - docs[from] >= STRETCH)
            for (to = from + 1; docs[to] - docs[from] < STRETCH;)
                to++;
        struct facet_stretch stretch = {docs[from], docs + from, to - from};
        add_stretch(set, &stretch, docs[to - 1] - docs[from] + 1);
    }
}

static void flush(struct facet_set *set)
{
    unsigned count = set->pending_count;
    set->pending_count = 0;
    facet_add_many(set, set->pending, count);
}

void facet_add(struct facet_set *set, doc_id doc)
{
    if (set->count == 0)
        return;
    if (set->pending_count == FACET_PENDING)
        flush(set);
    set->pending[set->pending_count++] = doc;
}

/* Words of nothing but ones, as many as make a stretch at most. */
static size_t full_words(const uint64_t *bits, size_t words)
{
    size_t full = 0;
    while (full < words && full < STRETCH / 64 && bits[full] == UINT64_MAX)
        full++;
    return full;
}

void facet_add_bits(struct facet_set *set, doc_id base, const uint64_t *bits,
                    size_t words)
{
    doc_id docs[LISTED];
    size_t count = 0;
    for (size_t at = 0; at < words && set->count > 0;) {
        size_t full = full_words(bits + at, words - at);
        doc_id from = base + (doc_id)(at * 64);
        if (full >= 4) {
            struct facet_stretch stretch = {from, NULL, full * 64};
            add_stretch(set, &stretch, (uint32_t)(full * 64));
            at += full;
            continue;
        }
        for (uint64_t word = bits[at++]; word != 0; word &= word - 1)
            docs[count++] = from + (doc_id)__builtin_ctzll(word);
        if (count > LISTED - 64) {
            facet_add_many(set, docs, count);
            count = 0;
        }
    }
    if (count > 0)
        facet_add_many(set, docs, count);
}

enum status facet_end(struct facet_set *set, struct error *err)
{
    (void)err;
    flush(set);
    for (unsigned i = 0; i < set->count; i++)
        facet_counts_settle(&set->counters[i].counts);
    return ST_OK;
}

/* --- Lists ---------------------------------------------------------------------------
 */

static void list_merged(const struct facet_counter *counter, struct facet_list *list)
{
    for (size_t i = 0; i < counter->merged.slot_count; i++) {
        const struct hash_slot *slot = &counter->merged.slots[i];
        if (slot->key.data)
            facet_list_put(list, slot->key, slot->value);
    }
}

/* Of equal counts the first ordinal wins, save for languages, which have few. */
static bool list_counts(struct facet_set *set, const struct facet_counter *counter,
                        struct facet_list *list)
{
    const uint32_t *counts = counter->counts.tables[0];
    bool few = counter->facet == SEARCH_FACET_LANG;
    char digits[8];
    for (uint32_t k = first_value(counter->facet);
         (k = facet_counts_next(&counter->counts, k)) < counter->counts.size; k++) {
        if (!few && counts[k] <= facet_list_least(list)) {
            list->distinct++;
            continue;
        }
        struct span value = value_of(set, counter->facet, k, digits);
        if (counter->facet == SEARCH_FACET_YEAR)
            value = arena_copy(set->arena, value);
        if (!value.data && set->arena->status != ST_OK)
            return false;
        facet_list_put(list, value, counts[k]);
    }
    return true;
}

/* How many values there may be at most. */
static size_t value_limit(const struct facet_set *set,
                          const struct facet_counter *counter)
{
    size_t used = 0;
    if (!set->segment)
        return counter->merged.used;
    if (counter->facet != SEARCH_FACET_YEAR)
        return counter->counts.size;
    for (uint32_t k = 1;
         (k = facet_counts_next(&counter->counts, k)) < counter->counts.size; k++)
        used++;
    return used;
}

static bool make_list(struct facet_set *set, const struct facet_counter *counter,
                      uint32_t limit, struct search_facet_list *out)
{
    bool years = counter->facet == SEARCH_FACET_YEAR; /* all of them */
    size_t most = value_limit(set, counter);
    struct facet_list list;
    if (!facet_list_open(&list, years ? most : limit, most, set->arena))
        return false;
    if (!set->segment)
        list_merged(counter, &list);
    else if (!list_counts(set, counter, &list))
        return false;
    out->facet = counter->facet;
    return facet_list_finish(&list, years, set->arena, out);
}

enum status facet_lists(struct facet_set *set, uint32_t values,
                        struct search_result *result, struct error *err)
{
    bool several = false;
    result->facet_count = 0;
    for (unsigned i = 0; i < set->count; i++)
        several = several || set->counters[i].merged.used > 0;
    if (several) {
        enum status status = merge_segment(set, err);
        if (status != ST_OK)
            return status;
    }
    for (unsigned i = 0; i < set->count; i++) {
        if (!make_list(set, &set->counters[i], values ? values : FACET_VALUES_DEFAULT,
                       &result->facets[i]))
            return plan_nomem(set->arena, err);
        result->facet_count++;
    }
    return ST_OK;
}
