/* meter.h - how long a search may take.
 *
 * Layer    match
 * Threads  one owner
 */
#ifndef MSEARCH_MATCH_METER_H
#define MSEARCH_MATCH_METER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"

struct meter {
    uint64_t deadline_us; /* clock_monotonic_us; 0: none */
    uint32_t steps, windows;
    bool out; /* sticky */
};

/* Counts a step of a loop over articles; true when the time is over. */
static inline bool meter_step(struct meter *meter)
{
    if ((++meter->steps & 1023) == 0 && meter->deadline_us &&
        clock_monotonic_us() >= meter->deadline_us)
        meter->out = true;
    return meter->out;
}

/* The same in a loop over windows of articles, which are some microseconds each: looks at
 * the clock after the first, and then after each sixteenth. */
static inline bool meter_window(struct meter *meter)
{
    if ((++meter->windows & 15) == 2 && meter->deadline_us &&
        clock_monotonic_us() >= meter->deadline_us)
        meter->out = true;
    return meter->out;
}

/* Looks at the clock at once: before work that takes longer than a step. */
static inline bool meter_look(struct meter *meter)
{
    if (meter->deadline_us && !meter->out)
        meter->out = clock_monotonic_us() >= meter->deadline_us;
    return meter->out;
}

#endif
