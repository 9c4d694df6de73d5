/* postings_read.h - walk one term's postings in ascending document order.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md: postings, directory, places
 * Memory   borrows the mapped segment; the reader is the caller's storage (about
 *          5 KiB: take it from an arena) and allocates nothing; valid until segment_close
 * Threads  one reader per thread; the segment may be shared
 * Source   Lemire & Boytsov 2015 (bit packing); Ding & Suel 2011 (block maxima)
 */
#ifndef MSEARCH_SEGMENT_POSTINGS_READ_H
#define MSEARCH_SEGMENT_POSTINGS_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "base/status.h"
#include "codec/pack.h"
#include "segment/dict_read.h"
#include "segment/layout.h"
#include "segment/place_bits.h"

struct segment;

/* What a block can reach at most: for every posting of the block and every field f
 * with tf_f > 0 there is a pair of f with pair.tf >= tf_f and pair.length <= its
 * length code. Valid for any weights, k1, b and statistics. */
struct bound_pair {
    uint32_t tf;
    uint8_t length; /* code, lengths.h */
};
struct block_bound {
    uint8_t pair_count[FIELD_COUNT]; /* 0: the field does not occur in the block */
    struct bound_pair pairs[FIELD_COUNT][BOUND_PAIRS];
};

/* Internal: the columns of a list's directory. */
struct postings_directory {
    const uint8_t *last_docs;    /* u32 a block */
    const uint8_t *impacts;      /* u8 a block */
    const uint8_t *groups;       /* 3 x u32 a group: payload, places, bounds */
    const uint8_t *payload_lens; /* u16 a block */
    const uint8_t *place_lens;   /* u16 or u32 a block */
    const uint8_t *bound_lens;   /* u8 a block */
    struct span list_bound;
    struct span bounds; /* of block 0, 1, ... */
    unsigned place_len_bytes;
    uint32_t count;
    uint32_t next_block; /* whose payload begins at next_off; 0: not known */
    uint64_t next_off;
};

enum {
    POSTINGS_ROOM = PACK_ROOM, /* entries behind a block's arrays that may be touched */
    POSTINGS_FIELD_MASK = 255, /* of an entry of extra[] */
    POSTINGS_ARRAY = PACK_ARRAY,
    POSTINGS_ALIGN = 64
};

/* Not to be copied: it points into itself. */
struct postings_reader {
    doc_id doc;         /* current; DOC_END at the end */
    enum status status; /* sticky: ST_OK or ST_CORRUPT; then doc is DOC_END */
    /* internal */
    const struct segment *segment;
    struct term_info info;
    struct postings_directory directory; /* of a list of several blocks */
    uint32_t block_count;
    uint32_t block;        /* the loaded one; UINT32_MAX: none */
    uint32_t bound_block;  /* the one that `bound` is of; UINT32_MAX: none */
    uint32_t at, in_block; /* current posting of the loaded block, how many it has;
                            * at UINT32_MAX: before the first */
    bool tf_ready;
    uint32_t extra_clear;              /* so many entries of extra[] are 0 */
    struct wire_reader rest;           /* of the loaded block: behind its documents */
    struct wire_reader field_in;       /* where the chunks of field frequencies begin */
    uint32_t field_count, field_chunk; /* how many, and which chunk is in field_tf */
    uint32_t place_block;              /* that place_parts are of; UINT32_MAX: none */
    struct place_bits place_parts[PLACE_PARTS];
    struct block_bound bound;         /* of bound_block */
    struct error error;               /* what broke, when status is ST_CORRUPT */
    uint32_t *docs;                   /* POSTINGS_ARRAY each, in `arrays`, aligned */
    uint32_t *tf;                     /* all fields together */
    uint32_t *extra;                  /* field mask, and from bit 8 where its tf are */
    uint32_t *field_tf;               /* a chunk of field frequencies */
    uint32_t body_tf[POSTINGS_BLOCK]; /* of place_block, when field_count > 0 */
    uint32_t arrays[4 * POSTINGS_ARRAY + POSTINGS_ALIGN / 4];
};

/* Before the first posting: call next or seek. `info` is from a look-up in `segment`.
 */
void postings_open(struct postings_reader *r, const struct segment *segment,
                   const struct term_info *info);
doc_id postings_next(struct postings_reader *r);
/* Move to the first posting with doc >= target; the reader's `doc` is the answer.
 *   target   >= r->doc (any, before the first call); DOC_END allowed
 *   returns  r->doc (DOC_END when none); calling again at the end is legal
 *   errors   sticky in r->status, then DOC_END
 *   cost     O(log blocks) over the directory + one block decoded */
doc_id postings_seek(struct postings_reader *r, doc_id target);
/* Find the block that would hold `target` without decoding it: returns the last
 * document of that block (DOC_END when target is past the list), and makes
 * postings_bound its bound. Does not move r->doc; targets ascend. */
doc_id postings_seek_bound(struct postings_reader *r, doc_id target);
const struct block_bound *postings_bound(const struct postings_reader *r);
/* The bound of the whole list. */
void postings_list_bound(const struct postings_reader *r, struct block_bound *bound);
/* Occurrences in r->doc by field. */
void postings_freqs(struct postings_reader *r, uint32_t tf[FIELD_COUNT]);

/* How many places r->doc has, which the next two write; 0 with r->status set when they
 * cannot be read. */
uint32_t places_count(struct postings_reader *r);
/* The places, ascending; the ordinals of their forms (of a term with several). False
 * with r->status set. What is not asked for costs nothing. */
MUST_USE bool places_read(struct postings_reader *r, uint32_t *out);
MUST_USE bool places_read_forms(struct postings_reader *r, uint32_t *out);

/* Of `count` ascending places, leave those that are `pos` before a place of r->doc, all of
 * whose places are in the body (it is no rare term's); returns how many, UINT32_MAX with
 * r->status set when they cannot be read. */
uint32_t places_join(struct postings_reader *r, uint32_t pos, uint32_t *starts,
                     uint32_t count);

/* The places of r->doc: sum of tf, ascending, and for each the ordinal of its form.
 * Written to arrays in `arena` (valid until its reset). ST_OK, ST_CORRUPT, ST_NOMEM. */
struct places {
    const uint32_t *places;
    const uint32_t *forms; /* NULL when the term has one form */
    uint32_t count;
};
MUST_USE enum status places_get(struct postings_reader *r, struct arena *arena,
                                struct places *out, struct error *err);

#endif
