/* places.h - where one leaf of a plan stands in one article.
 *
 * Layer    match
 * Memory   in the context's places arena, until its reset
 * Threads  one owner
 */
#ifndef MSEARCH_MATCH_PLACES_H
#define MSEARCH_MATCH_PLACES_H

#include "match/phrase.h"
#include "match/term_set.h"

/* A context without cursors: enough for term sets of one segment. */
MUST_USE enum status places_context(struct cursor_context *context,
                                    const struct plan *plan, uint32_t segment_at,
                                    struct arena *arena, struct arena *places,
                                    struct meter *meter, struct error *err);
/* Ascending; a word or prefix spans one place. Zero of them when the leaf does not
 * match. The status is the context's. */
MUST_USE enum status places_find(struct cursor_context *context,
                                 const struct plan_leaf *leaf, doc_id doc,
                                 struct phrase_match **matches, uint32_t *count);

#endif
