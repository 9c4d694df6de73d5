/* test_writer.c - put, replace, delete, prune, commit; one writer; no litter. */
#include "support/unit.h"

#include <errno.h>
#include <string.h>

#include "segment/manifest.h"
#include "support/faulty_ops.h"
#include "support/index_dump.h"
#include "support/index_fixture.h"
#include "support/make_article.h"
#include "support/scratch.h"

static void an_empty_index_is_an_index(void **state)
{
    struct index_fixture *f = *state;

    index_open(f);
    index_commit(f);
    assert_int_equal(index_generation(f), 1);
    assert_int_equal(index_articles(f), 0);
    index_commit(f); /* nothing new */
    assert_int_equal(index_generation(f), 1);
}

static void nothing_changed_nothing_written(void **state)
{
    struct index_fixture *f = *state;
    struct writer_totals totals;

    index_open(f);
    for (uint32_t i = 0; i < 10; i++)
        index_put(f, i, 1, WRITER_ADDED);
    for (uint32_t i = 0; i < 10; i++)
        index_put(f, i, 1, WRITER_UNCHANGED); /* within the batch */
    index_commit(f);
    index_open(f);
    for (uint32_t i = 0; i < 10; i++)
        index_put(f, i, 1, WRITER_UNCHANGED);
    index_commit(f);
    assert_int_equal(index_generation(f), 1);
    assert_int_equal(index_articles(f), 10);
    writer_totals(f->writer, &totals);
    assert_int_equal(totals.unchanged, 10);
    assert_int_equal(totals.added, 0);
    assert_true(totals.text_bytes > 0);
}

static void a_changed_one_replaces(void **state)
{
    struct index_fixture *f = *state;

    index_open(f);
    for (uint32_t i = 0; i < 20; i++)
        index_put(f, i, 1, WRITER_ADDED);
    index_put(f, 3, 2, WRITER_CHANGED); /* within the batch */
    index_commit(f);
    index_put(f, 4, 2, WRITER_CHANGED); /* of a segment */
    index_put(f, 4, 3, WRITER_CHANGED);
    index_put(f, 5, 2, WRITER_CHANGED);
    index_put(f, 5, 1, WRITER_CHANGED); /* and back */
    index_commit(f);
    assert_int_equal(index_articles(f), 20);
    assert_int_equal(index_generation(f), 2);
}

static void deleting(void **state)
{
    struct index_fixture *f = *state;
    struct error err = ERROR_NONE;

    index_open(f);
    for (uint32_t i = 0; i < 20; i++)
        index_put(f, i, 1, WRITER_ADDED);
    assert_int_equal(writer_delete(f->writer, span_text("article-7"), NULL), ST_OK);
    index_commit(f);
    assert_int_equal(index_articles(f), 19);
    assert_int_equal(writer_delete(f->writer, span_text("article-8"), NULL), ST_OK);
    assert_int_equal(writer_delete(f->writer, span_text("article-8"), &err),
                     ST_NOT_FOUND);
    assert_non_null(strstr(err.text, "article-8"));
    index_commit(f);
    assert_int_equal(index_articles(f), 18);
    index_put(f, 8, 1, WRITER_ADDED);
    index_commit(f);
    assert_int_equal(index_articles(f), 19);
    for (uint32_t i = 0; i < 20; i++)
        if (i != 7)
            assert_int_equal(
                writer_delete(f->writer, make_article_id(&f->arena, i), NULL), ST_OK);
    index_commit(f);
    assert_int_equal(index_articles(f), 0);
    assert_int_equal(writer_manifest(f->writer)->segment_count, 0);
}

static void deleted_and_put_in_one_commit(void **state)
{
    struct index_fixture *f = *state;

    index_open(f);
    for (uint32_t i = 0; i < 5; i++)
        index_put(f, i, 1, WRITER_ADDED);
    index_commit(f);
    assert_int_equal(writer_delete(f->writer, span_text("article-2"), NULL), ST_OK);
    index_put(f, 2, 2, WRITER_ADDED);
    index_put(f, 3, 2, WRITER_CHANGED);
    assert_int_equal(writer_delete(f->writer, span_text("article-3"), NULL), ST_OK);
    index_put(f, 9, 1, WRITER_ADDED);
    assert_int_equal(writer_delete(f->writer, span_text("article-9"), NULL), ST_OK);
    index_commit(f);
    assert_int_equal(index_articles(f), 4);
    index_put(f, 2, 2, WRITER_UNCHANGED);
    index_put(f, 3, 2, WRITER_ADDED);
    index_put(f, 9, 1, WRITER_ADDED);
}

