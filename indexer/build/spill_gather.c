/* spill_gather.c
 *
 *   came     | 7: 3 9 | 2: 4 | 5: 0 1 6 |     rows   7,0  2,1  5,2  --sort--> 2,1 5,2 7,0
 *   numbers    3 6      4      0 1 5          a position, then the gaps behind it
 *
 * Invariant: postings[count].first is the end of the numbers, .first_field that of the
 * frequencies beside the body; rows[0 .. count) name each posting once.
 */
#include "build/spill_gather.h"

#include <string.h>

#include "base/memory.h"

enum {
    AT_ONCE = 4, /* numbers are copied so many at least */
    FEW = 24,    /* are sorted by insertion */
    MANY = 64,   /* one in so many articles has the term: sorted by article */
    SOME = 512,  /* so many are worth larger digits */
    DIGIT_BITS_MAX = 11,
    DIGITS_MAX = 1 << DIGIT_BITS_MAX
};

void gather_release(struct gather *gather)
{
    memory_free(gather->postings);
    memory_free(gather->numbers.items);
    memory_free(gather->forms.items);
    memory_free(gather->fields.items);
    memory_free(gather->rows);
    memory_free(gather->spare);
    memory_free(gather->where);
    memory_free(gather->marks);
    for (unsigned i = 0; i < PLACE_PARTS; i++)
        memory_free(gather->parts[i].items);
    memory_free(gather->run_fields.items);
    *gather = (struct gather){.postings = NULL};
}

void gather_begin(struct gather *gather)
{
    gather->count = 0;
    gather->numbers.count = 0;
    gather->forms.count = 0;
    gather->fields.count = 0;
}

static bool grow(struct gather_list *list, size_t need)
{
    uint32_t *items;

    if (need <= list->capacity)
        return true;
    items = memory_grow(list->items, &list->capacity, need, sizeof *items);
    if (items)
        list->items = items;
    return items != NULL;
}

static inline bool push(struct gather_list *list, uint32_t item)
{
    if (list->count == list->capacity && !grow(list, list->count + 1))
        return false;
    list->items[list->count++] = item;
    return true;
}

/* Ends the posting before, too. */
static bool begin_posting(struct gather *gather, doc_id doc)
{
    if (gather->count + 2 > gather->capacity) {
        struct gather_posting *postings = memory_grow(
            gather->postings, &gather->capacity, gather->count + 2, sizeof *postings);

        if (!postings)
            return false;
        gather->postings = postings;
    }
    gather->postings[gather->count++] = (struct gather_posting){
        doc, (uint32_t)gather->numbers.count, (uint32_t)gather->fields.count, 0};
    return true;
}

static bool end_postings(struct gather *gather)
{
    if (gather->count > 0)
        gather->postings[gather->count] =
            (struct gather_posting){DOC_END, (uint32_t)gather->numbers.count,
                                    (uint32_t)gather->fields.count, 0};
    return grow(&gather->numbers, gather->numbers.count + AT_ONCE);
}

/* An occurrence beside the body counts for its field. */
static bool count_field(struct gather *gather, const struct chain_reader *reader)
{
    if (!(reader->bits & CHAIN_NEW_FIELD)) {
        gather->fields.items[gather->fields.count - 1]++;
        return true;
    }
    gather->postings[gather->count - 1].mask |= (uint32_t)1
                                                << (PLACE_FIELD(reader->place) - 1);
    return push(&gather->fields, 1);
}

/* The reader's occurrence, of the last posting. */
static inline bool add_number(struct gather *gather, const struct chain_reader *reader,
                              bool with_forms)
{
    return push(&gather->numbers, reader->delta) &&
           (!with_forms || push(&gather->forms, reader->form)) &&
           (reader->place >> PLACE_SHIFT == 0 || count_field(gather, reader));
}

