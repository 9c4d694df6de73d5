/* spill.c
 *
 *   terms of the batch --sort--> for each: forms by frequency, then
 *   chain | doc place form | doc place form | ... --gather, sort--> struct posting_run
 *
 * Invariant: what reaches the segment does not depend on the order in which words were
 * met: terms ascend by bytes, forms by frequency and bytes, dropped articles are gone.
 */
#include "build/spill.h"

#include <assert.h>

#include "base/memory.h"
#include "build/pair_lists.h"
#include "build/ranks.h"
#include "build/spill_gather.h"
#include "build/spill_sort.h"

struct spill {
    const struct pool *pool;
    const doc_id *map;
    bool dropped, reordered;
    uint32_t doc_count;
    struct segment_writer *writer;
    struct gather
        gather; /* of the current term; all of it when articles change order */
    /* of the current term, by the batch's ordinal of a form */
    struct form_rank *ranks;
    uint32_t *ordinals;
    struct span *forms;
    uint32_t *form_counts;
    size_t rank_capacity, ordinal_capacity, form_capacity, count_capacity;
};

/* Grow the array whose pointer lies at `array`; the arrays differ in type only. */
static bool grow(void *array, size_t *capacity, size_t need, size_t size)
{
    void *old, *block;

    memcpy(&old, array, sizeof old);
    block = memory_grow(old, capacity, need, size);
    if (block)
        memcpy(array, &block, sizeof block);
    return block != NULL;
}

static bool room_for_forms(struct spill *spill, size_t count)
{
    return grow(&spill->ranks, &spill->rank_capacity, count, sizeof *spill->ranks) &&
           grow(&spill->ordinals, &spill->ordinal_capacity, count,
                sizeof *spill->ordinals) &&
           grow(&spill->forms, &spill->form_capacity, count, sizeof *spill->forms) &&
           grow(&spill->form_counts, &spill->count_capacity, count,
                sizeof *spill->form_counts);
}

static void list_forms(struct spill *spill, const struct chain *chain)
{
    pool_ref ref = chain->forms;

    while (ref) {
        const struct word_form *form = pool_at(spill->pool, ref);

        spill->ranks[form->ordinal] =
            (struct form_rank){word_form_bytes(form), 0, form->ordinal};
        ref = form->next;
    }
}

/* How often each form occurs in live articles. */
static void count_forms(struct spill *spill, const struct chain *chain, pool_ref ref)
{
    const struct gather *gather = &spill->gather;
    struct chain_reader reader;

    if (chain->form_count == 1 && !spill->dropped) {
        spill->ranks[0].count = chain->occurrences;
    } else if (spill->reordered && chain->form_count == 1) {
        spill->ranks[0].count = (uint32_t)gather->numbers.count;
    } else if (spill->reordered) {
        for (size_t i = 0; i < gather->forms.count; i++)
            spill->ranks[gather->forms.items[i]].count++;
    } else {
        chain_open(&reader, spill->pool, ref);
        while (chain_next(&reader))
            if (spill->map[reader.doc] != DOC_END)
                spill->ranks[reader.form].count++;
    }
}

/* Number the forms that occur by frequency; returns how many. */
static size_t rank_forms(struct spill *spill, size_t count)
{
    size_t live = 0;

    if (count > 1)
        ranks_sort_by_count(spill->ranks, count);
    for (; live < count && spill->ranks[live].count > 0; live++) {
        spill->ordinals[spill->ranks[live].from] = (uint32_t)live;
        spill->forms[live] = spill->ranks[live].form;
        spill->form_counts[live] = spill->ranks[live].count;
    }
    return live;
}

/* What is gathered, in order. */
static bool put_gathered(struct spill *spill, bool one_form)
{
    struct gather *gather = &spill->gather;
    struct posting_run run;

    if (!gather_sort(gather, spill->doc_count))
        return false;
    for (size_t from = 0; from < gather->count; from += run.count) {
        if (!gather_run(gather, from, one_form ? NULL : spill->ordinals, &run))
            return false;
        segment_writer_add_run(spill->writer, &run);
    }
    return true;
}

