/* One socket pair; the program has its end as standard input and output:
 *
 *   child_read   send FORMAT NAME BYTES   -->   read, parse in the sandbox
 *                gather until DONE        <--   ARTICLE … PROBLEM … DONE
 *   child_next   hand the gathered frames out, one by one
 *
 * Every wait is a poll with what is left of the file's time, and every gathered byte
 * counts against the cap, so the worst that a bad program can do is to cost one file
 * its twenty seconds. The answer is gathered whole before any of it is used: an answer
 * that breaks off is no answer.
 */
#include "ingest/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/program.h"
#include "ingest/frame.h"

enum { READ_BYTES = 65536 };
#define WALL_US_DEFAULT ((uint64_t)20 * 1000 * 1000)

extern char **environ;

struct child {
    char path[PROGRAM_PATH_BYTES];
    uint64_t wall_us;
    size_t answer_bytes;
    pid_t pid; /* 0: not running */
    int fd;
    uint64_t deadline_us;
    uint64_t starts;
    struct buf answer;
    size_t checked;  /* bytes of whole frames that were gathered */
    bool done;       /* the DONE frame has come */
    size_t next_off; /* of the frame that child_next hands out next */
};

/* --- Start and end ----------------------------------------------------------- */

static enum status set_path(struct child *child, const char *path, struct error *err)
{
    if (!path)
        return program_find(child->path, "msearch-extract")
                   ? ST_OK
                   : fail(err, ST_NOT_FOUND,
                          "msearch-extract is neither beside msearch "
                          "nor in ../libexec/msearch");
    size_t len = strlen(path);
    if (len >= PROGRAM_PATH_BYTES)
        return fail(err, ST_ARGUMENT, "msearch-extract: the path is too long");
    memcpy(child->path, path, len + 1);
    return ST_OK;
}

enum status child_open(struct child **child, const struct child_options *options,
                       struct error *err)
{
    struct child *made = memory_zeroed(1, sizeof *made);
    if (!made)
        return fail(err, ST_NOMEM, "child: out of memory");
    enum status status = set_path(made, options->path, err);
    if (status != ST_OK) {
        memory_free(made);
        return status;
    }
    made->fd = -1;
    made->wall_us = options->wall_us ? options->wall_us : WALL_US_DEFAULT;
    made->answer_bytes =
        options->answer_bytes ? options->answer_bytes : FRAME_ANSWER_BYTES;
    buf_init(&made->answer, made->answer_bytes);
    *child = made;
    return ST_OK;
}

/* End the program if it runs. *exit_status is waitpid's. */
static void stop(struct child *child, int *exit_status)
{
    *exit_status = 0;
    if (child->pid == 0)
        return;
    file_close(child->fd);
    (void)kill(child->pid, SIGKILL);
    while (waitpid(child->pid, exit_status, 0) < 0 && errno == EINTR)
        ;
    child->pid = 0;
    child->fd = -1;
}

void child_close(struct child *child)
{
    if (!child)
        return;
    int unused;
    stop(child, &unused);
    buf_release(&child->answer);
    memory_free(child);
}

uint64_t child_starts(const struct child *child)
{
    return child->starts;
}

static int spawn(struct child *child, int fd)
{
    static char name[] = "msearch-extract";
    char *argv[] = {name, NULL};
    posix_spawn_file_actions_t actions;
    int result = posix_spawn_file_actions_init(&actions);
    if (result != 0)
        return result;
    result = posix_spawn_file_actions_adddup2(&actions, fd, STDIN_FILENO);
    if (result == 0)
        result = posix_spawn_file_actions_adddup2(&actions, fd, STDOUT_FILENO);
    if (result == 0)
        result = posix_spawn(&child->pid, child->path, &actions, NULL, argv, environ);
    (void)posix_spawn_file_actions_destroy(&actions);
    return result;
}

/* Both ends close on exec; the program's own end survives as 0 and 1. */
static bool make_pair(int pair[2])
{
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair) ==
           0;
}

