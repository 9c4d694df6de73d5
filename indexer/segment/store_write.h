/* store_write.h - article records -> small compressed blocks.
 *
 * Layer    segment (includes base, codec, zlib)
 * Format   FORMAT.md: store, rules T1-T8
 * Memory   open/close object: the training sample (2 MiB) until it is full, then one
 *          block; 5 bytes an article and 11 a block; the dictionaries
 * Threads  one thread
 */
#ifndef MSEARCH_SEGMENT_STORE_WRITE_H
#define MSEARCH_SEGMENT_STORE_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"
#include "segment/section_write.h"
#include "segment/segment_write.h"
#include "segment/store_read.h"

struct store_dict {
    uint8_t lang;
    uint32_t crc;
    struct buf bytes;
};

struct waiting_doc { /* of the training sample */
    size_t len;
    uint8_t lang;
};

/* A stretch of another segment's articles that may yet fill whole blocks. */
struct copy_run {
    const struct segment *from; /* NULL: none */
    doc_id first, next;
    uint32_t first_block;
};

enum { STORE_PRIMED = 4 };

struct store_writer {
    struct section_writer *section;          /* borrowed */
    struct z_stream_s *primed[STORE_PRIMED]; /* with a dictionary read in, to copy */
    int primed_dict[STORE_PRIMED];           /* -1: none; -2: not there */
    unsigned primed_next;
    bool training;
    struct buf sample; /* records that wait for the dictionaries */
    struct waiting_doc *waiting;
    size_t waiting_count, waiting_capacity;
    struct buf record, block, packed;
    uint8_t block_lang;
    uint64_t comp_off, plain_off; /* of the open block */
    uint64_t plain_total;         /* of all articles so far */
    uint32_t block_count, doc_count;
    struct buf comp_offs, plain_offs, block_dicts, starts;
    struct store_dict *dicts; /* STORE_DICTS_MAX */
    unsigned dict_count;
    size_t dict_bytes, dict_room; /* in them; what they may take together */
    int16_t lang_dicts[256];      /* the dictionary for a language; -1: none */
    struct copy_run run;
    struct store_cache *cache; /* for articles that are copied one by one */
    struct error error;        /* sticky */
};

MUST_USE enum status store_writer_open(struct store_writer *store,
                                       struct section_writer *section,
                                       struct error *err);
void store_writer_close(struct store_writer *store); /* of a zeroed one: no-op */
void store_writer_add(struct store_writer *store, const struct segment_doc *doc);
void store_writer_copy(struct store_writer *store, const struct segment *from,
                       doc_id doc);
/* `index` and `dicts` get the bytes of their sections. */
MUST_USE enum status store_writer_finish(struct store_writer *store, struct buf *index,
                                         struct buf *dicts, struct error *err);

/* Shared by store_write.c and store_copy.c. */
void store_put_record(struct store_writer *store, struct span record, uint8_t lang);
void store_flush_block(struct store_writer *store);
void store_end_training(struct store_writer *store);
void store_note_block(struct store_writer *store, size_t comp_len, size_t plain_len,
                      uint8_t dict);
void store_note_doc(struct store_writer *store, uint64_t len);
/* The number of this dictionary, made when it is new; -1: no room. */
int store_add_dict(struct store_writer *store, uint8_t lang, struct span bytes);
void store_copy_end(struct store_writer *store); /* give up the run, if any */

#endif
