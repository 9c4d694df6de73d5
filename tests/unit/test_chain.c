/* test_chain.c - what is appended comes back, whatever the chunks. */
#include "support/unit.h"

#include "base/memory.h"
#include "build/chain.h"
#include "segment/layout.h"
#include "support/make_article.h"

struct occurrence {
    uint32_t doc, place, form;
};

enum { MANY = 30000 };
static struct occurrence given[MANY];

/* Ascending (doc, place), now and then with a leap. */
static void make_occurrences(uint64_t seed, uint32_t leap)
{
    struct occurrence at = {0, 0, 0};

    for (size_t i = 0; i < MANY; i++) {
        uint64_t dice = make_random(&seed);

        if (dice % 4 == 0) {
            at.doc += 1 + (uint32_t)(make_random(&seed) % leap);
            at.place = 0;
        }
        if (dice % 16 == 1 && PLACE_FIELD(at.place) < FIELD_ABSTRACT)
            at.place = PLACE(PLACE_FIELD(at.place) + 1, 0);
        at.place += (uint32_t)(make_random(&seed) % (dice % 64 == 2 ? 5000 : 40));
        at.form = (uint32_t)(make_random(&seed) % (dice % 3 ? 2 : 70000));
        given[i] = at;
    }
}

static void expect_given(const struct pool *pool, pool_ref chain, size_t count)
{
    struct chain_reader reader;

    chain_open(&reader, pool, chain);
    for (size_t i = 0; i < count; i++) {
        assert_true(chain_next(&reader));
        assert_int_equal(reader.doc, given[i].doc);
        assert_int_equal(reader.place, given[i].place);
        assert_int_equal(reader.form, given[i].form);
    }
    assert_false(chain_next(&reader));
    assert_false(chain_next(&reader));
}

static void round_trip(void **state)
{
    static const uint32_t leaps[] = {1, 3, 1000, 100000};

    (void)state;
    for (size_t k = 0; k < sizeof leaps / sizeof *leaps; k++) {
        struct pool pool;
        pool_ref chain;

        pool_init(&pool);
        make_occurrences(k, leaps[k]);
        chain = chain_make(&pool, span_text("бюджет"));
        for (size_t i = 0; i < MANY; i++) {
            if (i < 70) /* every way to end within a chunk */
                expect_given(&pool, chain, i);
            assert_true(chain_append(&pool, chain, given[i].doc, given[i].place,
                                     given[i].form));
        }
        expect_given(&pool, chain, MANY);
        assert_true(span_equal(chain_term(&pool, chain), span_text("бюджет")));
        pool_release(&pool);
    }
}

static void extremes(void **state)
{
    static const struct occurrence edge[] = {
        {0, PLACE(FIELD_BODY, 0), 0},
        {0, PLACE(FIELD_BODY, (1 << 28) - 1), 0xffffff},
        {0, PLACE(FIELD_ABSTRACT, 0), 0},
        {0, PLACE(FIELD_ABSTRACT, (1 << 28) - 1), 1},
        {0, PLACE(FIELD_ABSTRACT, (1 << 28) - 1), 1}, /* the same place again */
        {UINT32_MAX - 1, PLACE(FIELD_TITLE, (1 << 28) - 1), UINT32_MAX},
    };
    enum { COUNT = sizeof edge / sizeof *edge };
    struct pool pool;
    pool_ref chain;

    (void)state;
    pool_init(&pool);
    chain = chain_make(&pool, span_text("а"));
    for (size_t i = 0; i < COUNT; i++) {
        given[i] = edge[i];
        assert_true(
            chain_append(&pool, chain, edge[i].doc, edge[i].place, edge[i].form));
    }
    expect_given(&pool, chain, COUNT);
    pool_release(&pool);
}

static void many_chains_side_by_side(void **state)
{
    enum { CHAINS = 50 };
    pool_ref chains[CHAINS];
    struct pool pool;

    (void)state;
    pool_init(&pool);
    make_occurrences(99, 5);
    for (size_t i = 0; i < CHAINS; i++)
        chains[i] = chain_make(&pool, span_of("abcdefghij", 1 + i % 10));
    for (size_t i = 0; i < 2000; i++)
        for (size_t k = 0; k < CHAINS; k++)
            assert_true(chain_append(&pool, chains[k], given[i].doc, given[i].place,
                                     given[i].form));
    for (size_t k = 0; k < CHAINS; k++)
        expect_given(&pool, chains[k], 2000);
    pool_release(&pool);
}

static void no_memory_is_told(void **state)
{
    struct pool pool;
    pool_ref chain;
    bool ok = true;

    (void)state;
    pool_init(&pool);
    make_occurrences(5, 3);
    chain = chain_make(&pool, span_text("а"));
    memory_fail_at(1, true);
    for (size_t i = 0; ok && i < MANY; i++)
        ok = chain_append(&pool, chain, given[i].doc, given[i].place, given[i].form);
    memory_fail_at(0, false);
    assert_false(ok);
    assert_int_equal(pool.status, ST_NOMEM);
    pool_release(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(round_trip),
        cmocka_unit_test(extremes),
        cmocka_unit_test(many_chains_side_by_side),
        cmocka_unit_test(no_memory_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
