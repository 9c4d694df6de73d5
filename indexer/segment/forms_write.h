/* forms_write.h - the written forms of each term, as endings on the term.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md: forms, rules F1-F5
 * Memory   open/close object: the endings seen, capped
 * Threads  one thread
 */
#ifndef MSEARCH_SEGMENT_FORMS_WRITE_H
#define MSEARCH_SEGMENT_FORMS_WRITE_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/status.h"
#include "segment/dict_write.h"

struct forms_writer {
    struct section_writer *section; /* borrowed; lists of FORM_MANY */
    struct hash_table seen;         /* cut and ending -> 1: once, else number + 2 */
    struct arena keys;
    struct buf ending_offs, endings; /* the numbered ones */
    uint32_t ending_count, seen_count;
    struct buf list; /* counts of the current term, then its codes */
    struct buf codes;
    enum status status;
};

MUST_USE enum status forms_writer_open(struct forms_writer *writer,
                                       struct section_writer *section);
void forms_writer_close(struct forms_writer *writer);
/* Fills the form part of `entry`; entry->form is borrowed until the next call. */
void forms_writer_add(struct forms_writer *writer, struct span term,
                      const struct span *forms, const uint32_t *counts, size_t count,
                      struct dict_entry *entry);
MUST_USE enum status forms_writer_finish(struct forms_writer *writer,
                                         struct buf *endings, struct error *err);

#endif
