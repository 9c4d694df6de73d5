/* repair_part.h - what the files of repair share.
 *
 * Layer    ingest (includes base, text); private to repair*.c
 * Memory   see repair.h
 * Threads  see repair.h
 */
#ifndef MSEARCH_INGEST_REPAIR_PART_H
#define MSEARCH_INGEST_REPAIR_PART_H

#include "ingest/repair.h"

void repair_count(struct repair *repair, enum repair_rule rule, size_t times);
/* What a scratch buf holds, or nothing after a failure, which is kept. */
struct span repair_finished(struct repair *repair, const struct buf *buf);
/* Rule R6 but for the number sign; borrowed from `raw` or the repair's scratch. */
struct span repair_plain_characters(struct repair *repair, struct span raw);

#endif
