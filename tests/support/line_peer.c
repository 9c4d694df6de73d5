/* line_peer.c - two pipes and a process group:
 *
 *      this process --to--> standard input | child | standard output --from--> held
 *
 * A peer that is not well (pid 0) holds no descriptor and no process. While a start is
 * watched the child is traced for its execs alone: SIGCHLD says that it has stopped for
 * one, and comes through a descriptor, so one poll waits for answer and exec together.
 */
#include "support/line_peer.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { STOP_TURNS = 50, STOP_TURN_MS = 100, EVENT_SHIFT = 16, FAILED_EXEC = 127 };

uint64_t line_peer_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

/* --- The end --------------------------------------------------------------------- */

static void close_ends(struct line_peer *peer)
{
    int *ends[] = {&peer->to, &peer->from, &peer->signals};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (*ends[i] >= 0)
            close(*ends[i]);
        *ends[i] = -1;
    }
}

/* Kills what is left of the group and says why it is gone; the first reason stays. */
__attribute__((format(printf, 2, 3))) static void gone(struct line_peer *peer,
                                                       const char *format, ...)
{
    if (peer->why[0] == '\0') {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(peer->why, sizeof peer->why, format, arguments);
        va_end(arguments);
    }
    if (peer->pid > 0) {
        int status = 0;
        kill(-peer->pid, SIGKILL);
        while (waitpid(peer->pid, &status, 0) == peer->pid && WIFSTOPPED(status)) {
        }
    }
    peer->pid = 0;
    close_ends(peer);
}

/* `pid` has been waited for and left `status`. */
static void told(struct line_peer *peer, int status)
{
    kill(-peer->pid, SIGKILL); /* what it started */
    peer->pid = 0;
    if (WIFSIGNALED(status))
        gone(peer, "was ended by signal %d", WTERMSIG(status));
    else
        gone(peer, "ended with exit code %d", WEXITSTATUS(status));
}

/* Its standard output has ended: it is ending too, or does not deserve to live. */
static void ended(struct line_peer *peer)
{
    int status = 0;
    pid_t got = 0;
    for (int turn = 0; turn < STOP_TURNS && got == 0; turn++) {
        got = waitpid(peer->pid, &status, WNOHANG);
        if (got == 0)
            poll(NULL, 0, STOP_TURN_MS);
    }
    if (got == peer->pid)
        told(peer, status);
    else
        gone(peer, "closed its output");
}

void line_peer_stop(struct line_peer *peer)
{
    if (peer->pid <= 0)
        return;
    close_ends(peer);
    ended(peer);
}

/* --- The start ------------------------------------------------------------------- */

_Noreturn static void become(const char *command, const int in[2], const int out[2],
                             int go)
{
    sigset_t none;
    char text[2 * LINE_PEER_BYTES], byte;
    setpgid(0, 0);
    if (dup2(in[0], STDIN_FILENO) < 0 || dup2(out[1], STDOUT_FILENO) < 0)
        _exit(FAILED_EXEC);
    close(in[0]);
    close(in[1]);
    close(out[0]);
    close(out[1]);
    while (read(go, &byte, 1) < 0 && errno == EINTR) { /* until the parent is ready */
    }
    close(go);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    snprintf(text, sizeof text, "exec %s", command);
    execl("/bin/sh", "sh", "-c", text, (char *)NULL);
    _exit(FAILED_EXEC);
}

/* Where tracing is not allowed the moment of the fork has to do. */
static void watch(struct line_peer *peer)
{
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, NULL);
    if (ptrace(PTRACE_SEIZE, peer->pid, NULL, (void *)PTRACE_O_TRACEEXEC) == 0)
        peer->signals = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* The first answer is there: it is traced no longer. */
static void unwatch(struct line_peer *peer)
{
    int status = 0;
    if (peer->signals < 0)
        return;
    close(peer->signals);
    peer->signals = -1;
    ptrace(PTRACE_INTERRUPT, peer->pid, NULL, NULL);
    if (waitpid(peer->pid, &status, 0) != peer->pid)
        return;
    int pass = status >> EVENT_SHIFT ? 0 : WSTOPSIG(status);
    if (WIFSTOPPED(status))
        ptrace(PTRACE_DETACH, peer->pid, NULL, (void *)(intptr_t)pass);
    else
        told(peer, status);
}

