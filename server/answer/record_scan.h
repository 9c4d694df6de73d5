/* record_scan.h - the record's JSON as indexing writes it, read in one pass.
 *
 * Layer    answer (private to record.c)
 * Memory   texts are parts of `meta`, or in the arena where they held escapes
 * Threads  pure functions
 */
#ifndef MSEARCH_ANSWER_RECORD_SCAN_H
#define MSEARCH_ANSWER_RECORD_SCAN_H

#include "answer/record.h"

/* False: written in another way than indexing writes (or damaged, or no memory), and to
 * be read by the JSON library. True: *record is what the library would have given. */
MUST_USE bool record_scan(struct record *record, struct span meta, struct arena *arena);
/* yyyy, yyyy-mm, yyyy-mm-dd; 0 when it is none of them. */
uint32_t record_date(struct span text);

#endif
