/* store_train.h - pick a preset dictionary out of sample text.
 *
 * Layer    segment (includes base)
 * Memory   about 1 MiB for the call
 * Threads  no shared state
 * Source   Liao, Petri, Moffat & Wirth 2016 (cover by frequent substrings)
 */
#ifndef MSEARCH_SEGMENT_STORE_TRAIN_H
#define MSEARCH_SEGMENT_STORE_TRAIN_H

#include <stddef.h>

#include "base/bytes.h"
#include "base/status.h"

/* Appends at most `bytes` bytes to `out`, the most useful last (deflate reaches them
 * with the shortest distances). Less, or nothing, when the sample is short. */
MUST_USE enum status store_train(struct span sample, size_t bytes, struct buf *out);

#endif
