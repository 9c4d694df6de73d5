/* Could the difference between two systems be chance? A two-sided paired randomisation
 * test (Fisher 1935; Smucker, Allan & Carterette 2007) of the mean.
 *
 *   join A B | significance        lines qid a b: both systems' measure on one topic
 *
 * If the systems were the same, each topic's two values could as well be swapped: the
 * sign of its difference is a coin's. p is the share of all ways to toss these coins
 * that bring a sum at least as far from 0 as the one seen. With at most 13 topics that
 * differ all ways are tried; with more, 10,000 with a fixed seed, of which the one seen
 * counts as one more: the least p is 1 / 10,001. Prints topics, mean difference a - b, p.
 */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "support/numbers.h"

enum { TOSSES = 10000, EXACT_MAX = 13, LINE_BYTES = 1024, SEED = 20260301 };

struct differences {
    double *values; /* of the topics that differ */
    size_t count, capacity;
    size_t topics;
    double sum;
};

static void need(bool good, const char *what)
{
    if (good)
        return;
    (void)fprintf(stderr, "significance: %s\n", what);
    exit(2);
}

static void read_differences(struct differences *all, FILE *in)
{
    char line[LINE_BYTES];
    while (fgets(line, sizeof line, in)) {
        char *at = line, *end;
        while (*at && *at != ' ' && *at != '\t')
            at++;
        double a = strtod(at, &end);
        need(end != at, "lines are: qid a b");
        at = end;
        double difference = a - strtod(at, &end);
        need(end != at, "lines are: qid a b");
        all->topics++;
        if (difference == 0)
            continue;
        void *grown = memory_grow(all->values, &all->capacity, all->count + 1,
                                  sizeof *all->values);
        need(grown != NULL, "out of memory");
        all->values = grown;
        all->values[all->count++] = difference;
        all->sum += difference;
    }
}

/* The sum when the i-th difference is turned round by the i-th bit that `bits` gives. */
static double toss_exact(const struct differences *all, uint32_t bits)
{
    double sum = 0;
    for (size_t i = 0; i < all->count; i++)
        sum += bits >> i & 1 ? -all->values[i] : all->values[i];
    return sum;
}

static double toss_random(const struct differences *all, struct numbers *numbers)
{
    double sum = 0;
    uint64_t bits = 0;
    for (size_t i = 0; i < all->count; i++) {
        if (i % 64 == 0)
            bits = numbers_next(numbers);
        sum += bits >> i % 64 & 1 ? -all->values[i] : all->values[i];
    }
    return sum;
}

static double chance(const struct differences *all)
{
    double seen = fabs(all->sum) - 1e-9; /* the same sum added up in another order */
    uint32_t as_far = 0;
    if (all->count <= EXACT_MAX) {
        uint32_t ways = (uint32_t)1 << all->count;
        for (uint32_t bits = 0; bits < ways; bits++)
            as_far += fabs(toss_exact(all, bits)) >= seen;
        return (double)as_far / ways;
    }
    struct numbers numbers = numbers_from(SEED);
    for (int i = 0; i < TOSSES; i++)
        as_far += fabs(toss_random(all, &numbers)) >= seen;
    return (as_far + 1.0) / (TOSSES + 1.0);
}

int main(void)
{
    struct differences all = {0};
    read_differences(&all, stdin);
    need(all.topics > 0, "no topics");
    printf("%zu %.4f %.4f\n", all.topics, all.sum / (double)all.topics, chance(&all));
    memory_free(all.values);
    return 0;
}
