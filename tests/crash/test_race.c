/* test_race.c - two writers race, and some are killed: one at a time, no stale lock.
 *
 * Each child opens the index, adds its article and commits, or is told at once that
 * another writer has it. Every commit that was acknowledged is in the index at the end.
 */
#include "support/unit.h"

#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "build/check.h"
#include "build/writer.h"
#include "support/make_article.h"
#include "support/scratch.h"

enum { RACES = 60, RACERS = 2, EXIT_LOCKED = 3, EXIT_FAILED = 4 };

static int race(const char *dir, uint32_t number)
{
    struct writer_options options = {.memory_bytes = WRITER_MEMORY_MIN};
    struct writer *writer = NULL;
    enum writer_outcome outcome;
    struct article article;
    struct arena arena;
    enum status status = writer_open(&writer, dir, &options, NULL);

    if (status != ST_OK)
        return status == ST_LOCKED ? EXIT_LOCKED : EXIT_FAILED;
    arena_init(&arena, (size_t)1 << 24);
    article = make_article(&arena, number, 1, 30);
    status = writer_put(writer, &article, &outcome, NULL);
    if (status == ST_OK)
        status = writer_commit(writer, NULL);
    writer_close(writer);
    arena_release(&arena);
    return status == ST_OK ? 0 : EXIT_FAILED;
}

static pid_t start(const char *dir, uint32_t number)
{
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0)
        _exit(race(dir, number));
    return child;
}

/* 1 when the child committed; it may have been killed. */
static unsigned finish(pid_t child, bool killed)
{
    int status = 0;

    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFSIGNALED(status)) {
        assert_true(killed);
        return 0;
    }
    assert_true(WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == EXIT_LOCKED);
    return WEXITSTATUS(status) == 0;
}

static void one_wins(void **state)
{
    struct check_totals totals = {0};
    unsigned committed = 0, killed = 0;
    struct scratch scratch;
    uint64_t seed = 1;

    (void)state;
    scratch_make(&scratch);
    for (uint32_t i = 0; i < RACES; i++) {
        pid_t children[RACERS];
        bool kill_one = i % 3 == 2;

        for (uint32_t k = 0; k < RACERS; k++)
            children[k] = start(scratch.path, i * RACERS + k);
        if (kill_one) {
            for (uint64_t turns = make_random(&seed) % 3000; turns > 0; turns--)
                (void)sched_yield();
            killed += kill(children[0], SIGKILL) == 0;
        }
        for (uint32_t k = 0; k < RACERS; k++)
            committed += finish(children[k], kill_one && k == 0);
    }
    assert_int_equal(race(scratch.path, RACES * RACERS), 0); /* nobody holds it now */
    assert_int_equal(check_index(scratch.path, NULL, NULL, &totals, NULL), ST_OK);
    assert_int_equal(totals.problems, 0);
    /* a child killed after its commit but before it could say so counts for one more */
    assert_in_range(totals.articles, committed + 1, committed + killed + 1);
    assert_true(committed >= RACES / 2);
    scratch_remove(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_wins)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
