/* champions.h - the best postings of a long list, and what all others reach at most.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md 8: champions, rule B7
 * Memory   plain storage of the caller
 * Threads  no shared state
 * Source   Brown 1995 (champion lists); the bound of the rest makes them exact
 *
 * "Best" is by the weight w of impacts.h. Whoever scores the champions anew and finds
 * enough of them above the bound of the rest has the best of the list, under any
 * statistics, whatever is deleted or filtered out.
 */
#ifndef MSEARCH_SEGMENT_CHAMPIONS_H
#define MSEARCH_SEGMENT_CHAMPIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "segment/dict_read.h"
#include "segment/layout.h"

enum { CHAMPIONS_MAX = 16, CHAMPIONS_SHARE_BITS = 30 };

struct champion {
    doc_id doc;
    uint32_t tf[FIELD_COUNT];
};

struct champions {
    unsigned count;
    uint32_t rest; /* s of every other posting is <= rest / 2^CHAMPIONS_SHARE_BITS */
    struct champion best[CHAMPIONS_MAX]; /* documents ascend */
};

/* --- writing ----------------------------------------------------------------------- */

struct champions_builder {
    struct champions champions; /* best first until they are put */
    double weights[CHAMPIONS_MAX];
    double rest; /* the greatest weight of those that are no champions */
};

void champions_begin(struct champions_builder *builder);
/* No posting of this weight or less would become a champion now; below 0: any would. */
static inline double champions_least(const struct champions_builder *builder)
{
    return builder->champions.count < CHAMPIONS_MAX
               ? -1.0
               : builder->weights[CHAMPIONS_MAX - 1];
}
/* Postings that are passed over have this weight at most. */
static inline void champions_pass(struct champions_builder *builder, double weight)
{
    if (builder->rest < weight)
        builder->rest = weight;
}
void champions_add(struct champions_builder *builder, doc_id doc,
                   const uint32_t tf[FIELD_COUNT], double weight);
/* To the end of the directory: the champions, and how many bytes they take. */
void champions_put(struct champions_builder *builder, struct buf *out);

/* --- reading ----------------------------------------------------------------------- */

struct segment;

/* Cuts the champions off the directory; false: they do not fit in it. */
bool champions_cut(struct span *directory, struct span *bytes);
/* False when the bytes break rule B7. */
bool champions_decode(struct champions *champions, struct span bytes,
                      uint32_t doc_count);
/* Of a list of several blocks. False: damaged; segment_status tells when a page is. */
bool champions_read(struct champions *champions, const struct segment *segment,
                    const struct term_info *info);
/* Rule B7: may a posting of this weight be no champion? */
bool champions_cover(const struct champions *champions, double weight);

#endif
