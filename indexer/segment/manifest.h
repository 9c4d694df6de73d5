/* manifest.h - the list of live segments, the only thing ever replaced.
 *
 * Layer    segment (includes base, codec)
 * Format   FORMAT.md 3: manifest
 * Memory   plain struct with one owned array
 * Threads  one writer (the index's lock); any number of readers, in any process
 *
 * Each commit writes a new file manifest-<generation as 16 hex digits>; the newest
 * valid one is the index. The one before is kept until the next commit.
 */
#ifndef MSEARCH_SEGMENT_MANIFEST_H
#define MSEARCH_SEGMENT_MANIFEST_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "segment/layout.h"

enum { MANIFEST_SEGMENTS_MAX = 4096 };

enum manifest_analyzer { /* how the text was cut into terms */
                         MANIFEST_ANALYZER_STANDARD = 0, /* analysis.h */
                         MANIFEST_ANALYZER_PLAIN =
                             1 /* split at blanks, no folding: benchmarks */
};

struct manifest_segment {
    uint64_t id;
    uint64_t delete_generation; /* 0: none; else file <id>-<generation>.del */
    uint64_t file_bytes;
    uint32_t file_crc;
    uint32_t doc_count;
    uint32_t deleted_count;
    uint32_t delete_crc;
};

struct manifest {
    uint64_t generation; /* 0: an index never committed */
    uint64_t next_segment_id;
    uint32_t analyzer;
    int64_t committed_s;               /* wall clock, to be shown */
    struct manifest_segment *segments; /* in document order */
    size_t segment_count;
};

void manifest_init(struct manifest *manifest);
void manifest_release(struct manifest *manifest);
/* The newest valid manifest of an index folder. ST_NOT_FOUND when there is none,
 * ST_VERSION, ST_CORRUPT when only broken ones are there. */
MUST_USE enum status manifest_load(struct manifest *manifest, const char *dir,
                                   struct error *err);
/* The newest generation in the folder by its name alone; cheap, for reload polling. */
MUST_USE enum status manifest_newest(uint64_t *generation, const char *dir,
                                     struct error *err);
MUST_USE enum status manifest_copy(struct manifest *to, const struct manifest *from);
MUST_USE enum status manifest_add(struct manifest *manifest,
                                  const struct manifest_segment *entry);
/* Write generation + 1: temporary file, sync, rename, sync of the folder; on success
 * manifest->generation is the new one. The segment files must be synced before. */
MUST_USE enum status manifest_commit(struct manifest *manifest, const char *dir,
                                     struct error *err);
/* Remove every file of the index that neither this manifest nor the one before names.
 */
void manifest_collect(const struct manifest *manifest, const char *dir);
/* Deletions of one segment: `deleted` has (doc_count + 63) / 64 words. Writes and syncs
 * <id>-<generation>.del, fills delete_* and deleted_count of `entry`. */
MUST_USE enum status manifest_write_deletes(struct manifest_segment *entry,
                                            const char *dir, uint64_t delete_generation,
                                            const uint64_t *deleted, struct error *err);
/* "<dir>/<id>.seg" and "<dir>/<id>-<gen>.del". */
void manifest_segment_path(char *path, size_t size, const char *dir, uint64_t id);
void manifest_delete_path(char *path, size_t size, const char *dir, uint64_t id,
                          uint64_t delete_generation);

#endif
