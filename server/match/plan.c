/* plan.c
 *
 * The tree is walked once, left to right; every leaf gets the next entry of `leaves`.
 * Whoever walks it again in the same order finds its entries in the same order.
 */
#include "match/plan.h"

#include "match/expand.h"
#include "query/query_tree.h"
#include "segment/pairs.h"

struct walk {
    struct plan *plan;
    struct arena *arena;
    struct error *err;
    unsigned negations; /* that the node is under */
    float idfs;         /* of the leaves that score */
};

enum status plan_nomem(const struct arena *arena, struct error *err)
{
    if (arena->status == ST_LIMIT)
        return fail(err, ST_LIMIT, "search: the query needs more than its memory");
    return fail(err, ST_NOMEM, "search: out of memory");
}

/* How many leaves; UINT32_MAX when the tree is too deep. */
static uint32_t count_leaves(const struct query_node *node, unsigned depth)
{
    uint32_t sum = query_tree_is_leaf(node) ? 1 : 0;
    if (depth > PLAN_DEPTH_MAX)
        return UINT32_MAX;
    if (!query_tree_is_inner(node))
        return sum;
    for (unsigned i = 0; i < node->as.children.count; i++) {
        uint32_t n = count_leaves(node->as.children.nodes[i], depth + 1);
        if (n == UINT32_MAX)
            return n;
        sum += n;
    }
    return sum;
}

/* One term in one segment; a missing one is no failure. */
static enum status find_term(struct walk *w, const struct query_word *word, unsigned t,
                             const struct segment *segment, struct plan_term *out)
{
    struct span term = word->terms[t];
    enum status status = dict_find(segment, term, &out->info, w->err);
    if (status == ST_NOT_FOUND)
        return ST_OK;
    if (status != ST_OK)
        return status;
    out->there = true;
    if (!word->exact && !(word->as_written >> t & 1))
        return ST_OK;
    return expand_forms(&out->forms, &out->there, segment, &out->info, term, word->form,
                        true, w->arena, w->err);
}

static enum status find_word(struct walk *w, const struct query_word *word,
                             struct plan_word *out)
{
    const struct snapshot *snapshot = w->plan->snapshot;
    size_t count = snapshot->segment_count * word->term_count;
    out->term_count = word->term_count;
    out->terms = word->terms;
    out->in = arena_zeroed(w->arena, count ? count : 1, sizeof *out->in);
    if (!out->in)
        return plan_nomem(w->arena, w->err);
    for (unsigned t = 0; t < word->term_count; t++) {
        uint64_t df = 0;
        for (size_t s = 0; s < snapshot->segment_count; s++) {
            struct plan_term *term = &out->in[s * word->term_count + t];
            enum status status = find_term(w, word, t, snapshot->segments[s], term);
            if (status != ST_OK)
                return status;
            df += term->there ? term->info.doc_freq : 0;
        }
        out->doc_freq = df > out->doc_freq ? df : out->doc_freq;
    }
    return ST_OK;
}

static void weigh(struct plan *plan, struct plan_word *word)
{
    if (word->doc_freq > plan->snapshot->doc_count)
        word->doc_freq = plan->snapshot->doc_count;
    word->idf = scorer_idf(&plan->scorer, word->doc_freq);
}

/* The only term that the word has in the archive, in any form; NULL: there is none. */
static const struct span *only_term(const struct walk *w, const struct plan_word *word)
{
    const struct span *only = NULL;
    for (unsigned t = 0; t < word->term_count; t++)
        for (size_t s = 0; s < w->plan->snapshot->segment_count; s++) {
            const struct plan_term *in = &word->in[s * word->term_count + t];
            if (!in->there || only == &word->terms[t])
                continue;
            if (only)
                return NULL;
            only = &word->terms[t];
        }
    for (size_t i = 0; i < w->plan->snapshot->segment_count * word->term_count; i++)
        if (word->in[i].forms)
            return NULL;
    return only;
}

static enum status find_pair(struct walk *w, struct span first, struct span second,
                             struct plan_pair *pair)
{
    const struct snapshot *snapshot = w->plan->snapshot;
    struct plan_word *word = &pair->word;
    word->term_count = 1;
    word->in = arena_zeroed(w->arena, snapshot->segment_count, sizeof *word->in);
    pair->known = arena_zeroed(w->arena, snapshot->segment_count, sizeof *pair->known);
    if (!word->in || !pair->known)
        return plan_nomem(w->arena, w->err);
    for (size_t s = 0; s < snapshot->segment_count; s++) {
        enum pair_answer answer;
        enum status status = pairs_find(snapshot->segments[s], first, second, &answer,
                                        &word->in[s].info, w->err);
        if (status != ST_OK)
            return status;
        pair->known[s] = answer != PAIR_UNKNOWN;
        word->in[s].there = answer == PAIR_LISTED;
    }
    return ST_OK;
}

/* Words that are paired are in more than one of so many articles. */
enum { PAIRED_LEAST = 64 };

static bool may_be_paired(const struct walk *w, const struct plan_word *word)
{
    return word->doc_freq > w->plan->snapshot->doc_count / PAIRED_LEAST;
}

