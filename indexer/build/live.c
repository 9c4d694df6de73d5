/* live.c
 *
 *   segments  | 0: committed | 1: committed, dirty | 2: made since |
 *   deleted   |     -        |   1 0 0 1 0 ...     |      -        |   ours, not
 *                                                                       the file's
 *
 * Invariant: deleted_count is the number of bits in `deleted`, and bits at and after
 * doc_count are zero; a segment that no commit names is all_seen, or a merge of such.
 */
#include "build/live.h"

#include <limits.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "segment/columns_read.h"

void live_init(struct live *live, const char *dir)
{
    *live = (struct live){.dir = dir};
}

static void close_segment(struct live_segment *at)
{
    segment_close(at->segment);
    memory_free(at->deleted);
    memory_free(at->seen);
    *at = (struct live_segment){.segment = NULL};
}

static void release(struct live *live)
{
    for (size_t i = 0; i < live->count; i++)
        close_segment(&live->segments[i]);
    memory_free(live->segments);
    live_init(live, live->dir);
}

/* A file that no manifest has named yet has no readers: it can go at once. */
static void remove_uncommitted(const struct live *live, const struct live_segment *at)
{
    char path[PATH_MAX];

    if (at->committed)
        return;
    manifest_segment_path(path, sizeof path, live->dir, at->entry.id);
    file_remove(path);
}

void live_abandon(struct live *live)
{
    for (size_t i = 0; i < live->count; i++)
        remove_uncommitted(live, &live->segments[i]);
    release(live);
}

static size_t bitmap_words(const struct live_segment *at)
{
    return ((size_t)at->entry.doc_count + 63) / 64;
}

static uint64_t *make_bitmap(const struct live_segment *at, struct error *err)
{
    uint64_t *bits = memory_zeroed(bitmap_words(at) + 1, sizeof *bits);

    if (!bits)
        (void)!fail(err, ST_NOMEM, "no memory to mark one of %u articles",
                    at->entry.doc_count);
    return bits;
}

/* The deletions that are on disk, as a bitmap of our own. */
static enum status copy_deleted(struct live_segment *at, struct error *err)
{
    const uint64_t *deleted = segment_deleted(at->segment);

    if (!deleted)
        return ST_OK;
    at->deleted = make_bitmap(at, err);
    if (!at->deleted)
        return ST_NOMEM;
    memcpy(at->deleted, deleted, bitmap_words(at) * sizeof *deleted);
    at->deleted_count = at->entry.deleted_count;
    return ST_OK;
}

static enum status open_segment(const struct live *live, struct live_segment *at,
                                const struct manifest_segment *entry, struct error *err)
{
    enum status status;

    *at = (struct live_segment){.entry = *entry};
    status = segment_open(&at->segment, live->dir, entry, err);
    if (status == ST_OK)
        status = copy_deleted(at, err);
    if (status != ST_OK)
        close_segment(at);
    return status;
}

static enum status append_segment(struct live *live,
                                  const struct manifest_segment *entry,
                                  struct error *err)
{
    struct live_segment *segments =
        memory_grow(live->segments, &live->capacity, live->count + 1, sizeof *segments);
    enum status status;

    if (!segments)
        return fail(err, ST_NOMEM, "no memory for %zu segments", live->count + 1);
    live->segments = segments;
    status = open_segment(live, &segments[live->count], entry, err);
    if (status == ST_OK)
        live->count++;
    return status;
}

enum status live_open(struct live *live, const struct manifest *manifest,
                      struct error *err)
{
    enum status status = ST_OK;

    for (size_t i = 0; status == ST_OK && i < manifest->segment_count; i++) {
        status = append_segment(live, &manifest->segments[i], err);
        if (status == ST_OK)
            live->segments[i].committed = true;
    }
    return status;
}

enum status live_add(struct live *live, const struct manifest_segment *entry,
                     struct error *err)
{
    enum status status = append_segment(live, entry, err);

    if (status == ST_OK)
        live->segments[live->count - 1].all_seen = true;
    return status;
}

bool live_is_deleted(const struct live *live, struct live_place place)
{
    return segment_bit(live->segments[place.segment].deleted, place.doc);
}

bool live_is_seen(const struct live *live, struct live_place place)
{
    const struct live_segment *at = &live->segments[place.segment];

    return at->all_seen || segment_bit(at->seen, place.doc);
}

bool live_find(const struct live *live, struct span id, struct live_place *place)
{
    for (size_t i = live->count; i-- > 0;) { /* the newest first: likely the one */
        struct live_place at = {i, columns_find_id(live->segments[i].segment, id)};

        if (at.doc != DOC_END && !live_is_deleted(live, at)) {
            *place = at;
            return true;
        }
    }
    return false;
}

static enum status set_bit(struct live_segment *at, uint64_t **bits, doc_id doc,
                           struct error *err)
{
    if (!*bits)
        *bits = make_bitmap(at, err);
    if (!*bits)
        return ST_NOMEM;
    (*bits)[doc >> 6] |= UINT64_C(1) << (doc & 63);
    return ST_OK;
}

enum status live_delete(struct live *live, struct live_place place, struct error *err)
{
    struct live_segment *at = &live->segments[place.segment];
    enum status status;

    if (live_is_deleted(live, place))
        return ST_OK;
    status = set_bit(at, &at->deleted, place.doc, err);
    if (status != ST_OK)
        return status;
    at->deleted_count++;
    at->dirty = true;
    return ST_OK;
}

enum status live_see(struct live *live, struct live_place place, struct error *err)
{
    struct live_segment *at = &live->segments[place.segment];

    return at->all_seen ? ST_OK : set_bit(at, &at->seen, place.doc, err);
}

/* What was seen of the run's live articles, in the order of the merged segment. */
static enum status gather_seen(const struct live *live, struct tier_run run,
                               struct live_segment *into, struct error *err)
{
    enum status status = ST_OK;
    doc_id next = 0;

    for (size_t i = run.first; i < run.first + run.count; i++)
        for (doc_id doc = 0; doc < live->segments[i].entry.doc_count; doc++) {
            struct live_place place = {i, doc};

            if (live_is_deleted(live, place))
                continue;
            if (status == ST_OK && live_is_seen(live, place))
                status = set_bit(into, &into->seen, next, err);
            next++;
        }
    return status;
}

/* Close the segments of a run and leave `gap` places for its successor. */
static void take_out(struct live *live, struct tier_run run, size_t gap)
{
    struct live_segment *first = &live->segments[run.first];
    size_t after = live->count - run.first - run.count;

    for (size_t i = 0; i < run.count; i++) {
        remove_uncommitted(live, &first[i]);
        close_segment(&first[i]);
    }
    memmove(first + gap, first + run.count, after * sizeof *first);
    live->count -= run.count - gap;
}

enum status live_replace(struct live *live, struct tier_run run,
                         const struct manifest_segment *entry, struct error *err)
{
    struct live_segment merged;
    enum status status;

    if (!entry) {
        take_out(live, run, 0);
        return ST_OK;
    }
    status = open_segment(live, &merged, entry, err);
    if (status != ST_OK)
        return status;
    status = gather_seen(live, run, &merged, err);
    if (status != ST_OK) {
        close_segment(&merged);
        return status;
    }
    take_out(live, run, 1);
    live->segments[run.first] = merged;
    return ST_OK;
}
