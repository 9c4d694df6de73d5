/* segment_read.h - one immutable segment, opened as a unit.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md 4
 * Memory   open/close object over a read-only mapping; every span and array it hands
 *          out is valid until segment_close
 * Threads  may be shared by any number of reading threads
 */
#ifndef MSEARCH_SEGMENT_SEGMENT_READ_H
#define MSEARCH_SEGMENT_SEGMENT_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"
#include "segment/layout.h"
#include "segment/manifest.h"

struct segment;

struct segment_info {
    uint64_t id;
    uint32_t doc_count; /* deleted ones included */
    uint32_t deleted_count;
    uint32_t term_count;
    uint64_t field_totals[FIELD_COUNT]; /* sums of decoded lengths, deleted included */
    uint64_t posting_count;
    uint64_t place_count;
    uint64_t store_plain_bytes;
    uint64_t file_bytes;
};

/* Opens the segment and the deletions that the manifest entry names. Checks header,
 * footer, section bounds and ids; data blocks are checked when they are read. */
MUST_USE enum status segment_open(struct segment **segment, const char *dir,
                                  const struct manifest_segment *entry,
                                  struct error *err);
void segment_close(struct segment *segment); /* NULL is fine */
const struct segment_info *segment_info(const struct segment *segment);
/* One bit an article, 64 a word, 1 = deleted; NULL when none is. */
const uint64_t *segment_deleted(const struct segment *segment);
static inline bool segment_bit(const uint64_t *deleted, doc_id doc)
{
    return deleted && (deleted[doc >> 6] >> (doc & 63) & 1);
}
/* The field's length codes, one byte an article (lengths.h). */
const uint8_t *segment_lengths(const struct segment *segment, enum field field);

/* ST_CORRUPT once a page with a wrong checksum was met by any reader of this segment.
 * What hands out plain arrays and values (lengths, columns) tells of it here only:
 * ask at the end of a query. */
MUST_USE enum status segment_status(const struct segment *segment, struct error *err);

/* Sizes for `msearch stats`: name and bytes of each section; false past the last. */
bool segment_section(const struct segment *segment, unsigned at, const char **name,
                     uint64_t *off, uint64_t *bytes);
/* Proves every rule of FORMAT.md on this segment; calls `problem` for each breach
 * with the file offset and a text that names the rule. ST_OK when it ran to the end. */
MUST_USE enum status segment_verify(const struct segment *segment,
                                    void (*problem)(void *context, uint64_t off,
                                                    const char *text),
                                    void *context, struct error *err);

#endif
