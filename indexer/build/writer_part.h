/* writer_part.h - what writer.c (articles) and writer_commit.c (segments) share.
 *
 * Layer    build
 * Memory   see writer.h
 * Threads  one thread
 */
#ifndef MSEARCH_BUILD_WRITER_PART_H
#define MSEARCH_BUILD_WRITER_PART_H

#include <limits.h>

#include "build/inverter.h"
#include "build/live.h"
#include "build/writer.h"

enum { WRITER_DIR_MAX = PATH_MAX - 64 }; /* a file's name is put behind it */

struct writer {
    char dir[WRITER_DIR_MAX];
    int lock;
    struct manifest manifest; /* of the last commit */
    struct inverter *inverter;
    struct live live;
    uint64_t next_segment_id;
    size_t memory_bytes, merge_factor;
    uint32_t analyzer;   /* that articles are to be put with */
    uint32_t large_docs; /* of a large segment */
    bool changed;        /* the segments are not what the manifest says */
    struct error failed; /* sticky */
    struct writer_totals totals;
};

/* How the memory is shared: half for the batch, an eighth for the segment that is
 * written; the rest for hash tables that double, merges and readers. A quarter serves to
 * order the articles of a large batch, before the segment needs its own. */
enum { BATCH_SHARE = 2, SEGMENT_SHARE = 8, ORDER_SHARE = 4 };

/* ST_OK, or the failure that the writer had before. */
MUST_USE enum status writer_still_good(const struct writer *writer, struct error *err);
/* Remember the first failure: nothing may be committed after it. Returns `status`. */
enum status writer_keep_failure(struct writer *writer, enum status status,
                                const struct error *why, struct error *err);
/* The batch becomes a segment; segments merge by tiers. */
MUST_USE enum status writer_flush(struct writer *writer, struct error *err);

#endif
