/* segment_read.c - one immutable segment, opened as a unit.
 *
 *   | header | section | 0.. | section | 0.. | ... | checksums | 0.. | footer |
 *              |                                       |            |
 *              each page of 4,096 bytes has a CRC <----+            |
 *              offsets, sizes and the CRC of the checksums <--------+
 *
 * Invariant: no byte of a section is used before the CRC of its page was right once
 * (a bit in pages->good remembers it), and none outside sections[] is used at all.
 */
#include "segment/segment_read.h"

#include <inttypes.h>

#include "base/hash.h"
#include "base/memory.h"
#include "codec/wire.h"
#include "segment/segment_pages.h"
#include "segment/segment_private.h"

static const char *const section_names[SECTION_COUNT] = {
    "store",      "places", "postings", "directory",   "forms",
    "dictionary", "keys",   "slots",    "endings",     "lengths",
    "columns",    "ids",    "id slots", "store index", "store dictionaries",
    "checksums"};

static enum status check_header(const struct segment *segment, uint64_t id,
                                struct error *err)
{
    struct span head = span_part(segment->bytes, 0, SEGMENT_HEADER_BYTES);

    if (segment->bytes.len < SEGMENT_HEADER_BYTES + SEGMENT_FOOTER_BYTES)
        return fail(err, ST_CORRUPT, "segment: rule H1: %zu bytes are too few",
                    segment->bytes.len);
    if (wire_load_u64(head.data) != SEGMENT_MAGIC)
        return fail(err, ST_CORRUPT, "segment: rule H1: not a segment file");
    if (wire_load_u32(head.data + 8) != SEGMENT_VERSION)
        return fail(err, ST_VERSION, "segment: rule H1: version %" PRIu32,
                    wire_load_u32(head.data + 8));
    if (wire_load_u32(head.data + 60) != hash_crc32(0, span_part(head, 0, 60)))
        return fail(err, ST_CORRUPT, "segment: rule H1: wrong checksum of the header");
    if (wire_load_u64(head.data + 16) != id)
        return fail(err, ST_CORRUPT,
                    "segment: rule H2: the file of segment %016" PRIx64
                    " holds segment %016" PRIx64,
                    id, wire_load_u64(head.data + 16));
    return ST_OK;
}

static enum status check_footer(const struct segment *segment, uint64_t id,
                                struct error *err)
{
    struct span foot =
        span_part(segment->bytes, segment->bytes.len - SEGMENT_FOOTER_BYTES,
                  SEGMENT_FOOTER_BYTES);
    const uint8_t *end = foot.data + foot.len;

    if (wire_load_u32(end - 4) != hash_crc32(0, span_part(foot, 0, foot.len - 4)))
        return fail(err, ST_CORRUPT, "segment: rule H3: wrong checksum of the footer");
    if (wire_load_u64(end - 12) != SEGMENT_END_MAGIC ||
        wire_load_u32(end - 16) != SEGMENT_VERSION)
        return fail(err, ST_VERSION, "segment: rule H3: unknown footer");
    if (wire_load_u64(foot.data) != id)
        return fail(err, ST_CORRUPT,
                    "segment: rule H2: the footer is of segment %016" PRIx64,
                    wire_load_u64(foot.data));
    return ST_OK;
}

/* Sections follow one another, each on its boundary, and the footer the last. */
static enum status place_sections(struct segment *segment, struct wire_reader *in,
                                  struct error *err)
{
    uint64_t end = SEGMENT_HEADER_BYTES;
    uint64_t foot = segment->bytes.len - SEGMENT_FOOTER_BYTES;
    uint64_t pages = 0;

    for (unsigned i = 0; i < SECTION_COUNT; i++) {
        uint64_t off = wire_u64(in);
        uint64_t len = wire_u64(in);

        if (off != end || off > foot || len > foot - off)
            return fail(err, ST_CORRUPT,
                        "segment: rule H4: section %s at %" PRIu64 " with %" PRIu64
                        " bytes",
                        section_names[i], off, len);
        segment->sections[i] = span_part(segment->bytes, (size_t)off, (size_t)len);
        segment->section_offs[i] = off;
        segment->first_pages[i] = (uint32_t)pages;
        if (i != SECTION_CHECKSUMS)
            pages += (len + PAGE_BYTES - 1) / PAGE_BYTES;
        end = (off + len + SECTION_ALIGN - 1) / SECTION_ALIGN * SECTION_ALIGN;
    }
    if (end != foot || pages > UINT32_MAX)
        return fail(err, ST_CORRUPT, "segment: rule H4: footer at %" PRIu64, foot);
    segment->page_count = (uint32_t)pages;
    return ST_OK;
}

static enum status read_footer(struct segment *segment, uint64_t id, struct error *err)
{
    struct span foot =
        span_part(segment->bytes, segment->bytes.len - SEGMENT_FOOTER_BYTES,
                  SEGMENT_FOOTER_BYTES);
    struct wire_reader in = wire_open(foot);
    struct segment_info *info = &segment->info;
    enum status status;