/* A program that ended after its last answer has nothing to do with the next file. */
static void bury(struct child *child)
{
    int unused;
    if (child->pid != 0 && waitpid(child->pid, &unused, WNOHANG) == child->pid) {
        file_close(child->fd);
        child->pid = 0;
        child->fd = -1;
    }
}

static enum status start(struct child *child, struct error *err)
{
    bury(child);
    if (child->pid != 0)
        return ST_OK;
    int pair[2];
    if (!make_pair(pair))
        return fail(err, ST_IO, "msearch-extract: no socket pair: %s", strerror(errno));
    int flags = fcntl(pair[1], F_GETFL); /* the program reads and waits */
    (void)fcntl(pair[1], F_SETFL, flags & ~O_NONBLOCK);
    int result = spawn(child, pair[1]);
    file_close(pair[1]);
    if (result != 0) {
        child->pid = 0;
        file_close(pair[0]);
        return fail(err, result == ENOMEM ? ST_NOMEM : ST_NOT_FOUND,
                    "%s: cannot be started: %s", child->path, strerror(result));
    }
    child->fd = pair[0];
    child->starts++;
    return ST_OK;
}

/* --- Waiting ----------------------------------------------------------------- */

/* Wait until the socket is ready for `events`. False: the time is up. */
static bool wait_for(struct child *child, short events)
{
    for (;;) {
        uint64_t now = clock_monotonic_us();
        if (now >= child->deadline_us)
            return false;
        uint64_t left_ms = (child->deadline_us - now) / 1000 + 1;
        struct pollfd wait = {child->fd, events, 0};
        int ready = poll(&wait, 1, left_ms > 60000 ? 60000 : (int)left_ms);
        if (ready > 0)
            return true;
        if (ready < 0 && errno != EINTR)
            return false;
    }
}

static enum status fail_late(struct child *child, struct error *err)
{
    return fail(err, ST_LIMIT, "the extractor took longer than %llu ms",
                (unsigned long long)(child->wall_us / 1000));
}

static enum status fail_gone(struct error *err)
{
    return fail(err, ST_IO, "the extractor ended before it had answered");
}

static bool is_momentary(int error)
{
    return error == EAGAIN || error == EINTR; /* EWOULDBLOCK is EAGAIN here */
}

static enum status send_all(struct child *child, struct span bytes, struct error *err)
{
    while (bytes.len > 0) {
        ssize_t sent = send(child->fd, bytes.data, bytes.len, MSG_NOSIGNAL);
        if (sent >= 0)
            bytes = span_part(bytes, (size_t)sent, bytes.len);
        else if (!is_momentary(errno))
            return fail_gone(err);
        else if (!wait_for(child, POLLOUT))
            return fail_late(child, err);
    }
    return ST_OK;
}

static enum status send_frame(struct child *child, enum frame_kind kind,
                              struct span payload, struct error *err)
{
    uint8_t head[FRAME_HEAD_BYTES];
    frame_put_head(head, kind, payload.len);
    enum status status = send_all(child, span_of(head, sizeof head), err);
    return status == ST_OK ? send_all(child, payload, err) : status;
}

static bool is_answer_kind(uint8_t kind)
{
    return kind == FRAME_ARTICLE || kind == FRAME_PROBLEM || kind == FRAME_DONE;
}

/* Step over the frames that are whole now; ST_CORRUPT for anything that is no answer.
 */
static enum status check_frames(struct child *child, struct error *err)
{
    struct span all = buf_span(&child->answer);
    struct frame frame;
    while (!child->done && frame_next(all, &child->checked, &frame)) {
        if (!is_answer_kind(frame.kind))
            return fail(err, ST_CORRUPT, "the extractor answered with something else");
        child->done = frame.kind == FRAME_DONE;
    }
    struct span rest = span_part(all, child->checked, all.len);
    if (frame_size(rest) == SIZE_MAX ||
        (rest.len > 0 && !is_answer_kind(rest.data[0])) ||
        (child->done && rest.len > 0))
        return fail(err, ST_CORRUPT, "the extractor answered with something else");
    return ST_OK;
}

