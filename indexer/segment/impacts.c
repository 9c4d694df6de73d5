/* impacts.c - a block's best score under the default parameters, in one byte.
 *
 *   w     0        1.2        12         inf        what the fields add up to
 *   s     0 ------ .5 ------- .91 ------ 1          its share of the best score there is
 *   byte  1        128        233        255
 *
 * s grows with w, so the block's largest w has its largest s. The byte says a little
 * too much, never too little: a reader multiplies it by idf and has a bound.
 */
#include "segment/impacts.h"

#include "segment/bounds.h"
#include "segment/lengths.h"

static const double field_b[FIELD_COUNT] = RANK_B;
static const double field_weight[FIELD_COUNT] = RANK_WEIGHTS;

double impact_average(uint64_t field_total, uint64_t doc_count)
{
    if (field_total == 0 || doc_count == 0)
        return 1.0;
    return (double)field_total / (double)doc_count;
}

double impact_per_length(enum field field, uint8_t code, double average)
{
    double b = field_b[field];

    return field_weight[field] / (1.0 - b + b * (double)lengths_decode(code) / average);
}

void impact_scale_init(struct impact_scale *scale, uint64_t doc_count,
                       const uint64_t field_totals[FIELD_COUNT])
{
    for (unsigned field = 0; field < FIELD_COUNT; field++) {
        double average = impact_average(field_totals[field], doc_count);

        for (unsigned code = 0; code < 256; code++)
            scale->per_length[field][code] =
                impact_per_length((enum field)field, (uint8_t)code, average);
    }
}

static double share(double weight)
{
    return weight / (RANK_K1 + weight);
}

uint8_t impact_of(double weight)
{
    double impact = 1.0 + 255.0 * share(weight);

    return impact < 255.0 ? (uint8_t)impact : 255;
}

bool impact_covers(uint8_t impact, double weight)
{
    return 255.0 * share(weight) <= (double)impact;
}

uint32_t impact_share(double weight, unsigned bits)
{
    double all = (double)(UINT32_C(1) << bits), units = 1.0 + all * share(weight);

    return units < all ? (uint32_t)units : UINT32_C(1) << bits;
}

bool impact_share_covers(uint32_t units, unsigned bits, double weight)
{
    return (double)(UINT32_C(1) << bits) * share(weight) <= (double)units;
}
