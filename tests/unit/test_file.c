/* test_file.c - maps, reads, folders and locks, with and without failing calls.
 * Each test works in a folder of its own and must leave no descriptor, map or block. */
#include "support/unit.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "support/clean_folder.h"
#include "support/faulty_ops.h"
#include "support/scratch.h"

static void map_shows_the_bytes(void **state)
{
    (void)state;
    struct file_map map = {{NULL, 0}, {0}};
    struct error err = ERROR_NONE;
    scratch_write(at("a"), "hello", 5);
    assert_int_equal(file_map_open(&map, at("a"), &err), ST_OK);
    assert_true(span_equal(map.bytes, span_text("hello")));
    assert_int_equal(map.stat.st_size, 5);
    file_map_close(&map);
    file_map_close(&map);
}

static void map_of_an_empty_file_is_empty(void **state)
{
    (void)state;
    struct file_map map = {{NULL, 0}, {0}};
    struct error err = ERROR_NONE;
    scratch_write(at("a"), "", 0);
    assert_int_equal(file_map_open(&map, at("a"), &err), ST_OK);
    assert_int_equal(map.bytes.len, 0);
    file_map_close(&map);
}

static void map_tells_what_is_wrong(void **state)
{
    (void)state;
    struct file_map map = {{NULL, 0}, {0}};
    struct error err = ERROR_NONE;
    assert_int_equal(file_map_open(&map, at("none"), &err), ST_NOT_FOUND);
    assert_non_null(strstr(err.text, "none"));
    err = ERROR_NONE;
    assert_int_equal(file_map_open(&map, clean_folder(), &err), ST_IO);
    assert_non_null(strstr(err.text, "regular"));
    assert_null(map.bytes.data);
}

static void read_appends_up_to_its_limit(void **state)
{
    (void)state;
    struct buf buf;
    struct error err = ERROR_NONE;
    scratch_write(at("a"), "0123456789", 10);
    buf_init(&buf, 0);
    buf_put_text(&buf, "x");
    assert_int_equal(file_read(&buf, at("a"), 10, &err), ST_OK);
    assert_true(span_equal(buf_span(&buf), span_text("x0123456789")));
    assert_int_equal(file_read(&buf, at("a"), 9, &err), ST_LIMIT);
    assert_int_equal(buf.len, 11);
    assert_non_null(strstr(err.text, "/a"));
    err = ERROR_NONE;
    assert_int_equal(file_read(&buf, at("none"), 9, &err), ST_NOT_FOUND);
    err = ERROR_NONE;
    assert_int_equal(file_read(&buf, clean_folder(), 9, &err), ST_IO);
    assert_int_equal(buf.len, 11);
    buf_release(&buf);
}

static void read_keeps_to_the_buffer(void **state)
{
    (void)state;
    struct buf buf;
    struct error err = ERROR_NONE;
    scratch_write(at("a"), "0123456789", 10);
    buf_init(&buf, 5);
    assert_int_equal(file_read(&buf, at("a"), 100, &err), ST_LIMIT);
    assert_int_equal(buf.len, 0);
    buf_release(&buf);
    err = ERROR_NONE;
    buf_init(&buf, 0);
    memory_fail_at(1, false);
    assert_int_equal(file_read(&buf, at("a"), 100, &err), ST_NOMEM);
    buf_release(&buf);
}

static void read_goes_through_short_reads(void **state)
{
    (void)state;
    static uint8_t bytes[100000];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 7 + i / 256);
    scratch_write(at("a"), bytes, sizeof bytes);
    (void)faulty_ops_end();
    faulty_ops_begin(&(struct fault_plan){.most_bytes = 777, .eintr_every = 2});
    file_must_hold(at("a"), bytes, sizeof bytes);
}

static void read_some_in_pieces(void **state)
{
    (void)state;
    struct error err = ERROR_NONE;
    char bytes[4];
    size_t got = 99;
    int fd = -1;
    scratch_write(at("a"), "abcde", 5);
    assert_int_equal(file_open_regular(&fd, at("a"), false, &err), ST_OK);
    assert_int_equal(file_read_some(fd, bytes, 4, &got, &err), ST_OK);
    assert_int_equal(got, 4);
    assert_int_equal(file_read_some(fd, bytes, 4, &got, &err), ST_OK);
    assert_int_equal(got, 1);
    assert_int_equal(file_read_some(fd, bytes, 4, &got, &err), ST_OK);
    assert_int_equal(got, 0);
    file_close(fd);
    file_close(-1);
}

