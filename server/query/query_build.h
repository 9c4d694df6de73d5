/* query_build.h - what the parser makes nodes, words and warnings with.
 *
 * Layer    query (includes base, text)
 * Memory   everything in the arena of the parse; sticky: out of memory is told once,
 *          by query_build_finish
 * Threads  one builder per thread
 */
#ifndef MSEARCH_QUERY_QUERY_BUILD_H
#define MSEARCH_QUERY_QUERY_BUILD_H

#include "query/query.h"
#include "text/analysis.h"

struct query_builder {
    struct query *query;
    struct arena *arena;
    struct analysis *analysis;
    struct analysis_word *scratch;       /* of one word in one language */
    struct query_warning_link *warnings; /* newest first */
    bool full;                           /* QUERY_LEAVES_MAX was reached, and told */
    bool nomem;
};

/* Children of a combination while it is being read. */
struct query_list {
    struct query_link *first, *last;
    unsigned count;
};

MUST_USE bool query_build_init(struct query_builder *b, struct query *query,
                               struct analysis *analysis, struct arena *arena);
/* Puts the warnings into the query, in the order of the text. */
MUST_USE enum status query_build_finish(struct query_builder *b, struct error *err);

/* `at` is a part of query->text. */
void query_build_warn(struct query_builder *b, struct span at, const char *code,
                      const char *text);
/* NULL when the arena is out. */
struct query_node *query_build_node(struct query_builder *b, enum query_kind kind,
                                    struct span typed);
/* A NULL node is not added. */
void query_list_add(struct query_builder *b, struct query_list *list,
                    struct query_node *node);
/* AND or OR of the list: no node for none, the child itself for one, and children of
 * the same kind are taken in instead of nested. */
struct query_node *query_build_combine(struct query_builder *b, enum query_kind kind,
                                       const struct query_list *list);
/* One raw word (of words_next) as it may be read: WORD, or for a compound PHRASE or
 * BEST. NULL: nothing searchable in it, or too many leaves. */
struct query_node *query_build_word(struct query_builder *b, struct span raw,
                                    unsigned fields);
/* The same for free text, where any word may match: the parts of a compound as words, the
 * first of them BEST with the compound in one word. How many of QUERY_PHRASE_MAX. */
unsigned query_build_parts(struct query_builder *b, struct span raw,
                           struct query_node *nodes[QUERY_PHRASE_MAX]);
/* The whole text as free text (query_free.c); NULL: no word in it. */
struct query_node *query_free(struct query_builder *b);
/* The words of a text at their distances, each only in its exact form. */
struct query_node *query_build_phrase(struct query_builder *b, struct span inside,
                                      struct span typed, unsigned fields,
                                      uint32_t slop);
/* `raw` is a word without its star; NULL as for query_build_word. */
struct query_node *query_build_prefix(struct query_builder *b, struct span raw,
                                      unsigned fields);
/* The folded words of a text. */
struct query_node *query_build_value(struct query_builder *b, enum column column,
                                     struct span text, struct span typed);
/* The folded form of `text`, in the arena. */
struct span query_build_fold(struct query_builder *b, struct span text);

#endif
