/* query_lex.h - a query's text as operators, quoted parts and runs.
 *
 * Layer    query (includes base, text)
 * Memory   tokens borrow the query's text
 * Threads  one lexer per thread
 *
 *   a "b c"~5 -title:(d | e*)
 *   RUN QUOTED NOT FIELD OPEN RUN OR RUN CLOSE END
 */
#ifndef MSEARCH_QUERY_QUERY_LEX_H
#define MSEARCH_QUERY_QUERY_LEX_H

#include "query/query_build.h"
#include "query/query_value.h"

enum lex_kind {
    LEX_END,
    LEX_OPEN,
    LEX_CLOSE,
    LEX_OR,
    LEX_AND,
    LEX_NOT,
    LEX_FIELD,
    LEX_QUOTED,
    LEX_RUN
};

struct lex_token {
    enum lex_kind kind;
    struct span all;        /* as it stands in the query */
    struct span text;       /* RUN: the same; QUOTED: what is between the marks */
    enum value_field field; /* of FIELD */
    uint32_t slop;          /* of QUOTED */
};

struct lexer {
    struct query_builder *builder; /* for warnings */
    struct span text;
    size_t off;
};

enum { LEX_SLOP_MAX = 64 };

void lex_next(struct lexer *lexer, struct lex_token *token);
/* Would this word be taken as AND, OR or NOT? */
bool lex_is_operator(struct span word);

#endif
