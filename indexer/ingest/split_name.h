/* split_name.h - a surname in capitals that layout broke in two (rule R3).
 *
 * Layer    ingest (includes base, text)
 * Memory   allocates nothing; parts are borrowed from the text
 * Threads  pure functions
 */
#ifndef MSEARCH_INGEST_SPLIT_NAME_H
#define MSEARCH_INGEST_SPLIT_NAME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

enum { SPLIT_NAME_BYTES = 128 }; /* a longer one is no name */

/* The Cyrillic letter at `off` of valid text, or 0. All of them are two bytes long. */
static inline uint32_t cyrillic_at(struct span text, size_t off)
{
    if (off + 1 >= text.len || text.data[off] < 0xD0 || text.data[off] > 0xD4)
        return 0;
    uint32_t code = ((text.data[off] & 0x1FU) << 6) | (text.data[off + 1] & 0x3FU);
    return code <= 0x52F && (code < 0x482 || code > 0x489) ? code : 0;
}

/* Is the blank at `space` inside Given PART REST, where PARTREST ends as surnames do?
 */
bool split_name_find(struct span text, size_t space, struct span *part,
                     struct span *rest);
/* The rest cannot be a word of its own (ШБАЕВА, ШОВА), so it was split off. In
 * САДЫР ЖАПАРОВ it can. */
bool split_name_rest_is_odd(struct span rest);
/* PARTREST, or the same with small letters after the first, stands in the document. */
bool split_name_occurs(struct span document, struct span part, struct span rest);

#endif