static mode_t mode_of(const char *path, bool follow)
{
    struct error err = ERROR_NONE;
    struct stat st = {.st_mode = 0};
    assert_int_equal(file_stat(&st, path, follow, &err), ST_OK);
    return st.st_mode;
}

static void stat_follows_when_told(void **state)
{
    (void)state;
    struct stat st;
    struct error err = ERROR_NONE;
    scratch_write(at("a"), "abc", 3);
    char target[SCRATCH_PATH_BYTES];
    (void)snprintf(target, sizeof target, "%s", at("a"));
    assert_int_equal(symlink(target, at("link")), 0);
    assert_true(S_ISREG(mode_of(at("link"), true)));
    assert_true(S_ISLNK(mode_of(at("link"), false)));
    assert_true(S_ISDIR(mode_of(clean_folder(), false)));
    assert_int_equal(faulty_ops_count(FAULT_STAT), 3);
    assert_int_equal(file_stat(&st, at("none"), false, &err), ST_NOT_FOUND);
    assert_non_null(strstr(err.text, "none"));
}

/* What is not a regular file is refused at once, whatever a look before had said. */
static void only_regular_files_are_opened(void **state)
{
    (void)state;
    char target[SCRATCH_PATH_BYTES];
    int fd = -1;
    scratch_write(at("a"), "abc", 3);
    (void)snprintf(target, sizeof target, "%s", at("a"));
    assert_int_equal(symlink(target, at("link")), 0);
    assert_int_equal(mkfifo(at("pipe"), 0600), 0);
    assert_int_equal(file_open_regular(&fd, at("a"), false, NULL), ST_OK);
    file_close(fd);
    assert_int_equal(file_open_regular(&fd, at("link"), true, NULL), ST_OK);
    file_close(fd);
    fd = -1;
    assert_int_equal(file_open_regular(&fd, at("link"), false, NULL), ST_IO);
    assert_int_equal(file_open_regular(&fd, at("pipe"), true, NULL), ST_IO);
    assert_int_equal(file_open_regular(&fd, clean_folder(), true, NULL), ST_IO);
    assert_int_equal(file_open_regular(&fd, at("none"), true, NULL), ST_NOT_FOUND);
    assert_int_equal(fd, -1);
}

static void rename_replaces(void **state)
{
    (void)state;
    struct error err = ERROR_NONE;
    scratch_write(at("a"), "new", 3);
    scratch_write(at("b"), "old", 3);
    assert_int_equal(file_rename(at("a"), at("b"), &err), ST_OK);
    assert_false(scratch_exists(at("a")));
    file_must_hold(at("b"), "new", 3);
    assert_int_equal(file_rename(at("a"), at("b"), &err), ST_NOT_FOUND);
}

static void count_name(void *context, const char *name)
{
    size_t *count = context;
    *count += strcmp(name, "a") == 0 || strcmp(name, "folder") == 0 ? 1 : 100;
}

static void folders(void **state)
{
    (void)state;
    struct error err = ERROR_NONE;
    size_t count = 0;
    assert_int_equal(file_make_dir(at("folder"), &err), ST_OK);
    assert_int_equal(file_make_dir(at("folder"), &err), ST_OK);
    assert_int_equal(file_make_dir(at("no/folder"), &err), ST_NOT_FOUND);
    err = ERROR_NONE;
    scratch_write(at("a"), "x", 1);
    assert_int_equal(file_list(clean_folder(), count_name, &count, &err), ST_OK);
    assert_int_equal(count, 2);
    assert_int_equal(file_list(at("none"), count_name, &count, &err), ST_NOT_FOUND);
    err = ERROR_NONE;
    assert_int_equal(file_sync_dir(clean_folder(), &err), ST_OK);
    assert_int_equal(faulty_ops_count(FAULT_FSYNC), 1);
    assert_int_equal(file_sync_dir(at("a"), &err), ST_NOT_FOUND); /* no folder */
    file_remove(at("a"));
    file_remove(at("a"));
    assert_false(scratch_exists(at("a")));
}

