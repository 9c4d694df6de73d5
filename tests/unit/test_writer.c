/* test_writer.c - put, replace, delete, prune, commit, merge; one writer; no litter. */
#include "support/unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/memory.h"
#include "build/check.h"
#include "build/writer.h"
#include "segment/segment_read.h"
#include "support/index_dump.h"
#include "support/make_article.h"
#include "support/scratch.h"

struct fixture {
    struct scratch scratch;
    struct arena arena;
    struct writer *writer;
    const char *dir;
};

static const struct writer_options small = {.memory_bytes = WRITER_MEMORY_MIN,
                                            .merge_factor = 3};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    scratch_make(&f->scratch);
    arena_init(&f->arena, (size_t)1 << 30);
    f->dir = f->scratch.path;
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    writer_close(f->writer);
    arena_release(&f->arena);
    scratch_remove(&f->scratch);
    free(f);
    assert_int_equal(memory_live_count(), 0);
    return 0;
}

static void open_writer(struct fixture *f)
{
    struct error err = ERROR_NONE;

    writer_close(f->writer);
    f->writer = NULL;
    if (writer_open(&f->writer, f->dir, &small, &err) != ST_OK)
        fail_msg("%s", err.text);
}

static void put(struct fixture *f, uint32_t number, uint32_t version,
                enum writer_outcome expected)
{
    struct article article = make_article(&f->arena, number, version, 60);
    struct error err = ERROR_NONE;
    enum writer_outcome outcome;

    if (writer_put(f->writer, &article, &outcome, &err) != ST_OK)
        fail_msg("%s", err.text);
    assert_int_equal(outcome, expected);
}

static void commit(struct fixture *f)
{
    struct error err = ERROR_NONE;

    if (writer_commit(f->writer, &err) != ST_OK)
        fail_msg("%s", err.text);
    index_expect_sound(f->dir);
}

static uint64_t generation(const struct fixture *f)
{
    return writer_manifest(f->writer)->generation;
}

/* Live articles as readers see them. */
static uint64_t articles(const struct fixture *f)
{
    struct check_totals totals;

    assert_int_equal(check_index(f->dir, NULL, NULL, &totals, NULL), ST_OK);
    return totals.articles;
}

static void an_empty_index_is_an_index(void **state)
{
    struct fixture *f = *state;

    open_writer(f);
    commit(f);
    assert_int_equal(generation(f), 1);
    assert_int_equal(articles(f), 0);
    commit(f); /* nothing new */
    assert_int_equal(generation(f), 1);
}

static void nothing_changed_nothing_written(void **state)
{
    struct fixture *f = *state;
    struct writer_totals totals;

    open_writer(f);
    for (uint32_t i = 0; i < 10; i++)
        put(f, i, 1, WRITER_ADDED);
    for (uint32_t i = 0; i < 10; i++)
        put(f, i, 1, WRITER_UNCHANGED); /* within the batch */
    commit(f);
    open_writer(f);
    for (uint32_t i = 0; i < 10; i++)
        put(f, i, 1, WRITER_UNCHANGED);
    commit(f);
    assert_int_equal(generation(f), 1);
    assert_int_equal(articles(f), 10);
    writer_totals(f->writer, &totals);
    assert_int_equal(totals.unchanged, 10);
    assert_int_equal(totals.added, 0);
    assert_true(totals.text_bytes > 0);
}

static void a_changed_one_replaces(void **state)
{
    struct fixture *f = *state;

    open_writer(f);
    for (uint32_t i = 0; i < 20; i++)
        put(f, i, 1, WRITER_ADDED);
    put(f, 3, 2, WRITER_CHANGED); /* within the batch */
    commit(f);
    put(f, 4, 2, WRITER_CHANGED); /* of a segment */
    put(f, 4, 3, WRITER_CHANGED);
    put(f, 5, 2, WRITER_CHANGED);
    put(f, 5, 1, WRITER_CHANGED); /* and back */
    commit(f);
    assert_int_equal(articles(f), 20);
    assert_int_equal(generation(f), 2);
}

static void deleting(void **state)
{
    struct fixture *f = *state;
    struct error err = ERROR_NONE;

    open_writer(f);
    for (uint32_t i = 0; i < 20; i++)
        put(f, i, 1, WRITER_ADDED);
    assert_int_equal(writer_delete(f->writer, span_text("article-7"), NULL), ST_OK);
    commit(f);
    assert_int_equal(articles(f), 19);
    assert_int_equal(writer_delete(f->writer, span_text("article-8"), NULL), ST_OK);
    assert_int_equal(writer_delete(f->writer, span_text("article-8"), &err),
                     ST_NOT_FOUND);
    assert_non_null(strstr(err.text, "article-8"));
    commit(f);
    assert_int_equal(articles(f), 18);
    put(f, 8, 1, WRITER_ADDED);
    commit(f);
    assert_int_equal(articles(f), 19);
    for (uint32_t i = 0; i < 20; i++)
        if (i != 7)
            assert_int_equal(
                writer_delete(f->writer, make_article_id(&f->arena, i), NULL), ST_OK);
    commit(f);
    assert_int_equal(articles(f), 0);
    assert_int_equal(writer_manifest(f->writer)->segment_count, 0);
}

