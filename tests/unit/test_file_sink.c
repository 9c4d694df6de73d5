/* test_file_sink.c - sinks and spools: all bytes arrive, or the failure is told and no
 * file is left. Each test works in a folder of its own. */
#include "support/unit.h"

#include <errno.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "support/clean_folder.h"
#include "support/faulty_ops.h"
#include "support/numbers.h"
#include "support/scratch.h"

static void fill_pattern(uint8_t *bytes, size_t len)
{
    struct numbers numbers = numbers_from(len);
    for (size_t i = 0; i < len; i++)
        bytes[i] = (uint8_t)numbers_next(&numbers);
}

/* Pieces of many sizes, around the size of the buffer too. */
static void put_pieces(struct file_sink *sink, const uint8_t *bytes, size_t len)
{
    static const size_t sizes[] = {1, 100,    65535, 65536, 65537,
                                   7, 200000, 30000, 40000};
    size_t off = 0;
    for (size_t i = 0; off < len; i++) {
        size_t step = sizes[i % (sizeof sizes / sizeof *sizes)];
        step = step < len - off ? step : len - off;
        file_sink_put(sink, bytes + off, step);
        off += step;
        assert_true(file_sink_off(sink) == off);
    }
}

static uint8_t large[1000000];

static void sink_writes_all(void **state)
{
    (void)state;
    struct file_sink *sink = NULL;
    struct error err = ERROR_NONE;
    fill_pattern(large, sizeof large);
    assert_int_equal(file_sink_create(&sink, at("a"), &err), ST_OK);
    put_pieces(sink, large, sizeof large);
    assert_int_equal(file_sink_finish(sink, &err), ST_OK);
    assert_int_equal(faulty_ops_count(FAULT_FDATASYNC), 1);
    file_must_hold(at("a"), large, sizeof large);
}

static void sink_writes_all_in_short_writes(void **state)
{
    (void)state;
    (void)faulty_ops_end();
    faulty_ops_begin(&(struct fault_plan){.most_bytes = 4099, .eintr_every = 3});
    sink_writes_all(state);
}

static void sink_aligns(void **state)
{
    (void)state;
    struct file_sink *sink = NULL;
    struct error err = ERROR_NONE;
    assert_int_equal(file_sink_create(&sink, at("a"), &err), ST_OK);
    file_sink_align(sink, 8);
    assert_true(file_sink_off(sink) == 0);
    file_sink_put(sink, "abc", 3);
    file_sink_align(sink, 8);
    assert_true(file_sink_off(sink) == 8);
    file_sink_align(sink, 4096);
    assert_true(file_sink_off(sink) == 4096);
    assert_int_equal(file_sink_finish(sink, &err), ST_OK);
    uint8_t wanted[4096] = "abc";
    file_must_hold(at("a"), wanted, sizeof wanted);
}

static void sink_never_overwrites(void **state)
{
    (void)state;
    struct file_sink *sink = NULL;
    struct error err = ERROR_NONE;
    scratch_write(at("a"), "old", 3);
    assert_int_equal(file_sink_create(&sink, at("a"), &err), ST_IO);
    assert_null(sink);
    file_must_hold(at("a"), "old", 3);
    err = ERROR_NONE;
    memory_fail_at(1, false);
    assert_int_equal(file_sink_create(&sink, at("b"), &err), ST_NOMEM);
    assert_false(scratch_exists(at("b")));
    err = ERROR_NONE;
    assert_int_equal(file_sink_create(&sink, at("none/b"), &err), ST_NOT_FOUND);
}

static void sink_aborts(void **state)
{
    (void)state;
    struct file_sink *sink = NULL;
    struct error err = ERROR_NONE;
    assert_int_equal(file_sink_create(&sink, at("a"), &err), ST_OK);
    file_sink_put(sink, "abc", 3);
    file_sink_abort(sink);
    file_sink_abort(NULL);
    assert_false(scratch_exists(at("a")));
}

/* Whatever call fails: told with its path, and the file is gone. */
static void sink_tells_of_every_failure(void **state)
{
    (void)state;
    fill_pattern(large, sizeof large);
    for (int error = 0; error < 2; error++) {
        for (uint64_t n = 1;; n++) {
            struct file_sink *sink = NULL;
            struct error err = ERROR_NONE;
            int reason = error == 0 ? ENOSPC : EIO;
            (void)faulty_ops_end();
            faulty_ops_begin(
                &(struct fault_plan){.call = FAULT_ANY, .at = n, .error = reason});
            enum status status = file_sink_create(&sink, at("a"), &err);
            if (status == ST_OK) {
                put_pieces(sink, large, sizeof large);
                status = file_sink_finish(sink, &err);
            }
            assert_int_equal(faulty_ops_open_fds(), 0);
            if (!faulty_ops_end()) {
                assert_int_equal(status, ST_OK);
                assert_true(n > 10);
                file_remove(at("a"));
                break;
            }
            assert_int_equal(status, ST_IO);
            assert_non_null(strstr(err.text, strerror(reason)));
            assert_non_null(strstr(err.text, "/a"));
            assert_false(scratch_exists(at("a")));
        }
    }
}

