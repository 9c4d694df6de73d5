/* inverter.h - one batch of articles in memory, turned inside out: terms -> postings.
 *
 * Layer    build (includes base, text, segment, ingest)
 * Memory   open/close object; all of a batch lies in one pool and a few tables that are
 *          emptied by the flush and kept for the next batch
 * Threads  one thread
 * Source   Büttcher, Clarke & Cormack 2010, chapter 4 (in-memory inversion)
 *
 * What is a word, a position and a length:
 *  - the body's paragraphs follow each other without a gap, so that a phrase may cross
 *    their bounds; PARAGRAPH_REFERENCE is stored and not indexed;
 *  - other fields may hold several texts (a title in two languages, many authors): they
 *    stand INVERTER_GAP positions apart, so that no phrase crosses from one to the
 * next;
 *  - a gap counts for places, not for lengths: a field's length is its words;
 *  - names are analysed in the article's own language, as any other text, so that
 *    inflected queries find them; their words have name terms besides, at the same
 *    places, which do not count for lengths (text/name_key.h).
 */
#ifndef MSEARCH_BUILD_INVERTER_H
#define MSEARCH_BUILD_INVERTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "ingest/article.h"
#include "segment/manifest.h"

enum { INVERTER_GAP = 8 };

struct inverter;
struct pair_words;

/* `budget_bytes` bounds the batch; `analyzer` is an enum manifest_analyzer. */
MUST_USE enum status inverter_open(struct inverter **inverter, size_t budget_bytes,
                                   uint32_t analyzer, struct error *err);
void inverter_close(struct inverter *inverter); /* NULL is fine */

/* Can it be indexed at all? ST_OK, ST_ARGUMENT, ST_LIMIT. */
MUST_USE enum status inverter_accepts(const struct article *article, struct error *err);
size_t inverter_text_bytes(const struct article *article); /* that it brings */
/* True when the article should wait for a flush. Never true of an empty batch: an
 * article that is larger than the budget goes alone. */
bool inverter_full(const struct inverter *inverter, const struct article *article);
/* Take an article in that is acceptable and whose id is not live in the batch.
 * errors  ST_NOMEM, ST_LIMIT (4 GiB): the batch is lost, only inverter_close is left */
MUST_USE enum status inverter_add(struct inverter *inverter,
                                  const struct article *article, uint64_t content_hash,
                                  struct error *err);
/* The live article with this id: its hash, or false. */
bool inverter_find(const struct inverter *inverter, struct span id, uint64_t *hash);
/* Drop the live article with this id; false when there is none. */
bool inverter_drop(struct inverter *inverter, struct span id);

size_t inverter_doc_count(const struct inverter *inverter);    /* live ones */
size_t inverter_bytes(const struct inverter *inverter);        /* memory in use */
uint64_t inverter_word_count(const struct inverter *inverter); /* since the opening */

/* Empty the batch without writing it. */
void inverter_clear(struct inverter *inverter);
struct flush_options {
    size_t memory_bytes; /* for the segment writer */
    size_t order_bytes;  /* for the new order and for pairs, one after the other */
    uint32_t large_docs; /* so many articles at least are reordered and paired */
    const struct pair_words *pair_words; /* that the index pairs already; NULL: none */
};
/* Write the live articles (at least one) as a segment and empty the batch. `entry` is
 * the segment's, without deletions. */
MUST_USE enum status inverter_flush(struct inverter *inverter, const char *dir,
                                    uint64_t segment_id,
                                    const struct flush_options *options,
                                    struct manifest_segment *entry, struct error *err);

#endif
