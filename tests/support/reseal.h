/* reseal.h - make the checksums of a changed segment right again.
 *
 * Layer    tests
 * Format   FORMAT.md 4
 * Memory   changes the caller's bytes
 * Threads  no shared state
 *
 * So that tests and fuzzers get behind the checksums. Header only: fuzz targets link no
 * test support.
 */
#ifndef MSEARCH_TESTS_RESEAL_H
#define MSEARCH_TESTS_RESEAL_H

#include <stdint.h>

#include "base/hash.h"
#include "codec/wire.h"
#include "segment/layout.h"

static inline void reseal_put(uint8_t *p, uint64_t value, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++)
        p[i] = (uint8_t)(value >> (8 * i));
}

/* Where section `at` lies by the footer; clipped to the file. */
static inline struct span reseal_section(const uint8_t *data, size_t len, unsigned at)
{
    const uint8_t *row = data + len - SEGMENT_FOOTER_BYTES + 88 + (size_t)at * 16;
    uint64_t off = wire_load_u64(row), bytes = wire_load_u64(row + 8);
    uint64_t most = len - SEGMENT_FOOTER_BYTES;

    off = off < most ? off : most;
    bytes = bytes < most - off ? bytes : most - off;
    return span_of(data + off, (size_t)bytes);
}

/* Pages, checksums, header, footer; what does not fit is left as it is. */
static inline void reseal(uint8_t *data, size_t len)
{
    uint8_t *foot;
    size_t sum;
    struct span sums;

    if (len < SEGMENT_HEADER_BYTES + SEGMENT_FOOTER_BYTES)
        return;
    foot = data + len - SEGMENT_FOOTER_BYTES;
    sums = reseal_section(data, len, SECTION_CHECKSUMS);
    sum = (size_t)(sums.data - data);
    for (unsigned i = 0; i < SECTION_CHECKSUMS; i++) {
        struct span section = reseal_section(data, len, i);

        for (size_t off = 0; off < section.len; off += PAGE_BYTES, sum += 4)
            if (sum + 4 <= (size_t)(sums.data - data) + sums.len)
                reseal_put(data + sum,
                           hash_crc32(0, span_part(section, off, PAGE_BYTES)), 4);
    }
    reseal_put(foot + 344, hash_crc32(0, sums), 4);
    reseal_put(data + 60, hash_crc32(0, span_of(data, 60)), 4);
    reseal_put(foot + 360, hash_crc32(0, span_of(foot, 360)), 4);
}

#endif
