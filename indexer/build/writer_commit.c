/* writer_commit.c
 *
 *   | seg | seg | *.del | sync folder | manifest.tmp, sync | rename | sync folder |
 *   '---- written and synced one by one                      ^ here the index changes
 *
 * Invariant: when the manifest is renamed into its place, every file that it names is
 * durable, name and contents.
 */
#include "build/writer_part.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "build/merge.h"
#include "build/tiers.h"
#include "segment/pairs.h"

static struct tier_segment *list_tiers(const struct writer *writer)
{
    const struct live *live = &writer->live;
    struct tier_segment *tiers = memory_zeroed(live->count + 1, sizeof *tiers);

    for (size_t i = 0; tiers && i < live->count; i++)
        tiers[i] = (struct tier_segment){live->segments[i].entry.file_bytes,
                                         live->segments[i].entry.doc_count,
                                         live->segments[i].deleted_count};
    return tiers;
}

static bool is_dead(const struct live_segment *at)
{
    return at->deleted_count == at->entry.doc_count;
}

/* One segment out of the live articles of a run. */
static enum status merge_run(struct writer *writer, struct tier_run run,
                             struct error *err)
{
    struct merge_source sources[MERGE_SOURCES_MAX];
    struct manifest_segment made;
    size_t count = 0;
    enum status status;

    for (size_t i = run.first; i < run.first + run.count; i++) {
        const struct live_segment *at = &writer->live.segments[i];

        if (!is_dead(at))
            sources[count++] = (struct merge_source){at->segment, at->deleted};
    }
    writer->changed = true;
    if (count == 0)
        return live_replace(&writer->live, run, NULL, err);
    status = merge_segments(writer->dir, writer->next_segment_id++, sources, count,
                            writer->memory_bytes / SEGMENT_SHARE, &made, err);
    if (status != ST_OK)
        return status;
    writer->totals.merge_count++;
    return live_replace(&writer->live, run, &made, err);
}

enum upkeep { UPKEEP_TIERS, UPKEEP_DELETED, UPKEEP_SHRINK };

static bool find_work(const struct writer *writer, const struct tier_segment *tiers,
                      enum upkeep upkeep, size_t target, struct tier_run *run)
{
    size_t count = writer->live.count;

    switch (upkeep) {
    case UPKEEP_TIERS:
        return tiers_find_run(tiers, count, writer->merge_factor, MERGE_SOURCES_MAX,
                              run);
    case UPKEEP_DELETED:
        return tiers_find_deleted(tiers, count, (unsigned)target, run);
    case UPKEEP_SHRINK:
        return tiers_find_shrink(tiers, count, target, MERGE_SOURCES_MAX, run);
    }
    return false;
}

/* Merge until there is no more work of one kind.
 *   target  UPKEEP_DELETED: percent allowed; UPKEEP_SHRINK: segments wanted */
static enum status keep_up(struct writer *writer, enum upkeep upkeep, size_t target,
                           struct error *err)
{
    enum status status = ST_OK;
    bool work = true;

    while (status == ST_OK && work) {
        struct tier_segment *tiers = list_tiers(writer);
        struct tier_run run = {0, 0};

        if (!tiers)
            return fail(err, ST_NOMEM, "no memory to plan a merge");
        work = find_work(writer, tiers, upkeep, target, &run);
        memory_free(tiers);
        if (work)
            status = merge_run(writer, run, err);
    }
    return status;
}

/* The words that the largest segment pairs. */
static enum status read_pair_words(const struct writer *writer,
                                   struct pair_words *words, struct error *err)
{
    const struct live_segment *largest = NULL;

    words->count = 0;
    for (size_t i = 0; i < writer->live.count; i++) {
        const struct live_segment *at = &writer->live.segments[i];

        if (!largest || at->entry.doc_count > largest->entry.doc_count)
            largest = at;
    }
    return largest ? pair_words_read(words, largest->segment, err) : ST_OK;
}

enum status writer_flush(struct writer *writer, struct error *err)
{
    struct flush_options options = {writer->memory_bytes / SEGMENT_SHARE,
                                    writer->memory_bytes / ORDER_SHARE,
                                    writer->large_docs, NULL};
    struct manifest_segment made;
    struct pair_words words;
    enum status status;

