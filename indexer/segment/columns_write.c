/* columns_write.c - dates, languages, ids and string columns of the articles.
 *
 *   as they come   values  "Б" "А" "В"    rows 1 2 1 0 3
 *   on disk        values  "А" "Б" "В"    rows 1 0 1 - 2     (sorted; - is all ones)
 *
 * Invariant: every buf of rows has one entry for each article added (authors: one for
 * each printed author, with author_starts telling whose they are).
 */
#include "segment/columns_write.h"

#include <assert.h>
#include <stdlib.h>

#include "codec/wire.h"
#include "segment/columns_private.h"
#include "segment/slots.h"

void columns_writer_open(struct columns_writer *writer)
{
    *writer = (struct columns_writer){0};
    arena_init(&writer->strings, SIZE_MAX);
    for (unsigned i = 0; i < COLUMN_COUNT; i++) {
        hash_table_init(&writer->columns[i].numbers);
        buf_init(&writer->columns[i].rows, UINT32_MAX);
    }
    buf_init(&writer->dates, 0);
    buf_init(&writer->langs, 0);
    buf_init(&writer->hashes, UINT32_MAX);
    buf_init(&writer->orders, 0);
    buf_init(&writer->author_starts, 0);
    buf_init(&writer->ids, UINT32_MAX);
    buf_init(&writer->id_offs, 0);
    wire_put_u32(&writer->author_starts, 0);
    wire_put_u32(&writer->id_offs, 0);
}

void columns_writer_close(struct columns_writer *writer)
{
    for (unsigned i = 0; i < COLUMN_COUNT; i++) {
        hash_table_release(&writer->columns[i].numbers);
        memory_free(writer->columns[i].values);
        buf_release(&writer->columns[i].rows);
    }
    arena_release(&writer->strings);
    buf_release(&writer->dates);
    buf_release(&writer->langs);
    buf_release(&writer->hashes);
    buf_release(&writer->orders);
    buf_release(&writer->author_starts);
    buf_release(&writer->ids);
    buf_release(&writer->id_offs);
    memory_free(writer->id_hashes);
    *writer = (struct columns_writer){0};
}

static void note(struct columns_writer *writer, enum status status)
{
    if (writer->status == ST_OK)
        writer->status = status;
}

static uint64_t *new_value(struct columns_writer *writer, struct column_writer *column,
                           struct span value)
{
    struct span copy = arena_copy(&writer->strings, value);
    struct span *values = memory_grow(column->values, &column->capacity,
                                      (size_t)column->value_count + 1, sizeof *values);
    uint64_t *number = NULL;
    bool is_new;

    if (values)
        column->values = values;
    if (values && copy.data)
        number = hash_table_put(&column->numbers, copy, &is_new);
    if (!number) {
        note(writer, ST_NOMEM);
        return NULL;
    }
    values[column->value_count] = copy;
    *number = ++column->value_count;
    column->value_bytes += value.len;
    return number;
}

static void add_value(struct columns_writer *writer, struct column_writer *column,
                      struct span value)
{
    uint64_t *number = NULL;

    if (value.len > 0) {
        number = hash_table_get(&column->numbers, value);
        if (!number)
            number = new_value(writer, column, value);
    }
    wire_put_u32(&column->rows, number ? (uint32_t)*number : 0);
}

static void remember_hash(struct columns_writer *writer, uint64_t hash)
{
    uint64_t *hashes = memory_grow(writer->id_hashes, &writer->id_hash_capacity,
                                   (size_t)writer->doc_count + 1, sizeof *hashes);

    if (!hashes) {
        note(writer, ST_NOMEM);
        return;
    }
    writer->id_hashes = hashes;
    hashes[writer->doc_count] = hash;
}

static void add_order(struct columns_writer *writer, const struct segment_doc *doc)
{
    wire_put_u32(&writer->orders, doc->order);
    if (doc->order > writer->order_most)
        writer->order_most = doc->order;
    else if (writer->doc_count > 0 && writer->order_most > 0)
        writer->disordered = true;
    writer->any_date = writer->any_date || doc->date != 0;
}

