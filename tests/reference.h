/* reference.h - search by brute force: the oracle of the property tests.
 *
 * Layer    tests (includes base, text, segment's numbers, ingest, query, match's
 * structs) Memory   open/close object; results live until the next call or the close
 * Threads  one owner
 *
 * Every version of every article is kept as a list of words with places, made with the
 * same analysis and the rules of the inverter's header, and every query looks at every
 * word of every article. Of an index only this is read: which article, in which
 * version, stands where, and whether it is deleted.
 */
#ifndef MSEARCH_TESTS_REFERENCE_H
#define MSEARCH_TESTS_REFERENCE_H

#include "ingest/article.h"
#include "match/search.h"
#include "query/query.h"
#include "text/analysis.h"

struct reference;

/* Aborts the program when memory is out, here and below. */
struct reference *reference_open(struct analysis *analysis);
void reference_close(struct reference *reference);
/* Keep a version of an article; the same one twice is fine. */
void reference_learn(struct reference *reference, const struct article *article);
/* Take the articles' order and deletions from a snapshot. False when it holds an
 * article that was never learnt, or its lengths and totals are not ours. */
bool reference_arrange(struct reference *reference, const struct snapshot *snapshot);

struct reference_result {
    struct search_hit *hits; /* all matches in the order that is asked for */
    size_t hit_count;
    struct search_facet_list facets[SEARCH_FACETS]; /* uncut */
    size_t facet_count;
};
/* Of the options: sort, facets, dates, langs, filters, params. */
void reference_search(struct reference *reference, const struct query_node *root,
                      const struct search_options *options,
                      struct reference_result *result);
/* The same of several trees: an article belongs to the first one that it matches, and by
 * relevance those of earlier trees go first. */
void reference_search_tiers(struct reference *reference,
                            const struct query_node *const *roots, unsigned count,
                            const struct search_options *options,
                            struct reference_result *result);
/* As place_finder_get. */
void reference_places(struct reference *reference, const struct query_node *root,
                      const struct search_hit *hit, struct search_place **places,
                      size_t *count);

#endif
