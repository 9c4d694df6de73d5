/* manifest.c - the list of live segments, the only thing ever replaced.
 *
 *   manifest-0000000000000007   the index      (the newest that is whole)
 *   manifest-0000000000000006   the one before, until the next commit
 *   <id>.seg, <id>-<gen>.del    what the two name; the rest is garbage
 *
 * Invariant: a manifest's name appears only by rename of a synced file, so what has the
 * name is whole, unless the disk lies; then the one before is used.
 */
#include "segment/manifest.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "codec/wire.h"
#include "segment/manifest_private.h"

enum { LOAD_TRIES = 16 };

void manifest_init(struct manifest *manifest)
{
    *manifest = (struct manifest){.next_segment_id = 1};
}

void manifest_release(struct manifest *manifest)
{
    memory_free(manifest->segments);
    *manifest = (struct manifest){0};
}

enum status manifest_copy(struct manifest *to, const struct manifest *from)
{
    struct manifest_segment *segments =
        memory_alloc(from->segment_count * sizeof *segments);

    if (!segments)
        return ST_NOMEM;
    if (from->segment_count > 0)
        memcpy(segments, from->segments, from->segment_count * sizeof *segments);
    *to = *from;
    to->segments = segments;
    return ST_OK;
}

enum status manifest_add(struct manifest *manifest,
                         const struct manifest_segment *entry)
{
    struct manifest_segment *grown;

    if (manifest->segment_count >= MANIFEST_SEGMENTS_MAX)
        return ST_LIMIT;
    grown = memory_resize(manifest->segments,
                          (manifest->segment_count + 1) * sizeof *grown);
    if (!grown)
        return ST_NOMEM;
    manifest->segments = grown;
    grown[manifest->segment_count++] = *entry;
    return ST_OK;
}

void manifest_path(char *path, size_t size, const char *dir, uint64_t generation,
                   const char *suffix)
{
    (void)snprintf(path, size, "%s/manifest-%016" PRIx64 "%s", dir, generation, suffix);
}

void manifest_segment_path(char *path, size_t size, const char *dir, uint64_t id)
{
    (void)snprintf(path, size, "%s/%016" PRIx64 ".seg", dir, id);
}

void manifest_delete_path(char *path, size_t size, const char *dir, uint64_t id,
                          uint64_t delete_generation)
{
    (void)snprintf(path, size, "%s/%016" PRIx64 "-%016" PRIx64 ".del", dir, id,
                   delete_generation);
}

static void put_manifest(struct buf *out, const struct manifest *manifest)
{
    wire_put_u64(out, MANIFEST_MAGIC);
    wire_put_u32(out, SEGMENT_VERSION);
    wire_put_u32(out, manifest->analyzer);
    wire_put_u64(out, manifest->generation);
    wire_put_u64(out, manifest->next_segment_id);
    wire_put_u64(out, (uint64_t)manifest->committed_s);
    wire_put_u32(out, (uint32_t)manifest->segment_count);
    wire_put_u32(out, 0);
    for (size_t i = 0; i < manifest->segment_count; i++) {
        const struct manifest_segment *entry = &manifest->segments[i];

        wire_put_u64(out, entry->id);
        wire_put_u64(out, entry->delete_generation);
        wire_put_u64(out, entry->file_bytes);
        wire_put_u32(out, entry->file_crc);
        wire_put_u32(out, entry->doc_count);
        wire_put_u32(out, entry->deleted_count);
        wire_put_u32(out, entry->delete_crc);
    }
    wire_put_u32(out, hash_crc32(0, buf_span(out)));
}

static bool entry_is_sound(const struct manifest *manifest, size_t at)
{
    const struct manifest_segment *entry = &manifest->segments[at];

    for (size_t i = 0; i < at; i++)
        if (manifest->segments[i].id == entry->id)
            return false;
    return entry->id < manifest->next_segment_id &&
           entry->deleted_count <= entry->doc_count &&
           (entry->delete_generation != 0 || entry->deleted_count == 0);
}

static enum status get_entries(struct manifest *manifest, struct wire_reader *in,
                               struct error *err)
{
    for (size_t i = 0; i < manifest->segment_count; i++) {
        struct manifest_segment *entry = &manifest->segments[i];

        entry->id = wire_u64(in);
        entry->delete_generation = wire_u64(in);
        entry->file_bytes = wire_u64(in);
        entry->file_crc = wire_u32(in);
        entry->doc_count = wire_u32(in);
        entry->deleted_count = wire_u32(in);
        entry->delete_crc = wire_u32(in);
        if (!entry_is_sound(manifest, i))
            return fail(err, ST_CORRUPT, "manifest: rule M3: segment %016" PRIx64,
                        entry->id);
    }
    return ST_OK;
}

