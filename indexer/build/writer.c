/* writer.c
 *
 *   writer_put -> inverter (one batch) --full--> segment --enough of one tier--> merge
 *                                                   |
 *   writer_commit: flush, merge, *.del, sync folder, manifest.tmp | rename | sync folder
 *                                      before it: the old index   ^   after: the new
 *
 * Invariant: no file that the last manifest names is touched before a newer manifest is
 * durable. After a failure on the disk or for want of memory the writer does nothing
 * more: what it wrote is garbage that the next writer collects.
 */
#include "build/writer_part.h"

#include <stdio.h>

#include "base/file.h"
#include "base/memory.h"
#include "segment/columns_read.h"

static enum status check_options(const struct writer_options *options, const char *dir,
                                 struct error *err)
{
    if (options->memory_bytes != 0 && options->memory_bytes < WRITER_MEMORY_MIN)
        return fail(err, ST_ARGUMENT, "indexing needs at least %zu MiB of memory",
                    WRITER_MEMORY_MIN >> 20);
    if (options->analyzer > MANIFEST_ANALYZER_PLAIN)
        return fail(err, ST_ARGUMENT, "there is no analyzer %u", options->analyzer);
    if (options->merge_factor == 1)
        return fail(err, ST_ARGUMENT, "a merge takes at least two segments");
    if (strlen(dir) >= WRITER_DIR_MAX)
        return fail(err, ST_ARGUMENT, "the path of the index is too long");
    return ST_OK;
}

static enum status take_lock(struct writer *writer, struct error *err)
{
    char path[PATH_MAX];
    struct error why = ERROR_NONE;
    enum status status;

    (void)snprintf(path, sizeof path, "%s/write.lock", writer->dir);
    status = file_lock_take(&writer->lock, path, &why);
    if (status == ST_LOCKED)
        return fail(err, status, "index %s is being written by another process",
                    writer->dir);
    return status == ST_OK ? ST_OK : fail(err, status, "%s", why.text);
}

/* The folder that holds the index: the name of a new index lies in it. */
static enum status sync_parent(const struct writer *writer, struct error *err)
{
    char path[PATH_MAX];
    size_t len = strlen(writer->dir);

    memcpy(path, writer->dir, len + 1);
    while (len > 1 && path[len - 1] == '/')
        len--;
    while (len > 0 && path[len - 1] != '/')
        len--;
    (void)snprintf(path + len, sizeof path - len, ".");
    return file_sync_dir(path, err);
}

static enum status load_manifest(struct writer *writer,
                                 const struct writer_options *options,
                                 struct error *err)
{
    struct error why = ERROR_NONE;
    enum status status = manifest_load(&writer->manifest, writer->dir, &why);

    if (status == ST_NOT_FOUND) { /* a new index */
        writer->manifest.analyzer = options->analyzer;
        return sync_parent(writer, err);
    }
    if (status != ST_OK)
        return fail(err, status, "%s", why.text);
    return ST_OK;
}

static enum status open_index(struct writer *writer,
                              const struct writer_options *options, struct error *err)
{
    enum status status = file_make_dir(writer->dir, err);

    if (status == ST_OK)
        status = take_lock(writer, err);
    if (status == ST_OK)
        status = load_manifest(writer, options, err);
    if (status != ST_OK)
        return status;
    manifest_collect(&writer->manifest, writer->dir); /* of a writer that died */
    writer->next_segment_id = writer->manifest.next_segment_id;
    status = live_open(&writer->live, &writer->manifest, err);
    if (status == ST_OK)
        status = inverter_open(&writer->inverter, writer->memory_bytes / BATCH_SHARE,
                               writer->manifest.analyzer, err);
    return status;
}

enum status writer_open(struct writer **out, const char *dir,
                        const struct writer_options *options, struct error *err)
{
    enum status status = check_options(options, dir, err);
    struct writer *writer;

    if (status != ST_OK)
        return status;
    writer = memory_zeroed(1, sizeof *writer);
    if (!writer)
        return fail(err, ST_NOMEM, "no memory for a writer");
    memcpy(writer->dir, dir, strlen(dir) + 1);
    writer->lock = -1;
    writer->analyzer = options->analyzer;
    writer->memory_bytes =
        options->memory_bytes ? options->memory_bytes : WRITER_MEMORY_DEFAULT;
    writer->merge_factor =
        options->merge_factor ? options->merge_factor : TIERS_FACTOR_DEFAULT;
    writer->large_docs =
        options->large_docs ? options->large_docs : WRITER_LARGE_DEFAULT;
    manifest_init(&writer->manifest);
    live_init(&writer->live, writer->dir);
    status = open_index(writer, options, err);
    if (status != ST_OK) {
        writer_close(writer);
        return status;
    }
    *out = writer;
    return ST_OK;
}

void writer_close(struct writer *writer)
{
    if (!writer)
        return;
    live_abandon(&writer->live);
    inverter_close(writer->inverter);
    manifest_release(&writer->manifest);
    if (writer->lock >= 0)
        file_lock_release(writer->lock);
    memory_free(writer);
}

/* Remember the first failure: the index must not be committed after it. */
enum status writer_keep_failure(struct writer *writer, enum status status,
                                const struct error *why, struct error *err)
{
    if (status == ST_OK)
        return ST_OK;
    writer->failed = *why;
    writer->failed.status = status;
    return fail(err, status, "%s", why->text);
}

enum status writer_still_good(const struct writer *writer, struct error *err)
{
    if (writer->failed.status == ST_OK)
        return ST_OK;
    return fail(err, writer->failed.status, "the writer has failed before: %s",
                writer->failed.text);
}