/* After a failure every call fails and tells of the first one; the index is the old. */
static void a_failed_writer_does_nothing_more(void **state)
{
    struct index_fixture *f = *state;
    struct span everything = span_text("");
    struct article article = make_article(&f->arena, 9, 1, 60);
    struct error err = ERROR_NONE;
    enum writer_outcome outcome;

    index_open(f);
    index_put(f, 1, 1, WRITER_ADDED);
    index_commit(f);
    index_put(f, 2, 1, WRITER_ADDED);
    faulty_ops_begin(
        &(struct fault_plan){.call = FAULT_FDATASYNC, .at = 1, .error = EIO});
    assert_int_equal(writer_commit(f->writer, NULL), ST_IO);
    assert_true(faulty_ops_end());
    assert_int_equal(writer_put(f->writer, &article, &outcome, &err), ST_IO);
    assert_non_null(strstr(err.text, "failed before: cannot sync"));
    assert_int_equal(writer_delete(f->writer, span_text("article-1"), NULL), ST_IO);
    assert_int_equal(writer_prune(f->writer, &everything, 1, NULL), ST_IO);
    assert_int_equal(writer_merge(f->writer, 1, NULL), ST_IO);
    assert_int_equal(writer_commit(f->writer, NULL), ST_IO);
    index_open(f);
    index_expect_sound(f->dir);
    assert_int_equal(index_articles(f), 1);
    index_put(f, 2, 1, WRITER_ADDED);
    index_commit(f);
}

static void pruning(void **state)
{
    struct index_fixture *f = *state;
    struct span roots[] = {span_text("archive/1/"), span_text("archive/0/3.jsonl"),
                           span_text("archive/2/5")};
    struct writer_totals totals;

    index_open(f); /* archive/<n % 3>/<n>.jsonl */
    for (uint32_t i = 0; i < 12; i++)
        index_put(f, i, 1, WRITER_ADDED);
    index_commit(f);
    index_open(f);
    index_put(f, 4, 1, WRITER_UNCHANGED); /* seen */
    index_put(f, 7, 2, WRITER_CHANGED);
    assert_int_equal(writer_prune(f->writer, roots, 3, NULL), ST_OK);
    index_commit(f);
    writer_totals(f->writer, &totals);
    assert_int_equal(totals.deleted, 3); /* 1 and 10, and 3; 5.jsonl is not under 5 */
    assert_int_equal(index_articles(f), 9);
    index_open(f);
    index_put(f, 4, 1, WRITER_UNCHANGED);
    assert_int_equal(writer_prune(f->writer, &(struct span){NULL, 0}, 1, NULL), ST_OK);
    index_commit(f);
    assert_int_equal(index_articles(f), 1);
}

/* What was seen is known after its segment has been merged. */
static void pruning_after_merges(void **state)
{
    struct index_fixture *f = *state;

    index_open(f);
    for (uint32_t i = 0; i < 10; i++) {
        index_put(f, i, 1, WRITER_ADDED);
        index_commit(f);
    }
    index_open(f);
    for (uint32_t i = 0; i < 10; i += 2)
        index_put(f, i, 1, WRITER_UNCHANGED);
    assert_int_equal(writer_merge(f->writer, 1, NULL), ST_OK);
    assert_int_equal(writer_prune(f->writer, &(struct span){NULL, 0}, 1, NULL), ST_OK);
    index_commit(f);
    assert_int_equal(index_articles(f), 5);
    for (uint32_t i = 0; i < 10; i++)
        index_put(f, i, 1, i % 2 ? WRITER_ADDED : WRITER_UNCHANGED);
}

static void one_writer_at_a_time(void **state)
{
    struct index_fixture *f = *state;
    struct writer *second = NULL;
    struct error err = ERROR_NONE;

    index_open(f);
    assert_int_equal(writer_open(&second, f->dir, &index_options, &err), ST_LOCKED);
    assert_null(second);
    assert_non_null(strstr(err.text, "is being written by another process"));
    writer_close(f->writer);
    f->writer = NULL;
    index_open(f);
}

static void options_are_checked(void **state)
{
    struct index_fixture *f = *state;
    struct writer_options unknown = {.analyzer = 9},
                          little = {.memory_bytes = WRITER_MEMORY_MIN - 1};
    struct writer *writer = NULL;

    assert_int_equal(writer_open(&writer, f->dir, &little, NULL), ST_ARGUMENT);
    assert_int_equal(writer_open(&writer, f->dir, &unknown, NULL), ST_ARGUMENT);
    assert_int_equal(scratch_count(f->dir), 0);
    index_open(f);
    index_commit(f);
    writer_close(f->writer);
    f->writer = NULL;
    assert_int_equal(writer_open(&writer, "/nowhere/at/all", &index_options, NULL),
                     ST_NOT_FOUND);
}

