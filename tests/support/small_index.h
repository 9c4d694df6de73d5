/* small_index.h - an index of a few articles that are written in the test itself.
 *
 * Layer    tests
 * Memory   open/close object in the caller's storage
 * Threads  one
 */
#ifndef MSEARCH_TESTS_SMALL_INDEX_H
#define MSEARCH_TESTS_SMALL_INDEX_H

#include "match/search.h"
#include "query/query_parse.h"
#include "support/scratch.h"

/* What is not named stays empty. Kyrgyz unless lang is given. */
struct small_article {
    const char *id, *title, *body, *author, *rubric, *journal, *issue;
    uint32_t date;
    enum lang lang;
};

struct small_index {
    struct scratch scratch;
    struct analysis *analysis;
    struct snapshot *snapshot;
    struct arena arena; /* of queries and results; the caller resets it */
};

/* All calls fail the test when they fail. */
void small_index_open(struct small_index *index);
void small_index_close(struct small_index *index);
/* Add or replace in one commit: one more segment. The snapshot is the new one. */
void small_index_put(struct small_index *index, const struct small_article *articles,
                     size_t count);
void small_index_delete(struct small_index *index, const char *id);
/* Parses and runs; `options` NULL: the ten best. */
struct search_result small_index_search(struct small_index *index, const char *query,
                                        const struct search_options *options);
/* The hits' ids, one blank between: "b a". Borrowed until the next call. */
const char *small_index_ids(const struct small_index *index,
                            const struct search_result *result);

/* The places of one hit, by a finder of its own. */
enum status places_of(const struct snapshot *snapshot, const struct query_node *root,
                      const struct search_hit *hit, struct arena *arena,
                      struct search_place **places, size_t *count, struct error *err);

#endif
