/* test_score.c - BM25F by hand, and bounds that hold bit by bit. */
#include "match/score.h"

#include <math.h>

#include "segment/impacts.h"
#include "segment/lengths.h"
#include "support/numbers.h"
#include "support/unit.h"

/* One is enough: no test has two at a time. */
static struct score_table table;

static struct scorer make_scorer(const struct score_params *params)
{
    static const uint64_t totals[FIELD_COUNT] = {30000, 700, 200, 150, 500, 0};
    struct scorer scorer;
    scorer_init(&scorer, &table, params, 100, totals);
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
    scorer_init(&scorer, &table, &params, 0, none);
    assert_true(isfinite(scorer_idf(&scorer, 0)));
    assert_true(isfinite(scorer_idf(&scorer, 5)));
    assert_true(isfinite(scorer_score(&scorer, 1.0f, tf, codes, 1)));
    params.weight[0] = 1.0f;
    scorer_init(&scorer, &table, &params, 3, none);
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
    static struct scorer scorer;
    (void)state;
    for (unsigned i = 0; i < 20000; i++) {
        struct block_bound bound;
        uint32_t tf[FIELD_COUNT];
        uint8_t codes[FIELD_COUNT];
        if (i % 200 == 0) {
            random_params(&numbers, &params);
            scorer_init(&scorer, &table, &params, 100, totals);
        }
        random_posting(&numbers, &bound, tf, codes);
        float idf = scorer_idf(&scorer, 1 + numbers_below(&numbers, 100));
        unsigned fields = (unsigned)numbers_below(&numbers, 1u << FIELD_COUNT);
        assert_true(scorer_bound(&scorer, idf, &bound, fields) >=
                    scorer_score(&scorer, idf, tf, codes, fields));
    }
}

/* Postings of a segment and the impact that they give their block, as the writer does. */
enum { SHARE_BITS = 30 };

struct block {
    unsigned count;
    uint32_t tf[24][FIELD_COUNT];
    uint8_t codes[24][FIELD_COUNT];
    uint8_t impact;
    uint32_t share;
};

static void random_block(struct numbers *numbers, const struct impact_scale *scale,
                         const uint64_t totals[FIELD_COUNT], struct block *block)
{
    double most = 0.0;
    block->count = 1 + (unsigned)numbers_below(numbers, 24);
    for (unsigned i = 0; i < block->count; i++) {
        double weight = 0.0;
        for (unsigned f = 0; f < FIELD_COUNT; f++) {
            bool there = totals[f] && (f == FIELD_BODY || !numbers_below(numbers, 4));
            uint32_t tf = 1 + (uint32_t)(numbers_below(numbers, 1 << 20) >>
                                         numbers_below(numbers, 21));
            block->tf[i][f] = there ? tf : 0;
            block->codes[i][f] = (uint8_t)(1 + numbers_below(numbers, 250));
            if (there)
                weight += scale->per_length[f][block->codes[i][f]] * tf;
        }
        most = weight > most ? weight : most;
    }
    block->impact = impact_of(most);
    block->share = impact_share(most, SHARE_BITS);
}

/* Of a segment, or of the whole index: the shares of fields differ. Now and then a field
 * has no words in the segment. */
static void random_totals(struct numbers *numbers, uint64_t docs, bool whole,
                          uint64_t totals[FIELD_COUNT])
{
    for (unsigned f = 0; f < FIELD_COUNT; f++) {
        totals[f] = docs + numbers_below(numbers, docs * (f == FIELD_BODY ? 900 : 12));
        if (!whole && f != FIELD_BODY && numbers_below(numbers, 4) == 0)
            totals[f] = 0;
    }
}

static void expect_covered(const struct scorer *scorer, float idf,
                           const struct impact_bounds *bounds,
                           const struct block *block)
{
    float bound = impact_bound(bounds, block->impact);
    float finer = impact_share_bound(bounds, block->share, SHARE_BITS);
    for (unsigned i = 0; i < block->count; i++) {
        float score = scorer_score(scorer, idf, block->tf[i], block->codes[i],
                                   (1u << FIELD_COUNT) - 1);
        assert_true(bound >= score);
        assert_true(finer >= score);
    }
}

static void test_impacts_cover_every_posting(void **state)
{
    static struct impact_scale scale; /* 12 KiB */
    static struct scorer scorer;
    struct numbers numbers = numbers_from(12);
    (void)state;
    for (unsigned i = 0; i < 400; i++) {
        uint64_t own[FIELD_COUNT], all[FIELD_COUNT];
        uint64_t docs = 1 + numbers_below(&numbers, 5000);
        uint64_t all_docs = docs + numbers_below(&numbers, 50000);
        struct impact_bounds bounds;
        random_totals(&numbers, docs, false, own);
        random_totals(&numbers, all_docs, true, all);
        impact_scale_init(&scale, docs, own);
        scorer_init(&scorer, &table, NULL, all_docs, all);
        float idf = scorer_idf(&scorer, 1 + numbers_below(&numbers, all_docs));
        scorer_scale(&scorer, idf * (float)(1 + numbers_below(&numbers, 20)));
        assert_true(impact_bounds_init(&bounds, &scorer, idf, docs, own));
        for (unsigned n = 0; n < 40; n++) {
            struct block block;
            random_block(&numbers, &scale, own, &block);
            expect_covered(&scorer, idf, &bounds, &block);
        }
    }
}

