/* tier.h - trees searched one after the other, each for what the earlier ones have not.
 *
 * Layer    match
 * Memory   what is kept lives in the caller's arena; scratch is the run's own
 * Threads  one owner
 *
 *   tier 0   root 0
 *   tier 1   root 1 and not root 0
 *   tier 2   root 2 and not root 0 and not root 1
 *
 * One heap and one set of facets serve all: the tiers have no article in common. By
 * relevance an earlier tier goes before, whatever the scores; by date they mix.
 */
#ifndef MSEARCH_MATCH_TIER_H
#define MSEARCH_MATCH_TIER_H

#include "match/facet.h"
#include "match/meter.h"
#include "match/search.h"
#include "match/topk.h"

struct tiers {
    const struct snapshot *snapshot;
    const struct search_options *options;
    struct arena *arena;
    struct error *err;
    struct arena planned, scratch, places; /* of a tree; of a segment; of an article */
    struct arena_room room;                /* where `planned` begins */
    struct meter meter;
    struct topk top;
    struct facet_set facets;
    struct search_tier kept[SEARCH_TIERS_MAX];
    unsigned count;
    bool cut, prefix_cut; /* a prefix of the last run; of what is kept */
};

/* `least` hits are collected at least, so that a total up to it is always exact; 0: as
 * many as the options ask for. Release in any case. */
MUST_USE enum status tier_init(struct tiers *tiers, const struct snapshot *snapshot,
                               const struct search_options *options, size_t least,
                               struct arena *arena, struct error *err);
void tier_release(struct tiers *tiers);
/* Find the matches of tier->root that no kept tier has; sets its totals. What was found
 * is in the heap: the tier must be kept unless its total is 0. A tier below others that
 * needs more memory than there is stops there; its total is a lower bound then. */
MUST_USE enum status tier_run(struct tiers *tiers, struct search_tier *tier);
/* As the next one, of SEARCH_TIERS_MAX. */
void tier_keep(struct tiers *tiers, const struct search_tier *tier);
/* Find, and keep when there are any, in the place of the one kept, which had none. */
MUST_USE enum status tier_run_instead(struct tiers *tiers, struct search_tier *tier);
/* Of all kept tiers. */
uint64_t tier_total(const struct tiers *tiers);
/* Hits, totals, facets and tiers. */
MUST_USE enum status tier_finish(struct tiers *tiers, struct search_result *result);

#endif
