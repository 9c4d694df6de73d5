/*   rows    2 2 2 0 1 1 ...          of the articles from `base` on
 *   tables  0 1 2 3 0 1 ...          which table takes the addition
 *
 * Invariant: a value's count is the sum of its counters in the different tables; a row
 * that is no value (all ones, or of a damaged file) goes to the counter behind the last.
 */
#include "match/facet_count.h"

enum { COUNTERS_MIN = 256, FOUR_LANES = 2048, TWO_LANES = 16384, SKIPPED = 16 };

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

/* What a row counts for. */
enum rows { ROWS_ORDINALS, ROWS_DATES };

static inline uint32_t value_at(const uint8_t *rows, enum rows kind, unsigned width,
                                size_t at)
{
    uint32_t row = columns_row(rows, width, at);
    return kind == ROWS_DATES ? columns_year_of(row) : row;
}

static inline void count_listed(struct facet_counts *counts,
                                const struct facet_stretch *stretch,
                                const uint8_t *rows, enum rows kind, unsigned width)
{
    uint32_t *const *t = counts->tables, size = counts->size;
    const doc_id *docs = stretch->docs;
    doc_id base = stretch->base;
    size_t i = 0;
    for (; i + 4 <= stretch->count; i += 4) {
        t[0][within(value_at(rows, kind, width, docs[i] - base), size)]++;
        t[1][within(value_at(rows, kind, width, docs[i + 1] - base), size)]++;
        t[2][within(value_at(rows, kind, width, docs[i + 2] - base), size)]++;
        t[3][within(value_at(rows, kind, width, docs[i + 3] - base), size)]++;
    }
    for (; i < stretch->count; i++)
        t[0][within(value_at(rows, kind, width, docs[i] - base), size)]++;
}

static inline void count_all(struct facet_counts *counts, size_t count,
                             const uint8_t *rows, enum rows kind, unsigned width)
{
    uint32_t *const *t = counts->tables, size = counts->size;
    size_t i = 0;
    for (; i + 4 <= count; i += 4) {
        t[0][within(value_at(rows, kind, width, i), size)]++;
        t[1][within(value_at(rows, kind, width, i + 1), size)]++;
        t[2][within(value_at(rows, kind, width, i + 2), size)]++;
        t[3][within(value_at(rows, kind, width, i + 3), size)]++;
    }
    for (; i < count; i++)
        t[0][within(value_at(rows, kind, width, i), size)]++;
}

/* One loop a width: each is made for its own. */
static inline void count_width(struct facet_counts *counts,
                               const struct facet_stretch *stretch, const uint8_t *rows,
                               enum rows kind, unsigned width)
{
    struct facet_counts local = *counts; /* no counter can be a table's address */
    if (stretch->docs)
        count_listed(&local, stretch, rows, kind, width);
    else
        count_all(&local, stretch->count, rows, kind, width);
}

void facet_count_rows(struct facet_counts *counts, const struct facet_stretch *stretch,
                      const uint8_t *rows, unsigned width)
{
    if (width == 1)
        count_width(counts, stretch, rows, ROWS_ORDINALS, 1);
    else if (width == 2)
        count_width(counts, stretch, rows, ROWS_ORDINALS, 2);
    else
        count_width(counts, stretch, rows, ROWS_ORDINALS, 4);
}

void facet_count_years(struct facet_counts *counts, const struct facet_stretch *stretch,
                       const uint8_t *rows)
{
    count_width(counts, stretch, rows, ROWS_DATES, 4);
}

/* --- Authors -------------------------------------------------------------------------
 */

/* Rows [at, end) of one article. */
struct author_rows {
    const uint8_t *ordinals; /* row 0 stands there */
    uint32_t at, end;
};

static inline void add_many_authors(uint32_t *table, uint32_t size,
                                    const struct author_rows *rows, unsigned width)
{
    for (uint32_t row = rows->at; row < rows->end; row++) {
        uint32_t ordinal = columns_row(rows->ordinals, width, row), before = rows->at;
        while (before < row && columns_row(rows->ordinals, width, before) != ordinal)
            before++;
        table[within(ordinal, size)] += before == row;
    }
}

/* Up to three, whose number changes from article to article: no branch asks for it. */
static inline void add_few_authors(uint32_t *table, uint32_t size,
                                   const struct author_rows *rows, unsigned width,
                                   uint32_t last)
{
    uint32_t n = rows->end - rows->at, at = rows->at < last ? rows->at : last;
    uint32_t a = columns_row(rows->ordinals, width, at);
    uint32_t b = columns_row(rows->ordinals, width, at + (n > 1));
    uint32_t c = columns_row(rows->ordinals, width, at + (n > 2) * 2u);
    table[within(a, size)] += n > 0;
    table[within(b, size)] += (n > 1) & (b != a);
    table[within(c, size)] += (n > 2) & (c != a) & (c != b);
}

static inline void count_authors(const struct facet_counts *counts,
                                 const struct facet_stretch *stretch,
                                 const struct columns_author_rows *rows, unsigned width)
{
    struct facet_counts local = *counts;
    const uint8_t *starts = rows->starts.data;
    uint32_t first = rows->first, stop = (uint32_t)(rows->ordinals.len / width);
    for (size_t i = 0; stop > 0 && i < stretch->count; i++) {
        size_t at = stretch->docs ? stretch->docs[i] - stretch->base : i;
        struct author_rows own = {rows->ordinals.data,
                                  columns_row(starts, 4, at) - first,
                                  columns_row(starts, 4, at + 1) - first};
        uint32_t *table = local.tables[i % FACET_LANES];
        if (own.at > own.end || own.end > stop)
            continue; /* damaged */
        if (own.end - own.at <= 3)
            add_few_authors(table, local.size, &own, width, stop - 1);
        else
            add_many_authors(table, local.size, &own, width);
    }
}

void facet_count_authors(struct facet_counts *counts,
                         const struct facet_stretch *stretch,
                         const struct columns_author_rows *rows)
{
    if (rows->width == 1)
        count_authors(counts, stretch, rows, 1);
    else if (rows->width == 2)
        count_authors(counts, stretch, rows, 2);
    else if (rows->width == 4)
        count_authors(counts, stretch, rows, 4);
}
