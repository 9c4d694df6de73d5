/* pack_form.h - what pack.c, pack_bits.c and pack_docs.c share; nobody else includes
 * it.
 *
 * Layer    codec (includes base)
 * Format   FORMAT.md 2 (packed blocks), the form byte
 * Memory   borrows; allocates nothing
 * Threads  no shared state
 */
#ifndef MSEARCH_CODEC_PACK_FORM_H
#define MSEARCH_CODEC_PACK_FORM_H

#include "codec/pack.h"

/* The first byte of a block. */
enum pack_form {
    PACK_BITS = 0x00, /* 0x00..0x20: that many bits each; 0: all are zero */
    PACK_BITS_LAST = 0x20,
    PACK_CONSTANT = 0x21, /* all equal, > 128: varint */
    PACK_VARINTS = 0x22,  /* short blocks only */
    PACK_RUN = 0x24,      /* documents only */
    PACK_BITSET = 0x25,   /* documents only */
    PACK_APART = 0x26,    /* documents only: the first gap apart */
    PACK_PATCHED = 0x40,  /* 0x40..0x5F: that many bits each, and exceptions */
    PACK_PATCHED_LAST = 0x5F,
    PACK_SPLIT = 0x60, /* 0x60..0x7B: that many low bits each, and the rest in ones */
    PACK_SPLIT_LAST = 0x7B,
    PACK_SMALL = 0x80, /* 0x80..0xFF: all equal, 1..128 */
    PACK_SMALL_MAX = 128,
};

enum {
    PACK_EXCEPTIONS = 16,
    PACK_BITSET_BYTES = 1024, /* a packed block is never larger than 1 + 256 * 4 */
};

/* The smallest form for some numbers, and its size with the form byte. */
struct pack_plan {
    uint8_t form;
    size_t bytes;
};
struct pack_plan pack_plan(const uint32_t *values, size_t count);
void pack_encode_planned(struct buf *out, struct pack_plan plan, const uint32_t *values,
                         size_t count);

/* How a block's numbers are wanted, and what is then known of them. */
struct pack_values {
    uint32_t *values;
    size_t count;
    uint32_t plus;  /* is added to each */
    unsigned width; /* out: no number, before that, has more bits */
    uint64_t sum;   /* out: nor is their sum, before that, above this */
};
/* What follows a form byte that is already read. False: sets in->bad. */
MUST_USE bool pack_decode_form(struct wire_reader *in, uint8_t form,
                               struct pack_values *out);
/* The set bits of a split block's high part, which is read behind `low`: bits[1 ..
 * count], bits[0] is 2^32 - 1. Fills width and sum. */
MUST_USE bool pack_split_bits(struct wire_reader *in, size_t size, unsigned low,
                              struct pack_values *out, uint32_t bits[PACK_ARRAY + 1]);
MUST_USE bool pack_skip_form(struct wire_reader *in, uint8_t form, size_t count);
MUST_USE bool pack_refuse(struct wire_reader *in); /* sets in->bad; false */

/* Bits an unsigned number needs: 0 for 0, 32 from 2^31 on. */
static inline unsigned pack_width(uint32_t value)
{
    return value == 0 ? 0 : 32 - (unsigned)__builtin_clz(value);
}

static inline size_t pack_bits_bytes(size_t count, unsigned bits)
{
    return (count * bits + 7) / 8;
}

/* The low `bits` (0..32) of each number, in pack_bits_bytes. */
void pack_bits_put(struct buf *out, const uint32_t *values, size_t count,
                   unsigned bits);
/* False when a bit after the last number is set. */
MUST_USE bool pack_bits_get(const uint8_t *bytes, const struct pack_values *out,
                            unsigned bits);

#endif
