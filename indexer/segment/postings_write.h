/* postings_write.h - one term's postings -> blocks, places, directory, bounds.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md: postings, directory, places
 * Memory   open/close object: one block, and 21 bytes for each block of the term
 * Threads  one thread
 */
#ifndef MSEARCH_SEGMENT_POSTINGS_WRITE_H
#define MSEARCH_SEGMENT_POSTINGS_WRITE_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"
#include "segment/bounds.h"
#include "segment/champions.h"
#include "segment/dict_write.h"
#include "segment/impacts.h"
#include "segment/layout.h"
#include "segment/places_write.h"
#include "segment/section_write.h"
#include "segment/segment_write.h"

/* One row for each block of the term, in columns as on disk. */
struct directory_rows {
    struct buf last_docs, impacts, payload_lens, place_lens, bound_lens, bounds;
    struct buf groups; /* payload, places, bounds offset of each group */
    uint32_t count;
    uint32_t place_len_max;
    uint64_t payload_off, places_off;
};

struct postings_writer {
    struct section_writer *postings, *places, *directory; /* borrowed */
    const struct buf *lengths;   /* FIELD_COUNT bufs of codes, one byte a document */
    uint32_t doc_freq, last_doc; /* of the term so far */
    uint64_t total_freq;
    bool detailed;
    unsigned count; /* postings in the open block */
    uint32_t docs[POSTINGS_BLOCK], tf[POSTINGS_BLOCK], masks[POSTINGS_BLOCK];
    uint32_t *field_tf; /* of the postings with a mask, field by field */
    size_t field_tf_count, field_tf_capacity;
    struct place_block open_places;
    struct directory_rows rows;
    struct buf block, rare;
    struct bound_builder block_bound, list_bound;
    struct champions_builder champions;
    struct impact_scale scale;
    uint64_t list_bytes, place_bytes; /* of the term, flushed */
    enum status status;
};

MUST_USE enum status postings_writer_open(struct postings_writer *writer,
                                          struct section_writer *postings,
                                          struct section_writer *places,
                                          struct section_writer *directory,
                                          const struct buf *lengths);
/* Before the first term, when all lengths are known. */
void postings_writer_scale(struct postings_writer *writer, uint64_t doc_count,
                           const uint64_t field_totals[FIELD_COUNT]);
void postings_writer_close(struct postings_writer *writer); /* zeroed: no-op */
/* `entry` has its form part already. */
void postings_writer_begin(struct postings_writer *writer,
                           const struct dict_entry *entry);
void postings_writer_add(struct postings_writer *writer, const struct posting *posting);
void postings_writer_add_run(struct postings_writer *writer,
                             const struct posting_run *run);
/* Fills the postings part of `entry`; entry->rare is borrowed until the next begin. */
void postings_writer_end(struct postings_writer *writer, struct dict_entry *entry);

#endif
