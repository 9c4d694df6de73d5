/* frame.h - what msearch and msearch-extract say to each other.
 *
 * Layer    ingest (includes base)
 * Memory   writes into bufs of the caller
 * Threads  pure functions
 *
 *   frame    := kind:u8 length:u32 (little-endian) payload
 *   request  := FORMAT NAME BYTES        a format's name, the file's name, its bytes
 *   answer   := (ARTICLE | PROBLEM)* DONE   a record as JSON; a reason in words; nothing
 */
#ifndef MSEARCH_INGEST_FRAME_H
#define MSEARCH_INGEST_FRAME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

enum frame_kind {
    FRAME_FORMAT = 'F',
    FRAME_NAME = 'N',
    FRAME_BYTES = 'B',
    FRAME_ARTICLE = 'A',
    FRAME_PROBLEM = 'P',
    FRAME_DONE = 'D'
};

enum {
    FRAME_HEAD_BYTES = 5,
    FRAME_PAYLOAD_BYTES = 64 << 20, /* of one frame */
    FRAME_ANSWER_BYTES = 128 << 20  /* of all frames of one answer */
};

struct frame {
    uint8_t kind;
    struct span payload; /* borrowed from the bytes that it was read from */
};

/* The five bytes before a payload. */
void frame_put_head(uint8_t head[FRAME_HEAD_BYTES], enum frame_kind kind, size_t len);
void frame_put(struct buf *out, enum frame_kind kind, struct span payload);
/* Bytes that the frame at the start of `bytes` takes, head included; 0: not known yet
 * (fewer than five bytes); SIZE_MAX: a payload over the cap. */
size_t frame_size(struct span bytes);
/* The frame at *off and move behind it; false when it is not whole or too large. */
bool frame_next(struct span bytes, size_t *off, struct frame *frame);

#endif
