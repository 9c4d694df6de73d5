/* Paths in, articles out: folders, formats, and what is passed over and why. */
#include "support/unit.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "ingest/source.h"
#include "ingest/walk.h"
#include "support/faulty_ops.h"
#include "support/scratch.h"

enum { LOG_BYTES = 4096, ROOT_BYTES = SCRATCH_PATH_BYTES + 64 };

struct run {
    struct scratch scratch;
    struct source *source;
    struct source_options options;
    char *paths[2];
    char root[ROOT_BYTES];
    size_t problems, bad; /* all that was told; those with a status */
    char log[LOG_BYTES];  /* "name: reason\n" */
    struct error err;
};

static void on_problem(void *context, const struct source_problem *problem)
{
    struct run *run = context;
    size_t used = strlen(run->log);
    const char *name = strrchr(problem->file, '/');
    run->problems++;
    run->bad += problem->status != ST_OK;
    (void)snprintf(run->log + used, LOG_BYTES - used, "%s:%u: %s\n",
                   name ? name + 1 : problem->file, (unsigned)problem->line,
                   problem->reason);
}

static void prepare(struct run *run)
{
    *run = (struct run){.problems = 0};
    scratch_make(&run->scratch);
    (void)snprintf(run->root, sizeof run->root, "%s", run->scratch.path);
    run->paths[0] = run->root;
    run->options.paths = run->paths;
    run->options.path_count = 1;
    run->options.extract_path = "/nonexistent/msearch-extract";
}

static void put(struct run *run, const char *name, const char *text)
{
    scratch_write(scratch_path(&run->scratch, name), text, strlen(text));
}

static void folder(struct run *run, const char *name)
{
    assert_int_equal(mkdir(scratch_path(&run->scratch, name), 0700), 0);
}

static void open_source(struct run *run)
{
    enum status status =
        source_open(&run->source, &run->options, on_problem, run, &run->err);
    if (status != ST_OK)
        print_error("%s\n", run->err.text);
    assert_int_equal(status, ST_OK);
}

static void expect_id(struct run *run, const char *id, const char *format)
{
    const struct article *article = NULL;
    enum status status = source_next(run->source, &article, &run->err);
    if (status != ST_OK)
        print_error("%s: %d %s\n", id, (int)status, run->err.text);
    assert_int_equal(status, ST_OK);
    if (!span_equal(article->id, span_text(id)))
        print_error("got: %.*s\nnot: %s\n", (int)article->id.len,
                    (const char *)article->id.data, id);
    assert_true(span_equal(article->id, span_text(id)));
    assert_true(span_equal(article->source_format, span_text(format)));
}

static void expect_end(struct run *run)
{
    const struct article *article;
    assert_int_equal(source_next(run->source, &article, &run->err), ST_END);
    assert_int_equal(source_next(run->source, &article, &run->err), ST_END);
}

static void finish(struct run *run)
{
    source_close(run->source);
    scratch_remove(&run->scratch);
}

static void expect_log(const struct run *run, const char *part)
{
    if (!strstr(run->log, part))
        print_error("not told: %s\nbut:\n%s", part, run->log);
    assert_non_null(strstr(run->log, part));
}

#define PAGE                                                                                                           \
    "Айыл Илимий-популярдуу журнал\n1 (2) 13 Ноябрь 2020\n\nТема\n\n2015-04-07 / " \
    "Р\nб\n"

