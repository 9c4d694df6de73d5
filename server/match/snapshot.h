/* snapshot.h - the segments of one manifest, counted, shared by threads.
 *
 * Layer    match (includes base, text, segment, query)
 * Memory   counted: acquire and release; the last release unmaps
 * Threads  any number; acquiring from a source takes a short lock
 */
#ifndef MSEARCH_MATCH_SNAPSHOT_H
#define MSEARCH_MATCH_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "match/score.h"
#include "segment/manifest.h"
#include "segment/segment_read.h"

struct snapshot {
    struct manifest manifest;
    struct segment **segments; /* manifest order */
    size_t segment_count;
    uint64_t doc_count; /* deleted ones included: N of the ranking formula */
    uint64_t live_count;
    uint64_t field_totals[FIELD_COUNT];
    struct scorer by_default, of_free_text;
    struct score_table tables[2]; /* theirs */
};

/* The newest index in `dir`. Tries again when a writer replaced it meanwhile. */
MUST_USE enum status snapshot_open(struct snapshot **snapshot, const char *dir,
                                   struct error *err);
void snapshot_retain(struct snapshot *snapshot);
void snapshot_release(struct snapshot *snapshot); /* NULL is fine */

/* A folder that is watched: hands out its newest snapshot. */
struct snapshot_source;
MUST_USE enum status snapshot_source_open(struct snapshot_source **source,
                                          const char *dir, struct error *err);
/* A retained snapshot; never NULL. */
struct snapshot *snapshot_source_get(struct snapshot_source *source);
/* Look for a newer generation and publish it. On failure the old one stays and the
 * reason is told. *changed may be NULL. */
MUST_USE enum status snapshot_source_poll(struct snapshot_source *source, bool *changed,
                                          struct error *err);
void snapshot_source_close(struct snapshot_source *source);

#endif
