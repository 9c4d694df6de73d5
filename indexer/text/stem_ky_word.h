/* stem_ky_word.h - a word as the Kyrgyz stemmer sees it.
 *
 * Layer    text (includes base)
 * Memory   plain storage of the caller, about 3 KiB
 * Threads  pure functions
 *
 * Only stem_ky*.c use it.
 */
#ifndef MSEARCH_TEXT_STEM_KY_WORD_H
#define MSEARCH_TEXT_STEM_KY_WORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "text/stem_ky_table.h"

enum {
    STEM_KY_BYTES_MAX = 255,
    STEM_KY_LETTERS_MAX = 2 * STEM_KY_BYTES_MAX + 1 /* я may become two */
};

struct stem_ky_word {
    struct span text;
    size_t count;
    char letters[STEM_KY_LETTERS_MAX]; /* the alphabet of stem_ky_table.h */
    uint16_t
        ends[STEM_KY_LETTERS_MAX];    /* bytes of the text up to and with the letter */
    char vowels[STEM_KY_LETTERS_MAX]; /* [n]: last vowel of the first n letters, or 0 */
    char sounds[STEM_KY_LETTERS_MAX]; /* [n]: what the first n end in: v r s t */
    bool rounded_front; /* has ө ү ң: spelt in full, harmony is strict */
};

/* `text` is folded, at most STEM_KY_BYTES_MAX bytes. */
void stem_ky_word_read(struct stem_ky_word *word, struct span text);
/* May the suffix stand behind the first `base` (>= 1) letters? Harmony, assimilation.
 */
bool stem_ky_word_fits(const struct stem_ky_word *word, size_t base,
                       const struct suffix *suffix);

/* How the first `base` letters end. */
bool stem_ky_word_ends_like_verb(const struct stem_ky_word *word, size_t base);
bool stem_ky_word_ends_long(const struct stem_ky_word *word, size_t base);
bool stem_ky_word_ends_doubled(const struct stem_ky_word *word, size_t base);

#endif
