/* clock.h - time, injectable.
 *
 * Layer    base
 * Threads  clock_use is for tests, before threads start
 */
#ifndef MSEARCH_BASE_CLOCK_H
#define MSEARCH_BASE_CLOCK_H

#include <stdint.h>

struct clock_source {
    uint64_t (*monotonic_us)(void); /* never jumps; deadlines and rates */
    int64_t (*wall_s)(void);        /* seconds since 1970; only to be shown */
};

uint64_t clock_monotonic_us(void);
uint64_t clock_monotonic_ns(void); /* the same clock, for measuring */
int64_t clock_wall_s(void);
/* NULL gives the real clock back. The source is borrowed. */
void clock_use(const struct clock_source *source);

#endif
