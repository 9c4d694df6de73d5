/* verify.h - the parts of segment_verify, one for each kind of section.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md: every rule
 * Memory   an arena that is reset from term to term, from article to article
 * Threads  one thread
 *
 * A breach is reported with the rule's number; what cannot be read further because of
 * it is left out, and the rest goes on.
 */
#ifndef MSEARCH_SEGMENT_VERIFY_H
#define MSEARCH_SEGMENT_VERIFY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/status.h"
#include "segment/dict_read.h"
#include "segment/pairs.h"
#include "segment/segment_private.h"

enum { VERIFY_TEXT_BYTES = 256 };
#define VERIFY_ARENA_BYTES ((size_t)1 << 30)

struct verifier {
    const struct segment *segment;
    void (*problem)(void *context, uint64_t off, const char *text);
    void *context;
    struct arena arena;
    uint64_t posting_count, place_count; /* found so far */
    struct pair_words pairs;             /* of the segment */
    uint64_t pair,
        pair_sum;       /* number of the current pair term; of all their postings */
    enum status status; /* ST_NOMEM stops it; else ST_OK */
};

/* `off` is relative to the section. */
void verify_report(struct verifier *v, enum section section, uint64_t off,
                   const char *format, ...) PRINTF_LIKE(4, 5);
/* What a reader said; ST_NOMEM is kept as the verifier's status. */
void verify_failed(struct verifier *v, enum section section, uint64_t off,
                   enum status status, const struct error *err);

void verify_terms(struct verifier *v);
void verify_forms(struct verifier *v, const struct dict_cursor *cursor);
void verify_endings(struct verifier *v);
/* Rules A1 and A2, of a term that is_name_term. */
void verify_name_term(struct verifier *v, const struct dict_cursor *cursor);
static inline bool is_name_term(struct span term)
{
    return term.len > 0 && term.data[0] == NAME_TERM_BYTE;
}
/* Rules G1 and G2, of a term that is_pair_term; then of each of its postings. */
void verify_pair_term(struct verifier *v, const struct dict_cursor *cursor);
void verify_pair_posting(struct verifier *v, doc_id doc,
                         const uint32_t tf[FIELD_COUNT]);
/* Rule G3, when all terms are through. */
void verify_pairs(struct verifier *v);
void verify_postings(struct verifier *v, const struct dict_cursor *cursor);
void verify_columns(struct verifier *v);
void verify_ids(struct verifier *v);
void verify_store(struct verifier *v);
/* Rule S3: as many slots are taken as there are keys. */
void verify_slots(struct verifier *v, enum section section, const struct slots *slots,
                  uint64_t key_count);

#endif
