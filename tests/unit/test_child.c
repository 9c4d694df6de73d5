/* The extractor's supervisor against programs that behave in every wrong way. */
#include "support/unit.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/memory.h"
#include "ingest/child.h"
#include "ingest/frame.h"
#include "support/scratch.h"

/* One whole request is read off standard input: three frames. The name of the file says
 * what to do then. Written for a plain shell, so that it needs no program of ours. */
static const char script[] =
    "#!/bin/bash\n"
    "export LC_ALL=C\n"
    "frame() {\n"
    "  local head; head=$(dd bs=1 count=5 2>/dev/null | od -An -tu1 -v)\n"
    "  set -- $head; [ $# -eq 5 ] || exit 0\n"
    "  len=$(($2 + 256 * $3 + 65536 * $4 + 16777216 * $5))\n"
    "  payload=$(dd bs=1 count=$len 2>/dev/null)\n"
    "}\n"
    "put() { # KIND TEXT\n"
    "  local n=${#2}\n"
    "  printf \"%s\\\\x$(printf %02x $((n % 256)))\\\\x$(printf %02x $((n / "
    "256)))\\\\0\\\\0\" "
    "\"$1\"\n"
    "  printf %s \"$2\"\n"
    "}\n"
    "while true; do\n"
    "  frame; frame; what=$payload; frame\n"
    "  case $what in\n"
    "  good) put A '{\"id\":1}'; put P bad; put A '{\"id\":2}'; put D '' ;;\n"
    "  pid) put A \"$$\"; put D '' ;;\n"
    "  echo) put A \"$payload\"; put D '' ;;\n"
    "  crash) kill -SEGV $$ ;;\n"
    "  exit) put A half; exit 7 ;;\n"
    "  hang) exec sleep 60 ;;\n"
    "  half) printf 'A\\377\\0\\0\\0abc'; exec sleep 60 ;;\n"
    "  garbage) printf 'this is no frame at all' ;;\n"
    "  huge) printf 'A\\377\\377\\377\\377' ;;\n"
    "  flood) printf 'A\\1\\1\\1\\1'; exec yes 2>/dev/null ;;\n"
    "  late) put A x; put D ''; printf more ;;\n"
    "  last) put A \"$$\"; put D ''; exit 0 ;;\n"
    "  esac\n"
    "done\n";

struct run {
    struct scratch scratch;
    struct child *child;
    struct error err;
};

static void start(struct run *run)
{
    scratch_make(&run->scratch);
    const char *path = scratch_path(&run->scratch, "extract");
    scratch_write(path, script, sizeof script - 1);
    assert_int_equal(chmod(path, 0700), 0);
    struct child_options options = {
        .path = path, .wall_us = 3000000, .answer_bytes = 1 << 20};
    struct error err = ERROR_NONE;
    assert_int_equal(child_open(&run->child, &options, &err), ST_OK);
}

static void finish(struct run *run)
{
    child_close(run->child);
    scratch_remove(&run->scratch);
}

static enum status ask(struct run *run, const char *what)
{
    run->err = ERROR_NONE;
    return child_read(run->child, span_text("html"), span_text(what),
                      span_text("bytes"), &run->err);
}

static void expect_next(struct run *run, const char *json)
{
    struct span got = {NULL, 0};
    assert_int_equal(child_next(run->child, &got, &run->err), ST_OK);
    assert_true(span_equal(got, span_text(json)));
}

static void expect_good(struct run *run)
{
    struct span unused;
    assert_int_equal(ask(run, "good"), ST_OK);
    expect_next(run, "{\"id\":1}");
    run->err = ERROR_NONE;
    assert_int_equal(child_next(run->child, &unused, &run->err), ST_CORRUPT);
    assert_string_equal(run->err.text, "bad");
    expect_next(run, "{\"id\":2}");
    assert_int_equal(child_next(run->child, &unused, &run->err), ST_END);
    assert_int_equal(child_next(run->child, &unused, &run->err), ST_END);
}

static void test_good(void **state)
{
    (void)state;
    struct run run;
    start(&run);
    assert_int_equal(child_starts(run.child), 0);
    expect_good(&run);
    expect_good(&run);
    assert_int_equal(child_starts(run.child), 1); /* one program for all files */
    assert_int_equal(ask(&run, "echo"), ST_OK);
    expect_next(&run, "bytes");
    finish(&run);
}

