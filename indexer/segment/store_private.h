/* store_private.h - what writer and reader of the article store agree on.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md: store
 */
#ifndef MSEARCH_SEGMENT_STORE_PRIVATE_H
#define MSEARCH_SEGMENT_STORE_PRIVATE_H

#include <stdint.h>

#include "base/bytes.h"
#include "codec/wire.h"
#include "segment/segment_private.h"
#include "segment/store_read.h"

enum {
    STORE_INDEX_HEAD_BYTES = 8, /* blocks, dictionaries */
    STORE_DICT_ROW_BYTES = 9,   /* language, bytes, crc */
    STORE_OFF_BYTES = 5,        /* an offset in store or plain text */
    STORE_NO_DICT = 255,
    STORE_RECORD_HEAD_MAX = 15 /* three varints of 32 bits */
};
#define STORE_OFF_MAX (((uint64_t)1 << 40) - 1)

static inline uint64_t store_load_off(const uint8_t *p)
{
    return wire_load_u32(p) | (uint64_t)p[4] << 32;
}

/* One row of the table of blocks; false when it cannot be (rule T1) or is damaged. */
struct store_block_row {
    uint64_t comp_off, plain_off;
    uint32_t comp_len, plain_len;
    uint8_t dict;
};
bool store_block_row(const struct segment *segment, uint32_t block,
                     struct store_block_row *row);
/* The block that holds byte `off` of the plain stream. */
bool store_find_block(const struct segment *segment, uint64_t off, uint32_t *block);
/* The article's bytes in the plain stream. */
bool store_doc_range(const struct segment *segment, doc_id doc, uint64_t *from,
                     uint64_t *to);
struct store_dict_row {
    uint8_t lang;
    uint32_t crc;
    struct span bytes;
};
bool store_dict_row(const struct segment *segment, unsigned dict,
                    struct store_dict_row *row);
/* A block's plain bytes, valid until the next call with the same cache. */
MUST_USE enum status store_block(const struct segment *segment, uint32_t block,
                                 struct store_cache *cache, struct span *plain,
                                 struct error *err);
/* Bytes [off, off + len) of the plain stream into `out`. */
MUST_USE enum status store_plain(const struct segment *segment, uint64_t off,
                                 uint64_t len, struct store_cache *cache, uint8_t *out,
                                 struct error *err);

#endif
