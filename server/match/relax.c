/* relax.c
 *
 *   units    a   "b c"   d-e   year:2015   -f        what the AND joins
 *   step 1   a   "b c"         year:2015   -f        d-e is nowhere: dropped
 *   step 2   a   b   c         year:2015   -f
 *   step 3   (a OR b OR c)     year:2015   -f
 *
 * Each step makes its units from the query's tree again, plans them to learn which are
 * nowhere, and drops those.
 */
#include "match/relax.h"

#include "query/query_tree.h"

enum { UNITS_MAX = QUERY_BYTES_MAX + QUERY_LEAVES_MAX };
enum { STEP_ABSENT = 1, STEP_PHRASES, STEP_ANY, STEP_END };

static bool is_filter(const struct query_node *node)
{
    return node->kind == QUERY_ALL || node->kind == QUERY_NONE ||
           node->kind == QUERY_DATE || node->kind == QUERY_VALUE ||
           node->kind == QUERY_LANG || node->kind == QUERY_NOT;
}

enum status relax_init(struct relax *relax, const struct snapshot *snapshot,
                       const struct query_node *root, struct arena *planned,
                       struct arena *arena, struct error *err)
{
    memset(relax, 0, sizeof *relax);
    relax->snapshot = snapshot;
    relax->root = root;
    relax->planned = planned;
    relax->arena = arena;
    relax->err = err;
    relax->units = arena_zeroed(arena, UNITS_MAX, sizeof(struct query_node *));
    relax->dropped = arena_zeroed(arena, UNITS_MAX, sizeof *relax->dropped);
    if (!relax->units || !relax->dropped)
        return plan_nomem(arena, err);
    if (is_filter(root) || root->kind == QUERY_OR)
        relax->step = STEP_ANY; /* nothing to loosen */
    return ST_OK;
}

static void push(struct relax *r, struct query_node *node)
{
    if (node && r->unit_count < UNITS_MAX)
        r->units[r->unit_count++] = node;
}

/* One word of a phrase as a word by itself, in any form. */
static void push_word(struct relax *r, const struct query_node *from,
                      const struct query_word *word)
{
    struct query_node *node = query_tree_copy(from, r->arena);
    if (!node)
        return;
    node->kind = QUERY_WORD;
    node->typed = word->typed;
    node->as.word = *word;
    node->as.word.exact = false;
    node->as.word.pos = 0;
    push(r, node);
}

static void push_words(struct relax *r, const struct query_node *node)
{
    r->changed = true;
    for (unsigned i = 0; i < node->as.phrase.count; i++)
        push_word(r, node, &node->as.phrase.words[i]);
}

/* Is every word of the leaf somewhere in the archive? */
static bool leaf_present(const struct plan *plan, const struct query_node *node)
{
    const struct plan_leaf *leaf = plan_find(plan, node);
    for (unsigned i = 0; leaf && i < leaf->word_count; i++)
        if (leaf->words[i].doc_freq == 0)
            return false;
    return leaf != NULL;
}

static bool present(const struct plan *plan, const struct query_node *node)
{
    bool all = node->kind == QUERY_AND;
    if (is_filter(node))
        return true;
    if (node->kind == QUERY_WORD || node->kind == QUERY_PHRASE ||
        node->kind == QUERY_PREFIX)
        return leaf_present(plan, node);
    for (unsigned i = 0; i < node->as.children.count; i++)
        if (present(plan, node->as.children.nodes[i]) != all)
            return !all;
    return all;
}

/* Is the combination taken apart? A compound as soon as it has to be loosened; a word's
 * spellings, or a term's, never: they are one word of the query. */
static bool opens(const struct relax *r, const struct query_node *node, bool loosen)
{
    if (node->kind == QUERY_BEST)
        return loosen && node->typed.len > 0;
    return r->step == STEP_ANY && (node->kind == QUERY_OR || node->kind == QUERY_AND);
}

static void split_unit(struct relax *r, const struct plan *plan,
                       const struct query_node *node)
{
    bool loosen = r->step > STEP_ABSENT || !present(plan, node);
    if (loosen && node->kind == QUERY_PHRASE) {
        push_words(r, node);
        r->loosened = true;
    } else if (loosen && node->kind == QUERY_WORD && node->as.word.exact) {
        push_word(r, node, &node->as.word);
        r->changed = r->loosened = true;
    } else if (opens(r, node, loosen)) {
        for (unsigned i = 0; i < node->as.children.count; i++)
            split_unit(r, plan, node->as.children.nodes[i]);
    } else {
        push(r, query_tree_copy(node, r->arena));
    }
}