    if (inverter_doc_count(writer->inverter) == 0) {
        inverter_clear(writer->inverter);
        return ST_OK;
    }
    status = read_pair_words(writer, &words, err);
    options.pair_words = words.count > 0 ? &words : NULL;
    if (status == ST_OK)
        status = inverter_flush(writer->inverter, writer->dir,
                                writer->next_segment_id++, &options, &made, err);
    if (status == ST_OK)
        status = live_add(&writer->live, &made, err);
    if (status != ST_OK)
        return status;
    writer->changed = true;
    writer->totals.flush_count++;
    return keep_up(writer, UPKEEP_TIERS, 0, err);
}

/* The entry of one segment, its deletions written down. */
static enum status settle(struct writer *writer, struct live_segment *at,
                          uint64_t generation, struct error *err)
{
    enum status status = ST_OK;

    if (at->dirty)
        status = manifest_write_deletes(&at->entry, writer->dir, generation,
                                        at->deleted, err);
    if (status == ST_OK)
        at->dirty = false;
    return status;
}

static enum status list_segments(struct writer *writer, struct manifest *next,
                                 struct error *err)
{
    next->generation = writer->manifest.generation;
    next->analyzer = writer->manifest.analyzer;
    next->next_segment_id = writer->next_segment_id;
    next->committed_s = clock_wall_s();
    for (size_t i = 0; i < writer->live.count; i++) {
        struct live_segment *at = &writer->live.segments[i];
        enum status status = settle(writer, at, next->generation + 1, err);

        if (status != ST_OK)
            return status;
        status = manifest_add(next, &at->entry);
        if (status != ST_OK)
            return fail(err, status, "cannot list %zu segments", writer->live.count);
    }
    return ST_OK;
}

/* The files that the manifest will name are on disk; manifest_commit sees to their
 * names first. */
static enum status publish(struct writer *writer, struct error *err)
{
    struct manifest next, before = writer->manifest;
    enum status status;

    manifest_init(&next);
    status = list_segments(writer, &next, err);
    /* From here on the files may be named by a manifest in its place, even when the
     * commit fails in the end (at the last sync): they are no longer ours to remove. */
    for (size_t i = 0; i < writer->live.count; i++)
        writer->live.segments[i].committed = true;
    if (status == ST_OK)
        status = manifest_commit(&next, writer->dir, err);
    if (status != ST_OK) {
        manifest_release(&next);
        return status;
    }
    writer->manifest = next;
    writer->changed = false;
    manifest_release(&before);
    manifest_collect(&writer->manifest, writer->dir);
    return ST_OK;
}

static enum status commit(struct writer *writer, struct error *err)
{
    bool is_new = writer->manifest.generation == 0;
    enum status status = writer_flush(writer, err);

    if (status == ST_OK)
        status = keep_up(writer, UPKEEP_DELETED, TIERS_DELETED_PERCENT, err);
    if (status == ST_OK && (writer->changed || is_new))
        status = publish(writer, err);
    return status;
}

enum status writer_commit(struct writer *writer, struct error *err)
{
    struct error why = ERROR_NONE;
    enum status status = writer_still_good(writer, err);

    if (status != ST_OK)
        return status;
    return writer_keep_failure(writer, commit(writer, &why), &why, err);
}

static enum status merge_to(struct writer *writer, size_t target, struct error *err)
{
    enum status status = writer_flush(writer, err);

    if (status == ST_OK)
        status = keep_up(writer, UPKEEP_SHRINK, target, err);
    if (status == ST_OK)
        status = keep_up(writer, UPKEEP_DELETED, 0, err);
    return status == ST_OK ? commit(writer, err) : status;
}

enum status writer_merge(struct writer *writer, size_t segments, struct error *err)
{
    struct error why = ERROR_NONE;
    enum status status = writer_still_good(writer, err);

    if (status != ST_OK)
        return status;
    if (segments == 0)
        return fail(err, ST_ARGUMENT, "an index has at least one segment");
    return writer_keep_failure(writer, merge_to(writer, segments, &why), &why, err);
}
