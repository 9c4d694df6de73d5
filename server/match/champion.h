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

#endif
