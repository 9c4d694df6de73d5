/* score.c
 *
 *   score(w) = idf * w * (k1 + 1) / (k1 + w)    grows with w, and w grows with every
 *   w        = sum_f per_length[f][code_f] * tf_f    tf_f and falls with every length
 *
 * so a block's bound is the score of the largest w that its pairs allow. Up to w every
 * float operation is monotone, hence w(bound) >= w(posting) without any slack. In the
 * last line the fraction's rise is only monotone up to its roundings: four of them,
 * each at most half a unit in the last place on both sides; BOUND_SLACK is sixteen
 * units. A bound is rounded to units, and one more is added: rounding is monotone, and a
 * score that was less than one unit became one.
 *
 * Rounding: magic is 1.5 * 2^23 units, so x + magic lies where floats are whole units
 * apart, for every x below 2^22 units. (What is larger, as the second stage of free text
 * may have it, is rounded more coarsely, always in the same way.)
 */
#include "match/score.h"

#include <math.h>
#include <string.h>

#include "segment/bounds.h"
#include "segment/lengths.h"

#define BOUND_SLACK (1.0f + 0x1p-20f)
/* For what the writer computes in double, and the quotients here. */
#define IMPACT_SLACK (1.0f + 0x1p-16f)

/* The defaults are what blocks' impacts are made with; here they are rounded to float.
 * What a field is worth is the same in every search. */
const struct score_params score_defaults = {
    .k1 = (float)RANK_K1,
    .b = RANK_B,
    .weight = RANK_WEIGHTS,
    .idf_power = 1.0f,
};

const struct score_params score_free = {
    .k1 = 1.5f,
    .b = {[FIELD_BODY] = 0.9f,
          [FIELD_TITLE] = 0.5f,
          [FIELD_AUTHOR] = 0.5f,
          [FIELD_RUBRIC] = 0.5f,
          [FIELD_KEYWORDS] = 0.5f,
          [FIELD_ABSTRACT] = 0.5f},
    .weight = RANK_WEIGHTS,
    .idf_power = 1.25f,
};

/* B never reaches 0, whatever b is: a length of 0 has no occurrence to divide. */
static float norm(float b, float length, float average)
{
    float value = 1.0f - b + b * length / average;
    return value > 0.001f ? value : 0.001f;
}

void scorer_init(struct scorer *scorer, struct score_table *table,
                 const struct score_params *params, uint64_t doc_count,
                 const uint64_t field_totals[FIELD_COUNT])
{
    scorer->params = params ? *params : score_defaults;
    scorer->doc_count = doc_count;
    scorer->unit = scorer->magic = 0.0f;
    scorer->per_length = (const float(*)[256])table->per_length;
    for (unsigned f = 0; f < FIELD_COUNT; f++) {
        float average = doc_count && field_totals[f]
                            ? (float)field_totals[f] / (float)doc_count
                            : 1.0f;
        scorer->average[f] = average;
        for (unsigned code = 0; code < 256; code++)
            table->per_length[f][code] =
                scorer->params.weight[f] / norm(scorer->params.b[f],
                                                (float)lengths_decode((uint8_t)code),
                                                average);
    }
}

/* idfs * (k1 + 1) is below 2^exponent, and no sum of scores above it. */
void scorer_scale(struct scorer *scorer, float idfs)
{
    float most = idfs * (scorer->params.k1 + 1.0f);
    int exponent = 0;
    (void)frexpf(most, &exponent);
    scorer->unit = ldexpf(1.0f, exponent - 22);
    scorer->magic = ldexpf(1.5f, exponent + 1);
}

static float whole_units(const struct scorer *scorer, float value)
{
    return (value + scorer->magic) - scorer->magic;
}

