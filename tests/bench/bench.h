/* bench.h - what the programs of the benchmark share: chance that repeats, and the end.
 *
 * Layer    tests (includes base)
 * Memory   none
 * Threads  one generator per thread
 * Source   Steele, Lea & Flood 2014 (SplitMix64)
 */
#ifndef MSEARCH_TESTS_BENCH_H
#define MSEARCH_TESTS_BENCH_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/status.h"

/* The same seed gives the same archive and the same queries on every machine. */
struct chance {
    uint64_t state;
};

static inline uint64_t chance_next(struct chance *chance)
{
    uint64_t z = chance->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* 0 .. below - 1; `below` >= 1. (The bias of the remainder does not matter here.) */
static inline uint64_t chance_below(struct chance *chance, uint64_t below)
{
    return chance_next(chance) % below;
}

/* The smaller of two draws: small numbers come up more often than large ones. */
static inline uint64_t chance_skewed(struct chance *chance, uint64_t below)
{
    uint64_t a = chance_below(chance, below), b = chance_below(chance, below);
    return a < b ? a : b;
}

static inline int bench_order(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* Of 1 to 99 numbers; of an even number the mean of the middle two. */
static inline uint64_t bench_median(const uint64_t *values, size_t count,
                                    uint64_t *least)
{
    uint64_t sorted[99];
    memcpy(sorted, values, count * sizeof *values);
    qsort(sorted, count, sizeof *sorted, bench_order);
    *least = sorted[0];
    return count % 2 ? sorted[count / 2]
                     : (sorted[count / 2 - 1] + sorted[count / 2]) / 2;
}

/* Tell what is wrong and end: a benchmark that went on would measure nonsense. */
_Noreturn static inline void bench_die(const char *what, const struct error *err)
{
    fprintf(stderr, "bench: %s%s%s\n", what, err ? ": " : "", err ? err->text : "");
    exit(2);
}

#endif
