/* pass.c
 *
 *   plain    seek -> filter -> confirm -> count, facets, offer to the heap
 *   pruned   the same within windows of articles:
 *
 *            |--- until ---|--- until ---|---      a window ends where the first
 *             bound 4.1      bound 2.3             block of a list ends
 *             > threshold    skipped whole
 *
 * Articles come in ascending order, and of equal scores the earlier one wins, so a
 * window is skipped as soon as its bound does not exceed the heap's threshold.
 *
 * Counting needs every match but no scores, ranking the scores of few: where many
 * articles are candidates, two passes cost less than one that scores everything. The
 * ranking comes first: when time is short, hits are worth more than their number.
 *
 * Trees of plain words take another way, by windows of fixed size (sweep.h).
 */
#include "match/pass.h"

#include "match/champion.h"
#include "match/sweep.h"
#include "query/query_game.h"
#include "segment/columns_read.h"

/* So many are counted and ranked in one walk; those of an AND cost more to find than to
 * score. */
enum { ONE_WALK_CANDIDATES = 2048, ONE_WALK_OF_AND = 16384 };

/* Newest first by the date itself, oldest first by its distance from the end; articles
 * without a date last in both. */
static uint32_t date_key(const struct walker *w, doc_id doc)
{
    uint32_t date = columns_date(w->context.segment, doc);
    if (w->pass->options->sort == SEARCH_NEWEST || date == 0)
        return date;
    return UINT32_MAX - date;
}

bool walker_offer(struct walker *w, doc_id doc, float score)
{
    const struct pass *pass = w->pass;
    bool ranked = pass->options->sort == SEARCH_RELEVANCE;
    struct topk_entry entry = {.key = ranked ? topk_key_of(score) : date_key(w, doc),
                               .segment = w->context.segment_at,
                               .doc = doc,
                               .order = ranked ? doc
                                               : columns_order(w->context.segment, doc),
                               .rank = ranked ? pass->tier : 0,
                               .tier = pass->tier};
    return topk_add(pass->top, entry);
}

float walker_threshold(const struct walker *w)
{
    const struct topk *top = w->pass->top;
    return topk_full(top) ? topk_score_of(topk_threshold(top)) : -1.0f;
}

static bool offer(struct walker *w, doc_id doc)
{
    bool ranked = w->pass->options->sort == SEARCH_RELEVANCE;
    return walker_offer(w, doc, ranked ? cursor_score(w->root, 0.0f) : 0.0f);
}

static void walk_plain(struct walker *w, unsigned work)
{
    struct pass *pass = w->pass;
    doc_id doc, target = 0;
    while ((doc = cursor_seek(w->root, target)) != DOC_END &&
           !meter_step(pass->meter)) {
        target = doc + 1;
        if (!filter_passes(&w->filter, doc) || !cursor_confirm(w->root))
            continue;
        if (work & PASS_COUNT) {
            pass->total++;
            facet_add(pass->facets, doc);
        } else {
            pass->met++;
        }
        if (work & PASS_TOP)
            offer(w, doc);
        if (work & PASS_ANY) {
            pass->pruned = true;
            return;
        }
    }
}

struct window {
    bool open;
    bool focused; /* the cursor proposes for this window only */
    doc_id until;
    float bound;
};

/* The first window at or after *target that can bring something; false: none. */
static bool open_window(struct walker *w, struct window *window, doc_id *target)
{
    float threshold = walker_threshold(w);
    for (;;) {
        window->until = DOC_END;
        window->bound = cursor_bound(w->root, *target, &window->until, 0.0f);
        if (window->bound > threshold)
            break;
        w->pass->pruned = true;
        if (window->until == DOC_END)
            return false;
        *target = window->until + 1;
    }
    window->open = true;
    window->focused = cursor_focus(w->root, threshold, *target, window->until);
    w->pass->pruned = w->pass->pruned || window->focused;
    return true;
}

/* Past the window: where to go on; DOC_END: nowhere. */
static doc_id leave_window(struct window *window, doc_id doc)
{
    bool focused = window->open && window->focused;
    window->open = false;
    if (!focused)
        return doc;
    return window->until == DOC_END ? DOC_END : window->until + 1;
}

/* Can the candidate enter the heap? Asked only where confirming it costs more. */
static bool promises(struct walker *w, const struct window *window)
{
    if (!window->open || !w->root->heavy)
        return true;
    if (cursor_limit(w->root, 0.0f) > walker_threshold(w))
        return true;
    w->pass->pruned = true;
    return false;
}

