/* spill_gather.h - the postings of one term, put into the order of the segment.
 *
 * Layer    build (includes base, segment)
 * Memory   release frees; kept from term to term; SPILL_OCCURRENCE_BYTES an occurrence,
 *          and 4 bytes an article when a term of many articles is sorted
 * Threads  one thread
 */
#ifndef MSEARCH_BUILD_SPILL_GATHER_H
#define MSEARCH_BUILD_SPILL_GATHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "build/chain.h"
#include "segment/layout.h"
#include "segment/segment_write.h"

struct gather_list {
    uint32_t *items;
    size_t count, capacity;
};

/* What is known of each posting, as they came. */
struct gather_posting {
    doc_id doc;
    uint32_t first;       /* of its numbers */
    uint32_t first_field; /* of its frequencies beside the body */
    uint32_t mask;        /* fields beside the body */
};

/* A zeroed one is empty. */
struct gather {
    struct gather_posting *postings; /* one more than there are: where the last ends */
    size_t count, capacity;
    struct gather_list numbers; /* positions and gaps, as a segment keeps them */
    struct gather_list forms;   /* of each occurrence, when the term has several */
    struct gather_list fields;  /* frequencies beside the body */
    bool held;                  /* the reader's occurrence is not gathered yet */
    uint64_t *rows, *spare;     /* document << 32 | which posting it was */
    size_t row_capacity, spare_capacity;
    uint32_t *where; /* by document, for terms that many have */
    uint64_t *marks;
    uint32_t doc_count;
    /* a run for the writer */
    uint32_t docs[POSTINGS_BLOCK], tf[POSTINGS_BLOCK], masks[POSTINGS_BLOCK];
    struct gather_list parts[PLACE_PARTS], run_fields;
};

void gather_release(struct gather *gather); /* of a zeroed one: no-op */
void gather_begin(struct gather *gather);   /* before each term */
/* From the reader the postings of at most `most` live articles, behind those that are
 * there; `map`: their numbers, DOC_END for the others. False: no memory. */
MUST_USE bool gather_read(struct gather *gather, struct chain_reader *reader,
                          const doc_id *map, bool with_forms, size_t most);
/* Bring them into ascending order, all of which are below `doc_count` (the same for all
 * terms). False: no memory. */
MUST_USE bool gather_sort(struct gather *gather, uint32_t doc_count);
/* The next postings from number `from` on; `forms`: the new ordinal of each form. False: no
 * memory. */
MUST_USE bool gather_run(struct gather *gather, size_t from, const uint32_t *forms,
                         struct posting_run *run);

#endif
