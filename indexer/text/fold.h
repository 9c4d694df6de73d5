/* fold.h - one code point to its search form.
 *
 * Layer    text (includes base)
 * Threads  pure functions over a constant table
 * Source   generated from utf8proc by fold_table_make.c; the table names the
 *          version of Unicode
 */
#ifndef MSEARCH_TEXT_FOLD_H
#define MSEARCH_TEXT_FOLD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

enum code_class {
    CODE_OTHER = 0, /* ends a word */
    CODE_LETTER,
    CODE_DIGIT,
    CODE_MARK, /* combining: inside a word, dropped by folding unless NFC joined it */
    CODE_IGNORED, /* soft hyphen, zero width: inside a word, always dropped */
    CODE_HYPHEN,  /* inside a word between letters or digits */
    CODE_APOSTROPHE
};

enum code_class fold_class(uint32_t code);
/* Lower case, no accents (é to e, ё to е; not й and ў), variant code points to the
 * Kyrgyz letter (ѳ ɵ ϴ to ө, ӊ ҥ to ң, ұ ʏ ӱ to ү), spelling before 1918 (ѣ to е, і to
 * и), stress marks and ignored ones to 0. One code point in, one out. */
uint32_t fold_code(uint32_t code);
bool fold_is_upper(uint32_t code);
/* The folded letter that a folded letter and a combining mark make (и + U+0306: й), or
 * 0. */
uint32_t fold_join(uint32_t letter, uint32_t mark);
/* Append the folded form of a word or phrase of valid text; inner NFD й and ё are
 * composed. */
void fold_text(struct buf *out, struct span text);

#endif
