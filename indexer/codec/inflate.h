/* inflate.h - raw deflate data back into bytes, as far as they are needed.
 *
 * Layer    codec (includes base)
 * Memory   plain storage of the caller; the output is the caller's
 * Threads  no shared state
 * Source   RFC 1951; two-level tables and the refill of the bit buffer as in libdeflate
 *
 * What zlib's inflate takes is taken, and nothing else (tests/fuzz/fuzz_inflate.c). It
 * exists because the store's blocks are small: it needs no copy of the dictionary for
 * each, stops where a record ends, and goes on from there when more is wanted.
 */
#ifndef MSEARCH_CODEC_INFLATE_H
#define MSEARCH_CODEC_INFLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

enum {
    INFLATE_SLACK = 320, /* bytes behind the output that may be overwritten */
    INFLATE_LITERAL_TABLE = 1536,
    INFLATE_DISTANCE_TABLE = 512
};

struct inflate_bits {
    uint64_t buffer; /* the lowest bit is next */
    unsigned count;
    unsigned overread; /* bytes of zeros past the end that were taken in */
    const uint8_t *next, *end;
};

enum inflate_state { INFLATE_HEADER, INFLATE_STORED, INFLATE_CODES, INFLATE_END };

struct inflate {
    struct inflate_bits in;
    uint8_t *out;
    size_t done; /* bytes at `out` that are final */
    size_t history, limit;
    size_t stored; /* left of a stored block */
    enum inflate_state state;
    bool last;
    uint32_t literals[INFLATE_LITERAL_TABLE];
    uint32_t distances[INFLATE_DISTANCE_TABLE];
};

/* `out` has room for limit + INFLATE_SLACK bytes, and `history` bytes before it that the
 * data may refer to. Both and `packed` stay until the last call of inflate_until. */
void inflate_begin(struct inflate *z, struct span packed, uint8_t *out, size_t history,
                   size_t limit);
/* Go on until `want` bytes (<= limit) are there, or the data ends.
 *   returns  false: not deflate data, or more than `limit`; z is of no use any more */
MUST_USE bool inflate_until(struct inflate *z, size_t want);
/* The data ended where `packed` does, and gave `limit` bytes. */
bool inflate_whole(const struct inflate *z);

#endif
