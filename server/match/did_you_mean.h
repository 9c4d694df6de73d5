/* did_you_mean.h - a frequent word of the archive where the query has a rare one.
 *
 * Layer    match (includes base, text, segment, query)
 * Memory   in the caller's arena
 * Threads  one owner; uses the thread's analysis
 */
#ifndef MSEARCH_MATCH_DID_YOU_MEAN_H
#define MSEARCH_MATCH_DID_YOU_MEAN_H

#include "match/meter.h"
#include "match/search.h"

/* A proposal for a word that is nowhere is in so many articles. */
enum { DID_YOU_MEAN_ARTICLES = 5 };

/* For a query that found something: its text with one rare word (LADDER_RARE) replaced by
 * a spelling that is LADDER_TIMES as frequent (letters, or one edit), as the archive
 * writes it. No word that a tier of the result has replaced already. Fills
 * result->suggestions; with fewer when the meter runs out. */
MUST_USE enum status
did_you_mean(struct search_result *result, const struct snapshot *snapshot,
             const struct query *query, const struct search_ladder *tools,
             struct meter *meter, struct arena *arena, struct error *err);

#endif
