/* respell.h - other spellings of a word that are in the archive, the likeliest first.
 *
 * Layer    match (includes base, text, segment, query)
 * Memory   what is found lives in the caller's arena
 * Threads  one owner
 */
#ifndef MSEARCH_MATCH_RESPELL_H
#define MSEARCH_MATCH_RESPELL_H

#include "match/lexicon.h"
#include "query/spellings.h"

enum {
    RESPELL_MAX = 3,
    RESPELL_SHARE = 20,       /* one so many times rarer than the best is left out */
    RESPELL_NEAR_LETTERS = 7, /* a shorter word is not two edits off */
    RESPELL_STEM_LETTERS = 8  /* nor is a shorter stem; one edit below */
};

/* What is to be spelled in another way. */
struct respell_word {
    struct span text;               /* folded; may be a compound with hyphens */
    const struct query_word *typed; /* its readings are not offered; NULL: none */
    unsigned fields;
    bool exact;
    bool written;        /* only spellings that the archive writes so */
    size_t letters;      /* of a spelling, at least */
    size_t stem_letters; /* of a spelling that it knows by its stem alone, at least */
};

struct respelling {
    struct span text;        /* written form of the archive; also a query's text */
    struct query_node *node; /* its reading, exact where that was asked for */
    uint64_t doc_freq;
};
struct respell_list {
    struct respelling found[RESPELL_MAX];
    unsigned count;
};

typedef enum status (*respell_source)(struct span word, struct arena *arena,
                                      struct spellings *found, struct error *err);

/* The source's candidates that the archive has, by how often it writes them so; behind
 * those that it knows by their stem alone, by frequency; `most` (<= RESPELL_MAX) at
 * most. A compound is put together from its parts, some in their best spelling, where
 * the archive has these in a row. With `same_start` the source is taken for slips:
 * spellings with the same first letter go before others, and one that the archive has
 * by its stem alone must differ in that stem. */
MUST_USE enum status respell(struct respell_list *list, struct lexicon *lexicon,
                             const struct respell_word *word, respell_source source,
                             unsigned most, bool same_start, struct arena *arena,
                             struct error *err);
/* The words that begin with a whole stem of this one and are a little longer, the most
 * frequent first. */
MUST_USE enum status respell_root(struct respell_list *list, struct lexicon *lexicon,
                                  const struct respell_word *word, unsigned most,
                                  struct arena *arena, struct error *err);
/* The terms within two edits of the word's readings, for a word of
 * RESPELL_NEAR_LETTERS. */
MUST_USE enum status respell_near(struct respell_list *list, struct lexicon *lexicon,
                                  const struct respell_word *word, unsigned most,
                                  struct arena *arena, struct error *err);

#endif
