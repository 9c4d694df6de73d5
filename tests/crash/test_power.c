/* test_power.c - the power fails at every point of a writer's life.
 *
 * The workload is recorded; then, for every prefix of its operations and every way in
 * which unsynced pieces may be lost, the folder is one that was committed: not older
 * than the last commit acknowledged, not newer than the one under way. The negative
 * control leaves out one sync at a time: each must be missed, or the test proves
 * nothing.
 */
#include "support/unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "support/power_loss.h"
#include "support/scratch.h"
#include "support/workload.h"

enum { SEEDS = 3, CONTROL_SEEDS = 12 };

struct record {
    struct scratch scratch, shown;
    struct workload_oracle oracle;
    struct power_loss *log;
    size_t commits[WORKLOAD_COMMITS + 1]; /* operations when it was acknowledged */
};

static void acknowledge(void *context, int count)
{
    struct record *record = context;

    record->commits[count] = power_loss_count(record->log);
}

static int set_up(void **state)
{
    struct record *record = calloc(1, sizeof *record);
    struct error err = ERROR_NONE;

    assert_non_null(record);
    scratch_make(&record->scratch);
    scratch_make(&record->shown);
    workload_oracle_init(&record->oracle);
    power_loss_open(&record->log, record->scratch.path);
    if (workload_run(record->scratch.path, acknowledge, record, &err) != ST_OK)
        fail_msg("%s", err.text);
    power_loss_stop(record->log);
    *state = record;
    return 0;
}

static int tear_down(void **state)
{
    struct record *record = *state;

    power_loss_close(record->log);
    workload_oracle_release(&record->oracle);
    scratch_remove(&record->scratch);
    scratch_remove(&record->shown);
    free(record);
    return 0;
}

/* How many commits were acknowledged within the first `prefix` operations. */
static int acknowledged(const struct record *record, size_t prefix)
{
    int count = 0;

    while (count < WORKLOAD_COMMITS && record->commits[count + 1] <= prefix)
        count++;
    return count;
}

static bool survives(const struct record *record, size_t prefix, enum power_mode mode,
                     uint64_t seed, struct error *err)
{
    int least = acknowledged(record, prefix), state;

    power_loss_show(record->log, prefix, mode, seed, record->shown.path);
    state = workload_state(&record->oracle, least, record->shown.path, err);
    return state >= least && state <= least + 1;
}

static void every_cut_leaves_a_commit(void **state)
{
    const struct record *record = *state;
    size_t count = power_loss_count(record->log), states = 0;

    for (size_t prefix = 0; prefix <= count; prefix++)
        for (int mode = 0; mode < POWER_MODES; mode++)
            for (uint64_t seed = 0; seed < (mode < POWER_RANDOM ? 1 : SEEDS); seed++) {
                struct error err = ERROR_NONE;

                states++;
                if (!survives(record, prefix, (enum power_mode)mode, seed, &err))
                    fail_msg("after %zu operations (last: %s), mode %d, seed %d: %s",
                             prefix,
                             prefix ? power_loss_text(record->log, prefix - 1) : "",
                             mode, (int)seed, err.text);
            }
    print_message("%zu states of %zu operations\n", states, count);
}

/* The next writer starts from what a cut left, without repair. */
static void the_next_writer_goes_on(void **state)
{
    const struct record *record = *state;
    size_t count = power_loss_count(record->log);

    for (size_t prefix = 0; prefix <= count; prefix += 3) {
        struct error err = ERROR_NONE;

        power_loss_show(record->log, prefix, POWER_TORN, prefix, record->shown.path);
        if (workload_next_writer(record->shown.path, &err) != ST_OK)
            fail_msg("after %zu operations: %s", prefix, err.text);
    }
}

/* A file that was made and removed again between two commits never mattered. */
static bool is_scrap(const struct record *record, size_t sync)
{
    char unlinked[600];
    const char *text = power_loss_text(record->log, sync);
    bool found = false;

    if (strncmp(text, "sync ", 5) != 0)
        return false;
    (void)snprintf(unlinked, sizeof unlinked, "unlink %s", text + 5);
    for (size_t op = sync + 1; !found && op < power_loss_count(record->log); op++) {
        text = power_loss_text(record->log, op);
        if (strncmp(text, "rename", 6) == 0)
            break;
        found = strcmp(text, unlinked) == 0;
    }
    return found;
}

/* Is there a state that is wrong once this sync is left out? Cuts from there to the end
 * of the next commit but one are looked at. */
static bool is_missed(const struct record *record, size_t sync)
{
    size_t count = power_loss_count(record->log), end;
    int next = acknowledged(record, sync) + 2;

    end = next <= WORKLOAD_COMMITS ? record->commits[next] : count;
    for (size_t prefix = sync + 1; prefix <= end; prefix++)
        for (int mode = POWER_DROP; mode < POWER_MODES; mode++)
            for (uint64_t seed = 0; seed < (mode < POWER_RANDOM ? 1 : CONTROL_SEEDS);
                 seed++)
                if (!survives(record, prefix, (enum power_mode)mode, seed, NULL))
                    return true;
    return false;
}

static void every_sync_is_needed(void **state)
{
    const struct record *record = *state;
    size_t count = power_loss_count(record->log), syncs = 0, missed = 0;

    for (size_t op = 0; op < count; op++) {
        if (!power_loss_is_sync(record->log, op) || is_scrap(record, op))
            continue;
        syncs++;
        power_loss_forget(record->log, op, true);
        if (is_missed(record, op))
            missed++;
        else
            print_message("not missed: operation %zu, %s\n", op,
                          power_loss_text(record->log, op));
        power_loss_forget(record->log, op, false);
    }
    print_message("%zu of %zu syncs are missed when left out\n", missed, syncs);
    assert_int_equal(missed, syncs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cut_leaves_a_commit),
        cmocka_unit_test(the_next_writer_goes_on),
        cmocka_unit_test(every_sync_is_needed),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
