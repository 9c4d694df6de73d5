/* test_writer_faults.c - every allocation and every disk call of a writer's life fails.
 *
 * Each time: a clean error, nothing leaked, the index is one that was committed and
 * sound, and the next writer goes on. Short writes and EINTR change no byte.
 */
#include "support/unit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/memory.h"
#include "support/faulty_ops.h"
#include "support/scratch.h"
#include "support/workload.h"

static struct workload_oracle oracle;

static int set_up(void **state)
{
    (void)state;
    workload_oracle_init(&oracle);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    workload_oracle_release(&oracle);
    assert_int_equal(memory_live_count(), 0);
    return 0;
}

static void note(void *context, int count)
{
    *(int *)context = count;
}

/* After a failure: the index of commit `least` or of the one after it. */
static void expect_commit(const struct scratch *scratch, int least, const char *what,
                          uint64_t at)
{
    struct error err = ERROR_NONE;
    int state = workload_state(&oracle, least, scratch->path, &err);

    if (state < least || state > least + 1)
        fail_msg("%s %llu failed after %d commits: state %d: %s", what,
                 (unsigned long long)at, least, state, err.text);
}

static void expect_next_writer(const struct scratch *scratch, const char *what,
                               uint64_t at)
{
    struct error err = ERROR_NONE;

    if (workload_next_writer(scratch->path, &err) != ST_OK)
        fail_msg("%s %llu failed: next writer: %s", what, (unsigned long long)at,
                 err.text);
}

static void expect_told(enum status status, const struct error *err, const char *what,
                        uint64_t at)
{
    if (status >= ST_OK || err->text[0] == '\0' || err->status == ST_OK)
        fail_msg("%s %llu failed: status %d, \"%s\"", what, (unsigned long long)at,
                 status, err->text);
}

static uint64_t count_allocations(void)
{
    uint64_t before = memory_alloc_count();
    struct scratch scratch;

    scratch_make(&scratch);
    assert_int_equal(workload_run(scratch.path, NULL, NULL, NULL), ST_OK);
    scratch_remove(&scratch);
    return memory_alloc_count() - before;
}

static void every_allocation_fails(void **state)
{
    uint64_t live = memory_live_count(), count = count_allocations(), told = 0;

    (void)state;
    for (uint64_t at = 1; at <= count; at++) {
        struct error err = ERROR_NONE;
        struct scratch scratch;
        enum status status;
        int commits = 0;

        scratch_make(&scratch);
        memory_fail_at(at, false);
        status = workload_run(scratch.path, note, &commits, &err);
        memory_fail_at(0, false);
        assert_int_equal(memory_live_count(), live);
        if (status != ST_OK) /* collecting garbage may do without */
            expect_told(status, &err, "allocation", at);
        told += status != ST_OK;
        expect_commit(&scratch, commits, "allocation", at);
        if (at % 16 == 0)
            expect_next_writer(&scratch, "allocation", at);
        scratch_remove(&scratch);
    }
    print_message("%llu failing allocations\n", (unsigned long long)count);
    assert_true(told > count / 2);
}

/* Collecting garbage may open, list and unlink in vain: the next commit tries again. */
static bool must_be_told(enum fault_call call)
{
    return call == FAULT_WRITE || call == FAULT_FDATASYNC || call == FAULT_FSYNC ||
           call == FAULT_RENAME;
}

static void fail_each(const struct fault_plan *like)
{
    uint64_t live = memory_live_count(), at = 0;
    bool hit = true;

    while (hit) {
        struct fault_plan plan = *like;
        struct error err = ERROR_NONE;
        struct scratch scratch;
        enum status status;
        int commits = 0;

        plan.at = ++at;
        scratch_make(&scratch);
        faulty_ops_begin(&plan);
        status = workload_run(scratch.path, note, &commits, &err);
        hit = faulty_ops_end();
        assert_int_equal(memory_live_count(), live);
        assert_int_equal(faulty_ops_open_fds(), 0);
        assert_int_equal(faulty_ops_live_maps(), 0);
        if (status != ST_OK)
            expect_told(status, &err, fault_call_name(plan.call), at);
        else if (hit && must_be_told(plan.call))
            fail_msg("%s %llu failed, and nobody noticed", fault_call_name(plan.call),
                     (unsigned long long)at);
        expect_commit(&scratch, commits, fault_call_name(plan.call), at);
        expect_next_writer(&scratch, fault_call_name(plan.call), at);
        scratch_remove(&scratch);
    }
    print_message("%llu failing calls (%s, errno %d)\n", (unsigned long long)at - 1,
                  fault_call_name(like->call), like->error);
}

