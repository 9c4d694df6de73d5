/* oracle_unit.c - the unit of a tree's scores, as score.h has it. */
#include <math.h>

#include "support/oracle.h"

/* Of the leaves that are not under NOT. */
static float sum_idfs(struct reference *r, const struct query_node *node, float sum)
{
    if (node->kind == QUERY_WORD)
        return sum + oracle_terms_of_word(r, &node->as.word)->idf;
    if (node->kind == QUERY_PREFIX)
        return sum + oracle_terms_of_prefix(r, node)->idf;
    if (node->kind == QUERY_PHRASE) {
        float idf = 0.0f;
        for (unsigned w = 0; w < node->as.phrase.count; w++)
            idf += oracle_terms_of_word(r, &node->as.phrase.words[w])->idf;
        return sum + idf;
    }
    if (node->kind == QUERY_AND || node->kind == QUERY_OR || node->kind == QUERY_BEST)
        for (unsigned i = 0; i < node->as.children.count; i++)
            sum = sum_idfs(r, node->as.children.nodes[i], sum);
    return sum;
}

void oracle_scale(struct reference *r, const struct query_node *root)
{
    int exponent = 0;
    (void)frexpf(sum_idfs(r, root, 0.0f) * (r->params->k1 + 1.0f), &exponent);
    r->unit = ldexpf(1.0f, exponent - 22);
    r->magic = 3.0f * ldexpf(r->unit, 22);
}
