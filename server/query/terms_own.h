/* terms_own.h - corpus/terms/ky-ru.tsv as bytes (terms_own.c is made by terms_own.sh).
 *
 * Layer    query
 * Format   corpus/terms/README.md
 * Memory   constant
 * Threads  read-only
 */
#ifndef MSEARCH_QUERY_TERMS_OWN_H
#define MSEARCH_QUERY_TERMS_OWN_H

#include <stddef.h>
#include <stdint.h>

extern const uint8_t terms_own_text[];
extern const size_t terms_own_bytes;

#endif
