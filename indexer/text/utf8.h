/* utf8.h - decode, validate, repair and normalise UTF-8.
 *
 * Layer    text (includes base)
 * Memory   writes to bufs of the caller
 * Threads  pure functions
 * Source   Unicode 15, table 3-7 (well-formed byte sequences); RFC 3629
 */
#ifndef MSEARCH_TEXT_UTF8_H
#define MSEARCH_TEXT_UTF8_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

/* The code point at *off (< text.len) of any bytes; *off moves past it. An ill-formed
 * sequence gives U+FFFD and moves past its maximal valid prefix, at least one byte. */
uint32_t utf8_next(struct span text, size_t *off);
/* The code point that ends at *off (> 0) of valid text; *off moves to its start. */
uint32_t utf8_before(struct span text, size_t *off);
/* 1 to 4 bytes; surrogates and numbers over U+10FFFF are written as U+FFFD. */
void utf8_put(struct buf *out, uint32_t code);
size_t utf8_encode(uint8_t out[4], uint32_t code);
bool utf8_valid(struct span text);
/* Append `text` made valid (bad sequences and NUL to U+FFFD); returns how many
 * were replaced. */
size_t utf8_repair(struct buf *out, struct span text);
/* Append the NFC form of valid text (utf8proc; a quick check first). */
void utf8_nfc(struct buf *out, struct span text);
bool utf8_is_nfc(struct span text);
/* Letters (code points) in valid text. */
size_t utf8_count(struct span text);

#endif