/* Byte order of names, folders in their place; ids are relative paths. */
static void test_folder(void **state)
{
    (void)state;
    struct run run;
    prepare(&run);
    folder(&run, "b");
    folder(&run, "b/empty");
    folder(&run, ".git");
    put(&run, "c.txt", "Тема\n\nтекст");
    put(&run, "a.jsonl",
        "{\"id\":\"1\",\"title\":\"x\"}\n{\"id\":\"2\",\"title\":\"y\"}\n");
    put(&run, "b/page.txt", PAGE);
    put(&run, "b/Z.txt", "текст");
    put(&run, ".hidden", "x");
    put(&run, ".git/x.txt", "x");
    put(&run, "README.md", "# x");
    open_source(&run);
    expect_id(&run, "1", "jsonl");
    expect_id(&run, "2", "jsonl");
    expect_id(&run, "b/Z.txt", "text");
    expect_id(&run, "b/page.txt", "page");
    expect_id(&run, "c.txt", "text");
    expect_end(&run);
    assert_int_equal(run.problems, 1);
    assert_int_equal(run.bad, 0); /* a note is no failure */
    expect_log(&run, "README.md:0: notes");
    struct source_progress progress;
    source_progress(run.source, &progress);
    assert_true(progress.bytes_done == progress.bytes_total);
    assert_true(progress.files_done == progress.files_total);
    assert_true(progress.files_total == 5);
    finish(&run);
}

static void test_single_file(void **state)
{
    (void)state;
    struct run run;
    prepare(&run);
    put(&run, "one.txt", "Тема\n\nтекст");
    put(&run, "page", PAGE);
    (void)snprintf(run.root, sizeof run.root, "%s/one.txt", run.scratch.path);
    char second[ROOT_BYTES];
    (void)snprintf(second, sizeof second, "%s/page", run.scratch.path);
    run.paths[1] = second;
    run.options.path_count = 2;
    open_source(&run);
    expect_id(&run, "one.txt", "text");
    expect_id(&run, "page", "page");
    expect_end(&run);
    finish(&run);
}

/* Whatever cannot be read is told with its reason, and the rest is read. */
static void test_passed_over(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text, *reason;
    } rows[] = {
        {"a-empty.txt", "", "empty"},
        {"b-blank.txt", " \n\n", "empty"},
        {"c.pdf", "%PDF-1.4", "PDF"},
        {"d.docx", "PK\x03\x04...", "zip"},
        {"e.xml", "<?xml version=\"1.0\"?><issue/>", "XML"},
        {"f.csv", "a,b\n", "not a format"},
        {"g.txt.gz", "\x1F\x8B\x08", "gzip"},
        {"h.koi", "\xCF\xCB\xCD\xCF\xD4\xD5 \xCF\xD4\xDE\xC9\xD4",
         "not UTF-8: byte 0xcf"},
        {"i.json", "[1]", "JSON"},
        {"j.jsonl", "{\"title\":\n", "JSON"},
    };
    struct run run;
    prepare(&run);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        put(&run, rows[i].name, rows[i].text);
    scratch_write(scratch_path(&run.scratch, "k.bin"), "a\0b", 3);
    put(&run, "l-good.txt", "Тема\n\nтекст");
    char target[ROOT_BYTES];
    (void)snprintf(target, sizeof target, "%s/l-good.txt", run.scratch.path);
    assert_int_equal(symlink(target, scratch_path(&run.scratch, "m-link.txt")), 0);
    assert_int_equal(mkfifo(scratch_path(&run.scratch, "n-fifo.txt"), 0600), 0);
    open_source(&run);
    expect_id(&run, "l-good.txt", "text");
    expect_end(&run);
    size_t count = sizeof rows / sizeof *rows;
    for (size_t i = 0; i < count; i++) {
        char part[128];
        (void)snprintf(part, sizeof part, "%s:%d: ", rows[i].name, i == count - 1);
        expect_log(&run, part);
        expect_log(&run, rows[i].reason);
    }
    expect_log(&run, "k.bin:0: binary");
    expect_log(&run, "m-link.txt:0: a symbolic link");
    expect_log(&run, "n-fifo.txt:0: not a regular file");
    assert_int_equal(run.problems, count + 3);
    assert_int_equal(run.bad, count + 1);
    finish(&run);
}

