/* dict_read.h - terms of a segment: exact look-up, ranges, and their written forms.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md: dictionary, forms
 * Memory   borrows the segment; cursors are the caller's storage
 * Threads  a cursor belongs to one thread; look-ups are free of state
 */
#ifndef MSEARCH_SEGMENT_DICT_READ_H
#define MSEARCH_SEGMENT_DICT_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"
#include "codec/wire.h"
#include "segment/layout.h"
#include "segment/squeeze.h"

struct segment;

struct term_info {
    term_id id;
    uint32_t doc_freq;   /* deleted articles included */
    uint64_t total_freq; /* places, deleted articles included */
    uint32_t form_count; /* >= 1 */
    /* the rest is for the postings and forms readers */
    bool detailed; /* some posting has not exactly one place, in the body */
    bool rare;     /* postings and places are in inline_postings */
    uint64_t postings_off, postings_bytes;
    uint64_t directory_off, directory_bytes;
    uint64_t places_off, places_bytes;
    uint64_t forms_off, forms_bytes; /* of a term with several forms */
    struct span form;                /* code of its one form, empty: the term itself */
    struct span inline_postings;     /* of a rare term, within the dictionary */
};

/* ST_OK, ST_NOT_FOUND, ST_CORRUPT. */
MUST_USE enum status dict_find(const struct segment *segment, struct span term,
                               struct term_info *info, struct error *err);

struct dict_cursor {
    struct span term; /* current; borrowed until the next call */
    struct term_info info;
    /* internal */
    const struct segment *segment;
    struct wire_reader in; /* rest of the block */
    uint32_t block;
    unsigned at; /* terms of the block that were read */
    uint64_t postings_off, places_off, directory_off, forms_off; /* of the next term */
    size_t squeezed_len;
    uint8_t squeezed[SQUEEZED_MAX];
    uint8_t term_bytes[TERM_MAX];
};

/* The first term >= `from`, in byte order. ST_OK, ST_END, ST_CORRUPT. */
MUST_USE enum status dict_seek(struct dict_cursor *cursor,
                               const struct segment *segment, struct span from,
                               struct error *err);
MUST_USE enum status dict_next(struct dict_cursor *cursor, struct error *err);

/* The forms of a term in ordinal order: the most frequent first. */
struct forms_reader {
    struct span form; /* borrowed until the next call */
    uint32_t count;   /* occurrences */
    /* internal */
    const struct segment *segment;
    struct span term;
    uint32_t left, first_count;
    bool same; /* the one form is the term */
    struct wire_reader counts, codes;
    uint8_t form_bytes[256];
};
/* `term` is the term's bytes (a form equal to it is not stored again). */
MUST_USE enum status forms_open(struct forms_reader *reader,
                                const struct segment *segment,
                                const struct term_info *info, struct span term,
                                struct error *err);
/* ST_OK, ST_END, ST_CORRUPT. */
MUST_USE enum status forms_next(struct forms_reader *reader, struct error *err);

#endif
