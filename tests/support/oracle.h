/* oracle.h - the parts of the reference search (reference.h).
 *
 * Layer    tests
 * Memory   everything belongs to the reference
 * Threads  one owner
 */
#ifndef MSEARCH_TESTS_ORACLE_H
#define MSEARCH_TESTS_ORACLE_H

#include "base/hash.h"
#include "reference.h"

enum { ORACLE_EXPANSIONS_MAX = 64 };
enum oracle_forms { ORACLE_ANY_FORM, ORACLE_EXACT_FORM, ORACLE_PREFIX_FORM };
#define ORACLE_NO_TERM UINT32_MAX

struct oracle_token {
    uint32_t term; /* into reference.terms */
    struct span form;
    uint32_t place;
};

struct oracle_version {
    struct span id;
    uint64_t hash;
    struct oracle_token *tokens;
    size_t token_count, token_capacity;
    uint32_t lengths[FIELD_COUNT];
    uint32_t date;
    enum lang lang;
    struct span values[COLUMN_COUNT];
    struct span *authors;
    size_t author_count;
};

struct oracle_place {
    const struct oracle_version *version;
    uint32_t segment;
    doc_id doc;
    uint32_t order; /* in the archive, of the segment's articles */
    bool deleted;
};

struct reference {
    struct analysis *analysis;
    struct arena texts;         /* versions' bytes */
    struct arena results;       /* of the last call */
    struct hash_table term_ids; /* term -> its number */
    struct span *terms;
    size_t term_count, term_capacity;
    struct oracle_version *versions;
    size_t version_count, version_capacity;
    struct oracle_place *order;
    size_t order_count, order_capacity;
    uint32_t segment_count;
    uint64_t totals[FIELD_COUNT];
    const struct score_params *params; /* of the call */
    float unit, magic;                 /* of scores, of the tree at hand (score.h) */
    struct oracle_terms *seen;         /* words of the query looked up so far */
};

/* What is asked, with the article at hand. */
struct oracle_question {
    struct reference *r;
    const struct oracle_version *v;
};

/* The terms that stand for one word of the query. */
struct oracle_terms {
    const void *of; /* the query_word, or the node of a prefix */
    struct oracle_terms *next;
    uint32_t terms[ORACLE_EXPANSIONS_MAX];
    unsigned count;
    enum oracle_forms forms;
    struct span form;    /* exact: this one; prefix: those that start so */
    unsigned as_written; /* bits: terms that count in `form` only */
    float idf;
};

void *oracle_must(void *block);                                    /* aborts on NULL */
void *oracle_make(struct arena *arena, size_t count, size_t size); /* zeroed */
float oracle_idf(const struct reference *r, float doc_freq);
float oracle_score(const struct oracle_question *q, float idf,
                   const uint32_t tf[FIELD_COUNT]);
const struct oracle_terms *oracle_terms_of_prefix(struct reference *r,
                                                  const struct query_node *node);
/* From now on scores are rounded to the units of this tree. */
void oracle_scale(struct reference *r, const struct query_node *root);
const struct oracle_terms *oracle_terms_of_word(struct reference *r,
                                                const struct query_word *word);
/* The articles with the term, in those segments where some form of it fits. */
uint64_t oracle_term_freq(const struct reference *r, const struct oracle_terms *a,
                          uint32_t term);
/* Does the article match? What it scores is added to *sum. */
bool oracle_match(const struct oracle_question *q, const struct query_node *node,
                  float *sum);
struct oracle_places {
    struct search_place *list;
    size_t count;
};
/* Appends every place of the tree's leaves but those under NOT, in the tree's order. */
void oracle_find(const struct oracle_question *q, const struct query_node *node,
                 struct oracle_places *out);

/* An article that matches. */
struct oracle_candidate {
    struct search_hit hit;
    const struct oracle_version *version;
    uint32_t order;
};
/* Of free text, the first tier's best scored anew, as rescore.h has it; `list` is in the
 * order of the first stage. */
void oracle_rescore(struct reference *r, const struct query_node *root,
                    const struct search_options *options, struct oracle_candidate *list,
                    size_t count);

#endif
