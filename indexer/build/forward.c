/* forward.c
 *
 *   chains            жол 0 0 3 7 ..          starts   0     2   3 ..
 *                     суу 0 2 ..              terms    жол суу | суу | ..
 *
 * What the chosen chains say is needed twice: to count the terms of each article, and to
 * put them down. In between it is kept in less.
 */
#include "build/forward.h"

#include <stdbool.h>

#include "base/memory.h"
#include "build/chain.h"
#include "segment/layout.h"

enum {
    COMMON = 4,        /* a term that 1 in COMMON articles has stays out */
    TERMS_WANTED = 96, /* an article, on average: more of them change little */
    POSTING_BYTES = 4, /* in both of two layouts (bisect.c) */
    MEMO_BYTES = 2     /* before there is the second one */
};

struct choice {
    uint32_t least, most; /* documents */
    size_t postings;      /* of the terms chosen, dropped articles included */
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
        choice->postings = postings;
        if (terms <= FORWARD_TERMS_MAX && postings <= postings_max)
            return true;
        choice->least += choice->least / 2;
    }
}

/* The articles wanted that the chosen terms have, term after term: the distances from one
 * to the next, from -1 on, and a 0 behind the last. Terms for which there was no room are
 * read from their chains again. */
struct memo {
    uint8_t *bytes;
    size_t used, room;
    uint32_t term_count; /* that are in it */
};

enum { GAP_BYTES_MAX = 5 };

static inline uint8_t *put_gap(uint8_t *at, uint32_t gap)
{
    for (; gap >= 0x80; gap >>= 7)
        *at++ = (uint8_t)(gap | 0x80);
    *at++ = (uint8_t)gap;
    return at;
}

static inline uint32_t get_gap(const uint8_t **at)
{
    uint32_t byte = *(*at)++, gap = byte & 0x7f;

    for (unsigned shift = 7; byte >= 0x80; shift += 7) {
        byte = *(*at)++;
        gap |= (byte & 0x7f) << shift;
    }
    return gap;
}

/* The articles wanted that have a term, in the order of the batch. */
struct term_docs {
    struct chain_reader reader;
    const uint32_t *number;
};

static void open_docs(struct term_docs *docs, const struct vocabulary *vocabulary,
                      pool_ref ref, const uint32_t *number)
{
    chain_open(&docs->reader, vocabulary->pool, ref);
    docs->number = number;
}

static inline uint32_t next_doc(struct term_docs *docs)
{
    while (chain_next(&docs->reader))
        if ((docs->reader.bits & CHAIN_NEW_DOC) &&
            docs->number[docs->reader.doc] != DOC_END)
            return docs->number[docs->reader.doc];
    return DOC_END;
}

/* Count one to starts[d + 1] for each article d, and note them when there is room. */
static void count_term(struct forward *forward, struct term_docs *docs,
                       uint32_t doc_freq, struct memo *memo)
{
    bool fits = memo->room - memo->used > (size_t)doc_freq * GAP_BYTES_MAX;
    uint8_t *at = memo->bytes + memo->used;
    uint32_t last = UINT32_MAX;

    for (uint32_t doc; (doc = next_doc(docs)) != DOC_END; last = doc) {
        forward->starts[doc + 1]++;
        if (fits)
            at = put_gap(at, doc - last);
    }
    if (!fits) {
        memo->room = memo->used; /* nor is there for any term behind it */
        return;
    }
    *at++ = 0;
    memo->used = (size_t)(at - memo->bytes);
    memo->term_count++;
}

/* starts[d] := terms of the articles before d. */
static void count_terms(struct forward *forward, const struct vocabulary *vocabulary,
                        const struct choice *choice, const uint32_t *number,
                        struct memo *memo)
{
    struct term_docs docs;
    size_t at = 0;
    pool_ref ref;

    while ((ref = next_chosen(vocabulary, choice, &at)) != 0) {
        const struct chain *chain = pool_at(vocabulary->pool, ref);

        open_docs(&docs, vocabulary, ref, number);
        count_term(forward, &docs, chain->doc_freq, memo);
    }
    for (uint32_t doc = 0; doc < forward->doc_count; doc++)
        forward->starts[doc + 1] += forward->starts[doc];
}

static const uint8_t *fill_noted(struct forward *forward, const uint8_t *at,
                                 uint16_t term)
{
    uint32_t doc = UINT32_MAX;

    for (uint32_t gap; (gap = get_gap(&at)) != 0;) {
        doc += gap;
        forward->terms[forward->starts[doc]++] = term;
    }
    return at;
}

/* starts[d] is the end of d's terms so far; in the end it is where d + 1 begins. */
static void fill_terms(struct forward *forward, const struct vocabulary *vocabulary,
                       const struct choice *choice, const uint32_t *number,
                       const struct memo *memo)
{
    const uint8_t *noted = memo->bytes;
    struct term_docs docs;
    size_t at = 0;
    pool_ref ref;

    while ((ref = next_chosen(vocabulary, choice, &at)) != 0) {
        uint16_t term = (uint16_t)forward->term_count++;

        if (term < memo->term_count) {
            noted = fill_noted(forward, noted, term);
            continue;
        }
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

static bool make_terms(struct forward *forward, const struct vocabulary *vocabulary,
                       const struct choice *choice, const uint32_t *number)
{
    struct memo memo = {.room = choice->postings * MEMO_BYTES + GAP_BYTES_MAX};

    forward->starts =
        memory_zeroed((size_t)forward->doc_count + 1, sizeof *forward->starts);
    memo.bytes = memory_alloc(memo.room);
    if (forward->starts && memo.bytes) {
        count_terms(forward, vocabulary, choice, number, &memo);
        forward->terms = memory_zeroed((size_t)forward->starts[forward->doc_count] + 1,
                                       sizeof *forward->terms);
    }
    if (forward->terms)
        fill_terms(forward, vocabulary, choice, number, &memo);
    memory_free(memo.bytes);
    return forward->terms != NULL;
}

enum status forward_make(struct forward *forward, const struct vocabulary *vocabulary,
                         const uint32_t *number, uint32_t doc_count,
                         size_t budget_bytes, struct error *err)
{
    struct choice choice = {FORWARD_TERM_MIN, doc_count / COMMON, 0};
    struct forward made = {.doc_count = doc_count};
    size_t postings_max = budget_bytes / POSTING_BYTES;

    if (postings_max > (size_t)TERMS_WANTED * doc_count)
        postings_max = (size_t)TERMS_WANTED * doc_count;
    if (!choose(vocabulary, postings_max, &choice))
        return fail(err, ST_LIMIT, "no words to order a batch by");
    if (!make_terms(&made, vocabulary, &choice, number))
        return no_memory(&made, err);
    *forward = made;
    return ST_OK;
}

void forward_release(struct forward *forward)
{
    memory_free(forward->starts);
    memory_free(forward->terms);
    *forward = (struct forward){0};
}
