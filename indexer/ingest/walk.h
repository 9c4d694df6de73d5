/* walk.h - paths to files: folders are walked in byte order of their names.
 *
 * Layer    ingest (includes base)
 * Memory   open/close object; holds the names of the folders that are open (64 at most)
 * Threads  one at a time
 */
#ifndef MSEARCH_INGEST_WALK_H
#define MSEARCH_INGEST_WALK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

struct walk;

struct walk_entry {
    /* To be opened; "-" is standard input. Valid until the next call. */
    const char *path;
    struct span name; /* relative to the folder that was given; the file's own name when
                         a file was given. Any bytes: names need not be UTF-8 */
    uint64_t size;
    bool given; /* by the caller: then a symbolic link is followed, else never */
    const char *skipped; /* why it is not to be read, or NULL */
    enum status
        status; /* skipped: ST_OK when rightly (a link, a device), else trouble */
};

/* The paths are borrowed. A path that does not exist is ST_NOT_FOUND at once. */
MUST_USE enum status walk_open(struct walk **walk, char *const *paths,
                               size_t path_count, struct error *err);
void walk_close(struct walk *walk); /* NULL is fine */
/* ST_OK and an entry, ST_END, ST_NOMEM. Names that begin with a dot are passed over. */
MUST_USE enum status walk_next(struct walk *walk, struct walk_entry *entry,
                               struct error *err);

#endif
