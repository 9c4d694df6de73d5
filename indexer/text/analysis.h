/* analysis.h - the one chain from text to terms.
 *
 * Layer    text (includes base)
 * Memory   open/close object; a word's terms live in the caller's struct
 * Threads  one struct analysis per thread
 *
 * Indexing, queries and snippets all call this and nothing else, so that what is
 * indexed, searched and marked is the same by construction.
 *
 *   text --words_next--> raw word --analysis_word(lang)--> terms
 *
 * analysis_word is a pure function of (bytes, language): the inverter caches it.
 *
 *   raw word            terms: (position, term, form)
 *   мектептеринде  ky   (0, мектеп, мектептеринде)
 *   БӨУнун         ky   (0, бөу, бөунун)
 *   2015-жылдын    ky   (0, 2015, 2015) (1, жыл, жылдын)
 *   жол-жоболору   ky   (0, жол, жол) (1, жобо, жоболору)
 *                       (0, жолжобо, жолжоболору: JOINED)
 *
 * A word's stemmer is chosen by its script first: Latin takes the English one in any
 * passage, Cyrillic in an English passage none; then by `lang`. The term of an acronym
 * is the stem of what is left without the suffix; a number has none. One decimal mark
 * is a full stop in the term (2,5 is 2.5).
 *
 * A word takes as many positions as it has parts. The joined term stands at the
 * first part's position and is not counted in a field's length.
 */
#ifndef MSEARCH_TEXT_ANALYSIS_H
#define MSEARCH_TEXT_ANALYSIS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "text/lang.h"

enum {
    ANALYSIS_TERMS_MAX = 12, /* words_next makes no word of more parts */
    ANALYSIS_BYTES_MAX = 2048,
    TERM_BYTES_MAX = 255
};

struct analysis_term {
    struct span term; /* stem: what the dictionary holds; 1..TERM_BYTES_MAX bytes */
    struct span form; /* folded word as written: what quotes mean; same bounds */
    struct span raw;  /* the part of the raw word that it comes from */
    uint8_t pos;      /* position relative to the word's first */
    bool joined;      /* the whole of a hyphenated compound, hyphens dropped */
};

struct analysis_word {
    struct analysis_term terms[ANALYSIS_TERMS_MAX + 1];
    unsigned term_count;               /* may be 0: a word of marks only */
    unsigned pos_count;                /* positions that the word takes */
    uint8_t bytes[ANALYSIS_BYTES_MAX]; /* what terms and forms point into */
};

struct analysis;

MUST_USE enum status analysis_open(struct analysis **analysis, struct error *err);
void analysis_close(struct analysis *analysis); /* NULL is fine */
/* Take one raw word (from words_next) apart. */
void analysis_word(struct analysis *analysis, struct span raw, enum lang lang,
                   struct analysis_word *out);

/* Walk a text: the terms one by one with absolute positions. */
struct analysis_walk {
    struct analysis *analysis;
    struct span text;
    enum lang lang;
    size_t off;        /* internal: where the next word is looked for */
    uint32_t next_pos; /* position of the next word; also the length so far */
    unsigned at;       /* internal: term of the current word */
    struct analysis_word word;
};
void analysis_walk_open(struct analysis_walk *walk, struct analysis *analysis,
                        struct span text, enum lang lang, uint32_t first_pos);
/* The next term; *pos its position, *raw its bytes in the text (borrowed). False: end.
 */
bool analysis_walk_next(struct analysis_walk *walk, const struct analysis_term **term,
                        uint32_t *pos, struct span *raw);

#endif
