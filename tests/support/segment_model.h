/* segment_model.h - a segment in plain arrays: made at random, written, compared.
 *
 * Layer    tests
 * Memory   everything lives in the model's arena
 * Threads  one
 */
#ifndef MSEARCH_TESTS_SEGMENT_MODEL_H
#define MSEARCH_TESTS_SEGMENT_MODEL_H

#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "segment/manifest.h"
#include "segment/segment_read.h"
#include "segment/segment_write.h"

struct model_term {
    struct span term;
    struct span *forms;
    uint32_t *form_counts;
    size_t form_count;
    struct posting *postings;
    uint32_t posting_count;
    uint64_t place_count;
};

struct model {
    struct arena arena;
    struct segment_doc *docs;
    uint32_t doc_count;
    struct model_term *terms; /* ascending */
    uint32_t term_count;
};

/* What to make. Zero means none of it. */
struct model_plan {
    uint64_t seed;
    uint32_t doc_count, term_count;
    uint32_t frequent_terms; /* of the terms, in about half of the articles */
    uint32_t body_bytes;     /* of an article, at most; 0: 600 */
};

void model_make(struct model *model, const struct model_plan *plan);
void model_release(struct model *model);
/* Writes, and fails the test when it cannot; fills the manifest entry. */
void model_write(const struct model *model, const char *dir, uint64_t id,
                 struct manifest_segment *entry);
/* The terms alone, to a writer that has the articles. */
void model_write_terms(const struct model *model, struct segment_writer *writer);
/* Opens what model_write wrote. */
struct segment *model_open(const char *dir, const struct manifest_segment *entry);
/* Fails the test where the segment says something else than the model. */
void model_compare(const struct model *model, const struct segment *segment);
/* How many breaches segment_verify finds; the first is printed. */
unsigned model_problems(const struct segment *segment);

#endif
