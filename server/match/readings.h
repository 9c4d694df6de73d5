/* readings.h - which readings of a word does the archive bear out?
 *
 * Layer    match (includes base, text, segment, query)
 * Memory   nothing of its own
 * Threads  one owner; uses the thread's analysis
 *
 * A word is searched in every language's stem, and the languages share one namespace of
 * terms, so that муниципалитеттин meets муниципалитета. The price: айыл cut by Russian
 * rules is ай, another Kyrgyz word. A reading is borne out by a form of its term that
 * only its language explains; one that is not, beside one of the other language that is,
 * counts only as written.
 *
 *   партия  ru  парт   forms партии, партий: only Russian makes парт of them    kept
 *   айыл    ru  ай     forms ай, айдын: Kyrgyz makes ай of all of them,    as written
 *           ky  айыл   and of айылдын only Kyrgyz makes айыл
 *   бюджетов ru бюджет no form is only Russian's, but no Kyrgyz term is there    kept
 */
#ifndef MSEARCH_MATCH_READINGS_H
#define MSEARCH_MATCH_READINGS_H

#include "match/snapshot.h"
#include "query/query.h"
#include "text/analysis.h"

enum { READINGS_FORMS_MAX = 48 }; /* of a term in a segment, the most frequent ones */

/* Sets query_word.as_written in the words of a tree that was just parsed. Not for free
 * text: rescoring weighs forms by itself. */
MUST_USE enum status readings_settle(struct query_node *root,
                                     const struct snapshot *snapshot,
                                     struct analysis *analysis, struct error *err);

#endif
