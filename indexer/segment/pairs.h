/* pairs.h - lists of the articles in which one frequent word follows another at once.
 *
 * Layer    segment (includes base)
 * Format   FORMAT.md 5, rules G1 to G3
 * Memory   the caller's
 * Threads  free of state
 * Source   Bahle, Williams & Zobel 2002 (nextword indexes for frequent words)
 *
 * A segment has pair words, which its markers name, and for two of them a list, unless
 * they stand side by side nowhere. Markers and lists are terms of the dictionary; their
 * places say nothing.
 */
#ifndef MSEARCH_SEGMENT_PAIRS_H
#define MSEARCH_SEGMENT_PAIRS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"
#include "segment/dict_read.h"
#include "segment/layout.h"

struct segment;

enum { PAIR_TERM_BYTES_MAX = 2 + 2 * PAIR_WORD_BYTES_MAX };

/* The marker of a word, and the term of two; a word has 1 .. PAIR_WORD_BYTES_MAX bytes,
 * and no 0 among them. */
struct span pair_marker(uint8_t out[PAIR_TERM_BYTES_MAX], struct span word);
struct span pair_term(uint8_t out[PAIR_TERM_BYTES_MAX], struct span first,
                      struct span second);
static inline bool is_pair_term(struct span term)
{
    return term.len > 0 && term.data[0] == PAIR_TERM_BYTE;
}
/* The words of a pair term; `second` of a marker is empty. */
void pair_words(struct span term, struct span *first, struct span *second);

/* Words that are paired, in byte order. */
struct pair_words {
    uint32_t count;
    uint8_t lens[PAIR_WORDS_MAX];
    uint8_t bytes[PAIR_WORDS_MAX][PAIR_WORD_BYTES_MAX];
};
static inline struct span pair_word(const struct pair_words *words, uint32_t i)
{
    return span_of(words->bytes[i], words->lens[i]);
}
/* The number of a word; words->count when it is none of them. */
uint32_t pair_words_find(const struct pair_words *words, struct span word);
/* Leave those that `others` has, too. */
void pair_words_keep(struct pair_words *words, const struct pair_words *others);
/* The segment's. ST_OK, ST_CORRUPT. */
MUST_USE enum status pair_words_read(struct pair_words *words,
                                     const struct segment *segment, struct error *err);

enum pair_answer { PAIR_UNKNOWN, PAIR_ABSENT, PAIR_LISTED };
/* The articles in which `second` follows `first` at once, somewhere in one field.
 *   UNKNOWN   the segment does not say
 *   ABSENT    there are none
 *   LISTED    *info is their list: how often by field */
MUST_USE enum status pairs_find(const struct segment *segment, struct span first,
                                struct span second, enum pair_answer *answer,
                                struct term_info *info, struct error *err);

#endif
