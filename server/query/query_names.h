/* query_names.h - a query read as an author's name, by name keys (text/name_key.h).
 *
 * Layer    query (includes base, text)
 * Memory   lives in the caller's arena
 * Threads  pure
 */
#ifndef MSEARCH_QUERY_QUERY_NAMES_H
#define MSEARCH_QUERY_QUERY_NAMES_H

#include "base/memory.h"
#include "query/query.h"
#include "text/analysis.h"

enum { QUERY_NAME_WORDS_MAX = 5 };

/* `root` as a name: when it is words (one, or an AND of at most QUERY_NAME_WORDS_MAX,
 * none exact or negated) in all fields or in author:, the tree that finds articles by
 * an author of whom every word is a part: by key, as an initial, or the other way
 * round. Filters of the AND are kept.
 *   returns  ST_END: it cannot be a name */
MUST_USE enum status query_names(const struct query_node **tree,
                                 const struct query_node *root,
                                 struct analysis *analysis, struct arena *arena,
                                 struct error *err);

/* A leaf that finds the authors with this one word, for use beside it: by its keys only,
 * neither as an initial nor without -ов. It has no number.
 *   leaf     NULL: it is no word of a name */
MUST_USE enum status query_names_leaf(struct query_node **leaf, struct span word,
                                      struct analysis *analysis, struct arena *arena,
                                      struct error *err);

#endif
