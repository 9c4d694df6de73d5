/* columns_read.c - year, journal, issue, rubric, language, authors of each article.
 *
 *   | head | dates | languages | hashes | orders | author starts |
 *   | ordinals | value offsets | values |  x 5 columns
 *
 * Invariant after columns_open: every array of columns_view lies within its section;
 * the values read from it are checked each time. What is damaged reads as "none", and
 * segment_status tells.
 */
#include "segment/columns_read.h"

#include <inttypes.h>

#include "base/hash.h"
#include "codec/wire.h"
#include "segment/columns_private.h"
#include "segment/segment_private.h"

static struct span part(const struct segment *segment, uint64_t off, uint64_t len)
{
    return segment_bytes(segment, SECTION_COLUMNS, off, len);
}

/* The arrays of one column from *off on; *off moves behind them. */
static void place_column(struct column_view *column, uint64_t rows, uint64_t *off)
{
    column->width = column_width(column->value_count);
    column->ordinals_off = *off;
    *off += rows * column->width;
    column->offs_off = *off;
    *off += ((uint64_t)column->value_count + 1) * 4;
    column->values_off = *off;
    *off += column->values_bytes;
}

static enum status open_ids(struct segment *segment, struct error *err)
{
    uint64_t docs = segment->info.doc_count;

    segment->id_slots = slots_layout(docs, docs);
    segment->id_slots.data = segment->sections[SECTION_ID_SLOTS].data;
    if (segment->sections[SECTION_IDS].len < (docs + 1) * 4)
        return fail(err, ST_CORRUPT, "ids: rule I1: %zu bytes of ids",
                    segment->sections[SECTION_IDS].len);
    if (segment->sections[SECTION_ID_SLOTS].len != slots_bytes(&segment->id_slots))
        return fail(err, ST_CORRUPT, "ids: rule S1: %zu bytes of slots",
                    segment->sections[SECTION_ID_SLOTS].len);
    return ST_OK;
}

/* All arrays behind the head; where they end. */
static uint64_t place_arrays(struct columns_view *view, uint64_t docs)
{
    uint64_t off;

    view->dates_off = COLUMNS_HEAD_BYTES;
    view->langs_off = view->dates_off + docs * 4;
    view->hashes_off = view->langs_off + docs;
    view->orders_off = view->hashes_off + (view->has_hashes ? docs * 8 : 0);
    view->author_starts_off = view->orders_off + (view->has_orders ? docs * 4 : 0);
    off = view->author_starts_off + (view->author_count > 0 ? (docs + 1) * 4 : 0);
    for (unsigned i = 0; i < COLUMN_COUNT; i++)
        place_column(&view->columns[i], i == COLUMN_AUTHOR ? view->author_count : docs,
                     &off);
    return off;
}

/* With or without hashes and orders: what fills the section. */
static bool place_all(struct columns_view *view, uint64_t docs, uint64_t bytes)
{
    for (unsigned has = 0; has < 4; has++) {
        view->has_hashes = has & 1;
        view->has_orders = has & 2;
        if (place_arrays(view, docs) == bytes)
            return true;
    }
    return false;
}

enum status columns_open(struct segment *segment, struct error *err)
{
    struct columns_view *view = &segment->columns;
    uint64_t docs = segment->info.doc_count;
    size_t bytes = segment->sections[SECTION_COLUMNS].len;
    struct span head = part(segment, 0, COLUMNS_HEAD_BYTES);

    if (!head.data)
        return segment_broken(segment, err, "columns: rule N1: no head");
    for (unsigned i = 0; i < COLUMN_COUNT; i++) {
        view->columns[i].value_count = wire_load_u32(head.data + (size_t)i * 8);
        view->columns[i].values_bytes = wire_load_u32(head.data + (size_t)i * 8 + 4);
    }
    view->author_count = wire_load_u32(head.data + head.len - 4);
    if (!place_all(view, docs, bytes))
        return fail(err, ST_CORRUPT, "columns: rule N1: %zu bytes of columns", bytes);
    return open_ids(segment, err);
}

uint32_t columns_date(const struct segment *segment, doc_id doc)
{
    struct span bytes =
        part(segment, segment->columns.dates_off + (uint64_t)doc * 4, 4);

    return bytes.data ? wire_load_u32(bytes.data) : 0;
}

uint8_t columns_lang(const struct segment *segment, doc_id doc)
{
    struct span bytes = part(segment, segment->columns.langs_off + doc, 1);

    return bytes.data ? bytes.data[0] : 0;
}

uint64_t columns_hash(const struct segment *segment, doc_id doc)
{
    struct span bytes;

    if (!segment->columns.has_hashes)
        return 0;
    bytes = part(segment, segment->columns.hashes_off + (uint64_t)doc * 8, 8);
    return bytes.data ? wire_load_u64(bytes.data) : 0;
}

uint32_t columns_order(const struct segment *segment, doc_id doc)
{
    struct span bytes;

    if (!segment->columns.has_orders)
        return doc;
    bytes = part(segment, segment->columns.orders_off + (uint64_t)doc * 4, 4);
    return bytes.data ? wire_load_u32(bytes.data) : 0;
}

uint32_t columns_value_count(const struct segment *segment, enum column column)
{
    return segment->columns.columns[column].value_count;
}

