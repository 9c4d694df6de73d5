/* ranks.h - the forms of one term, put in the order in which a segment stores them.
 *
 * Layer    build (includes base)
 * Memory   sorts in place; owns nothing
 * Threads  pure functions
 */
#ifndef MSEARCH_BUILD_RANKS_H
#define MSEARCH_BUILD_RANKS_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

struct form_rank {
    struct span form;
    uint32_t count; /* occurrences */
    uint32_t from;  /* the caller's number of the form */
};

/* The most frequent first, ties by bytes, then by `from`. */
void ranks_sort_by_count(struct form_rank *ranks, size_t count);
/* By bytes, ties by `from`. */
void ranks_sort_by_form(struct form_rank *ranks, size_t count);

#endif
