/* dict_inside.h - what the dictionary's two readers share: by order, by hash.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md: dictionary
 * Memory   a cursor is the caller's storage
 * Threads  a cursor belongs to one thread
 */
#ifndef MSEARCH_SEGMENT_DICT_INSIDE_H
#define MSEARCH_SEGMENT_DICT_INSIDE_H

#include "segment/dict_read.h"
#include "segment/segment_private.h"

static inline unsigned dict_terms_in_block(const struct segment *segment,
                                           uint32_t block)
{
    uint32_t left = segment->info.term_count - block * DICT_BLOCK;

    return left < DICT_BLOCK ? left : DICT_BLOCK;
}

/* Before the block's first entry, whose key is the cursor's term. */
MUST_USE enum status dict_open_block(struct dict_cursor *cursor, uint32_t block,
                                     struct error *err);
/* cursor->info from what `in` is at: what follows the key of entry `at`. */
MUST_USE enum status dict_read_info(struct dict_cursor *cursor, struct error *err);

#endif
