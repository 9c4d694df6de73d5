/* check.c
 *
 *   manifest --names--> segments --each--> segment_verify (every rule of one file)
 *       |                  |
 *       '--- counts -------'--- articles: an id is live in one segment at most
 *
 * The snapshot that is checked is one manifest's. A writer may remove its files while
 * we look: then a newer manifest is there, and the check starts again with that one.
 */
#include "build/check.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "segment/columns_read.h"
#include "segment/manifest.h"
#include "segment/segment_read.h"

enum { RESTARTS_MAX = 10, PROBLEM_BYTES = 256, NAME_BYTES = 64 };

struct opened {
    struct segment *segment; /* NULL: it could not be opened */
};

struct check {
    const char *dir;
    void (*problem)(void *context, const struct check_problem *problem);
    void *context;
    struct manifest manifest;
    struct opened *opened; /* as the manifest's segments */
    struct check_totals totals;
    char file[NAME_BYTES]; /* what is being looked at */
};

static void report(struct check *check, uint64_t off, const char *text)
{
    struct check_problem problem = {check->file, off, text};

    check->totals.problems++;
    if (check->problem)
        check->problem(check->context, &problem);
}

static void report_segment(void *context, uint64_t off, const char *text)
{
    report(context, off, text);
}

static void set_file(struct check *check, const char *name)
{
    (void)snprintf(check->file, sizeof check->file, "%.*s", NAME_BYTES - 1, name);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

static void expect_equal(struct check *check, const char *what, uint64_t manifest,
                         uint64_t found)
{
    char text[PROBLEM_BYTES];

    if (manifest == found)
        return;
    (void)snprintf(text, sizeof text, "manifest: it says %llu %s, the segment has %llu",
                   (unsigned long long)manifest, what, (unsigned long long)found);
    report(check, 0, text);
}

static uint32_t count_deleted(const struct segment *segment)
{
    const uint64_t *deleted = segment_deleted(segment);
    size_t words = ((size_t)segment_info(segment)->doc_count + 63) / 64;
    uint32_t count = 0;

    for (size_t i = 0; deleted && i < words; i++)
        count += (uint32_t)__builtin_popcountll(deleted[i]);
    return count;
}

static void add_totals(struct check *check, const struct segment_info *info)
{
    check->totals.segments++;
    check->totals.articles += info->doc_count - info->deleted_count;
    check->totals.deleted += info->deleted_count;
    check->totals.terms += info->term_count;
    check->totals.postings += info->posting_count;
    check->totals.places += info->place_count;
    check->totals.bytes += info->file_bytes;
}

static enum status check_segment(struct check *check, size_t at, struct error *err)
{
    const struct manifest_segment *entry = &check->manifest.segments[at];
    const struct segment *segment = check->opened[at].segment;
    const struct segment_info *info = segment_info(segment);

    expect_equal(check, "articles", entry->doc_count, info->doc_count);
    expect_equal(check, "deleted articles", entry->deleted_count,
                 count_deleted(segment));
    expect_equal(check, "bytes", entry->file_bytes, info->file_bytes);
    add_totals(check, info);
    return segment_verify(segment, report_segment, check, err);
}

static bool is_live(const struct segment *segment, doc_id doc)
{
    return !segment_bit(segment_deleted(segment), doc);
}

/* Every live article of a segment against the segments before it. Look-ups instead of
 * one table of all ids: the memory does not grow with the index. */
static void check_ids(struct check *check, size_t at)
{
    const struct segment *segment = check->opened[at].segment;
    uint32_t doc_count = segment_info(segment)->doc_count;

    for (doc_id doc = 0; doc < doc_count; doc++) {
        struct span id;

        if (!is_live(segment, doc))
            continue;
        id = columns_id(segment, doc);
        for (size_t i = 0; i < at; i++) {
            doc_id other = check->opened[i].segment
                               ? columns_find_id(check->opened[i].segment, id)
                               : DOC_END;
            char text[PROBLEM_BYTES];

            if (other == DOC_END || !is_live(check->opened[i].segment, other))
                continue;
            (void)snprintf(text, sizeof text,
                           "manifest: article %u is live in segment %016llx, too", doc,
                           (unsigned long long)check->manifest.segments[i].id);
            report(check, 0, text);
        }
    }
}

/* ST_END: the file is gone because a newer manifest is there. */
static enum status open_segment(struct check *check, size_t at, struct error *err)
{
    struct error why = ERROR_NONE;
    uint64_t newest = 0;
    enum status status = segment_open(&check->opened[at].segment, check->dir,
                                      &check->manifest.segments[at], &why);

    if (status == ST_OK)
        return ST_OK;
    if (status == ST_NOT_FOUND && manifest_newest(&newest, check->dir, NULL) == ST_OK &&
        newest > check->manifest.generation)
        return ST_END;
    if (status == ST_NOMEM)
        return fail(err, status, "%s", why.text);
    report(check, 0, why.text);
    return ST_OK;
}

static enum status check_segments(struct check *check, struct error *err)
{
    enum status status = ST_OK;
    char path[PATH_MAX];

    for (size_t i = 0; status == ST_OK && i < check->manifest.segment_count; i++) {
        manifest_segment_path(path, sizeof path, "", check->manifest.segments[i].id);
        set_file(check, base_name(path));
        status = open_segment(check, i, err);
        if (status != ST_OK || !check->opened[i].segment)
            continue;
        status = check_segment(check, i, err);
        check_ids(check, i);
    }
    return status;
}

/* The manifest that readers use must be the newest file of its kind. */
static enum status check_manifest(struct check *check, struct error *err)
{
    char text[PROBLEM_BYTES];
    uint64_t newest = 0;
    enum status status = manifest_newest(&newest, check->dir, err);

    if (status != ST_OK || newest <= check->manifest.generation)
        return status;
    (void)snprintf(check->file, sizeof check->file, "manifest-%016llx",
                   (unsigned long long)newest);
    (void)snprintf(text, sizeof text,
                   "manifest: it cannot be read; readers use generation %llu",
                   (unsigned long long)check->manifest.generation);
    report(check, 0, text);
    return ST_OK;
}

static enum status check_loaded(struct check *check, struct error *err)
{
    size_t count = check->manifest.segment_count;
    enum status status;

    check->opened = memory_zeroed(count + 1, sizeof *check->opened);
    if (!check->opened)
        return fail(err, ST_NOMEM, "no memory to check %zu segments", count);
    status = check_manifest(check, err);
    if (status == ST_OK)
        status = check_segments(check, err);
    for (size_t i = 0; i < count; i++)
        segment_close(check->opened[i].segment);
    memory_free(check->opened);
    check->opened = NULL;
    return status;
}

/* One manifest, from loading to release. ST_END: to be done again. */
static enum status check_once(struct check *check, struct error *err)
{
    struct error why = ERROR_NONE;
    enum status status;

    manifest_init(&check->manifest);
    memset(&check->totals, 0, sizeof check->totals);
    status = manifest_load(&check->manifest, check->dir, &why);
    if (status == ST_OK)
        status = check_loaded(check, err);
    else if (status == ST_CORRUPT) {
        set_file(check, "manifest");
        report(check, 0, why.text);
        status = ST_OK;
    } else
        status = fail(err, status, "%s", why.text);
    manifest_release(&check->manifest);
    return status;
}

enum status check_index(const char *dir,
                        void (*problem)(void *context,
                                        const struct check_problem *problem),
                        void *context, struct check_totals *totals, struct error *err)
{
    struct check check = {.dir = dir, .problem = problem, .context = context};
    enum status status = ST_END;

    for (int i = 0; status == ST_END && i < RESTARTS_MAX; i++)
        status = check_once(&check, err);
    if (status == ST_END)
        return fail(err, ST_IO, "index %s changes too fast to be checked", dir);
    if (status == ST_OK)
        *totals = check.totals;
    return status;
}
