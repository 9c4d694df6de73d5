/* terms.h - the bilingual term list and a journal's synonyms, and queries widened by them.
 *
 * Layer    query (includes base, text)
 * Memory   open/close object; what terms_widen makes lives in the caller's arena
 * Threads  read-only after loading; shared by threads
 * Format   corpus/terms/README.md
 *
 *   питьевая вода <TAB> таза суу          both ways: each side is a key for the other
 *
 * Keys are found by stems, so any inflected form of a term finds its entry; a term of
 * several words is a key for these words in a row, the longest key first.
 */
#ifndef MSEARCH_QUERY_TERMS_H
#define MSEARCH_QUERY_TERMS_H

#include "base/bytes.h"
#include "base/memory.h"
#include "query/query.h"
#include "text/analysis.h"

enum { TERMS_ALTERNATIVES_MAX = 8 }; /* of one key that a query takes */

struct terms;

enum terms_kind {
    TERMS_PAIRS, /* Kyrgyz <TAB> Russian */
    TERMS_SYNONYMS /* words of one meaning, in any language, separated as alternatives are */
};

/* Empty. */
MUST_USE enum status terms_open(struct terms **terms, struct error *err);
void terms_close(struct terms *terms); /* NULL is fine */
/* The list that comes with msearch (corpus/terms/ky-ru.tsv). */
MUST_USE enum status terms_add_own(struct terms *terms, struct analysis *analysis,
                                   struct error *err);
/* The lines of a file's text. `name` is for messages: ST_ARGUMENT names it and the
 * line, and says what is wrong. Nothing of a bad text is taken. */
MUST_USE enum status terms_add(struct terms *terms, struct span text, const char *name,
                               enum terms_kind kind, struct analysis *analysis,
                               struct error *err);
size_t terms_count(const struct terms *terms); /* lines taken */

/* What was found in the list for a part of the query. */
struct terms_change {
    struct span from; /* words of the query, as typed, a blank between them */
    struct span to;   /* the alternatives, ", " between them */
};
struct terms_tree {
    const struct query_node *root; /* leaves numbered anew */
    const struct terms_change *changes;
    size_t change_count;
    unsigned leaf_count;
};
/* The tree with every part that the list knows as BEST of itself and its alternatives.
 * Parts: a WORD that is not exact, or several in a row under one AND in the same
 * fields, as typed. Never under NOT, never in a phrase.
 *   returns  ST_END: the list knows nothing of it */
MUST_USE enum status terms_widen(struct terms_tree *tree, const struct terms *terms,
                                 const struct query_node *root,
                                 struct analysis *analysis, struct arena *arena,
                                 struct error *err);

#endif
