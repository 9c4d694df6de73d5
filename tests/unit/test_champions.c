/* test_champions.c - the best postings of a list: kept, coded, read back. */
#include <string.h>

#include "segment/champions.h"
#include "segment/impacts.h"
#include "support/numbers.h"
#include "support/unit.h"

enum { POSTINGS = 400 };

struct made {
    doc_id doc;
    uint32_t tf[FIELD_COUNT];
    double weight;
    bool taken;
};

static void make(struct made *list, struct numbers *numbers, unsigned weights)
{
    doc_id doc = 0;

    for (unsigned i = 0; i < POSTINGS; i++) {
        memset(&list[i], 0, sizeof list[i]);
        list[i].doc = doc += 1 + (doc_id)numbers_below(numbers, 1000);
        list[i].tf[numbers_below(numbers, FIELD_COUNT)] =
            1 + (uint32_t)numbers_below(numbers, 300);
        list[i].tf[FIELD_BODY] += (uint32_t)numbers_below(numbers, 3);
        list[i].weight = (double)(1 + numbers_below(numbers, weights)) / 7.0;
    }
}

/* The best not yet taken: the greatest weight, of equal ones the earlier. */
static struct made *best_of(struct made *list, unsigned count)
{
    struct made *best = NULL;

    for (unsigned i = 0; i < count; i++)
        if (!list[i].taken && (!best || list[i].weight > best->weight))
            best = &list[i];
    return best;
}

static void expect_best(struct made *list, unsigned count,
                        const struct champions *champions)
{
    unsigned at = 0;
    struct made *next;

    for (unsigned i = 0; i < CHAMPIONS_MAX && (next = best_of(list, count)); i++)
        next->taken = true;
    for (unsigned i = 0; i < count; i++) {
        if (!list[i].taken)
            continue;
        assert_true(at < champions->count);
        assert_int_equal(champions->best[at].doc, list[i].doc);
        assert_memory_equal(champions->best[at].tf, list[i].tf, sizeof list[i].tf);
        at++;
    }
    assert_int_equal(at, champions->count);
    next = best_of(list, count);
    assert_int_equal(champions->rest,
                     impact_share(next ? next->weight : 0, CHAMPIONS_SHARE_BITS));
    assert_true(!next || champions_cover(champions, next->weight));
}

static void the_best_are_kept(void **state)
{
    static struct made list[POSTINGS];
    static const unsigned counts[] = {1, 15, 16, 17, POSTINGS};

    (void)state;
    for (uint64_t seed = 0; seed < 200; seed++) {
        struct numbers numbers = numbers_from(seed);
        unsigned count = counts[seed % 5];
        struct champions_builder builder;
        struct champions champions;
        struct span directory, bytes;
        struct buf out;

        make(list, &numbers, seed % 2 ? 5 : 100000);
        buf_init(&out, 0);
        champions_begin(&builder);
        for (unsigned i = 0; i < count; i++) {
            if (list[i].weight <= champions_least(&builder))
                champions_pass(&builder, list[i].weight);
            else
                champions_add(&builder, list[i].doc, list[i].tf, list[i].weight);
        }
        champions_put(&builder, &out);
        directory = buf_span(&out);
        assert_true(champions_cut(&directory, &bytes));
        assert_int_equal(directory.len, 0);
        assert_true(champions_decode(&champions, bytes, UINT32_MAX));
        expect_best(list, count, &champions);
        assert_false(champions_decode(&champions, span_of(bytes.data, bytes.len - 1),
                                      UINT32_MAX));
        buf_release(&out);
    }
}

static void shares_round_up(void **state)
{
    (void)state;
    assert_int_equal(impact_share(0.0, 30), 1);
    assert_int_equal(impact_share(1e30, 30), 1 << 30);
    for (double weight = 0.001; weight < 1e9; weight *= 1.37) {
        uint32_t share = impact_share(weight, 30);

        assert_true(impact_share_covers(share, 30, weight));
        assert_false(impact_share_covers(share - 1, 30, weight));
    }
}

static void odd_bytes_are_refused(void **state)
{
    static const uint8_t no_tf[] = {9, 0, 0, 0, 3, 0},
                         no_mask[] = {9, 0, 0, 0, 3, 1, 0}, far[] = {9, 0, 0, 0, 8, 2},
                         good[] = {9, 0, 0, 0, 7, 2}, much[] = {1, 0, 0, 64, 7, 2},
                         tail[] = {1, 2, 9, 0};
    struct champions champions;
    struct span directory = span_of(tail, sizeof tail), bytes;

    (void)state;
    assert_false(champions_decode(&champions, span_of(no_tf, sizeof no_tf), 8));
    assert_false(champions_decode(&champions, span_of(no_mask, sizeof no_mask), 8));
    assert_false(champions_decode(&champions, span_of(far, sizeof far), 8));
    assert_false(champions_decode(&champions, span_of(much, sizeof much), 8));
    assert_true(champions_decode(&champions, span_of(good, sizeof good), 8));
    assert_int_equal(champions.count, 1);
    assert_false(champions_cut(&directory, &bytes));
    directory = span_of(tail, 1);
    assert_false(champions_cut(&directory, &bytes));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_are_kept),
        cmocka_unit_test(shares_round_up),
        cmocka_unit_test(odd_bytes_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