bool gather_read(struct gather *gather, struct chain_reader *reader, const doc_id *map,
                 bool with_forms, size_t most)
{
    doc_id doc = DOC_END;

    while (gather->held || chain_next(reader)) {
        if (reader->bits & CHAIN_NEW_DOC) {
            doc = map[reader->doc];
            gather->held = doc != DOC_END && gather->count == most;
            if (gather->held)
                break;
            if (doc != DOC_END && !begin_posting(gather, doc))
                return false;
        }
        if (doc != DOC_END && !add_number(gather, reader, with_forms))
            return false;
    }
    return end_postings(gather);
}

/* --- Sorting --- */

static void sort_few(uint64_t *rows, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint64_t row = rows[i];
        size_t at = i;

        for (; at > 0 && rows[at - 1] > row; at--)
            rows[at] = rows[at - 1];
        rows[at] = row;
    }
}

/* One pass of the radix sort. */
static void pass(const uint64_t *from, uint64_t *to, size_t count, unsigned shift,
                 unsigned bits)
{
    uint32_t ends[DIGITS_MAX], sum = 0, digits = (uint32_t)1 << bits;

    memset(ends, 0, digits * sizeof *ends);
    for (size_t i = 0; i < count; i++)
        ends[from[i] >> shift & (digits - 1)]++;
    for (uint32_t digit = 0; digit < digits; digit++) {
        uint32_t n = ends[digit];

        ends[digit] = sum;
        sum += n;
    }
    for (size_t i = 0; i < count; i++)
        to[ends[from[i] >> shift & (digits - 1)]++] = from[i];
}

static void sort_digits(struct gather *gather, uint32_t doc_count)
{
    unsigned bits = 32 - (unsigned)__builtin_clz(doc_count);
    unsigned passes = gather->count < SOME || bits > 2 * DIGIT_BITS_MAX ? 3 : 2;
    unsigned digit = (bits + passes - 1) / passes;

    for (unsigned i = 0; i < passes; i++) {
        uint64_t *rows = gather->rows;
        size_t capacity = gather->row_capacity;

        pass(rows, gather->spare, gather->count, 32 + i * digit, digit);
        gather->rows = gather->spare;
        gather->row_capacity = gather->spare_capacity;
        gather->spare = rows;
        gather->spare_capacity = capacity;
    }
}

/* A bit for each article that has the term, and which posting it is. */
static void sort_by_article(struct gather *gather, uint32_t doc_count)
{
    size_t words = (size_t)doc_count / 64 + 1, at = 0;

    for (size_t i = 0; i < gather->count; i++) {
        doc_id doc = gather->postings[i].doc;

        gather->where[doc] = (uint32_t)i;
        gather->marks[doc >> 6] |= (uint64_t)1 << (doc & 63);
    }
    for (size_t i = 0; i < words; i++) {
        for (uint64_t word = gather->marks[i]; word != 0; word &= word - 1) {
            size_t doc = i * 64 + (unsigned)__builtin_ctzll(word);

            gather->rows[at++] = (uint64_t)doc << 32 | gather->where[doc];
        }
        gather->marks[i] = 0;
    }
}

static bool room_by_article(struct gather *gather, uint32_t doc_count)
{
    if (gather->where)
        return true;
    gather->where = memory_alloc((size_t)doc_count * sizeof *gather->where);
    gather->marks = memory_zeroed((size_t)doc_count / 64 + 1, sizeof *gather->marks);
    return gather->where && gather->marks;
}

static bool room_for_rows(uint64_t **rows, size_t *capacity, size_t count)
{
    uint64_t *grown;

    if (count <= *capacity)
        return true;
    grown = memory_grow(*rows, capacity, count, sizeof *grown);
    if (grown)
        *rows = grown;
    return grown != NULL;
}

/* As they came; whether that is in order. */
static bool list_rows(struct gather *gather)
{
    bool ascend = true;

    for (size_t i = 0; i < gather->count; i++) {
        gather->rows[i] = (uint64_t)gather->postings[i].doc << 32 | i;
        ascend = ascend && (i == 0 || gather->rows[i - 1] < gather->rows[i]);
    }
    return ascend;
}

