/* section_write.h - one section on its way to disk, with a checksum a page.
 *
 * Layer    segment (includes base)
 * Format   FORMAT.md: pages, rules C1-C2
 * Memory   open/close object: one page, 4 bytes for each page written, and the spool
 * Threads  one thread
 */
#ifndef MSEARCH_SEGMENT_SECTION_WRITE_H
#define MSEARCH_SEGMENT_SECTION_WRITE_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/file.h"
#include "base/status.h"
#include "segment/layout.h"

/* Sticky: what fails is reported by section_finish. */
struct section_writer {
    struct file_sink *sink;   /* where it goes at once, borrowed; or */
    struct file_spool *spool; /* where it waits for its turn, owned */
    uint64_t len;
    size_t page_len;
    uint8_t *page;
    struct buf crcs; /* u32 of each full page */
};

/* Straight to `sink`. */
MUST_USE enum status section_open(struct section_writer *section,
                                  struct file_sink *sink, struct error *err);
/* To a spool in `dir` that is drained by section_finish. */
MUST_USE enum status section_open_spool(struct section_writer *section, const char *dir,
                                        size_t memory_bytes, struct error *err);
void section_close(struct section_writer *section); /* of a zeroed one: no-op */
void section_put(struct section_writer *section, const void *data, size_t len);
/* A buf that has failed makes the section fail. */
static inline void section_put_buf(struct section_writer *section,
                                   const struct buf *buf)
{
    if (buf->status != ST_OK)
        section->crcs.status = buf->status;
    section_put(section, buf->data, buf->len);
}
/* The last page, the drain, the page checksums: `crcs` gets them appended. */
MUST_USE enum status section_finish(struct section_writer *section,
                                    struct file_sink *sink, struct buf *crcs,
                                    struct error *err);

#endif
