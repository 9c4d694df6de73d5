/* rare.h - the postings of a rare term, as the dictionary holds them.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md: rare terms, rules R1-R4
 * Memory   plain storage of the caller
 * Threads  no shared state
 */
#ifndef MSEARCH_SEGMENT_RARE_H
#define MSEARCH_SEGMENT_RARE_H

#include <stdbool.h>
#include <stdint.h>

#include "codec/wire.h"
#include "segment/dict_read.h"
#include "segment/layout.h"

struct rare_postings {
    uint32_t docs[INLINE_DOCS];
    uint32_t tf[INLINE_DOCS][FIELD_COUNT];
    uint32_t values[INLINE_PLACES], forms[INLINE_PLACES];
};

/* Reads doc_freq, total_freq, form_count, detailed of `info` for what to expect. NULL,
 * or the text of the rule that is broken. */
const char *rare_get(struct wire_reader *in, const struct term_info *info,
                     uint32_t doc_count, struct rare_postings *out);

#endif
