/* lane_inside.h - what lane.c and lane_join.c share.
 *
 * Layer    match
 * Memory   as lane.h
 * Threads  one thread
 */
#ifndef MSEARCH_MATCH_LANE_INSIDE_H
#define MSEARCH_MATCH_LANE_INSIDE_H

#include "match/lane.h"

/* Load a block; false: it is broken. */
bool lane_load(struct lane *lane, struct lane_part *part, uint32_t block);
/* Load the block that may hold `target`; false: there is none, or the list is broken. */
bool lane_enter(struct lane *lane, struct lane_part *part, doc_id target);
/* Decode the frequencies of the loaded block. */
bool lane_load_freqs(struct lane *lane, struct lane_part *part);
/* The score of a posting that has fields beside the body. */
float lane_score_fields(struct lane *lane, struct lane_part *part, uint32_t at);

#endif
