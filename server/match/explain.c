/* explain.c - the arithmetic of one hit's score, as lines of text.
 *
 *   7.579242 = sum of what the words add (k1 1.20, b of the body 0.75)
 *     5.645161  таза, idf 3.273364, in 2 of 65 articles
 *       таза: 5.645161
 *         body: tf 1, length 240 (average 241.5), weight 1.00, adds 1.004608 to w
 *         title: tf 1, length 15 (average 8.0), weight 3.00, adds 2.094793 to w
 *     1.934080  суу, idf …
 *
 * The total is the cursors' own, the parts are made with the same functions. A word's
 * readings are shown one by one, and the best counts; a prefix's terms are counted
 * together, as they score.
 */
#include <inttypes.h>

#include "match/places.h"
#include "match/rescore.h"
#include "match/search.h"
#include "segment/lengths.h"

enum { ARENA_BYTES = 16 << 20, PREFIX_TERMS_SHOWN = 8 };

struct explainer {
    struct buf *out;
    struct cursor_context context;
    doc_id doc;
};

static const char *field_name(unsigned field)
{
    static const char *const names[FIELD_COUNT] = {
        [FIELD_BODY] = "body",         [FIELD_TITLE] = "title",
        [FIELD_AUTHOR] = "author",     [FIELD_RUBRIC] = "rubric",
        [FIELD_KEYWORDS] = "keywords", [FIELD_ABSTRACT] = "abstract"};
    return names[field];
}

static float average_length(const struct snapshot *snapshot, unsigned field)
{
    return snapshot->doc_count
               ? (float)snapshot->field_totals[field] / (float)snapshot->doc_count
               : 0.0f;
}

static float score_of(const struct explainer *x, float idf,
                      const uint32_t tf[FIELD_COUNT])
{
    uint8_t codes[FIELD_COUNT];
    for (unsigned f = 0; f < FIELD_COUNT; f++)
        codes[f] = x->context.lengths[f][x->doc];
    return scorer_score(&x->context.plan->scorer, idf, tf, codes, QUERY_FIELDS_ALL);
}

static void put_fields(struct explainer *x, const uint32_t tf[FIELD_COUNT])
{
    const struct scorer *scorer = &x->context.plan->scorer;
    for (unsigned f = 0; f < FIELD_COUNT; f++) {
        uint8_t code = x->context.lengths[f][x->doc];
        if (!tf[f])
            continue;
        buf_print(x->out,
                  "      %s: tf %" PRIu32 ", length %" PRIu32
                  " (average %.1f), weight %.2f, adds %.6f to w\n",
                  field_name(f), tf[f], lengths_decode(code),
                  (double)average_length(x->context.plan->snapshot, f),
                  (double)scorer->params.weight[f],
                  (double)(scorer->per_length[f][code] * (float)tf[f]));
    }
}

static void put_part(struct explainer *x, struct span term, float idf,
                     const uint32_t tf[FIELD_COUNT])
{
    bool name = term.len > 0 && term.data[0] == NAME_TERM_BYTE;
    buf_put_text(x->out, name ? "    name " : "    ");
    buf_put_span(x->out, span_part(term, name ? 2 : 0, term.len));
    buf_print(x->out, ": %.6f\n", (double)score_of(x, idf, tf));
    put_fields(x, tf);
}

/* "китеп + китепкана + … (31 more)": what a prefix stands for in this article. */
static void put_prefix_term(struct buf *out, struct span term, unsigned count)
{
    if (count < PREFIX_TERMS_SHOWN) {
        buf_put_text(out, count ? " + " : "    ");
        buf_put_span(out, term);
    }
}

static void put_prefix_sum(struct explainer *x, unsigned count, float idf,
                           const uint32_t tf[FIELD_COUNT])
{
    if (count > PREFIX_TERMS_SHOWN)
        buf_print(x->out, " + … (%u more)", count - PREFIX_TERMS_SHOWN);
    buf_print(x->out, ": %.6f\n", (double)score_of(x, idf, tf));
    put_fields(x, tf);
}

/* Does the term count in the article, and how often in which field? */
static bool part_freqs(struct term_set *set, struct term_part *part, doc_id doc,
                       uint32_t tf[FIELD_COUNT])
{
    uint32_t any = 0;
    if (part->doc != doc)
        return false;
    term_set_freqs(set, part, tf);
    for (unsigned f = 0; f < FIELD_COUNT; f++)
        any |= tf[f];
    return any != 0;
}

/* Every term of a word by itself; the best counts. The terms of a prefix together. */
static enum status put_terms(struct explainer *x, const struct plan_leaf *leaf)
{
    const struct plan_word *word = &leaf->words[0];
    const struct plan_term *in = word->in + x->context.segment_at * word->term_count;
    struct term_set set;
    unsigned part = 0, found = 0;
    uint32_t tf[FIELD_COUNT], sum[FIELD_COUNT] = {0};
    if (!term_set_open(&set, &x->context, word, leaf->node->fields, leaf->idf) ||
        term_set_seek(&set, x->doc) != x->doc)
        return x->context.status;
    for (unsigned t = 0; t < word->term_count; t++) {
        if (!in[t].there || !part_freqs(&set, &set.parts[part++], x->doc, tf))
            continue;
        if (leaf->node->kind != QUERY_PREFIX) {
            put_part(x, word->terms[t], leaf->idf, tf);
            continue;
        }
        put_prefix_term(x->out, word->terms[t], found++);
        for (unsigned f = 0; f < FIELD_COUNT; f++)
            sum[f] += tf[f];
    }
    if (found)
        put_prefix_sum(x, found, leaf->idf, sum);
    return x->context.status;
}

