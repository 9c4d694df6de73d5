/* postings_private.h - what writer and reader of a postings block agree on.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md: postings, directory
 */
#ifndef MSEARCH_SEGMENT_POSTINGS_PRIVATE_H
#define MSEARCH_SEGMENT_POSTINGS_PRIVATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "codec/wire.h"
#include "segment/layout.h"
#include "segment/postings_read.h"
#include "segment/postings_scan.h"

enum block_flag { BLOCK_HAS_TF = 1, BLOCK_HAS_EXTRA = 2 };
enum { FIELD_MASK_MAX = (1 << (FIELD_COUNT - 1)) - 1 };

/* False when `bytes` is too short for `count` blocks or has an unknown width. */
bool directory_open(struct postings_directory *directory, struct span bytes,
                    uint32_t count);
static inline uint32_t directory_last(const struct postings_directory *directory,
                                      uint32_t block)
{
    return wire_load_u32(directory->last_docs + (size_t)block * 4);
}
/* Byte ranges of a block in its list's payload, places, and bounds. */
struct block_range {
    uint64_t off, len;
};
struct block_range directory_payload(struct postings_directory *directory,
                                     uint32_t block);
struct block_range directory_places(const struct postings_directory *directory,
                                    uint32_t block);
struct block_range directory_bound(const struct postings_directory *directory,
                                   uint32_t block);
/* The first block from `from` on whose last document is >= target; count when none. */
uint32_t directory_find(const struct postings_directory *directory, uint32_t from,
                        uint32_t target);

/* The reader's steps, shared by postings_read.c, postings_block.c, places_read.c. */
bool postings_load_block(struct postings_reader *r, uint32_t block);
bool postings_load_tf(struct postings_reader *r);
void postings_broken(struct postings_reader *r, const char *rule); /* sticky */
/* The bound of the loaded block, counted out. */
void postings_count_bound(struct postings_reader *r, struct block_bound *bound);

/* In places_read.c: the parts of the loaded block, alone or with what of each posting is in
 * the body; whether its places use them up. */
bool places_open_parts(struct postings_reader *r);
bool places_open_block(struct postings_reader *r);
bool places_filled(const struct postings_reader *r);

static inline uint32_t block_count_of(uint32_t doc_freq)
{
    return doc_freq / POSTINGS_BLOCK + (doc_freq % POSTINGS_BLOCK != 0);
}

#endif
