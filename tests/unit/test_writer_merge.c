/* test_writer_merge.c - many commits, few segments; more text than memory. */
#include "support/unit.h"

#include "segment/segment_read.h"
#include "support/index_dump.h"
#include "support/index_fixture.h"
#include "support/make_article.h"
#include "support/scratch.h"

static void many_commits_few_segments(void **state)
{
    struct index_fixture *f = *state;
    struct writer_totals totals;
    struct error err = ERROR_NONE;

    index_open(f);
    for (uint32_t i = 0; i < 40; i++) {
        index_put(f, i, 1, WRITER_ADDED);
        index_put(f, i / 2 + 100, i, i % 2 ? WRITER_CHANGED : WRITER_ADDED);
        index_commit(f);
        assert_true(writer_manifest(f->writer)->segment_count <= 6);
    }
    writer_totals(f->writer, &totals);
    assert_true(totals.merge_count > 5);
    assert_int_equal(totals.flush_count, 40);
    assert_int_equal(index_articles(f), 60);
    assert_int_equal(writer_merge(f->writer, 1, &err), ST_OK);
    index_expect_sound(f->dir);
    assert_int_equal(writer_manifest(f->writer)->segment_count, 1);
    assert_int_equal(writer_manifest(f->writer)->segments[0].doc_count, 60);
    assert_int_equal(index_generation(f), 41);
    assert_int_equal(writer_merge(f->writer, 1, &err), ST_OK); /* nothing to do */
    assert_int_equal(index_generation(f), 41);
    assert_int_equal(index_articles(f), 60);
    /* lock, two manifests, the merged segment and those of the commit before */
    index_commit(f);
    index_put(f, 0, 2, WRITER_CHANGED);
    index_commit(f);
    index_put(f, 1, 2, WRITER_CHANGED);
    index_commit(f);
    assert_true(scratch_count(f->dir) <= 9);
}

static void deleted_articles_are_dropped_in_time(void **state)
{
    struct index_fixture *f = *state;

    index_open(f);
    for (uint32_t i = 0; i < 20; i++)
        index_put(f, i, 1, WRITER_ADDED);
    index_commit(f);
    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(writer_delete(f->writer, make_article_id(&f->arena, i), NULL),
                         ST_OK);
    index_commit(f);
    assert_int_equal(writer_manifest(f->writer)->segments[0].deleted_count, 3);
    assert_int_equal(writer_delete(f->writer, make_article_id(&f->arena, 3), NULL),
                     ST_OK);
    index_commit(f);
    assert_int_equal(writer_manifest(f->writer)->segments[0].deleted_count, 0);
    assert_int_equal(writer_manifest(f->writer)->segments[0].doc_count, 16);
}

static void no_problem(void *context, uint64_t off, const char *text)
{
    (void)context;
    (void)off;
    fail_msg("%s", text);
}

/* A reader that opened its segments goes on reading them while they are merged away. */
static void readers_keep_their_snapshot(void **state)
{
    struct index_fixture *f = *state;
    struct manifest manifest;
    struct segment *segment = NULL;
    struct error err = ERROR_NONE;

    index_open(f);
    for (uint32_t i = 0; i < 10; i++)
        index_put(f, i, 1, WRITER_ADDED);
    index_commit(f);
    manifest_init(&manifest);
    assert_int_equal(manifest_load(&manifest, f->dir, &err), ST_OK);
    index_put(f, 3, 2, WRITER_CHANGED);
    assert_int_equal(writer_merge(f->writer, 1, &err), ST_OK);
    /* the generation before is still on disk for those who only read the manifest */
    assert_int_equal(segment_open(&segment, f->dir, &manifest.segments[0], &err),
                     ST_OK);
    for (uint32_t i = 0; i < 10; i++) {
        index_put(f, i, 3, WRITER_CHANGED);
        index_commit(f);
    }
    assert_int_equal(segment_info(segment)->doc_count, 10);
    assert_int_equal(segment_verify(segment, no_problem, NULL, &err), ST_OK);
    segment_close(segment);
    manifest_release(&manifest);
}

/* More text than the memory: batches spill, segments merge, nothing is lost. */
static void memory_stays_bounded(void **state)
{
    struct index_fixture *f = *state;
    struct writer_totals totals;
    enum { COUNT = 1500 };

    index_open(f);
    for (uint32_t i = 0; i < COUNT; i++) {
        struct article article = make_article(&f->arena, i, 1, 600);
        enum writer_outcome outcome;

        assert_int_equal(writer_put(f->writer, &article, &outcome, NULL), ST_OK);
        arena_reset(&f->arena);
    }
    index_commit(f);
    writer_totals(f->writer, &totals);
    assert_true(totals.flush_count >= 3);
    assert_int_equal(index_articles(f), COUNT);
}

/* An article that no batch can hold goes alone. */
static void a_giant_goes_alone(void **state)
{
    struct index_fixture *f = *state;
    struct article giant = make_article(&f->arena, 2, 1, 200000);
    struct writer_totals totals;
    enum writer_outcome outcome;

    index_open(f);
    index_put(f, 1, 1, WRITER_ADDED);
    assert_int_equal(writer_put(f->writer, &giant, &outcome, NULL), ST_OK);
    index_put(f, 3, 1, WRITER_ADDED);
    index_commit(f);
    writer_totals(f->writer, &totals);
    assert_int_equal(totals.flush_count, 3);
    assert_int_equal(index_articles(f), 3);
}

/* More segments than one merge takes, and more dictionaries of stored text. */
static void hundreds_of_segments(void **state)
{
    struct index_fixture *f = *state;
    struct writer_options lazy = {.memory_bytes = WRITER_MEMORY_MIN,
                                  .merge_factor = 1000};

    assert_int_equal(writer_open(&f->writer, f->dir, &lazy, NULL), ST_OK);
    for (uint32_t i = 0; i < 150; i++) {
        index_put(f, i, 1, WRITER_ADDED);
        index_put(f, i / 2, 1, WRITER_UNCHANGED);
        assert_int_equal(writer_commit(f->writer, NULL), ST_OK);
    }
    assert_int_equal(writer_manifest(f->writer)->segment_count, 150);
    assert_int_equal(writer_merge(f->writer, 2, NULL), ST_OK);
    index_expect_sound(f->dir);
    assert_int_equal(writer_manifest(f->writer)->segment_count, 2);
    assert_int_equal(writer_merge(f->writer, 1, NULL), ST_OK);
    index_expect_sound(f->dir);
    assert_int_equal(index_articles(f), 150);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, index_set_up, index_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(many_commits_few_segments),   TEST(deleted_articles_are_dropped_in_time),
        TEST(readers_keep_their_snapshot), TEST(memory_stays_bounded),
        TEST(a_giant_goes_alone),          TEST(hundreds_of_segments),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
