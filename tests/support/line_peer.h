/* line_peer.h - a child process that answers each line with one line.
 *
 * Layer    tests
 * Memory   a line_peer is its caller's; line_peer_stop gives back what it holds
 * Threads  one thread uses line peers: they share the signal SIGCHLD
 */
#ifndef MSEARCH_TESTS_LINE_PEER_H
#define MSEARCH_TESTS_LINE_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { LINE_PEER_BYTES = 4096, LINE_PEER_WHY = 160 };

struct line_peer {
    pid_t pid; /* 0: it is gone, `why` tells how */
    int to, from;
    int signals; /* a signalfd while its start is watched, else -1 */
    uint64_t started_ns;
    char held[LINE_PEER_BYTES]; /* read and not yet handed out */
    size_t held_bytes;
    char why[LINE_PEER_WHY];
};

/* Starts `command` through the shell, in a process group of its own. The start is the
 * moment of the fork; with `watched`, where tracing is allowed, the last exec before the
 * first answer: what scripts do before they become the program is not in it. False:
 * see `why`. */
bool line_peer_start(struct line_peer *peer, const char *command, bool watched);

/* Sends `line` (without newline) and waits for the answer, which is put into `answer`
 * without its newline. False: the child died, said too much or took longer than
 * `patience_ms`; it is then stopped and `why` says what happened. */
bool line_peer_ask(struct line_peer *peer, const char *line, int patience_ms,
                   char *answer, size_t answer_bytes);

/* Closes its standard input, waits a little for its end, then kills its group. */
void line_peer_stop(struct line_peer *peer);

uint64_t line_peer_now_ns(void); /* the clock of started_ns */

#endif
