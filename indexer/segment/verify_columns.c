/* verify_columns.c - columns and ids. */
#include "segment/verify.h"

#include <inttypes.h>

#include "segment/columns_read.h"

/* Rule N2: values ascend, none is empty, their offsets tile the bytes. */
static void verify_values(struct verifier *v, enum column column)
{
    const struct column_view *view = &v->segment->columns.columns[column];
    const uint8_t *offs = v->segment->sections[SECTION_COLUMNS].data + view->offs_off;
    struct span before = {NULL, 0};

    if (wire_load_u32(offs) != 0 ||
        wire_load_u32(offs + (size_t)view->value_count * 4) != view->values_bytes)
        verify_report(v, SECTION_COLUMNS, view->offs_off,
                      "columns: rule N2: offsets of column %u", (unsigned)column);
    for (uint32_t i = 0; i < view->value_count; i++) {
        struct span value = columns_value(v->segment, column, i);

        if (value.len == 0 || (i > 0 && span_compare(before, value) >= 0)) {
            verify_report(v, SECTION_COLUMNS, view->offs_off + (uint64_t)i * 4,
                          "columns: rule N2: value %" PRIu32 " of column %u", i,
                          (unsigned)column);
            return;
        }
        before = value;
    }
}

/* Rule N3: an ordinal is of a value, or all ones where there is none. */
static void verify_ordinals(struct verifier *v, enum column column, uint64_t rows)
{
    const struct column_view *view = &v->segment->columns.columns[column];
    const uint8_t *at = v->segment->sections[SECTION_COLUMNS].data + view->ordinals_off;
    uint32_t none =
        view->width == 4 ? UINT32_MAX : ((uint32_t)1 << (8 * view->width)) - 1;

    for (uint64_t row = 0; row < rows && view->width > 0; row++, at += view->width) {
        uint32_t ordinal = 0;

        for (unsigned i = 0; i < view->width; i++)
            ordinal |= (uint32_t)at[i] << (8 * i);
        if (ordinal < view->value_count || (ordinal == none && column != COLUMN_AUTHOR))
            continue;
        verify_report(v, SECTION_COLUMNS, view->ordinals_off + row * view->width,
                      "columns: rule N3: ordinal %" PRIu32 " in column %u", ordinal,
                      (unsigned)column);
        return;
    }
}

/* Rule N4: each article's authors follow those of the one before. */
static void verify_author_starts(struct verifier *v)
{
    const struct columns_view *view = &v->segment->columns;
    const uint8_t *starts =
        v->segment->sections[SECTION_COLUMNS].data + view->author_starts_off;
    uint32_t docs = v->segment->info.doc_count;
    bool good;

    if (view->author_count == 0)
        return;
    good = wire_load_u32(starts) == 0 &&
           wire_load_u32(starts + (size_t)docs * 4) == view->author_count;
    for (uint32_t doc = 0; doc < docs && good; doc++)
        good = wire_load_u32(starts + (size_t)doc * 4) <=
               wire_load_u32(starts + (size_t)doc * 4 + 4);
    if (!good)
        verify_report(v, SECTION_COLUMNS, view->author_starts_off,
                      "columns: rule N4: starts of authors");
}

/* Rule N5: the orders are the numbers of the articles, each once. */
static void verify_orders(struct verifier *v)
{
    uint32_t docs = v->segment->info.doc_count;
    uint64_t *seen = memory_zeroed((size_t)docs / 64 + 1, sizeof *seen);

    for (doc_id doc = 0; seen && doc < docs; doc++) {
        uint32_t order = columns_order(v->segment, doc);

        if (order >= docs || seen[order / 64] >> order % 64 & 1) {
            verify_report(v, SECTION_COLUMNS,
                          v->segment->columns.orders_off + (uint64_t)doc * 4,
                          "columns: rule N5: order of article %" PRIu32, doc);
            break;
        }
        seen[order / 64] |= UINT64_C(1) << order % 64;
    }
    if (!seen)
        v->status = ST_NOMEM;
    memory_free(seen);
}

void verify_columns(struct verifier *v)
{
    const struct columns_view *view = &v->segment->columns;

    for (unsigned i = 0; i < COLUMN_COUNT; i++) {
        verify_values(v, (enum column)i);
        verify_ordinals(v, (enum column)i,
                        i == COLUMN_AUTHOR ? view->author_count
                                           : v->segment->info.doc_count);
    }
    verify_author_starts(v);
    if (view->has_orders)
        verify_orders(v);
}

void verify_ids(struct verifier *v)
{
    struct span bytes = v->segment->sections[SECTION_IDS];
    uint32_t docs = v->segment->info.doc_count;

    if (wire_load_u32(bytes.data) != 0 ||
        wire_load_u32(bytes.data + (size_t)docs * 4) !=
            bytes.len - ((size_t)docs + 1) * 4)
        verify_report(v, SECTION_IDS, 0, "ids: rule I1: offsets do not span the ids");
    for (uint32_t doc = 0; doc < docs; doc++) {
        struct span id = columns_id(v->segment, doc);

        if (id.len < 1 || id.len > ID_BYTES_MAX)
            verify_report(v, SECTION_IDS, (uint64_t)doc * 4,
                          "ids: rule I1: an id of %zu bytes", id.len);
        else if (columns_find_id(v->segment, id) != doc)
            verify_report(v, SECTION_IDS, (uint64_t)doc * 4,
                          "ids: rule I2: article %" PRIu32 " is not found by its id",
                          doc);
    }
    verify_slots(v, SECTION_ID_SLOTS, &v->segment->id_slots, docs);
}
