/* facet_count.h - rows of one column counted by value, many articles at a time.
 *
 * Layer    match (private to facet.c)
 * Memory   the tables are the counts' own
 * Threads  one owner
 */
#ifndef MSEARCH_MATCH_FACET_COUNT_H
#define MSEARCH_MATCH_FACET_COUNT_H

#include "base/memory.h"
#include "segment/columns_read.h"

enum { FACET_LANES = 4 };

/* Neighbours in an archive have equal values: one table would wait for its own last
 * addition, so several take turns. */
struct facet_counts {
    uint32_t *tables[FACET_LANES]; /* all in tables[0]'s block; few, or one, repeated */
    uint32_t size;                 /* values; entry `size` is for what is none */
    size_t capacity;               /* of the block, in counters */
};

/* Articles of one stretch: rows are those of [base, base + n). */
struct facet_stretch {
    doc_id base;
    const doc_id *docs; /* ascending; NULL: every one */
    size_t count;
};

/* All zero, for values 0 .. size - 1. False: no memory. */
MUST_USE bool facet_counts_open(struct facet_counts *counts, uint32_t size);
void facet_counts_release(struct facet_counts *counts);
/* Adds up the tables in tables[0], which is then all there is to read. */
void facet_counts_settle(struct facet_counts *counts);
/* The first value at or after `from` that was met, or `size`; only once settled. */
uint32_t facet_counts_next(const struct facet_counts *counts, uint32_t from);

/* `width` 1, 2 or 4 bytes a row. */
void facet_count_rows(struct facet_counts *counts, const struct facet_stretch *stretch,
                      const uint8_t *rows, unsigned width);
/* Rows of dates, counted by year. */
void facet_count_years(struct facet_counts *counts, const struct facet_stretch *stretch,
                       const uint8_t *rows);
/* An author who stands twice in an article counts once. */
void facet_count_authors(struct facet_counts *counts,
                         const struct facet_stretch *stretch,
                         const struct columns_author_rows *rows);

#endif
