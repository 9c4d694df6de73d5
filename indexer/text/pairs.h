/* pairs.h - eight bytes of text at a time.
 *
 * Layer    text (includes nothing)
 * Threads  pure functions
 *
 * Nearly all text is runs of the two-byte letters U+0400..047F with blanks between:
 * what a loop does letter by letter, it may pass over four at once where nothing is to
 * be done.
 */
#ifndef MSEARCH_TEXT_PAIRS_H
#define MSEARCH_TEXT_PAIRS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* How many of the `left` bytes at `at` are a run of well-formed letters of U+0400..047F;
 * it goes on to the end, or to the first byte that begins none. */
static inline size_t pairs_run(const uint8_t *at, size_t left)
{
    size_t run = 0;
    while (left - run >= 8) {
        uint64_t eight;
        memcpy(&eight, at + run, sizeof eight);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        eight = __builtin_bswap64(eight);
#endif
        uint64_t odd =
            (eight & UINT64_C(0xC0FEC0FEC0FEC0FE)) ^ UINT64_C(0x80D080D080D080D0);
        if (odd != 0)
            return run + ((size_t)__builtin_ctzll(odd) >> 4 << 1);
        run += 8;
    }
    while (left - run >= 2 && (at[run] & 0xFE) == 0xD0 && (at[run + 1] & 0xC0) == 0x80)
        run += 2;
    return run;
}

/* Are the eight bytes at `at` ASCII? */
static inline bool pairs_ascii(const uint8_t *at)
{
    uint64_t eight;
    memcpy(&eight, at, sizeof eight);
    return (eight & UINT64_C(0x8080808080808080)) == 0;
}

#endif
