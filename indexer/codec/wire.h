/* wire.h - bounded, sticky reading and writing of numbers and byte strings.
 *
 * Layer    codec (includes base)
 * Format   FORMAT.md 2: little-endian, canonical LEB128 varints
 * Memory   a reader borrows its bytes; a writer appends to a buf
 * Threads  no shared state
 *
 * A reader never passes its end: past it, and on an overlong varint, it returns 0
 * and sets `bad`, which stays. Check once per structure, never per number.
 */
#ifndef MSEARCH_CODEC_WIRE_H
#define MSEARCH_CODEC_WIRE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

struct wire_reader {
    const uint8_t *next;
    const uint8_t *end;
    bool bad;
};

static inline struct wire_reader wire_open(struct span bytes)
{
    const uint8_t *end = bytes.len == 0 ? bytes.data : bytes.data + bytes.len;
    return (struct wire_reader){bytes.data, end, false};
}

uint8_t wire_u8(struct wire_reader *in);
uint16_t wire_u16(struct wire_reader *in);
uint32_t wire_u32(struct wire_reader *in);
uint64_t wire_u64(struct wire_reader *in);
uint32_t wire_varint32(struct wire_reader *in);
uint64_t wire_varint64(struct wire_reader *in);
/* The next `len` bytes, borrowed; empty and bad when there are fewer. */
struct span wire_bytes(struct wire_reader *in, size_t len);
/* A varint length, then that many bytes. */
struct span wire_string(struct wire_reader *in);
static inline size_t wire_left(const struct wire_reader *in)
{
    return in->bad ? 0 : (size_t)(in->end - in->next);
}

void wire_put_u8(struct buf *out, uint8_t value);
void wire_put_u16(struct buf *out, uint16_t value);
void wire_put_u32(struct buf *out, uint32_t value);
void wire_put_u64(struct buf *out, uint64_t value);
void wire_put_varint(struct buf *out, uint64_t value); /* 1 to 10 bytes */
void wire_put_string(struct buf *out, struct span bytes);

/* Fixed-width little-endian loads from bytes already known to be in bounds. */
static inline uint16_t wire_load_u16(const uint8_t *p)
{
    return (uint16_t)(p[0] | (unsigned)p[1] << 8);
}
static inline uint32_t wire_load_u32(const uint8_t *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
           (uint32_t)p[3] << 24;
}
static inline uint64_t wire_load_u64(const uint8_t *p)
{
    return (uint64_t)wire_load_u32(p) | (uint64_t)wire_load_u32(p + 4) << 32;
}

#endif