static void pruning(void **state)
{
    struct fixture *f = *state;
    struct span roots[] = {span_text("archive/1/"), span_text("archive/0/3.jsonl"),
                           span_text("archive/2/5")};
    struct writer_totals totals;

    open_writer(f); /* archive/<n % 3>/<n>.jsonl */
    for (uint32_t i = 0; i < 12; i++)
        put(f, i, 1, WRITER_ADDED);
    commit(f);
    open_writer(f);
    put(f, 4, 1, WRITER_UNCHANGED); /* seen */
    put(f, 7, 2, WRITER_CHANGED);
    assert_int_equal(writer_prune(f->writer, roots, 3, NULL), ST_OK);
    commit(f);
    writer_totals(f->writer, &totals);
    assert_int_equal(totals.deleted, 3); /* 1 and 10, and 3; 5.jsonl is not under 5 */
    assert_int_equal(articles(f), 9);
    open_writer(f);
    put(f, 4, 1, WRITER_UNCHANGED);
    assert_int_equal(writer_prune(f->writer, &(struct span){NULL, 0}, 1, NULL), ST_OK);
    commit(f);
    assert_int_equal(articles(f), 1);
}

/* What was seen is known after its segment has been merged. */
static void pruning_after_merges(void **state)
{
    struct fixture *f = *state;

    open_writer(f);
    for (uint32_t i = 0; i < 10; i++) {
        put(f, i, 1, WRITER_ADDED);
        commit(f);
    }
    open_writer(f);
    for (uint32_t i = 0; i < 10; i += 2)
        put(f, i, 1, WRITER_UNCHANGED);
    assert_int_equal(writer_merge(f->writer, 1, NULL), ST_OK);
    assert_int_equal(writer_prune(f->writer, &(struct span){NULL, 0}, 1, NULL), ST_OK);
    commit(f);
    assert_int_equal(articles(f), 5);
    for (uint32_t i = 0; i < 10; i++)
        put(f, i, 1, i % 2 ? WRITER_ADDED : WRITER_UNCHANGED);
}

static void one_writer_at_a_time(void **state)
{
    struct fixture *f = *state;
    struct writer *second = NULL;
    struct error err = ERROR_NONE;

    open_writer(f);
    assert_int_equal(writer_open(&second, f->dir, &small, &err), ST_LOCKED);
    assert_null(second);
    assert_non_null(strstr(err.text, "is being written by another process"));
    writer_close(f->writer);
    f->writer = NULL;
    open_writer(f);
}

static void options_are_checked(void **state)
{
    struct fixture *f = *state;
    struct writer_options plain = {.analyzer = MANIFEST_ANALYZER_PLAIN},
                          unknown = {.analyzer = 9},
                          little = {.memory_bytes = WRITER_MEMORY_MIN - 1};
    struct writer *writer = NULL;

    assert_int_equal(writer_open(&writer, f->dir, &little, NULL), ST_ARGUMENT);
    assert_int_equal(writer_open(&writer, f->dir, &unknown, NULL), ST_ARGUMENT);
    assert_int_equal(scratch_count(f->dir), 0);
    open_writer(f);
    commit(f);
    writer_close(f->writer);
    f->writer = NULL;
    assert_int_equal(writer_open(&writer, f->dir, &plain, NULL), ST_ARGUMENT);
    assert_int_equal(writer_open(&writer, "/nowhere/at/all", &small, NULL),
                     ST_NOT_FOUND);
}

static void a_refused_article_harms_nothing(void **state)
{
    struct fixture *f = *state;
    struct article nameless = {.id = span_text("")};
    enum writer_outcome outcome;

    open_writer(f);
    put(f, 1, 1, WRITER_ADDED);
    assert_int_equal(writer_put(f->writer, &nameless, &outcome, NULL), ST_ARGUMENT);
    put(f, 2, 1, WRITER_ADDED);
    commit(f);
    assert_int_equal(articles(f), 2);
}

static void uncommitted_work_leaves_nothing(void **state)
{
    struct fixture *f = *state;
    size_t names;

    open_writer(f);
    put(f, 1, 1, WRITER_ADDED);
    commit(f);
    open_writer(f);
    names = scratch_count(f->dir);
    put(f, 2, 1, WRITER_ADDED);
    assert_int_equal(writer_delete(f->writer, span_text("article-1"), NULL), ST_OK);
    open_writer(f);
    assert_int_equal(scratch_count(f->dir), names);
    assert_int_equal(articles(f), 1);
    put(f, 1, 1, WRITER_UNCHANGED);
}

