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

/* Last vowels as bits. о stands for ө too and у for ү: people type so. */
enum { VOWEL_A = 1, VOWEL_Y = 2, VOWEL_O = 4, VOWEL_U = 8, VOWEL_E = 16, VOWEL_I = 32 };

/* The letter of a folded code point; '0' for all that is not Kyrgyz. */
char stem_ky_letter(uint32_t code);
/* The letter without the dots of ө ү. */
char stem_ky_plain(char letter);
/* The bit of the vowel whose harmony a letter follows (я goes with а), or 0 for a
 * consonant. */
uint8_t stem_ky_vowel(char letter);
/* я ю е after a vowel are й and this vowel: коюу is кой + уу. Else 0. */
char stem_ky_glide(char letter);
/* The bit of the sound that decides a suffix's first consonant; 0: ь ъ are not heard.
 */
uint8_t stem_ky_sound(char letter);

static inline bool stem_ky_is_vowel(char letter)
{
    return stem_ky_vowel(letter) != 0;
}

#endif
