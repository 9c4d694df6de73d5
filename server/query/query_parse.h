/* query_parse.h - what a person typed, as a tree; odd input is understood, not refused.
 *
 * Layer    query (includes base, text)
 * Memory   everything in the caller's arena
 * Threads  one struct analysis per thread
 *
 *   a b              both words            a OR b   a | b    either (ИЛИ, ЖЕ)
 *   -a   NOT a       without (НЕ, ЭМЕС)    ( )               grouping
 *   "a b"            these forms, together  "a b"~5          within five words
 *   word*            begins so              *                every article
 *   title: author: rubric: keywords: abstract: body:         in that field
 *   year: date: journal: issue: lang:                        filters; year:1991..1999
 */
#ifndef MSEARCH_QUERY_QUERY_PARSE_H
#define MSEARCH_QUERY_QUERY_PARSE_H

#include "base/memory.h"
#include "query/query.h"
#include "text/analysis.h"

enum query_mode {
    QUERY_MODE_WEB, /* operators; bare words are ANDed */
    QUERY_MODE_FREE /* free text: no operators, any word may match */
};

/* ST_OK whatever the text is; ST_NOMEM when the arena is out. */
MUST_USE enum status query_parse(struct query *query, struct span text,
                                 enum query_mode mode, struct analysis *analysis,
                                 struct arena *arena, struct error *err);

#endif