static bool make_pipe(int ends[2])
{
    if (pipe(ends) != 0)
        return false;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return true;
}

bool line_peer_start(struct line_peer *peer, const char *command, bool watched)
{
    int in[2], out[2], go[2];
    *peer = (struct line_peer){.to = -1, .from = -1, .signals = -1};
    signal(SIGPIPE, SIG_IGN);
    if (!make_pipe(in) || !make_pipe(out) || !make_pipe(go)) {
        gone(peer, "no pipe: %s", strerror(errno));
        return false;
    }
    peer->started_ns = line_peer_now_ns();
    peer->pid = fork();
    if (peer->pid == 0) {
        close(go[1]);
        become(command, in, out, go[0]);
    }
    setpgid(peer->pid, peer->pid); /* here too: nobody knows who comes first */
    close(in[0]);
    close(out[1]);
    close(go[0]);
    peer->to = in[1];
    peer->from = out[0];
    if (peer->pid > 0 && watched)
        watch(peer);
    close(go[1]);
    if (peer->pid < 0)
        gone(peer, "no process: %s", strerror(errno));
    return peer->pid > 0;
}

/* --- Question and answer --------------------------------------------------------- */

/* The child has stopped: for an exec, which is a later start, or for a signal, which it
 * is to have. */
static void let_go_on(struct line_peer *peer)
{
    struct signalfd_siginfo sink;
    int status;
    while (read(peer->signals, &sink, sizeof sink) > 0) {
    }
    while (waitpid(peer->pid, &status, WNOHANG) == peer->pid && WIFSTOPPED(status)) {
        int event = status >> EVENT_SHIFT, pass = event ? 0 : WSTOPSIG(status);
        if (event == PTRACE_EVENT_EXEC)
            peer->started_ns = line_peer_now_ns();
        ptrace(PTRACE_CONT, peer->pid, NULL, (void *)(intptr_t)pass);
    }
}

/* More of what it says; false when there is no more. */
static bool listen_on(struct line_peer *peer, int patience_ms)
{
    struct pollfd fds[2] = {{.fd = peer->from, .events = POLLIN},
                            {.fd = peer->signals, .events = POLLIN}};
    int ready = poll(fds, 2, patience_ms); /* a negative descriptor is passed over */
    if (ready == 0) {
        gone(peer, "gave no answer within %d ms", patience_ms);
        return false;
    }
    if (ready > 0 && fds[1].revents)
        let_go_on(peer);
    if (ready < 0 || !fds[0].revents)
        return true; /* interrupted, or only its exec was seen */
    ssize_t got = read(peer->from, peer->held + peer->held_bytes,
                       sizeof peer->held - peer->held_bytes);
    if (got > 0)
        peer->held_bytes += (size_t)got;
    else if (got == 0 || errno != EINTR)
        ended(peer);
    return peer->pid > 0;
}

static bool send_line(struct line_peer *peer, const char *line)
{
    char text[LINE_PEER_BYTES];
    int length = snprintf(text, sizeof text, "%s\n", line);
    size_t sent = 0, all = (size_t)length;
    if (length < 0 || all >= sizeof text) {
        gone(peer, "was to be sent a line that is too long");
        return false;
    }
    while (sent < all) {
        ssize_t put = write(peer->to, text + sent, all - sent);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0) {
            ended(peer);
            return false;
        }
        sent += (size_t)put;
    }
    return true;
}

bool line_peer_ask(struct line_peer *peer, const char *line, int patience_ms,
                   char *answer, size_t answer_bytes)
{
    char *end = NULL;
    if (peer->pid <= 0 || !send_line(peer, line))
        return false;
    while (!(end = memchr(peer->held, '\n', peer->held_bytes))) {
        if (peer->held_bytes == sizeof peer->held)
            gone(peer, "said a line that is too long");
        else
            listen_on(peer, patience_ms);
        if (peer->pid <= 0)
            return false;
    }
    unwatch(peer);
    size_t length = (size_t)(end - peer->held), taken = length + 1;
    if (length >= answer_bytes)
        length = answer_bytes - 1;
    memcpy(answer, peer->held, length);
    answer[length] = '\0';
    peer->held_bytes -= taken;
    memmove(peer->held, peer->held + taken, peer->held_bytes);
    return true;
}