/* Offer the candidate; with a new threshold the window is worth another look. */
static void take_candidate(struct walker *w, struct window *window, doc_id doc)
{
    if (filter_passes(&w->filter, doc) && promises(w, window) &&
        cursor_confirm(w->root)) {
        w->pass->met++;
        if (offer(w, doc))
            window->open = false;
    }
    if (doc >= window->until)
        window->open = false;
}

static void walk_pruned(struct walker *w)
{
    struct pass *pass = w->pass;
    struct window window = {0};
    doc_id target = 0;
    while (target != DOC_END && !meter_step(pass->meter)) {
        if (!window.open && topk_full(pass->top) && !open_window(w, &window, &target))
            return;
        doc_id doc = cursor_seek(w->root, target);
        bool outside = window.open && doc > window.until;
        if (outside || doc == DOC_END) {
            target = leave_window(&window, doc);
            continue;
        }
        take_candidate(w, &window, doc);
        target = doc + 1;
    }
}

static enum status open_walker(struct walker *w, struct pass *pass, uint32_t segment_at)
{
    const struct segment *segment = pass->plan->snapshot->segments[segment_at];
    struct cursor_context *context = &w->context;
    memset(w, 0, sizeof *w);
    w->pass = pass;
    context->plan = pass->plan;
    context->segment = segment;
    context->segment_at = segment_at;
    context->doc_count = segment_info(segment)->doc_count;
    context->arena = pass->scratch;
    context->places = pass->places;
    context->meter = pass->meter;
    context->err = pass->err;
    for (unsigned f = 0; f < FIELD_COUNT; f++)
        context->lengths[f] = segment_lengths(segment, (enum field)f);
    arena_reset(pass->scratch);
    return filter_make(&w->filter, segment, pass->options, pass->scratch, pass->err);
}

/* By windows where the tree is made for it, else by cursors. */
static enum status walk(struct walker *w, unsigned work)
{
    if ((work & PASS_PRUNE) && champion_rank(w))
        return ST_OK;
    bool swept = !w->pass->options->exhaustive && !(work & PASS_ANY) &&
                 sweep_fits(&w->context, w->pass->root);
    if (swept)
        return sweep_run(w, work);
    w->root = cursor_open(&w->context, w->pass->root);
    if (!w->root)
        return w->context.status;
    if (work & PASS_PRUNE)
        walk_pruned(w);
    else
        walk_plain(w, work);
    return w->context.status;
}

/* `work` as one walk over the segment. */
static enum status run(struct pass *pass, uint32_t segment_at, unsigned work)
{
    struct walker w;
    enum status status = open_walker(&w, pass, segment_at);
    if (status == ST_OK && (work & PASS_COUNT))
        status = facet_begin(pass->facets, w.context.segment, pass->scratch, pass->err);
    if (status == ST_OK)
        status = walk(&w, work);
    if (status == ST_OK && (work & PASS_COUNT))
        status = facet_end(pass->facets, pass->err);
    return status;
}

static uint64_t word_candidates(const struct plan_word *word, uint32_t segment_at)
{
    const struct plan_term *in = word->in + (size_t)segment_at * word->term_count;
    uint64_t sum = 0;
    for (unsigned t = 0; t < word->term_count; t++)
        sum += in[t].there ? in[t].info.doc_freq : 0;
    return sum;
}

static uint64_t leaf_candidates(const struct plan_leaf *leaf, uint32_t segment_at)
{
    uint64_t least = UINT64_MAX;
    if (leaf->is_pair)
        return word_candidates(plan_word_of(leaf), segment_at);
    for (unsigned i = 0; i < leaf->word_count; i++) {
        uint64_t sum = word_candidates(&leaf->words[i], segment_at);
        least = sum < least ? sum : least;
    }
    return least;
}

/* How many articles of the segment may match, at most. */
static uint64_t candidates(const struct pass *pass, uint32_t segment_at,
                           const struct query_node *node)
{
    uint64_t sum = 0, least = UINT64_MAX;
    const struct plan_leaf *leaf = plan_find(pass->plan, node);
    if (leaf)
        return leaf_candidates(leaf, segment_at);
    if (node->kind != QUERY_AND && node->kind != QUERY_OR && node->kind != QUERY_BEST)
        return UINT64_MAX / 256;
    for (unsigned i = 0; i < node->as.children.count; i++) {
        uint64_t one = candidates(pass, segment_at, node->as.children.nodes[i]);
        sum += one;
        least = one < least ? one : least;
    }
    return node->kind == QUERY_AND ? least : sum;
}

