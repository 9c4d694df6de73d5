/* wire.c - numbers and byte strings, one bounds check each.
 *
 *   bytes:  ... | next -> ......... | end
 *
 * Invariant: next <= end; once `bad` is set nothing moves and every read gives 0.
 */
#include "codec/wire.h"

enum { VARINT_MORE = 0x80, VARINT_BITS = 0x7F };

/* The next `len` bytes, stepped over; NULL and bad when there are fewer. */
static const uint8_t *take(struct wire_reader *in, size_t len)
{
    if (wire_left(in) < len || in->bad) {
        in->bad = true;
        return NULL;
    }
    const uint8_t *bytes = in->next;
    if (len > 0)
        in->next += len;
    return bytes;
}

uint8_t wire_u8(struct wire_reader *in)
{
    const uint8_t *bytes = take(in, 1);
    return bytes == NULL ? 0 : bytes[0];
}

uint16_t wire_u16(struct wire_reader *in)
{
    const uint8_t *bytes = take(in, 2);
    return bytes == NULL ? 0 : wire_load_u16(bytes);
}

uint32_t wire_u32(struct wire_reader *in)
{
    const uint8_t *bytes = take(in, 4);
    return bytes == NULL ? 0 : wire_load_u32(bytes);
}

uint64_t wire_u64(struct wire_reader *in)
{
    const uint8_t *bytes = take(in, 8);
    return bytes == NULL ? 0 : wire_load_u64(bytes);
}

/* A varint of at most `max`. An overlong one ends with a zero byte that adds nothing;
 * one above `max`, or longer than ten bytes, does not fit. */
static uint64_t varint(struct wire_reader *in, uint64_t max)
{
    uint64_t value = 0;
    size_t left = wire_left(in);
    for (unsigned i = 0; i < left && i < 10; i++) {
        uint64_t bits = in->next[i] & VARINT_BITS;
        unsigned shift = 7 * i;
        if (bits > max >> shift)
            break;
        value |= bits << shift;
        if ((in->next[i] & VARINT_MORE) != 0)
            continue;
        if ((bits == 0 && i > 0) || value > max)
            break;
        in->next += i + 1;
        return value;
    }
    in->bad = true;
    return 0;
}

uint32_t wire_varint32(struct wire_reader *in)
{
    /* Most have one byte. */
    if (wire_left(in) > 0 && (in->next[0] & VARINT_MORE) == 0)
        return *in->next++;
    return (uint32_t)varint(in, UINT32_MAX);
}

uint64_t wire_varint64(struct wire_reader *in)
{
    return varint(in, UINT64_MAX);
}

struct span wire_bytes(struct wire_reader *in, size_t len)
{
    const uint8_t *bytes = take(in, len);
    return bytes == NULL ? span_of(NULL, 0) : span_of(bytes, len);
}

struct span wire_string(struct wire_reader *in)
{
    uint64_t len = wire_varint64(in);
    if (len > wire_left(in))
        in->bad = true;
    return in->bad ? span_of(NULL, 0) : wire_bytes(in, (size_t)len);
}

static void put_fixed(struct buf *out, uint64_t value, size_t width)
{
    uint8_t bytes[8];
    for (size_t i = 0; i < width; i++)
        bytes[i] = (uint8_t)(value >> 8 * i);
    buf_put(out, bytes, width);
}

void wire_put_u8(struct buf *out, uint8_t value)
{
    put_fixed(out, value, 1);
}

void wire_put_u16(struct buf *out, uint16_t value)
{
    put_fixed(out, value, 2);
}

void wire_put_u32(struct buf *out, uint32_t value)
{
    put_fixed(out, value, 4);
}

void wire_put_u64(struct buf *out, uint64_t value)
{
    put_fixed(out, value, 8);
}

void wire_put_varint(struct buf *out, uint64_t value)
{
    uint8_t bytes[10];

    if (value < VARINT_MORE && out->status == ST_OK && out->len < out->capacity &&
        out->len < out->limit) { /* most have one byte */
        out->data[out->len++] = (uint8_t)value;
        return;
    }
    size_t len = 0;
    for (; value >= VARINT_MORE; value >>= 7)
        bytes[len++] = (uint8_t)(value | VARINT_MORE);
    bytes[len++] = (uint8_t)value;
    buf_put(out, bytes, len);
}

void wire_put_string(struct buf *out, struct span bytes)
{
    wire_put_varint(out, bytes.len);
    buf_put_span(out, bytes);
}
