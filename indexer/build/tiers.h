/* tiers.h - which segments merge next: decisions only, no input or output.
 *
 * Layer    build (includes base)
 * Memory   reads an array of the caller
 * Threads  pure functions
 * Source   O'Neil et al. 1996 (LSM-tree); Lester, Moffat & Zobel 2005 (geometric
 * merges)
 *
 * Only neighbours merge, so that articles keep their order. A segment's tier is the
 * logarithm of its live bytes to the base `factor`; `factor` neighbours of one tier
 * (and smaller ones between them) become one of the next. So an article is rewritten
 * about once a tier, and there are at most factor - 1 segments of each.
 */
#ifndef MSEARCH_BUILD_TIERS_H
#define MSEARCH_BUILD_TIERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    TIERS_FACTOR_DEFAULT = 8,
    TIERS_DELETED_PERCENT =
        15 /* a segment with more than so many deleted is rewritten */
};
#define TIERS_FLOOR_BYTES ((uint64_t)1 << 20) /* all smaller ones are tier 0 */

struct tier_segment {
    uint64_t file_bytes;
    uint32_t doc_count, deleted_count;
};

struct tier_run { /* segments [first, first + count) */
    size_t first, count;
};

/* A run of `factor` or more neighbours (at most `most`) that should merge, of the
 * lowest tier that has one. False: none. */
bool tiers_find_run(const struct tier_segment *segments, size_t count, size_t factor,
                    size_t most, struct tier_run *run);
/* The first segment with more than `percent` of its articles deleted. False: none. */
bool tiers_find_deleted(const struct tier_segment *segments, size_t count,
                        unsigned percent, struct tier_run *run);
/* The run of neighbours whose merge leaves `target` segments at the least cost, taking
 * at most `most` at a time. False: there are no more than `target`. */
bool tiers_find_shrink(const struct tier_segment *segments, size_t count, size_t target,
                       size_t most, struct tier_run *run);

#endif
