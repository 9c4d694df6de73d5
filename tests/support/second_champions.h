/* second_champions.h - the champions of a list, compared with its postings.
 *
 * Layer    tests
 * Format   FORMAT.md 8, rule B7
 * Memory   reads at `at`, up to `end`
 * Threads  one
 *
 * A part of second_decoder.c, which alone includes it.
 */
#ifndef MSEARCH_TESTS_SECOND_CHAMPIONS_H
#define MSEARCH_TESTS_SECOND_CHAMPIONS_H

#include "support/second_numbers.h"

/* Champions of the list, those met so far first. */
static struct {
    uint64_t count, met;
    uint64_t doc[16], tf[16][6];
} champions;

static void read_champions(const uint8_t *dir, uint64_t len)
{
    uint64_t next = 0;

    champions.count = champions.met = 0;
    at = dir + len - 2 - fixed(dir + len - 2, 2);
    end = dir + len - 2;
    must(at >= dir && fixed(at, 4) <= 1 << 30, "B7");
    for (at += 4; at < end; next++) {
        uint64_t i = champions.count++, head, mask;

        must(i < 16, "B7");
        champions.doc[i] = next += varint();
        head = varint();
        mask = head & 1 ? *bytes(1) : 0;
        champions.tf[i][0] = head >> 1;
        for (unsigned field = 1; field < 6; field++)
            champions.tf[i][field] = mask >> (field - 1) & 1 ? varint() : 0;
    }
    must(at == end, "B7");
}

/* Of a block of n documents, with their frequencies by field. */
static void meet_champions(const uint32_t *doc, uint32_t tf[][6], unsigned n)
{
    for (unsigned i = 0; i < n && champions.met < champions.count; i++)
        if (doc[i] == champions.doc[champions.met]) {
            for (unsigned field = 0; field < 6; field++)
                must(tf[i][field] == champions.tf[champions.met][field], "B7");
            champions.met++;
        }
}

#endif
