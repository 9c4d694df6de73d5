/* name_key.h - persons' names in any spelling to one key, and the terms made of it.
 *
 * Layer    text (includes base)
 * Memory   writes to the caller's storage
 * Threads  pure functions
 * Format   FORMAT.md 5, "Name terms", rules A1-A3
 *
 *   Байышбаева, Baiyshbaeva, Bayyshbayeva      basbaev
 *   Күмүшбеков, Kumushbekov, Kümüshbekov       kumusbekov
 *   Белецкая, Белецкий, Beletskaia             beletski
 *   Джаманкулова, Жаманкулова, Zhamankulova    jamankulov
 *   Жапаров                                    japarov, shortened: japar (Жапар)
 *
 * A key is coarse: it says that two names may be the same, not that they are.
 */
#ifndef MSEARCH_TEXT_NAME_KEY_H
#define MSEARCH_TEXT_NAME_KEY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

enum {
    NAME_KEY_MAX = 64, /* letters; the rest of a longer name does not count */
    NAME_SHORT_MIN = 3 /* letters that a shortened key has at least */
};

/* The key of one word of a name: a-z, no letter twice in a row; `out` has room for
 * NAME_KEY_MAX.
 *   word     valid text in normal form C, any case; hyphens and marks do not count
 *   returns  its length; 0: no key, there is something else than Cyrillic or Latin
 *            letters in it */
size_t name_key(uint8_t *out, struct span word);
/* A letter, or the letters that stand for one (Дж, Zh, Yu): an initial. */
bool name_is_initial(struct span word);
/* уулу, кызы (by key): not a name. */
bool name_is_particle(struct span key);
/* -ов, -ев, -ский: surely a family name (by key). */
bool name_is_surname(struct span key);
/* What is left of a key without -ov, -ev (Жапаров, Жапар); 0 when it has none or less
 * than NAME_SHORT_MIN letters would be left. */
size_t name_key_short(struct span key);

/* What the key of a Russian word may be in the nominative: Белецкой, Садыковым, Асану. */
enum { NAME_CASES_MAX = 2 };
struct name_cases {
    uint8_t keys[NAME_CASES_MAX][NAME_KEY_MAX];
    uint8_t lens[NAME_CASES_MAX];
    unsigned count;
};
void name_key_cases(struct name_cases *out, struct span key);
/* Is `key` that of `stem` in a Kyrgyz case or plural? Бекиевдин is of Бекиев. The
 * stemmer proposes; what it takes off a name that is no case (Аманат, Аман) stays. */
bool name_key_inflects(struct span key, struct span stem);

/* A name term is the byte 01, its kind, and a key or one letter. */
enum { NAME_TERM_MARK = 0x01, NAME_TERM_MAX = NAME_KEY_MAX + 2 };
enum name_kind {
    NAME_KEY = 'k',    /* the key of a whole word */
    NAME_SHORT = 's',  /* its shortened key */
    NAME_LETTER = 'i', /* how a whole word begins */
    NAME_INITIAL = 'p' /* an initial, as printed */
};

enum { NAME_TERMS_MAX = 6 };
struct name_terms {
    struct span terms[NAME_TERMS_MAX]; /* into bytes */
    unsigned count;
    uint8_t bytes[NAME_TERMS_MAX][NAME_TERM_MAX];
};

/* Append a term, unless it is there or there is no room. */
void name_terms_add(struct name_terms *terms, enum name_kind kind, struct span key);
/* The terms of one word of a printed name: KEY, SHORT and LETTER, or INITIAL; ё counts
 * as о and as е. None: no key.
 *   joined  a compound without its hyphen: no LETTER */
void name_terms_printed(struct name_terms *terms, struct span word, bool joined);
/* The keys of a word of the query as KEY terms, ё read both ways, a Latin y as ү too
 * (Kumyshbekov); or INITIAL when it is one. Appends. */
void name_terms_asked(struct name_terms *terms, struct span word);
/* The letter that a word begins with, as `kind`; both ways of ё. Appends. */
void name_terms_letter(struct name_terms *terms, enum name_kind kind, struct span word);
#endif
