/* process_tree.h - what a process and all that it started hold in memory.
 *
 * Layer    tests
 * Memory   none
 * Threads  no shared state
 */
#ifndef MSEARCH_TESTS_PROCESS_TREE_H
#define MSEARCH_TESTS_PROCESS_TREE_H

#include <stdint.h>
#include <sys/types.h>

/* RssAnon of /proc/PID/status, in KiB, summed over the process and its descendants;
 * 0 where there is no such thing. What left the tree (a daemon) is not seen. */
uint64_t process_tree_anonymous_kib(pid_t pid);

#endif
