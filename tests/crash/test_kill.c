/* test_kill.c - the writer is killed at every operation on the disk.
 *
 * A child runs the workload and dies before its n-th operation, or in the middle of it
 * when it is a write. Then the index is exactly that of the last commit acknowledged or
 * of the one under way, without any repair, and the next writer goes on.
 */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE 1 /* MAP_ANONYMOUS */
#endif
#include "support/unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "support/scratch.h"
#include "support/workload.h"

enum { EXIT_KILLED = 77, FILES_MAX = 12 };

struct shared { /* between the child and its parent */
    int acknowledged;
    unsigned long operations;
};

static struct shared *shared;
static unsigned long kill_at;
static bool kill_halfway;

/* True when this operation is the one to die in. */
static bool is_last(void)
{
    return ++shared->operations == kill_at;
}

static void die(void)
{
    _exit(EXIT_KILLED);
}

static int kill_open(const char *path, int flags, mode_t mode)
{
    if (flags & O_CREAT && is_last())
        die();
    return file_ops_real.open(path, flags, mode);
}

static ssize_t kill_write(int fd, const void *data, size_t len)
{
    if (is_last()) {
        if (kill_halfway)
            (void)!file_ops_real.write(fd, data, len / 2);
        die();
    }
    return file_ops_real.write(fd, data, len);
}

static int kill_fdatasync(int fd)
{
    if (is_last())
        die();
    return file_ops_real.fdatasync(fd);
}

static int kill_fsync(int fd)
{
    if (is_last())
        die();
    return file_ops_real.fsync(fd);
}

static int kill_rename(const char *from, const char *to)
{
    if (is_last())
        die();
    return file_ops_real.rename(from, to);
}

static int kill_unlink(const char *path)
{
    if (is_last())
        die();
    return file_ops_real.unlink(path);
}

static int kill_mkdir(const char *path, mode_t mode)
{
    if (is_last())
        die();
    return file_ops_real.mkdir(path, mode);
}

static void use_killer(void)
{
    static struct file_ops ops;

    ops = file_ops_real;
    ops.open = kill_open;
    ops.write = kill_write;
    ops.fdatasync = kill_fdatasync;
    ops.fsync = kill_fsync;
    ops.rename = kill_rename;
    ops.unlink = kill_unlink;
    ops.mkdir = kill_mkdir;
    (void)file_ops_use(&ops);
}

static void acknowledge(void *context, int count)
{
    (void)context;
    shared->acknowledged = count;
}

/* Runs the workload in a child; true when it was killed before its end. */
static bool run_killed(const char *dir)
{
    int status = 0;
    pid_t child;

    *shared = (struct shared){0, 0};
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        use_killer();
        _exit(workload_run(dir, acknowledge, NULL, NULL) == ST_OK ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_true(WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == EXIT_KILLED);
    return WEXITSTATUS(status) == EXIT_KILLED;
}

static void expect_a_commit(const struct workload_oracle *oracle, const char *dir)
{
    struct error err = ERROR_NONE;
    int state = workload_state(oracle, shared->acknowledged, dir, &err);

    if (state < shared->acknowledged || state > shared->acknowledged + 1)
        fail_msg("killed at operation %lu after %d commits: state %d: %s", kill_at,
                 shared->acknowledged, state, err.text);
    if (workload_next_writer(dir, &err) != ST_OK)
        fail_msg("killed at operation %lu: next writer: %s", kill_at, err.text);
    if (scratch_count(dir) > FILES_MAX)
        fail_msg("killed at operation %lu: %zu files are left", kill_at,
                 scratch_count(dir));
}

static void killed_everywhere(bool halfway)
{
    struct workload_oracle oracle;
    bool killed = true;

    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(shared != MAP_FAILED);
    workload_oracle_init(&oracle);
    kill_halfway = halfway;
    for (kill_at = 1; killed; kill_at++) {
        struct scratch scratch;

        scratch_make(&scratch);
        killed = run_killed(scratch.path);
        if (!killed)
            assert_int_equal(shared->acknowledged, WORKLOAD_COMMITS);
        expect_a_commit(&oracle, scratch.path);
        scratch_remove(&scratch);
    }
    assert_true(kill_at > 60); /* it was a life worth testing */
    print_message("killed at each of %lu operations%s\n", kill_at - 2,
                  halfway ? ", halfway" : "");
    workload_oracle_release(&oracle);
    munmap(shared, sizeof *shared);
}

static void killed_before(void **state)
{
    (void)state;
    killed_everywhere(false);
}

static void killed_halfway(void **state)
{
    (void)state;
    killed_everywhere(true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(killed_before),
        cmocka_unit_test(killed_halfway),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
