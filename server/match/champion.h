/* champion.h - the best of a word alone, without a look at its blocks.
 *
 * Layer    match
 * Memory   nothing
 * Threads  one owner
 * Source   segment/champions.h
 */
#ifndef MSEARCH_MATCH_CHAMPION_H
#define MSEARCH_MATCH_CHAMPION_H

#include "match/walker.h"

/* True: what the segment has for the heap has been offered, and the walk can be left out.
 * False: nothing has been done. */
bool champion_rank(struct walker *w);
/* A score that as many articles have as the heap holds, by this word alone; -1: that is not
 * known. Articles that match a tree in which the word may be, but need not, and score less
 * are none of the best. */
float champion_floor(struct walker *w, const struct plan_leaf *leaf);

#endif
