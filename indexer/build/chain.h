/* chain.h - the growing postings of one term of a batch.
 *
 * Layer    build (includes base, segment)
 * Memory   in a pool; nothing is freed but all at once
 * Threads  one thread
 * Source   Büttcher, Clarke & Cormack 2010, chapter 4 (growing lists of linked chunks)
 *
 * Occurrences are appended as they are met, in ascending (article, place) order, and
 * read back once, at the flush. Nothing about an article has to be known beforehand.
 */
#ifndef MSEARCH_BUILD_CHAIN_H
#define MSEARCH_BUILD_CHAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "build/pool.h"
#include "segment/layout.h"

/* A term of the batch: this, then its bytes, then its first chunk. */
struct chain {
    pool_ref first;       /* first chunk */
    pool_ref write;       /* where the next byte goes */
    uint32_t occurrences; /* appended so far */
    uint32_t doc_freq;    /* articles that have some */
    uint32_t last_doc, last_place, last_form;
    pool_ref forms; /* vocabulary's: newest form of the term */
    uint32_t form_count;
    uint16_t left; /* bytes free in the current chunk */
    uint8_t level; /* size of the current chunk */
    uint8_t term_len;
};

/* A new term without occurrences; 0: no memory (pool->status). */
pool_ref chain_make(struct pool *pool, struct span term);
static inline struct span chain_term(const struct pool *pool, pool_ref ref)
{
    const struct chain *chain = pool_at(pool, ref);

    return span_of(chain + 1, chain->term_len);
}
/* One more occurrence. `doc` counts articles of the batch from 0; (doc, place) never
 * descends. False: no memory (pool->status), and the batch is of no more use. */
MUST_USE bool chain_append(struct pool *pool, pool_ref ref, uint32_t doc,
                           uint32_t place, uint32_t form);

enum { CHAIN_NEW_DOC = 1, CHAIN_NEW_FIELD = 2, CHAIN_NEW_FORM = 4, CHAIN_BITS = 3 };
enum { CHAIN_CODE_BYTES = 20 }; /* an occurrence takes, at most */

struct chain_reader {
    uint32_t doc, place, form; /* current */
    uint32_t delta;            /* from the place before it in the article's field */
    uint32_t bits; /* CHAIN_NEW_*: what it has not in common with the one before */
    /* internal */
    const struct pool *pool;
    const uint8_t *at, *end;
    uint32_t left;
    uint8_t level;
};

/* The pool must not be written while a reader is used. */
void chain_open(struct chain_reader *reader, const struct pool *pool, pool_ref ref);
/* Internal: one that may lie in two chunks. */
void chain_next_far(struct chain_reader *reader);

static inline uint32_t chain_near_varint(const uint8_t **at)
{
    uint32_t byte = *(*at)++, value = byte & 0x7f;

    for (unsigned shift = 7; byte >= 0x80; shift += 7) {
        byte = *(*at)++;
        value |= (byte & 0x7f) << shift;
    }
    return value;
}

/* The next occurrence; false at the end. */
static inline bool chain_next(struct chain_reader *reader)
{
    const uint8_t *at = reader->at;
    uint32_t code, before = 0;

    if (reader->left == 0)
        return false;
    reader->left--;
    if (reader->end - at < CHAIN_CODE_BYTES) {
        chain_next_far(reader);
        return true;
    }
    code = chain_near_varint(&at);
    if (code & CHAIN_NEW_DOC)
        reader->doc += chain_near_varint(&at);
    else
        before = reader->place;
    if (code & CHAIN_NEW_FIELD)
        before = PLACE(*at++, 0);
    if (code & CHAIN_NEW_FORM)
        reader->form = chain_near_varint(&at);
    reader->delta = code >> CHAIN_BITS;
    reader->bits = code;
    reader->place = before + reader->delta;
    reader->at = at;
    return true;
}

#endif
