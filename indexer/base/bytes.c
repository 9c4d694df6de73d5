/* bytes.c - spans and the sticky buffer.
 *
 * Invariant of a buf: len <= capacity, len <= limit; after a failure the bytes put
 * before it are intact and nothing is added until buf_reset.
 */
#include "base/bytes.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/memory.h"

enum { BUF_MIN_BYTES = 64 };

int span_compare(struct span a, struct span b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common == 0 ? 0 : memcmp(a.data, b.data, common);
    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool span_starts(struct span text, struct span prefix)
{
    return text.len >= prefix.len && span_equal(span_part(text, 0, prefix.len), prefix);
}

struct span span_part(struct span text, size_t off, size_t len)
{
    if (off > text.len)
        off = text.len;
    if (len > text.len - off)
        len = text.len - off;
    return span_of(off == 0 ? text.data : text.data + off, len);
}

static bool is_blank(uint8_t byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

struct span span_trim(struct span text)
{
    size_t from = 0;
    size_t to = text.len;
    while (from < to && is_blank(text.data[from]))
        from++;
    while (to > from && is_blank(text.data[to - 1]))
        to--;
    return span_part(text, from, to - from);
}

size_t span_find(struct span text, uint8_t byte, size_t from)
{
    if (from >= text.len)
        return text.len;
    const uint8_t *found = memchr(text.data + from, byte, text.len - from);
    return found == NULL ? text.len : (size_t)(found - text.data);
}

void buf_init(struct buf *buf, size_t limit_bytes)
{
    *buf = (struct buf){.limit = limit_bytes == 0 ? BUF_LIMIT_DEFAULT : limit_bytes};
}

void buf_release(struct buf *buf)
{
    memory_free(buf->data);
    buf_init(buf, buf->limit);
}

void buf_reset(struct buf *buf)
{
    buf->len = 0;
    buf->status = ST_OK;
}

static bool grow_to(struct buf *buf, size_t need)
{
    if (buf->data != NULL && need <= buf->capacity)
        return true;
    if (need < BUF_MIN_BYTES)
        need = BUF_MIN_BYTES;
    uint8_t *data = memory_grow(buf->data, &buf->capacity, need, 1);
    if (data == NULL) {
        buf->status = ST_NOMEM;
        return false;
    }
    buf->data = data;
    return true;
}

/* Capacity for `len` more bytes; false, and sticky, when there cannot be. */
static bool reserve(struct buf *buf, size_t len)
{
    if (buf->status != ST_OK)
        return false;
    size_t limit = buf->limit == 0 ? BUF_LIMIT_DEFAULT : buf->limit;
    if (len > limit - buf->len) {
        buf->status = ST_LIMIT;
        return false;
    }
    return grow_to(buf, buf->len + len);
}

uint8_t *buf_grow(struct buf *buf, size_t len)
{
    if (!reserve(buf, len))
        return NULL;
    uint8_t *room = buf->data + buf->len;
    buf->len += len;
    return room;
}

void buf_put(struct buf *buf, const void *data, size_t len)
{
    uint8_t *room = buf_grow(buf, len);
    if (room != NULL && len != 0)
        memcpy(room, data, len);
}

void buf_put_byte(struct buf *buf, uint8_t byte)
{
    buf_put(buf, &byte, 1);
}

void buf_put_span(struct buf *buf, struct span span)
{
    buf_put(buf, span.data, span.len);
}

void buf_put_text(struct buf *buf, const char *text)
{
    buf_put(buf, text, strlen(text));
}

void buf_print(struct buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len >= 0 && reserve(buf, (size_t)len)) {
        size_t kept = (size_t)len + 1; /* vsnprintf ends with a NUL, which is dropped */
        if (grow_to(buf, buf->len + kept)) {
            (void)vsnprintf((char *)buf->data + buf->len, kept, format, again);
            buf->len += (size_t)len;
        }
    }
    va_end(again);
}
