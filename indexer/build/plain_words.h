/* plain_words.h - words of the plain analyzer.
 *
 * Layer    build (includes base, text)
 * Memory   borrows the text
 * Threads  pure functions
 */
#ifndef MSEARCH_BUILD_PLAIN_WORDS_H
#define MSEARCH_BUILD_PLAIN_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "build/pool.h"
#include "text/analysis.h"
#include "text/words.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

static inline bool plain_is_blank(uint8_t byte)
{
    return byte <= ' '; /* control characters too: no word begins as a name term does */
}

/* The first blank at or after `at`, or text.len. */
static inline size_t plain_find_blank(struct span text, size_t at)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;

#if defined(__SSE2__)
    const __m128i blank = _mm_set1_epi8(' ');

    for (; text.len - at >= sizeof blank; at += sizeof blank) {
        __m128i bytes = _mm_loadu_si128((const void *)(text.data + at));
        unsigned blanks = (unsigned)_mm_movemask_epi8(
            _mm_cmpeq_epi8(_mm_min_epu8(bytes, blank), bytes));

        if (blanks != 0)
            return at + (unsigned)__builtin_ctz(blanks);
    }
#endif
    for (; text.len - at >= 8; at += 8) {
        uint64_t eight = pool_load8(text.data + at);

        if (((eight - (' ' + 1) * ones) & ~eight & high) != 0)
            break;
    }
    while (at < text.len && !plain_is_blank(text.data[at]))
        at++;
    return at;
}

/* A word of the plain analyzer: what stands between ASCII blanks, cut at 255 bytes. */
static inline bool plain_words_next(struct words *words, struct span *word)
{
    struct span text = words->text;
    size_t at = words->off, end;

    while (at < text.len && plain_is_blank(text.data[at]))
        at++;
    end = plain_find_blank(text, at);
    words->off = end;
    *word =
        span_of(text.data + at, end - at < TERM_BYTES_MAX ? end - at : TERM_BYTES_MAX);
    return end > at;
}

#endif
