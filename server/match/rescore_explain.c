/* rescore_explain.c - the arithmetic of the second stage, as lines of text.
 *
 *   9.103716 = 8.411920 of words + 0.691796 of neighbours (k1 1.50, b of the body 0.90,
 *                                                          idf ^ 1.25)
 *     5.130047  суунун: form 3.078028, stem 5.130047, run 4.500211
 *       form: weight 0.60, idf 6.1, in about 12.3 of 240 articles
 *       stem: idf 5.2, in 31 of 240 articles
 *       run суунун*: idf 4.9, in 37 of 240 articles, 3 stems
 *     …
 *     0.691796  таза суунун: side by side in 4 of 60 candidates, weight 0.15
 *
 * How many candidates have a pair is known only to who ranks them: the first stage is
 * run again for it.
 */
#include <inttypes.h>

#include "match/rescore_inside.h"

static void put_values(struct buf *out, const struct rescore_word *word,
                       const struct rescore_value *value)
{
    buf_put_text(out, ": ");
    if (word->form_counts)
        buf_print(out, "form %.6f, ", (double)value->form);
    buf_print(out, "%s %.6f", word->plain ? "stem" : "first stage",
              (double)value->stem);
    if (word->leaf && word->run_terms > 0)
        buf_print(out, ", run %.6f", (double)value->run);
    buf_put_byte(out, '\n');
}

static void put_details(struct buf *out, const struct rescore_word *word, uint64_t all)
{
    if (word->form_freq > 0.0f)
        buf_print(out,
                  "    form: weight %.2f, idf %.6f, in about %.1f of %" PRIu64
                  " articles\n",
                  (double)word->form_weight, (double)word->form_idf,
                  (double)word->form_freq, all);
    buf_print(out, "    stem: idf %.6f, in %" PRIu64 " of %" PRIu64 " articles\n",
              (double)word->leaf->idf, word->leaf->words[0].doc_freq, all);
    if (word->run_terms == 0)
        return;
    buf_put_text(out, "    run ");
    buf_put_span(out, word->run);
    buf_print(out, "*: idf %.6f, in %" PRIu64 " of %" PRIu64 " articles, %u stems\n",
              (double)word->run_idf, word->run_freq, all, word->run_terms);
}

static void put_words(struct buf *out, const struct rescore *r,
                      const struct rescore_candidate *c)
{
    for (unsigned i = 0; i < r->word_count; i++) {
        const struct rescore_word *word = &r->words[i];
        const struct rescore_value *value = &c->values[i];
        float most = value->stem > value->form ? value->stem : value->form;
        most = most > value->run ? most : value->run;
        if (!(most > 0.0f))
            continue;
        buf_print(out, "  %.6f  ", (double)most);
        buf_put_span(out, word->node->typed);
        put_values(out, word, value);
        if (word->leaf)
            put_details(out, word, r->plan.scorer.doc_count);
    }
}

static void put_pairs(struct buf *out, const struct rescore *r,
                      const struct rescore_candidate *c)
{
    for (unsigned p = 0; p < r->pair_count; p++) {
        const struct rescore_pair *pair = &r->pairs[p];
        if (!c->pairs[p])
            continue;
        buf_print(out, "  %.6f  ", (double)pair->score);
        buf_put_span(out, r->words[pair->first].node->typed);
        buf_put_byte(out, ' ');
        buf_put_span(out, r->words[pair->second].node->typed);
        buf_print(out, ": side by side in %" PRIu32 " of %zu candidates, weight %.2f\n",
                  pair->doc_freq, r->candidate_count, (double)RESCORE_PAIR_WEIGHT);
    }
}

static void put_candidate(struct buf *out, const struct rescore *r,
                          const struct rescore_candidate *c)
{
    const struct score_params *params = &r->plan.scorer.params;
    buf_print(out,
              "%.6f = %.6f of words + %.6f of neighbours (k1 %.2f, b of the body %.2f, "
              "idf ^ %.2f)\n",
              (double)c->score, (double)c->sum, (double)(c->score - c->sum),
              (double)params->k1, (double)params->b[FIELD_BODY],
              (double)params->idf_power);
    put_words(out, r, c);
    put_pairs(out, r, c);
}

static enum status explain(struct buf *out, bool *done, struct tiers *tiers,
                           const struct search_hit *hit)
{
    struct rescore_stage stage;
    enum status status = rescore_open(&stage, tiers);
    for (size_t i = 0; status == ST_OK && i < stage.r.candidate_count; i++) {
        const struct rescore_candidate *c = &stage.r.candidates[i];
        if (c->segment != hit->segment || c->doc != hit->doc)
            continue;
        put_candidate(out, &stage.r, c);
        *done = true;
    }
    rescore_close(&stage);
    return status;
}

/* The first stage again, as it was run. */
enum status rescore_explain(struct buf *out, bool *done,
                            const struct snapshot *snapshot,
                            const struct query_node *root, const struct search_hit *hit,
                            const struct search_options *options, struct error *err)
{
    struct tiers tiers;
    struct arena arena;
    struct search_tier tier = {.root = root};
    *done = false;
    if (!options || !rescore_candidates(options) || hit->tier != 0)
        return ST_OK;
    struct search_options again = *options;
    again.limit = 1;
    again.offset = again.facets = 0;
    again.count = false;
    again.deadline_us = 0;
    arena_init(&arena, (size_t)64 << 20);
    enum status status =
        tier_init(&tiers, snapshot, &again, rescore_candidates(&again), &arena, err);
    if (status == ST_OK)
        status = tier_run(&tiers, &tier);
    if (status == ST_OK) {
        tier_keep(&tiers, &tier);
        status = explain(out, done, &tiers, hit);
    }
    tier_release(&tiers);
    arena_release(&arena);
    return status;
}
