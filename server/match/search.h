/* search.h - tree + snapshot -> ranked ids, counts, facets; exact in every mode.
 *
 * Layer    match
 * Memory   results live in the caller's arena
 * Threads  any number of searches over one snapshot
 *
 * Whatever path it takes (pruned, exhaustive), the hits are those that brute force
 * finds, with the same scores, ties by document order (tests/reference.c).
 */
#ifndef MSEARCH_MATCH_SEARCH_H
#define MSEARCH_MATCH_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "match/score.h"
#include "match/snapshot.h"
#include "query/query.h"

enum search_sort { SEARCH_RELEVANCE, SEARCH_NEWEST, SEARCH_OLDEST };

enum search_facet { /* bits: search_options.facets */
                    SEARCH_FACET_YEAR = 1 << 0,
                    SEARCH_FACET_JOURNAL = 1 << 1,
                    SEARCH_FACET_ISSUE = 1 << 2,
                    SEARCH_FACET_RUBRIC = 1 << 3,
                    SEARCH_FACET_AUTHOR = 1 << 4,
                    SEARCH_FACET_LANG = 1 << 5
};
enum { SEARCH_FACETS = 6, SEARCH_LIMIT_MAX = 1000 };

/* An exact value of a column; several of one column are ORed, columns are ANDed. */
struct search_filter {
    enum column column;
    struct span value;
};

struct search_options {
    uint32_t offset, limit; /* offset + limit <= SEARCH_LIMIT_MAX, else ST_LIMIT */
    enum search_sort sort;
    bool count;                  /* the exact total is wanted */
    unsigned facets;             /* bits; implies count */
    uint32_t facet_values;       /* at most this many values a facet, by count; 0: 50 */
    uint32_t date_from, date_to; /* yyyymmdd; 0 and 0: no bound */
    unsigned langs;              /* bits by enum lang; 0: any */
    const struct search_filter *filters;
    size_t filter_count;
    const struct score_params *params; /* NULL: score_defaults */
    bool relax;           /* when nothing matches: drop words, and say so */
    bool exhaustive;      /* no pruning: for tests and measuring */
    uint64_t deadline_us; /* clock_monotonic_us; 0: none */
};

struct search_hit {
    uint32_t segment; /* index into snapshot->segments */
    doc_id doc;
    float score; /* 0 when sorted by date and not scored */
};

struct search_facet_value {
    struct span value; /* year as digits; lang as its tag */
    uint64_t count;
};
struct search_facet_list {
    enum search_facet facet;
    struct search_facet_value *values; /* by count, then value; years ascending, all */
    size_t value_count;
    size_t distinct; /* values in all */
};

struct search_result {
    struct search_hit *hits;
    size_t hit_count;
    uint64_t total; /* matches; a lower bound when !total_exact */
    bool total_exact;
    bool timed_out; /* the deadline passed: what was found until then */
    struct search_facet_list facets[SEARCH_FACETS];
    size_t facet_count;
    const struct query_node
        *used;            /* the tree that was run: the query's, or the relaxed one */
    struct span *dropped; /* words left out by relaxing */
    size_t dropped_count;
    bool any_word;   /* relaxing made the words optional */
    bool loosened;   /* relaxing took phrases apart, or other forms of quoted words */
    bool prefix_cut; /* a word* had more than PLAN_EXPANSIONS_MAX terms: the most
                        frequent ones were taken; the total is not exact then */
};

MUST_USE enum status search_run(struct search_result *result,
                                const struct snapshot *snapshot,
                                const struct query *query,
                                const struct search_options *options,
                                struct arena *arena, struct error *err);

/* Where the query's leaves stand in one article, for snippets and marks. */
struct search_place {
    uint32_t place; /* PLACE() of the first word */
    uint32_t words; /* places it spans: 1, or a phrase's */
    unsigned leaf;  /* query_node.leaf */
};
/* The query is looked up once for a whole page of hits. Borrows snapshot and tree. */
struct place_finder;
MUST_USE enum status place_finder_open(struct place_finder **finder,
                                       const struct snapshot *snapshot,
                                       const struct query_node *root,
                                       struct error *err);
void place_finder_close(struct place_finder *finder); /* NULL is fine */
/* Ascending by place, then leaf; in `arena`. ST_ARGUMENT: no such segment. */
MUST_USE enum status place_finder_get(struct place_finder *finder,
                                      const struct search_hit *hit, struct arena *arena,
                                      struct search_place **places, size_t *count,
                                      struct error *err);
/* The arithmetic of one hit's score as lines of text, of a very long query as many as
 * `out` may hold. */
MUST_USE enum status search_explain(struct buf *out, const struct snapshot *snapshot,
                                    const struct query_node *root,
                                    const struct search_hit *hit,
                                    const struct search_options *options,
                                    struct error *err);

#endif