static enum status check_frame(struct span bytes, struct error *err)
{
    const uint8_t *p = bytes.data;
    size_t count;

    if (bytes.len < MANIFEST_HEAD_BYTES + 4 || wire_load_u64(p) != MANIFEST_MAGIC)
        return fail(err, ST_CORRUPT, "manifest: rule M1: not a manifest");
    if (wire_load_u32(p + 8) != SEGMENT_VERSION)
        return fail(err, ST_VERSION, "manifest: rule M1: version %" PRIu32,
                    wire_load_u32(p + 8));
    if (wire_load_u32(p + bytes.len - 4) !=
        hash_crc32(0, span_part(bytes, 0, bytes.len - 4)))
        return fail(err, ST_CORRUPT, "manifest: rule M1: wrong checksum");
    count = wire_load_u32(p + 40);
    if (count > MANIFEST_SEGMENTS_MAX || wire_load_u32(p + 44) != 0 ||
        bytes.len != MANIFEST_HEAD_BYTES + count * MANIFEST_ENTRY_BYTES + 4)
        return fail(err, ST_CORRUPT, "manifest: rule M1: %zu bytes for %zu segments",
                    bytes.len, count);
    return ST_OK;
}

enum status manifest_decode(struct manifest *manifest, struct span bytes,
                            uint64_t generation, struct error *err)
{
    struct manifest got;
    struct wire_reader in = wire_open(bytes);
    enum status status = check_frame(bytes, err);

    if (status != ST_OK)
        return status;
    manifest_init(&got);
    (void)wire_u64(&in);
    (void)wire_u32(&in);
    got.analyzer = wire_u32(&in);
    got.generation = wire_u64(&in);
    got.next_segment_id = wire_u64(&in);
    got.committed_s = (int64_t)wire_u64(&in);
    got.segment_count = wire_u32(&in);
    (void)wire_u32(&in);
    if (got.generation != generation || generation == 0)
        return fail(err, ST_CORRUPT,
                    "manifest: rule M2: generation %" PRIu64
                    " under the name of %" PRIu64,
                    got.generation, generation);
    got.segments = memory_alloc(got.segment_count * sizeof *got.segments);
    if (!got.segments)
        return fail(err, ST_NOMEM, "manifest: no memory for %zu segments",
                    got.segment_count);
    status = get_entries(&got, &in, err);
    if (status != ST_OK) {
        manifest_release(&got);
        return status;
    }
    *manifest = got;
    return ST_OK;
}

/* The sixteen hex digits of a name; false when it is not of this kind. */
static bool parse_hex(const char *text, uint64_t *value)
{
    uint64_t got = 0;

    for (unsigned i = 0; i < 16; i++) {
        char c = text[i];

        if (c >= '0' && c <= '9')
            got = got << 4 | (uint64_t)(c - '0');
        else if (c >= 'a' && c <= 'f')
            got = got << 4 | (uint64_t)(c - 'a' + 10);
        else
            return false;
    }
    *value = got;
    return true;
}

bool manifest_parse_name(const char *name, uint64_t *generation)
{
    size_t stem = strlen("manifest-");

    return strlen(name) == stem + 16 && memcmp(name, "manifest-", stem) == 0 &&
           parse_hex(name + stem, generation);
}

bool manifest_parse_file(const char *name, uint64_t *id, uint64_t *delete_generation)
{
    size_t len = strlen(name);

    *delete_generation = 0;
    if (len == 20 && strcmp(name + 16, ".seg") == 0)
        return parse_hex(name, id);
    return len == 37 && name[16] == '-' && strcmp(name + 33, ".del") == 0 &&
           parse_hex(name, id) && parse_hex(name + 17, delete_generation);
}

/* The greatest generation below `below`. */
struct newest {
    uint64_t below, found;
};

static void look_at_name(void *context, const char *name)
{
    struct newest *newest = context;
    uint64_t generation;

    if (manifest_parse_name(name, &generation) && generation < newest->below &&
        generation > newest->found)
        newest->found = generation;
}

static enum status find_newest(const char *dir, uint64_t below, uint64_t *generation,
                               struct error *err)
{
    struct newest newest = {below, 0};
    enum status status = file_list(dir, look_at_name, &newest, err);