float scorer_idf_near(const struct scorer *scorer, float doc_freq)
{
    float n = (float)scorer->doc_count, power = scorer->params.idf_power;
    float df = doc_freq < n ? doc_freq : n;
    float idf = logf(1.0f + (n - df + 0.5f) / (df + 0.5f));
    bool plain = !(power > 0.0f) || (!(power < 1.0f) && !(power > 1.0f));
    return plain ? idf : powf(idf, power);
}

float scorer_idf(const struct scorer *scorer, uint64_t doc_freq)
{
    return scorer_idf_near(scorer, (float)doc_freq);
}

static float saturate(const struct scorer *scorer, float idf, float w)
{
    float k1 = scorer->params.k1;
    return w > 0.0f ? idf * w * (k1 + 1.0f) / (k1 + w) : 0.0f;
}

float scorer_score(const struct scorer *scorer, float idf,
                   const uint32_t tf[FIELD_COUNT], const uint8_t codes[FIELD_COUNT],
                   unsigned fields)
{
    float w = 0.0f;
    for (unsigned f = 0; f < FIELD_COUNT; f++)
        if (tf[f] && (fields >> f & 1))
            w += scorer->per_length[f][codes[f]] * (float)tf[f];
    if (!(w > 0.0f))
        return 0.0f;
    float score = whole_units(scorer, saturate(scorer, idf, w));
    return score > scorer->unit ? score : scorer->unit;
}

float scorer_bound_weight(const struct scorer *scorer, const struct block_bound *bound,
                          unsigned fields)
{
    float w = 0.0f;
    for (unsigned f = 0; f < FIELD_COUNT; f++) {
        float most = 0.0f;
        if (!(fields >> f & 1))
            continue;
        for (unsigned i = 0; i < bound->pair_count[f]; i++) {
            const struct bound_pair *pair = &bound->pairs[f][i];
            float value = scorer->per_length[f][pair->length] * (float)pair->tf;
            most = value > most ? value : most;
        }
        w += most;
    }
    return w;
}

float scorer_bound_score(const struct scorer *scorer, float idf, float weight)
{
    return whole_units(scorer, saturate(scorer, idf, weight) * BOUND_SLACK) +
           scorer->unit;
}

float scorer_bound(const struct scorer *scorer, float idf,
                   const struct block_bound *bound, unsigned fields)
{
    return scorer_bound_score(scorer, idf, scorer_bound_weight(scorer, bound, fields));
}

/* A longer average makes B smaller, by the quotient of the averages at most; a shorter one
 * makes it larger. w grows by no more than that, and w / (k1 + w) by less than w. */
static float weight_shift(const struct scorer *scorer, uint64_t doc_count,
                          const uint64_t field_totals[FIELD_COUNT])
{
    float shift = 1.0f;
    for (unsigned f = 0; f < FIELD_COUNT; f++) {
        if (doc_count == 0 || field_totals[f] == 0)
            continue;
        float own = (float)field_totals[f] / (float)doc_count;
        float grown = scorer->average[f] / own;
        shift = grown > shift ? grown : shift;
    }
    return shift;
}

bool impact_bounds_init(struct impact_bounds *bounds, const struct scorer *scorer,
                        float idf, uint64_t doc_count,
                        const uint64_t field_totals[FIELD_COUNT])
{
    const struct score_params *own = &scorer->params, *known = &score_defaults;
    bool same = !(own->k1 < known->k1) && !(own->k1 > known->k1);
    for (unsigned f = 0; f < FIELD_COUNT; f++)
        same = same && !(own->b[f] < known->b[f]) && !(own->b[f] > known->b[f]) &&
               !(own->weight[f] < known->weight[f]) &&
               !(own->weight[f] > known->weight[f]);
    float shift = weight_shift(scorer, doc_count, field_totals);
    bounds->most = idf * (own->k1 + 1.0f) * IMPACT_SLACK;
    bounds->a_step = bounds->most * shift / 255.0f;
    bounds->unit = scorer->unit;
    bounds->magic = scorer->magic;
    return same;
}
