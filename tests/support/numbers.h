/* numbers.h - a seeded source of numbers, so that a failure can be played again.
 *
 * Layer    tests
 * Memory   plain storage of the caller
 * Threads  one source a thread
 */
#ifndef MSEARCH_TESTS_NUMBERS_H
#define MSEARCH_TESTS_NUMBERS_H

#include <stdint.h>

struct numbers {
    uint64_t state;
};

static inline struct numbers numbers_from(uint64_t seed)
{
    return (struct numbers){seed};
}

/* splitmix64 */
static inline uint64_t numbers_next(struct numbers *numbers)
{
    numbers->state += 0x9E3779B97F4A7C15U;
    uint64_t x = numbers->state;
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9U;
    x = (x ^ x >> 27) * 0x94D049BB133111EBU;
    return x ^ x >> 31;
}

/* 0 <= result < bound; 0 when bound is 0. */
static inline uint64_t numbers_below(struct numbers *numbers, uint64_t bound)
{
    return bound == 0 ? 0 : numbers_next(numbers) % bound;
}

#endif
