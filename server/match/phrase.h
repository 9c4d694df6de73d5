/* phrase.h - where the words of a phrase stand together in one article.
 *
 * Layer    match
 * Memory   pure functions over the caller's arrays
 * Threads  pure
 *
 * Exact (slop 0): a match is a place p of the first word such that every word i has the
 * place p + pos[i] in the same field.
 *
 * Sloppy: reading the places upwards, a match ends at the first place at which every
 * word has been met since the last match, within the latest count + slop places of
 * one field, each word taken at its latest place; then all words are forgotten. So
 * matches do not overlap, and there are as many as can be. Two equal words of a phrase
 * may be met at the same place.
 */
#ifndef MSEARCH_MATCH_PHRASE_H
#define MSEARCH_MATCH_PHRASE_H

#include <stdint.h>

#include "query/query.h"

/* Places of one word, ascending, without repetition. */
struct phrase_word {
    const uint32_t *places;
    uint32_t count;
    uint32_t pos;
};

struct phrase_match {
    uint32_t place; /* of the first word of the match */
    uint32_t words; /* places that it spans */
};

/* Writes at most words[0].count matches, ascending; returns how many.
 * 1 <= count <= QUERY_PHRASE_MAX */
uint32_t phrase_find(const struct phrase_word *words, unsigned count, uint32_t slop,
                     struct phrase_match *matches);

/* Starts of matches that the words so far allow, ascending: leaves those that the word
 * allows too, which stands `pos` after them; returns how many. */
uint32_t phrase_join(uint32_t *starts, uint32_t count, const uint32_t *places,
                     uint32_t place_count, uint32_t pos);

#endif
