/* stem_ky_spell_make.h - the spellings of words and suffixes, for stem_ky_make.c.
 *
 * Layer    text (a program of the build, not of the product)
 * Memory   static
 * Threads  one
 */
#ifndef MSEARCH_TEXT_STEM_KY_SPELL_MAKE_H
#define MSEARCH_TEXT_STEM_KY_SPELL_MAKE_H

#include "text/stem_ky_table.h"

enum { LETTERS_MAX = 64, FORMS_MAX = 4096 };

struct form {
    char text[LETTERS_MAX]; /* spelt from the end */
    struct stem_ky_form form;
};

extern struct form forms[FORMS_MAX];
extern unsigned form_count;

/* Ends the program: what is wrong with the line that is being read. stem_ky_make.c has
 * it. */
_Noreturn void stop(const char *what, const char *where);

/* A word as the stemmer sees one: я after a vowel as йа. */
void read_word(char out[LETTERS_MAX], const char *word);
/* All spellings of a suffix, as it is written in the rule file, into `forms`. */
void expand_form(unsigned rule, const char *written);

#endif
