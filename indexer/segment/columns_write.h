/* columns_write.h - dates, languages, ids and string columns of the articles.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md: columns, ids
 * Memory   open/close object: about 50 bytes an article, the ids, and each distinct
 *          value once
 * Threads  one thread
 */
#ifndef MSEARCH_SEGMENT_COLUMNS_WRITE_H
#define MSEARCH_SEGMENT_COLUMNS_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/status.h"
#include "segment/layout.h"
#include "segment/section_write.h"
#include "segment/segment_write.h"

/* One column on its way: values numbered as they came, sorted at the end. */
struct column_writer {
    struct hash_table numbers; /* value -> number + 1 */
    struct span *values;
    size_t capacity;
    uint32_t value_count;
    uint64_t value_bytes;
    struct buf rows; /* u32 number + 1, 0: none; one an article (or printed author) */
};

struct columns_writer {
    struct arena strings;
    struct column_writer columns[COLUMN_COUNT];
    struct buf dates, langs, hashes, orders, author_starts;
    bool any_hash;   /* else they are left out */
    bool any_date;   /* without one, or .. */
    bool disordered; /* .. when articles stand as in the archive, orders are left out */
    uint32_t order_most;
    struct buf ids, id_offs;
    uint64_t *id_hashes;
    size_t id_hash_capacity;
    uint32_t doc_count, author_total;
    enum status status;
};

void columns_writer_open(struct columns_writer *writer);
void columns_writer_close(struct columns_writer *writer);
/* Fields id, content_hash, date, lang, values and authors of the article. */
void columns_writer_add(struct columns_writer *writer, const struct segment_doc *doc);
/* Whether all went well; then the three sections, each whole. */
MUST_USE enum status columns_writer_check(struct columns_writer *writer,
                                          struct error *err);
MUST_USE enum status columns_writer_put(const struct columns_writer *writer,
                                        struct section_writer *section,
                                        struct error *err);
void columns_writer_put_ids(const struct columns_writer *writer,
                            struct section_writer *section);
MUST_USE enum status columns_writer_put_id_slots(const struct columns_writer *writer,
                                                 struct section_writer *section,
                                                 struct error *err);

#endif
