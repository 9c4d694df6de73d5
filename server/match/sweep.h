/* sweep.h - trees of plain words, walked window by window instead of article by article.
 *
 * Layer    match
 * Memory   the pass's scratch arena
 * Threads  one owner
 * Source   Turtle & Flood 1995 (MaxScore); Ding & Suel 2011 (block bounds); Dimopoulos,
 *          Nepomnyachiy & Suel 2013 (windows of articles); Mallia et al. 2022 (ranges)
 *
 * What fits: a word; an OR of words; an AND with a word among its children, whatever the
 * others are: words, what is taken away, and anything that a cursor can confirm. "Word"
 * is what lane.h can walk. The answer is that of the cursors, to the bit.
 */
#ifndef MSEARCH_MATCH_SWEEP_H
#define MSEARCH_MATCH_SWEEP_H

#include "match/walker.h"

/* Does the tree fit, in this segment? */
bool sweep_fits(const struct cursor_context *context, const struct query_node *root);
/* All of the pass's work on the segment, PASS_COUNT and PASS_TOP; pruned with
 * PASS_PRUNE, in which case the counting is another walk. */
MUST_USE enum status sweep_run(struct walker *w, unsigned work);

#endif
