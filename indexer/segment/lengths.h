/* lengths.h - field lengths in one byte each.
 *
 * Layer    segment (includes base)
 * Format   FORMAT.md: lengths
 * Threads  pure functions; a segment's arrays are read-only
 *
 * The decoded length IS the length in the ranking formula, so brute force and
 * engine agree bit for bit.
 */
#ifndef MSEARCH_SEGMENT_LENGTHS_H
#define MSEARCH_SEGMENT_LENGTHS_H

#include <stdint.h>

enum { LENGTH_CODE_MAX = 253 };

/* Monotone; exact up to 40, then steps of about 1/8. */
uint8_t lengths_encode(uint32_t length);
/* UINT32_MAX for the codes above LENGTH_CODE_MAX, which no segment holds (rule L1). */
uint32_t lengths_decode(uint8_t code);

#endif
