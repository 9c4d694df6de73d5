/* segment_pages.h - the checksums of an open segment's pages, and its deletions.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md: pages, rules C1-C2; deletions, rules E1-E3
 * Memory   fills fields of the segment, which owns them
 * Threads  opening: one thread; the checks are in segment_private.h
 */
#ifndef MSEARCH_SEGMENT_SEGMENT_PAGES_H
#define MSEARCH_SEGMENT_SEGMENT_PAGES_H

#include "segment/segment_private.h"

/* Proves the checksum section itself and makes the bitmap. */
MUST_USE enum status segment_pages_open(struct segment *segment, uint32_t checksums_crc,
                                        struct error *err);
MUST_USE enum status segment_read_deletes(struct segment *segment, const char *dir,
                                          const struct manifest_segment *entry,
                                          struct error *err);

#endif
