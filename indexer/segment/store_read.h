/* store_read.h - the stored article, as little of it as is needed.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md: store (zlib blocks with preset dictionaries)
 * Memory   fills bufs and arenas of the caller; a cache keeps the last few blocks, as far as inflated
 * Threads  one struct store_cache per thread
 */
#ifndef MSEARCH_SEGMENT_STORE_READ_H
#define MSEARCH_SEGMENT_STORE_READ_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "base/status.h"
#include "segment/layout.h"
#include "segment/segment_write.h"

struct segment;
struct store_cache; /* the last few blocks, each as far as it was asked for */

MUST_USE enum status store_cache_open(struct store_cache **cache, struct error *err);
void store_cache_close(struct store_cache *cache); /* NULL is fine */
/* Forget blocks of a segment that is about to be closed (NULL: of all). */
void store_cache_forget(struct store_cache *cache, const struct segment *segment);

/* The article's record: everything but the text of the body. */
struct store_doc {
    struct span meta; /* JSON */
    const struct segment_paragraph *paragraphs;
    size_t paragraph_count;
    const uint32_t *body_samples;
    size_t body_sample_count;
    uint32_t body_bytes;
};
/* Everything in it lives in `arena`. */
MUST_USE enum status store_get(const struct segment *segment, doc_id doc,
                               struct store_cache *cache, struct arena *arena,
                               struct store_doc *out, struct error *err);
/* Bytes [off, off + len) of the body, clipped, copied into `arena`; only the blocks
 * that hold them are inflated. */
MUST_USE enum status store_body(const struct segment *segment, doc_id doc, uint32_t off,
                                uint32_t len, struct store_cache *cache,
                                struct arena *arena, struct span *out,
                                struct error *err);

#endif
