/* tiers.c
 *
 *   live bytes   9G | 1.1G | 130M | 120M | 14M | .4M .3M .2M .5M .4M .1M .2M .3M
 *   tier (of 8)   4 |   3  |   2  |   2  |  1  |  0   0   0   0   0   0   0   0
 *                                              '----------- merge -----------'
 */
#include "build/tiers.h"

#include <limits.h>

static uint64_t live_bytes(const struct tier_segment *segment)
{
    uint64_t docs = segment->doc_count ? segment->doc_count : 1;
    double live = (double)(docs - segment->deleted_count) / (double)docs;

    return (uint64_t)((double)segment->file_bytes * live);
}

static unsigned tier_of(const struct tier_segment *segment, size_t factor)
{
    uint64_t bytes = live_bytes(segment) / TIERS_FLOOR_BYTES;
    unsigned tier = 0;

    for (; bytes > 0; bytes /= factor)
        tier++;
    return tier;
}

/* The first maximal run of segments of `tier` or lower in which `factor` have the tier
 * itself: the smaller ones between them come along. */
static bool find_run_of(const struct tier_segment *segments, size_t count,
                        size_t factor, unsigned tier, struct tier_run *run)
{
    size_t length = 0, of_tier = 0;

    for (size_t i = 0; i <= count; i++) {
        unsigned at = i < count ? tier_of(&segments[i], factor) : UINT_MAX;

        if (at <= tier) {
            length++;
            of_tier += at == tier;
        } else if (of_tier >= factor) {
            *run = (struct tier_run){i - length, length};
            return true;
        } else {
            length = of_tier = 0;
        }
    }
    return false;
}

bool tiers_find_run(const struct tier_segment *segments, size_t count, size_t factor,
                    size_t most, struct tier_run *run)
{
    unsigned highest = 0;

    if (count < factor || factor < 2)
        return false;
    for (size_t i = 0; i < count; i++)
        if (tier_of(&segments[i], factor) > highest)
            highest = tier_of(&segments[i], factor);
    for (unsigned tier = 0; tier <= highest; tier++)
        if (find_run_of(segments, count, factor, tier, run)) {
            if (run->count > most)
                run->count = most;
            return true;
        }
    return false;
}

bool tiers_find_deleted(const struct tier_segment *segments, size_t count,
                        unsigned percent, struct tier_run *run)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t deleted = (uint64_t)segments[i].deleted_count * 100;

        if (deleted > (uint64_t)segments[i].doc_count * percent) {
            *run = (struct tier_run){i, 1};
            return true;
        }
    }
    return false;
}

bool tiers_find_shrink(const struct tier_segment *segments, size_t count, size_t target,
                       size_t most, struct tier_run *run)
{
    size_t length;
    uint64_t sum = 0, least = UINT64_MAX;

    if (target < 1 || count <= target || most < 2)
        return false;
    length = count - target + 1 < most ? count - target + 1 : most;
    for (size_t i = 0; i < count; i++) {
        sum += live_bytes(&segments[i]);
        if (i >= length)
            sum -= live_bytes(&segments[i - length]);
        if (i + 1 >= length && sum < least) {
            least = sum;
            *run = (struct tier_run){i + 1 - length, length};
        }
    }
    return true;
}
