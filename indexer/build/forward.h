/* forward.h - a batch turned back: which of its more frequent terms each article has.
 *
 * Layer    build (includes base)
 * Memory   init/release; within the bytes given, 2 for each term of an article
 * Threads  one thread
 */
#ifndef MSEARCH_BUILD_FORWARD_H
#define MSEARCH_BUILD_FORWARD_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "build/bisect.h"
#include "build/vocabulary.h"

/* Terms that tell articles apart and are worth their time: those that FORWARD_TERM_MIN
 * articles have at least, and a quarter of them at most. When they are too many, the
 * least frequent stay out.
 *   number[d]   of the batch's document d among the articles wanted, DOC_END: not wanted
 *   doc_count   articles wanted
 * ST_OK, ST_NOMEM; ST_LIMIT: budget_bytes is not enough for any */
MUST_USE enum status forward_make(struct forward *forward,
                                  const struct vocabulary *vocabulary,
                                  const uint32_t *number, uint32_t doc_count,
                                  size_t budget_bytes, struct error *err);
void forward_release(struct forward *forward); /* of a zeroed one: no-op */

enum { FORWARD_TERM_MIN = 32 };

#endif
