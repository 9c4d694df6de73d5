/* test_manifest.c - commits, what a torn one leaves, and garbage. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "segment/manifest_private.h"
#include "support/scratch.h"
#include "support/unit.h"

struct fixture {
    struct scratch scratch;
    struct manifest manifest;
    const char *dir;
};

static int set_up(void **state)
{
    static struct fixture fixture;

    scratch_make(&fixture.scratch);
    fixture.dir = fixture.scratch.path;
    manifest_init(&fixture.manifest);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    manifest_release(&f->manifest);
    scratch_remove(&f->scratch);
    assert_int_equal(memory_live_count(), 0);
    return 0;
}

static void add(struct fixture *f, uint64_t id)
{
    struct manifest_segment entry = {
        .id = id, .file_bytes = 1000 + id, .file_crc = 77, .doc_count = 9};

    f->manifest.next_segment_id = id + 1;
    assert_int_equal(manifest_add(&f->manifest, &entry), ST_OK);
}

static void commit(struct fixture *f)
{
    assert_int_equal(manifest_commit(&f->manifest, f->dir, NULL), ST_OK);
}

static uint64_t load_generation(const struct fixture *f)
{
    struct manifest got;
    uint64_t generation;

    if (manifest_load(&got, f->dir, NULL) != ST_OK)
        return 0;
    generation = got.generation;
    manifest_release(&got);
    return generation;
}

static void test_nothing_there(void **state)
{
    struct fixture *f = *state;
    struct manifest got;
    uint64_t generation;
    struct error err = ERROR_NONE;

    assert_int_equal(manifest_load(&got, f->dir, &err), ST_NOT_FOUND);
    assert_true(err.text[0] != 0);
    assert_int_equal(manifest_newest(&generation, f->dir, NULL), ST_NOT_FOUND);
}

static void test_round_trip(void **state)
{
    struct fixture *f = *state;
    struct manifest got, copy;
    uint64_t generation;

    f->manifest.analyzer = MANIFEST_ANALYZER_PLAIN;
    add(f, 1);
    add(f, 0x123456789abcdef0);
    commit(f);
    commit(f);
    assert_int_equal(manifest_newest(&generation, f->dir, NULL), ST_OK);
    assert_int_equal(generation, 2);
    assert_int_equal(manifest_load(&got, f->dir, NULL), ST_OK);
    assert_int_equal(got.generation, 2);
    assert_int_equal(got.analyzer, MANIFEST_ANALYZER_PLAIN);
    assert_true(got.next_segment_id == f->manifest.next_segment_id);
    assert_true(got.committed_s == f->manifest.committed_s);
    assert_int_equal(got.segment_count, 2);
    assert_memory_equal(&got.segments[1], &f->manifest.segments[1],
                        sizeof got.segments[1]);
    assert_int_equal(manifest_copy(&copy, &got), ST_OK);
    manifest_release(&got);
    assert_int_equal(copy.segments[0].id, 1);
    manifest_release(&copy);
}

/* The newest is torn: the one before is the index, and the next commit replaces it. */
static void test_torn(void **state)
{
    struct fixture *f = *state;
    struct error err = ERROR_NONE;
    struct manifest got;
    const char *newest = "manifest-0000000000000002";
    struct buf bytes;

    add(f, 1);
    commit(f);
    commit(f);
    buf_init(&bytes, 0);
    assert_int_equal(file_read(&bytes, scratch_path(&f->scratch, newest), 4096, NULL),
                     ST_OK);
    for (size_t len = 0; len < bytes.len; len += 7) {
        scratch_write(scratch_path(&f->scratch, newest), bytes.data, len);
        assert_int_equal(load_generation(f), 1);
    }
    f->manifest.generation = 1;
    commit(f);
    assert_int_equal(load_generation(f), 2);
    /* Both torn: that is said. */
    scratch_write(scratch_path(&f->scratch, newest), "x", 1);
    scratch_write(scratch_path(&f->scratch, "manifest-0000000000000001"), "x", 1);
    assert_int_equal(manifest_load(&got, f->dir, &err), ST_CORRUPT);
    assert_non_null(strstr(err.text, "rule M1:"));
    buf_release(&bytes);
}

/* An unknown version is not passed over in silence. */
static void test_version(void **state)
{
    struct fixture *f = *state;
    struct manifest got;
    struct buf bytes;

    commit(f);
    commit(f);
    buf_init(&bytes, 0);
    assert_int_equal(file_read(&bytes,
                               scratch_path(&f->scratch, "manifest-0000000000000002"),
                               4096, NULL),
                     ST_OK);
    bytes.data[8]++;
    scratch_write(scratch_path(&f->scratch, "manifest-0000000000000002"), bytes.data,
                  bytes.len);
    assert_int_equal(manifest_load(&got, f->dir, NULL), ST_VERSION);
    buf_release(&bytes);
}

static void touch(const struct fixture *f, const char *name)
{
    scratch_write(scratch_path(&f->scratch, name), "x", 1);
}

static bool there(const struct fixture *f, const char *name)
{
    return scratch_exists(scratch_path(&f->scratch, name));
}

static void test_collect(void **state)
{
    struct fixture *f = *state;

    add(f, 1);
    commit(f); /* 1: segment 1 */
    f->manifest.segment_count = 0;
    add(f, 2);
    commit(f); /* 2: segment 2 */
    add(f, 3);
    f->manifest.segments[1].delete_generation = 5;
    f->manifest.segments[1].deleted_count = 1;
    commit(f); /* 3: segments 2 and 3, which has deletions */
    touch(f, "0000000000000001.seg");
    touch(f, "0000000000000002.seg");
    touch(f, "0000000000000003.seg");
    touch(f, "0000000000000004.seg");
    touch(f, "0000000000000003-0000000000000004.del");
    touch(f, "0000000000000003-0000000000000005.del");
    touch(f, "manifest-0000000000000009.tmp");
    touch(f, "spool-1-2.tmp");
    touch(f, "write.lock");
    touch(f, "notes.txt");
    touch(f, "000000000000000A.seg"); /* not one of our names */
    manifest_collect(&f->manifest, f->dir);
    assert_false(there(f, "0000000000000001.seg"));
    assert_true(there(f, "0000000000000002.seg"));
    assert_true(there(f, "0000000000000003.seg"));
    assert_false(there(f, "0000000000000004.seg"));
    assert_false(there(f, "0000000000000003-0000000000000004.del"));
    assert_true(there(f, "0000000000000003-0000000000000005.del"));
    assert_false(there(f, "manifest-0000000000000009.tmp"));
    assert_false(there(f, "spool-1-2.tmp"));
    assert_false(there(f, "manifest-0000000000000001"));
    assert_true(there(f, "manifest-0000000000000002"));
    assert_true(there(f, "manifest-0000000000000003"));
    assert_true(there(f, "write.lock"));
    assert_true(there(f, "notes.txt"));
    assert_true(there(f, "000000000000000A.seg"));
}

static void test_limit(void **state)
{
    struct fixture *f = *state;
    struct manifest_segment entry = {.id = 0};

    for (unsigned i = 0; i < MANIFEST_SEGMENTS_MAX; i++) {
        entry.id = i;
        assert_int_equal(manifest_add(&f->manifest, &entry), ST_OK);
    }
    assert_int_equal(manifest_add(&f->manifest, &entry), ST_LIMIT);
    f->manifest.next_segment_id = MANIFEST_SEGMENTS_MAX;
    commit(f);
    assert_int_equal(load_generation(f), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_nothing_there, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_round_trip, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_torn, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_version, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_collect, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_limit, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
