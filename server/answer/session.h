/* session.h - the inside of struct session, for the modules that answer with it.
 *
 * Layer    answer (private to result.c and result_article.c)
 * Memory   open/close object
 * Threads  one thread at a time
 */
#ifndef MSEARCH_ANSWER_SESSION_H
#define MSEARCH_ANSWER_SESSION_H

#include "answer/marked.h"
#include "answer/record.h"
#include "answer/result.h"
#include "answer/snippet.h"
#include "segment/store_read.h"

struct session {
    struct analysis *analysis;
    struct store_cache *cache;
    struct arena arena;
};

/* Empty the arena and forget inflated blocks: the snapshot may be another one. */
void session_reset(struct session *session);

/* One article on its way into an answer. */
struct session_doc {
    struct session *session;
    const struct snapshot *snapshot;
    const struct query_node *root; /* of the tier of `at`; NULL: nothing to mark */
    struct place_finder *finders[SEARCH_TIERS_MAX]; /* made at the first article of a
                                                       tier, shared by the page's */
    struct marked_leaves leaves;
    struct search_hit at;
    struct store_doc stored;
    struct record record;
    struct search_place *places; /* sorted */
    size_t place_count;
};
/* `at` is set: the stored record, and where the query's words stand. */
MUST_USE enum status session_doc_load(struct session_doc *doc, struct error *err);
/* When the page is done: gives back what session_doc_load keeps between articles. */
void session_doc_done(struct session_doc *doc);
/* Fields of the record into a hit; marks of its title. */
MUST_USE enum status session_doc_head(struct session_doc *doc, struct answer_hit *hit,
                                      struct error *err);
/* The body as a text for snippets; `doc` is borrowed. */
struct snippet_text session_doc_body(struct session_doc *doc);
/* Ranges of a field that holds one text a language; the one of `lang` is shown. */
MUST_USE bool session_doc_marks(struct session_doc *doc, enum field field,
                                const struct record_texts *texts, enum lang lang,
                                const struct answer_mark **marks, size_t *count);

#endif