void columns_writer_add(struct columns_writer *writer, const struct segment_doc *doc)
{
    assert(doc->id.len >= 1 && doc->id.len <= ID_BYTES_MAX);
    wire_put_u32(&writer->dates, doc->date);
    wire_put_u8(&writer->langs, doc->lang);
    wire_put_u64(&writer->hashes, doc->content_hash);
    writer->any_hash = writer->any_hash || doc->content_hash != 0;
    add_order(writer, doc);
    for (unsigned i = 0; i < COLUMN_COUNT; i++)
        if (i != COLUMN_AUTHOR)
            add_value(writer, &writer->columns[i], doc->values[i]);
    for (size_t i = 0; i < doc->author_count; i++) {
        if (doc->authors[i].len == 0)
            continue;
        add_value(writer, &writer->columns[COLUMN_AUTHOR], doc->authors[i]);
        writer->author_total++;
    }
    wire_put_u32(&writer->author_starts, writer->author_total);
    buf_put_span(&writer->ids, doc->id);
    wire_put_u32(&writer->id_offs, (uint32_t)writer->ids.len);
    remember_hash(writer, hash_bytes(doc->id));
    writer->doc_count++;
}

/* A value and the number that it came with. */
struct ranked {
    struct span value;
    uint32_t number;
};

static int compare_ranked(const void *a, const void *b)
{
    const struct ranked *left = a, *right = b;

    return span_compare(left->value, right->value);
}

static void put_ordinals(const struct column_writer *column, const uint32_t *ranks,
                         unsigned width, struct section_writer *section)
{
    const uint8_t none[4] = {255, 255, 255, 255};

    for (size_t off = 0; off + 4 <= column->rows.len && width > 0; off += 4) {
        uint32_t number = wire_load_u32(column->rows.data + off);
        uint32_t rank = number == 0 ? 0 : ranks[number - 1];
        uint8_t bytes[4] = {(uint8_t)rank, (uint8_t)(rank >> 8), (uint8_t)(rank >> 16),
                            (uint8_t)(rank >> 24)};

        section_put(section, number == 0 ? none : bytes, width);
    }
}

static void put_u32(struct section_writer *section, uint32_t value)
{
    uint8_t bytes[4] = {(uint8_t)value, (uint8_t)(value >> 8), (uint8_t)(value >> 16),
                        (uint8_t)(value >> 24)};

    section_put(section, bytes, sizeof bytes);
}

static void put_column(const struct column_writer *column, struct ranked *ranked,
                       uint32_t *ranks, struct section_writer *section)
{
    uint32_t off = 0;

    for (uint32_t i = 0; i < column->value_count; i++)
        ranked[i] = (struct ranked){column->values[i], i};
    if (column->value_count > 1)
        qsort(ranked, column->value_count, sizeof *ranked, compare_ranked);
    for (uint32_t i = 0; i < column->value_count; i++)
        ranks[ranked[i].number] = i;
    put_ordinals(column, ranks, column_width(column->value_count), section);
    for (uint32_t i = 0; i <= column->value_count; i++) {
        put_u32(section, off);
        if (i < column->value_count)
            off += (uint32_t)ranked[i].value.len;
    }
    for (uint32_t i = 0; i < column->value_count; i++)
        section_put(section, ranked[i].value.data, ranked[i].value.len);
}

enum status columns_writer_check(struct columns_writer *writer, struct error *err)
{
    const struct buf *bufs[] = {
        &writer->dates,         &writer->langs, &writer->hashes, &writer->orders,
        &writer->author_starts, &writer->ids,   &writer->id_offs};

    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
        note(writer, bufs[i]->status);
    for (unsigned i = 0; i < COLUMN_COUNT; i++) {
        note(writer, writer->columns[i].rows.status);
        if (writer->columns[i].value_bytes > UINT32_MAX)
            note(writer, ST_LIMIT);
    }
    if (writer->status == ST_OK)
        return ST_OK;
    return fail(err, writer->status, "segment: columns: %s",
                status_text(writer->status));
}