    info->id = wire_u64(&in);
    info->doc_count = wire_u32(&in);
    info->term_count = wire_u32(&in);
    for (unsigned field = 0; field < FIELD_COUNT; field++)
        info->field_totals[field] = wire_u64(&in);
    info->posting_count = wire_u64(&in);
    info->place_count = wire_u64(&in);
    info->store_plain_bytes = wire_u64(&in);
    info->file_bytes = segment->bytes.len;
    if (info->id != id || info->doc_count > DOC_COUNT_MAX)
        return fail(err, ST_CORRUPT, "segment: rule H5: %" PRIu32 " articles",
                    info->doc_count);
    status = place_sections(segment, &in, err);
    if (status != ST_OK)
        return status;
    return segment_pages_open(segment, wire_u32(&in), err);
}

/* Fields in order, those without a word left out: their lengths are all 0. */
static enum status open_lengths(struct segment *segment, struct error *err)
{
    uint64_t docs = segment->info.doc_count, off = 0;

    for (unsigned field = 0; field < FIELD_COUNT; field++) {
        segment->lengths_offs[field] = off;
        off += segment->info.field_totals[field] > 0 ? docs : 0;
    }
    if (segment->sections[SECTION_LENGTHS].len != off)
        return fail(err, ST_CORRUPT, "segment: rule L2: %zu length codes",
                    segment->sections[SECTION_LENGTHS].len);
    if (off == docs * FIELD_COUNT)
        return ST_OK;
    segment->no_lengths = memory_zeroed(docs ? (size_t)docs : 1, 1);
    return segment->no_lengths ? ST_OK
                               : fail(err, ST_NOMEM, "segment: no memory for lengths");
}

static enum status open_sections(struct segment *segment, struct error *err)
{
    enum status status;

    status = open_lengths(segment, err);
    if (status == ST_OK)
        status = dict_open(segment, err);
    if (status == ST_OK)
        status = columns_open(segment, err);
    if (status == ST_OK)
        status = store_open(segment, err);
    return status;
}

static enum status read_segment(struct segment *segment, struct span bytes, uint64_t id,
                                struct error *err)
{
    enum status status;

    segment->bytes = bytes;
    status = check_header(segment, id, err);
    if (status == ST_OK)
        status = check_footer(segment, id, err);
    if (status == ST_OK)
        status = read_footer(segment, id, err);
    if (status == ST_OK)
        status = open_sections(segment, err);
    return status;
}

enum status segment_open_bytes(struct segment **segment, struct span bytes, uint64_t id,
                               struct error *err)
{
    struct segment *opened = memory_zeroed(1, sizeof *opened);
    enum status status;

    if (!opened)
        return fail(err, ST_NOMEM, "segment: no memory to open it");
    status = read_segment(opened, bytes, id, err);
    if (status != ST_OK) {
        segment_close(opened);
        return status;
    }
    *segment = opened;
    return ST_OK;
}

static enum status check_entry(const struct segment *segment,
                               const struct manifest_segment *entry, struct error *err)
{
    uint32_t crc = wire_load_u32(segment->bytes.data + segment->bytes.len - 4);

    if (entry->file_bytes != segment->bytes.len || entry->file_crc != crc ||
        entry->doc_count != segment->info.doc_count)
        return fail(err, ST_CORRUPT,
                    "segment: rule M4: not the file that the manifest names");
    return ST_OK;
}

enum status segment_open(struct segment **segment, const char *dir,
                         const struct manifest_segment *entry, struct error *err)
{
    struct segment *opened = memory_zeroed(1, sizeof *opened);
    char path[4096];
    enum status status;

    if (!opened)
        return fail(err, ST_NOMEM, "segment: no memory to open it");
    manifest_segment_path(path, sizeof path, dir, entry->id);
    status = file_map_open(&opened->map, path, err);
    if (status == ST_OK)
        status = read_segment(opened, opened->map.bytes, entry->id, err);
    if (status == ST_OK)
        status = check_entry(opened, entry, err);
    if (status == ST_OK && entry->delete_generation != 0)
        status = segment_read_deletes(opened, dir, entry, err);
    if (status != ST_OK) {
        error_prefix(err, path);
        segment_close(opened);
        return status;
    }
    *segment = opened;
    return ST_OK;
}

void segment_close(struct segment *segment)
{
    if (!segment)
        return;
    file_map_close(&segment->map);
    memory_free(segment->pages);
    memory_free(segment->deleted);
    memory_free(segment->no_lengths);
    memory_free(segment);
}

const struct segment_info *segment_info(const struct segment *segment)
{
    return &segment->info;
}

const uint64_t *segment_deleted(const struct segment *segment)
{
    return segment->deleted;
}

const uint8_t *segment_lengths(const struct segment *segment, enum field field)
{
    uint64_t docs = segment->info.doc_count;
    uint64_t off = segment->lengths_offs[field];

    if (segment->info.field_totals[field] == 0)
        return segment->no_lengths;
    /* A damaged page is noted, and segment_status tells of it. */
    if (!(atomic_load_explicit(&segment->pages->fields, memory_order_relaxed) >> field &
          1) &&
        segment_pages_good(segment, SECTION_LENGTHS, off, docs))
        atomic_fetch_or_explicit(&segment->pages->fields, 1u << field,
                                 memory_order_relaxed);
    return segment->sections[SECTION_LENGTHS].data + off;
}

bool segment_section(const struct segment *segment, unsigned at, const char **name,
                     uint64_t *off, uint64_t *bytes)
{
    if (at >= SECTION_COUNT)
        return false;
    *name = section_names[at];
    *off = segment->section_offs[at];
    *bytes = segment->sections[at].len;
    return true;
}