static void every_disk_call_fails(void **state)
{
    (void)state;
    fail_each(&(struct fault_plan){.call = FAULT_ANY, .error = EIO});
}

static void the_disk_is_full(void **state)
{
    (void)state;
    fail_each(
        &(struct fault_plan){.call = FAULT_WRITE, .error = ENOSPC, .forever = true});
}

static void no_more_descriptors(void **state)
{
    (void)state;
    fail_each(&(struct fault_plan){.call = FAULT_OPEN, .error = EMFILE});
}

/* A failed sync is never tried again on the same file: its commit is given up. */
static void syncs_fail_once(void **state)
{
    (void)state;
    fail_each(&(struct fault_plan){.call = FAULT_FDATASYNC, .error = EIO});
    fail_each(&(struct fault_plan){.call = FAULT_FSYNC, .error = EIO});
    fail_each(&(struct fault_plan){.call = FAULT_RENAME, .error = EIO});
}

struct files {
    struct buf bytes;
    const char *dir;
    char names[64][64];
    size_t count;
};

static void add_name(void *context, const char *name)
{
    struct files *files = context;

    assert_true(files->count < 64);
    (void)snprintf(files->names[files->count++], 64, "%s", name);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* All segments and deletions, name and bytes; manifests hold the time. */
static void read_files(struct files *files, const char *dir)
{
    char path[SCRATCH_PATH_BYTES + 80];

    files->count = 0;
    files->dir = dir;
    buf_init(&files->bytes, 0);
    assert_int_equal(file_list(dir, add_name, files, NULL), ST_OK);
    qsort(files->names, files->count, sizeof *files->names, compare_names);
    for (size_t i = 0; i < files->count; i++) {
        if (strncmp(files->names[i], "manifest", 8) == 0)
            continue;
        buf_put_text(&files->bytes, files->names[i]);
        (void)snprintf(path, sizeof path, "%s/%s", dir, files->names[i]);
        assert_int_equal(file_read(&files->bytes, path, 1 << 26, NULL), ST_OK);
    }
}

static void haste_changes_no_byte(void **state)
{
    static const struct fault_plan plans[] = {
        {.eintr_every = 2}, {.most_bytes = 1000}, {.most_bytes = 1, .eintr_every = 3}};
    struct scratch clean, scratch;
    struct files expected, files;

    (void)state;
    scratch_make(&clean);
    assert_int_equal(workload_run(clean.path, NULL, NULL, NULL), ST_OK);
    read_files(&expected, clean.path);
    assert_true(expected.bytes.len > 1000);
    for (size_t i = 0; i < sizeof plans / sizeof *plans; i++) {
        struct error err = ERROR_NONE;

        scratch_make(&scratch);
        faulty_ops_begin(&plans[i]);
        if (workload_run(scratch.path, NULL, NULL, &err) != ST_OK)
            fail_msg("plan %zu: %s", i, err.text);
        (void)faulty_ops_end();
        read_files(&files, scratch.path);
        assert_true(span_equal(buf_span(&files.bytes), buf_span(&expected.bytes)));
        buf_release(&files.bytes);
        scratch_remove(&scratch);
    }
    buf_release(&expected.bytes);
    scratch_remove(&clean);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_allocation_fails),
        cmocka_unit_test(every_disk_call_fails),
        cmocka_unit_test(the_disk_is_full),
        cmocka_unit_test(no_more_descriptors),
        cmocka_unit_test(syncs_fail_once),
        cmocka_unit_test(haste_changes_no_byte),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