static void litter_is_collected(void **state)
{
    struct fixture *f = *state;

    open_writer(f);
    put(f, 1, 1, WRITER_ADDED);
    commit(f);
    writer_close(f->writer);
    f->writer = NULL;
    scratch_write(scratch_path(&f->scratch, "0000000000000099.seg"), "x", 1);
    scratch_write(scratch_path(&f->scratch, "manifest-0000000000000002.tmp"), "x", 1);
    scratch_write(scratch_path(&f->scratch, "notes.txt"), "mine", 4);
    open_writer(f);
    assert_false(scratch_exists(scratch_path(&f->scratch, "0000000000000099.seg")));
    assert_false(
        scratch_exists(scratch_path(&f->scratch, "manifest-0000000000000002.tmp")));
    assert_true(scratch_exists(scratch_path(&f->scratch, "notes.txt")));
    put(f, 2, 1, WRITER_ADDED);
    commit(f);
}

static void many_commits_few_segments(void **state)
{
    struct fixture *f = *state;
    struct writer_totals totals;
    struct error err = ERROR_NONE;

    open_writer(f);
    for (uint32_t i = 0; i < 40; i++) {
        put(f, i, 1, WRITER_ADDED);
        put(f, i / 2 + 100, i, i % 2 ? WRITER_CHANGED : WRITER_ADDED);
        commit(f);
        assert_true(writer_manifest(f->writer)->segment_count <= 6);
    }
    writer_totals(f->writer, &totals);
    assert_true(totals.merge_count > 5);
    assert_int_equal(totals.flush_count, 40);
    assert_int_equal(articles(f), 60);
    assert_int_equal(writer_merge(f->writer, 1, &err), ST_OK);
    index_expect_sound(f->dir);
    assert_int_equal(writer_manifest(f->writer)->segment_count, 1);
    assert_int_equal(writer_manifest(f->writer)->segments[0].doc_count, 60);
    assert_int_equal(generation(f), 41);
    assert_int_equal(writer_merge(f->writer, 1, &err), ST_OK); /* nothing to do */
    assert_int_equal(generation(f), 41);
    assert_int_equal(articles(f), 60);
    /* lock, two manifests, the merged segment and those of the commit before */
    commit(f);
    put(f, 0, 2, WRITER_CHANGED);
    commit(f);
    put(f, 1, 2, WRITER_CHANGED);
    commit(f);
    assert_true(scratch_count(f->dir) <= 9);
}

static void deleted_articles_are_dropped_in_time(void **state)
{
    struct fixture *f = *state;

    open_writer(f);
    for (uint32_t i = 0; i < 20; i++)
        put(f, i, 1, WRITER_ADDED);
    commit(f);
    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(writer_delete(f->writer, make_article_id(&f->arena, i), NULL),
                         ST_OK);
    commit(f);
    assert_int_equal(writer_manifest(f->writer)->segments[0].deleted_count, 3);
    assert_int_equal(writer_delete(f->writer, make_article_id(&f->arena, 3), NULL),
                     ST_OK);
    commit(f);
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
    struct fixture *f = *state;
    struct manifest manifest;
    struct segment *segment = NULL;
    struct error err = ERROR_NONE;

    open_writer(f);
    for (uint32_t i = 0; i < 10; i++)
        put(f, i, 1, WRITER_ADDED);
    commit(f);
    manifest_init(&manifest);
    assert_int_equal(manifest_load(&manifest, f->dir, &err), ST_OK);
    put(f, 3, 2, WRITER_CHANGED);
    assert_int_equal(writer_merge(f->writer, 1, &err), ST_OK);
    /* the generation before is still on disk for those who only read the manifest */
    assert_int_equal(segment_open(&segment, f->dir, &manifest.segments[0], &err),
                     ST_OK);
    for (uint32_t i = 0; i < 10; i++) {
        put(f, i, 3, WRITER_CHANGED);
        commit(f);
    }
    assert_int_equal(segment_info(segment)->doc_count, 10);
    assert_int_equal(segment_verify(segment, no_problem, NULL, &err), ST_OK);
    segment_close(segment);
    manifest_release(&manifest);
}

/* More text than the memory: batches spill, segments merge, nothing is lost. */
static void memory_stays_bounded(void **state)
{
    struct fixture *f = *state;
    struct writer_totals totals;
    enum { COUNT = 1500 };

    open_writer(f);
    for (uint32_t i = 0; i < COUNT; i++) {
        struct article article = make_article(&f->arena, i, 1, 600);
        enum writer_outcome outcome;

        assert_int_equal(writer_put(f->writer, &article, &outcome, NULL), ST_OK);
        arena_reset(&f->arena);
    }
    commit(f);
    writer_totals(f->writer, &totals);
    assert_true(totals.flush_count >= 3);
    assert_int_equal(articles(f), COUNT);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_empty_index_is_an_index),
        TEST(nothing_changed_nothing_written),
        TEST(a_changed_one_replaces),
        TEST(deleting),
        TEST(pruning),
        TEST(pruning_after_merges),
        TEST(one_writer_at_a_time),
        TEST(options_are_checked),
        TEST(a_refused_article_harms_nothing),
        TEST(uncommitted_work_leaves_nothing),
        TEST(litter_is_collected),
        TEST(many_commits_few_segments),
        TEST(deleted_articles_are_dropped_in_time),
        TEST(readers_keep_their_snapshot),
        TEST(memory_stays_bounded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
