/* squeeze.c - terms in fewer bytes: one for each letter of our alphabets.
 *
 *   plain                     squeezed
 *   05 .. 7F                  the same
 *   D0 80 .. D0 BF            80 .. BF      Ѐ .. п
 *   D1 80 .. D1 BF            C0 .. FF      р .. ѿ
 *   D2 A3, D2 AF, D3 A9       01, 02, 03    ң ү ө
 *   any other byte b          00 b
 *
 * The pairs first: a byte is escaped only when it does not begin one of them, so that
 * every text has exactly one squeezed form (rule Q2).
 */
#include "segment/squeeze.h"

enum { ESCAPE = 0, PLAIN_FIRST = 5, LETTERS = 3 };

static const uint8_t letters[LETTERS][2] = {{0xD2, 0xA3}, {0xD2, 0xAF}, {0xD3, 0xA9}};

/* The one byte for a pair; ESCAPE when there is none. */
static uint8_t code_of(uint8_t first, uint8_t second)
{
    if ((first == 0xD0 || first == 0xD1) && second >= 0x80 && second <= 0xBF)
        return (uint8_t)(first == 0xD0 ? second : second + 0x40);
    for (unsigned i = 0; i < LETTERS; i++)
        if (letters[i][0] == first && letters[i][1] == second)
            return (uint8_t)(i + 1);
    return ESCAPE;
}

size_t squeeze(struct span plain, uint8_t out[SQUEEZED_MAX])
{
    size_t len = 0;

    for (size_t i = 0; i < plain.len; i++) {
        uint8_t byte = plain.data[i];
        uint8_t code;

        if (byte >= PLAIN_FIRST && byte < 0x80) { /* begins no pair */
            out[len++] = byte;
            continue;
        }
        code = i + 1 < plain.len ? code_of(byte, plain.data[i + 1]) : (uint8_t)ESCAPE;
        if (code != ESCAPE) {
            out[len++] = code;
            i++;
        } else {
            out[len++] = ESCAPE;
            out[len++] = byte;
        }
    }
    return len;
}

/* One code to one or two bytes; how many, 0: no such code. */
static size_t expand(uint8_t code, uint8_t pair[2])
{
    if (code >= 0x80) {
        pair[0] = code < 0xC0 ? 0xD0 : 0xD1;
        pair[1] = (uint8_t)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code >= PLAIN_FIRST) {
        pair[0] = code;
        return 1;
    }
    if (code > LETTERS)
        return 0;
    pair[0] = letters[code - 1][0];
    pair[1] = letters[code - 1][1];
    return 2;
}

size_t unsqueeze(struct span squeezed, uint8_t out[TERM_MAX])
{
    size_t len = 0;

    for (size_t i = 0; i < squeezed.len; i++) {
        uint8_t pair[2];
        size_t count = 1;

        if (squeezed.data[i] == ESCAPE) {
            if (++i == squeezed.len)
                return 0;
            pair[0] = squeezed.data[i];
        } else {
            count = expand(squeezed.data[i], pair);
        }
        if (count == 0 || len + count > TERM_MAX)
            return 0;
        out[len++] = pair[0];
        if (count == 2)
            out[len++] = pair[1];
    }
    return len;
}