/* Each order as the number of those below it: a bit for each that there is, and the
 * bits before each word. False: no memory. */
static bool put_ranks(const struct columns_writer *writer,
                      struct section_writer *section)
{
    size_t words = (size_t)writer->order_most / 64 + 1;
    uint64_t *bits = memory_zeroed(words, sizeof *bits);
    uint32_t *before = memory_zeroed(words + 1, sizeof *before);
    const uint8_t *end = writer->orders.data + writer->orders.len;
    bool made = bits && before;

    for (const uint8_t *at = writer->orders.data; made && at < end; at += 4) {
        uint32_t order = wire_load_u32(at);

        assert(!(bits[order / 64] >> order % 64 & 1));
        bits[order / 64] |= UINT64_C(1) << order % 64;
    }
    for (size_t i = 0; made && i < words; i++)
        before[i + 1] = before[i] + (uint32_t)__builtin_popcountll(bits[i]);
    for (const uint8_t *at = writer->orders.data; made && at < end; at += 4) {
        uint32_t order = wire_load_u32(at);
        uint64_t below = bits[order / 64] & ((UINT64_C(1) << order % 64) - 1);

        uint32_t rank = before[order / 64] + (uint32_t)__builtin_popcountll(below);

        put_u32(section, rank);
    }
    memory_free(bits);
    memory_free(before);
    return made;
}

static bool put_orders(const struct columns_writer *writer,
                       struct section_writer *section)
{
    return !writer->any_date || !writer->disordered || put_ranks(writer, section);
}

static void put_head(const struct columns_writer *writer,
                     struct section_writer *section)
{
    struct buf head;

    buf_init(&head, 0);
    for (unsigned i = 0; i < COLUMN_COUNT; i++) {
        wire_put_u32(&head, writer->columns[i].value_count);
        wire_put_u32(&head, (uint32_t)writer->columns[i].value_bytes);
    }
    wire_put_u32(&head, writer->author_total);
    section_put_buf(section, &head);
    buf_release(&head);
    section_put_buf(section, &writer->dates);
    section_put_buf(section, &writer->langs);
    if (writer->any_hash)
        section_put_buf(section, &writer->hashes);
}

enum status columns_writer_put(const struct columns_writer *writer,
                               struct section_writer *section, struct error *err)
{
    uint32_t most = 1;
    struct ranked *ranked;
    uint32_t *ranks;
    bool made = false;

    for (unsigned i = 0; i < COLUMN_COUNT; i++)
        if (writer->columns[i].value_count > most)
            most = writer->columns[i].value_count;
    ranked = memory_zeroed(most, sizeof *ranked);
    ranks = memory_zeroed(most, sizeof *ranks);
    if (ranked && ranks) {
        put_head(writer, section);
        made = put_orders(writer, section);
        if (writer->author_total > 0)
            section_put_buf(section, &writer->author_starts);
        for (unsigned i = 0; i < COLUMN_COUNT; i++)
            put_column(&writer->columns[i], ranked, ranks, section);
    }
    memory_free(ranked);
    memory_free(ranks);
    if (made)
        return ST_OK;
    return fail(err, ST_NOMEM, "segment: no memory to sort the columns");
}

void columns_writer_put_ids(const struct columns_writer *writer,
                            struct section_writer *section)
{
    section_put_buf(section, &writer->id_offs);
    section_put_buf(section, &writer->ids);
}

enum status columns_writer_put_id_slots(const struct columns_writer *writer,
                                        struct section_writer *section,
                                        struct error *err)
{
    struct slots layout = slots_layout(writer->doc_count, writer->doc_count);
    struct buf table;
    enum status status;

    buf_init(&table, SIZE_MAX / 4);
    slots_build(&table, &layout, writer->id_hashes, writer->doc_count, 0);
    section_put_buf(section, &table);
    status = table.status;
    buf_release(&table);
    return status == ST_OK ? ST_OK
                           : fail(err, status, "segment: no memory for id slots");
}
