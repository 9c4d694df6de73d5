/* lang_words.h - the words and endings by which a language is told.
 *
 * Layer    text (includes base); private to lang.c
 * Memory   a static table, filled once
 * Threads  any
 */
#ifndef MSEARCH_TEXT_LANG_WORDS_H
#define MSEARCH_TEXT_LANG_WORDS_H

#include "base/bytes.h"

enum {
    LANG_WORD_KY = 1, /* function words */
    LANG_WORD_RU = 2,
    LANG_WORD_EN = 4,
    LANG_WORD_TURKIC = 8, /* the neighbours', which neither of ours has */
    LANG_WORD_SLAVIC = 16,
    LANG_WORD_SHARED = 32,   /* in both of ours: says little */
    LANG_ENDING_TURKIC = 64, /* 3 or 4 letters */
    LANG_ENDING_SLAVIC = 128,
    LANG_ENDING_KY = 256, /* 4 letters that no Russian word ends in */
    LANG_ENDINGS = LANG_ENDING_TURKIC | LANG_ENDING_SLAVIC | LANG_ENDING_KY
};

/* The flags of every list that holds these folded bytes; 0: none. */
unsigned lang_words_flags(struct span folded);

#endif
