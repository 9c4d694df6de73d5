/* pack.h - blocks of up to 256 unsigned numbers, each in its smallest form.
 *
 * Layer    codec (includes base)
 * Format   FORMAT.md 2 (packed blocks), rules K1-K8
 * Memory   writes to a buf; decodes into the caller's array
 * Threads  no shared state
 * Source   Lemire & Boytsov 2015 (vertical bit packing); Zukowski et al. 2006 (PFOR)
 *
 * A packed block does not say how many numbers it holds: the caller knows.
 * Layout of the bit-packed form: lane k holds numbers k, k+8, k+16, … (8 lanes of
 * 32 numbers), for the kernels (kernels.h).
 */
#ifndef MSEARCH_CODEC_PACK_H
#define MSEARCH_CODEC_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "codec/wire.h"

/* Arrays that are decoded into have room for PACK_ARRAY numbers, whatever the count: the
 * kernels write whole registers. What stands behind the count is of any value. */
enum { PACK_BLOCK = 256, PACK_ROOM = 16, PACK_ARRAY = PACK_BLOCK + PACK_ROOM };

/* Any numbers: all equal, bit-packed, bit-packed with up to 16 exceptions, or
 * varints, whichever is smallest. 1 <= count <= PACK_BLOCK. */
void pack_encode(struct buf *out, const uint32_t *values, size_t count);
/* Reads one block of `count` numbers. False, with in->bad set, when the bytes break a
 * rule. */
MUST_USE bool pack_decode(struct wire_reader *in, uint32_t *values, size_t count);
/* The same of numbers that are kept less one: what comes out is 1 .. 2^PACK_COUNT_BITS;
 * a larger one is refused. */
enum { PACK_COUNT_BITS = 28 };
MUST_USE bool pack_decode_counts(struct wire_reader *in, uint32_t *values,
                                 size_t count);
/* Step over a block without decoding it. */
MUST_USE bool pack_skip(struct wire_reader *in, size_t count);

/* Strictly ascending document ids, all > `before` (use UINT32_MAX for "none before":
 * the first id may then be 0): a run, a bitset, packed gaps, whichever is smallest. */
void pack_encode_docs(struct buf *out, uint32_t before, const uint32_t *docs,
                      size_t count);
MUST_USE bool pack_decode_docs(struct wire_reader *in, uint32_t before, uint32_t *docs,
                               size_t count);
MUST_USE bool pack_skip_docs(struct wire_reader *in, size_t count);

#endif
