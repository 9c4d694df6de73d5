/* store_copy.c - stored articles of another segment, by whole blocks where possible.
 *
 *   from   |  a  b  c |  d    e | f ...        a, b, c copied in order: their block
 *          block 7     block 8                 goes over as it is
 *
 * A run begins with an article that begins a block and ends well when an article of it
 * ends a block: then its blocks are copied. When it breaks before, its articles are
 * taken out and compressed again.
 * Invariant: with a run open, articles first .. next - 1 have been asked for and are
 * neither written nor noted.
 */
#include "segment/store_write.h"

#include "base/memory.h"
#include "segment/columns_read.h"
#include "segment/store_private.h"

static void corrupt(struct store_writer *store, const struct segment *from)
{
    if (store->error.status == ST_OK)
        (void)segment_broken(from, &store->error,
                             "store: rule T4: range of an article");
}

/* The dictionary `dict` of `from` among ours; -1: none, -2: no room. */
static int import_dict(struct store_writer *store, const struct segment *from,
                       unsigned dict)
{
    struct store_dict_row row;
    int number;

    if (dict == STORE_NO_DICT)
        return -1;
    if (!store_dict_row(from, dict, &row)) {
        (void)segment_broken(from, &store->error, "store: rule T3: a dictionary");
        return -2;
    }
    number = store_add_dict(store, row.lang, row.bytes);
    if (number >= 0 && store->lang_dicts[row.lang] < 0)
        store->lang_dicts[row.lang] = (int16_t)number;
    return number < 0 ? -2 : number;
}

/* Take one article out and put it in like a new one. */
static void repack(struct store_writer *store, const struct segment *from, doc_id doc)
{
    struct store_block_row row;
    uint64_t begin, end;
    uint32_t block;
    uint8_t *bytes;

    if (store->error.status != ST_OK)
        return;
    if (!store->cache && store_cache_open(&store->cache, &store->error) != ST_OK)
        return;
    if (!store_doc_range(from, doc, &begin, &end) ||
        !store_find_block(from, begin, &block) || !store_block_row(from, block, &row) ||
        end - begin > BUF_LIMIT_DEFAULT) {
        corrupt(store, from);
        return;
    }
    (void)import_dict(store, from, row.dict);
    buf_reset(&store->record);
    bytes = buf_grow(&store->record, (size_t)(end - begin));
    if (!bytes)
        (void)fail(&store->error, ST_NOMEM, "store: no memory for an article");
    else if (store_plain(from, begin, end - begin, store->cache, bytes,
                         &store->error) == ST_OK)
        store_put_record(store, buf_span(&store->record), columns_lang(from, doc));
}

void store_copy_end(struct store_writer *store)
{
    struct copy_run run = store->run;

    store->run.from = NULL;
    for (doc_id doc = run.first; run.from && doc < run.next; doc++)
        repack(store, run.from, doc);
}

static bool copy_block(struct store_writer *store, const struct segment *from,
                       uint32_t block)
{
    struct store_block_row row;
    struct span bytes;
    int dict;

    if (!store_block_row(from, block, &row))
        return false;
    bytes = segment_bytes(from, SECTION_STORE, row.comp_off, row.comp_len);
    dict = import_dict(store, from, row.dict);
    if (!bytes.data || dict == -2)
        return false;
    section_put(store->section, bytes.data, bytes.len);
    store_note_block(store, row.comp_len, row.plain_len,
                     dict < 0 ? STORE_NO_DICT : (uint8_t)dict);
    return true;
}

/* Whether all dictionaries of the run's blocks find room among ours. */
static bool dicts_fit(struct store_writer *store, uint32_t last_block)
{
    for (uint32_t block = store->run.first_block; block <= last_block; block++) {
        struct store_block_row row;

        if (!store_block_row(store->run.from, block, &row) ||
            import_dict(store, store->run.from, row.dict) == -2)
            return false;
    }
    return true;
}

/* The run ends where `last_block` ends: its blocks go over as they are. */
static void copy_blocks(struct store_writer *store, uint32_t last_block)
{
    struct copy_run run = store->run;

    if (!dicts_fit(store, last_block)) {
        store_copy_end(store);
        return;
    }
    store->run.from = NULL;
    store_end_training(store);
    store_flush_block(store);
    for (doc_id doc = run.first; doc < run.next; doc++) {
        uint64_t begin, end;

        if (!store_doc_range(run.from, doc, &begin, &end)) {
            corrupt(store, run.from);
            return;
        }
        store_note_doc(store, end - begin);
    }
    for (uint32_t block = run.first_block; block <= last_block; block++)
        if (!copy_block(store, run.from, block)) {
            corrupt(store, run.from);
            return;
        }
}

/* Whether `off` is where a block begins (or the last one ends). */
static bool at_boundary(const struct segment *from, uint64_t off, uint32_t *block)
{
    struct store_block_row row;

    if (off == from->info.store_plain_bytes) {
        *block = from->store.block_count;
        return true;
    }
    return store_find_block(from, off, block) && store_block_row(from, *block, &row) &&
           row.plain_off == off;
}

void store_writer_copy(struct store_writer *store, const struct segment *from,
                       doc_id doc)
{
    uint64_t begin, end;
    uint32_t block;

    if (store->error.status != ST_OK)
        return;
    if (!store_doc_range(from, doc, &begin, &end)) {
        corrupt(store, from);
        return;
    }
    if (begin == end) { /* nothing is stored of it */
        store_copy_end(store);
        store_note_doc(store, 0);
        return;
    }
    if (store->run.from != from || store->run.next != doc) {
        store_copy_end(store);
        if (!at_boundary(from, begin, &block)) {
            repack(store, from, doc);
            return;
        }
        store->run = (struct copy_run){from, doc, doc, block};
    }
    store->run.next = doc + 1;
    if (at_boundary(from, end, &block))
        copy_blocks(store, block - 1);
}
