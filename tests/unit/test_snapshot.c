/* test_snapshot.c - counting, polling, and a writer that is faster than the reader. */
#include "match/snapshot.h"

#include <stdio.h>

#include "base/file.h"
#include "base/memory.h"
#include "segment/columns_read.h"
#include "support/small_index.h"
#include "support/unit.h"

static struct small_index index_of_test;

static const struct small_article A = {
    .id = "a", .title = "Бир эки", .body = "суу жер"};
static const struct small_article B = {.id = "b", .body = "жер"};
static const struct small_article C = {.id = "c", .body = "айыл"};

static int set_up(void **state)
{
    (void)state;
    small_index_open(&index_of_test);
    small_index_put(&index_of_test, &A, 1);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    small_index_close(&index_of_test);
    return 0;
}

static void test_counts(void **state)
{
    (void)state;
    small_index_put(&index_of_test, &B, 1);
    small_index_delete(&index_of_test, "a");
    const struct snapshot *s = index_of_test.snapshot;
    assert_int_equal(s->segment_count, s->manifest.segment_count);
    assert_true(s->live_count == 1 && s->doc_count >= 1);
    assert_true(s->field_totals[FIELD_BODY] >= 1);
}

static void test_no_index(void **state)
{
    struct snapshot *snapshot = NULL;
    struct snapshot_source *source = NULL;
    struct error err = ERROR_NONE;
    (void)state;
    assert_int_equal(snapshot_open(&snapshot, "/nonexistent/msearch", &err),
                     ST_NOT_FOUND);
    assert_null(snapshot);
    assert_true(err.text[0] != '\0');
    assert_int_not_equal(snapshot_source_open(&source, "/nonexistent/msearch", NULL),
                         ST_OK);
    assert_null(source);
    snapshot_release(NULL);
    snapshot_source_close(NULL);
}

static void test_a_retained_snapshot_outlives_its_source(void **state)
{
    struct snapshot_source *source = NULL;
    (void)state;
    assert_int_equal(snapshot_source_open(&source, index_of_test.scratch.path, NULL),
                     ST_OK);
    struct snapshot *snapshot = snapshot_source_get(source);
    snapshot_retain(snapshot);
    snapshot_source_close(source);
    snapshot_release(snapshot);
    assert_true(span_equal(columns_id(snapshot->segments[0], 0), span_text("a")));
    snapshot_release(snapshot);
}

static void test_polling_publishes_the_newest(void **state)
{
    struct snapshot_source *source = NULL;
    bool changed = true;
    (void)state;
    assert_int_equal(snapshot_source_open(&source, index_of_test.scratch.path, NULL),
                     ST_OK);
    assert_int_equal(snapshot_source_poll(source, &changed, NULL), ST_OK);
    assert_false(changed);
    struct snapshot *before = snapshot_source_get(source);
    small_index_put(&index_of_test, &B, 1);
    small_index_put(&index_of_test, &C, 1);
    assert_int_equal(snapshot_source_poll(source, &changed, NULL), ST_OK);
    assert_true(changed);
    struct snapshot *after = snapshot_source_get(source);
    assert_int_equal(before->live_count, 1);
    assert_int_equal(after->live_count, 3);
    assert_true(span_equal(columns_id(before->segments[0], 0), span_text("a")));
    snapshot_release(before);
    snapshot_release(after);
    snapshot_source_close(source);
}

static void test_a_failed_poll_keeps_the_old_one(void **state)
{
    struct snapshot_source *source = NULL;
    struct error err = ERROR_NONE;
    bool changed = true;
    char name[64];
    (void)state;
    assert_int_equal(snapshot_source_open(&source, index_of_test.scratch.path, NULL),
                     ST_OK);
    small_index_put(&index_of_test, &B, 1);
    const struct manifest *manifest = &index_of_test.snapshot->manifest;
    (void)snprintf(name, sizeof name, "%016llx.seg",
                   (unsigned long long)manifest->segments[0].id);
    file_remove(scratch_path(&index_of_test.scratch, name));
    assert_int_not_equal(snapshot_source_poll(source, &changed, &err), ST_OK);
    assert_false(changed);
    assert_true(err.text[0] != '\0');
    struct snapshot *old = snapshot_source_get(source);
    assert_int_equal(old->live_count, 1);
    snapshot_release(old);
    snapshot_source_close(source);
}

/* Opening a segment fails because a writer has committed and collected meanwhile. */
static struct {
    const struct file_ops *real;
    unsigned commits; /* still to be made under the reader's feet */
    bool inside;
} race;

static int racing_open(const char *path, int flags, mode_t mode)
{
    size_t len = strlen(path);
    bool segment = len > 4 && strcmp(path + len - 4, ".seg") == 0;
    if (segment && race.commits > 0 && !race.inside) {
        struct snapshot *kept = index_of_test.snapshot;
        race.inside = true;
        race.commits--;
        index_of_test.snapshot = NULL;
        small_index_put(&index_of_test, race.commits % 2 ? &B : &C, 1);
        snapshot_release(index_of_test.snapshot);
        index_of_test.snapshot = kept;
        file_remove(path); /* as a collection would */
        race.inside = false;
    }
    return race.real->open(path, flags, mode);
}

static void test_no_memory(void **state)
{
    uint64_t live = memory_live_count();
    enum status status = ST_NOMEM;
    (void)state;
    for (uint64_t n = 1; status != ST_OK; n++) {
        struct snapshot *snapshot = NULL;
        memory_fail_at(n, true);
        status = snapshot_open(&snapshot, index_of_test.scratch.path, NULL);
        memory_fail_at(0, false);
        assert_true(status == ST_OK || snapshot == NULL);
        snapshot_release(snapshot);
        assert_int_equal(memory_live_count(), live);
        assert_true(n < 1000);
    }
}

static void test_a_source_without_memory(void **state)
{
    uint64_t live = memory_live_count();
    enum status status = ST_NOMEM;
    (void)state;
    for (uint64_t n = 1; status != ST_OK; n++) {
        struct snapshot_source *source = NULL;
        memory_fail_at(n, false);
        status = snapshot_source_open(&source, index_of_test.scratch.path, NULL);
        memory_fail_at(0, false);
        snapshot_source_close(source);
        assert_int_equal(memory_live_count(), live);
        assert_true(n < 1000);
    }
}

/* The folder after the race names segments that are gone (they were taken away in the
 * middle), so this is only about not failing while a newer manifest appears. */
static void test_a_replaced_manifest_is_read_again(void **state)
{
    struct file_ops ops = file_ops_real;
    struct snapshot *snapshot = NULL;
    struct error err = ERROR_NONE;
    (void)state;
    ops.open = racing_open;
    race.real = &file_ops_real;
    race.commits = 1;
    const struct file_ops *before = file_ops_use(&ops);
    enum status status = snapshot_open(&snapshot, index_of_test.scratch.path, &err);
    (void)file_ops_use(before);
    /* the second try reads the newer manifest; its own first segment was removed, too
     */
    assert_true(status != ST_OK);
    assert_int_equal(race.commits, 0);
    assert_null(snapshot);
    snapshot_release(snapshot);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_counts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_no_index, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_retained_snapshot_outlives_its_source,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_polling_publishes_the_newest, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_a_failed_poll_keeps_the_old_one, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_no_memory, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_source_without_memory, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_a_replaced_manifest_is_read_again, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
