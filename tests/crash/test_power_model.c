/* test_power_model.c - the power-cut model itself: a careful replacement of a file
 * survives every cut, and each step left out is found out. */
#include "support/unit.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "support/power_loss.h"
#include "support/scratch.h"

enum { SEEDS = 40 };

/* new bytes -> sync -> rename over the old name -> sync the folder */
static void replace(const char *root, const char *text)
{
    char from[SCRATCH_PATH_BYTES * 2];
    char to[SCRATCH_PATH_BYTES * 2];
    struct file_sink *sink = NULL;
    (void)snprintf(from, sizeof from, "%s/new", root);
    (void)snprintf(to, sizeof to, "%s/file", root);
    assert_int_equal(file_sink_create(&sink, from, NULL), ST_OK);
    file_sink_put(sink, text, strlen(text));
    assert_int_equal(file_sink_finish(sink, NULL), ST_OK);
    assert_int_equal(file_rename(from, to, NULL), ST_OK);
    assert_int_equal(file_sync_dir(root, NULL), ST_OK);
}

static bool holds(const char *root, const char *text)
{
    char path[SCRATCH_PATH_BYTES * 2];
    struct buf buf;
    (void)snprintf(path, sizeof path, "%s/file", root);
    buf_init(&buf, 0);
    bool same = file_read(&buf, path, 1 << 20, NULL) == ST_OK &&
                span_equal(buf_span(&buf), span_text(text));
    buf_release(&buf);
    return same;
}

/* How many of the states a cut may leave are neither the old nor the new file, or are
 * the old one after the new one was promised. */
static size_t broken_states(struct power_loss *log, const char *other)
{
    size_t broken = 0;
    size_t count = power_loss_count(log);
    for (size_t prefix = 0; prefix <= count; prefix++) {
        for (int mode = 0; mode < POWER_MODES; mode++) {
            uint64_t seeds = mode < POWER_RANDOM ? 1 : SEEDS;
            for (uint64_t seed = 0; seed < seeds; seed++) {
                power_loss_show(log, prefix, (enum power_mode)mode, seed, other);
                bool old = holds(other, "old") && prefix < count;
                broken += !old && !holds(other, "the new text");
            }
        }
    }
    return broken;
}

struct run {
    struct scratch root;
    struct scratch other;
    struct power_loss *log;
};

static void begin(struct run *run)
{
    scratch_make(&run->root);
    scratch_make(&run->other);
    replace(run->root.path, "old");
    power_loss_open(&run->log, run->root.path);
    replace(run->root.path, "the new text");
    power_loss_stop(run->log);
}

static void end(struct run *run)
{
    power_loss_close(run->log);
    scratch_remove(&run->root);
    scratch_remove(&run->other);
}

static void careful_replacement_survives(void **state)
{
    (void)state;
    struct run run;
    begin(&run);
    assert_int_equal(power_loss_count(run.log), 5);
    assert_string_equal(power_loss_text(run.log, 1), "write new at 0, 12 bytes");
    assert_string_equal(power_loss_text(run.log, 3), "rename new to file");
    assert_int_equal(broken_states(run.log, run.other.path), 0);
    end(&run);
}

static void every_sync_is_needed(void **state)
{
    (void)state;
    struct run run;
    size_t syncs = 0;
    begin(&run);
    for (size_t op = 0; op < power_loss_count(run.log); op++) {
        if (!power_loss_is_sync(run.log, op))
            continue;
        syncs++;
        power_loss_forget(run.log, op, true);
        assert_true(broken_states(run.log, run.other.path) > 0);
        power_loss_forget(run.log, op, false);
    }
    assert_int_equal(syncs, 2);
    end(&run);
}

static void kept_states_are_what_was_there(void **state)
{
    (void)state;
    struct run run;
    begin(&run);
    power_loss_show(run.log, 3, POWER_KEEP, 0, run.other.path);
    assert_true(holds(run.other.path, "old"));
    assert_int_equal(scratch_count(run.other.path), 2); /* `new`, not yet renamed */
    power_loss_show(run.log, 3, POWER_DROP, 0, run.other.path);
    assert_int_equal(scratch_count(run.other.path), 1);
    power_loss_show(run.log, 4, POWER_KEEP, 0, run.other.path);
    assert_true(holds(run.other.path, "the new text"));
    end(&run);
}

static void torn_writes_lose_whole_sectors(void **state)
{
    (void)state;
    static char text[5000];
    struct scratch root;
    struct scratch other;
    struct power_loss *log = NULL;
    char path[SCRATCH_PATH_BYTES * 2];
    bool seen[2] = {false, false};
    memset(text, 'a', sizeof text - 1);
    scratch_make(&root);
    scratch_make(&other);
    power_loss_open(&log, root.path);
    replace(root.path, text);
    power_loss_stop(log);
    (void)snprintf(path, sizeof path, "%s/new", other.path);
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        struct buf buf;
        buf_init(&buf, 0);
        power_loss_show(log, 2, POWER_TORN, seed, other.path);
        if (file_read(&buf, path, 1 << 20, NULL) == ST_OK) {
            size_t kept = span_find(buf_span(&buf), 0, 0);
            assert_true(kept % 512 == 0 || kept == sizeof text - 1);
            seen[buf.len == sizeof text - 1] = true;
        }
        buf_release(&buf);
    }
    assert_true(seen[0] && seen[1]);
    power_loss_close(log);
    scratch_remove(&root);
    scratch_remove(&other);
}

static void folders_inside_are_kept(void **state)
{
    (void)state;
    struct scratch root;
    struct scratch other;
    struct power_loss *log = NULL;
    char inner[SCRATCH_PATH_BYTES * 2];
    scratch_make(&root);
    scratch_make(&other);
    power_loss_open(&log, root.path);
    (void)snprintf(inner, sizeof inner, "%s/inner", root.path);
    assert_int_equal(file_make_dir(inner, NULL), ST_OK);
    replace(inner, "text");
    power_loss_stop(log);
    (void)snprintf(inner, sizeof inner, "%s/inner", other.path);
    power_loss_show(log, power_loss_count(log), POWER_KEEP, 0, other.path);
    assert_true(holds(inner, "text"));
    /* Nobody synced the folder that holds `inner`. */
    power_loss_show(log, power_loss_count(log), POWER_DROP, 0, other.path);
    assert_int_equal(scratch_count(other.path), 0);
    power_loss_close(log);
    scratch_remove(&root);
    scratch_remove(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(careful_replacement_survives),
        cmocka_unit_test(every_sync_is_needed),
        cmocka_unit_test(kept_states_are_what_was_there),
        cmocka_unit_test(torn_writes_lose_whole_sectors),
        cmocka_unit_test(folders_inside_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
