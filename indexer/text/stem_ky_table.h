/* stem_ky_table.h - the suffixes and word lists of the Kyrgyz stemmer.
 *
 * Layer    text (includes base)
 * Threads  constant tables
 *
 * Letters are one byte each inside the stemmer:
 *
 *   а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я ө ү ң  other
 *   a b v g d e j z i y k l m n o p r s t u f h 1 c w x 2 q 6 3 4 9 8 7 5  0
 *
 * and a suffix is written with capitals for what changes with the base before it:
 *
 *   A  а е о ө   I  ы и у ү   U  у ү (by back and front alone)   O  о ө (the same)
 *   L  л д т     N  н д т     D  д т     G  г к     B  б п
 */
#ifndef MSEARCH_TEXT_STEM_KY_TABLE_H
#define MSEARCH_TEXT_STEM_KY_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

/* Where stripping stands: what has been taken off last. Suffixes come off from the
 * end, so END is first and the innermost slot (plural, a verb's tense) is last. */
enum {
    AT_END = 1 << 0,      /* nothing taken off yet */
    AT_QUESTION = 1 << 1, /* -бы */
    AT_PERSON = 1 << 2,   /* -мын, -сың, -дыр */
    AT_CASE = 1 << 3,     /* case on a bare or plural stem */
    AT_CASE3 = 1 << 4,    /* case as it follows a third person's -сы: must find it */
    AT_CASE12 = 1 << 5,   /* case as it follows -ым, -ың: must find it */
    AT_KI = 1 << 6,       /* the -гы of -дагы: must find a case */
    AT_POSS = 1 << 7,     /* possessive */
    AT_NIKI = 1 << 8,     /* -ныкы */
    AT_PLURAL = 1 << 9,   /* */
    AT_MAKER = 1 << 10,   /* -луу, -сыз, -дай */
    AT_VERB = 1 << 11,    /* a verb's ending: the base is a verb stem */
    AT_VERB_VOWEL = 1 << 12,  /* the same, of a verb that ends in a vowel */
    AT_VERB_MERGED = 1 << 13, /* -оо: the verb's last vowel is gone in it */
    AT_ROOT = 1 << 14         /* an ending that only a listed verb root may bear */
};
/* Here the ending that must come before is still to be found. */
#define AT_OPEN (AT_CASE3 | AT_CASE12 | AT_NIKI)
#define AT_NOUN_END                                                                    \
    (AT_END | AT_QUESTION | AT_PERSON | AT_CASE | AT_POSS | AT_NIKI | AT_PLURAL |      \
     AT_MAKER)

enum after { AFTER_ANY, AFTER_VOWEL, AFTER_CONSONANT };

/* What a suffix is, as far as the stemmer's judgement asks. */
enum kind {
    KIND_QUESTION,
    KIND_PERSON,
    KIND_CHA,
    KIND_CASE,
    KIND_CASE3,
    KIND_CASE12,
    KIND_KI,
    KIND_NIKI,
    KIND_POSS3,
    KIND_POSS3_VOWEL, /* -сы */
    KIND_POSS12,
    KIND_PLURAL,
    KIND_LUU,
    KIND_SIZ,
    KIND_DAY,
    KIND_RAAK,
    KIND_NOUN_LAST = KIND_RAAK, /* from here on: verbs */
    KIND_GAN,
    KIND_UU,
    KIND_OO,
    KIND_MAK,
    KIND_AR,
    KIND_BAS,
    KIND_CHU,
    KIND_ISH,
    KIND_IP,
    KIND_CONVERB,
    KIND_DI,
    KIND_SA,
    KIND_PRESENT,
    KIND_PRESENT_M,
    KIND_IMPERATIVE,
    KIND_A,
    KIND_Y,
    KIND_COOP,
    KIND_NEG,
    KIND_ROOT /* AT_ROOT's */
};

struct suffix {
    const char *text;
    uint8_t letters;
    uint16_t from; /* may be taken off when stripping stands at one of these */
    uint16_t to;
    uint8_t after;
    uint8_t kind;
};

struct suffix_group {
    const struct suffix *suffixes;
    size_t count;
};

/* The suffixes that end in this letter (low and high vowels are a group each). */
struct suffix_group stem_ky_suffixes(char last);

/* Verb roots of one syllable and frequent longer ones. */
bool stem_ky_is_root(struct span stem);
/* Stems whose end looks like a suffix. */
bool stem_ky_is_kept(struct span stem);
/* A stem with its vowel lost or merged (орд-, мойн-) to the full one; empty: none. */
struct span stem_ky_full(struct span stem);
/* Closed paradigms (менин, анын, таап): the whole word's stem; empty: none. */
struct span stem_ky_whole(struct span word);

#endif