static void split_root(struct relax *r, const struct plan *plan)
{
    const struct query_node *root = r->root;
    r->unit_count = 0;
    r->dropped_count = 0;
    r->changed = r->loosened = false;
    if (root->kind != QUERY_AND) {
        split_unit(r, plan, root);
        return;
    }
    for (unsigned i = 0; i < root->as.children.count; i++)
        split_unit(r, plan, root->as.children.nodes[i]);
}

/* The text that a dropped unit stands for: its own, or that of what it joins. */
static void tell_dropped(struct relax *r, const struct query_node *node)
{
    if (node->typed.len == 0 && !is_filter(node)) {
        for (unsigned i = 0; i < node->as.children.count; i++)
            tell_dropped(r, node->as.children.nodes[i]);
        return;
    }
    for (size_t i = 0; i < r->dropped_count; i++)
        if (span_equal(r->dropped[i], node->typed))
            return;
    if (r->dropped_count < UNITS_MAX)
        r->dropped[r->dropped_count++] = node->typed;
}

static enum status drop_absent(struct relax *r)
{
    struct plan plan;
    struct query_node *all =
        query_tree_join(QUERY_AND, r->units, r->unit_count, r->arena);
    unsigned kept = 0, leaves = 0;
    if (!all)
        return plan_nomem(r->arena, r->err);
    enum status status = plan_make(&plan, r->snapshot, all, NULL, r->planned, r->err);
    if (status != ST_OK)
        return status;
    for (unsigned i = 0; i < r->unit_count; i++) {
        struct query_node *unit = r->units[i];
        bool counts = !is_filter(unit);
        if (present(&plan, unit) && (!counts || leaves < QUERY_LEAVES_MAX)) {
            leaves += counts;
            r->units[kept++] = unit;
        } else {
            tell_dropped(r, unit);
            r->changed = true;
        }
    }
    r->unit_count = kept;
    return leaves ? ST_OK : ST_END;
}

/* The words ORed, the rest ANDed to them. */
static struct query_node *join_any(struct relax *r)
{
    struct query_node **nodes = arena_alloc(r->arena, UNITS_MAX * sizeof(*nodes));
    unsigned words = 0, rest = 1;
    if (!nodes)
        return NULL;
    for (unsigned i = 0; i < r->unit_count; i++)
        if (!is_filter(r->units[i]))
            nodes[words++] = r->units[i];
    struct query_node *any = query_tree_join(QUERY_OR, nodes, words, r->arena);
    if (!any)
        return NULL;
    nodes[0] = any;
    for (unsigned i = 0; i < r->unit_count; i++)
        if (is_filter(r->units[i]))
            nodes[rest++] = r->units[i];
    return query_tree_join(QUERY_AND, nodes, rest, r->arena);
}

static enum status try_step(struct relax *r, const struct query_node **tree)
{
    struct plan plan;
    unsigned leaf = 0;
    arena_reset(r->planned);
    enum status status =
        plan_make(&plan, r->snapshot, r->root, NULL, r->planned, r->err);
    if (status != ST_OK)
        return status;
    split_root(r, &plan);
    status = drop_absent(r);
    if (status != ST_OK)
        return status;
    r->any_word = r->step == STEP_ANY;
    const struct query_node *made =
        r->any_word ? join_any(r)
                    : query_tree_join(QUERY_AND, r->units, r->unit_count, r->arena);
    made = made ? query_tree_number(made, &leaf, r->arena) : NULL;
    if (!made || r->arena->status != ST_OK)
        return plan_nomem(r->arena, r->err);
    if (leaf > QUERY_TREE_LEAVES_MAX)
        return ST_END;
    *tree = made;
    return ST_OK;
}

enum status relax_next(struct relax *relax, const struct query_node **tree)
{
    while (++relax->step < STEP_END) {
        enum status status = try_step(relax, tree);
        if (status != ST_OK)
            return status;
        if (relax->changed || relax->any_word)
            return ST_OK;
    }
    relax->step = STEP_END;
    return ST_END;
}
