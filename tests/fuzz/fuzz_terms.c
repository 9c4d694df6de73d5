/* fuzz_terms.c - any bytes as a list, any text as a query: a list is taken whole or
 * refused with a reason and nothing taken; a widened tree keeps to its limits.
 *
 * Input: a byte for the kind, the list, a byte 255, the query. */
#include <stdlib.h>

#include "query/query_parse.h"
#include "query/query_tree.h"
#include "query/terms.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_tree(const struct query_node *node, unsigned *leaf)
{
    must(node->fields != 0 && (node->fields & ~QUERY_FIELDS_ALL) == 0);
    if (query_tree_is_leaf(node))
        must(node->leaf == (*leaf)++);
    if (!query_tree_is_inner(node))
        return;
    must(node->as.children.count >= (node->kind == QUERY_NOT ? 1u : 2u));
    for (unsigned i = 0; i < node->as.children.count; i++)
        check_tree(node->as.children.nodes[i], leaf);
}

static void check_widened(const struct terms *terms, const struct query_node *root,
                          struct analysis *analysis, struct arena *arena)
{
    struct terms_tree tree;
    unsigned leaves = 0;
    enum status status = terms_widen(&tree, terms, root, analysis, arena, NULL);
    must(status == ST_OK || status == ST_END);
    if (status == ST_END)
        return;
    check_tree(tree.root, &leaves);
    must(leaves == tree.leaf_count && leaves <= QUERY_TREE_LEAVES_MAX);
    must(tree.change_count >= 1);
    for (size_t i = 0; i < tree.change_count; i++)
        must(tree.changes[i].from.len && tree.changes[i].to.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct analysis *analysis;
    struct terms *terms = NULL;
    struct arena arena;
    struct query query;
    struct error err = ERROR_NONE;
    if (size == 0)
        return 0;
    if (!analysis)
        must(analysis_open(&analysis, NULL) == ST_OK);
    struct span all = span_of(data + 1, size - 1);
    size_t cut = span_find(all, 255, 0);
    arena_init(&arena, (size_t)32 << 20);
    must(terms_open(&terms, NULL) == ST_OK);
    enum status status =
        terms_add(terms, span_part(all, 0, cut), "list",
                  data[0] & 1 ? TERMS_SYNONYMS : TERMS_PAIRS, analysis, &err);
    must(status == ST_OK || status == ST_ARGUMENT);
    must(status == ST_OK || (terms_count(terms) == 0 && err.text[0]));
    must(query_parse(&query, span_part(all, cut + 1, all.len),
                     data[0] & 2 ? QUERY_MODE_FREE : QUERY_MODE_WEB, analysis, &arena,
                     NULL) == ST_OK);
    check_widened(terms, query.root, analysis, &arena);
    terms_close(terms);
    arena_release(&arena);
    return 0;
}
