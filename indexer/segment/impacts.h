/* impacts.h - a block's best score under the default parameters, in one byte.
 *
 * Layer    segment (includes base)
 * Format   FORMAT.md 8: impacts, rule B6
 * Memory   plain storage of the caller
 * Threads  pure functions
 *
 *   w      = sum over fields of weight_f * tf_f / B_f(len_f)
 *   s      = w / (k1 + w)
 *   impact = 1 + floor(255 * s), at most 255
 *
 * with the parameters of bounds.h and the segment's own average lengths, in double.
 */
#ifndef MSEARCH_SEGMENT_IMPACTS_H
#define MSEARCH_SEGMENT_IMPACTS_H

#include <stdbool.h>
#include <stdint.h>

#include "segment/layout.h"

/* weight_f / B_f by length code. */
struct impact_scale {
    double per_length[FIELD_COUNT][256];
};

/* A field that has no words has average 1. */
double impact_average(uint64_t field_total, uint64_t doc_count);
double impact_per_length(enum field field, uint8_t code, double average);
void impact_scale_init(struct impact_scale *scale, uint64_t doc_count,
                       const uint64_t field_totals[FIELD_COUNT]);
uint8_t impact_of(double weight);
/* s in units of 2^-bits, rounded up; bits at most 31. */
uint32_t impact_share(double weight, unsigned bits);
bool impact_share_covers(uint32_t share, unsigned bits, double weight);
/* Rule B6. */
bool impact_covers(uint8_t impact, double weight);

#endif
