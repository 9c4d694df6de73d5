/* test_tiers.c - which segments merge: every decision on paper. */
#include "support/unit.h"

#include "build/tiers.h"
#include "support/make_article.h"

#define MIB ((uint64_t)1 << 20)

static void small_ones_gather(void **state)
{
    struct tier_segment segments[9] = {{900 * MIB, 10, 0}};
    struct tier_run run;

    (void)state;
    for (size_t i = 1; i < 9; i++)
        segments[i] = (struct tier_segment){1000 * i, 10, 0};
    assert_false(tiers_find_run(segments, 8, 8, 64, &run));
    assert_true(tiers_find_run(segments, 9, 8, 64, &run));
    assert_int_equal(run.first, 1);
    assert_int_equal(run.count, 8);
    assert_true(tiers_find_run(segments, 9, 8, 3, &run)); /* not all at a time */
    assert_int_equal(run.count, 3);
}

static void lower_tiers_first(void **state)
{
    struct tier_segment segments[] = {
        {20 * MIB, 1, 0}, {21 * MIB, 1, 0}, {1000, 1, 0}, {2000, 1, 0}};
    struct tier_run run;

    (void)state;
    assert_true(tiers_find_run(segments, 4, 2, 64, &run));
    assert_int_equal(run.first, 2);
    assert_int_equal(run.count, 2);
    assert_true(tiers_find_run(segments, 2, 2, 64, &run));
    assert_int_equal(run.first, 0);
}

static void only_neighbours(void **state)
{
    struct tier_segment segments[] = {
        {1000, 1, 0}, {900 * MIB, 1, 0}, {1000, 1, 0}, {900 * MIB, 1, 0}, {1000, 1, 0}};
    struct tier_run run;

    (void)state;
    assert_false(tiers_find_run(segments, 5, 3, 64, &run));
    segments[1].file_bytes = 1000;
    assert_true(tiers_find_run(segments, 5, 3, 64, &run));
    assert_int_equal(run.first, 0);
    assert_int_equal(run.count, 3);
}

static void deleted_ones_shrink(void **state)
{
    struct tier_segment segments[] = {
        {1000, 100, 15}, {1000, 100, 16}, {1000, 100, 100}};
    struct tier_run run;

    (void)state;
    assert_false(tiers_find_deleted(segments, 1, TIERS_DELETED_PERCENT, &run));
    assert_true(tiers_find_deleted(segments, 3, TIERS_DELETED_PERCENT, &run));
    assert_int_equal(run.first, 1);
    assert_int_equal(run.count, 1);
    assert_true(tiers_find_deleted(segments, 3, 0, &run));
    assert_int_equal(run.first, 0);
}

static void shrinking_takes_the_cheapest(void **state)
{
    struct tier_segment segments[] = {
        {500, 1, 0}, {400, 1, 0}, {10, 1, 0}, {20, 1, 0}, {300, 1, 0}};
    struct tier_run run;

    (void)state;
    assert_false(tiers_find_shrink(segments, 5, 5, 64, &run));
    assert_true(tiers_find_shrink(segments, 5, 4, 64, &run));
    assert_int_equal(run.first, 2);
    assert_int_equal(run.count, 2);
    assert_true(tiers_find_shrink(segments, 5, 1, 64, &run));
    assert_int_equal(run.first, 0);
    assert_int_equal(run.count, 5);
    assert_true(tiers_find_shrink(segments, 5, 1, 3, &run));
    assert_int_equal(run.count, 3);
}

/* Feed segments of random sizes: the number of segments stays small, and an article is
 * rewritten a few times only. */
static void costs_stay_logarithmic(void **state)
{
    enum { ROUNDS = 4000, FACTOR = 8 };
    static struct tier_segment segments[ROUNDS];
    uint64_t seed = 3, put = 0, written = 0;
    size_t count = 0, most = 0;
    struct tier_run run;

    (void)state;
    for (size_t i = 0; i < ROUNDS; i++) {
        uint64_t bytes = MIB / 2 + make_random(&seed) % MIB;

        segments[count++] = (struct tier_segment){bytes, 100, 0};
        put += bytes;
        while (tiers_find_run(segments, count, FACTOR, 64, &run)) {
            uint64_t sum = 0;

            for (size_t k = 0; k < run.count; k++)
                sum += segments[run.first + k].file_bytes;
            written += sum;
            segments[run.first].file_bytes = sum;
            for (size_t k = run.first + run.count; k < count; k++)
                segments[k - run.count + 1] = segments[k];
            count -= run.count - 1;
        }
        if (count > most)
            most = count;
    }
    assert_true(most <= 5 * (FACTOR - 1));
    assert_true(written <= put * 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_ones_gather),
        cmocka_unit_test(lower_tiers_first),
        cmocka_unit_test(only_neighbours),
        cmocka_unit_test(deleted_ones_shrink),
        cmocka_unit_test(shrinking_takes_the_cheapest),
        cmocka_unit_test(costs_stay_logarithmic),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
