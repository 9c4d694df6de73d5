/* live.h - the segments a writer works on, with what it has deleted and seen since.
 *
 * Layer    build (includes base, segment)
 * Memory   init/release; open segments, and one or two bits an article
 * Threads  one thread
 *
 * The segments themselves never change: deletions are the writer's own bitmaps until a
 * commit writes them down.
 */
#ifndef MSEARCH_BUILD_LIVE_H
#define MSEARCH_BUILD_LIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"
#include "build/tiers.h"
#include "segment/manifest.h"
#include "segment/segment_read.h"

struct live_segment {
    struct manifest_segment entry; /* delete_* as last written down */
    struct segment *segment;
    uint64_t *deleted; /* NULL: none */
    uint32_t deleted_count;
    uint64_t *seen; /* articles found unchanged since the opening; NULL: none */
    bool all_seen;  /* made since the opening */
    bool committed; /* the last commit names its file */
    bool dirty;     /* deleted has bits that are not written down */
};

struct live {
    const char *dir;               /* borrowed */
    struct live_segment *segments; /* in document order */
    size_t count, capacity;
};

struct live_place { /* an article */
    size_t segment;
    doc_id doc;
};

void live_init(struct live *live, const char *dir);
/* Open all segments of a manifest. */
MUST_USE enum status live_open(struct live *live, const struct manifest *manifest,
                               struct error *err);
/* Open a segment that was just written, as the last one. */
MUST_USE enum status live_add(struct live *live, const struct manifest_segment *entry,
                              struct error *err);
/* The article with this id that is not deleted. */
bool live_find(const struct live *live, struct span id, struct live_place *place);
MUST_USE enum status live_delete(struct live *live, struct live_place place,
                                 struct error *err);
MUST_USE enum status live_see(struct live *live, struct live_place place,
                              struct error *err);
bool live_is_deleted(const struct live *live, struct live_place place);
bool live_is_seen(const struct live *live, struct live_place place);
/* Put the segment that a merge made of a run in the place of the run, with what was
 * seen; `entry` NULL when no article of the run was live. Files that no commit names
 * are removed. */
MUST_USE enum status live_replace(struct live *live, struct tier_run run,
                                  const struct manifest_segment *entry,
                                  struct error *err);
/* Close, and remove the files that no commit names. */
void live_abandon(struct live *live);

#endif
