/* second_decoder.h - a segment as text, by a reader made from FORMAT.md alone.
 *
 * Layer    tests
 * Format   FORMAT.md 2, 4 to 11
 * Memory   the text is the caller's, to be freed
 * Threads  one
 */
#ifndef MSEARCH_TESTS_SECOND_DECODER_H
#define MSEARCH_TESTS_SECOND_DECODER_H

#include <stddef.h>
#include <stdint.h>

/* Stops the program where the bytes break a rule. */
char *second_decoder_dump(const uint8_t *data, size_t len);

#endif
