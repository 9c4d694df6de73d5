/* lengths.c - field lengths in one byte each.
 *
 *   code   0 .. 40    the length itself
 *   code  41 .. 253   eight steps an octave:  (8 + i) * 4 << o,
 *                     o = (code - 38) / 8, i = (code - 38) mod 8
 *   code 254, 255     not used (rule L1)
 *
 * Encoding rounds down to the nearest length that has a code, so
 * lengths_decode(lengths_encode(x)) <= x, and codes compare as lengths do.
 */
#include "segment/lengths.h"

enum { EXACT = 40, SHIFT_BASE = 38 };

uint8_t lengths_encode(uint32_t length)
{
    unsigned octave = 0;

    if (length <= EXACT)
        return (uint8_t)length;
    while (length >> octave >= 64)
        octave++;
    return (uint8_t)(SHIFT_BASE + octave * 8 + ((length >> octave) - 32) / 4);
}

uint32_t lengths_decode(uint8_t code)
{
    unsigned step = (unsigned)code - SHIFT_BASE;

    if (code <= EXACT)
        return code;
    if (code > LENGTH_CODE_MAX)
        return UINT32_MAX;
    return (uint32_t)(8 + step % 8) * 4 << step / 8;
}
