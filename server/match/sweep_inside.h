/* sweep_inside.h - what the ways of sweeping share.
 *
 * Layer    match
 * Memory   the pass's scratch arena
 * Threads  one owner
 */
#ifndef MSEARCH_MATCH_SWEEP_INSIDE_H
#define MSEARCH_MATCH_SWEEP_INSIDE_H

#include "match/lane.h"
#include "match/sweep.h"

struct sweep {
    struct walker *walker;
    unsigned work;
    float floor; /* what the words' champions promise (champion.h); -1: nothing */
    bool every;  /* AND: all of `lanes` are needed; else any */
    struct lane *lanes;
    unsigned lane_count;
    struct lane *without;
    unsigned without_count;
    struct lane *may; /* of OR(word, ALL): words that score where they are */
    unsigned may_count;
    struct cursor **checks; /* children of the AND that are no words */
    unsigned check_count;
    uint32_t windows;
    float *totals; /* by window; below 0: done, or nothing there */
    struct lane_articles *articles;
    struct lane_scratch *scratch;
    float *sums; /* of a window; all 0 between windows */
};

static inline bool sweep_broken(const struct sweep *s)
{
    return s->walker->context.status != ST_OK;
}

/* Only scores that reach it can enter from now on; -1: any. */
static inline float sweep_threshold(const struct sweep *s)
{
    float threshold = walker_threshold(s->walker);
    return threshold > s->floor ? threshold : s->floor;
}

/* Leave the articles that score `least` and more. */
void sweep_keep_above(struct sweep *s, float least);
/* Count, or offer, the articles at hand that the filters and checks let pass. */
void sweep_deliver(struct sweep *s);
/* The best articles, window by window (sweep_windows.c). Fills the bounds. */
void sweep_rank(struct sweep *s);
/* lanes' bounds and `totals`; false with the context's status set. */
MUST_USE bool sweep_bound(struct sweep *s);
/* The articles of a window that have all the words. */
void sweep_gather_every(struct sweep *s, uint32_t window, float threshold);
/* The best articles by the blocks of the leading lane, if it is made for that; false:
 * nothing was done (sweep_blocks.c). */
bool sweep_rank_blocks(struct sweep *s);
/* Every match of an AND by the leading lane's blocks; false likewise. */
bool sweep_count_blocks(struct sweep *s);
/* Every match, counted (sweep_count.c). */
void sweep_count(struct sweep *s);

#endif
