/* test_bisect.c - an order is a permutation, gathers what is alike, and is always the
 * same. */
#include "support/unit.h"

#include "base/memory.h"
#include "build/bisect.h"
#include "support/numbers.h"

enum { DOCS = 6000, TOPICS = 8, TOPIC_TERMS = 40, TERMS = TOPICS * TOPIC_TERMS };
enum { DOC_TERMS = 12 };

/* Article d is about topic d % TOPICS; every fourth term is anybody's. */
static struct forward make_forward(uint64_t seed, uint32_t doc_count)
{
    struct forward forward = {.doc_count = doc_count, .term_count = TERMS};
    struct numbers numbers = numbers_from(seed);

    forward.starts = memory_zeroed((size_t)doc_count + 1, sizeof *forward.starts);
    forward.terms =
        memory_zeroed((size_t)doc_count * DOC_TERMS + 1, sizeof *forward.terms);
    assert_non_null(forward.starts);
    assert_non_null(forward.terms);
    for (uint32_t d = 0; d < doc_count; d++) {
        uint32_t at = d * DOC_TERMS;

        for (uint32_t i = 0; i < DOC_TERMS; i++) {
            uint64_t topic = i % 4 ? d % TOPICS : numbers_below(&numbers, TOPICS);
            uint64_t term = numbers_below(&numbers, TOPIC_TERMS / DOC_TERMS);

            forward.terms[at + i] =
                (uint16_t)(topic * TOPIC_TERMS + i * (TOPIC_TERMS / DOC_TERMS) + term);
        }
        forward.starts[d + 1] = at + DOC_TERMS;
    }
    return forward;
}

static void release(struct forward *forward)
{
    memory_free(forward->starts);
    memory_free(forward->terms);
}

static void order_of(uint64_t seed, uint32_t doc_count, uint32_t *order)
{
    struct forward forward = make_forward(seed, doc_count);

    assert_true(bisect_order(&forward, order));
    release(&forward);
}

static void every_article_stands_once(void **state)
{
    static const uint32_t counts[] = {0, 1, 2, 255, 256, 511, 512, 513, 1025, 5999};
    static uint32_t order[DOCS];

    (void)state;
    for (size_t k = 0; k < sizeof counts / sizeof *counts; k++) {
        static uint8_t seen[DOCS];

        memset(seen, 0, sizeof seen);
        order_of(k, counts[k], order);
        for (uint32_t i = 0; i < counts[k]; i++) {
            assert_true(order[i] < counts[k]);
            assert_int_equal(seen[order[i]]++, 0);
        }
    }
}

static void few_articles_keep_their_order(void **state)
{
    static uint32_t order[DOCS];

    (void)state;
    order_of(1, 2 * BISECT_LEAF - 1, order);
    for (uint32_t i = 0; i < 2 * BISECT_LEAF - 1; i++)
        assert_int_equal(order[i], i);
}

/* How often two neighbours are about the same topic. */
static uint32_t neighbours(const uint32_t *order, uint32_t count)
{
    uint32_t alike = 0;

    for (uint32_t i = 1; i < count; i++)
        alike += order[i] % TOPICS == order[i - 1] % TOPICS;
    return alike;
}

static void what_is_alike_comes_together(void **state)
{
    static uint32_t order[DOCS];

    (void)state;
    order_of(7, DOCS, order);
    /* 8 topics of 750 articles, parts of 375 at most: nearly all have their own topic's */
    assert_in_range(neighbours(order, DOCS), DOCS * 9 / 10, DOCS);
}

static void the_order_is_the_same_again(void **state)
{
    static uint32_t first[DOCS], second[DOCS];

    (void)state;
    order_of(3, DOCS, first);
    order_of(3, DOCS, second);
    assert_memory_equal(first, second, sizeof first);
}

static void without_memory_it_says_so(void **state)
{
    static uint32_t order[DOCS];
    uint64_t live;

    (void)state;
    for (uint64_t n = 1; n <= 6; n++) {
        struct forward forward = make_forward(1, DOCS);

        live = memory_live_count();
        memory_fail_at(n, false);
        assert_false(bisect_order(&forward, order));
        memory_fail_at(0, false);
        assert_int_equal(memory_live_count(), live);
        release(&forward);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_article_stands_once),
        cmocka_unit_test(few_articles_keep_their_order),
        cmocka_unit_test(what_is_alike_comes_together),
        cmocka_unit_test(the_order_is_the_same_again),
        cmocka_unit_test(without_memory_it_says_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