/* Receive what is there; ST_OK also when nothing is yet. */
static enum status receive_some(struct child *child, struct error *err)
{
    uint8_t *room = buf_grow(&child->answer, READ_BYTES);
    if (!room && child->answer.status == ST_NOMEM)
        return fail(err, ST_NOMEM, "the extractor's answer: out of memory");
    if (!room)
        return fail(err, ST_LIMIT, "the extractor's answer is larger than %zu bytes",
                    child->answer_bytes);
    ssize_t got = recv(child->fd, room, READ_BYTES, 0);
    child->answer.len -= READ_BYTES - (got > 0 ? (size_t)got : 0);
    if (got > 0 || (got < 0 && is_momentary(errno)))
        return check_frames(child, err);
    return fail_gone(err);
}

static enum status gather(struct child *child, struct error *err)
{
    while (!child->done) {
        if (!wait_for(child, POLLIN))
            return fail_late(child, err);
        enum status status = receive_some(child, err);
        if (status != ST_OK)
            return status;
    }
    return ST_OK;
}

static enum status ask(struct child *child, struct span format, struct span name,
                       struct span bytes, struct error *err)
{
    enum status status = send_frame(child, FRAME_FORMAT, format, err);
    if (status == ST_OK)
        status = send_frame(child, FRAME_NAME, name, err);
    if (status == ST_OK)
        status = send_frame(child, FRAME_BYTES, bytes, err);
    return status == ST_OK ? gather(child, err) : status;
}

/* How it ended, if that was its own doing. */
static void explain(struct error *err, int exit_status)
{
    char why[32];
    if (WIFSIGNALED(exit_status) && WTERMSIG(exit_status) != SIGKILL)
        (void)snprintf(why, sizeof why, "signal %d", WTERMSIG(exit_status));
    else if (WIFEXITED(exit_status))
        (void)snprintf(why, sizeof why, "exit %d", WEXITSTATUS(exit_status));
    else
        return;
    error_prefix(err, why);
}

/* Empty the answer, and give memory of an unusually large one back. */
static void reset_answer(struct child *child)
{
    if (child->answer.capacity > (size_t)READ_BYTES * 64) {
        buf_release(&child->answer);
        buf_init(&child->answer, child->answer_bytes);
    }
    buf_reset(&child->answer);
    child->checked = child->next_off = 0;
    child->done = false;
}

enum status child_read(struct child *child, struct span format, struct span name,
                       struct span bytes, struct error *err)
{
    reset_answer(child);
    if (bytes.len > FRAME_PAYLOAD_BYTES)
        return fail(err, ST_LIMIT, "larger than %d MiB", FRAME_PAYLOAD_BYTES >> 20);
    enum status status = start(child, err);
    if (status != ST_OK)
        return status;
    child->deadline_us = clock_monotonic_us() + child->wall_us;
    status = ask(child, format, name, bytes, err);
    if (status == ST_OK)
        return ST_OK;
    int exit_status;
    stop(child, &exit_status);
    if (status == ST_IO && err)
        explain(err, exit_status);
    reset_answer(child);
    return status;
}

enum status child_next(struct child *child, struct span *json, struct error *err)
{
    struct frame frame;
    if (!child->done ||
        !frame_next(buf_span(&child->answer), &child->next_off, &frame) ||
        frame.kind == FRAME_DONE)
        return ST_END;
    if (frame.kind == FRAME_PROBLEM)
        return fail(err, ST_CORRUPT, "%.*s",
                    frame.payload.len > 400 ? 400 : (int)frame.payload.len,
                    (const char *)frame.payload.data);
    *json = frame.payload;
    return ST_OK;
}
