/* plan.h - a tree's leaves looked up in every segment: terms, frequencies, weights.
 *
 * Layer    match (includes base, text, segment, query)
 * Memory   lives in the caller's arena; borrows the tree and the snapshot
 * Threads  read-only once made
 *
 * A word stands for several terms (a reading in each language; what a prefix expands
 * to). It has ONE document frequency:
 *   word     the largest of its readings', each summed over the segments
 *   prefix   the sum of its terms'
 * never above N, deleted articles included, and of it one idf. With exact forms, or a
 * prefix, a term counts only in segments where it was written in such a form. A
 * phrase's idf is the sum of its words'.
 */
#ifndef MSEARCH_MATCH_PLAN_H
#define MSEARCH_MATCH_PLAN_H

#include "match/score.h"
#include "match/snapshot.h"
#include "query/query.h"

enum {
    PLAN_EXPANSIONS_MAX = 64, /* terms of a prefix: the most frequent ones */
    PLAN_DEPTH_MAX = 64       /* of a tree; the parser's are far below */
};

/* A term in one segment. */
struct plan_term {
    bool there;            /* in a form that counts */
    struct term_info info; /* zeroed where the segment has no such term */
    const uint64_t *forms; /* a bit an ordinal: only these forms count; NULL: all */
};

struct plan_word {
    unsigned term_count;
    const struct span *terms;
    struct plan_term *in; /* of segment s and term t: in[s * term_count + t] */
    uint64_t doc_freq;
    float idf;
    bool expansion_cut; /* a prefix that had more terms */
};

/* Two words of a phrase that stand side by side (segment/pairs.h). */
struct plan_pair {
    struct plan_word
        word;    /* one term: the pair's; not `there` where they do not meet */
    bool *known; /* by segment: it says where they meet */
};

/* A WORD, PHRASE or PREFIX of the tree. */
struct plan_leaf {
    const struct query_node *node;
    struct plan_word *words; /* one, or a phrase's */
    unsigned word_count;
    struct plan_pair *pairs; /* of a phrase */
    unsigned pair_count;
    bool is_pair; /* pairs[0] is all of the phrase, in every segment */
    float idf;
};
/* Are its matches those of the one word that plan_word_of is? */
static inline bool plan_is_word(const struct plan_leaf *leaf)
{
    return leaf->is_pair || leaf->node->kind == QUERY_WORD;
}
static inline const struct plan_word *plan_word_of(const struct plan_leaf *leaf)
{
    return leaf->is_pair ? &leaf->pairs[0].word : &leaf->words[0];
}

struct plan {
    const struct snapshot *snapshot;
    struct scorer scorer;
    struct plan_leaf *leaves; /* in the order of a walk over the tree */
    unsigned leaf_count;
};

/* ST_LIMIT when the tree is deeper than PLAN_DEPTH_MAX. */
MUST_USE enum status plan_make(struct plan *plan, const struct snapshot *snapshot,
                               const struct query_node *root,
                               const struct score_params *params, struct arena *arena,
                               struct error *err);
/* The leaf of this node; NULL when it is none. */
const struct plan_leaf *plan_find(const struct plan *plan,
                                  const struct query_node *node);
/* Out of memory as a status, told by what the arena says. */
MUST_USE enum status plan_nomem(const struct arena *arena, struct error *err);

#endif
