/* lang_grams.h - how Kyrgyz or how Russian three letters in a row are.
 *
 * Layer    text (includes base); private to lang.c
 * Threads  a constant table
 * Source   lang_grams.c is written by lang_grams_make.c, which names its texts
 */
#ifndef MSEARCH_TEXT_LANG_GRAMS_H
#define MSEARCH_TEXT_LANG_GRAMS_H

#include <stdint.h>

/* 0 is the end of a word and any other sign, then а to я, ө, ү, ң. */
enum { LANG_LETTERS = 36, LANG_GRAM_MAX = 25 };

/* 'a' means nothing; 'b' to 'z' are 1 to 25 for Kyrgyz, 'B' to 'Z' 1 to 25 for Russian,
 * in quarters of a natural logarithm. */
extern const char lang_grams[LANG_LETTERS][LANG_LETTERS][LANG_LETTERS];

static inline unsigned lang_letter(uint32_t folded)
{
    if (folded - 0x430 < 0x20)
        return folded - 0x430 + 1;
    return folded == 0x4E9 ? 33 : folded == 0x4AF ? 34 : folded == 0x4A3 ? 35 : 0;
}

/* More than 0 is Kyrgyz, less is Russian. */
static inline int lang_gram(unsigned first, unsigned second, unsigned third)
{
    char sign = lang_grams[first][second][third];
    return sign >= 'a' ? sign - 'a' : 'A' - sign;
}

#endif
