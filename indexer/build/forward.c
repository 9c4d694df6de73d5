/* forward.c
 *
 *   chains            жол 0 0 3 7 ..          starts   0     2   3 ..
 *                     суу 0 2 ..              terms    жол суу | суу | ..
 *
 * The chosen chains are read twice: to count the terms of each article, and to put them
 * down.
 */
#include "build/forward.h"

#include <stdbool.h>

#include "base/memory.h"
#include "build/chain.h"
#include "segment/layout.h"

enum {
    COMMON = 4,        /* a term that 1 in COMMON articles has stays out */
    TERMS_WANTED = 96, /* an article, on average: more of them change little */
    POSTING_BYTES = 4  /* in both of two layouts (bisect.c) */
};

struct choice {
    uint32_t least, most; /* documents */
};

static bool is_chosen(const struct choice *choice, const struct chain *chain)
{
    return chain->doc_freq >= choice->least && chain->doc_freq <= choice->most;
}

/* The next chain that is chosen from slot *at on; 0 at the end. */
static pool_ref next_chosen(const struct vocabulary *vocabulary,
                            const struct choice *choice, size_t *at)
{
    const struct ref_table *terms = &vocabulary->terms;

    while (terms->slots && *at <= terms->mask) {
        pool_ref ref = terms->slots[(*at)++].ref;

        if (ref && is_chosen(choice, pool_at(vocabulary->pool, ref)))
            return ref;
    }
    return 0;
}

/* Raise choice->least by halves until terms and postings are few enough. */
static bool choose(const struct vocabulary *vocabulary, size_t postings_max,
                   struct choice *choice)
{
    for (;;) {
        size_t at = 0, terms = 0, postings = 0;
        pool_ref ref;

        while ((ref = next_chosen(vocabulary, choice, &at)) != 0) {
            terms++;
            postings +=
                ((const struct chain *)pool_at(vocabulary->pool, ref))->doc_freq;
        }
        if (terms == 0)
            return false;
        if (terms <= FORWARD_TERMS_MAX && postings <= postings_max)
            return true;
        choice->least += choice->least / 2;
    }
}

/* The articles wanted that have a term, in the order of the batch. */
struct term_docs {
    struct chain_reader reader;
    const uint32_t *number;
    uint32_t last; /* document read last: its further occurrences are passed over */
};

static void open_docs(struct term_docs *docs, const struct vocabulary *vocabulary,
                      pool_ref ref, const uint32_t *number)
{
    chain_open(&docs->reader, vocabulary->pool, ref);
    docs->number = number;
    docs->last = DOC_END;
}

static uint32_t next_doc(struct term_docs *docs)
{
    while (chain_next(&docs->reader)) {
        uint32_t doc = docs->reader.doc;

        if (doc == docs->last)
            continue;
        docs->last = doc;
        if (docs->number[doc] != DOC_END)
            return docs->number[doc];
    }
    return DOC_END;
}

/* starts[d] := terms of the articles before d. */
static void count_terms(struct forward *forward, const struct vocabulary *vocabulary,
                        const struct choice *choice, const uint32_t *number)
{
    struct term_docs docs;
    size_t at = 0;
    pool_ref ref;

    while ((ref = next_chosen(vocabulary, choice, &at)) != 0) {
        open_docs(&docs, vocabulary, ref, number);
        for (uint32_t doc; (doc = next_doc(&docs)) != DOC_END;)
            forward->starts[doc + 1]++;
    }
    for (uint32_t doc = 0; doc < forward->doc_count; doc++)
        forward->starts[doc + 1] += forward->starts[doc];
}

/* starts[d] is the end of d's terms so far; in the end it is where d + 1 begins. */
static void fill_terms(struct forward *forward, const struct vocabulary *vocabulary,
                       const struct choice *choice, const uint32_t *number)
{
    struct term_docs docs;
    size_t at = 0;
    pool_ref ref;

    while ((ref = next_chosen(vocabulary, choice, &at)) != 0) {
        uint16_t term = (uint16_t)forward->term_count++;

        open_docs(&docs, vocabulary, ref, number);
        for (uint32_t doc; (doc = next_doc(&docs)) != DOC_END;)
            forward->terms[forward->starts[doc]++] = term;
    }
    for (uint32_t doc = forward->doc_count; doc > 0; doc--)
        forward->starts[doc] = forward->starts[doc - 1];
    forward->starts[0] = 0;
}

static enum status no_memory(struct forward *forward, struct error *err)
{
    forward_release(forward);
    return fail(err, ST_NOMEM, "no memory to order a batch");
}

enum status forward_make(struct forward *forward, const struct vocabulary *vocabulary,
                         const uint32_t *number, uint32_t doc_count,
                         size_t budget_bytes, struct error *err)
{
    struct choice choice = {FORWARD_TERM_MIN, doc_count / COMMON};
    struct forward made = {.doc_count = doc_count};
    size_t postings_max = budget_bytes / POSTING_BYTES;

    if (postings_max > (size_t)TERMS_WANTED * doc_count)
        postings_max = (size_t)TERMS_WANTED * doc_count;
    if (!choose(vocabulary, postings_max, &choice))
        return fail(err, ST_LIMIT, "no words to order a batch by");
    made.starts = memory_zeroed((size_t)doc_count + 1, sizeof *made.starts);
    if (!made.starts)
        return no_memory(&made, err);
    count_terms(&made, vocabulary, &choice, number);
    made.terms = memory_zeroed((size_t)made.starts[doc_count] + 1, sizeof *made.terms);
    if (!made.terms)
        return no_memory(&made, err);
    fill_terms(&made, vocabulary, &choice, number);
    *forward = made;
    return ST_OK;
}

void forward_release(struct forward *forward)
{
    memory_free(forward->starts);
    memory_free(forward->terms);
    *forward = (struct forward){0};
}
