/* program.h - where the programs that belong together find each other.
 *
 * Layer    base
 * Memory   the caller's
 * Threads  free of state
 */
#ifndef MSEARCH_BASE_PROGRAM_H
#define MSEARCH_BASE_PROGRAM_H

#include <stdbool.h>

enum { PROGRAM_PATH_BYTES = 4096 };

/* The program `name` beside the running one, as both are built, or where `make install`
 * puts it: in ../libexec/msearch. False: neither is there. */
bool program_find(char path[PROGRAM_PATH_BYTES], const char *name);

#endif
