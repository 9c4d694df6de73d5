/* sweep.c - what is swept, and by which way.
 *
 *   windows   sweep_windows.c   LANE_WINDOW articles at a time; any shape
 *   blocks    sweep_blocks.c    a word alone, or an AND with a rare word: its blocks lead
 *   counting  sweep_count.c     bits and lists, no scores
 */
#include "match/sweep_inside.h"

#include "match/champion.h"
#include "query/query_game.h"
#include "query/query_tree.h"

static const struct plan_leaf *lane_leaf(const struct cursor_context *context,
                                         const struct query_node *node)
{
    const struct plan_leaf *leaf =
        query_tree_is_leaf(node) ? plan_find(context->plan, node) : NULL;
    return leaf && lane_fits(context, leaf) ? leaf : NULL;
}

/* Zero in a word's weight makes scores of 0, which a sweep takes for "not here". */
static bool weights_fit(const struct score_params *params)
{
    for (unsigned f = 0; f < FIELD_COUNT; f++)
        if (!(params->weight[f] > 0.0f))
            return false;
    return true;
}

bool sweep_fits(const struct cursor_context *context, const struct query_node *root)
{
    unsigned words = 0;
    if (!weights_fit(&context->plan->scorer.params))
        return false;
    if (query_tree_is_leaf(root))
        return lane_leaf(context, root) != NULL;
    if (root->kind != QUERY_AND && root->kind != QUERY_OR)
        return false;
    for (unsigned i = 0; i < root->as.children.count; i++)
        words += lane_leaf(context, root->as.children.nodes[i]) != NULL;
    return words == root->as.children.count || (words && root->kind == QUERY_AND);
}

static struct cursor_context *context_of(struct sweep *s)
{
    return &s->walker->context;
}

enum { FLOOR_WORDS = 3 }; /* with more words what one of them scores says little */

/* Any of the words is enough, so the best of each are matches. */
static void raise_floor(struct sweep *s, const struct plan_leaf *leaf)
{
    float floor = champion_floor(s->walker, leaf);
    s->floor = floor > s->floor ? floor : s->floor;
}

/* Needed lanes by rising cost: the first one leads. */
static bool add_lane(struct sweep *s, const struct plan_leaf *leaf)
{
    struct lane lane;
    unsigned at = s->lane_count;
    if (!lane_open(&lane, context_of(s), leaf))
        return false;
    for (; s->every && at > 0 && s->lanes[at - 1].cost > lane.cost; at--)
        s->lanes[at] = s->lanes[at - 1];
    s->lanes[at] = lane;
    s->lane_count++;
    if (!s->every && (s->work & PASS_PRUNE) && s->lane_count <= FLOOR_WORDS)
        raise_floor(s, leaf);
    return true;
}

static bool add_child(struct sweep *s, const struct query_node *node)
{
    struct cursor_context *context = context_of(s);
    const struct plan_leaf *leaf = lane_leaf(context, node);
    if (leaf)
        return add_lane(s, leaf);
    if (node->kind == QUERY_NOT)
        leaf = lane_leaf(context, node->as.children.nodes[0]);
    if (leaf)
        return lane_open(&s->without[s->without_count++], context, leaf);
    const struct query_node *may = query_game_optional(node);
    leaf = may ? lane_leaf(context, may) : NULL;
    if (leaf)
        return lane_open(&s->may[s->may_count++], context, leaf);
    s->checks[s->check_count] = cursor_open(context, node);
    return s->checks[s->check_count++] != NULL;
}

static bool open_children(struct sweep *s, const struct query_node *root)
{
    bool one = query_tree_is_leaf(root);
    unsigned count = one ? 1 : root->as.children.count;
    struct cursor_context *context = context_of(s);
    s->every = root->kind == QUERY_AND;
    s->lanes = cursor_take(context, count, sizeof *s->lanes);
    s->without = cursor_take(context, count, sizeof *s->without);
    s->may = cursor_take(context, count, sizeof *s->may);
    s->checks = cursor_take(context, count, sizeof(struct cursor *));
    if (!s->lanes || !s->without || !s->may || !s->checks)
        return false;
    for (unsigned i = 0; i < count; i++)
        if (!add_child(s, one ? root : root->as.children.nodes[i]))
            return false;
    return true;
}

