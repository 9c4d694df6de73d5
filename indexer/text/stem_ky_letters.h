/* stem_ky_letters.h - the Kyrgyz stemmer's one-byte alphabet.
 *
 * Layer    text (includes base)
 * Threads  pure functions
 *
 * The alphabet itself is written out in stem_ky_table.h.
 */
#ifndef MSEARCH_TEXT_STEM_KY_LETTERS_H
#define MSEARCH_TEXT_STEM_KY_LETTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The letter of a folded code point; '0' for all that is not Kyrgyz. */
char stem_ky_letter(uint32_t code);
/* The vowel whose harmony a letter follows (я goes with а), or 0 for a consonant. */
char stem_ky_vowel(char letter);

static inline bool stem_ky_is_vowel(char letter)
{
    return stem_ky_vowel(letter) != 0;
}

#endif
