/* spill.c
 *
 *   terms of the batch --sort--> for each: forms by frequency, then
 *   chain | doc place form | doc place form | ... --group by doc--> struct posting
 *
 * Invariant: what reaches the segment does not depend on the order in which words were
 * met: terms ascend by bytes, forms by frequency and bytes, dropped articles are gone.
 */
#include "build/spill.h"

#include <assert.h>

#include "base/memory.h"
#include "build/ranks.h"
#include "build/spill_gather.h"
#include "build/spill_sort.h"

struct spill {
    const struct pool *pool;
    const doc_id *map;
    bool dropped, reordered;
    struct segment_writer *writer;
    struct gather gather; /* of the current term, when articles change their order */
    /* of the current term, by the batch's ordinal of a form */
    struct form_rank *ranks;
    uint32_t *ordinals;
    struct span *forms;
    uint32_t *form_counts;
    size_t rank_capacity, ordinal_capacity, form_capacity, count_capacity;
    /* of the current article */
    uint32_t *places, *place_forms;
    size_t place_capacity, place_form_capacity;
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

static bool room_for_places(struct spill *spill, size_t count)
{
    return grow(&spill->places, &spill->place_capacity, count, sizeof *spill->places) &&
           grow(&spill->place_forms, &spill->place_form_capacity, count,
                sizeof *spill->place_forms);
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
    struct chain_reader reader;

    if (chain->form_count == 1 && !spill->dropped) {
        spill->ranks[0].count = chain->occurrences;
        return;
    }
    chain_open(&reader, spill->pool, ref);
    while (chain_next(&reader))
        if (spill->map[reader.doc] != DOC_END)
            spill->ranks[reader.form].count++;
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

static void put_posting(struct spill *spill, const struct gathered *all, bool one_form)
{
    struct posting posting = {.doc = all->doc, .places = all->places};

    for (size_t i = 0; i < all->count; i++)
        posting.tf[PLACE_FIELD(all->places[i])]++;
    posting.forms = one_form ? NULL : all->forms;
    segment_writer_add_posting(spill->writer, &posting);
}

/* The occurrences of one article, as they were read. */
static struct gathered article_read(const struct spill *spill, uint32_t doc,
                                    size_t count)
{
    return (struct gathered){spill->map[doc], count, spill->places, spill->place_forms};
}

/* Group a chain's occurrences by article. */
static bool put_postings(struct spill *spill, pool_ref ref, bool one_form)
{
    struct chain_reader reader;
    size_t count = 0;
    uint32_t doc = 0;

    chain_open(&reader, spill->pool, ref);
    while (chain_next(&reader)) {
        if (spill->map[reader.doc] == DOC_END)
            continue;
        if (count > 0 && reader.doc != doc) {
            struct gathered all = article_read(spill, doc, count);

            put_posting(spill, &all, one_form);
            count = 0;
        }
        doc = reader.doc;
        if (count >= spill->place_form_capacity && !room_for_places(spill, count + 1))
            return false;
        spill->places[count] = reader.place;
        spill->place_forms[count++] = spill->ordinals[reader.form];
    }
    if (count > 0) {
        struct gathered all = article_read(spill, doc, count);

        put_posting(spill, &all, one_form);
    }
    return true;
}

/* The same when the map does not ascend. */
static bool put_reordered(struct spill *spill, pool_ref ref, bool one_form)
{
    struct chain_reader reader;

    gather_reset(&spill->gather);
    chain_open(&reader, spill->pool, ref);
    while (chain_next(&reader)) {
        doc_id doc = spill->map[reader.doc];

        if (doc != DOC_END && !gather_add(&spill->gather, doc, reader.place,
                                          spill->ordinals[reader.form]))
            return false;
    }
    if (!gather_sort(&spill->gather))
        return false;
    for (size_t i = 0; i < spill->gather.row_count; i++) {
        struct gathered all = gather_at(&spill->gather, i);

        put_posting(spill, &all, one_form);
    }
    return true;
}

static bool spill_term(struct spill *spill, const struct chain *chain)
{
    pool_ref ref = (pool_ref)((const uint8_t *)chain - spill->pool->data);
    size_t live;

    if (!room_for_forms(spill, chain->form_count))
        return false;
    list_forms(spill, chain);
    count_forms(spill, chain, ref);
    live = rank_forms(spill, chain->form_count);
    if (live == 0)
        return true;
    segment_writer_begin_term(spill->writer, chain_term(spill->pool, ref), spill->forms,
                              spill->form_counts, live);
    if (!(spill->reordered ? put_reordered(spill, ref, live == 1)
                           : put_postings(spill, ref, live == 1)))
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
    memory_free(spill->places);
    memory_free(spill->place_forms);
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

enum status spill_terms(const struct vocabulary *vocabulary,
                        const struct spill_map *map, struct segment_writer *writer,
                        struct error *err)
{
    struct spill spill = {.pool = vocabulary->pool,
                          .map = map->docs,
                          .dropped = map->dropped,
                          .reordered = map->reordered,
                          .writer = writer};
    struct sort_key *keys = memory_zeroed(vocabulary->terms.used + 1, sizeof *keys);
    bool ok = keys != NULL && room_for_places(&spill, 1);
    size_t count = ok ? list_terms(vocabulary, keys) : 0;

    static_assert(sizeof *keys == SPILL_TERM_BYTES, "the budget counts sort keys");
    spill_sort(keys, count);
    for (size_t i = 0; ok && i < count; i++)
        ok = spill_term(&spill, keys[i].chain);
    spill_release(&spill);
    memory_free(keys);
    return ok ? ST_OK
              : fail(err, ST_NOMEM, "no memory to write a batch of %zu terms",
                     vocabulary->terms.used);
}
