/* pair_lists.h - the pair terms of a batch (segment/pairs.h).
 *
 * Layer    build (includes base, segment)
 * Memory   within budget_bytes: 24 bytes for each time that two pair words meet; with
 *          less, fewer words are paired
 * Threads  one thread
 */
#ifndef MSEARCH_BUILD_PAIR_LISTS_H
#define MSEARCH_BUILD_PAIR_LISTS_H

#include <stddef.h>

#include "base/status.h"
#include "build/spill.h"
#include "build/vocabulary.h"
#include "segment/pairs.h"

enum {
    PAIR_WORDS = 52,  /* a segment's, when a batch chooses them */
    PAIR_COMMON = 16, /* a pair word is in more than 1 of so many articles */
};

/* The batch's most frequent words. */
void pair_lists_choose(struct pair_words *words, const struct vocabulary *vocabulary,
                       uint32_t doc_count);

struct pair_lists; /* what of them stands side by side, on its way */
/* Read the batch. *words: fewer than given when memory does not allow all.
 * errors  ST_NOMEM */
MUST_USE enum status pair_lists_make(struct pair_lists **pairs,
                                     struct pair_words *words,
                                     const struct vocabulary *vocabulary,
                                     const struct spill_map *map, size_t budget_bytes,
                                     struct error *err);
void pair_lists_free(struct pair_lists *pairs); /* NULL is fine */
/* All of its terms; failures stay in the writer but ST_NOMEM. */
MUST_USE enum status pair_lists_write(const struct pair_lists *pairs,
                                      struct segment_writer *writer, struct error *err);
/* The marker alone; `doc_count` > 0. */
void pair_lists_put_marker(struct segment_writer *writer, struct span word);

#endif
