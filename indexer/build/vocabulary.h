/* vocabulary.h - the words of one batch: each raw word taken apart once.
 *
 * Layer    build (includes base, text, segment)
 * Memory   in the batch's pool, and three hash tables of its own
 * Threads  one thread
 *
 * Folding and stemming are pure functions of (bytes, kind), and nine words in ten have
 * been seen before: what analysis says about a raw word is kept with it, as refs to the
 * chains of its terms. The cache lives in the batch's budget and ends with it.
 */
#ifndef MSEARCH_BUILD_VOCABULARY_H
#define MSEARCH_BUILD_VOCABULARY_H

#include <stdbool.h>
#include <stdint.h>

#include "build/chain.h"
#include "build/pool.h"
#include "text/analysis.h"
#include "text/name_key.h"

/* One term that a raw word stands for. */
struct word_term {
    pool_ref chain;
    uint32_t form; /* ordinal among the forms of that term in this batch */
    uint32_t pos;  /* position relative to the word's first */
};

/* How a raw word is taken apart. */
struct word_kind {
    enum lang lang;
    bool name; /* of a person's name: its name terms as well (text/name_key.h) */
};

static inline uint8_t word_kind_code(struct word_kind kind)
{
    return (uint8_t)((unsigned)kind.lang | (kind.name ? 0x80U : 0));
}

/* A raw word of a kind: this, then its terms in ascending position, its bytes. */
struct word {
    uint8_t len, kind;  /* word_kind_code */
    uint8_t term_count; /* 0: marks only */
    uint8_t pos_count;  /* positions that it takes */
};

static inline struct word_term *word_terms(struct word *word)
{
    return (struct word_term *)(void *)(word + 1);
}

/* A form of a term: this, then its bytes. */
struct word_form {
    pool_ref next;  /* an older form of the same term */
    pool_ref chain; /* the term */
    uint32_t ordinal;
    uint32_t len;
};

static inline struct span word_form_bytes(const struct word_form *form)
{
    return span_of(form + 1, form->len);
}

struct vocabulary {
    struct pool *pool;         /* borrowed */
    struct analysis *analysis; /* borrowed; NULL: a word is its own term and form */
    struct ref_table words, terms, forms;
    struct analysis_word parts; /* scratch */
    struct name_terms names;    /* scratch */
};

void vocabulary_init(struct vocabulary *vocabulary, struct pool *pool,
                     struct analysis *analysis);
void vocabulary_release(struct vocabulary *vocabulary);
/* Forget everything; to be called together with pool_reset. */
void vocabulary_reset(struct vocabulary *vocabulary);
size_t vocabulary_bytes(const struct vocabulary *vocabulary); /* of the tables */

/* `end`: of the text that the word is a part of. */
static inline uint32_t vocabulary_hash(struct span raw, struct word_kind kind,
                                       const uint8_t *end)
{
    if (raw.len < POOL_SHORT && end - raw.data >= POOL_SHORT)
        return pool_hash_short(pool_load_padded(raw.data, raw.len), raw.len,
                               word_kind_code(kind));
    return pool_hash(raw, word_kind_code(kind));
}
/* Ask the processor for the slot that a look-up will read. */
static inline void vocabulary_prefetch(const struct vocabulary *vocabulary,
                                       uint32_t hash)
{
    if (vocabulary->words.slots)
        __builtin_prefetch(&vocabulary->words.slots[hash & vocabulary->words.mask]);
}
/* The slot has come: ask for the word that it most likely names. */
static inline void vocabulary_prefetch_word(const struct vocabulary *vocabulary,
                                            uint32_t hash)
{
    const struct ref_table *words = &vocabulary->words;

    if (words->slots)
        __builtin_prefetch(
            pool_at(vocabulary->pool, words->slots[hash & words->mask].ref));
}
static inline bool vocabulary_is_word(struct word *word, struct span raw,
                                      struct word_kind kind, const uint8_t *end)
{
    const void *bytes = word_terms(word) + word->term_count;

    if (word->len != raw.len || word->kind != word_kind_code(kind))
        return false;
    if (raw.len < POOL_SHORT && end - raw.data >= POOL_SHORT)
        return pool_load_padded(bytes, raw.len) == pool_load_padded(raw.data, raw.len);
    return pool_same(bytes, raw.data, raw.len);
}
/* Internal: of a word that is not there. */
pool_ref vocabulary_add(struct vocabulary *vocabulary, struct span raw,
                        struct word_kind kind, uint32_t hash);
/* The word's ref, made at its first occurrence. `raw` has 1..255 bytes, `hash` is its
 * vocabulary_hash. 0: no memory. */
static inline pool_ref vocabulary_word(struct vocabulary *vocabulary, struct span raw,
                                       struct word_kind kind, uint32_t hash,
                                       const uint8_t *end)
{
    const struct ref_table *words = &vocabulary->words;
    size_t at = hash & words->mask;

    for (; words->slots && words->slots[at].ref; at = (at + 1) & words->mask)
        if (words->slots[at].hash == hash &&
            vocabulary_is_word(pool_at(vocabulary->pool, words->slots[at].ref), raw,
                               kind, end))
            return words->slots[at].ref;
    return vocabulary_add(vocabulary, raw, kind, hash);
}

#endif
