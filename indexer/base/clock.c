/* clock.c - the two clocks, and the place where tests put theirs.
 *
 * Invariant: `current` is never NULL; it changes only before threads start.
 */
#include "base/clock.h"

#include <stddef.h>
#include <time.h>

static uint64_t real_monotonic_ns(void)
{
    struct timespec now = {0, 0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
}

static uint64_t real_monotonic_us(void)
{
    return real_monotonic_ns() / 1000U;
}

static int64_t real_wall_s(void)
{
    return (int64_t)time(NULL);
}

static const struct clock_source real_clock = {real_monotonic_us, real_wall_s};
static const struct clock_source *current = &real_clock;

uint64_t clock_monotonic_us(void)
{
    return current->monotonic_us();
}

uint64_t clock_monotonic_ns(void)
{
    return current == &real_clock ? real_monotonic_ns() : 1000U * clock_monotonic_us();
}

int64_t clock_wall_s(void)
{
    return current->wall_s();
}

void clock_use(const struct clock_source *source)
{
    current = source == NULL ? &real_clock : source;
}