    if (status == ST_OK)
        *generation = newest.found;
    return status;
}

enum status manifest_newest(uint64_t *generation, const char *dir, struct error *err)
{
    uint64_t found;
    enum status status = find_newest(dir, UINT64_MAX, &found, err);

    if (status != ST_OK)
        return status;
    if (found == 0)
        return fail(err, ST_NOT_FOUND, "%s: there is no index", dir);
    *generation = found;
    return ST_OK;
}

enum status manifest_read(struct manifest *manifest, const char *dir,
                          uint64_t generation, struct error *err)
{
    char path[4096];
    struct buf bytes;
    enum status status;

    manifest_path(path, sizeof path, dir, generation, "");
    buf_init(&bytes, 0);
    status = file_read(&bytes, path, MANIFEST_BYTES_MAX, err);
    if (status == ST_LIMIT)
        status = ST_CORRUPT;
    if (status == ST_OK)
        status = manifest_decode(manifest, buf_span(&bytes), generation, err);
    buf_release(&bytes);
    if (status != ST_OK)
        error_prefix(err, path);
    return status;
}

/* The newest whole manifest. `*vanished` when one was listed and then was not there:
 * commits went on meanwhile. */
static enum status load_newest(struct manifest *manifest, const char *dir,
                               bool *vanished, struct error *err)
{
    struct error first = ERROR_NONE; /* what is wrong with the newest */
    uint64_t below = UINT64_MAX;

    *vanished = false;
    for (;;) {
        struct error now = ERROR_NONE;
        enum status status = find_newest(dir, below, &below, err);

        if (status != ST_OK)
            return status;
        if (below == 0)
            break;
        status = manifest_read(manifest, dir, below, &now);
        if (status == ST_OK)
            return ST_OK;
        if (status != ST_CORRUPT && status != ST_NOT_FOUND)
            return fail(err, status, "%s", now.text);
        if (status == ST_NOT_FOUND)
            *vanished = true;
        else if (first.status == ST_OK)
            first = now;
    }
    if (first.status != ST_OK)
        return fail(err, first.status, "%s", first.text);
    return ST_NOT_FOUND;
}

enum status manifest_load(struct manifest *manifest, const char *dir, struct error *err)
{
    for (unsigned tries = 0; tries < LOAD_TRIES; tries++) {
        bool vanished;
        enum status status = load_newest(manifest, dir, &vanished, err);

        if (status != ST_NOT_FOUND)
            return status;
        if (!vanished)
            break;
    }
    return fail(err, ST_NOT_FOUND, "%s: there is no index", dir);
}

static enum status write_file(const char *path, struct span bytes, struct error *err)
{
    struct file_sink *sink;
    enum status status;

    file_remove(path); /* left by a commit that was cut short */
    status = file_sink_create(&sink, path, err);
    if (status != ST_OK)
        return status;
    file_sink_put(sink, bytes.data, bytes.len);
    return file_sink_finish(sink, err);
}

static enum status write_manifest(const struct manifest *next, const char *dir,
                                  struct error *err)
{
    char path[4096], temporary[4096];
    struct buf bytes;
    enum status status;

    manifest_path(path, sizeof path, dir, next->generation, "");
    manifest_path(temporary, sizeof temporary, dir, next->generation, ".tmp");
    buf_init(&bytes, MANIFEST_BYTES_MAX);
    put_manifest(&bytes, next);
    status = bytes.status == ST_OK
                 ? write_file(temporary, buf_span(&bytes), err)
                 : fail(err, bytes.status, "manifest: no memory to write it");
    buf_release(&bytes);
    if (status != ST_OK)
        return status;
    status = file_rename(temporary, path, err);
    if (status != ST_OK)
        file_remove(temporary);
    return status;
}

enum status manifest_commit(struct manifest *manifest, const char *dir,
                            struct error *err)
{
    struct manifest next = *manifest;
    enum status status;

    next.generation++;
    next.committed_s = clock_wall_s();
    /* The names of the new segment files first: the manifest must not precede them. */
    status = file_sync_dir(dir, err);
    if (status == ST_OK)
        status = write_manifest(&next, dir, err);
    if (status == ST_OK)
        status = file_sync_dir(dir, err);
    if (status != ST_OK)
        return status;
    manifest->generation = next.generation;
    manifest->committed_s = next.committed_s;
    return ST_OK;
}
