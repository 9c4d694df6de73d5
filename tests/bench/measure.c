/* measure.c - one command, its time and its peak memory:
 *
 *   measure REPORT [--until TEXT] COMMAND [ARGUMENT]...
 *
 * Runs the command and appends one line to the file REPORT:
 *   wall seconds, seconds of user, of system, peak KiB, anonymous KiB, exit code
 * Peak counts the pages of mapped files, which the kernel may drop; anonymous memory is
 * what the program and those it started hold themselves: the largest of a look every
 * 10 ms. With --until the command is a server: the wall time ends when TEXT stands in
 * what it writes to standard error, and then it is told to stop (SIGTERM).
 */
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "bench/bench.h"
#include "support/process_tree.h"

enum { SEEN_BYTES = 4096, LOOK_NS = 10 * 1000 * 1000 };

struct run {
    const char *until;
    char **command;
    pid_t pid;
    int from; /* its standard error, with --until */
    uint64_t started_us, wall_us, anonymous_kib;
    sigset_t ended; /* SIGCHLD; blocked, to be waited for */
};

static void start(struct run *run)
{
    int ends[2] = {-1, -1};
    if (run->until && pipe(ends) != 0)
        bench_die("pipe", NULL);
    sigemptyset(&run->ended);
    sigaddset(&run->ended, SIGCHLD);
    sigprocmask(SIG_BLOCK, &run->ended, NULL);
    run->started_us = clock_monotonic_us();
    run->pid = fork();
    if (run->pid < 0)
        bench_die("fork", NULL);
    if (run->pid == 0) {
        if (run->until && dup2(ends[1], STDERR_FILENO) < 0)
            _exit(127);
        sigprocmask(SIG_UNBLOCK, &run->ended, NULL);
        execvp(run->command[0], run->command);
        _exit(127);
    }
    if (run->until)
        close(ends[1]);
    run->from = ends[0];
}

/* Until the text was seen or the command closed its standard error. */
static void wait_for_text(struct run *run)
{
    char seen[SEEN_BYTES + 1];
    size_t have = 0;
    ssize_t got;
    while (have < SEEN_BYTES &&
           (got = read(run->from, seen + have, SEEN_BYTES - have)) > 0) {
        have += (size_t)got;
        seen[have] = '\0';
        if (strstr(seen, run->until))
            return;
    }
    bench_die("the command ended before it was ready", NULL);
}

/* Wait for the end, looking at the memory meanwhile. */
static int wait_for_end(struct run *run)
{
    const struct timespec pause = {0, LOOK_NS};
    int status = 0;
    pid_t ended;
    while ((ended = waitpid(run->pid, &status, WNOHANG)) == 0) {
        uint64_t kib = process_tree_anonymous_kib(run->pid);
        if (kib > run->anonymous_kib)
            run->anonymous_kib = kib;
        sigtimedwait(&run->ended, NULL, &pause); /* the end cuts the pause short */
    }
    if (ended != run->pid)
        bench_die("waitpid", NULL);
    return status;
}

static int finish(struct run *run, const char *report)
{
    struct rusage used;
    if (run->until) {
        wait_for_text(run);
        run->wall_us = clock_monotonic_us() - run->started_us;
        run->anonymous_kib = process_tree_anonymous_kib(run->pid);
        kill(run->pid, SIGTERM);
    }
    int status = wait_for_end(run);
    if (!run->until)
        run->wall_us = clock_monotonic_us() - run->started_us;
    if (getrusage(RUSAGE_CHILDREN, &used) != 0) /* one child: all is its */
        bench_die("getrusage", NULL);
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    FILE *out = fopen(report, "a");
    if (!out)
        bench_die(report, NULL);
    fprintf(out, "%.6f %ld.%06ld %ld.%06ld %ld %" PRIu64 " %d\n",
            (double)run->wall_us / 1e6, (long)used.ru_utime.tv_sec,
            (long)used.ru_utime.tv_usec, (long)used.ru_stime.tv_sec,
            (long)used.ru_stime.tv_usec, used.ru_maxrss, run->anonymous_kib, code);
    fclose(out);
    return code;
}

int main(int argc, char **argv)
{
    struct run run = {.from = -1};
    int at = 2;
    if (argc > 3 && strcmp(argv[2], "--until") == 0) {
        run.until = argv[3];
        at = 4;
    }
    if (argc <= at) {
        fprintf(stderr, "usage: measure REPORT [--until TEXT] COMMAND [ARGUMENT]...\n");
        return 2;
    }
    run.command = argv + at;
    start(&run);
    return finish(&run, argv[1]);
}
