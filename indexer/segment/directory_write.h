/* directory_write.h - collects a term's block rows and writes its directory.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md: directory, rules B1-B4
 * Memory   20 bytes for each block of the term
 * Threads  one thread
 */
#ifndef MSEARCH_SEGMENT_DIRECTORY_WRITE_H
#define MSEARCH_SEGMENT_DIRECTORY_WRITE_H

#include <stddef.h>
#include <stdint.h>

#include "segment/postings_write.h"

void directory_rows_init(struct directory_rows *rows);
void directory_rows_release(struct directory_rows *rows);
void directory_rows_reset(struct directory_rows *rows);
void directory_rows_add(struct directory_rows *rows, uint32_t last_doc,
                        size_t payload_len, size_t place_len,
                        const struct block_bound *bound);
/* Bytes written. */
uint64_t directory_rows_put(struct directory_rows *rows,
                            const struct bound_builder *list_bound,
                            struct section_writer *section);
enum status directory_rows_status(const struct directory_rows *rows);

#endif
