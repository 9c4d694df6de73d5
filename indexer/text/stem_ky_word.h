/* stem_ky_word.h - a word as the Kyrgyz stemmer sees it.
 *
 * Layer    text (includes base)
 * Memory   plain storage of the caller, about 5 KiB
 * Threads  pure functions
 *
 * Only stem_ky*.c use it.
 */
#ifndef MSEARCH_TEXT_STEM_KY_WORD_H
#define MSEARCH_TEXT_STEM_KY_WORD_H

#include "base/bytes.h"
#include "text/stem_ky_letters.h"
#include "text/stem_ky_table.h"

enum {
    STEM_KY_BYTES_MAX = 255,
    STEM_KY_LETTERS_MAX = 2 * STEM_KY_BYTES_MAX + 1 /* я may become two */
};

/* [n] is of the first n letters, save in `letters` and `spelt`. */
struct stem_ky_word {
    struct span text;
    size_t count;
    bool rounded_front;                      /* has ө ү ң: is spelt in full */
    char letters[STEM_KY_LETTERS_MAX];       /* ө as о, ү as у */
    char spelt[STEM_KY_LETTERS_MAX];         /* as they are */
    uint8_t vowels[STEM_KY_LETTERS_MAX + 1]; /* last vowel's bit, or 0 */
    uint8_t sounds[STEM_KY_LETTERS_MAX + 1]; /* last sound's bit */
    uint8_t ends[STEM_KY_LETTERS_MAX + 1];   /* bytes of the text */
    size_t listed;                           /* no longer prefix is in the list */
    uint16_t nodes[STEM_KY_LETTERS_MAX + 1]; /* of the list's trie, up to `listed` */
};

/* `text` is folded, 1 to STEM_KY_BYTES_MAX bytes. */
void stem_ky_word_read(struct stem_ky_word *word, struct span text);
/* What the list says of the first n letters: WORD_STEM ... WORD_WHOLE. */
unsigned stem_ky_word_list(const struct stem_ky_word *word, size_t n);
/* The same with a vowel more, which is not in the word: башт(оо) as башта. */
unsigned stem_ky_word_list_with(const struct stem_ky_word *word, size_t n, char vowel);
/* What the first n letters stand for, when they are WORD_FULL or WORD_WHOLE. */
struct span stem_ky_word_target(const struct stem_ky_word *word, size_t n);

/* How the first `base` letters end. */
bool stem_ky_word_ends_like_verb(const struct stem_ky_word *word, size_t base);
bool stem_ky_word_ends_long(const struct stem_ky_word *word, size_t base);
bool stem_ky_word_ends_doubled(const struct stem_ky_word *word, size_t base);

#endif
