/* deletes.c - deletions of a segment, and what no manifest names.
 *
 *   <id>-<generation>.del   | magic version id generation counts | bitmap | crc |
 *
 * A file of deletions is written once and never changed: more deletions make the next
 * generation, and the manifest says which one holds.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "codec/wire.h"
#include "segment/manifest.h"
#include "segment/manifest_private.h"

static uint32_t put_deletes(struct buf *out, const struct manifest_segment *entry,
                            const uint64_t *deleted)
{
    size_t words = ((size_t)entry->doc_count + 63) / 64;
    uint32_t crc;

    wire_put_u64(out, DELETES_MAGIC);
    wire_put_u32(out, SEGMENT_VERSION);
    wire_put_u32(out, 0);
    wire_put_u64(out, entry->id);
    wire_put_u64(out, entry->delete_generation);
    wire_put_u32(out, entry->doc_count);
    wire_put_u32(out, entry->deleted_count);
    for (size_t i = 0; i < words; i++)
        wire_put_u64(out, deleted[i]);
    crc = hash_crc32(0, buf_span(out));
    wire_put_u32(out, crc);
    return crc;
}

static uint32_t count_bits(const uint64_t *deleted, uint32_t doc_count)
{
    size_t words = ((size_t)doc_count + 63) / 64;
    uint32_t count = 0;

    for (size_t i = 0; i < words; i++)
        count += (uint32_t)__builtin_popcountll(deleted[i]);
    return count;
}

enum status manifest_write_deletes(struct manifest_segment *entry, const char *dir,
                                   uint64_t delete_generation, const uint64_t *deleted,
                                   struct error *err)
{
    struct manifest_segment next = *entry;
    struct file_sink *sink;
    struct buf bytes;
    char path[4096];
    enum status status;

    next.delete_generation = delete_generation;
    next.deleted_count = count_bits(deleted, entry->doc_count);
    manifest_delete_path(path, sizeof path, dir, entry->id, delete_generation);
    buf_init(&bytes, 0);
    next.delete_crc = put_deletes(&bytes, &next, deleted);
    status = bytes.status;
    if (status != ST_OK) {
        buf_release(&bytes);
        return fail(err, status, "deletions: no memory");
    }
    file_remove(path); /* left by a commit that was cut short */
    status = file_sink_create(&sink, path, err);
    if (status == ST_OK) {
        file_sink_put(sink, bytes.data, bytes.len);
        status = file_sink_finish(sink, err);
    }
    buf_release(&bytes);
    if (status == ST_OK)
        *entry = next;
    return status;
}

struct collector {
    const struct manifest *now;
    const struct manifest *before; /* NULL: none */
    const char *dir;
};

static bool names_file(const struct manifest *manifest, uint64_t id,
                       uint64_t delete_generation)
{
    for (size_t i = 0; manifest && i < manifest->segment_count; i++)
        if (manifest->segments[i].id == id &&
            (delete_generation == 0 ||
             manifest->segments[i].delete_generation == delete_generation))
            return true;
    return false;
}

static bool is_temporary(const char *name)
{
    size_t len = strlen(name);

    return len > 4 && strcmp(name + len - 4, ".tmp") == 0 &&
           (strncmp(name, "manifest-", 9) == 0 || strncmp(name, "spool-", 6) == 0);
}

static bool is_garbage(const struct collector *collector, const char *name)
{
    uint64_t generation, id, delete_generation;

    if (manifest_parse_name(name, &generation))
        return generation != collector->now->generation &&
               (!collector->before || generation != collector->before->generation);
    if (manifest_parse_file(name, &id, &delete_generation))
        return !names_file(collector->now, id, delete_generation) &&
               !names_file(collector->before, id, delete_generation);
    return is_temporary(name);
}

static void collect_name(void *context, const char *name)
{
    const struct collector *collector = context;
    struct buf path;

    if (!is_garbage(collector, name))
        return;
    buf_init(&path, 0);
    buf_print(&path, "%s/%s", collector->dir, name);
    buf_put_byte(&path, 0);
    if (path.status == ST_OK)
        file_remove((const char *)path.data);
    buf_release(&path);
}

void manifest_collect(const struct manifest *manifest, const char *dir)
{
    struct collector collector = {manifest, NULL, dir};
    struct manifest before;
    enum status status = ST_NOT_FOUND;

    manifest_init(&before);
    if (manifest->generation > 1)
        status = manifest_read(&before, dir, manifest->generation - 1, NULL);
    if (status == ST_OK)
        collector.before = &before;
    /* Garbage that cannot be listed now, or told from what the manifest before names,
     * is collected by a later commit. */
    if (status == ST_OK || status == ST_NOT_FOUND || status == ST_CORRUPT)
        (void)!file_list(dir, collect_name, &collector, NULL);
    manifest_release(&before);
}
