/* columns_read.h - year, journal, issue, rubric, language, authors of each article.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md: columns, ids
 * Memory   borrows the segment
 * Threads  free of state
 */
#ifndef MSEARCH_SEGMENT_COLUMNS_READ_H
#define MSEARCH_SEGMENT_COLUMNS_READ_H

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

struct span columns_id(const struct segment *segment, doc_id doc);
uint64_t columns_hash(const struct segment *segment, doc_id doc); /* content hash */
/* The article with this id, deleted or not; DOC_END when there is none. */
doc_id columns_find_id(const struct segment *segment, struct span id);

#endif
