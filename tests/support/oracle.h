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
    struct oracle_terms *seen; /* words of the query looked up so far */
};

/* What is asked, with the article at hand. */
struct oracle_question {
    struct reference *r;
    const struct score_params *params;
    const struct oracle_version *v;
};

void *oracle_must(void *block);                                    /* aborts on NULL */
void *oracle_make(struct arena *arena, size_t count, size_t size); /* zeroed */
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

#endif
