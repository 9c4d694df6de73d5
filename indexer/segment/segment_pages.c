/* segment_pages.c - the checksums of an open segment's pages, and its deletions.
 *
 *   page p of a section   bit of the page   what a reader does
 *   not looked at yet     0                CRC of the page, then sets the bit
 *   good                  1                nothing more
 *   bad                   0                notes the damage, refuses
 *
 * Two threads may prove the same page at once; both find the same.
 */
#include "segment/segment_pages.h"

#include <inttypes.h>

#include "base/hash.h"
#include "base/memory.h"
#include "codec/wire.h"

enum status segment_pages_open(struct segment *segment, uint32_t checksums_crc,
                               struct error *err)
{
    struct span sums = segment->sections[SECTION_CHECKSUMS];
    size_t words = (size_t)segment->page_count / 64 + 1;

    if (sums.len != (uint64_t)segment->page_count * 4)
        return fail(err, ST_CORRUPT,
                    "segment: rule C2: %zu bytes of checksums for %" PRIu32 " pages",
                    sums.len, segment->page_count);
    if (hash_crc32(0, sums) != checksums_crc)
        return fail(err, ST_CORRUPT, "segment: rule C2: wrong checksum of checksums");
    segment->pages = memory_zeroed(1, sizeof *segment->pages +
                                          words * sizeof segment->pages->good[0]);
    if (!segment->pages)
        return fail(err, ST_NOMEM, "segment: no memory for the page bitmap");
    return ST_OK;
}

static bool prove_page(const struct segment *segment, enum section section,
                       uint32_t page_in_section)
{
    uint32_t page = segment->first_pages[section] + page_in_section;
    size_t off = (size_t)page_in_section * PAGE_BYTES;
    struct span bytes = span_part(segment->sections[section], off, PAGE_BYTES);
    const uint8_t *sums = segment->sections[SECTION_CHECKSUMS].data;
    uint64_t none = 0;

    if (hash_crc32(0, bytes) == wire_load_u32(sums + (size_t)page * 4)) {
        atomic_fetch_or_explicit(&segment->pages->good[page >> 6],
                                 (uint64_t)1 << (page & 63), memory_order_relaxed);
        return true;
    }
    atomic_compare_exchange_strong(&segment->pages->damage, &none,
                                   segment->section_offs[section] + off + 1);
    return false;
}

bool segment_pages_good(const struct segment *segment, enum section section,
                        uint64_t off, uint64_t len)
{
    uint64_t size = segment->sections[section].len;
    uint32_t first, last, page;

    if (off > size || len > size - off)
        return false;
    if (len == 0)
        return true;
    first = (uint32_t)(off / PAGE_BYTES);
    last = (uint32_t)((off + len - 1) / PAGE_BYTES);
    page = segment->first_pages[section] + first;
    if (first == last && /* nearly always */
        (atomic_load_explicit(&segment->pages->good[page >> 6], memory_order_relaxed) >>
             (page & 63) &
         1))
        return true;
    for (uint32_t at = first; at <= last; at++) {
        page = segment->first_pages[section] + at;
        uint64_t word = atomic_load_explicit(&segment->pages->good[page >> 6],
                                             memory_order_relaxed);

        if (word == UINT64_MAX) /* 64 good ones: step to the last of this word */
            at += 63 - (page & 63);
        else if (!(word >> (page & 63) & 1) && !prove_page(segment, section, at))
            return false;
    }
    return true;
}

struct span segment_bytes(const struct segment *segment, enum section section,
                          uint64_t off, uint64_t len)
{
    if (!segment_pages_good(segment, section, off, len))
        return span_of(NULL, 0);
    return span_part(segment->sections[section], (size_t)off, (size_t)len);
}

enum status segment_status(const struct segment *segment, struct error *err)
{
    uint64_t damage = atomic_load(&segment->pages->damage);

    if (damage == 0)
        return ST_OK;
    return fail(err, ST_CORRUPT,
                "segment %016" PRIx64
                ": rule C1: wrong checksum of the page at %" PRIu64,
                segment->info.id, damage - 1);
}

enum status segment_broken(const struct segment *segment, struct error *err,
                           const char *rule)
{
    enum status status = segment_status(segment, err);

    return status != ST_OK ? status : fail(err, ST_CORRUPT, "%s", rule);
}

static bool deletes_match(struct span file, const struct manifest_segment *entry,
                          struct error *err)
{
    uint64_t words = ((uint64_t)entry->doc_count + 63) / 64;
    const uint8_t *p = file.data;

    if (file.len != DELETES_HEADER_BYTES + words * 8 + 4 ||
        wire_load_u64(p) != DELETES_MAGIC || wire_load_u32(p + 8) != SEGMENT_VERSION)
        fail(err, ST_CORRUPT,
             "deletions: rule E1: not the deletions of %" PRIu32 " articles",
             entry->doc_count);
    else if (wire_load_u32(p + file.len - 4) !=
                 hash_crc32(0, span_part(file, 0, file.len - 4)) ||
             wire_load_u32(p + file.len - 4) != entry->delete_crc)
        fail(err, ST_CORRUPT, "deletions: rule E2: wrong checksum");
    else if (wire_load_u64(p + 16) != entry->id ||
             wire_load_u64(p + 24) != entry->delete_generation ||
             wire_load_u32(p + 32) != entry->doc_count ||
             wire_load_u32(p + 36) != entry->deleted_count)
        fail(err, ST_CORRUPT, "deletions: rule E3: of another segment or generation");
    else
        return true;
    return false;
}

static enum status take_deletes(struct segment *segment, struct span file,
                                const struct manifest_segment *entry, struct error *err)
{
    size_t words = ((size_t)entry->doc_count + 63) / 64;
    uint64_t count = 0;

    if (!deletes_match(file, entry, err))
        return ST_CORRUPT;
    segment->deleted = memory_alloc(words * 8);
    if (!segment->deleted)
        return fail(err, ST_NOMEM, "deletions: no memory");
    for (size_t i = 0; i < words; i++) {
        segment->deleted[i] = wire_load_u64(file.data + DELETES_HEADER_BYTES + i * 8);
        count += (uint64_t)__builtin_popcountll(segment->deleted[i]);
    }
    if (entry->doc_count % 64 != 0 &&
        segment->deleted[words - 1] >> (entry->doc_count % 64) != 0)
        return fail(err, ST_CORRUPT, "deletions: rule E4: bits past the last article");
    if (count != entry->deleted_count)
        return fail(err, ST_CORRUPT,
                    "deletions: rule E4: %" PRIu64 " bits for %" PRIu32 " deletions",
                    count, entry->deleted_count);
    segment->info.deleted_count = entry->deleted_count;
    return ST_OK;
}

enum status segment_read_deletes(struct segment *segment, const char *dir,
                                 const struct manifest_segment *entry,
                                 struct error *err)
{
    char path[4096];
    size_t limit = DELETES_HEADER_BYTES + ((size_t)entry->doc_count / 64 + 1) * 8 + 4;
    struct buf file;
    enum status status;

    manifest_delete_path(path, sizeof path, dir, entry->id, entry->delete_generation);
    buf_init(&file, limit + 1); /* file_read looks one byte further */
    status = file_read(&file, path, limit, err);
    if (status == ST_OK)
        status = take_deletes(segment, buf_span(&file), entry, err);
    else if (status == ST_NOT_FOUND)
        status = ST_CORRUPT;
    buf_release(&file);
    return status;
}
