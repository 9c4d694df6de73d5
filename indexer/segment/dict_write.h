/* dict_write.h - sorted terms -> front-coded blocks, sampled keys, look-up slots.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md: dictionary, rules D1-D9
 * Memory   open/close object: 8 bytes a term, and the first term of each block
 * Threads  one thread
 */
#ifndef MSEARCH_SEGMENT_DICT_WRITE_H
#define MSEARCH_SEGMENT_DICT_WRITE_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"
#include "segment/layout.h"
#include "segment/section_write.h"
#include "segment/squeeze.h"

/* How the forms of a term are told. */
enum form_kind {
    FORM_SAME = 0, /* one form, equal to the term */
    FORM_ONE = 1,  /* one other form, within the dictionary */
    FORM_MANY = 2  /* two or more, in their own section */
};

/* What the dictionary says of one term. */
struct dict_entry {
    uint32_t doc_freq;
    uint64_t total_freq;
    bool detailed; /* some posting has not exactly one place, in the body */
    enum form_kind form_kind;
    uint32_t form_count;
    struct span form; /* of FORM_ONE: its code */
    uint64_t forms_bytes;
    struct span rare; /* of a rare term: its postings and places */
    uint64_t postings_bytes, places_bytes, directory_bytes; /* of any other */
};

/* Whether a term's postings live in the dictionary (FORMAT.md: rare terms). */
static inline bool dict_is_rare(uint64_t doc_freq, uint64_t total_freq)
{
    return doc_freq <= INLINE_DOCS && total_freq <= INLINE_PLACES;
}

struct dict_writer {
    struct section_writer *section; /* borrowed */
    struct buf block;               /* the open block */
    struct buf key_offs, block_offs, keys;
    uint64_t *hashes; /* of every term */
    size_t hash_capacity;
    uint32_t term_count;
    uint64_t postings_off, places_off, directory_off, forms_off; /* of the next term */
    size_t last_len;
    uint8_t last[SQUEEZED_MAX]; /* the term before, squeezed */
    enum status status;
};

void dict_writer_open(struct dict_writer *dict, struct section_writer *section);
void dict_writer_close(struct dict_writer *dict); /* of a zeroed one: no-op */
void dict_writer_add(struct dict_writer *dict, struct span term,
                     const struct dict_entry *entry);
/* Flushes the last block; `keys` and `slots` get their sections' bytes. */
MUST_USE enum status dict_writer_finish(struct dict_writer *dict, struct buf *keys,
                                        struct buf *slots, struct error *err);

#endif