static enum status put_phrase(struct explainer *x, const struct plan_leaf *leaf)
{
    struct phrase_match *matches;
    uint32_t count, tf[FIELD_COUNT] = {0};
    enum status status = places_find(&x->context, leaf, x->doc, &matches, &count);
    for (uint32_t i = 0; status == ST_OK && i < count; i++)
        tf[PLACE_FIELD(matches[i].place)]++;
    if (status == ST_OK && count)
        put_part(x, leaf->node->typed, leaf->idf, tf);
    return status;
}

/* What the node adds by itself; -1 when it does not match. */
static enum status node_score(struct explainer *x, const struct query_node *node,
                              float *score)
{
    arena_reset(x->context.arena);
    arena_reset(x->context.places);
    struct cursor *c = cursor_open(&x->context, node);
    *score = -1.0f;
    if (!c)
        return x->context.status;
    if (cursor_seek(c, x->doc) == x->doc && cursor_confirm(c))
        *score = cursor_score(c, 0.0f);
    return x->context.status;
}

static void put_idf(struct explainer *x, const struct plan_leaf *leaf)
{
    buf_print(x->out, ", idf %.6f", (double)leaf->idf);
    for (unsigned i = 0; i < leaf->word_count; i++)
        buf_print(x->out, "%s %" PRIu64, i ? " +" : ", in", leaf->words[i].doc_freq);
    buf_print(x->out, " of %" PRIu64 " articles\n",
              x->context.plan->snapshot->doc_count);
}

static enum status put_leaf(struct explainer *x, const struct plan_leaf *leaf)
{
    float score;
    enum status status = node_score(x, leaf->node, &score);
    if (status != ST_OK || score < 0.0f)
        return status;
    buf_print(x->out, "  %.6f  ", (double)score);
    buf_put_span(x->out, leaf->node->typed);
    put_idf(x, leaf);
    return leaf->node->kind == QUERY_PHRASE ? put_phrase(x, leaf) : put_terms(x, leaf);
}

/* Of a combination that does not match (one side of an OR) no leaf counts, whether it
 * matches or not. */
static enum status put_node(struct explainer *x, const struct query_node *node)
{
    const struct plan_leaf *leaf = plan_find(x->context.plan, node);
    float score;
    if (leaf)
        return put_leaf(x, leaf);
    if (node->kind != QUERY_AND && node->kind != QUERY_OR && node->kind != QUERY_BEST)
        return ST_OK;
    enum status status = node_score(x, node, &score);
    if (status != ST_OK || score < 0.0f)
        return status;
    if (node->kind == QUERY_BEST)
        buf_put_text(x->out, "  the best of:\n");
    for (unsigned i = 0; i < node->as.children.count && status == ST_OK; i++)
        status = put_node(x, node->as.children.nodes[i]);
    return status;
}

static enum status put_all(struct explainer *x, const struct query_node *root)
{
    float score;
    enum status status = node_score(x, root, &score);
    if (status != ST_OK)
        return status;
    const struct score_params *params = &x->context.plan->scorer.params;
    buf_print(x->out,
              "%.6f = sum of what the words add (k1 %.2f, b of the body %.2f)\n",
              (double)(score > 0.0f ? score : 0.0f), (double)params->k1,
              (double)params->b[FIELD_BODY]);
    return put_node(x, root);
}

static enum status explain_leaves(struct buf *out, const struct snapshot *snapshot,
                                  const struct query_node *root,
                                  const struct search_hit *hit,
                                  const struct score_params *params, struct error *err)
{
    struct plan plan;
    struct meter meter = {0};
    struct arena planned, scratch, places;
    struct explainer x = {.out = out, .doc = hit->doc};
    arena_init(&planned, ARENA_BYTES);
    arena_init(&scratch, ARENA_BYTES);
    arena_init(&places, ARENA_BYTES);
    enum status status = plan_make(&plan, snapshot, root, params, &planned, err);
    if (status == ST_OK)
        status = places_context(&x.context, &plan, hit->segment, &scratch, &places,
                                &meter, err);
    if (status == ST_OK)
        status = put_all(&x, root);
    arena_release(&planned);
    arena_release(&scratch);
    arena_release(&places);
    return status;
}

enum status search_explain(struct buf *out, const struct snapshot *snapshot,
                           const struct query_node *root, const struct search_hit *hit,
                           const struct search_options *options, struct error *err)
{
    bool done;
    enum status status = rescore_explain(out, &done, snapshot, root, hit, options, err);
    if (status == ST_OK && !done)
        status = explain_leaves(out, snapshot, root, hit,
                                options ? search_params(options) : NULL, err);
    if (status == ST_OK && out->status == ST_NOMEM)
        status = fail(err, ST_NOMEM, "explain: out of memory");
    return status;
}
