/* spill_sort.h - sort the chains of a batch by the bytes of their terms.
 *
 * Layer    build (includes base)
 * Memory   in place
 * Threads  pure function
 */
#ifndef MSEARCH_BUILD_SPILL_SORT_H
#define MSEARCH_BUILD_SPILL_SORT_H

#include <stddef.h>
#include <stdint.h>

#include "build/chain.h"

struct sort_key {
    uint64_t prefix; /* eight bytes of the term from the current depth on, big-endian */
    const struct chain *chain;
};

void spill_sort(struct sort_key *keys, size_t count);

#endif