static void a_refused_article_harms_nothing(void **state)
{
    struct index_fixture *f = *state;
    struct article nameless = {.id = span_text("")};
    enum writer_outcome outcome;

    index_open(f);
    index_put(f, 1, 1, WRITER_ADDED);
    assert_int_equal(writer_put(f->writer, &nameless, &outcome, NULL), ST_ARGUMENT);
    index_put(f, 2, 1, WRITER_ADDED);
    index_commit(f);
    assert_int_equal(index_articles(f), 2);
}

static void uncommitted_work_leaves_nothing(void **state)
{
    struct index_fixture *f = *state;
    size_t names;

    index_open(f);
    index_put(f, 1, 1, WRITER_ADDED);
    index_commit(f);
    index_open(f);
    names = scratch_count(f->dir);
    index_put(f, 2, 1, WRITER_ADDED);
    assert_int_equal(writer_delete(f->writer, span_text("article-1"), NULL), ST_OK);
    index_open(f);
    assert_int_equal(scratch_count(f->dir), names);
    assert_int_equal(index_articles(f), 1);
    index_put(f, 1, 1, WRITER_UNCHANGED);
}

static void litter_is_collected(void **state)
{
    struct index_fixture *f = *state;

    index_open(f);
    index_put(f, 1, 1, WRITER_ADDED);
    index_commit(f);
    writer_close(f->writer);
    f->writer = NULL;
    scratch_write(scratch_path(&f->scratch, "0000000000000099.seg"), "x", 1);
    scratch_write(scratch_path(&f->scratch, "manifest-0000000000000002.tmp"), "x", 1);
    scratch_write(scratch_path(&f->scratch, "notes.txt"), "mine", 4);
    index_open(f);
    assert_false(scratch_exists(scratch_path(&f->scratch, "0000000000000099.seg")));
    assert_false(
        scratch_exists(scratch_path(&f->scratch, "manifest-0000000000000002.tmp")));
    assert_true(scratch_exists(scratch_path(&f->scratch, "notes.txt")));
    index_put(f, 2, 1, WRITER_ADDED);
    index_commit(f);
}

static void a_plain_index_is_sound(void **state)
{
    struct index_fixture *f = *state;
    struct writer_options plain = {.analyzer = MANIFEST_ANALYZER_PLAIN};

    assert_int_equal(writer_open(&f->writer, f->dir, &plain, NULL), ST_OK);
    for (uint32_t i = 0; i < 300; i++)
        index_put(f, i, 1, WRITER_ADDED);
    index_commit(f);
    index_put(f, 7, 2, WRITER_CHANGED);
    assert_int_equal(writer_merge(f->writer, 1, NULL), ST_OK);
    index_commit(f);
    assert_int_equal(index_articles(f), 300);
    assert_int_equal(writer_manifest(f->writer)->analyzer, MANIFEST_ANALYZER_PLAIN);
}

/* The words of one index are cut in one way; deleting and merging cut none. */
static void another_analyzer_cannot_put(void **state)
{
    struct index_fixture *f = *state;
    struct writer_options plain = {.analyzer = MANIFEST_ANALYZER_PLAIN};
    struct article article = {.id = span_text("article-9")};
    enum writer_outcome outcome;

    assert_int_equal(writer_open(&f->writer, f->dir, &plain, NULL), ST_OK);
    for (uint32_t i = 0; i < 3; i++)
        index_put(f, i, 1, WRITER_ADDED);
    index_commit(f);
    index_open(f);
    assert_int_equal(writer_put(f->writer, &article, &outcome, NULL), ST_ARGUMENT);
    assert_int_equal(writer_delete(f->writer, span_text("article-1"), NULL), ST_OK);
    assert_int_equal(writer_merge(f->writer, 1, NULL), ST_OK);
    index_commit(f);
    assert_int_equal(index_articles(f), 2);
    assert_int_equal(writer_manifest(f->writer)->analyzer, MANIFEST_ANALYZER_PLAIN);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, index_set_up, index_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_empty_index_is_an_index),
        TEST(nothing_changed_nothing_written),
        TEST(a_changed_one_replaces),
        TEST(deleting),
        TEST(deleted_and_put_in_one_commit),
        TEST(a_failed_writer_does_nothing_more),
        TEST(pruning),
        TEST(pruning_after_merges),
        TEST(one_writer_at_a_time),
        TEST(options_are_checked),
        TEST(a_refused_article_harms_nothing),
        TEST(uncommitted_work_leaves_nothing),
        TEST(litter_is_collected),
        TEST(a_plain_index_is_sound),
        TEST(another_analyzer_cannot_put),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
