/* reorder.c
 *
 *   batch      doc 0   1 (dropped)   2    3          number   0  -  1  2
 *   bisect                                           order    2  0  1
 *   in terms of the batch                            order    3  0  2
 */
#include "build/reorder.h"

#include "base/memory.h"
#include "build/chain.h"
#include "build/forward.h"
#include "build/spill.h"

/* What bisect_order and the arrays here take for an article, and for all terms. */
enum { DOC_BYTES = 24, TERM_BYTES_ALL = 12 * FORWARD_TERMS_MAX };

/* The greatest list is gathered whole when it is written in another order. */
static size_t gather_bytes(const struct vocabulary *vocabulary)
{
    const struct ref_table *terms = &vocabulary->terms;
    uint32_t most = 0;

    for (size_t i = 0; terms->slots && i <= terms->mask; i++) {
        const struct chain *chain = pool_at(vocabulary->pool, terms->slots[i].ref);

        if (terms->slots[i].ref && chain->occurrences > most)
            most = chain->occurrences;
    }
    return most * (size_t)SPILL_OCCURRENCE_BYTES;
}

static uint32_t *number_live(const struct batch *batch)
{
    uint32_t *number = memory_zeroed(batch->doc_count + 1, sizeof *number);
    uint32_t next = 0;

    for (size_t i = 0; number && i < batch->doc_count; i++)
        number[i] = batch->docs[i].dropped ? DOC_END : next++;
    return number;
}

/* From numbers of live documents to those of the batch; `number` is used up. */
static void name_documents(uint32_t *order, uint32_t *number, size_t doc_count,
                           size_t live_count)
{
    for (size_t doc = 0, live = 0; doc < doc_count; doc++)
        if (number[doc] != DOC_END)
            number[live++] = (uint32_t)doc;
    for (size_t i = 0; i < live_count; i++)
        order[i] = number[order[i]];
}

static enum status no_memory(struct error *err)
{
    return fail(err, ST_NOMEM, "no memory to order a batch");
}

static enum status order_docs(const struct batch *batch,
                              const struct vocabulary *vocabulary, uint32_t *number,
                              uint32_t *order, size_t budget_bytes, struct error *err)
{
    struct forward forward = {0};
    enum status status = forward_make(&forward, vocabulary, number,
                                      (uint32_t)batch->live_count, budget_bytes, err);

    if (status != ST_OK)
        return status;
    if (!bisect_order(&forward, order))
        status = no_memory(err);
    else
        name_documents(order, number, batch->doc_count, batch->live_count);
    forward_release(&forward);
    return status;
}

enum status reorder_batch(const struct batch *batch,
                          const struct vocabulary *vocabulary, size_t budget_bytes,
                          uint32_t **out, struct error *err)
{
    size_t fixed = batch->doc_count * DOC_BYTES + TERM_BYTES_ALL;
    struct error why = ERROR_NONE;
    uint32_t *order, *number;
    enum status status = ST_NOMEM;

    *out = NULL;
    if (fixed >= budget_bytes || gather_bytes(vocabulary) > budget_bytes)
        return ST_OK;
    order = memory_zeroed(batch->live_count + 1, sizeof *order);
    number = number_live(batch);
    if (order && number)
        status =
            order_docs(batch, vocabulary, number, order, budget_bytes - fixed, &why);
    memory_free(number);
    if (status == ST_OK) {
        *out = order;
        return ST_OK;
    }
    memory_free(order);
    return status == ST_LIMIT ? ST_OK : no_memory(err);
}
