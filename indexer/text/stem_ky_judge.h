/* stem_ky_judge.h - which way of taking suffixes off a Kyrgyz word is the likely one.
 *
 * Layer    text (includes base)
 * Threads  pure functions
 *
 * Only stem_ky_search.c uses it.
 */
#ifndef MSEARCH_TEXT_STEM_KY_JUDGE_H
#define MSEARCH_TEXT_STEM_KY_JUDGE_H

#include "text/stem_ky_word.h"

/* The way from the whole word to a base. */
struct stem_ky_path {
    const struct stem_ky_rule *outer; /* taken off first */
    const struct stem_ky_rule *inner; /* taken off last */
    size_t base;
    unsigned slot;
    bool alone; /* inner is all that was taken off */
    bool noun;  /* the path has endings of nouns */
    char next;  /* the first letter that was taken off */
    int cost;   /* of its rules */
};

/* Is a suffix that fits behind the first `base` letters one, by how these end? */
bool stem_ky_judge_allows(const struct stem_ky_word *word, size_t base, unsigned kind);
/* What stopping here costs, in tenths of a letter: the lower the better. *listed: the
 * list has the stem. False: what is left cannot be one. */
bool stem_ky_judge(const struct stem_ky_word *word, const struct stem_ky_path *path,
                   int *cost, bool *listed);

#endif
