/* writer.h - the face of indexing: articles in, a commit out.
 *
 * Layer    build (includes base, codec, text, segment, ingest)
 * Memory   open/close object that holds the index's lock; its inverter keeps within
 *          memory_bytes and spills to segments, segments merge
 * Threads  one thread
 *
 * Before writer_commit returns the index is the old one, after it the new one;
 * after a kill at any point it is one of the two.
 */
#ifndef MSEARCH_BUILD_WRITER_H
#define MSEARCH_BUILD_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"
#include "ingest/article.h"
#include "segment/manifest.h"

struct writer;

struct writer_options {
    size_t memory_bytes; /* 0: WRITER_MEMORY_DEFAULT; at least WRITER_MEMORY_MIN */
    uint32_t analyzer;   /* enum manifest_analyzer; must be the index's to put */
    size_t merge_factor; /* segments of one size before they merge; 0: 8 */
    uint32_t large_docs; /* articles of a large segment; 0: WRITER_LARGE_DEFAULT */
};
/* What is flushed with at least so many articles stands in a new order (reorder.h). */
#define WRITER_LARGE_DEFAULT ((uint32_t)8192)
#define WRITER_MEMORY_DEFAULT ((size_t)256 << 20)
#define WRITER_MEMORY_MIN ((size_t)8 << 20)

enum writer_outcome { WRITER_ADDED, WRITER_CHANGED, WRITER_UNCHANGED };

struct writer_totals {
    uint64_t added, changed, unchanged, deleted;
    uint64_t text_bytes; /* of the articles given to writer_put */
    uint64_t word_count;
    uint64_t flush_count, merge_count;
    uint64_t repairs[REPAIR_RULES];
};

/* Makes the folder when it is not there. ST_LOCKED at once when another writer has it.
 */
MUST_USE enum status writer_open(struct writer **writer, const char *dir,
                                 const struct writer_options *options,
                                 struct error *err);
/* Add or replace by id. An article with the same content hash changes nothing. */
MUST_USE enum status writer_put(struct writer *writer, const struct article *article,
                                enum writer_outcome *outcome, struct error *err);
/* ST_NOT_FOUND when no article has this id. */
MUST_USE enum status writer_delete(struct writer *writer, struct span id,
                                   struct error *err);
/* Delete what was not put (nor found unchanged) since writer_open and whose source file
 * is one of `roots` or lies under it ("" = everything). */
MUST_USE enum status writer_prune(struct writer *writer, const struct span *roots,
                                  size_t root_count, struct error *err);
/* Make everything since the last commit visible and durable, merging as needed. A
 * commit without change writes nothing. */
MUST_USE enum status writer_commit(struct writer *writer, struct error *err);
/* Merge to at most `segments` segments and drop deleted articles; commits. `progress`
 * may be NULL. */
MUST_USE enum status writer_merge(struct writer *writer, size_t segments,
                                  struct error *err);
void writer_totals(const struct writer *writer, struct writer_totals *totals);
const struct manifest *writer_manifest(const struct writer *writer); /* last commit's */
/* Uncommitted work is dropped. NULL is fine. */
void writer_close(struct writer *writer);

#endif
