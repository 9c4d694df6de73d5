/* search.h - tree + snapshot -> ranked ids, counts, facets; exact in every mode.
 *
 * Layer    match
 * Memory   results live in the caller's arena
 * Threads  any number of searches over one snapshot
 *
 * Whatever path it takes (pruned, exhaustive), the hits are those that brute force
 * finds, with the same scores, ties by document order (tests/reference.c).
 *
 * What was typed comes first. When that finds little, the query is repaired one rung at
 * a time (ladder.h), and each repaired tree is a TIER: its hits are the articles that
 * no earlier tier has, and rank below all of those, whatever their scores.
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

struct analysis;
struct terms;

/* How a tier came about; later ones are further from what was typed. Not the order in
 * which they are tried: names and terms go before root and edits (search.c). */
enum search_rung {
    RUNG_TYPED,   /* as typed: exact forms and stems */
    RUNG_LETTERS, /* ө ү ң typed or printed as о у н е, or the other way round */
    RUNG_KEYBOARD, /* typed with another keyboard layout on */
    RUNG_LATIN,    /* a Cyrillic word in Latin letters */
    RUNG_HYPHEN,   /* a lost or an extra hyphen or blank: one word for two */
    RUNG_ROOT,     /* words that begin with this one's whole stem */
    RUNG_EDITS,    /* one or two letters off */
    RUNG_NAMES,    /* an author's name in another spelling */
    RUNG_TERMS,    /* through the term list or the synonyms */
    RUNG_COUNT
};
/* "typed", "letters", "keyboard", …: stable, for programs. */
const char *search_rung_name(enum search_rung rung);

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
enum { SEARCH_TIERS_MAX = 4 }; /* as typed or relaxed; repaired; by names; by terms */
enum { SEARCH_LITTLE = 5 };    /* fewer hits as typed: the query may be repaired */
enum { SEARCH_SUGGESTIONS_MAX = 3 };

/* What the ladder needs to read a repaired text; borrowed. */
struct search_ladder {
    unsigned rungs;            /* bits by enum search_rung that may be climbed */
    struct analysis *analysis; /* the caller's thread's */
    const struct terms *terms; /* NULL: none */
};

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
    const struct score_params *params; /* NULL: score_defaults, or score_free */
    bool free_text;      /* a tree of free text: its best are scored anew (rescore.h) */
    uint32_t candidates; /* so many of them; 0: RESCORE_CANDIDATES */
    bool relax;          /* when nothing matches: drop words, and say so */
    const struct search_ladder *ladder; /* NULL: only as typed */
    bool exhaustive;                    /* no pruning: for tests and measuring */
    uint64_t deadline_us;               /* clock_monotonic_us; 0: none */
};

struct search_hit {
    uint32_t segment; /* index into snapshot->segments */
    doc_id doc;
    float score;   /* 0 when sorted by date and not scored */
    unsigned tier; /* index into search_result.tiers */
};

/* A word, or a run of words, and what was searched instead or besides. */
struct search_change {
    struct span from; /* as typed */
    struct span to;   /* a written form; several with ", " between them */
};

struct search_tier {
    enum search_rung rung;         /* the furthest one that was needed */
    const struct query_node *root; /* what its hits match: for marks and explaining */
    struct span text; /* a query text that asks for the same, as far as one can */
    const struct search_change *changes; /* in the order of the query; none: as typed */
    size_t change_count;
    uint64_t total;   /* articles of this tier and of no earlier one */
    bool total_exact; /* else a lower bound */
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
    uint64_t total; /* of all tiers; a lower bound when !total_exact */
    bool total_exact;
    bool timed_out; /* the deadline passed: what was found until then */
    struct search_facet_list facets[SEARCH_FACETS];
    size_t facet_count;
    struct search_tier tiers[SEARCH_TIERS_MAX]; /* the first one as typed (or relaxed);
                                                   further ones found something */
    size_t tier_count;                          /* 1 at least */
    struct span *dropped;                       /* words left out by relaxing */
    size_t dropped_count;
    struct span suggestions[SEARCH_SUGGESTIONS_MAX]; /* "did you mean": query texts */
    size_t suggestion_count;                         /* with a ladder only */
    bool any_word;   /* relaxing made the words optional */
    bool loosened;   /* relaxing took phrases apart, or other forms of quoted words */
    bool prefix_cut; /* a word* had more than PLAN_EXPANSIONS_MAX terms: the most
                        frequent ones were taken; the total is not exact then */
};

/* What scores are made with. */
const struct score_params *search_params(const struct search_options *options);
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
