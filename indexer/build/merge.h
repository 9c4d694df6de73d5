/* merge.h - some neighbouring segments -> one, deleted articles left out.
 *
 * Layer    build (includes base, segment)
 * Memory   streams: per source a reader of about 10 KiB and 1/16 byte an article, for a
 *          term its forms, for an article the places of one term; the segment writer's
 *          share is given
 * Threads  one thread; the sources may be read by others
 *
 * Nothing is analysed again. Articles keep their order; what a segment stores does not
 * depend on how its articles were spread over segments before.
 */
#ifndef MSEARCH_BUILD_MERGE_H
#define MSEARCH_BUILD_MERGE_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "segment/manifest.h"
#include "segment/segment_read.h"

enum { MERGE_SOURCES_MAX = 64 };

struct merge_source {
    const struct segment *segment;
    const uint64_t *deleted; /* one bit an article as in segment_deleted; NULL: none */
};

/* Write segment `segment_id`; its manifest entry into *entry. At least one article
 * must be live. count: 1 .. MERGE_SOURCES_MAX.
 * errors  ST_CORRUPT when a source is; on failure no file is left */
MUST_USE enum status merge_segments(const char *dir, uint64_t segment_id,
                                    const struct merge_source *sources, size_t count,
                                    size_t memory_bytes, struct manifest_segment *entry,
                                    struct error *err);

#endif
