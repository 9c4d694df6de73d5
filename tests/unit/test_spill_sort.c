/* test_spill_sort.c - terms in byte order: short, long, alike, random, hostile. */
#include "support/unit.h"

#include <stdlib.h>

#include "build/ranks.h"
#include "build/spill_sort.h"
#include "support/make_article.h"

enum { MANY = 3000 };

static struct span term_of(const struct sort_key *key)
{
    return span_of(key->chain + 1, key->chain->term_len);
}

/* Terms of up to `most` bytes over an alphabet of `letters` bytes, NUL among them. */
static void sort_random(uint64_t seed, size_t most, unsigned letters)
{
    static pool_ref refs[MANY];
    static struct sort_key keys[MANY];
    struct pool pool;

    pool_init(&pool);
    for (size_t i = 0; i < MANY; i++) {
        uint8_t term[255];
        size_t len = 1 + make_random(&seed) % most;

        for (size_t k = 0; k < len; k++)
            term[k] = (uint8_t)(make_random(&seed) % letters);
        refs[i] = chain_make(&pool, span_of(term, len));
    }
    for (size_t i = 0; i < MANY; i++)
        keys[i].chain = pool_at(&pool, refs[i]);
    spill_sort(keys, MANY);
    for (size_t i = 1; i < MANY; i++)
        assert_true(span_compare(term_of(&keys[i - 1]), term_of(&keys[i])) <= 0);
    pool_release(&pool);
}

static void sorts_everything(void **state)
{
    (void)state;
    sort_random(1, 255, 2);
    sort_random(2, 12, 256);
    sort_random(3, 3, 3);   /* most terms many times */
    sort_random(4, 255, 1); /* NUL bytes only: lengths decide */
    sort_random(5, 20, 5);
    spill_sort(NULL, 0);
}

static int by_count(const void *a, const void *b)
{
    const struct form_rank *x = a, *y = b;
    int order = span_compare(x->form, y->form);

    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return order != 0 ? order : x->from < y->from ? -1 : x->from > y->from;
}

static void ranks_like_qsort(void **state)
{
    static const char *const forms[] = {"бюджет", "бюджеттин", "бюджетке", "а", ""};
    struct form_rank ours[200], theirs[200];
    uint64_t seed = 7;

    (void)state;
    for (size_t count = 0; count <= 200; count++) {
        for (size_t i = 0; i < count; i++)
            ours[i] = theirs[i] =
                (struct form_rank){span_text(forms[make_random(&seed) % 5]),
                                   (uint32_t)(make_random(&seed) % 4), (uint32_t)i};
        ranks_sort_by_count(ours, count);
        qsort(theirs, count, sizeof *theirs, by_count);
        for (size_t i = 0; i < count; i++)
            assert_int_equal(ours[i].from, theirs[i].from);
        ranks_sort_by_form(ours, count);
        for (size_t i = 1; i < count; i++)
            assert_true(span_compare(ours[i - 1].form, ours[i].form) <= 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sorts_everything),
        cmocka_unit_test(ranks_like_qsort),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
