/* stem_ky_judge.h - which way of taking suffixes off a Kyrgyz word is the likely one.
 *
 * Layer    text (includes base)
 * Threads  pure functions
 *
 * Only stem_ky.c uses it.
 */
#ifndef MSEARCH_TEXT_STEM_KY_JUDGE_H
#define MSEARCH_TEXT_STEM_KY_JUDGE_H

#include "text/stem_ky_word.h"

/* The way from the whole word to a base. */
struct stem_ky_path {
    const struct suffix *outer;
    const struct suffix *inner;
    const struct suffix *owner; /* -ым -ың: the first one met */
    uint64_t kinds;             /* bit per enum kind */
    unsigned depth;
};

/* Is a suffix that fits behind the first `base` letters one, by how these end? */
bool stem_ky_judge_allows(const struct stem_ky_word *word, size_t base,
                          const struct suffix *suffix);
/* What a base costs, in tenths of a letter: the lower the better. `stem` is the base as
 * stem_ky would write it, `slot` where stripping stands, none of AT_OPEN. False: it
 * cannot be the stem. */
bool stem_ky_judge(const struct stem_ky_word *word, size_t base, struct span stem,
                   unsigned slot, const struct stem_ky_path *path, int *cost);

#endif