/* By relevance, when earlier tiers fill the heap, nothing is left to rank. */
static bool may_rank(const struct pass *pass)
{
    const struct topk *top = pass->top;
    return top->capacity > 0 &&
           (pass->options->sort != SEARCH_RELEVANCE || pass->options->exhaustive ||
            !topk_closed(top, pass->tier));
}

/* PASS_COUNT, PASS_TOP, PASS_ANY: what is asked for. */
static unsigned work_asked(const struct pass *pass)
{
    const struct search_options *options = pass->options;
    unsigned count = options->count || options->facets ? PASS_COUNT : 0u;
    if (may_rank(pass))
        return count | PASS_TOP;
    return count || pass->top->capacity == 0 ? count : PASS_ANY;
}

static bool may_prune(const struct pass *pass, unsigned work)
{
    return (work & PASS_TOP) && pass->options->sort == SEARCH_RELEVANCE &&
           !pass->options->exhaustive;
}

static bool is_word(const struct pass *pass, const struct query_node *node)
{
    const struct plan_leaf *leaf = plan_find(pass->plan, node);
    return leaf && plan_is_word(leaf);
}

/* Is there a phrase? To count its matches their places are read, and then their scores
 * are nearly free. */
static bool has_phrase(const struct pass *pass, const struct query_node *node)
{
    if (node->kind == QUERY_PHRASE)
        return !is_word(pass, node);
    if (node->kind != QUERY_AND && node->kind != QUERY_OR && node->kind != QUERY_BEST)
        return false;
    for (unsigned i = 0; i < node->as.children.count; i++)
        if (has_phrase(pass, node->as.children.nodes[i]))
            return true;
    return false;
}

/* Are matches better counted and ranked in one walk? A word alone knows its number. */
static bool in_one_walk(const struct pass *pass, uint32_t segment_at)
{
    uint64_t most =
        pass->root->kind == QUERY_AND ? ONE_WALK_OF_AND : ONE_WALK_CANDIDATES;
    return has_phrase(pass, pass->root) ||
           (!is_word(pass, pass->root) &&
            candidates(pass, segment_at, pass->root) <= most);
}

/* Is every article of a list counted, without a look at any? */
static bool counts_all(const struct pass *pass, uint32_t segment_at)
{
    const struct search_options *options = pass->options;
    return !options->exhaustive && !options->facets && !options->filter_count &&
           !options->date_from && !options->date_to && !options->langs &&
           !segment_deleted(pass->plan->snapshot->segments[segment_at]);
}

/* The node that decides alone what matches: beside it, an AND has only what need not. */
static const struct query_node *deciding(const struct query_node *root)
{
    const struct query_node *one = NULL;
    if (root->kind != QUERY_AND)
        return root;
    for (unsigned i = 0; i < root->as.children.count; i++) {
        const struct query_node *child = root->as.children.nodes[i];
        if (query_game_optional(child))
            continue;
        if (one)
            return root;
        one = child;
    }
    return one ? one : root;
}

/* A word's only list in the segment knows how many articles it has. */
static bool count_known(struct pass *pass, uint32_t segment_at)
{
    const struct query_node *node = deciding(pass->root);
    const struct plan_leaf *leaf = plan_find(pass->plan, node);
    if (!leaf || !plan_is_word(leaf) || node->fields != QUERY_FIELDS_ALL ||
        !counts_all(pass, segment_at))
        return false;
    const struct plan_word *word = plan_word_of(leaf);
    const struct plan_term *in = word->in + (size_t)segment_at * word->term_count;
    uint32_t sum = 0, lists = 0;
    for (unsigned t = 0; t < word->term_count; t++) {
        if (in[t].forms)
            return false;
        lists += in[t].there;
        sum += in[t].there ? in[t].info.doc_freq : 0;
    }
    if (lists <= 1)
        pass->total += sum;
    return lists <= 1;
}

static enum status count(struct pass *pass, uint32_t segment_at)
{
    return count_known(pass, segment_at) ? ST_OK : run(pass, segment_at, PASS_COUNT);
}

enum status pass_segment(struct pass *pass, uint32_t segment_at)
{
    unsigned work = work_asked(pass);
    if ((work & PASS_ANY) && pass->met > 0)
        return ST_OK;
    if (work == PASS_COUNT)
        return count(pass, segment_at);
    if (!may_prune(pass, work))
        return run(pass, segment_at, work);
    if ((work & PASS_COUNT) && in_one_walk(pass, segment_at))
        return run(pass, segment_at, work);
    enum status status = run(pass, segment_at, PASS_TOP | PASS_PRUNE);
    if (status != ST_OK || !(work & PASS_COUNT) || meter_look(pass->meter))
        return status;
    return count(pass, segment_at);
}
