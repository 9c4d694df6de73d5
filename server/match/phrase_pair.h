/* phrase_pair.h - the articles that two terms have in common, block against block.
 *
 * Layer    match
 * Memory   the caller's storage; the readers are borrowed
 * Threads  one thread
 */
#ifndef MSEARCH_MATCH_PHRASE_PAIR_H
#define MSEARCH_MATCH_PHRASE_PAIR_H

#include <stdbool.h>
#include <stdint.h>

#include "segment/postings_scan.h"

enum { PAIR_SPAN = 8192 }; /* articles of a stretch that is met by marks */

struct phrase_pair {
    struct postings_reader *a, *b; /* opened, read by nobody else */
    uint32_t a_from, b_from;       /* of the loaded blocks: what was not met yet */
    doc_id next;                   /* the first article that was not met yet */
    uint32_t at, count; /* met ones, by their postings in the loaded blocks: */
    uint16_t a_at[POSTINGS_BLOCK + 1], b_at[POSTINGS_BLOCK + 1];
    uint16_t marks[PAIR_SPAN]; /* all 0 between calls */
};

/* `pair` is zeroed. */
void phrase_pair_open(struct phrase_pair *pair, struct postings_reader *a,
                      struct postings_reader *b);
/* The first article >= target that both have; both readers stand on it. Targets ascend.
 * DOC_END: none, or a reader's status tells why not. */
doc_id phrase_pair_seek(struct phrase_pair *pair, doc_id target);

#endif
