/* index_dump.h - everything that an index says, as text to be compared.
 *
 * Layer    tests (includes base, codec, segment)
 * Memory   fills a buf of the caller
 * Threads  no shared state
 *
 * Live articles only, by id: so two indexes with the same articles give the same text
 * however the articles are spread over segments.
 */
#ifndef MSEARCH_TESTS_INDEX_DUMP_H
#define MSEARCH_TESTS_INDEX_DUMP_H

#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"

/* One line an article (fields, stored text) and one line a posting (term, id, places
 * with forms), sorted. `generation` may be NULL. An index that was never committed
 * gives no lines and generation 0. */
MUST_USE enum status index_dump(struct buf *out, const char *dir, uint64_t *generation,
                                struct error *err);
/* Runs check_index; stops the test with what it found, if anything. */
void index_expect_sound(const char *dir);

#endif
