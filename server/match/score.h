/* score.h - BM25F, and its bounds.
 *
 * Layer    match
 * Threads  pure functions
 * Source   Robertson, Zaragoza & Taylor 2004 (BM25F); Robertson & Zaragoza 2009
 *
 *   idf   = ln(1 + (N - df + 0.5) / (df + 0.5)) ^ idf_power
 *   B_f   = 1 - b_f + b_f * len_f / avglen_f
 *   w     = sum over fields of weight_f * tf_f / B_f
 *   score = idf * w * (k1 + 1) / (k1 + w), rounded to a whole number of units,
 *           one unit at least when w > 0
 *
 * All in float, in this order of operations, fields in ascending order: engine and
 * oracle agree bit for bit. len_f is the decoded length code. An article's score is the
 * sum over the query's leaves.
 *
 * The unit is a power of two, chosen once a query: no article's sum reaches 2^22 units.
 * So sums of scores, and of bounds, are exact in float, in whatever order they are made:
 * lists may be walked in any order, article by article or list by list, and the sum is
 * the same to the bit.
 */
#ifndef MSEARCH_MATCH_SCORE_H
#define MSEARCH_MATCH_SCORE_H

#include <stdbool.h>
#include <stdint.h>

#include "segment/layout.h"
#include "segment/postings_read.h"

struct score_params {
    float k1;
    float b[FIELD_COUNT];
    float weight[FIELD_COUNT];
    float idf_power; /* 0: 1 */
};
extern const struct score_params score_defaults;
/* Of free text, whose words are many and most of them say little (rescore.h). */
extern const struct score_params score_free;

struct score_table {
    float per_length[FIELD_COUNT][256]; /* weight_f / B_f by length code */
};

/* Everything that does not depend on the term; one per query. */
struct scorer {
    struct score_params params;
    const float (*per_length)[256]; /* of the table that it was made with */
    float average[FIELD_COUNT];     /* lengths */
    uint64_t doc_count;
    float unit;  /* 0: scores are not rounded */
    float magic; /* x + magic has units as its last bit */
};
/* Fills the table, which takes longer than a query; it lives as long as the scorer. */
void scorer_init(struct scorer *scorer, struct score_table *table,
                 const struct score_params *params, uint64_t doc_count,
                 const uint64_t field_totals[FIELD_COUNT]);
/* Choose the unit; `idfs`: the sum of those of all leaves that score. */
void scorer_scale(struct scorer *scorer, float idfs);
float scorer_idf(const struct scorer *scorer, uint64_t doc_freq);
/* The same of a frequency that is only estimated. */
float scorer_idf_near(const struct scorer *scorer, float doc_freq);
/* `codes`: the article's length codes by field; fields not in `fields` do not count. */
float scorer_score(const struct scorer *scorer, float idf,
                   const uint32_t tf[FIELD_COUNT], const uint8_t codes[FIELD_COUNT],
                   unsigned fields);
/* >= scorer_score of every posting that the bound covers; whole units. */
float scorer_bound(const struct scorer *scorer, float idf,
                   const struct block_bound *bound, unsigned fields);
/* The same in two steps, for words of several terms whose occurrences add up: the
 * largest w of a bound, and the bound of a score from a w. */
float scorer_bound_weight(const struct scorer *scorer, const struct block_bound *bound,
                          unsigned fields);
float scorer_bound_score(const struct scorer *scorer, float idf, float weight);

/* Bounds made of a block's impact (impacts.h). The impact knows the segment's averages;
 * `shift` is how much more a posting may weigh under those of the whole index. */
struct impact_bounds {
    float a_step, most; /* of a score, by impact; at all */
    float unit, magic;
};
/* False when impacts say nothing of this ranking: its parameters are not the default. */
bool impact_bounds_init(struct impact_bounds *bounds, const struct scorer *scorer,
                        float idf, uint64_t doc_count,
                        const uint64_t field_totals[FIELD_COUNT]);
static inline float impact_steps_bound(const struct impact_bounds *bounds, float steps)
{
    float score = bounds->a_step * steps;
    score = score < bounds->most ? score : bounds->most;
    return (score + bounds->magic) - bounds->magic + bounds->unit;
}
/* >= scorer_score of every posting of a block with this impact; whole units. */
static inline float impact_bound(const struct impact_bounds *bounds, uint8_t impact)
{
    return impact_steps_bound(bounds, (float)impact);
}
/* The same of a share of the best score there is, share / 2^bits. */
static inline float impact_share_bound(const struct impact_bounds *bounds,
                                       uint32_t share, unsigned bits)
{
    return impact_steps_bound(bounds,
                              255.0f * (float)share / (float)(UINT32_C(1) << bits));
}

#endif
