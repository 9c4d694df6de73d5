/* columns_read.h - year, journal, issue, rubric, language, authors of each article.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md: columns, ids
 * Memory   borrows the segment
 * Threads  free of state
 */
#ifndef MSEARCH_SEGMENT_COLUMNS_READ_H
#define MSEARCH_SEGMENT_COLUMNS_READ_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"
#include "segment/layout.h"

struct segment;

uint32_t columns_date(const struct segment *segment, doc_id doc); /* yyyymmdd, 0 none */
static inline uint32_t columns_year_of(uint32_t date)             /* 0 none */
{
    return date / 10000;
}
uint8_t columns_lang(const struct segment *segment, doc_id doc); /* enum lang */
/* The article's number in the order of the archive, among those of the segment. */
uint32_t columns_order(const struct segment *segment, doc_id doc);
/* Values of a column in byte order, without repetition, by ordinal. */
uint32_t columns_value_count(const struct segment *segment, enum column column);
struct span columns_value(const struct segment *segment, enum column column,
                          uint32_t ordinal);
/* COLUMN_NONE when no article has it. */
uint32_t columns_find(const struct segment *segment, enum column column,
                      struct span value);
/* The article's ordinal; COLUMN_NONE. Not for COLUMN_AUTHOR. */
uint32_t columns_ordinal(const struct segment *segment, enum column column, doc_id doc);
/* The article's authors in printed order: `at` counts from 0; COLUMN_NONE past the
 * last. */
uint32_t columns_author(const struct segment *segment, doc_id doc, uint32_t at);

/* The same for the articles [from, from + count) at once, checked once for all of them:
 * little-endian rows, data NULL when some of them are damaged or past the end. */
struct span columns_date_rows(const struct segment *segment, doc_id from,
                              uint32_t count); /* u32 */
struct span columns_lang_rows(const struct segment *segment, doc_id from,
                              uint32_t count); /* u8 */
/* *width bytes an ordinal: 1, 2 or 4, and 0 (no rows) when no article has a value. What
 * is not below columns_value_count is no value. */
struct span columns_ordinal_rows(const struct segment *segment, enum column column,
                                 doc_id from, uint32_t count, unsigned *width);
/* Row `at`, of `width` bytes: dates 4, languages 1. */
static inline uint32_t columns_row(const uint8_t *rows, unsigned width, size_t at)
{
    const uint8_t *row = rows + at * width;
    uint32_t value = row[0];
    if (width >= 2)
        value |= (uint32_t)row[1] << 8;
    if (width == 4)
        value |= (uint32_t)row[2] << 16 | (uint32_t)row[3] << 24;
    return value;
}
struct columns_author_rows {
    struct span starts;   /* u32 x (count + 1): rows of an article, not yet checked */
    struct span ordinals; /* of rows first, first + 1, ... */
    uint32_t first;
    unsigned width;
};
/* False when damaged, or when no article has an author. */
bool columns_author_rows(const struct segment *segment, doc_id from, uint32_t count,
                         struct columns_author_rows *rows);

struct span columns_id(const struct segment *segment, doc_id doc);
uint64_t columns_hash(const struct segment *segment, doc_id doc); /* content hash */
/* The article with this id, deleted or not; DOC_END when there is none. */
doc_id columns_find_id(const struct segment *segment, struct span id);

#endif
