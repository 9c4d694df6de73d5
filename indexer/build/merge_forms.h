/* merge_forms.h - the forms of one term from several segments, numbered anew.
 *
 * Layer    build (includes base)
 * Memory   init/release; forms of one term at a time, in an arena and three arrays
 * Threads  one thread
 *
 *   merge_forms_reset, merge_forms_put for each form of each source,
 * merge_forms_number; then merge_forms_ordinal of what was put first, second, ... is
 * its new ordinal.
 */
#ifndef MSEARCH_BUILD_MERGE_FORMS_H
#define MSEARCH_BUILD_MERGE_FORMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "build/ranks.h"

struct merge_forms {
    struct arena arena; /* the bytes of the forms put */
    struct form_rank *ranks;
    uint32_t *ordinals;
    struct span *forms; /* by new ordinal, when numbered */
    uint32_t *counts;
    size_t put_count;  /* forms put, with repetitions */
    size_t form_count; /* forms that occur, when numbered */
    size_t rank_capacity, ordinal_capacity, form_capacity, count_capacity;
};

void merge_forms_init(struct merge_forms *forms);
void merge_forms_release(struct merge_forms *forms);
void merge_forms_reset(struct merge_forms *forms);
/* The bytes are copied. False: no memory. */
MUST_USE bool merge_forms_put(struct merge_forms *forms, struct span form,
                              uint32_t count);
/* More occurrences of the form put `at`-th; before merge_forms_number only. */
static inline void merge_forms_count(struct merge_forms *forms, size_t at,
                                     uint32_t more)
{
    uint32_t *count = &forms->ranks[at].count;

    *count = *count > UINT32_MAX - more ? UINT32_MAX : *count + more;
}
/* The one form that all sources have, borrowed; in place of put and number. */
MUST_USE bool merge_forms_only(struct merge_forms *forms, struct span form);
/* Unite equal forms, drop those that do not occur, sort by frequency. `distinct`: they
 * are of one source, none equal to another. */
MUST_USE bool merge_forms_number(struct merge_forms *forms, bool distinct);
static inline uint32_t merge_forms_ordinal(const struct merge_forms *forms, size_t at)
{
    return forms->ordinals[at];
}

#endif
