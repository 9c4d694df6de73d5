/* stem_ky_table.h - the tables of the Kyrgyz stemmer, as stem_ky_make.c writes them.
 *
 * Layer    text (includes base)
 * Threads  constant tables
 * Source   stem_ky.rules
 *
 * Letters are one byte each inside the stemmer:
 *
 *   а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я ө ү ң  other
 *   a b v g d e j z i y k l m n o p r s t u f h 1 c w x 2 q 6 3 4 9 8 7 5  0
 *
 * Two tries, each a double array: the child of node n by letter c is nodes[n.next + c],
 * if that node's letter is c. No two nodes have the same `next`.
 */
#ifndef MSEARCH_TEXT_STEM_KY_TABLE_H
#define MSEARCH_TEXT_STEM_KY_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where stripping stands: what has been taken off last. Suffixes come off from the
 * end, so END is first and a verb's endings are last. */
enum stem_ky_slot {
    SLOT_END,         /* nothing taken off yet */
    SLOT_QUESTION,    /* -бы */
    SLOT_PERSON,      /* -мын, -сың, -дыр */
    SLOT_CASE,        /* a case on a bare or plural stem */
    SLOT_CASE_OF_3,   /* a case as it follows a third person's -сы: must find it */
    SLOT_CASE_OF_12,  /* a case as it follows -ым, -ың: must find it */
    SLOT_KI,          /* the -гы of -дагы: must find a case, or a listed stem */
    SLOT_OWNER,       /* a possessive */
    SLOT_OWN,         /* -ныкы */
    SLOT_PLURAL,      /* -лар */
    SLOT_MAKER,       /* -луу, -сыз, -дай */
    SLOT_KIND,        /* -лык: nothing before it */
    SLOT_VERB,        /* a verb's ending: the base is a verb stem */
    SLOT_VERB_VOWEL,  /* the same, of a verb that ends in a vowel */
    SLOT_VERB_MERGED, /* -оо: the verb's last vowel is gone in it */
    SLOT_ROOT,        /* an ending that only a listed verb root may bear */
    SLOT_COUNT
};
#define SLOT(name) (1U << SLOT_##name)
/* Here the ending that must come before is still to be found. */
#define SLOTS_OPEN (SLOT(CASE_OF_3) | SLOT(CASE_OF_12))

/* What a suffix is, as far as the stemmer's judgement asks. */
enum stem_ky_kind {
    KIND_QUESTION,
    KIND_PERSON,
    KIND_CHA,
    KIND_CASE,
    KIND_ABLATIVE,
    KIND_CASE_OF_3,
    KIND_CASE_OF_12,
    KIND_KI,
    KIND_OWN,
    KIND_OWNER_3,
    KIND_OWNER_3_VOWEL,
    KIND_OWNER_12,
    KIND_OWNER_SHORT, /* -ым, -ың */
    KIND_PLURAL,
    KIND_LIK,
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
    KIND_IMPERATIVE,
    KIND_COMMAND_GIN,
    KIND_COMMAND_SIN,
    KIND_A,
    KIND_Y,
    KIND_COOP,
    KIND_NEG,
    KIND_ROOT /* those of SLOT_ROOT */
};

/* What stands before a suffix: the last vowel as a bit, the last sound as a bit. */
enum { SOUND_VOWEL = 1, SOUND_R = 2, SOUND_VOICED = 4, SOUND_VOICELESS = 8 };

struct stem_ky_rule {
    const char *name;
    uint16_t from; /* bits of the slots at which it may be taken off */
    uint8_t to;    /* slot */
    uint8_t kind;
    uint8_t least; /* letters that the stem must have when this is its first suffix */
    uint8_t alone; /* the same when it is the only one */
    int8_t cost;   /* tenths of a letter */
};

/* One spelling of a suffix. */
struct stem_ky_form {
    uint8_t rule;
    uint8_t letters;
    uint8_t vowels; /* bits of the last vowels before it */
    uint8_t sounds; /* bits of the last sounds before it */
    bool plain;     /* a н in it stands for ң: only in words without ө ү ң */
};

/* In the trie of suffixes: forms[value, value + count) end here; in that of words
 * `count` is WORD_ bits, and value the index of what the word stands for. */
struct stem_ky_node {
    uint16_t next;
    uint16_t value;
    char letter;
    uint8_t count;
};

/* What a lost vowel or a paradigm leads to. */
struct stem_ky_target {
    const char *full;
    const char *plain; /* typed without ө ү ң */
};

enum {
    WORD_STEM = 1,  /* ends as if in a suffix, and does not */
    WORD_ROOT = 2,  /* of a verb */
    WORD_FULL = 4,  /* lost a vowel before a suffix: value is the full stem */
    WORD_WHOLE = 8, /* one of a closed paradigm: value is its first word */
    WORD_PLAIN = 16 /* times the above: only in words without ө ү ң */
};

extern const struct stem_ky_rule stem_ky_rules[];
extern const size_t stem_ky_rule_count;
extern const struct stem_ky_form stem_ky_forms[];
extern const struct stem_ky_node stem_ky_suffixes[]; /* spelt from the end */
extern const struct stem_ky_node stem_ky_words[];    /* spelt from the beginning */
extern const struct stem_ky_target stem_ky_targets[];

/* The child of a node, 0 when there is none; 0 is the root too, which is no child. */
static inline unsigned stem_ky_child(const struct stem_ky_node *nodes, unsigned node,
                                     char letter)
{
    unsigned child = nodes[node].next + (unsigned)(unsigned char)letter;
    return nodes[child].letter == letter ? child : 0;
}

#endif
