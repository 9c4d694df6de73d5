/*   rows    2 2 2 0 1 1 ...          of the articles from `base` on
 *   tables  0 1 2 3 0 1 ...          which table takes the addition
 *
 * Invariant: a value's count is the sum of its counters in the different tables; a row
 * that is no value (all ones, or of a damaged file) goes to the counter behind the last.
 */
#include "match/facet_count.h"

enum { COUNTERS_MIN = 256, FOUR_LANES = 2048, TWO_LANES = 16384, SKIPPED = 16 };

static inline uint32_t year_at(const uint8_t *rows, size_t at)
{
    return columns_year_of(columns_row(rows, 4, at));
}

static inline uint32_t within(uint32_t value, uint32_t size)
{
    return value < size ? value : size;
}

bool facet_counts_open(struct facet_counts *counts, uint32_t size)
{
    size_t stride = size < COUNTERS_MIN ? COUNTERS_MIN : (size_t)size + 1;
    unsigned lanes = stride <= FOUR_LANES ? FACET_LANES : stride <= TWO_LANES ? 2 : 1;
    if (stride * lanes > counts->capacity) {
        facet_counts_release(counts);
        counts->tables[0] = memory_zeroed(stride * lanes, sizeof *counts->tables[0]);
        if (!counts->tables[0])
            return false;
        counts->capacity = stride * lanes;
    } else {
        memset(counts->tables[0], 0, stride * lanes * sizeof *counts->tables[0]);
    }
    for (unsigned i = 1; i < FACET_LANES; i++)
        counts->tables[i] = counts->tables[0] + stride * (i % lanes);
    counts->size = size;
    return true;
}

void facet_counts_release(struct facet_counts *counts)
{
    memory_free(counts->tables[0]);
    *counts = (struct facet_counts){.size = 0};
}

static void move_counts(uint32_t *restrict sum, uint32_t *restrict table, uint32_t size)
{
    for (uint32_t k = 0; k < size; k++) {
        sum[k] += table[k];
        table[k] = 0;
    }
}

void facet_counts_settle(struct facet_counts *counts)
{
    uint32_t *sum = counts->tables[0];
    for (unsigned i = 1; i < FACET_LANES && counts->tables[i] != sum; i++)
        move_counts(sum, counts->tables[i], counts->size);
}

uint32_t facet_counts_next(const struct facet_counts *counts, uint32_t from)
{
    const uint32_t *table = counts->tables[0];
    uint32_t size = counts->size;
    for (; from < size; from += SKIPPED) { /* tables are sparse */
        uint32_t any = 0;
        for (uint32_t k = 0; k < SKIPPED && from + SKIPPED <= size; k++)
            any |= table[from + k];
        if (any != 0 || from + SKIPPED > size)
            break;
    }
    while (from < size && table[from] == 0)
        from++;
    return from;
}

/* --- One value an article ------------------------------------------------------------
 */

static inline void count_listed(struct facet_counts *counts,
                                const struct facet_stretch *stretch,
                                const uint8_t *rows, unsigned width)
{
    uint32_t *const *t = counts->tables, size = counts->size;
    const doc_id *docs = stretch->docs;
    doc_id base = stretch->base;
    size_t i = 0;
    for (; i + 4 <= stretch->count; i += 4) {
        t[0][within(columns_row(rows, width, docs[i] - base), size)]++;
        t[1][within(columns_row(rows, width, docs[i + 1] - base), size)]++;
        t[2][within(columns_row(rows, width, docs[i + 2] - base), size)]++;
        t[3][within(columns_row(rows, width, docs[i + 3] - base), size)]++;
    }
    for (; i < stretch->count; i++)
        t[0][within(columns_row(rows, width, docs[i] - base), size)]++;
}

static inline void count_all(struct facet_counts *counts, size_t count,
                             const uint8_t *rows, unsigned width)
{
    uint32_t *const *t = counts->tables, size = counts->size;
    size_t i = 0;
    for (; i + 4 <= count; i += 4) {
        t[0][within(columns_row(rows, width, i), size)]++;
        t[1][within(columns_row(rows, width, i + 1), size)]++;
        t[2][within(columns_row(rows, width, i + 2), size)]++;
        t[3][within(columns_row(rows, width, i + 3), size)]++;
    }
    for (; i < count; i++)
        t[0][within(columns_row(rows, width, i), size)]++;
}

static inline void count_width(struct facet_counts *counts,
                               const struct facet_stretch *stretch, const uint8_t *rows,
                               unsigned width)
{
    if (stretch->docs)
        count_listed(counts, stretch, rows, width);
    else
        count_all(counts, stretch->count, rows, width);
}

void facet_count_rows(struct facet_counts *counts, const struct facet_stretch *stretch,
                      const uint8_t *rows, unsigned width)
{
    if (width == 1) /* one loop a width: each is made for its own */
        count_width(counts, stretch, rows, 1);
    else if (width == 2)
        count_width(counts, stretch, rows, 2);
    else
        count_width(counts, stretch, rows, 4);
}

void facet_count_years(struct facet_counts *counts, const struct facet_stretch *stretch,
                       const uint8_t *rows)
{
    uint32_t *const *t = counts->tables, size = counts->size;
    const doc_id *docs = stretch->docs;
    doc_id base = stretch->base;
    for (size_t i = 0; i < stretch->count; i++)
        t[i % FACET_LANES][within(year_at(rows, docs ? docs[i] - base : i), size)]++;
}

/* --- Authors -------------------------------------------------------------------------
 */

struct author_loop {
    struct facet_counts *counts;
    const struct columns_author_rows *rows;
    uint32_t stop; /* behind the last row */
};

/* Rows [at, end) of one article. */
static inline void add_authors(const struct author_loop *loop, unsigned width,
                               uint32_t at, uint32_t end, unsigned lane)
{
    const uint8_t *ordinals = loop->rows->ordinals.data;
    struct facet_counts *counts = loop->counts;
    uint32_t first = loop->rows->first;
    if (at < first || end > loop->stop)
        return;
    for (uint32_t row = at; row < end; row++) {
        uint32_t ordinal = columns_row(ordinals, width, row - first), before = at;
        while (before < row && columns_row(ordinals, width, before - first) != ordinal)
            before++;
        if (before == row)
            counts->tables[lane][within(ordinal, counts->size)]++;
    }
}

static inline void count_authors(const struct author_loop *loop,
                                 const struct facet_stretch *stretch, unsigned width)
{
    const uint8_t *starts = loop->rows->starts.data;
    for (size_t i = 0; i < stretch->count; i++) {
        size_t at = stretch->docs ? stretch->docs[i] - stretch->base : i;
        add_authors(loop, width, columns_row(starts, 4, at),
                    columns_row(starts, 4, at + 1), i % FACET_LANES);
    }
}

void facet_count_authors(struct facet_counts *counts,
                         const struct facet_stretch *stretch,
                         const struct columns_author_rows *rows)
{
    struct author_loop loop = {counts, rows, rows->first};
    if (rows->width == 0)
        return;
    loop.stop += (uint32_t)(rows->ordinals.len / rows->width);
    if (rows->width == 1)
        count_authors(&loop, stretch, 1);
    else if (rows->width == 2)
        count_authors(&loop, stretch, 2);
    else
        count_authors(&loop, stretch, 4);
}
