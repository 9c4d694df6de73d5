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
    LANG_ENDING_KY = 8, /* endings of 2 to 4 letters */
    LANG_ENDING_RU = 16,
    LANG_ENDING_KY_WEAK = 32 /* Russian has it too, but less often */
};

/* The flags of every list that holds these folded bytes; 0: none. */
unsigned lang_words_flags(struct span folded);

#endif
