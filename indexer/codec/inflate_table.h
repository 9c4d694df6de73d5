/* inflate_table.h - the lengths of a code's words into a table that reads them.
 *
 * Layer    codec (private to inflate.c)
 * Memory   the table is the caller's
 * Threads  pure functions
 *
 *   entry    literal   1 | 15 bits value        | 0000 | code bits | bits to drop
 *            other     0 | base, or where the   | kind | code bits | bits to drop
 *                          second table begins  | 4 b. |    4 b.   |     8 b.
 *
 * Bits to drop are those of the code and of what follows it; a second table's entries
 * count from behind the bits of the first one. The code bits of an entry that leads to a
 * second table are those that tell its entries apart.
 */
#ifndef MSEARCH_CODEC_INFLATE_TABLE_H
#define MSEARCH_CODEC_INFLATE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

#define ENTRY_LITERAL UINT32_C(0x80000000)
#define ENTRY_ODD UINT32_C(0x8000)    /* no code, or one of the two that follow */
#define ENTRY_SECOND UINT32_C(0x4000) /* go on in a second table */
#define ENTRY_END UINT32_C(0x2000)

enum { INFLATE_SYMBOLS_MAX = 288 };

struct inflate_code {
    uint32_t *table;
    size_t room;
    unsigned bits;         /* of the first table */
    const uint8_t *lens;   /* of each symbol's code, 0: none */
    const uint32_t *bases; /* of each symbol: value, flags and extra bits */
    unsigned symbols;
    bool may_be_single; /* one code of one bit, or none, may be all there is */
};

/* False: no code has such lengths, or its table does not fit. */
MUST_USE bool inflate_table_build(const struct inflate_code *code);

#endif