/* Each of them costs its own file only, and the next one is read by a new program. */
static void test_hostile(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        enum status status;
        const char *reason;
    } rows[] = {
        {"crash", ST_IO, "signal 11"},
        {"exit", ST_IO, "exit 7"},
        {"half", ST_LIMIT, "longer than"},
        {"hang", ST_LIMIT, "longer than"},
        {"garbage", ST_CORRUPT, "something else"},
        {"huge", ST_CORRUPT, "something else"},
        {"flood", ST_LIMIT, "larger than"},
    };
    struct run run;
    start(&run);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        enum status status = ask(&run, rows[i].what);
        if (status != rows[i].status || !strstr(run.err.text, rows[i].reason))
            print_error("%s: %d %s\n", rows[i].what, (int)status, run.err.text);
        assert_int_equal(status, rows[i].status);
        assert_non_null(strstr(run.err.text, rows[i].reason));
        struct span unused;
        assert_int_equal(child_next(run.child, &unused, NULL), ST_END);
        expect_good(&run);
        assert_int_equal(child_starts(run.child), i + 2);
    }
    finish(&run);
}

/* A program that says more than its answer is not believed; that may be seen at once or
 * with the next file. */
static void test_late(void **state)
{
    (void)state;
    struct run run;
    start(&run);
    if (ask(&run, "late") == ST_OK)
        assert_int_equal(ask(&run, "good"), ST_CORRUPT);
    expect_good(&run);
    finish(&run);
}

/* A program that ends between two files costs neither of them. */
static void test_ends_between(void **state)
{
    (void)state;
    struct run run;
    struct span pid = {NULL, 0};
    siginfo_t info;
    start(&run);
    for (uint64_t starts = 1; starts <= 3; starts++) {
        assert_int_equal(ask(&run, "last"), ST_OK);
        assert_int_equal(child_next(run.child, &pid, &run.err), ST_OK);
        id_t number = (id_t)strtoul((const char *)pid.data, NULL, 10);
        /* Wait until it is over, and leave it to its parent to know. */
        assert_int_equal(waitid(P_PID, number, &info, WEXITED | WNOWAIT), 0);
        assert_int_equal(child_starts(run.child), starts);
    }
    expect_good(&run);
    finish(&run);
    assert_int_equal(waitid(P_ALL, 0, &info, WEXITED | WNOHANG), -1); /* no zombie */
}

static void test_cannot_start(void **state)
{
    (void)state;
    struct child_options options = {.path = "/nonexistent/msearch-extract"};
    struct child *child;
    struct error err = ERROR_NONE;
    assert_int_equal(child_open(&child, &options, &err), ST_OK);
    assert_int_equal(
        child_read(child, span_text("html"), span_text("a"), span_text("b"), &err),
        ST_NOT_FOUND);
    assert_non_null(strstr(err.text, "cannot be started"));
    assert_int_equal(child_starts(child), 0);
    child_close(child);
    child_close(NULL);
}

static void test_frames(void **state)
{
    (void)state;
    struct buf out;
    struct frame frame;
    buf_init(&out, 0);
    frame_put(&out, FRAME_ARTICLE, span_text("abc"));
    frame_put(&out, FRAME_DONE, span_text(""));
    struct span all = buf_span(&out);
    for (size_t cut = 0; cut < all.len; cut++) {
        size_t off = 0;
        bool first = frame_next(span_part(all, 0, cut), &off, &frame);
        assert_int_equal(first, cut >= 8);
        assert_int_equal(off, first ? 8 : 0);
    }
    size_t off = 0;
    assert_true(frame_next(all, &off, &frame));
    assert_int_equal(frame.kind, FRAME_ARTICLE);
    assert_true(span_equal(frame.payload, span_text("abc")));
    assert_true(frame_next(all, &off, &frame));
    assert_int_equal(frame.kind, FRAME_DONE);
    assert_int_equal(off, all.len);
    assert_true(frame_size(span_of("A\xFF\xFF\xFF\xFF", 5)) == SIZE_MAX);
    assert_true(frame_size(span_of("A\0\0\0", 4)) == 0);
    buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),   cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_late),   cmocka_unit_test(test_cannot_start),
        cmocka_unit_test(test_frames), cmocka_unit_test(test_ends_between),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
