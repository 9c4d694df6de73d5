/* postings_scan.h - one term's postings block by block, for batch kernels.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md 7, 8
 * Memory   as postings_read.h: nothing is allocated; columns are borrowed until
 *          segment_close
 * Threads  one reader per thread; the segment may be shared
 *
 * Open with postings_open. Blocks may be asked for in any order; the loaded one is not
 * decoded again. What a block has is in the reader:
 *
 *   r->in_block             postings in it
 *   r->docs[0 .. in_block)  after postings_block
 *   r->tf[0 .. in_block)    after postings_block_tf: all fields together
 *   r->field_count          after postings_block_tf: 0 when all of it is in the body
 *
 * The arrays begin at a multiple of 64 bytes and have room for POSTINGS_ROOM entries
 * more, of any value: a kernel may read them and write them. Failures are sticky in
 * r->status, as in postings_read.h.
 */
#ifndef MSEARCH_SEGMENT_POSTINGS_SCAN_H
#define MSEARCH_SEGMENT_POSTINGS_SCAN_H

#include <stdbool.h>
#include <stdint.h>

#include "codec/wire.h"
#include "segment/postings_read.h"

/* The columns of a list's directory that pruning reads, one entry a block: u32 LE and
 * u8, at any address. Behind their ends are at least 64 readable bytes, of any value.
 * A list of one block has none: count 0. */
struct postings_columns {
    const uint8_t *last_docs;
    const uint8_t *impacts; /* impacts.h, FORMAT.md 8 */
    uint32_t count;
};
struct postings_columns postings_columns(const struct postings_reader *r);
/* The last document of a block, as its column says. */
static inline doc_id postings_column_last(const struct postings_columns *columns,
                                          uint32_t block)
{
    return wire_load_u32(columns->last_docs + (size_t)block * 4);
}

static inline uint32_t postings_block_count(const struct postings_reader *r)
{
    return r->block_count;
}
/* The first block from `from` on that may hold documents >= target; the number of
 * blocks when none. A list of one block: 0, whatever the target. */
uint32_t postings_find_block(const struct postings_reader *r, uint32_t from,
                             doc_id target);

/* Decode the documents of a block. False: sticky in r->status. Leaves the reader
 * between postings: call postings_pick before next, seek, freqs, places_get. */
MUST_USE bool postings_block(struct postings_reader *r, uint32_t block);
/* The first posting of the loaded block from number `from` on with a document >= target;
 * r->in_block when none. */
uint32_t postings_find(const struct postings_reader *r, uint32_t from, doc_id target);
/* Set bit doc - base for each of the block's documents within [base, base + 64 * words).
 * False, with nothing done, when the block is of a form that is decoded as quickly; the
 * loaded block stays. */
MUST_USE bool postings_block_mark(struct postings_reader *r, uint32_t block,
                                  doc_id base, uint64_t *bits, size_t words);
/* Decode its frequencies, and which postings have fields beside the body. */
MUST_USE bool postings_block_tf(struct postings_reader *r);

/* After postings_block_tf: bit f - 1 set when posting `at` has occurrences in field f,
 * f from 1. */
static inline uint32_t postings_field_mask(const struct postings_reader *r, uint32_t at)
{
    return r->extra[at] & POSTINGS_FIELD_MASK;
}
/* Frequencies by field of posting `at` of the loaded block. False: all 0, sticky. */
bool postings_field_tf(struct postings_reader *r, uint32_t at,
                       uint32_t tf[FIELD_COUNT]);

/* Posting `at` of the loaded block becomes the reader's current one. */
static inline void postings_pick(struct postings_reader *r, uint32_t at)
{
    r->at = at;
    r->doc = r->docs[at];
}

#endif
