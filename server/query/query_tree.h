/* query_tree.h - make trees out of trees: for whoever loosens, repairs or widens a query.
 *
 * Layer    query (includes base, text)
 * Memory   new nodes live in the caller's arena; what is not copied is shared
 * Threads  one owner of the arena; trees are never changed once made
 *
 * Every function answers NULL when the arena is out.
 */
#ifndef MSEARCH_QUERY_QUERY_TREE_H
#define MSEARCH_QUERY_QUERY_TREE_H

#include "base/memory.h"
#include "query/query.h"

/* A word, a phrase or a prefix: what has a leaf number. */
bool query_tree_is_leaf(const struct query_node *node);
/* A combination: AND, OR, NOT, BEST. */
bool query_tree_is_inner(const struct query_node *node);

/* The node itself; its children are shared. */
struct query_node *query_tree_copy(const struct query_node *node, struct arena *arena);
/* AND, OR, BEST or NOT of the nodes (one at least); the node itself for one, but for
 * NOT. The array is copied. */
struct query_node *query_tree_join(enum query_kind kind,
                                   struct query_node *const *nodes, unsigned count,
                                   struct arena *arena);
/* A copy of the whole tree with its leaves numbered in order, *leaf_count of them. */
struct query_node *query_tree_number(const struct query_node *node,
                                     unsigned *leaf_count, struct arena *arena);

#endif
