/* test_spill_gather.c - a term's postings in another order: few, some, many of them, with
 * fields, forms, dropped articles. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "build/spill_gather.h"
#include "support/numbers.h"
#include "support/unit.h"

enum { PLACES_MAX = 12, FORMS = 5 };

/* One article's occurrences, as they are appended. */
struct article {
    uint32_t places[PLACES_MAX], forms[PLACES_MAX];
    uint32_t count;
};

struct world {
    uint32_t doc_count;
    struct article *articles;
    doc_id *map; /* a permutation, some of it DOC_END */
    uint32_t live;
    uint32_t ordinals[FORMS];
    struct pool pool;
    pool_ref chain;
};

static void make_article(struct article *article, struct numbers *random, bool fields,
                         bool forms)
{
    uint32_t pos = 0, field = 0;

    article->count = 1 + (uint32_t)numbers_below(random, PLACES_MAX);
    for (uint32_t i = 0; i < article->count; i++) {
        if (fields && field + 1 < FIELD_COUNT && numbers_below(random, 4) == 0) {
            field += 1 + (uint32_t)numbers_below(random, FIELD_COUNT - 1 - field);
            pos = 0;
        }
        pos += (uint32_t)numbers_below(random, numbers_below(random, 9) ? 90 : 90000);
        article->places[i] = PLACE(field, pos);
        article->forms[i] = forms ? (uint32_t)numbers_below(random, FORMS) : 0;
    }
}

static void make_map(struct world *world, struct numbers *random, bool ascending,
                     bool dropped)
{
    for (uint32_t doc = 0; doc < world->doc_count; doc++)
        world->map[doc] = dropped && numbers_below(random, 5) == 0 ? DOC_END : 0;
    for (uint32_t doc = 0; doc < world->doc_count; doc++)
        if (world->map[doc] != DOC_END)
            world->map[doc] = world->live++;
    for (uint32_t doc = world->doc_count; !ascending && doc > 1; doc--) {
        uint32_t other = (uint32_t)numbers_below(random, doc);
        doc_id keep = world->map[doc - 1];

        if (keep == DOC_END || world->map[other] == DOC_END)
            continue;
        world->map[doc - 1] = world->map[other];
        world->map[other] = keep;
    }
}

/* A term that one in `every` articles has. */
static struct world make_world(struct numbers *random, uint32_t doc_count,
                               uint32_t every, unsigned kind)
{
    struct world world = {.doc_count = doc_count};

    world.articles = calloc(doc_count, sizeof *world.articles);
    world.map = calloc(doc_count, sizeof *world.map);
    assert_true(world.articles && world.map);
    pool_init(&world.pool);
    world.chain = chain_make(&world.pool, span_text("term"));
    for (uint32_t doc = 0; doc < doc_count; doc++) {
        struct article *article = &world.articles[doc];

        if (numbers_below(random, every) != 0)
            continue;
        make_article(article, random, kind & 1, kind & 2);
        for (uint32_t i = 0; i < article->count; i++)
            assert_true(chain_append(&world.pool, world.chain, doc, article->places[i],
                                     article->forms[i]));
    }
    make_map(&world, random, kind & 4, kind & 8);
    for (uint32_t i = 0; i < FORMS; i++)
        world.ordinals[i] = (i * 3 + 1) % FORMS;
    return world;
}

static void release_world(struct world *world)
{
    free(world->articles);
    free(world->map);
    pool_release(&world->pool);
}

/* What of a run was compared. */
struct seen {
    uint32_t posting, places[PLACE_PARTS], fields;
};