/* Failures of the calls that are one system call each, and EINTR where it can come. */
static void single_calls_tell_of_failures(void **state)
{
    (void)state;
    const struct {
        enum fault_call call;
        int error;
        enum status wanted;
    } cases[] = {{FAULT_OPEN, EMFILE, ST_IO},    {FAULT_FSTAT, EIO, ST_IO},
                 {FAULT_MAP, ENOMEM, ST_NOMEM},  {FAULT_MAP, EACCES, ST_IO},
                 {FAULT_FSYNC, EIO, ST_IO},      {FAULT_MKDIR, EROFS, ST_IO},
                 {FAULT_LIST, EIO, ST_IO},       {FAULT_LOCK, ENOLCK, ST_IO},
                 {FAULT_LOCK, EAGAIN, ST_LOCKED}};
    scratch_write(at("a"), "x", 1);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error err = ERROR_NONE;
        struct file_map map = {{NULL, 0}, {0}};
        size_t count = 0;
        int fd = -1;
        (void)faulty_ops_end();
        faulty_ops_begin(&(struct fault_plan){
            .call = cases[i].call, .at = 1, .forever = true, .error = cases[i].error});
        enum status status = file_map_open(&map, at("a"), &err);
        if (status == ST_OK)
            status = file_sync_dir(clean_folder(), &err);
        if (status == ST_OK)
            status = file_make_dir(at("folder"), &err);
        if (status == ST_OK)
            status = file_list(clean_folder(), count_name, &count, &err);
        if (status == ST_OK)
            status = file_lock_take(&fd, at("lock"), &err);
        assert_int_equal(status, cases[i].wanted);
        assert_int_equal(err.status, cases[i].wanted);
        assert_int_equal(fd, -1);
        file_map_close(&map);
    }
}

static void lock_is_exclusive(void **state)
{
    (void)state;
    struct error err = ERROR_NONE;
    int first = -1;
    int second = -1;
    assert_int_equal(file_lock_take(&first, at("lock"), &err), ST_OK);
    assert_int_equal(file_lock_take(&second, at("lock"), &err), ST_LOCKED);
    assert_int_equal(second, -1);
    file_lock_release(first);
    assert_int_equal(file_lock_take(&second, at("lock"), &err), ST_OK);
    file_lock_release(second);
    assert_true(scratch_exists(at("lock")));
}

static void lock_dies_with_its_owner(void **state)
{
    (void)state;
    struct error err = ERROR_NONE;
    int fd = -1;
    int told[2];
    char byte = 0;
    assert_int_equal(pipe(told), 0);
    pid_t child = fork();
    if (child == 0) {
        byte = file_lock_take(&fd, at("lock"), NULL) == ST_OK ? 'y' : 'n';
        (void)!write(told[1], &byte, 1);
        for (;;)
            (void)pause();
    }
    assert_int_equal(read(told[0], &byte, 1), 1);
    assert_int_equal(byte, 'y');
    assert_int_equal(file_lock_take(&fd, at("lock"), &err), ST_LOCKED);
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_int_equal(file_lock_take(&fd, at("lock"), &err), ST_OK);
    file_lock_release(fd);
    (void)close(told[0]);
    (void)close(told[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(map_shows_the_bytes),
        IN_A_FOLDER(map_of_an_empty_file_is_empty),
        IN_A_FOLDER(map_tells_what_is_wrong),
        IN_A_FOLDER(read_appends_up_to_its_limit),
        IN_A_FOLDER(read_keeps_to_the_buffer),
        IN_A_FOLDER(read_goes_through_short_reads),
        IN_A_FOLDER(read_some_in_pieces),
        IN_A_FOLDER(stat_follows_when_told),
        IN_A_FOLDER(only_regular_files_are_opened),
        IN_A_FOLDER(rename_replaces),
        IN_A_FOLDER(folders),
        IN_A_FOLDER(single_calls_tell_of_failures),
        IN_A_FOLDER(lock_is_exclusive),
        IN_A_FOLDER(lock_dies_with_its_owner),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
