/* directory_write.c - collects a term's block rows and writes its directory.
 *
 *   | width, list bound's length | last_doc[n] | impact[n] |
 *   | group bases[n / 32] | payload_len[n] | place_len[n] | bound_len[n] |
 *   | bound of the list | bound of block 0, 1, ... | champions |
 *
 * Lengths are short, offsets long: a block's offset is its group's base plus the
 * lengths of the blocks before it in the group.
 */
#include "segment/directory_write.h"

#include <assert.h>

#include "codec/wire.h"

void directory_rows_init(struct directory_rows *rows)
{
    *rows = (struct directory_rows){0};
    buf_init(&rows->last_docs, 0);
    buf_init(&rows->impacts, 0);
    buf_init(&rows->payload_lens, 0);
    buf_init(&rows->place_lens, 0);
    buf_init(&rows->bound_lens, 0);
    buf_init(&rows->bounds, 0);
    buf_init(&rows->groups, 0);
}

void directory_rows_release(struct directory_rows *rows)
{
    buf_release(&rows->last_docs);
    buf_release(&rows->impacts);
    buf_release(&rows->payload_lens);
    buf_release(&rows->place_lens);
    buf_release(&rows->bound_lens);
    buf_release(&rows->bounds);
    buf_release(&rows->groups);
}

void directory_rows_reset(struct directory_rows *rows)
{
    buf_reset(&rows->last_docs);
    buf_reset(&rows->impacts);
    buf_reset(&rows->payload_lens);
    buf_reset(&rows->place_lens);
    buf_reset(&rows->bound_lens);
    buf_reset(&rows->bounds);
    buf_reset(&rows->groups);
    rows->count = 0;
    rows->place_len_max = 0;
    rows->payload_off = 0;
    rows->places_off = 0;
}

void directory_rows_add(struct directory_rows *rows, const struct directory_row *row)
{
    size_t bounds_off = rows->bounds.len;

    assert(row->payload_len <= UINT16_MAX);
    if (rows->count % DIRECTORY_GROUP == 0) {
        if (rows->payload_off > UINT32_MAX || rows->places_off > UINT32_MAX)
            rows->groups.status = ST_LIMIT;
        wire_put_u32(&rows->groups, (uint32_t)rows->payload_off);
        wire_put_u32(&rows->groups, (uint32_t)rows->places_off);
        wire_put_u32(&rows->groups, (uint32_t)bounds_off);
    }
    wire_put_u32(&rows->last_docs, row->last_doc);
    wire_put_u8(&rows->impacts, row->impact);
    wire_put_u16(&rows->payload_lens, (uint16_t)row->payload_len);
    wire_put_u32(&rows->place_lens, (uint32_t)row->place_len);
    bound_put(&rows->bounds, &row->bound);
    wire_put_u8(&rows->bound_lens, (uint8_t)(rows->bounds.len - bounds_off));
    if (rows->place_len_max < row->place_len)
        rows->place_len_max = (uint32_t)row->place_len;
    rows->payload_off += row->payload_len;
    rows->places_off += row->place_len;
    rows->count++;
}

static void put_place_lens(struct directory_rows *rows, struct section_writer *section)
{
    if (rows->place_len_max > UINT16_MAX) {
        section_put_buf(section, &rows->place_lens);
        return;
    }
    for (size_t off = 0; off + 4 <= rows->place_lens.len; off += 4)
        section_put(section, rows->place_lens.data + off, 2);
}

uint64_t directory_rows_put(struct directory_rows *rows,
                            const struct bound_builder *list_bound,
                            struct champions_builder *champions,
                            struct section_writer *section)
{
    uint64_t before = section->len;
    uint8_t width = rows->place_len_max > UINT16_MAX ? 4 : 2;
    struct block_bound bound;
    struct buf list;

    if (directory_rows_status(rows) != ST_OK)
        return 0;
    buf_init(&list, 0);
    bound_finish(list_bound, &bound);
    bound_put(&list, &bound);
    section_put(section, (uint8_t[]){width, (uint8_t)list.len}, 2);
    section_put_buf(section, &rows->last_docs);
    section_put_buf(section, &rows->impacts);
    section_put_buf(section, &rows->groups);
    section_put_buf(section, &rows->payload_lens);
    put_place_lens(rows, section);
    section_put_buf(section, &rows->bound_lens);
    section_put_buf(section, &list);
    section_put_buf(section, &rows->bounds);
    buf_reset(&list);
    champions_put(champions, &list);
    section_put_buf(section, &list);
    if (list.status != ST_OK)
        rows->groups.status = list.status;
    buf_release(&list);
    return section->len - before;
}

enum status directory_rows_status(const struct directory_rows *rows)
{
    const struct buf *bufs[] = {
        &rows->last_docs,  &rows->impacts, &rows->payload_lens, &rows->place_lens,
        &rows->bound_lens, &rows->bounds,  &rows->groups};

    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
        if (bufs[i]->status != ST_OK)
            return bufs[i]->status;
    return ST_OK;
}
