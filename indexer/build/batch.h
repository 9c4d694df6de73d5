/* batch.h - the articles of one batch as they will be stored.
 *
 * Layer    build (includes base, segment, ingest)
 * Memory   records in a growing array, everything they name in the batch's pool
 * Threads  one thread
 *
 * Articles wait in memory until the flush, so that one put twice in a run, or deleted
 * again, costs nothing on disk: a segment never holds an id twice.
 */
#ifndef MSEARCH_BUILD_BATCH_H
#define MSEARCH_BUILD_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "build/pool.h"
#include "ingest/article.h"
#include "segment/layout.h"
#include "segment/segment_write.h"

struct piece { /* a span, or an array of `len` items, in the pool */
    pool_ref at;
    uint32_t len;
};

struct batch_doc {
    uint64_t content_hash;
    struct piece id, meta, body;
    struct piece paragraphs; /* struct segment_paragraph */
    struct piece samples;    /* uint32_t, see segment_write.h */
    struct piece authors;    /* struct piece */
    struct piece values[COLUMN_COUNT];
    uint32_t lengths[FIELD_COUNT];
    uint32_t date;
    uint8_t lang;
    bool dropped; /* replaced or deleted since */
};

#define BATCH_NONE UINT32_MAX

struct batch {
    struct pool *pool; /* borrowed */
    struct batch_doc *docs;
    size_t doc_count, doc_capacity;
    size_t live_count;
    struct ref_table ids; /* id -> number of the newest document with it + 1 */
    struct buf meta;      /* scratch */
    struct span *authors; /* scratch of the flush */
    size_t author_capacity;
};

void batch_init(struct batch *batch, struct pool *pool);
void batch_release(struct batch *batch);
void batch_reset(struct batch *batch); /* to be called together with pool_reset */
size_t batch_bytes(const struct batch *batch); /* outside the pool */

/* What an article must keep to be indexed at all: ST_OK or ST_LIMIT, ST_ARGUMENT. */
MUST_USE enum status batch_accepts(const struct article *article, struct error *err);
/* The bytes of text that an article brings. */
size_t batch_text_bytes(const struct article *article);
/* The live article with this id, or BATCH_NONE. */
uint32_t batch_find(const struct batch *batch, struct span id);
/* Take the article in; its id is not live in the batch. lengths and samples are the
 * caller's to fill. NULL: no memory (or the pool is full: pool->status).
 *   bare  store the id alone (benchmarks): without its hash, so that it is always put
 *         anew
 * The pointer is valid until the next call. */
struct batch_doc *batch_add(struct batch *batch, const struct article *article,
                            uint64_t content_hash, bool bare);
void batch_drop(struct batch *batch, uint32_t doc);
/* Add the live articles to a segment: in the order of `order` (live_count documents), or
 * in their own when it is NULL. map[i] becomes the number of document i in the segment,
 * DOC_END for a dropped one. */
MUST_USE enum status batch_write(struct batch *batch, const uint32_t *order,
                                 struct segment_writer *writer, doc_id *map,
                                 struct error *err);

#endif
