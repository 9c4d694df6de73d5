/* query_tree.c - trees are shared, so a change is a copy of the path from the root:
 *
 *   AND            AND'
 *   |  \    ->     |  \        b is replaced; a is the same node in both
 *   a   b          a   b'
 *
 * Recursion is as deep as the tree: the parser allows QUERY_DEPTH_MAX groups.
 */
#include "query/query_tree.h"

#include <string.h>

bool query_tree_is_leaf(const struct query_node *node)
{
    return node->kind == QUERY_WORD || node->kind == QUERY_PHRASE ||
           node->kind == QUERY_PREFIX;
}

bool query_tree_is_inner(const struct query_node *node)
{
    return node->kind == QUERY_AND || node->kind == QUERY_OR ||
           node->kind == QUERY_NOT || node->kind == QUERY_BEST;
}

struct query_node *query_tree_copy(const struct query_node *node, struct arena *arena)
{
    struct query_node *copy = arena_alloc(arena, sizeof *copy);
    if (copy)
        *copy = *node;
    return copy;
}

struct query_node *query_tree_join(enum query_kind kind,
                                   struct query_node *const *nodes, unsigned count,
                                   struct arena *arena)
{
    if (count == 1 && kind != QUERY_NOT)
        return nodes[0];
    struct query_node *node = arena_zeroed(arena, 1, sizeof *node);
    struct query_node **copy = arena_alloc(arena, (count + (size_t)1) * sizeof(*copy));
    if (!node || !copy)
        return NULL;
    memcpy(copy, nodes, count * sizeof(*copy));
    node->kind = kind;
    node->fields = QUERY_FIELDS_ALL;
    node->as.children.nodes = copy;
    node->as.children.count = count;
    return node;
}

static struct query_node *number(const struct query_node *node, unsigned *leaf,
                                 struct arena *arena)
{
    struct query_node *copy = query_tree_copy(node, arena);
    if (!copy)
        return NULL;
    if (query_tree_is_leaf(node))
        copy->leaf = (*leaf)++;
    if (!query_tree_is_inner(node))
        return copy;
    unsigned count = node->as.children.count;
    copy->as.children.nodes =
        arena_alloc(arena, (count + (size_t)1) * sizeof(struct query_node *));
    for (unsigned i = 0; copy->as.children.nodes && i < count; i++) {
        copy->as.children.nodes[i] = number(node->as.children.nodes[i], leaf, arena);
        if (!copy->as.children.nodes[i])
            return NULL;
    }
    return copy->as.children.nodes ? copy : NULL;
}

struct query_node *query_tree_number(const struct query_node *node,
                                     unsigned *leaf_count, struct arena *arena)
{
    *leaf_count = 0;
    return number(node, leaf_count, arena);
}
