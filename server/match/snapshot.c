/* snapshot.c
 *
 *   source --lock--> current ----> snapshot (users: the source, 3 queries)
 *                    poll puts a newer one here; the old one lives until its last query
 *
 * A manifest is read, then its segments are opened. Between the two a writer may have
 * committed twice and removed a file that the manifest names: then the manifest is read
 * again, and only a file that is missing of the newest one is an error.
 */
#include "match/snapshot.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

#include "base/memory.h"

enum { OPEN_TRIES = 5 };

struct counted {
    struct snapshot snapshot;
    atomic_uint users;
};

static struct counted *counted_of(struct snapshot *snapshot)
{
    return (struct counted *)(void *)snapshot;
}

static void destroy(struct counted *c)
{
    for (size_t i = 0; c->snapshot.segments && i < c->snapshot.segment_count; i++)
        segment_close(c->snapshot.segments[i]);
    memory_free(c->snapshot.segments);
    manifest_release(&c->snapshot.manifest);
    memory_free(c);
}

static void add_totals(struct snapshot *snapshot, const struct segment *segment,
                       const struct manifest_segment *entry)
{
    const struct segment_info *info = segment_info(segment);
    snapshot->doc_count += info->doc_count;
    snapshot->live_count += info->doc_count - entry->deleted_count;
    for (unsigned f = 0; f < FIELD_COUNT; f++)
        snapshot->field_totals[f] += info->field_totals[f];
}

static enum status open_segments(struct snapshot *snapshot, const char *dir,
                                 struct error *err)
{
    size_t count = snapshot->manifest.segment_count;
    snapshot->segments = memory_zeroed(count ? count : 1, sizeof(struct segment *));
    if (!snapshot->segments)
        return fail(err, ST_NOMEM, "snapshot: out of memory");
    snapshot->segment_count = count;
    for (size_t i = 0; i < count; i++) {
        const struct manifest_segment *entry = &snapshot->manifest.segments[i];
        enum status status = segment_open(&snapshot->segments[i], dir, entry, err);
        if (status != ST_OK)
            return status;
        add_totals(snapshot, snapshot->segments[i], entry);
    }
    scorer_init(&snapshot->by_default, &snapshot->tables[0], &score_defaults,
                snapshot->doc_count, snapshot->field_totals);
    scorer_init(&snapshot->of_free_text, &snapshot->tables[1], &score_free,
                snapshot->doc_count, snapshot->field_totals);
    return ST_OK;
}

/* *generation is that of the manifest that was tried, 0 when none could be read. */
static enum status open_once(struct counted **out, uint64_t *generation,
                             const char *dir, struct error *err)
{
    struct counted *c = memory_zeroed(1, sizeof *c);
    *generation = 0;
    if (!c)
        return fail(err, ST_NOMEM, "snapshot: out of memory");
    manifest_init(&c->snapshot.manifest);
    atomic_init(&c->users, 1);
    enum status status = manifest_load(&c->snapshot.manifest, dir, err);
    if (status == ST_OK) {
        *generation = c->snapshot.manifest.generation;
        status = open_segments(&c->snapshot, dir, err);
    }
    if (status == ST_OK)
        *out = c;
    else
        destroy(c);
    return status;
}

/* Did a writer replace the manifest that failed? */
static bool was_replaced(uint64_t generation, const char *dir)
{
    uint64_t newest = 0;
    return generation && manifest_newest(&newest, dir, NULL) == ST_OK &&
           newest > generation;
}

enum status snapshot_open(struct snapshot **snapshot, const char *dir,
                          struct error *err)
{
    for (unsigned tries = 1;; tries++) {
        struct error reason = ERROR_NONE;
        struct counted *c = NULL;
        uint64_t generation;
        enum status status = open_once(&c, &generation, dir, &reason);
        if (status == ST_OK) {
            *snapshot = &c->snapshot;
            return ST_OK;
        }
        if (status == ST_NOMEM || tries == OPEN_TRIES || !was_replaced(generation, dir))
            return fail(err, status, "%s", reason.text);
    }
}

void snapshot_retain(struct snapshot *snapshot)
{
    atomic_fetch_add(&counted_of(snapshot)->users, 1);
}

void snapshot_release(struct snapshot *snapshot)
{
    if (snapshot && atomic_fetch_sub(&counted_of(snapshot)->users, 1) == 1)
        destroy(counted_of(snapshot));
}

struct snapshot_source {
    pthread_mutex_t lock; /* of `current` */
    struct snapshot *current;
    char *dir;
};

enum status snapshot_source_open(struct snapshot_source **source, const char *dir,
                                 struct error *err)
{
    size_t size = strlen(dir) + 1;
    struct snapshot_source *made = memory_zeroed(1, sizeof *made);
    enum status status = ST_NOMEM;
    if (!made)
        return fail(err, ST_NOMEM, "snapshot: out of memory");
    made->dir = memory_alloc(size);
    if (!made->dir || pthread_mutex_init(&made->lock, NULL) != 0) {
        memory_free(made->dir);
        memory_free(made);
        return fail(err, ST_NOMEM, "snapshot: out of memory");
    }
    memcpy(made->dir, dir, size);
    status = snapshot_open(&made->current, dir, err);
    if (status == ST_OK)
        *source = made;
    else
        snapshot_source_close(made);
    return status;
}

struct snapshot *snapshot_source_get(struct snapshot_source *source)
{
    pthread_mutex_lock(&source->lock);
    struct snapshot *snapshot = source->current;
    snapshot_retain(snapshot);
    pthread_mutex_unlock(&source->lock);
    return snapshot;
}

/* The one that is not current any more, to be released by the caller. */
static struct snapshot *publish(struct snapshot_source *source, struct snapshot *fresh)
{
    pthread_mutex_lock(&source->lock);
    struct snapshot *old = fresh;
    if (fresh->manifest.generation > source->current->manifest.generation) {
        old = source->current;
        source->current = fresh;
    }
    pthread_mutex_unlock(&source->lock);
    return old;
}

enum status snapshot_source_poll(struct snapshot_source *source, bool *changed,
                                 struct error *err)
{
    struct snapshot *fresh = NULL;
    uint64_t newest, have;
    if (changed)
        *changed = false;
    enum status status = manifest_newest(&newest, source->dir, err);
    if (status != ST_OK)
        return status;
    pthread_mutex_lock(&source->lock);
    have = source->current->manifest.generation;
    pthread_mutex_unlock(&source->lock);
    if (newest <= have)
        return ST_OK;
    status = snapshot_open(&fresh, source->dir, err);
    if (status != ST_OK)
        return status;
    struct snapshot *old = publish(source, fresh);
    if (changed)
        *changed = old != fresh;
    snapshot_release(old);
    return ST_OK;
}

void snapshot_source_close(struct snapshot_source *source)
{
    if (!source)
        return;
    snapshot_release(source->current);
    pthread_mutex_destroy(&source->lock);
    memory_free(source->dir);
    memory_free(source);
}