struct span columns_value(const struct segment *segment, enum column column,
                          uint32_t ordinal)
{
    const struct column_view *view = &segment->columns.columns[column];
    struct span pair;
    uint32_t from, to;

    if (ordinal >= view->value_count)
        return span_of(NULL, 0);
    pair = part(segment, view->offs_off + (uint64_t)ordinal * 4, 8);
    if (!pair.data)
        return span_of(NULL, 0);
    from = wire_load_u32(pair.data);
    to = wire_load_u32(pair.data + 4);
    if (from > to || to > view->values_bytes)
        return span_of(NULL, 0);
    return part(segment, view->values_off + from, to - from);
}

uint32_t columns_find(const struct segment *segment, enum column column,
                      struct span value)
{
    uint32_t low = 0, high = columns_value_count(segment, column);

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = span_compare(columns_value(segment, column, middle), value);

        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return COLUMN_NONE;
}

static uint32_t ordinal_at(const struct segment *segment,
                           const struct column_view *view, uint64_t row)
{
    struct span bytes =
        part(segment, view->ordinals_off + row * view->width, view->width);
    uint32_t ordinal = 0;

    if (!bytes.data)
        return COLUMN_NONE;
    for (unsigned i = 0; i < view->width; i++)
        ordinal |= (uint32_t)bytes.data[i] << (8 * i);
    return ordinal < view->value_count ? ordinal : COLUMN_NONE;
}

uint32_t columns_ordinal(const struct segment *segment, enum column column, doc_id doc)
{
    return ordinal_at(segment, &segment->columns.columns[column], doc);
}

uint32_t columns_author(const struct segment *segment, doc_id doc, uint32_t at)
{
    const struct columns_view *view = &segment->columns;
    struct span pair = {NULL, 0};
    uint64_t row;

    if (view->author_count > 0)
        pair = part(segment, view->author_starts_off + (uint64_t)doc * 4, 8);
    if (!pair.data)
        return COLUMN_NONE;
    row = (uint64_t)wire_load_u32(pair.data) + at;
    if (row >= wire_load_u32(pair.data + 4) || row >= view->author_count)
        return COLUMN_NONE;
    return ordinal_at(segment, &view->columns[COLUMN_AUTHOR], row);
}

struct span columns_date_rows(const struct segment *segment, doc_id from,
                              uint32_t count)
{
    if ((uint64_t)from + count > segment->info.doc_count)
        return span_of(NULL, 0);
    return part(segment, segment->columns.dates_off + (uint64_t)from * 4,
                (uint64_t)count * 4);
}

struct span columns_lang_rows(const struct segment *segment, doc_id from,
                              uint32_t count)
{
    if ((uint64_t)from + count > segment->info.doc_count)
        return span_of(NULL, 0);
    return part(segment, segment->columns.langs_off + from, count);
}

struct span columns_ordinal_rows(const struct segment *segment, enum column column,
                                 doc_id from, uint32_t count, unsigned *width)
{
    const struct column_view *view = &segment->columns.columns[column];

    *width = view->width;
    if (view->width == 0 || (uint64_t)from + count > segment->info.doc_count)
        return span_of(NULL, 0);
    return part(segment, view->ordinals_off + (uint64_t)from * view->width,
                (uint64_t)count * view->width);
}

bool columns_author_rows(const struct segment *segment, doc_id from, uint32_t count,
                         struct columns_author_rows *rows)
{
    const struct columns_view *view = &segment->columns;
    const struct column_view *column = &view->columns[COLUMN_AUTHOR];
    uint32_t end;

    if (view->author_count == 0 || (uint64_t)from + count > segment->info.doc_count)
        return false;
    rows->starts = part(segment, view->author_starts_off + (uint64_t)from * 4,
                        ((uint64_t)count + 1) * 4);
    if (!rows->starts.data)
        return false;
    rows->first = wire_load_u32(rows->starts.data);
    end = wire_load_u32(rows->starts.data + (size_t)count * 4);
    rows->width = column->width;
    if (rows->first > end || end > view->author_count)
        return false;
    rows->ordinals =
        part(segment, column->ordinals_off + (uint64_t)rows->first * column->width,
             (uint64_t)(end - rows->first) * column->width);
    return rows->ordinals.data != NULL;
}

struct span columns_id(const struct segment *segment, doc_id doc)
{
    uint64_t base = ((uint64_t)segment->info.doc_count + 1) * 4;
    struct span pair = segment_bytes(segment, SECTION_IDS, (uint64_t)doc * 4, 8);
    uint32_t from, to;

    if (!pair.data || doc >= segment->info.doc_count)
        return span_of(NULL, 0);
    from = wire_load_u32(pair.data);
    to = wire_load_u32(pair.data + 4);
    if (from > to)
        return span_of(NULL, 0);
    return segment_bytes(segment, SECTION_IDS, base + from, to - from);
}

doc_id columns_find_id(const struct segment *segment, struct span id)
{
    struct slots_probe probe = slots_begin(&segment->id_slots, hash_bytes(id));
    enum slot slot = SLOT_OTHER;
    uint64_t doc = 0;

    while (slot != SLOT_END) {
        if (probe.left > 0 &&
            !segment_pages_good(segment, SECTION_ID_SLOTS, slots_off(&probe),
                                segment->id_slots.slot_bytes))
            return DOC_END;
        slot = slots_next(&probe, &doc);
        if (slot == SLOT_MATCH && doc < segment->info.doc_count &&
            span_equal(columns_id(segment, (doc_id)doc), id))
            return (doc_id)doc;
    }
    return DOC_END;
}
