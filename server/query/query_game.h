/* query_game.h - the query syntax of search engine races, as a tree.
 *
 * Layer    query (includes base, text)
 * Memory   nodes in the caller's arena; they borrow the text
 * Threads  one struct analysis per thread
 *
 *   a b       either; both score         +a +b     both
 *   "a b"     side by side               +a b      a; b scores where it stands
 *   +a -b     a without b                +"a b" +c -d
 *
 * What a sign or a quotation mark touches is a clause. The tree:
 *   any +     AND(+…, OR(x, ALL) for every x without a sign, NOT -…)
 *   no +      OR of those without a sign; with a -, AND(that, NOT -…)
 * OR(x, ALL) matches every article and scores where x does, so a clause that need not
 * match takes no kind of node of its own. Clauses, and so scores, stay in their order.
 */
#ifndef MSEARCH_QUERY_QUERY_GAME_H
#define MSEARCH_QUERY_QUERY_GAME_H

#include "base/memory.h"
#include "query/query.h"
#include "text/analysis.h"

/* `analysis` NULL: a word is one term as it stands, as the plain analyzer cuts them;
 * else a word is read as query_parse does, and quoted ones mean their forms.
 * errors  ST_ARGUMENT: no such query; ST_LIMIT: too many clauses, too long a phrase;
 *         ST_NOMEM */
MUST_USE enum status query_game_parse(struct query *query, struct span text,
                                      struct analysis *analysis, struct arena *arena,
                                      struct error *err);
/* The x of OR(x, ALL), which as a child of AND need not match; NULL: none such. */
const struct query_node *query_game_optional(const struct query_node *node);

#endif
