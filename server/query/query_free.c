/* query_free.c - free text: any of the words, each once.
 *
 *   айыл жол-жобо айыл   ->   OR( айыл  BEST(жол жолжобо)  жобо )   order 0 1 2 0
 *
 * Few words may be a name: each may be an author's then, in whatever spelling.
 */
#include "query/query_build.h"
#include "query/query_names.h"
#include "query/query_tree.h"
#include "text/words.h"

static bool same_terms(const struct query_node *a, const struct query_node *b)
{
    if (a->kind != QUERY_WORD || b->kind != QUERY_WORD ||
        a->as.word.term_count != b->as.word.term_count)
        return false;
    for (unsigned i = 0; i < a->as.word.term_count; i++)
        if (!span_equal(a->as.word.terms[i], b->as.word.terms[i]))
            return false;
    return true;
}

/* Compounds are the same when their folded texts are. */
static bool same_word(struct query_builder *b, const struct query_node *x,
                      const struct query_node *y)
{
    if (x->kind == QUERY_WORD || y->kind == QUERY_WORD)
        return same_terms(x, y);
    return span_equal(query_build_fold(b, x->typed), query_build_fold(b, y->typed));
}

/* Are there so few words that one may be a name? */
static bool is_short(struct span text)
{
    struct words words = words_open(text);
    struct span raw;
    unsigned count = 0;
    while (count <= QUERY_NAME_WORDS_MAX && words_next(&words, &raw))
        count++;
    return count <= QUERY_NAME_WORDS_MAX;
}

/* A word, or an author of that name in another spelling. */
static struct query_node *or_author(struct query_builder *b, struct query_node *node)
{
    struct query_node *pair[2] = {node, NULL};
    struct error err = ERROR_NONE;
    if (query_names_leaf(&pair[1], node->typed, b->analysis, b->arena, &err)) {
        b->nomem = true;
        return NULL;
    }
    if (!pair[1])
        return node;
    pair[1]->leaf = b->query->leaf_count++;
    struct query_node *best = query_tree_join(QUERY_BEST, pair, 2, b->arena);
    if (best)
        best->typed = node->typed;
    else
        b->nomem = true;
    return best;
}

struct free_text {
    struct query_builder *b;
    bool names;
    struct query_list list;
    struct query_node *kept[QUERY_LEAVES_MAX]; /* the words of the list */
    unsigned leaves;                           /* of the list */
    uint8_t order[QUERY_BYTES_MAX];            /* of the text, by place in the list */
    unsigned order_count;
};

/* A word that is kept has the next numbers. */
static void number_leaves(struct query_node *node, unsigned *leaves)
{
    if (query_tree_is_leaf(node)) {
        node->leaf = (*leaves)++;
        return;
    }
    for (unsigned i = 0; i < node->as.children.count; i++)
        node->as.children.nodes[i]->leaf = (*leaves)++;
}

/* One word of the text; one that was there before is not a second child. */
static void add_free(struct free_text *text, struct query_node *node)
{
    struct query_builder *b = text->b;
    unsigned i = 0;
    while (i < text->list.count && !same_word(b, text->kept[i], node))
        i++;
    if (text->order_count < QUERY_BYTES_MAX)
        text->order[text->order_count++] = (uint8_t)i;
    if (i < text->list.count)
        return;
    text->kept[text->list.count] = node;
    b->query->leaf_count = text->leaves;
    number_leaves(node, &b->query->leaf_count);
    query_list_add(b, &text->list, text->names ? or_author(b, node) : node);
    text->leaves = b->query->leaf_count;
}

/* Where words come again: which child each word of the text is. */
static void keep_order(struct free_text *text, struct query_node *root)
{
    struct query_builder *b = text->b;
    if (!root || root->kind != QUERY_OR || text->order_count == text->list.count)
        return;
    struct span kept = arena_copy(b->arena, span_of(text->order, text->order_count));
    b->nomem = b->nomem || !kept.data;
    root->as.children.order = kept.data;
    root->as.children.order_count = text->order_count;
}

/* Free text: each distinct word once, any may match. */
struct query_node *query_free(struct query_builder *b)
{
    struct free_text text = {.b = b, .names = is_short(b->query->text)};
    struct words words = words_open(b->query->text);
    struct span raw;
    while (!b->full && words_next(&words, &raw)) {
        struct query_node *nodes[QUERY_PHRASE_MAX];
        unsigned count = query_build_parts(b, raw, nodes);
        for (unsigned i = 0; i < count; i++)
            add_free(&text, nodes[i]);
        b->query->leaf_count = text.leaves;
    }
    struct query_node *root = query_build_combine(b, QUERY_OR, &text.list);
    keep_order(&text, root);
    return root;
}
