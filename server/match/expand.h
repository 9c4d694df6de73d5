/* expand.h - the dictionary terms behind a prefix, and the forms that are meant.
 *
 * Layer    match (includes base, text, segment, query)
 * Memory   lives in the caller's arena
 * Threads  no shared state
 */
#ifndef MSEARCH_MATCH_EXPAND_H
#define MSEARCH_MATCH_EXPAND_H

#include "match/plan.h"

/* The terms that have a form which starts with `prefix`, among
 *   - those that start with it themselves, and
 *   - those that do not, but whose beginning without the last letter (not empty) it
 *     starts with: a stem is shorter than its forms and may end differently
 *     (китеби is a form of китеп);
 * the PLAN_EXPANSIONS_MAX most frequent, ties by bytes. Name terms are never among them.
 */
MUST_USE enum status expand_prefix(struct plan_word *word,
                                   const struct snapshot *snapshot, struct span prefix,
                                   struct arena *arena, struct error *err);
/* The run of terms that start with `beginning`, in any form, besides the terms of `own`,
 * which come first; as many and in the same order. */
MUST_USE enum status expand_run(struct plan_word *word, const struct snapshot *snapshot,
                                struct span beginning, const struct plan_word *own,
                                struct arena *arena, struct error *err);
/* The ordinals of the forms that start with `form`, or when `exact` equal it; *forms
 * NULL when all do, *any false when none does. */
MUST_USE enum status expand_forms(const uint64_t **forms, bool *any,
                                  const struct segment *segment,
                                  const struct term_info *info, struct span term,
                                  struct span form, bool exact, struct arena *arena,
                                  struct error *err);

#endif
