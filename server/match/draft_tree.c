/* draft_tree.c - what was found put into the tree.
 *
 *   AND                    AND
 *   |    \          ->     |           \
 *   онор  "кенеш берүү"    BEST         "кеңеш берүү"
 *                          |    \
 *                          онор  өнөр
 *
 * Subtrees without a change are shared with the typed tree until the leaves are numbered,
 * which copies all.
 */
#include "match/draft.h"
#include "match/plan.h"
#include "query/query_tree.h"

struct builder {
    const struct draft *draft;
    struct arena *arena;
};

static const struct draft_word *word_of(const struct builder *b,
                                        const struct query_node *node)
{
    for (unsigned i = 0; i < b->draft->count; i++)
        if (b->draft->words[i].node == node)
            return &b->draft->words[i];
    return NULL;
}

static struct query_node *with_found(struct builder *b, const struct query_node *node,
                                     const struct draft_word *word)
{
    struct query_node *nodes[RESPELL_MAX + 1];
    unsigned count = 0;
    if (word->doc_freq > 0 || word->found.count == 0) {
        nodes[count++] = query_tree_copy(node, b->arena);
        if (!nodes[0])
            return NULL;
    }
    for (unsigned i = 0; i < word->found.count; i++)
        nodes[count++] = word->found.found[i].node;
    return query_tree_join(QUERY_BEST, nodes, count, b->arena);
}

/* A quoted phrase with the best of what was found for its words. */
static struct query_node *phrase_with(struct builder *b, const struct query_node *node)
{
    unsigned count = node->as.phrase.count;
    struct query_node *copy = query_tree_copy(node, b->arena);
    struct query_word *words = arena_alloc(b->arena, count * sizeof *words);
    if (!copy || !words)
        return NULL;
    memcpy(words, node->as.phrase.words, count * sizeof *words);
    for (unsigned i = 0; i < b->draft->count; i++) {
        const struct draft_word *word = &b->draft->words[i];
        if (word->node != node || word->found.count == 0)
            continue;
        uint32_t pos = words[word->at].pos;
        words[word->at] = word->found.found[0].node->as.word;
        words[word->at].pos = pos;
    }
    copy->as.phrase.words = words;
    return copy;
}

static struct query_node *rebuild(struct builder *b, const struct query_node *node);

/* Two neighbours, or what they are as one word. */
static struct query_node *joined(struct builder *b, const struct draft_word *word)
{
    struct query_node *nodes[2] = {rebuild(b, word->node), rebuild(b, word[1].node)};
    bool absent =
        draft_lacks(&word[1]) || (word->doc_freq == 0 && word->found.count == 0);
    if (!nodes[0] || !nodes[1])
        return NULL;
    if (absent)
        return word->joined.node;
    nodes[0] = query_tree_join(QUERY_AND, nodes, 2, b->arena);
    nodes[1] = word->joined.node;
    return nodes[0] ? query_tree_join(QUERY_BEST, nodes, 2, b->arena) : NULL;
}

static struct query_node *rebuild_children(struct builder *b,
                                           const struct query_node *node)
{
    unsigned count = node->as.children.count, made = 0;
    struct query_node **nodes =
        arena_alloc(b->arena, (count + (size_t)1) * sizeof(*nodes));
    struct query_node *copy = query_tree_copy(node, b->arena);
    if (!nodes || !copy)
        return NULL;
    for (unsigned i = 0; i < count; i++) {
        const struct query_node *child = node->as.children.nodes[i];
        const struct draft_word *word = word_of(b, child);
        bool pair = word && word->joined.node;
        nodes[made] = pair ? joined(b, word) : rebuild(b, child);
        if (!nodes[made++])
            return NULL;
        i += pair;
    }
    copy->as.children.nodes = nodes;
    copy->as.children.count = made;
    return copy;
}

/* The depth is that of a parsed tree. */
static struct query_node *rebuild(struct builder *b, const struct query_node *node)
{
    const struct draft_word *word = word_of(b, node);
    if (word && word->at >= 0)
        return phrase_with(b, node);
    if (word)
        return with_found(b, node, word);
    if (!query_tree_is_inner(node) || node->kind == QUERY_NOT)
        return query_tree_copy(node, b->arena);
    return rebuild_children(b, node);
}

enum status draft_tree(const struct draft *draft, struct arena *arena,
                       const struct query_node **root, struct error *err)
{
    struct builder b = {draft, arena};
    unsigned leaves = 0;
    struct query_node *made = rebuild(&b, draft->root);
    if (made)
        made = query_tree_number(made, &leaves, arena);
    if (!made)
        return plan_nomem(arena, err);
    if (leaves > QUERY_TREE_LEAVES_MAX)
        return ST_END;
    *root = made;
    return ST_OK;
}
