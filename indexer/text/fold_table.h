/* fold_table.h - what folding knows of each code point.
 *
 * Layer    text (includes base)
 * Threads  constant tables
 * Source   fold_table.c is written by fold_table_make.c from utf8proc; the Unicode
 *          version stands in both. Not for use outside utf8_nfc.c, fold.c and words.c.
 */
#ifndef MSEARCH_TEXT_FOLD_TABLE_H
#define MSEARCH_TEXT_FOLD_TABLE_H

#include <stddef.h>
#include <stdint.h>

#define FOLD_UNICODE_VERSION "15.0"

enum {
    FOLD_LOW_END = 0x600, /* below it a direct table: Latin, Greek, Cyrillic, Hebrew */
    FOLD_CLASS_MASK = 0x07, /* enum code_class */
    FOLD_UPPER = 0x08,
    FOLD_JOINS = 0x10 /* not its own NFC form, or may join what stands before it */
};

/* Code points first, first + step .. last fold to themselves plus `delta`. */
struct fold_move {
    uint32_t first;
    uint32_t last;
    int32_t delta;
    uint8_t step;
    uint8_t flags; /* FOLD_UPPER or 0 */
};

struct fold_range {
    uint32_t first;
    uint32_t last;
    uint8_t flags; /* class and FOLD_JOINS */
};

extern const uint16_t fold_low[FOLD_LOW_END];
extern const uint8_t fold_low_flags[FOLD_LOW_END];
extern const struct fold_move fold_moves[]; /* from U+0600 on, ascending */
extern const size_t fold_move_count;
extern const struct fold_range
    fold_ranges[]; /* from U+0600 on, ascending, no overlap */
extern const size_t fold_range_count;

uint8_t fold_flags_high(uint32_t code);

static inline uint8_t fold_flags(uint32_t code)
{
    return code < FOLD_LOW_END ? fold_low_flags[code] : fold_flags_high(code);
}

#endif