static enum status delete_live(struct writer *writer, struct live_place place,
                               struct error *err)
{
    writer->changed = true;
    return live_delete(&writer->live, place, err);
}

/* Is the article already there as it is? A different one is dropped. */
static enum status replace_old(struct writer *writer, const struct article *article,
                               uint64_t hash, enum writer_outcome *outcome,
                               struct error *err)
{
    struct live_place place;
    uint64_t old;

    *outcome = WRITER_ADDED;
    if (inverter_find(writer->inverter, article->id, &old)) {
        *outcome = old == hash ? WRITER_UNCHANGED : WRITER_CHANGED;
        if (old != hash)
            (void)inverter_drop(writer->inverter, article->id);
        return ST_OK;
    }
    if (!live_find(&writer->live, article->id, &place))
        return ST_OK;
    old = columns_hash(writer->live.segments[place.segment].segment, place.doc);
    *outcome = old == hash ? WRITER_UNCHANGED : WRITER_CHANGED;
    return old == hash ? live_see(&writer->live, place, err)
                       : delete_live(writer, place, err);
}

static void count_put(struct writer *writer, const struct article *article,
                      enum writer_outcome outcome)
{
    struct writer_totals *totals = &writer->totals;

    totals->text_bytes += inverter_text_bytes(article);
    totals->added += outcome == WRITER_ADDED;
    totals->changed += outcome == WRITER_CHANGED;
    totals->unchanged += outcome == WRITER_UNCHANGED;
    for (int rule = 0; rule < REPAIR_RULES; rule++)
        totals->repairs[rule] += article->repairs[rule];
}

static enum status put(struct writer *writer, const struct article *article,
                       enum writer_outcome *outcome, struct error *err)
{
    uint64_t hash = article_hash(article);
    enum status status = ST_OK;

    if (inverter_full(writer->inverter, article))
        status = writer_flush(writer, err);
    if (status == ST_OK)
        status = replace_old(writer, article, hash, outcome, err);
    if (status == ST_OK && *outcome != WRITER_UNCHANGED)
        status = inverter_add(writer->inverter, article, hash, err);
    return status;
}

enum status writer_put(struct writer *writer, const struct article *article,
                       enum writer_outcome *outcome, struct error *err)
{
    struct error why = ERROR_NONE;
    enum writer_outcome made = WRITER_ADDED;
    enum status status = writer_still_good(writer, err);

    if (status == ST_OK && writer->analyzer != writer->manifest.analyzer)
        status = fail(err, ST_ARGUMENT, "index %s was made with another analyzer",
                      writer->dir);
    if (status == ST_OK)
        status = inverter_accepts(article, err);
    if (status != ST_OK)
        return status;
    status = writer_keep_failure(writer, put(writer, article, &made, &why), &why, err);
    if (status != ST_OK)
        return status;
    count_put(writer, article, made);
    *outcome = made;
    return ST_OK;
}

enum status writer_delete(struct writer *writer, struct span id, struct error *err)
{
    struct error why = ERROR_NONE;
    struct live_place place;
    enum status status = writer_still_good(writer, err);

    if (status != ST_OK)
        return status;
    if (inverter_drop(writer->inverter, id)) {
        writer->totals.deleted++;
        return ST_OK;
    }
    if (!live_find(&writer->live, id, &place))
        return fail(err, ST_NOT_FOUND, "there is no article %.*s",
                    (int)(id.len < 200 ? id.len : 200), (const char *)id.data);
    status = writer_keep_failure(writer, delete_live(writer, place, &why), &why, err);
    if (status == ST_OK)
        writer->totals.deleted++;
    return status;
}

/* Is `path` one of the roots, or does it lie under one? */
static bool is_under(struct span path, const struct span *roots, size_t root_count)
{
    for (size_t i = 0; i < root_count; i++) {
        struct span root = roots[i];

        while (root.len > 1 && root.data[root.len - 1] == '/')
            root.len--;
        if (root.len == 0 || span_equal(root, path))
            return true;
        if (span_starts(path, root) &&
            (path.data[root.len] == '/' || root.data[root.len - 1] == '/'))
            return true;
    }
    return false;
}

static enum status prune_doc(struct writer *writer, struct live_place place,
                             const struct span *roots, size_t root_count,
                             struct error *err)
{
    const struct segment *segment = writer->live.segments[place.segment].segment;
    uint32_t ordinal;
    struct span source = span_text("");

    if (live_is_deleted(&writer->live, place) || live_is_seen(&writer->live, place))
        return ST_OK;
    ordinal = columns_ordinal(segment, COLUMN_SOURCE, place.doc);
    if (ordinal != COLUMN_NONE)
        source = columns_value(segment, COLUMN_SOURCE, ordinal);
    if (!is_under(source, roots, root_count))
        return ST_OK;
    writer->totals.deleted++;
    return delete_live(writer, place, err);
}

enum status writer_prune(struct writer *writer, const struct span *roots,
                         size_t root_count, struct error *err)
{
    struct error why = ERROR_NONE;
    enum status status = writer_still_good(writer, err);

    if (status != ST_OK)
        return status;
    for (size_t i = 0; i < writer->live.count; i++) {
        uint32_t doc_count = writer->live.segments[i].entry.doc_count;

        for (doc_id doc = 0; status == ST_OK && doc < doc_count; doc++)
            status =
                prune_doc(writer, (struct live_place){i, doc}, roots, root_count, &why);
    }
    return writer_keep_failure(writer, status, &why, err);
}

void writer_totals(const struct writer *writer, struct writer_totals *totals)
{
    *totals = writer->totals;
    totals->word_count = inverter_word_count(writer->inverter);
}

const struct manifest *writer_manifest(const struct writer *writer)
{
    return &writer->manifest;
}