static void test_bad_lines(void **state)
{
    (void)state;
    struct run run;
    prepare(&run);
    put(&run, "a.jsonl",
        "{\"id\":\"1\",\"title\":\"x\"}\n{bad\n{\"id\":\"2\",\"title\":\"y\"}\n{\"id\":"
        "3}\n");
    put(&run, "b.jsonl", "{\"title\":\"z\",\"doi\":\"10.1/3\"}");
    open_source(&run);
    expect_id(&run, "1", "jsonl");
    expect_id(&run, "2", "jsonl");
    expect_id(&run, "10.1/3", "jsonl");
    expect_end(&run);
    expect_log(&run, "a.jsonl:2: JSON");
    expect_log(&run, "a.jsonl:4: article");
    finish(&run);
}

static void test_forced_format(void **state)
{
    (void)state;
    struct run run;
    prepare(&run);
    run.options.format = "text";
    put(&run, "a.csv", "Тема\n\nа,б");
    put(&run, "b.txt", PAGE);
    open_source(&run);
    expect_id(&run, "a.csv", "text");
    expect_id(&run, "b.txt", "text");
    expect_end(&run);
    finish(&run);
    prepare(&run);
    run.options.format = "wordstar";
    assert_int_equal(source_open(&run.source, &run.options, NULL, NULL, &run.err),
                     ST_ARGUMENT);
    assert_non_null(strstr(run.err.text, "wordstar"));
    scratch_remove(&run.scratch);
}

static void test_not_found(void **state)
{
    (void)state;
    struct run run;
    prepare(&run);
    (void)snprintf(run.root, sizeof run.root, "%s/none", run.scratch.path);
    assert_int_equal(source_open(&run.source, &run.options, NULL, NULL, &run.err),
                     ST_NOT_FOUND);
    assert_non_null(strstr(run.err.text, "none"));
    scratch_remove(&run.scratch);
}

/* An extractor that cannot be started ends the run: all HTML would be lost silently. */
static void test_no_extractor(void **state)
{
    (void)state;
    struct run run;
    const struct article *article;
    prepare(&run);
    put(&run, "a.html", "<p>x</p>");
    open_source(&run);
    assert_int_equal(source_next(run.source, &article, &run.err), ST_NOT_FOUND);
    finish(&run);
}

static bool stop_at_two(void *context)
{
    unsigned *asked = context;
    return ++*asked > 2;
}

static void test_stop(void **state)
{
    (void)state;
    struct run run;
    unsigned asked = 0;
    prepare(&run);
    put(&run, "a.jsonl",
        "{\"id\":\"1\",\"title\":\"x\"}\n{\"id\":\"2\",\"title\":\"y\"}\n{\"id\":\"3\","
        "\"title\":\"z\"}\n");
    run.options.stop = stop_at_two;
    run.options.context = &asked;
    open_source(&run);
    expect_id(&run, "1", "jsonl");
    expect_id(&run, "2", "jsonl");
    expect_end(&run);
    finish(&run);
}

/* Folders nested deeper than the walk goes, and a name that is no UTF-8. */
static void test_deep_and_odd_names(void **state)
{
    (void)state;
    struct run run;
    char path[ROOT_BYTES];
    prepare(&run);
    size_t len = (size_t)snprintf(path, sizeof path, "%s", run.scratch.path);
    for (unsigned i = 0; i < 70; i++) {
        len += (size_t)snprintf(path + len, sizeof path - len, "/d");
        assert_int_equal(mkdir(path, 0700), 0);
    }
    put(&run, "\xE0.txt", "Тема\n\nтекст");
    open_source(&run);
    expect_id(&run, "\xEF\xBF\xBD.txt", "text");
    expect_end(&run);
    expect_log(&run, "d:0: folders are nested too deeply");
    assert_int_equal(run.bad, 1);
    finish(&run);
}