bool gather_sort(struct gather *gather, uint32_t doc_count)
{
    size_t count = gather->count;

    if (!room_for_rows(&gather->rows, &gather->row_capacity, count))
        return false;
    if (count > POSTINGS_BLOCK && count >= doc_count / MANY) {
        if (!room_by_article(gather, doc_count))
            return false;
        sort_by_article(gather, doc_count);
        return true;
    }
    if (list_rows(gather))
        return true;
    if (count <= FEW) {
        sort_few(gather->rows, count);
        return true;
    }
    if (!room_for_rows(&gather->spare, &gather->spare_capacity, count))
        return false;
    sort_digits(gather, doc_count);
    return true;
}

/* --- Runs --- */

static bool room_for_run(struct gather *gather, size_t from, size_t to)
{
    size_t numbers = 0, fields = 0;
    bool ok = true;

    for (size_t i = from; i < to; i++) {
        const struct gather_posting *posting =
            &gather->postings[(uint32_t)gather->rows[i]];

        numbers += posting[1].first - posting->first;
        fields += posting[1].first_field - posting->first_field;
    }
    for (unsigned i = 0; i < PLACE_PARTS; i++) {
        gather->parts[i].count = 0;
        ok = ok && grow(&gather->parts[i], numbers + AT_ONCE);
    }
    gather->run_fields.count = 0;
    return ok && grow(&gather->run_fields, fields + 1);
}

/* Most postings have a number or two: both lists have room for AT_ONCE. */
static inline void copy(struct gather_list *to, const uint32_t *from, size_t count)
{
    uint32_t *items = to->items + to->count;

    if (count <= AT_ONCE)
        memcpy(items, from, AT_ONCE * sizeof *items);
    else
        memcpy(items, from, count * sizeof *items);
    to->count += count;
}

/* Frequencies beside the body, and their sum. */
static size_t copy_fields(struct gather *gather, const struct gather_posting *posting)
{
    struct gather_list *to = &gather->run_fields;
    size_t sum = 0;

    for (uint32_t i = posting->first_field; i < posting[1].first_field; i++) {
        sum += gather->fields.items[i];
        to->items[to->count++] = gather->fields.items[i];
    }
    return sum;
}

static void copy_forms(struct gather_list *to, const uint32_t *from, size_t count,
                       const uint32_t *ordinals)
{
    for (size_t i = 0; i < count; i++)
        to->items[to->count++] = ordinals[from[i]];
}

static void copy_posting(struct gather *gather, uint64_t row, size_t at,
                         const uint32_t *forms)
{
    const struct gather_posting *posting = &gather->postings[(uint32_t)row];
    const uint32_t *numbers = gather->numbers.items + posting->first;
    size_t count = posting[1].first - posting->first, beside = 0;

    gather->docs[at] = (doc_id)(row >> 32);
    gather->tf[at] = (uint32_t)count;
    gather->masks[at] = posting->mask;
    if (posting->mask != 0)
        beside = copy_fields(gather, posting);
    copy(&gather->parts[PLACE_BODY], numbers, count - beside);
    if (beside > 0)
        copy(&gather->parts[PLACE_BESIDE], numbers + (count - beside), beside);
    if (forms)
        copy_forms(&gather->parts[PLACE_FORMS], gather->forms.items + posting->first,
                   count, forms);
}

bool gather_run(struct gather *gather, size_t from, const uint32_t *forms,
                struct posting_run *run)
{
    size_t left = gather->count - from;
    size_t count = left < POSTINGS_BLOCK ? left : (size_t)POSTINGS_BLOCK;

    if (!room_for_run(gather, from, from + count))
        return false;
    for (size_t i = 0; i < count; i++)
        copy_posting(gather, gather->rows[from + i], i, forms);
    *run = (struct posting_run){.count = (uint32_t)count,
                                .docs = gather->docs,
                                .tf = gather->tf,
                                .field_tf = gather->run_fields.items};
    run->masks = gather->run_fields.count > 0 ? gather->masks : NULL;
    for (unsigned i = 0; i < PLACE_PARTS; i++)
        run->places[i] = gather->parts[i].items;
    return true;
}
