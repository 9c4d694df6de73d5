/* ladder_widen.c - names and terms: other trees for a query, whole.
 *
 * They are of the best repaired tree, or of the one that the ladder is told to
 * take, and each is tried once on one tree.
 */
#include "match/ladder_inside.h"

#include "match/plan.h"
#include "query/query_names.h"
#include "query/query_tree.h"
#include "query/terms.h"

struct search_tier ladder_base(const struct ladder *l)
{
    struct search_tier base = {.root = l->query->root, .text = l->query->text};
    if (l->from.root)
        return l->from;
    return l->best.root ? l->best : base;
}

/* The tree with its leaves numbered. ST_END: there are too many. */
static enum status number(struct ladder *l, const struct query_node *root,
                          struct search_tier *tier)
{
    unsigned leaves;
    tier->root = query_tree_number(root, &leaves, l->arena);
    if (!tier->root)
        return plan_nomem(l->arena, l->err);
    return leaves > QUERY_TREE_LEAVES_MAX ? ST_END : ST_OK;
}

enum status ladder_names(struct ladder *l, struct search_tier *tier)
{
    struct search_tier base = ladder_base(l);
    if (l->named == base.root)
        return ST_END;
    l->named = base.root;
    const struct query_node *tree;
    enum status status =
        query_names(&tree, base.root, l->tools->analysis, l->arena, l->err);
    if (status == ST_OK)
        status = number(l, tree, &base);
    if (status != ST_OK)
        return status;
    base.rung = RUNG_NAMES;
    *tier = base;
    return ST_OK;
}

/* The base's changes, then those of the list. */
static enum status add_changes(struct ladder *l, struct search_tier *tier,
                               const struct terms_tree *tree)
{
    size_t count = tier->change_count + tree->change_count;
    struct search_change *all = arena_alloc(l->arena, (count + 1) * sizeof *all);
    if (!all)
        return plan_nomem(l->arena, l->err);
    for (size_t i = 0; i < tier->change_count; i++)
        all[i] = tier->changes[i];
    for (size_t i = 0; i < tree->change_count; i++)
        all[tier->change_count + i] =
            (struct search_change){tree->changes[i].from, tree->changes[i].to};
    tier->changes = all;
    tier->change_count = count;
    return ST_OK;
}

enum status ladder_terms(struct ladder *l, struct search_tier *tier)
{
    struct search_tier base = ladder_base(l);
    struct terms_tree tree;
    if (!l->tools->terms || l->widened == base.root)
        return ST_END;
    l->widened = base.root;
    enum status status = terms_widen(&tree, l->tools->terms, base.root,
                                     l->tools->analysis, l->arena, l->err);
    if (status == ST_OK)
        status = add_changes(l, &base, &tree);
    if (status != ST_OK)
        return status;
    base.root = tree.root;
    base.rung = RUNG_TERMS;
    l->wide = *tier = base;
    return ST_OK;
}