static void test_no_memory(void **state)
{
    (void)state;
    struct run run;
    prepare(&run);
    folder(&run, "b");
    put(&run, "a.jsonl", "{\"id\":\"1\",\"title\":\"x\"}\n");
    put(&run, "b/page.txt", PAGE);
    uint64_t live = memory_live_count();
    enum status status = ST_NOMEM;
    for (uint64_t n = 1; status != ST_END; n++) {
        const struct article *article;
        struct error err = ERROR_NONE;
        memory_fail_at(n, true);
        run.source = NULL;
        status = source_open(&run.source, &run.options, on_problem, &run, &err);
        while (status == ST_OK)
            status = source_next(run.source, &article, &err);
        memory_fail_at(0, false);
        source_close(run.source);
        assert_true(status == ST_END || status == ST_NOMEM);
        assert_true(memory_live_count() == live);
        assert_true(n < 1000);
    }
    assert_int_equal(run.bad, 0);
    scratch_remove(&run.scratch);
}

/* All of a source; how it ended. */
static enum status read_all(struct run *run, size_t *articles)
{
    const struct article *article;
    struct error err = ERROR_NONE;
    run->source = NULL;
    *articles = 0;
    enum status status =
        source_open(&run->source, &run->options, on_problem, run, &err);
    while (status == ST_OK) {
        status = source_next(run->source, &article, &err);
        *articles += status == ST_OK;
    }
    source_close(run->source);
    return status;
}

/* Each disk call fails once: what could not be read is told, and told as trouble, so
 * that nobody takes it for gone. */
static void test_disk_failures(void **state)
{
    (void)state;
    struct run run;
    size_t articles = 0;
    bool hit = true;
    prepare(&run);
    folder(&run, "b");
    put(&run, "a.jsonl", "{\"id\":\"1\",\"title\":\"x\"}\n");
    put(&run, "b/page.txt", PAGE);
    for (uint64_t at = 1; hit; at++) {
        run.problems = run.bad = 0;
        run.log[0] = '\0';
        faulty_ops_begin(
            &(struct fault_plan){.call = FAULT_ANY, .at = at, .error = EACCES});
        enum status status = read_all(&run, &articles);
        hit = faulty_ops_end();
        assert_int_equal(faulty_ops_open_fds(), 0);
        assert_true(status == ST_END || status == ST_IO);
        if (status == ST_END && articles < 2)
            assert_true(run.bad > 0);
        assert_true(at < 1000);
    }
    assert_int_equal(articles, 2);
    assert_int_equal(run.problems, 0);
    scratch_remove(&run.scratch);
}

/* Files that become something else between the look and the opening. */
static char swapped_name[ROOT_BYTES];
static bool swapped_for_pipe;

static int swapping_open(const char *path, int flags, mode_t mode)
{
    if (strcmp(path, swapped_name) == 0) {
        assert_int_equal(unlink(path), 0);
        assert_int_equal(
            swapped_for_pipe ? mkfifo(path, 0600) : symlink("/etc/hostname", path), 0);
    }
    return file_ops_real.open(path, flags, mode);
}

static void test_swapped(void **state)
{
    (void)state;
    struct file_ops ops = file_ops_real;
    struct run run;
    size_t articles;
    ops.open = swapping_open;
    for (int turn = 0; turn < 2; turn++) {
        swapped_for_pipe = turn == 1;
        prepare(&run);
        put(&run, "a.txt", "Тема\n\nтекст");
        put(&run, "b.txt", "Тема\n\nтекст");
        (void)snprintf(swapped_name, sizeof swapped_name, "%s/a.txt", run.scratch.path);
        (void)file_ops_use(&ops);
        assert_int_equal(read_all(&run, &articles), ST_END);
        (void)file_ops_use(NULL);
        assert_int_equal(articles, 1);
        assert_int_equal(run.bad, 1);
        expect_log(&run, "a.txt:0: cannot");
        scratch_remove(&run.scratch);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_folder),
        cmocka_unit_test(test_single_file),
        cmocka_unit_test(test_passed_over),
        cmocka_unit_test(test_bad_lines),
        cmocka_unit_test(test_forced_format),
        cmocka_unit_test(test_not_found),
        cmocka_unit_test(test_no_extractor),
        cmocka_unit_test(test_stop),
        cmocka_unit_test(test_deep_and_odd_names),
        cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_disk_failures),
        cmocka_unit_test(test_swapped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
