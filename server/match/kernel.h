/* kernel.h - the inner loops over postings, in the widest registers the machine has.
 *
 * Layer    match (includes base, segment's layout.h)
 * Memory   the caller's arrays
 * Threads  no shared state but the choice of a variant, made once
 *
 * Every variant gives the same bits: the scores are those of scorer_score, operation by
 * operation. Arrays of documents, frequencies and scores have room for KERNEL_ROOM
 * entries behind their last; what is written there means nothing.
 */
#ifndef MSEARCH_MATCH_KERNEL_H
#define MSEARCH_MATCH_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "match/score.h"
#include "segment/layout.h"

enum { KERNEL_ROOM = 16 };

/* How postings that are all in the body score. */
struct kernel_score {
    const float *per_length; /* by length code */
    const uint8_t *lengths;  /* codes by document; 3 more bytes can be read */
    float idf, k1, unit, magic;
};
struct kernel_score kernel_score_of(const struct scorer *scorer, float idf,
                                    const uint8_t *lengths);
/* scores[i] of document docs[i] with tf[i] >= 1. */
void kernel_score(const struct kernel_score *k, const doc_id *docs, const uint32_t *tf,
                  size_t count, float *scores);
/* The places of `sums` that are above 0 and at least `least`: places[] = base + place,
 * kept[] their values. `count` is a multiple of 16; clears the sums. */
size_t kernel_above(float *sums, size_t count, float least, doc_id base, doc_id *places,
                    float *kept);
/* Leave the articles, docs[] with scores[], whose score is at least `least`; returns how
 * many. */
size_t kernel_keep_above(doc_id *docs, float *scores, size_t count, float least);
/* Leave those whose bit doc - base is set. */
size_t kernel_keep_marked(doc_id *docs, float *scores, size_t count, doc_id base,
                          const uint64_t *bits);
/* Set bit docs[i] - base of each of the ascending documents. The word behind the last one
 * that has such a bit is read and written too, and stays as it is. */
void kernel_mark(const doc_id *docs, size_t count, doc_id base, uint64_t *bits);
/* bits[] &= with[], or, `minus`, without them; false when nothing is left. */
bool kernel_meet(uint64_t *bits, const uint64_t *with, bool minus, size_t count);
/* The numbers of the set bits of `count` words, plus base; returns how many. */
size_t kernel_list(const uint64_t *bits, size_t count, doc_id base, doc_id *docs);
/* How many bits are set in `count` words, but for those that are set in `without`, which
 * may be NULL. */
uint64_t kernel_count(const uint64_t *bits, const uint64_t *without, size_t count);

#endif
