/* snippet_window.h - where in a text the query's words stand densest.
 *
 * Layer    answer
 * Memory   windows are the caller's storage
 * Threads  pure functions
 */
#ifndef MSEARCH_ANSWER_SNIPPET_WINDOW_H
#define MSEARCH_ANSWER_SNIPPET_WINDOW_H

#include "answer/marked.h"

enum { SNIPPET_WINDOW_WORDS = 24 };

/* Places [first, end) of the list, SNIPPET_WINDOW_WORDS words at most. */
struct snippet_window {
    size_t first, end;
};

/* How good a run of occurrences is: leaves not seen before, then leaves, then rarer
 * ones, then more of them. */
struct snippet_score {
    uint32_t leaves; /* bits */
    float rarity;    /* sum over leaves of 1 / occurrences in the text */
    unsigned count;
};
bool snippet_score_better(const struct snippet_score *a, const struct snippet_score *b,
                          uint32_t covered);
/* 1 / occurrences by leaf. */
void snippet_rarity(float rarity[QUERY_LEAVES_MAX], struct marked_places places);

/* The best windows, not overlapping, in text order; returns how many (<= limit). */
size_t snippet_windows(struct marked_places places, struct snippet_window *windows,
                       size_t limit);

#endif
