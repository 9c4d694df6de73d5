/* spill_gather.c
 *
 *   came    | 7: 3 9 | 2: 4 | 5: 0 1 6 |     rows   7,0  2,1  5,2  --sort--> 2,1 5,2 7,0
 *   places    3 9      4      0 1 6          starts 0 2 3 | 6
 */
#include "build/spill_gather.h"

#include <string.h>

#include "base/memory.h"

enum { FEW = 24, DIGIT_BITS = 8, DIGITS = 1 << DIGIT_BITS };

void gather_release(struct gather *gather)
{
    memory_free(gather->rows);
    memory_free(gather->spare);
    memory_free(gather->starts);
    memory_free(gather->places);
    memory_free(gather->forms);
    *gather = (struct gather){.rows = NULL};
}

void gather_reset(struct gather *gather)
{
    gather->row_count = 0;
    gather->count = 0;
}

/* Grow the array whose pointer lies at `array`; the arrays differ in type only. */
static bool grow(void *array, size_t *capacity, size_t need, size_t size)
{
    void *old, *block;

    if (need <= *capacity)
        return true;
    memcpy(&old, array, sizeof old);
    block = memory_grow(old, capacity, need, size);
    if (block)
        memcpy(array, &block, sizeof block);
    return block != NULL;
}

static bool begin_posting(struct gather *gather, doc_id doc)
{
    size_t at = gather->row_count;

    if (!grow(&gather->rows, &gather->row_capacity, at + 1, sizeof *gather->rows) ||
        !grow(&gather->starts, &gather->start_capacity, at + 2, sizeof *gather->starts))
        return false;
    gather->rows[at] = (uint64_t)doc << 32 | at;
    gather->starts[at] = (uint32_t)gather->count;
    gather->row_count++;
    return true;
}

bool gather_add(struct gather *gather, doc_id doc, uint32_t place, uint32_t form)
{
    size_t rows = gather->row_count, at = gather->count;

    if ((rows == 0 || gather->rows[rows - 1] >> 32 != doc) &&
        !begin_posting(gather, doc))
        return false;
    if (!grow(&gather->places, &gather->place_capacity, at + 1,
              sizeof *gather->places) ||
        !grow(&gather->forms, &gather->form_capacity, at + 1, sizeof *gather->forms))
        return false;
    gather->places[at] = place;
    gather->forms[at] = form;
    gather->count++;
    return true;
}

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

/* One pass of the radix sort; false when all rows have the same digit. */
static bool pass(const uint64_t *from, uint64_t *to, size_t count, unsigned shift)
{
    uint32_t ends[DIGITS] = {0}, sum = 0;

    for (size_t i = 0; i < count; i++)
        ends[from[i] >> shift & (DIGITS - 1)]++;
    if (ends[from[0] >> shift & (DIGITS - 1)] == count)
        return false;
    for (size_t digit = 0; digit < DIGITS; digit++) {
        uint32_t n = ends[digit];

        ends[digit] = sum;
        sum += n;
    }
    for (size_t i = 0; i < count; i++)
        to[ends[from[i] >> shift & (DIGITS - 1)]++] = from[i];
    return true;
}

static void sort_many(struct gather *gather)
{
    for (unsigned shift = 32; shift < 64; shift += DIGIT_BITS)
        if (pass(gather->rows, gather->spare, gather->row_count, shift)) {
            uint64_t *rows = gather->rows;
            size_t capacity = gather->row_capacity;

            gather->rows = gather->spare;
            gather->row_capacity = gather->spare_capacity;
            gather->spare = rows;
            gather->spare_capacity = capacity;
        }
}

bool gather_sort(struct gather *gather)
{
    if (gather->row_count == 0)
        return true;
    gather->starts[gather->row_count] = (uint32_t)gather->count;
    if (gather->row_count <= FEW) {
        sort_few(gather->rows, gather->row_count);
        return true;
    }
    if (!grow(&gather->spare, &gather->spare_capacity, gather->row_count,
              sizeof *gather->spare))
        return false;
    sort_many(gather);
    return true;
}

struct gathered gather_at(const struct gather *gather, size_t i)
{
    uint32_t posting = (uint32_t)gather->rows[i], first = gather->starts[posting];

    return (struct gathered){.doc = (doc_id)(gather->rows[i] >> 32),
                             .count = gather->starts[posting + 1] - first,
                             .places = gather->places + first,
                             .forms = gather->forms + first};
}
