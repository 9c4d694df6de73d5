/* test_score.c - BM25F by hand, and bounds that hold bit by bit. */
#include "match/score.h"

#include <math.h>

#include "segment/lengths.h"
#include "support/numbers.h"
#include "support/unit.h"

static struct scorer make_scorer(const struct score_params *params)
{
    static const uint64_t totals[FIELD_COUNT] = {30000, 700, 200, 150, 500, 0};
    struct scorer scorer;
    scorer_init(&scorer, params, 100, totals);
    return scorer;
}

static bool near(float a, double b)
{
    return fabs((double)a - b) < 1e-5 * (1.0 + fabs(b));
}

static void test_one_field_is_bm25(void **state)
{
    struct scorer scorer = make_scorer(NULL);
    uint32_t tf[FIELD_COUNT] = {[FIELD_BODY] = 3};
    uint8_t codes[FIELD_COUNT] = {[FIELD_BODY] = lengths_encode(320)};
    double length = lengths_decode(codes[FIELD_BODY]);
    double idf = log(1.0 + (100 - 7 + 0.5) / 7.5);
    double w = 3 / (0.25 + 0.75 * length / 300.0);
    (void)state;
    assert_true(near(scorer_idf(&scorer, 7), idf));
    float score = scorer_score(&scorer, scorer_idf(&scorer, 7), tf, codes, 1);
    assert_true(near(score, idf * w * 2.2 / (1.2 + w)));
}

static void test_fields_add_before_saturation(void **state)
{
    struct scorer scorer = make_scorer(NULL);
    uint32_t tf[FIELD_COUNT] = {[FIELD_BODY] = 1, [FIELD_TITLE] = 2};
    uint8_t codes[FIELD_COUNT] = {[FIELD_BODY] = 30, [FIELD_TITLE] = 7};
    double w = 1 / (0.25 + 0.75 * 30 / 300.0) + 3.0 * 2 / (0.5 + 0.5 * 7 / 7.0);
    (void)state;
    float score = scorer_score(&scorer, 1.0f, tf, codes, (1u << FIELD_COUNT) - 1);
    assert_true(near(score, w * 2.2 / (1.2 + w)));
}

static void test_fields_outside_the_mask_do_not_count(void **state)
{
    struct scorer scorer = make_scorer(NULL);
    uint32_t tf[FIELD_COUNT] = {[FIELD_BODY] = 5, [FIELD_TITLE] = 1};
    uint32_t title[FIELD_COUNT] = {[FIELD_TITLE] = 1};
    uint8_t codes[FIELD_COUNT] = {[FIELD_BODY] = 30, [FIELD_TITLE] = 7};
    (void)state;
    float masked = scorer_score(&scorer, 1.0f, tf, codes, 1u << FIELD_TITLE);
    float alone = scorer_score(&scorer, 1.0f, title, codes, (1u << FIELD_COUNT) - 1);
    assert_memory_equal(&masked, &alone, sizeof masked);
}

static void test_odd_statistics_give_numbers(void **state)
{
    static const uint64_t none[FIELD_COUNT] = {0};
    struct score_params params = score_defaults;
    struct scorer scorer;
    uint32_t tf[FIELD_COUNT] = {1};
    uint8_t codes[FIELD_COUNT] = {0};
    (void)state;
    params.k1 = 0.0f;
    params.b[0] = 1.0f;
    params.weight[0] = 0.0f;
    scorer_init(&scorer, &params, 0, none);
    assert_true(isfinite(scorer_idf(&scorer, 0)));
    assert_true(isfinite(scorer_idf(&scorer, 5)));
    assert_true(isfinite(scorer_score(&scorer, 1.0f, tf, codes, 1)));
    params.weight[0] = 1.0f;
    scorer_init(&scorer, &params, 3, none);
    assert_true(isfinite(scorer_score(&scorer, 1.0f, tf, codes, 1)));
    assert_true(scorer_idf(&scorer, 3) > 0.0f);
}

static void random_params(struct numbers *numbers, struct score_params *params)
{
    params->k1 = (float)numbers_below(numbers, 300) / 100.0f;
    for (unsigned f = 0; f < FIELD_COUNT; f++) {
        params->b[f] = (float)numbers_below(numbers, 101) / 100.0f;
        params->weight[f] = (float)numbers_below(numbers, 500) / 100.0f;
    }
}

/* A bound of some pairs, and a posting that they cover. */
static void random_posting(struct numbers *numbers, struct block_bound *bound,
                           uint32_t tf[FIELD_COUNT], uint8_t codes[FIELD_COUNT])
{
    memset(bound, 0, sizeof *bound);
    for (unsigned f = 0; f < FIELD_COUNT; f++) {
        bound->pair_count[f] = (uint8_t)numbers_below(numbers, BOUND_PAIRS + 1);
        for (unsigned i = 0; i < bound->pair_count[f]; i++)
            bound->pairs[f][i] =
                (struct bound_pair){1 + (uint32_t)numbers_below(numbers, 40),
                                    (uint8_t)(1 + numbers_below(numbers, 120))};
        tf[f] = 0;
        codes[f] = (uint8_t)numbers_below(numbers, 200);
        if (bound->pair_count[f] == 0 || numbers_below(numbers, 3) == 0)
            continue;
        const struct bound_pair *pair =
            &bound->pairs[f][numbers_below(numbers, bound->pair_count[f])];
        bool tight = numbers_below(numbers, 2) == 0;
        tf[f] = tight ? pair->tf : 1 + (uint32_t)numbers_below(numbers, pair->tf);
        codes[f] = (uint8_t)(pair->length + (tight ? 0 : numbers_below(numbers, 60)));
    }
}

static void test_bounds_hold(void **state)
{
    struct numbers numbers = numbers_from(11);
    static const uint64_t totals[FIELD_COUNT] = {30000, 700, 200, 150, 500, 0};
    struct score_params params;
    static struct scorer scorer; /* 6 KiB */
    (void)state;
    for (unsigned i = 0; i < 20000; i++) {
        struct block_bound bound;
        uint32_t tf[FIELD_COUNT];
        uint8_t codes[FIELD_COUNT];
        if (i % 200 == 0) {
            random_params(&numbers, &params);
            scorer_init(&scorer, &params, 100, totals);
        }
        random_posting(&numbers, &bound, tf, codes);
        float idf = scorer_idf(&scorer, 1 + numbers_below(&numbers, 100));
        unsigned fields = (unsigned)numbers_below(&numbers, 1u << FIELD_COUNT);
        assert_true(scorer_bound(&scorer, idf, &bound, fields) >=
                    scorer_score(&scorer, idf, tf, codes, fields));
    }
}

static void test_longer_texts_score_less(void **state)
{
    struct scorer scorer = make_scorer(NULL);
    (void)state;
    for (unsigned f = 0; f < FIELD_COUNT; f++)
        for (unsigned code = 2; code < 254; code++)
            assert_true(scorer.per_length[f][code] <= scorer.per_length[f][code - 1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_field_is_bm25),
        cmocka_unit_test(test_fields_add_before_saturation),
        cmocka_unit_test(test_fields_outside_the_mask_do_not_count),
        cmocka_unit_test(test_odd_statistics_give_numbers),
        cmocka_unit_test(test_bounds_hold),
        cmocka_unit_test(test_longer_texts_score_less),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
