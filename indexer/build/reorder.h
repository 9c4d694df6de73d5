/* reorder.h - in which order the articles of a batch become a segment.
 *
 * Layer    build (includes base)
 * Memory   within budget_bytes while it runs; the order is the caller's to free
 * Threads  one thread
 * Source   bisect.h
 *
 * Like articles side by side make shorter gaps in postings, denser blocks and tighter
 * block bounds.
 */
#ifndef MSEARCH_BUILD_REORDER_H
#define MSEARCH_BUILD_REORDER_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "build/batch.h"
#include "build/vocabulary.h"

/* *order := live documents of the batch, batch->live_count of them, in their new order;
 * NULL when the budget does not allow one, and they keep their own.
 * errors  ST_NOMEM */
MUST_USE enum status reorder_batch(const struct batch *batch,
                                   const struct vocabulary *vocabulary,
                                   size_t budget_bytes, uint32_t **order,
                                   struct error *err);

#endif
