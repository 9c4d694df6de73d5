/* test_phrases.c - phrases over long lists and long articles, against counting by hand.
 *
 * Words of very unlike frequency: their lists are met block against block, or one leads the
 * other; articles with hundreds of places of one word; several segments, deleted articles.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "match/phrase_pair.h"
#include "support/numbers.h"
#include "support/small_index.h"
#include "support/unit.h"

enum { ARTICLES = 1800, BATCH = 600, WORDS_MAX = 700, VOCABULARY = 9, PARTS_MAX = 4 };

static const char *const vocabulary[VOCABULARY] = {"суу", "жер", "тоо", "жол", "кол",
                                                   "баш", "там", "кар", "муз"};

struct text {
    unsigned count;
    bool deleted;
    uint8_t words[WORDS_MAX];
    char id[8];
    char body[WORDS_MAX * 7];
};

static struct text texts[ARTICLES];
static struct small_index archive;

/* The k-th word is about half as frequent as the one before; some articles are about one
 * word. */
static void make_text(struct text *text, unsigned number, struct numbers *random)
{
    size_t len = 0;
    bool about = numbers_below(random, 40) == 0;

    text->count = 1 + (unsigned)numbers_below(random, about ? WORDS_MAX : 60);
    for (unsigned i = 0; i < text->count; i++) {
        uint64_t bits = numbers_next(random) | (uint64_t)1 << (VOCABULARY - 1);

        text->words[i] = (uint8_t)__builtin_ctzll(bits);
        if (about && i % 8 != 0)
            text->words[i] = 0;
        len += (size_t)snprintf(text->body + len, sizeof text->body - len, "%s ",
                                vocabulary[text->words[i]]);
    }
    (void)snprintf(text->id, sizeof text->id, "%u", number);
}

static int set_up(void **state)
{
    struct numbers random = numbers_from(17);

    (void)state;
    small_index_open(&archive);
    for (unsigned from = 0; from < ARTICLES; from += BATCH) {
        static struct small_article articles[BATCH];

        for (unsigned i = 0; i < BATCH; i++) {
            make_text(&texts[from + i], from + i, &random);
            articles[i] = (struct small_article){.id = texts[from + i].id,
                                                 .body = texts[from + i].body};
        }
        small_index_put(&archive, articles, BATCH);
    }
    for (unsigned i = 0; i < ARTICLES; i += 97) {
        texts[i].deleted = true;
        small_index_delete(&archive, texts[i].id);
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    small_index_close(&archive);
    return 0;
}

static bool stands_at(const struct text *text, unsigned at, const uint8_t *phrase,
                      unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        if (at + i >= text->count || text->words[at + i] != phrase[i])
            return false;
    return true;
}

static uint64_t count_by_hand(const uint8_t *phrase, unsigned count)
{
    uint64_t found = 0;

    for (unsigned i = 0; i < ARTICLES; i++)
        for (unsigned at = 0; at < texts[i].count && !texts[i].deleted; at++)
            if (stands_at(&texts[i], at, phrase, count)) {
                found++;
                break;
            }
    return found;
}

static void expect_phrase(const uint8_t *phrase, unsigned count)
{
    struct search_options options = {.limit = 10, .count = true};
    struct search_result all, best;
    char query[128];
    size_t len = 0;

    for (unsigned i = 0; i < count; i++)
        len += (size_t)snprintf(query + len, sizeof query - len, "%s%s", i ? " " : "\"",
                                vocabulary[phrase[i]]);
    (void)snprintf(query + len, sizeof query - len, "\"");
    options.exhaustive = true;
    all = small_index_search(&archive, query, &options);
    assert_int_equal(all.total, count_by_hand(phrase, count));
    options.exhaustive = false;
    options.count = false;
    best = small_index_search(&archive, query, &options);
    assert_int_equal(best.hit_count, all.hit_count);
    for (size_t i = 0; i < best.hit_count; i++) {
        assert_int_equal(best.hits[i].segment, all.hits[i].segment);
        assert_int_equal(best.hits[i].doc, all.hits[i].doc);
        assert_memory_equal(&best.hits[i].score, &all.hits[i].score,
                            sizeof best.hits[i].score);
    }
    arena_reset(&archive.arena);
}

static void test_pairs(void **state)
{
    (void)state;
    for (uint8_t a = 0; a < VOCABULARY; a++)
        for (uint8_t b = 0; b < VOCABULARY; b++)
            expect_phrase((const uint8_t[]){a, b}, 2);
}

static void test_longer(void **state)
{
    struct numbers random = numbers_from(18);

    (void)state;
    for (unsigned round = 0; round < 60; round++) {
        uint8_t phrase[PARTS_MAX];
        unsigned count = 3 + round % 2;

        for (unsigned i = 0; i < count; i++)
            phrase[i] = (uint8_t)(numbers_below(&random, VOCABULARY) *
                                  numbers_below(&random, 2));
        expect_phrase(phrase, count);
    }
}

/* Every article that both lists have, also from any target on. */
static void test_met_articles(void **state)
{
    const struct segment *segment = archive.snapshot->segments[0];
    struct term_info info[2];
    static struct postings_reader a, b, c, d;

    (void)state;
    for (unsigned second = 1; second < VOCABULARY; second++) {
        for (uint32_t step = 1; step < 300; step += step / 2 + 1) {
            struct phrase_pair *pair = calloc(1, sizeof *pair);
            doc_id target = 0, doc, other;

            assert_non_null(pair);
            assert_int_equal(
                dict_find(segment, span_text(vocabulary[second]), &info[0], NULL),
                ST_OK);
            assert_int_equal(
                dict_find(segment, span_text(vocabulary[0]), &info[1], NULL), ST_OK);
            postings_open(&a, segment, &info[0]);
            postings_open(&b, segment, &info[1]);
            postings_open(&c, segment, &info[0]);
            postings_open(&d, segment, &info[1]);
            phrase_pair_open(pair, &a, &b);
            do {
                doc = phrase_pair_seek(pair, target);
                other = postings_seek(&c, target);
                while (other != DOC_END && postings_seek(&d, other) != other)
                    other = postings_seek(&c, d.doc);
                assert_int_equal(doc, other);
                assert_true(doc == DOC_END || (a.doc == doc && b.doc == doc));
                target = doc + step;
            } while (doc != DOC_END);
            free(pair);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_longer),
        cmocka_unit_test(test_met_articles),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