/* One list, of one reading, and nothing besides, to be ranked. */
static bool is_one_list(const struct sweep *s)
{
    return (s->work & PASS_TOP) && s->lane_count == 1 && s->lanes[0].count <= 1 &&
           s->may_count == 0 && s->without_count == 0;
}

/* The arrays that the walk will need. */
static bool take_room(struct sweep *s)
{
    struct cursor_context *context = &s->walker->context;
    bool sums = !s->every && s->lane_count > 1;
    s->articles = arena_alloc(context->arena, sizeof *s->articles);
    if (!is_one_list(s))
        s->scratch = arena_alloc(context->arena, sizeof *s->scratch);
    if (sums)
        s->sums = cursor_take(context, LANE_WINDOW, sizeof *s->sums);
    if (!s->articles || (sums && !s->sums) || (!s->scratch && !is_one_list(s))) {
        if (context->status == ST_OK)
            context->status = plan_nomem(context->arena, context->err);
        return false;
    }
    if (s->scratch)
        memset(s->scratch->best, 0, sizeof s->scratch->best);
    return true;
}

static bool open_sweep(struct sweep *s, struct walker *w, unsigned work)
{
    memset(s, 0, sizeof *s);
    s->walker = w;
    s->work = work;
    s->floor = -1.0f;
    s->windows = (w->context.doc_count + LANE_WINDOW - 1) / LANE_WINDOW;
    return open_children(s, w->pass->root) && take_room(s);
}

/* Do the children that are no words have it? Adds what they score. */
static bool confirm(struct sweep *s, doc_id doc, float *score)
{
    bool ranked = (s->work & PASS_PRUNE) != 0;
    float most = *score;
    for (unsigned i = 0; i < s->check_count; i++) {
        struct cursor *check = s->checks[i];
        if (cursor_seek(check, doc) != doc)
            return false;
        most = ranked ? cursor_limit(check, most) : most;
    }
    if (ranked && most < sweep_threshold(s)) {
        s->walker->pass->pruned = true;
        return false;
    }
    for (unsigned i = 0; i < s->check_count; i++) {
        if (!cursor_confirm(s->checks[i]))
            return false;
        *score = cursor_score(s->checks[i], *score);
    }
    return true;
}

/* A match: counted, and offered with the score. True when it entered the heap. */
static bool take_match(struct sweep *s, doc_id doc, float score)
{
    struct pass *pass = s->walker->pass;
    if (s->work & PASS_COUNT) {
        pass->total++;
        facet_add(pass->facets, doc);
    } else {
        pass->met++;
    }
    return (s->work & PASS_TOP) && walker_offer(s->walker, doc, score);
}

void sweep_deliver(struct sweep *s)
{
    struct walker *w = s->walker;
    const struct lane_articles *a = s->articles;
    bool prunes = (s->work & PASS_PRUNE) && s->check_count == 0;
    float threshold = prunes ? sweep_threshold(s) : -1.0f;
    for (size_t i = 0; i < a->count; i++) {
        float score = s->work & PASS_TOP ? a->scores[i] : 0.0f;
        if (score < threshold) {
            w->pass->pruned = true;
            continue;
        }
        if (!filter_passes(&w->filter, a->docs[i]) ||
            (s->check_count && !confirm(s, a->docs[i], &score)))
            continue;
        if (take_match(s, a->docs[i], score) && prunes)
            threshold = sweep_threshold(s);
    }
}

void sweep_keep_above(struct sweep *s, float least)
{
    struct lane_articles *a = s->articles;
    size_t before = a->count;
    if (!(least > 0.0f))
        return;
    a->count = kernel_keep_above(a->docs, a->scores, before, least);
    s->walker->pass->pruned = s->walker->pass->pruned || a->count < before;
}

enum status sweep_run(struct walker *w, unsigned work)
{
    struct sweep s;
    if (!open_sweep(&s, w, work))
        return w->context.status;
    if (work == PASS_COUNT)
        sweep_count(&s);
    else if (!(work & PASS_PRUNE) || !sweep_rank_blocks(&s))
        sweep_rank(&s);
    return w->context.status;
}
