/* walker.h - one segment being walked: what a pass by cursors and a sweep by windows
 * share.
 *
 * Layer    match
 * Memory   lives in the pass's scratch arena
 * Threads  one owner
 */
#ifndef MSEARCH_MATCH_WALKER_H
#define MSEARCH_MATCH_WALKER_H

#include "match/cursor.h"
#include "match/pass.h"

struct walker {
    struct pass *pass;
    struct cursor_context context;
    struct filter filter;
    struct cursor *root; /* of a walk by cursors */
};

/* Offer a match to the heap: with its score, or by date, as the request sorts. True when
 * it entered. */
bool walker_offer(struct walker *w, doc_id doc, float score);
/* Only scores above it can enter from now on; -1: any. */
float walker_threshold(const struct walker *w);

#endif
