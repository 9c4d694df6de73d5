/* columns_private.h - what writer and reader of the columns agree on.
 *
 * Layer    segment (includes base)
 * Format   FORMAT.md: columns
 */
#ifndef MSEARCH_SEGMENT_COLUMNS_PRIVATE_H
#define MSEARCH_SEGMENT_COLUMNS_PRIVATE_H

#include <stdint.h>

#include "segment/layout.h"

enum { COLUMNS_HEAD_BYTES = COLUMN_COUNT * 8 + 4 };

/* Bytes of an ordinal: room for the values and for "none", which is all ones. */
static inline unsigned column_width(uint32_t value_count)
{
    if (value_count == 0)
        return 0;
    if (value_count <= UINT8_MAX)
        return 1;
    return value_count <= UINT16_MAX ? 2 : 4;
}

#endif