/* A block at a time: the map ascends. */
static bool put_postings(struct spill *spill, const struct chain *chain, pool_ref ref,
                         bool one_form)
{
    struct chain_reader reader;

    chain_open(&reader, spill->pool, ref);
    do {
        gather_begin(&spill->gather);
        if (!gather_read(&spill->gather, &reader, spill->map, chain->form_count > 1,
                         POSTINGS_BLOCK) ||
            !put_gathered(spill, one_form))
            return false;
    } while (spill->gather.held);
    return true;
}

static bool gather_all(struct spill *spill, const struct chain *chain, pool_ref ref)
{
    struct chain_reader reader;

    gather_begin(&spill->gather);
    chain_open(&reader, spill->pool, ref);
    return gather_read(&spill->gather, &reader, spill->map, chain->form_count > 1,
                       SIZE_MAX);
}

static bool spill_term(struct spill *spill, const struct chain *chain)
{
    pool_ref ref = (pool_ref)((const uint8_t *)chain - spill->pool->data);
    size_t live;

    if (!room_for_forms(spill, chain->form_count) ||
        (spill->reordered && !gather_all(spill, chain, ref)))
        return false;
    list_forms(spill, chain);
    count_forms(spill, chain, ref);
    live = rank_forms(spill, chain->form_count);
    if (live == 0)
        return true;
    segment_writer_begin_term(spill->writer, chain_term(spill->pool, ref), spill->forms,
                              spill->form_counts, live);
    if (!(spill->reordered ? put_gathered(spill, live == 1)
                           : put_postings(spill, chain, ref, live == 1)))
        return false; /* the writer is going to be aborted, in the middle of the term */
    segment_writer_end_term(spill->writer);
    return true;
}

static void spill_release(struct spill *spill)
{
    memory_free(spill->ranks);
    memory_free(spill->ordinals);
    memory_free(spill->forms);
    memory_free(spill->form_counts);
    gather_release(&spill->gather);
}

static size_t list_terms(const struct vocabulary *vocabulary, struct sort_key *keys)
{
    const struct ref_table *terms = &vocabulary->terms;
    size_t count = 0;

    for (size_t i = 0; terms->slots && i <= terms->mask; i++)
        if (terms->slots[i].ref)
            keys[count++].chain = pool_at(vocabulary->pool, terms->slots[i].ref);
    return count;
}

/* Terms in order; pair terms go between those of names and of words. */
static bool spill_keys(struct spill *spill, const struct sort_key *keys, size_t count,
                       const struct pair_lists *pairs)
{
    for (size_t i = 0; i < count; i++) {
        const struct chain *chain = keys[i].chain;
        pool_ref ref = (pool_ref)((const uint8_t *)chain - spill->pool->data);

        if (pairs && chain_term(spill->pool, ref).data[0] > PAIR_TERM_BYTE) {
            if (pair_lists_write(pairs, spill->writer, NULL) != ST_OK)
                return false;
            pairs = NULL;
        }
        if (!spill_term(spill, chain))
            return false;
    }
    return true;
}

enum status spill_terms(const struct vocabulary *vocabulary,
                        const struct spill_map *map, const struct pair_lists *pairs,
                        struct segment_writer *writer, struct error *err)
{
    struct spill spill = {.pool = vocabulary->pool,
                          .map = map->docs,
                          .dropped = map->dropped,
                          .reordered = map->reordered,
                          .doc_count = map->doc_count,
                          .writer = writer};
    struct sort_key *keys = memory_zeroed(vocabulary->terms.used + 1, sizeof *keys);
    bool ok = keys != NULL;
    size_t count = ok ? list_terms(vocabulary, keys) : 0;

    static_assert(sizeof *keys == SPILL_TERM_BYTES, "the budget counts sort keys");
    spill_sort(keys, count);
    ok = ok && spill_keys(&spill, keys, count, pairs);
    spill_release(&spill);
    memory_free(keys);
    return ok ? ST_OK
              : fail(err, ST_NOMEM, "no memory to write a batch of %zu terms",
                     vocabulary->terms.used);
}