static void expect_article(const struct world *world, const struct article *article,
                           const struct posting_run *run, struct seen *seen)
{
    uint32_t field_tf[FIELD_COUNT] = {0}, mask = 0, before = 0;

    assert_int_equal(run->tf[seen->posting], article->count);
    for (uint32_t i = 0; i < article->count; i++) {
        unsigned field = PLACE_FIELD(article->places[i]);
        enum place_part part = field == FIELD_BODY ? PLACE_BODY : PLACE_BESIDE;

        before = field_tf[field]++ == 0 ? PLACE(field, 0) : before;
        assert_int_equal(run->places[part][seen->places[part]++],
                         article->places[i] - before);
        assert_int_equal(run->places[PLACE_FORMS][seen->places[PLACE_FORMS]++],
                         world->ordinals[article->forms[i]]);
        before = article->places[i];
        mask |= field == FIELD_BODY ? 0 : 1u << (field - 1);
    }
    assert_int_equal(run->masks ? run->masks[seen->posting] : 0, mask);
    for (unsigned field = 1; field < FIELD_COUNT; field++)
        if (field_tf[field] > 0)
            assert_int_equal(run->field_tf[seen->fields++], field_tf[field]);
    seen->posting++;
}

/* The live articles that have the term, by their numbers in the segment. */
static const struct article **list_wanted(const struct world *world)
{
    const struct article **wanted = calloc((size_t)world->live + 1, sizeof *wanted);

    assert_non_null(wanted);
    for (uint32_t doc = 0; doc < world->doc_count; doc++)
        if (world->map[doc] != DOC_END && world->articles[doc].count > 0)
            wanted[world->map[doc]] = &world->articles[doc];
    return wanted;
}

static doc_id expect_gathered(const struct world *world, struct gather *gather,
                              const struct article *const *wanted, doc_id doc)
{
    struct posting_run run;

    assert_true(gather_sort(gather, world->live));
    for (size_t from = 0; from < gather->count; from += run.count) {
        struct seen seen = {0};

        assert_true(gather_run(gather, from, world->ordinals, &run));
        assert_true(run.count >= 1 && run.count <= POSTINGS_BLOCK);
        while (seen.posting < run.count) {
            while (!wanted[doc])
                doc++;
            assert_int_equal(run.docs[seen.posting], doc);
            expect_article(world, wanted[doc++], &run, &seen);
        }
    }
    return doc;
}

static void check_world(const struct world *world, struct gather *gather, size_t most)
{
    const struct article **wanted = list_wanted(world);
    struct chain_reader reader;
    doc_id doc = 0;

    chain_open(&reader, &world->pool, world->chain);
    do {
        gather_begin(gather);
        assert_true(gather_read(gather, &reader, world->map, true, most));
        doc = expect_gathered(world, gather, wanted, doc);
    } while (gather->held);
    while (doc < world->live)
        assert_null(wanted[doc++]);
    free(wanted);
}

static void test_orders(void **state)
{
    static const uint32_t every[] = {1, 3, 40, 100, 700};
    struct numbers random = numbers_from(11);

    (void)state;
    for (unsigned kind = 0; kind < 16; kind++) {
        struct gather gather = {.postings = NULL};
        uint32_t doc_count = kind % 3 ? 3000 : 40000;

        for (size_t i = 0; i < sizeof every / sizeof *every; i++) {
            struct world world = make_world(&random, doc_count, every[i], kind & ~8u);

            check_world(&world, &gather, kind & 4 ? (size_t)POSTINGS_BLOCK : SIZE_MAX);
            release_world(&world);
        }
        gather_release(&gather);
    }
    assert_int_equal(memory_live_count(), 0);
}

/* Of another number of articles each time: a gather of its own. */
static void test_dropped(void **state)
{
    struct numbers random = numbers_from(12);

    (void)state;
    for (unsigned kind = 8; kind < 16; kind++)
        for (uint32_t every = 1; every < 600; every = every * 5 + 1) {
            struct gather gather = {.postings = NULL};
            struct world world = make_world(&random, 2000, every, kind);

            check_world(&world, &gather, kind & 4 ? (size_t)POSTINGS_BLOCK : SIZE_MAX);
            release_world(&world);
            gather_release(&gather);
        }
    assert_int_equal(memory_live_count(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_orders),
        cmocka_unit_test(test_dropped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
