/* store_index.c - the store's tables: blocks, articles, dictionaries.
 *
 *   | blocks, dictionaries | dictionary rows | packed offs | plain offs | dictionary of
 *   each block | article starts |             offsets are of 5 bytes, one more than
 * rows
 *
 * Invariant after store_open: the tables lie within their section and the last offsets
 * agree with the sections' sizes. Each row is checked when it is used.
 */
#include <inttypes.h>

#include "segment/store_private.h"

static struct span part(const struct segment *segment, uint64_t off, uint64_t len)
{
    return segment_bytes(segment, SECTION_STORE_INDEX, off, len);
}

/* Offsets number `at` and `at` + 1 of a table. */
static bool load_pair(const struct segment *segment, uint64_t table, uint64_t at,
                      uint64_t *from, uint64_t *to)
{
    struct span pair = part(segment, table + at * STORE_OFF_BYTES, 2 * STORE_OFF_BYTES);

    if (!pair.data)
        return false;
    *from = store_load_off(pair.data);
    *to = store_load_off(pair.data + STORE_OFF_BYTES);
    return *from <= *to;
}

static bool last_is(const struct segment *segment, uint64_t table, uint64_t count,
                    uint64_t expected)
{
    struct span last = part(segment, table + count * STORE_OFF_BYTES, STORE_OFF_BYTES);

    return last.data && store_load_off(last.data) == expected;
}

enum status store_open(struct segment *segment, struct error *err)
{
    struct store_view *view = &segment->store;
    struct span head = part(segment, 0, STORE_INDEX_HEAD_BYTES);
    uint64_t docs = segment->info.doc_count, blocks, starts;
    uint64_t plain = segment->info.store_plain_bytes;

    if (!head.data)
        return segment_broken(segment, err, "store: rule T1: no index");
    view->block_count = wire_load_u32(head.data);
    view->dict_count = wire_load_u32(head.data + 4);
    blocks = view->block_count;
    if (view->dict_count > STORE_DICTS_MAX)
        return fail(err, ST_CORRUPT, "store: rule T3: %" PRIu32 " dictionaries",
                    view->dict_count);
    view->dicts_off = STORE_INDEX_HEAD_BYTES;
    view->comp_offs_off =
        view->dicts_off + (uint64_t)view->dict_count * STORE_DICT_ROW_BYTES;
    view->plain_offs_off = view->comp_offs_off + (blocks + 1) * STORE_OFF_BYTES;
    view->block_dicts_off = view->plain_offs_off + (blocks + 1) * STORE_OFF_BYTES;
    view->starts_off = view->block_dicts_off + blocks;
    starts = plain > 0 ? docs + 1 : 0;
    if (view->starts_off + starts * STORE_OFF_BYTES !=
        segment->sections[SECTION_STORE_INDEX].len)
        return fail(err, ST_CORRUPT, "store: rule T1: %zu bytes of index",
                    segment->sections[SECTION_STORE_INDEX].len);
    if (!last_is(segment, view->comp_offs_off, blocks,
                 segment->sections[SECTION_STORE].len) ||
        !last_is(segment, view->plain_offs_off, blocks, plain) ||
        (starts > 0 && !last_is(segment, view->starts_off, docs, plain)))
        return segment_broken(segment, err, "store: rule T1: sizes do not agree");
    return ST_OK;
}

bool store_block_row(const struct segment *segment, uint32_t block,
                     struct store_block_row *row)
{
    const struct store_view *view = &segment->store;
    uint64_t comp_end, plain_end;
    struct span dict;

    if (block >= view->block_count ||
        !load_pair(segment, view->comp_offs_off, block, &row->comp_off, &comp_end) ||
        !load_pair(segment, view->plain_offs_off, block, &row->plain_off, &plain_end))
        return false;
    dict = part(segment, view->block_dicts_off + block, 1);
    if (!dict.data || plain_end - row->plain_off > STORE_BLOCK_BYTES ||
        comp_end - row->comp_off > 2 * STORE_BLOCK_BYTES)
        return false;
    row->dict = dict.data[0];
    row->comp_len = (uint32_t)(comp_end - row->comp_off);
    row->plain_len = (uint32_t)(plain_end - row->plain_off);
    return true;
}

bool store_find_block(const struct segment *segment, uint64_t off, uint32_t *block)
{
    uint64_t table = segment->store.plain_offs_off;
    uint32_t low = 0, high = segment->store.block_count;

    /* The last block that begins at or before `off`. */
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        uint64_t from, to;

        if (!load_pair(segment, table, middle, &from, &to))
            return false;
        if (from <= off)
            low = middle;
        else
            high = middle;
    }
    *block = low;
    return segment->store.block_count > 0;
}

bool store_doc_range(const struct segment *segment, doc_id doc, uint64_t *from,
                     uint64_t *to)
{
    *from = *to = 0;
    if (segment->info.store_plain_bytes == 0)
        return doc < segment->info.doc_count;
    return load_pair(segment, segment->store.starts_off, doc, from, to) &&
           *to <= segment->info.store_plain_bytes;
}

bool store_dict_row(const struct segment *segment, unsigned dict,
                    struct store_dict_row *row)
{
    uint64_t off = 0;

    if (dict >= segment->store.dict_count)
        return false;
    for (unsigned i = 0; i <= dict; i++) {
        struct span bytes =
            part(segment, segment->store.dicts_off + (uint64_t)i * STORE_DICT_ROW_BYTES,
                 STORE_DICT_ROW_BYTES);
        uint32_t len;

        if (!bytes.data)
            return false;
        len = wire_load_u32(bytes.data + 1);
        if (len > STORE_DICT_BYTES)
            return false;
        if (i == dict) {
            row->lang = bytes.data[0];
            row->crc = wire_load_u32(bytes.data + 5);
            row->bytes = segment_bytes(segment, SECTION_STORE_DICTS, off, len);
        }
        off += len;
    }
    return row->bytes.data != NULL;
}
