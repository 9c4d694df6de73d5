/* Lengths are checked before they are used, on both sides: neither trusts the other. */
#include "ingest/frame.h"

void frame_put_head(uint8_t head[FRAME_HEAD_BYTES], enum frame_kind kind, size_t len)
{
    head[0] = (uint8_t)kind;
    for (unsigned i = 0; i < 4; i++)
        head[1 + i] = (uint8_t)(len >> (8 * i));
}

void frame_put(struct buf *out, enum frame_kind kind, struct span payload)
{
    uint8_t head[FRAME_HEAD_BYTES];
    frame_put_head(head, kind, payload.len);
    buf_put(out, head, sizeof head);
    buf_put_span(out, payload);
}

size_t frame_size(struct span bytes)
{
    if (bytes.len < FRAME_HEAD_BYTES)
        return 0;
    size_t len = 0;
    for (unsigned i = 0; i < 4; i++)
        len |= (size_t)bytes.data[1 + i] << (8 * i);
    return len > FRAME_PAYLOAD_BYTES ? SIZE_MAX : FRAME_HEAD_BYTES + len;
}

bool frame_next(struct span bytes, size_t *off, struct frame *frame)
{
    struct span rest = span_part(bytes, *off, bytes.len);
    size_t size = frame_size(rest);
    if (size == 0 || size > rest.len)
        return false;
    frame->kind = rest.data[0];
    frame->payload = span_part(rest, FRAME_HEAD_BYTES, size - FRAME_HEAD_BYTES);
    *off += size;
    return true;
}
