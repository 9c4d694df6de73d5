/* bytes.h - borrowed and owned runs of bytes.
 *
 * Layer    base
 * Memory   a span owns nothing and is valid as long as its source says;
 *          a buf owns its bytes, states its cap and is sticky: after the first
 *          failure it swallows every further write, so one check at the end is enough
 * Threads  no shared state
 */
#ifndef MSEARCH_BASE_BYTES_H
#define MSEARCH_BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/status.h"

/* Text in a span is UTF-8; it may hold NUL and is not NUL-terminated. */
struct span {
    const uint8_t *data;
    size_t len;
};

static inline struct span span_of(const void *data, size_t len)
{
    return (struct span){(const uint8_t *)data, len};
}

/* The span of a C string, without its NUL. */
static inline struct span span_text(const char *text)
{
    return span_of(text, strlen(text));
}

static inline bool span_equal(struct span a, struct span b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

/* Byte order, a prefix before its extensions: <0, 0, >0. */
int span_compare(struct span a, struct span b);
bool span_starts(struct span text, struct span prefix);
/* The part [off, off + len), clipped to the span. */
struct span span_part(struct span text, size_t off, size_t len);
/* Without ASCII blanks (space, \t, \r, \n) at both ends. */
struct span span_trim(struct span text);
/* Offset of the first `byte` at or after `from`, or text.len. */
size_t span_find(struct span text, uint8_t byte, size_t from);

struct buf {
    uint8_t *data;
    size_t len;
    size_t capacity;
    size_t limit;       /* cap in bytes; exceeding it sets ST_LIMIT */
    enum status status; /* ST_OK, ST_NOMEM or ST_LIMIT; sticky */
};

/* Storage is the caller's. limit_bytes 0 means BUF_LIMIT_DEFAULT (1 GiB). */
#define BUF_LIMIT_DEFAULT ((size_t)1 << 30)
void buf_init(struct buf *buf, size_t limit_bytes);
void buf_release(struct buf *buf); /* of an empty or zeroed one: no-op */
void buf_reset(struct buf *buf);   /* empty it and clear the status; memory is kept */
void buf_put(struct buf *buf, const void *data, size_t len);
void buf_put_byte(struct buf *buf, uint8_t byte);
void buf_put_span(struct buf *buf, struct span span);
void buf_put_text(struct buf *buf, const char *text);
void buf_print(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);
/* Room for `len` more bytes, to be filled by the caller; NULL on failure.
 * `len` is added to buf->len at once. */
uint8_t *buf_grow(struct buf *buf, size_t len);
/* What is in it, borrowed until the next call on the buf. */
static inline struct span buf_span(const struct buf *buf)
{
    return (struct span){buf->data, buf->len};
}

#endif
