/* progress.h - how far an indexing run is, on standard error.
 *
 * Layer    cli
 * Memory   caller's storage
 * Threads  one
 */
#ifndef MSEARCH_CLI_PROGRESS_H
#define MSEARCH_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "ingest/source.h"

struct progress {
    bool quiet, terminal, drawn;
    uint64_t started_us, last_us;
};

void progress_init(struct progress *progress, bool quiet);
/* A bar with rate and time left on a terminal (ten times a second), else a plain line
 * every ten seconds. */
void progress_tell(struct progress *progress, const struct source_progress *source,
                   uint64_t articles);
/* Clear the bar, so that something else can be written. */
void progress_clear(struct progress *progress);

#endif
