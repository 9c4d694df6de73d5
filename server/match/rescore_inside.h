/* rescore_inside.h - what the parts of the second stage share.
 *
 * Layer    match
 * Memory   lives in the stage's arena; borrows tree and snapshot
 * Threads  one owner
 */
#ifndef MSEARCH_MATCH_RESCORE_INSIDE_H
#define MSEARCH_MATCH_RESCORE_INSIDE_H

#include "match/plan.h"
#include "match/rescore.h"

/* The form as typed among the forms of one term in one segment. */
struct rescore_form {
    bool there;
    bool alone; /* the term's only form */
    uint32_t ordinal;
};

/* A child of the tree. */
struct rescore_word {
    const struct query_node *node;
    const struct plan_leaf *leaf; /* of its word; NULL: the child has none */
    bool plain;                   /* the child is the word */
    bool is_short;                /* neighbours go by the form */
    struct rescore_form *forms;   /* as leaf->words[0].in */
    float form_weight, form_idf;
    bool form_counts;   /* it may bring more than the stem: else it is not looked for */
    float form_freq;    /* df_form; 0: written so nowhere */
    struct span run;    /* letters; empty: none */
    unsigned run_terms; /* in the dictionaries */
    uint64_t run_freq;
    float run_idf;
};

/* Two words that are neighbours in the query. */
struct rescore_pair {
    unsigned first, second;
    uint32_t doc_freq; /* candidates that have it */
    float score;
};

/* What a word brings to a candidate. */
struct rescore_value {
    float stem, form, run; /* stem: what stage 1 has */
};

struct rescore_candidate {
    uint32_t segment;
    doc_id doc;
    size_t entry;                 /* in the heap */
    float sum;                    /* the words' */
    float score;                  /* and the pairs' */
    struct rescore_value *values; /* by word */
    bool *pairs;                  /* has it? */
};

struct rescore {
    struct plan plan;
    struct rescore_word *words;
    unsigned word_count;
    struct rescore_pair *pairs;
    unsigned pair_count;
    struct rescore_candidate *candidates; /* by segment, then article */
    size_t candidate_count;
    struct arena *arena;   /* what lasts */
    struct arena *scratch; /* of a word, of a segment */
    struct arena *places;  /* of an article, the cursors' */
    struct arena *near;    /* and the neighbours' */
    struct meter *meter;
    struct error *err;
};

/* Words and pairs of the tree, looked up. */
MUST_USE enum status rescore_read(struct rescore *r, const struct query_node *root);
/* The first candidate of another segment than `from` is of. */
size_t rescore_segment_end(const struct rescore *r, size_t from);
/* What the words' runs bring. */
MUST_USE enum status rescore_runs(struct rescore *r);
/* The rest, and the sums, of the candidates [from, to), which are of one segment. */
MUST_USE enum status rescore_segment(struct rescore *r, size_t from, size_t to);
/* The first tier's candidates, found and sorted, scored anew. What the arenas hold lives
 * as long as the stage. */
struct rescore_stage {
    struct rescore r;
    struct arena kept, near;
};
MUST_USE enum status rescore_open(struct rescore_stage *stage, struct tiers *tiers);
void rescore_close(struct rescore_stage *stage);

#endif
