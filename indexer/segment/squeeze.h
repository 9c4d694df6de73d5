/* squeeze.h - terms in fewer bytes: one for each letter of our alphabets.
 *
 * Layer    segment (includes base)
 * Format   FORMAT.md: squeezed bytes, rules Q1-Q2
 * Memory   the caller's arrays
 * Threads  pure functions
 */
#ifndef MSEARCH_SEGMENT_SQUEEZE_H
#define MSEARCH_SEGMENT_SQUEEZE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

enum { TERM_MAX = 255, SQUEEZED_MAX = 2 * TERM_MAX };

/* Any 1..255 bytes -> at most SQUEEZED_MAX; returns how many. */
size_t squeeze(struct span plain, uint8_t out[SQUEEZED_MAX]);
/* Back; 0 when the bytes are not what squeeze makes, or more than TERM_MAX. */
size_t unsqueeze(struct span squeezed, uint8_t out[TERM_MAX]);

#endif
