/* directory_write.h - collects a term's block rows and writes its directory.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md: directory, rules B1-B6
 * Memory   21 bytes for each block of the term
 * Threads  one thread
 */
#ifndef MSEARCH_SEGMENT_DIRECTORY_WRITE_H
#define MSEARCH_SEGMENT_DIRECTORY_WRITE_H

#include <stddef.h>
#include <stdint.h>

#include "segment/postings_write.h"

struct directory_row {
    uint32_t last_doc;
    uint8_t impact;
    size_t payload_len, place_len;
    struct block_bound bound;
};

void directory_rows_init(struct directory_rows *rows);
void directory_rows_release(struct directory_rows *rows);
void directory_rows_reset(struct directory_rows *rows);
void directory_rows_add(struct directory_rows *rows, const struct directory_row *row);
/* Bytes written. */
uint64_t directory_rows_put(struct directory_rows *rows,
                            const struct bound_builder *list_bound,
                            struct champions_builder *champions,
                            struct section_writer *section);
enum status directory_rows_status(const struct directory_rows *rows);

#endif
