/* bounds.h - what the postings of a block can reach at most.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md: bounds, rules B3-B5
 * Memory   plain storage of the caller (about 1 KiB for the builder)
 * Threads  no shared state
 * Source   Ding & Suel 2011 (block maxima)
 */
#ifndef MSEARCH_SEGMENT_BOUNDS_H
#define MSEARCH_SEGMENT_BOUNDS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "codec/wire.h"
#include "segment/postings_read.h"

/* The default parameters of the ranking, which impacts.h is made with: BM25F's k1, b and
 * weight by field. Another value is another format version. */
#define RANK_K1 1.2
#define RANK_B                                                                         \
    {                                                                                  \
        0.75, 0.5, 0.5, 0.5, 0.5, 0.5                                                  \
    }
#define RANK_WEIGHTS                                                                   \
    {                                                                                  \
        1.0, 3.0, 2.0, 1.5, 2.0, 1.5                                                   \
    }

struct bound_builder {
    uint32_t body[256];   /* greatest body tf for each length code; 0: none */
    unsigned first, last; /* codes used are within [first, last] */
    struct bound_pair other[FIELD_COUNT]; /* tf 0: the field does not occur */
};

enum { BOUND_BYTES_MAX = 1 + BOUND_PAIRS * 6 + (FIELD_COUNT - 1) * 6 };

void bound_begin(struct bound_builder *builder);
void bound_add(struct bound_builder *builder, unsigned field, uint32_t tf,
               uint8_t length);
/* The same of many in the body: documents, and the length code of each document. */
void bound_add_bodies(struct bound_builder *builder, const uint32_t *tf,
                      const uint32_t *docs, unsigned count, const uint8_t *lengths);
/* All that was added to `other`, too. */
void bound_join(struct bound_builder *builder, const struct bound_builder *other);
/* The greatest tf * per_length[length] of the body; `per_length` never ascends, and so it is
 * that of a step. */
double bound_weight(const struct bound_builder *builder, const double per_length[256]);
void bound_finish(const struct bound_builder *builder, struct block_bound *bound);

void bound_put(struct buf *out, const struct block_bound *bound);
/* False when the bytes break rule B5; in->bad then. */
bool bound_get(struct wire_reader *in, struct block_bound *bound);
bool bound_equal(const struct block_bound *a, const struct block_bound *b);

#endif