/* After the first failure nothing is written: no hole is papered over. */
static void sink_is_sticky(void **state)
{
    (void)state;
    struct file_sink *sink = NULL;
    struct error err = ERROR_NONE;
    (void)faulty_ops_end();
    faulty_ops_begin(
        &(struct fault_plan){.call = FAULT_WRITE, .at = 1, .error = ENOSPC});
    assert_int_equal(file_sink_create(&sink, at("a"), &err), ST_OK);
    put_pieces(sink, large, sizeof large);
    assert_int_equal(faulty_ops_count(FAULT_WRITE), 1);
    assert_int_equal(file_sink_finish(sink, &err), ST_IO);
    assert_int_equal(faulty_ops_count(FAULT_FDATASYNC), 0);
}

static void spool_of(size_t memory_bytes, size_t len, size_t piece)
{
    struct file_spool *spool = NULL;
    struct file_sink *sink = NULL;
    struct error err = ERROR_NONE;
    assert_int_equal(file_spool_create(&spool, clean_folder(), memory_bytes, &err),
                     ST_OK);
    for (size_t off = 0; off < len; off += piece) {
        size_t step = piece < len - off ? piece : len - off;
        file_spool_put(spool, large + off, step);
        assert_true(file_spool_len(spool) == off + step);
    }
    assert_int_equal(scratch_count(clean_folder()), 0); /* nameless */
    assert_int_equal(file_sink_create(&sink, at("a"), &err), ST_OK);
    assert_int_equal(file_spool_drain(spool, sink, &err), ST_OK);
    file_spool_close(spool);
    assert_int_equal(file_sink_finish(sink, &err), ST_OK);
    file_must_hold(at("a"), large, len);
    file_remove(at("a"));
}

static void spool_gives_back_what_was_put(void **state)
{
    (void)state;
    fill_pattern(large, sizeof large);
    const size_t memories[] = {0, 1, 1000, 50000, 2000000};
    const size_t lens[] = {0, 1, 999, 1000, 1001, 50000, 300000};
    for (size_t m = 0; m < 5; m++) {
        for (size_t n = 0; n < 7; n++) {
            spool_of(memories[m], lens[n], 333);
            spool_of(memories[m], lens[n], 70000);
        }
    }
    file_spool_close(NULL);
}

static void spool_stays_in_memory_while_it_can(void **state)
{
    (void)state;
    spool_of(100000, 100000, 1000);
    assert_int_equal(faulty_ops_count(FAULT_PREAD), 0);
    spool_of(100000, 100001, 1000);
    assert_true(faulty_ops_count(FAULT_PREAD) > 0);
}

static void spool_tells_of_every_failure(void **state)
{
    (void)state;
    fill_pattern(large, sizeof large);
    for (uint64_t n = 1;; n++) {
        struct file_spool *spool = NULL;
        struct file_sink *sink = NULL;
        struct error err = ERROR_NONE;
        (void)faulty_ops_end();
        assert_int_equal(file_sink_create(&sink, at("a"), &err), ST_OK);
        assert_int_equal(file_spool_create(&spool, clean_folder(), 1000, &err), ST_OK);
        faulty_ops_begin(
            &(struct fault_plan){.call = FAULT_ANY, .at = n, .error = EIO});
        for (size_t off = 0; off < 100000; off += 500)
            file_spool_put(spool, large + off, 500);
        enum status status = file_spool_drain(spool, sink, &err);
        if (status == ST_OK)
            status = file_sink_finish(sink, &err);
        else
            file_sink_abort(sink);
        bool hit = faulty_ops_count(FAULT_ANY) >= n;
        file_spool_close(spool);
        (void)faulty_ops_end();
        file_remove(at("a"));
        if (!hit) {
            assert_int_equal(status, ST_OK);
            break;
        }
        /* The name that could not be removed at once is the one harmless failure. */
        if (status == ST_OK) {
            assert_int_equal(n, 2);
            assert_int_equal(scratch_count(clean_folder()), 1);
            clean_folder_again();
        } else {
            assert_int_equal(status, ST_IO);
            assert_int_equal(err.status, ST_IO);
        }
    }
    faulty_ops_begin(&(struct fault_plan){.at = 0});
}

static void spool_tells_of_no_memory(void **state)
{
    (void)state;
    struct file_spool *spool = NULL;
    struct file_sink *sink = NULL;
    struct error err = ERROR_NONE;
    memory_fail_at(1, false);
    assert_int_equal(file_spool_create(&spool, clean_folder(), 10, &err), ST_NOMEM);
    err = ERROR_NONE;
    assert_int_equal(file_spool_create(&spool, clean_folder(), 1000, &err), ST_OK);
    memory_fail_at(1, false);
    file_spool_put(spool, "abc", 3);
    file_spool_put(spool, "def", 3);
    assert_int_equal(file_sink_create(&sink, at("a"), &err), ST_OK);
    assert_int_equal(file_spool_drain(spool, sink, &err), ST_NOMEM);
    file_sink_abort(sink);
    file_spool_close(spool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(sink_writes_all),
        IN_A_FOLDER(sink_writes_all_in_short_writes),
        IN_A_FOLDER(sink_aligns),
        IN_A_FOLDER(sink_never_overwrites),
        IN_A_FOLDER(sink_aborts),
        IN_A_FOLDER(sink_tells_of_every_failure),
        IN_A_FOLDER(sink_is_sticky),
        IN_A_FOLDER(spool_gives_back_what_was_put),
        IN_A_FOLDER(spool_stays_in_memory_while_it_can),
        IN_A_FOLDER(spool_tells_of_every_failure),
        IN_A_FOLDER(spool_tells_of_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
