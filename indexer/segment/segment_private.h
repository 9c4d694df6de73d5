/* segment_private.h - an open segment as the modules of this folder see it.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md 4
 * Memory   see segment_read.h
 * Threads  everything is constant after segment_open, save the bitmap of pages found
 *          good and the first damage, both atomic
 */
#ifndef MSEARCH_SEGMENT_SEGMENT_PRIVATE_H
#define MSEARCH_SEGMENT_SEGMENT_PRIVATE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/file.h"
#include "segment/layout.h"
#include "segment/segment_read.h"
#include "segment/slots.h"

/* Byte offsets within SECTION_COLUMNS. */
struct column_view {
    uint32_t value_count;
    unsigned width;        /* bytes of an ordinal: 0 (no values), 1, 2, 4 */
    uint64_t ordinals_off; /* one for each article, or for each author printed */
    uint64_t offs_off;     /* u32 x (value_count + 1) into the values */
    uint64_t values_off;
    uint64_t values_bytes;
};

struct columns_view {
    uint64_t dates_off, langs_off, hashes_off, orders_off;
    bool has_hashes;            /* else all are 0 */
    bool has_orders;            /* else each is the article's number */
    uint64_t author_starts_off; /* u32 x (doc_count + 1) */
    uint32_t author_count;      /* printed authors of all articles */
    struct column_view columns[COLUMN_COUNT];
};

/* Byte offsets within SECTION_STORE_INDEX. */
struct store_view {
    uint32_t block_count;
    uint32_t dict_count;
    uint64_t dicts_off, comp_offs_off, plain_offs_off, block_dicts_off, starts_off;
};

/* What changes while readers read. */
struct page_state {
    _Atomic uint64_t damage; /* 0, or file offset + 1 of the first bad page */
    _Atomic uint32_t fields; /* a bit for each whose length codes are all good */
    _Atomic uint64_t good[]; /* a bit for each page whose checksum was right */
};

struct segment {
    struct file_map map;
    struct span bytes; /* of the map, or the caller's (segment_open_bytes) */
    struct segment_info info;
    struct span sections[SECTION_COUNT];
    uint64_t section_offs[SECTION_COUNT];
    uint32_t first_pages[SECTION_COUNT]; /* number of each section's first page */
    uint32_t page_count;
    struct page_state *pages;
    uint64_t *deleted;                  /* NULL: none */
    uint64_t lengths_offs[FIELD_COUNT]; /* within the section */
    uint8_t *no_lengths; /* zeros, of fields without a word; NULL: none is */
    uint32_t dict_block_count;
    struct slots term_slots, id_slots;
    struct columns_view columns;
    struct store_view store;
};

/* As segment_open with the file's bytes, which stay the caller's; no deletions. */
MUST_USE enum status segment_open_bytes(struct segment **segment, struct span bytes,
                                        uint64_t id, struct error *err);

/* Whether the pages that hold [off, off + len) of a section have the right checksums;
 * false also when that is not within the section. Notes the damage. */
bool segment_pages_good(const struct segment *segment, enum section section,
                        uint64_t off, uint64_t len);
/* The bytes after that check; data NULL when they are not good. */
struct span segment_bytes(const struct segment *segment, enum section section,
                          uint64_t off, uint64_t len);
/* ST_CORRUPT with the text of rule C1, or of `rule` when no page is damaged. */
enum status segment_broken(const struct segment *segment, struct error *err,
                           const char *rule);
/* What columns.c, store_read.c and dict_read.c find out about their sections at open.
 */
MUST_USE enum status columns_open(struct segment *segment, struct error *err);
MUST_USE enum status store_open(struct segment *segment, struct error *err);
MUST_USE enum status dict_open(struct segment *segment, struct error *err);

#endif
