/* race_documents.h - the documents of a race, counted, and some of them kept.
 *
 * Layer    tests (includes base, bench's chance)
 * Format   lines {"id":"0","text":"t1 t5 …"} (tests/bench/game/README.md); tokens are t and
 *          a number
 * Memory   read and release; 8 bytes for each term number, and the kept documents
 * Threads  one
 */
#ifndef MSEARCH_TESTS_RACE_DOCUMENTS_H
#define MSEARCH_TESTS_RACE_DOCUMENTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "bench/bench.h"

struct race_document {
    uint32_t *tokens;
    size_t count, capacity;
};

struct race_documents {
    uint64_t doc_count;
    uint32_t *doc_freq; /* by term number, below term_count */
    size_t term_count;
    struct race_document *kept; /* a random choice */
    size_t kept_count;

    /* while reading */
    size_t keep;
    struct chance *chance;
    struct buf in;
    uint32_t *last_doc; /* by term number: the last document with it, from 1 */
    size_t freq_capacity, last_capacity;
    struct race_document doc; /* at hand */
};

/* All of standard input; keeps at most `keep` documents. Ends the program with a line on
 * standard error when memory is out or a line is no document. */
void race_documents_read(struct race_documents *all, size_t keep,
                         struct chance *chance);
void race_documents_release(struct race_documents *all);

#endif
