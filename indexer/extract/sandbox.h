/* sandbox.h - give up everything but reading, writing and thinking.
 *
 * Layer    extract (includes base)
 * Memory   allocates nothing that stays
 * Threads  before any is started; for the whole life of the process
 */
#ifndef MSEARCH_EXTRACT_SANDBOX_H
#define MSEARCH_EXTRACT_SANDBOX_H

#include <stdbool.h>

#include "base/status.h"

/* From here on: no file can be opened, no socket made, no program run, no process
 * started, no memory made executable; descriptors 0, 1, 2 go on. To be called before
 * the first byte of input is read.
 *   errors  ST_IO: the kernel refused: the caller must not go on */
MUST_USE enum status sandbox_enter(struct error *err);
/* Try what must not work and print a line for each to descriptor `out`:
 * "refused  socket" or "ALLOWED  socket". True when all are refused. */
bool sandbox_self_test(int out);

#endif