/* The two terms of neighbours that may be paired; false: there are none. */
static bool may_be_pair(const struct walk *w, const struct plan_leaf *leaf, unsigned at,
                        struct span terms[2])
{
    const struct query_word *words = &leaf->node->as.phrase.words[at];
    if (words[1].pos != words[0].pos + 1)
        return false;
    for (unsigned i = 0; i < 2; i++) {
        const struct plan_word *word = &leaf->words[at + i];
        const struct span *only = may_be_paired(w, word) ? only_term(w, word) : NULL;
        if (!only)
            return false;
        terms[i] = *only;
    }
    return true;
}

static bool known_everywhere(const struct walk *w, const struct plan_pair *pair)
{
    for (size_t s = 0; s < w->plan->snapshot->segment_count; s++)
        if (!pair->known[s])
            return false;
    return true;
}

/* The pairs that may be known of the phrase's neighbours. */
static enum status find_pairs(struct walk *w, struct plan_leaf *leaf)
{
    struct span terms[2];
    leaf->pairs = arena_zeroed(w->arena, leaf->word_count, sizeof *leaf->pairs);
    if (!leaf->pairs)
        return plan_nomem(w->arena, w->err);
    for (unsigned i = 0; i + 1 < leaf->word_count; i++) {
        enum status status = ST_OK;
        if (may_be_pair(w, leaf, i, terms))
            status = find_pair(w, terms[0], terms[1], &leaf->pairs[leaf->pair_count++]);
        if (status != ST_OK)
            return status;
    }
    leaf->is_pair = leaf->word_count == 2 && leaf->pair_count == 1 &&
                    leaf->node->fields == QUERY_FIELDS_ALL &&
                    known_everywhere(w, &leaf->pairs[0]);
    return ST_OK;
}

static enum status plan_leaf(struct walk *w, const struct query_node *node)
{
    struct plan_leaf *leaf = &w->plan->leaves[w->plan->leaf_count++];
    bool phrase = node->kind == QUERY_PHRASE;
    leaf->node = node;
    leaf->word_count = phrase ? node->as.phrase.count : 1;
    leaf->words = arena_zeroed(w->arena, leaf->word_count, sizeof *leaf->words);
    if (!leaf->words)
        return plan_nomem(w->arena, w->err);
    for (unsigned i = 0; i < leaf->word_count; i++) {
        struct plan_word *word = &leaf->words[i];
        enum status status =
            node->kind == QUERY_PREFIX
                ? expand_prefix(word, w->plan->snapshot, node->as.prefix, w->arena,
                                w->err)
                : find_word(w, phrase ? &node->as.phrase.words[i] : &node->as.word,
                            word);
        if (status != ST_OK)
            return status;
        weigh(w->plan, word);
        leaf->idf += word->idf;
    }
    if (w->negations == 0)
        w->idfs += leaf->idf;
    return phrase && node->as.phrase.slop == 0 ? find_pairs(w, leaf) : ST_OK;
}

static enum status plan_node(struct walk *w, const struct query_node *node)
{
    if (query_tree_is_leaf(node))
        return plan_leaf(w, node);
    if (!query_tree_is_inner(node))
        return ST_OK;
    enum status status = ST_OK;
    w->negations += node->kind == QUERY_NOT;
    for (unsigned i = 0; i < node->as.children.count && status == ST_OK; i++)
        status = plan_node(w, node->as.children.nodes[i]);
    w->negations -= node->kind == QUERY_NOT;
    return status;
}

static bool open_scorer(struct scorer *scorer, const struct snapshot *snapshot,
                        const struct score_params *params, struct arena *arena)
{
    struct score_table *table;
    if (!params || params == &score_defaults) {
        *scorer = snapshot->by_default;
        return true;
    }
    if (params == &score_free) {
        *scorer = snapshot->of_free_text;
        return true;
    }
    table = arena_alloc(arena, sizeof *table);
    if (table)
        scorer_init(scorer, table, params, snapshot->doc_count, snapshot->field_totals);
    return table != NULL;
}

enum status plan_make(struct plan *plan, const struct snapshot *snapshot,
                      const struct query_node *root, const struct score_params *params,
                      struct arena *arena, struct error *err)
{
    struct walk w = {.plan = plan, .arena = arena, .err = err};
    uint32_t count = count_leaves(root, 0);
    if (count == UINT32_MAX)
        return fail(err, ST_LIMIT, "search: the query is nested too deep");
    plan->snapshot = snapshot;
    plan->leaf_count = 0;
    plan->leaves = arena_zeroed(arena, count ? count : 1, sizeof *plan->leaves);
    if (!plan->leaves || !open_scorer(&plan->scorer, snapshot, params, arena))
        return plan_nomem(arena, err);
    enum status status = plan_node(&w, root);
    scorer_scale(&plan->scorer, w.idfs);
    return status;
}

const struct plan_leaf *plan_find(const struct plan *plan,
                                  const struct query_node *node)
{
    for (unsigned i = 0; i < plan->leaf_count; i++)
        if (plan->leaves[i].node == node)
            return &plan->leaves[i];
    return NULL;
}
