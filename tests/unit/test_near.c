/* test_near.c - the walk over the dictionary finds what comparing every term would. */
#include "match/near.h"

#include <stdio.h>

#include "support/numbers.h"
#include "support/small_index.h"
#include "support/unit.h"
#include "text/utf8.h"

enum { ARTICLES = 40, WORDS = 30, LETTERS = 12 };

static struct small_index index_of_test;
static struct meter no_deadline;

/* Words of few letters, so that many are near each other; two commits. */
static int set_up(void **state)
{
    static const char *const letters[] = {"б", "к", "т", "о", "ө", "x", "1"};
    static char bodies[ARTICLES][2 * WORDS * LETTERS], ids[ARTICLES][8];
    static struct small_article articles[ARTICLES];
    struct numbers numbers = numbers_from(3);
    (void)state;
    for (unsigned i = 0; i < ARTICLES; i++) {
        size_t len = 0;
        for (unsigned w = 0; w < WORDS; w++) {
            for (uint64_t n = 1 + numbers_below(&numbers, LETTERS - 3); n > 0; n--)
                len += (size_t)snprintf(bodies[i] + len, sizeof bodies[i] - len, "%s",
                                        letters[numbers_below(&numbers, 1 + w % 7)]);
            bodies[i][len++] = ' ';
        }
        bodies[i][len] = '\0';
        (void)snprintf(ids[i], sizeof ids[i], "n%u", i);
        articles[i] = (struct small_article){.id = ids[i], .body = bodies[i]};
    }
    small_index_open(&index_of_test);
    small_index_put(&index_of_test, articles, ARTICLES / 2);
    small_index_put(&index_of_test, articles + ARTICLES / 2, ARTICLES / 2);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    small_index_close(&index_of_test);
    return 0;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* The whole table, letter by letter. */
static unsigned distance(struct span left, struct span right)
{
    static unsigned table[64][64];
    uint32_t a[64], b[64];
    unsigned n = 0, m = 0;
    for (size_t off = 0; off < left.len;)
        a[n++] = utf8_next(left, &off);
    for (size_t off = 0; off < right.len;)
        b[m++] = utf8_next(right, &off);
    for (unsigned i = 0; i <= n; i++)
        for (unsigned k = 0; k <= m; k++) {
            if (i == 0 || k == 0) {
                table[i][k] = i + k;
                continue;
            }
            unsigned best = table[i - 1][k - 1] + (a[i - 1] != b[k - 1]);
            best = least(best, least(table[i - 1][k], table[i][k - 1]) + 1);
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
                best = least(best, table[i - 2][k - 2] + 1);
            table[i][k] = best;
        }
    return table[n][m];
}

struct tally {
    unsigned found, by_edits[NEAR_EDITS_MAX + 1];
};

/* How many terms of all segments are so near; each once. */
static struct tally count_near(struct span term, unsigned most)
{
    const struct snapshot *snapshot = index_of_test.snapshot;
    struct tally tally = {0};
    for (size_t s = 0; s < snapshot->segment_count; s++) {
        struct dict_cursor cursor;
        struct term_info info;
        enum status status =
            dict_seek(&cursor, snapshot->segments[s], span_text("\x02"), NULL);
        for (; status == ST_OK; status = dict_next(&cursor, NULL)) {
            unsigned edits = distance(term, cursor.term);
            if (edits == 0 || edits > most ||
                (s > 0 &&
                 dict_find(snapshot->segments[0], cursor.term, &info, NULL) == ST_OK))
                continue;
            tally.found++;
            tally.by_edits[edits]++;
        }
    }
    return tally;
}

static void check(struct span term, unsigned most)
{
    struct near_list list;
    struct tally all = count_near(term, most), got = {0};
    arena_reset(&index_of_test.arena);
    assert_int_equal(near_find(&list, index_of_test.snapshot, term, most, &no_deadline,
                               &index_of_test.arena, NULL),
                     ST_OK);
    assert_int_equal(list.count, least(all.found, NEAR_FOUND_MAX));
    for (unsigned i = 0; i < list.count; i++) {
        assert_int_equal(distance(term, list.found[i].term), list.found[i].edits);
        assert_true(list.found[i].doc_freq > 0);
        assert_true(i == 0 || list.found[i - 1].edits <= list.found[i].edits);
        got.by_edits[list.found[i].edits]++;
    }
    assert_int_equal(got.by_edits[1], least(all.by_edits[1], NEAR_FOUND_MAX));
}

static void test_the_walk_finds_all(void **state)
{
    static const char *const terms[] = {"боток",   "кө",      "ттттттт", "xтокбоxк",
                                        "б",       "өөөбкбк", "кткткт",  "bcd",
                                        "ботокбо", "1кт"};
    (void)state;
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++)
        for (unsigned most = 1; most <= NEAR_EDITS_MAX; most++)
            check(span_text(terms[i]), most);
}

static void test_every_term_as_the_word(void **state)
{
    struct dict_cursor cursor;
    (void)state;
    enum status status = dict_seek(&cursor, index_of_test.snapshot->segments[1],
                                   span_text("\x02"), NULL);
    for (unsigned i = 0; status == ST_OK && i < 300; i++) {
        check(cursor.term, 1 + i % 2);
        status = dict_next(&cursor, NULL);
    }
}

static void test_too_long_a_word(void **state)
{
    char word[NEAR_LETTERS_MAX + 2];
    struct near_list list = {.count = 7};
    (void)state;
    memset(word, 'x', sizeof word);
    assert_int_equal(near_find(&list, index_of_test.snapshot,
                               span_of(word, NEAR_LETTERS_MAX + 1), 2, &no_deadline,
                               &index_of_test.arena, NULL),
                     ST_OK);
    assert_int_equal(list.count, 0);
    check(span_of(word, NEAR_LETTERS_MAX), 2);
}

/* A walk looks at the clock once in 1024 terms. */
static void test_a_deadline_that_is_over(void **state)
{
    struct meter over = {.deadline_us = 1, .steps = 1023};
    struct near_list list = {.count = 7};
    (void)state;
    assert_int_equal(near_find(&list, index_of_test.snapshot, span_text("боток"), 2,
                               &over, &index_of_test.arena, NULL),
                     ST_OK);
    assert_true(over.out);
    assert_int_equal(list.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_walk_finds_all),
        cmocka_unit_test(test_every_term_as_the_word),
        cmocka_unit_test(test_too_long_a_word),
        cmocka_unit_test(test_a_deadline_that_is_over),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
