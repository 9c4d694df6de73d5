/* cursor.c - a tree becomes a tree of cursors, one segment at a time.
 *
 *   AND(a, NOT b, year:)   ->   and { a, scan(date) } without { b }
 *   NOT a  elsewhere       ->   scan(all but a)
 */
#include "match/cursor.h"

static void *taken(struct cursor_context *context, void *block)
{
    if (!block && context->status == ST_OK)
        context->status = plan_nomem(context->arena, context->err);
    return block;
}

void *cursor_room(struct cursor_context *context, size_t size)
{
    return taken(context, arena_alloc(context->arena, size));
}

void *cursor_take(struct cursor_context *context, size_t count, size_t size)
{
    return taken(context, arena_zeroed(context->arena, count ? count : 1, size));
}

void cursor_init(struct cursor *c, struct cursor_context *context,
                 const struct cursor_ops *ops)
{
    c->ops = ops;
    c->context = context;
}

float cursor_score_freqs(const struct cursor *c, float idf,
                         const uint32_t tf[FIELD_COUNT])
{
    uint8_t codes[FIELD_COUNT] = {0};
    for (unsigned f = 0; f < FIELD_COUNT; f++)
        if (tf[f])
            codes[f] = c->context->lengths[f][c->doc];
    return scorer_score(&c->context->plan->scorer, idf, tf, codes, QUERY_FIELDS_ALL);
}

/* A bound of one pair a field: the article itself. */
float cursor_limit_freqs(const struct cursor *c, float idf,
                         const uint32_t tf[FIELD_COUNT])
{
    struct block_bound bound;
    for (unsigned f = 0; f < FIELD_COUNT; f++) {
        bound.pair_count[f] = tf[f] > 0;
        bound.pairs[f][0].tf = tf[f];
        bound.pairs[f][0].length = tf[f] ? c->context->lengths[f][c->doc] : 0;
    }
    return scorer_bound(&c->context->plan->scorer, idf, &bound, QUERY_FIELDS_ALL);
}

static struct cursor *open_leaf(struct cursor_context *context,
                                const struct query_node *node)
{
    const struct plan_leaf *leaf = plan_find(context->plan, node);
    if (!leaf) {
        context->status =
            fail(context->err, ST_ARGUMENT, "search: leaf without a plan");
        return NULL;
    }
    return node->kind == QUERY_PHRASE && !leaf->is_pair
               ? cursor_open_phrase(context, leaf)
               : cursor_open_term(context, leaf);
}

static struct cursor *open_and(struct cursor_context *context,
                               const struct query_node *node)
{
    unsigned count = node->as.children.count, with = 0, without = 0;
    struct cursor **children = cursor_take(context, count, sizeof(struct cursor *));
    struct cursor **negative = cursor_take(context, count, sizeof(struct cursor *));
    if (!children || !negative)
        return NULL;
    for (unsigned i = 0; i < count; i++) {
        const struct query_node *child = node->as.children.nodes[i];
        bool minus = child->kind == QUERY_NOT;
        struct cursor *c =
            cursor_open(context, minus ? child->as.children.nodes[0] : child);
        if (!c)
            return NULL;
        if (minus)
            negative[without++] = c;
        else
            children[with++] = c;
    }
    return cursor_open_and(context, children, with, negative, without);
}

static struct cursor *open_or(struct cursor_context *context,
                              const struct query_node *node)
{
    unsigned count = node->as.children.count;
    struct cursor **children = cursor_take(context, count, sizeof(struct cursor *));
    if (!children)
        return NULL;
    for (unsigned i = 0; i < count; i++) {
        children[i] = cursor_open(context, node->as.children.nodes[i]);
        if (!children[i])
            return NULL;
    }
    return cursor_open_or(context, children, count, node->kind == QUERY_BEST);
}

/* The depth is bounded: plan_make refuses deeper trees. */
struct cursor *cursor_open(struct cursor_context *context,
                           const struct query_node *root)
{
    switch (root->kind) {
    case QUERY_WORD:
    case QUERY_PHRASE:
    case QUERY_PREFIX:
        return open_leaf(context, root);
    case QUERY_AND:
        return open_and(context, root);
    case QUERY_OR:
    case QUERY_BEST:
        return open_or(context, root);
    case QUERY_NOT: {
        struct cursor *child = cursor_open(context, root->as.children.nodes[0]);
        return child ? cursor_open_scan(context, root, child) : NULL;
    }
    case QUERY_ALL:
    case QUERY_NONE:
    case QUERY_DATE:
    case QUERY_VALUE:
    case QUERY_LANG:
        break;
    }
    return cursor_open_scan(context, root, NULL);
}
