/* parts.h - take one raw word apart: letters, look-alikes, parts.
 *
 * Layer    text (includes base)
 * Memory   plain storage of the caller, about 4 KiB
 * Threads  pure functions
 *
 * Only analysis.c uses it.
 */
#ifndef MSEARCH_TEXT_PARTS_H
#define MSEARCH_TEXT_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "text/lang.h"

enum { PARTS_LETTERS_MAX = 255, PARTS_MAX = 12 };

enum script { SCRIPT_NONE, SCRIPT_LATIN, SCRIPT_CYRILLIC, SCRIPT_OTHER };
enum letter_kind {
    LETTER_TEXT,
    LETTER_DIGIT,
    LETTER_POINT,
    LETTER_HYPHEN,
    LETTER_QUOTE
};

struct letter {
    uint32_t code; /* folded */
    uint8_t start; /* its bytes in the raw word, marks included */
    uint8_t end;
    uint8_t kind;
    uint8_t script; /* of LETTER_TEXT, else SCRIPT_NONE */
    bool upper;
};

enum part_kind {
    PART_WORD,
    PART_STEM /* a suffix was cut off by sight */,
    PART_NUMBER
};

/* letters[first, stop) are the part; the term is made of letters[first, end). */
struct part {
    uint8_t first;
    uint8_t end;
    uint8_t stop;
    uint8_t kind;
    bool glued; /* stands next to the part before it without a hyphen */
};

struct parts {
    struct letter letters[PARTS_LETTERS_MAX];
    unsigned letter_count;
    struct part parts[PARTS_MAX];
    unsigned count;
};

/* Parts beyond PARTS_MAX and bytes beyond 255 are dropped. */
void parts_read(struct parts *parts, struct span raw, enum lang lang);

#endif
