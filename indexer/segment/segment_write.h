/* segment_write.h - write one immutable segment: articles, then terms.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md 4
 * Memory   open/finish object; what grows with the input goes to spools and to the
 *          file, save about 60 bytes an article with its id and each distinct column
 *          value, 8 bytes a term, the sampled keys, and 2 MiB of text that the store's
 *          dictionaries are chosen from
 * Threads  one thread
 *
 * Call order: create, add_doc or copy_doc for every article, then for every term in
 * ascending byte order begin_term, add_posting..., end_term, then finish.
 * Sticky: the first failure is kept and reported by finish; nothing else needs a check.
 */
#ifndef MSEARCH_SEGMENT_SEGMENT_WRITE_H
#define MSEARCH_SEGMENT_SEGMENT_WRITE_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"
#include "segment/layout.h"
#include "segment/place_bits.h"

struct segment;
struct segment_writer;

struct segment_paragraph {
    uint32_t off; /* byte offset in the body text; ascending, the first is 0 */
    uint8_t lang; /* enum lang */
    uint8_t kind; /* enum paragraph_kind */
};

/* One article as it is stored; everything borrowed for the call. */
struct segment_doc {
    struct span id;        /* 1..512 bytes, unique in the index */
    uint64_t content_hash; /* article_hash */
    struct span meta;      /* the record without body, JSON; opaque here */
    struct span body;      /* paragraphs joined by one line feed */
    const struct segment_paragraph *paragraphs;
    size_t paragraph_count;
    /* Sample k is for the raw word of the body that contains position 64 * k
     * (BODY_SAMPLE): its byte offset << 4 | (64 * k - its first position). A reader
     * goes on from there: off = sample >> 4, first position = 64 * k - (sample & 15).
     * A compound takes at most 12 positions; bodies stay below 2^28 bytes. */
    const uint32_t *body_samples;
    size_t body_sample_count;      /* ceil(lengths[FIELD_BODY] / BODY_SAMPLE) */
    uint32_t lengths[FIELD_COUNT]; /* words per field */
    uint32_t date;                 /* yyyymmdd, 0 none */
    uint32_t order; /* place in the archive: distinct, with gaps; all 0: as added */
    uint8_t lang;   /* enum lang */
    struct span values[COLUMN_COUNT]; /* empty: none; COLUMN_AUTHOR is not read */
    const struct span *authors;
    size_t author_count;
};

/* One article's occurrences of the current term. */
struct posting {
    doc_id doc;               /* ascending */
    uint32_t tf[FIELD_COUNT]; /* occurrences by field; the sum is >= 1 */
    const uint32_t *places;   /* sum of tf PLACE()s, ascending (equal ones allowed) */
    const uint32_t *forms;    /* for each place the form's ordinal; NULL: all 0 */
};

/* Postings of the current term as a block keeps them: to be copied in bulk. */
struct posting_run {
    uint32_t count;           /* 1 .. POSTINGS_BLOCK */
    const doc_id *docs;       /* ascending */
    const uint32_t *tf;       /* occurrences in all fields */
    const uint32_t *masks;    /* bit f - 1: field f occurs; NULL: all is in bodies */
    const uint32_t *field_tf; /* occurrences for each bit, posting by posting */
    /* The first number of a posting's field is a position, the next ones are the gaps
     * between positions; those in bodies, those beside; and the ordinals of forms, posting by
     * posting (not read when the term has one form). */
    const uint32_t *places[PLACE_PARTS];
};

/* `dir`/<id as 16 hex digits>.seg; spools go to `dir` too. */
MUST_USE enum status segment_writer_create(struct segment_writer **writer,
                                           const char *dir, uint64_t segment_id,
                                           size_t memory_bytes, struct error *err);
void segment_writer_add_doc(struct segment_writer *writer,
                            const struct segment_doc *doc);
/* As add_doc with the stored article of another segment; whole store blocks are copied
 * as they are where every article in them is copied in order. */
void segment_writer_copy_doc(struct segment_writer *writer, const struct segment *from,
                             doc_id doc);
/* `forms` by ordinal (the most frequent first, ties by bytes) with how often each
 * occurs. form_count 1 with the form equal to the term costs nothing. */
void segment_writer_begin_term(struct segment_writer *writer, struct span term,
                               const struct span *forms, const uint32_t *form_counts,
                               size_t form_count);
void segment_writer_add_posting(struct segment_writer *writer,
                                const struct posting *posting);
/* As add_posting for each of the run. */
void segment_writer_add_run(struct segment_writer *writer,
                            const struct posting_run *run);
void segment_writer_end_term(struct segment_writer *writer);
uint32_t segment_writer_doc_count(const struct segment_writer *writer);
/* Writes all sections, syncs, closes, frees the writer in every case; on failure no
 * file is left. *file_bytes and *file_crc (of the footer) go into the manifest. */
MUST_USE enum status segment_writer_finish(struct segment_writer *writer,
                                           uint64_t *file_bytes, uint32_t *file_crc,
                                           struct error *err);
void segment_writer_abort(struct segment_writer *writer); /* NULL is fine */

#endif