static bool has_impacts(const struct score_params *params)
{
    static const uint64_t totals[FIELD_COUNT] = {30000, 700, 200, 150, 500, 0};
    static struct scorer scorer;
    struct impact_bounds bounds;
    scorer_init(&scorer, &table, params, 100, totals);
    return impact_bounds_init(&bounds, &scorer, 1.0f, 100, totals);
}

static void test_impacts_are_of_the_defaults(void **state)
{
    struct score_params params = score_defaults;
    (void)state;
    assert_true(has_impacts(NULL) && has_impacts(&params));
    assert_false(has_impacts(&score_free));
    params.weight[FIELD_ABSTRACT] += 1.0f;
    assert_false(has_impacts(&params));
    params = score_defaults;
    params.b[FIELD_TITLE] = 0.0f;
    assert_false(has_impacts(&params));
}

enum { LEAVES = 32 };

/* Scores of one article in LEAVES words, as float sums of them may be made. */
static void random_scores(struct numbers *numbers, struct scorer *scorer,
                          float scores[LEAVES])
{
    float idfs[LEAVES], sum = 0.0f;
    for (unsigned i = 0; i < LEAVES; i++)
        sum += idfs[i] = scorer_idf(scorer, 1 + numbers_below(numbers, 100));
    scorer_scale(scorer, sum);
    for (unsigned i = 0; i < LEAVES; i++) {
        uint32_t tf[FIELD_COUNT] = {0};
        uint8_t codes[FIELD_COUNT] = {0};
        unsigned f = (unsigned)numbers_below(numbers, FIELD_COUNT);
        tf[f] = 1 + (uint32_t)(numbers_below(numbers, 1 << 28) >>
                               numbers_below(numbers, 29));
        codes[f] = (uint8_t)(1 + numbers_below(numbers, 255));
        scores[i] = scorer_score(scorer, idfs[i], tf, codes, (1u << FIELD_COUNT) - 1);
        assert_true(scores[i] >= scorer->unit && scorer->unit > 0.0f);
    }
}

static void shuffle(struct numbers *numbers, float scores[LEAVES])
{
    for (unsigned i = LEAVES; i > 1; i--) {
        unsigned j = (unsigned)numbers_below(numbers, i);
        float other = scores[j];
        scores[j] = scores[i - 1];
        scores[i - 1] = other;
    }
}

/* In double they are exact anyway. Partial sums from both ends, too. */
static void test_sums_are_exact_in_any_order(void **state)
{
    static struct scorer scorer;
    struct numbers numbers = numbers_from(13);
    float scores[LEAVES];
    (void)state;
    scorer = make_scorer(NULL);
    for (unsigned round = 0; round < 2000; round++) {
        double exact = 0.0;
        random_scores(&numbers, &scorer, scores);
        for (unsigned i = 0; i < LEAVES; i++)
            exact += (double)scores[i];
        for (unsigned again = 0; again < 10; again++) {
            float forth = 0.0f, halves[2] = {0.0f, 0.0f};
            shuffle(&numbers, scores);
            for (unsigned i = 0; i < LEAVES; i++) {
                forth += scores[i];
                halves[i % 2] += scores[LEAVES - 1 - i];
            }
            float both = halves[0] + halves[1];
            assert_true(!((double)forth < exact) && !((double)forth > exact));
            assert_memory_equal(&forth, &both, sizeof forth);
        }
    }
}

/* However common the word and long the text: the sweep takes 0 for "not here". */
static void test_a_match_scores(void **state)
{
    static const uint64_t totals[FIELD_COUNT] = {1, 1, 1, 1, 1, 1};
    static struct scorer scorer;
    uint8_t codes[FIELD_COUNT];
    (void)state;
    memset(codes, 255, sizeof codes);
    scorer_init(&scorer, &table, NULL, 1u << 30, totals);
    float idf = scorer_idf(&scorer, 1u << 30);
    scorer_scale(&scorer, idf + 40.0f * scorer_idf(&scorer, 1));
    for (unsigned f = 0; f < FIELD_COUNT; f++) {
        uint32_t tf[FIELD_COUNT] = {0};
        tf[f] = 1;
        float score = scorer_score(&scorer, idf, tf, codes, 1u << f);
        assert_memory_equal(&score, &scorer.unit, sizeof score);
        assert_true(score > 0.0f);
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
        cmocka_unit_test(test_impacts_cover_every_posting),
        cmocka_unit_test(test_impacts_are_of_the_defaults),
        cmocka_unit_test(test_sums_are_exact_in_any_order),
        cmocka_unit_test(test_a_match_scores),
        cmocka_unit_test(test_longer_texts_score_less),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
