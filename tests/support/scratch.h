/* scratch.h - a folder for one test, removed with all that is in it.
 *
 * Layer    tests
 * Memory   the paths are static storage of the caller
 * Threads  one
 */
#ifndef MSEARCH_TESTS_SCRATCH_H
#define MSEARCH_TESTS_SCRATCH_H

#include <stdbool.h>
#include <stddef.h>

/* A folder, and room for a path in it. */
enum { SCRATCH_FOLDER_BYTES = 200, SCRATCH_PATH_BYTES = 512 };

struct scratch {
    char path[SCRATCH_FOLDER_BYTES];
};

/* A new empty folder below TMPDIR or /tmp. */
void scratch_make(struct scratch *scratch);
void scratch_remove(struct scratch *scratch);
/* "folder/name", in storage of the scratch that four later calls leave alone. */
const char *scratch_path(const struct scratch *scratch, const char *name);

/* A folder and all below it; absent is fine. */
void scratch_remove_tree(const char *path);
/* How many names are in a folder. */
size_t scratch_count(const char *path);
bool scratch_exists(const char *path);
/* A file with these bytes, made or replaced. */
void scratch_write(const char *path, const void *data, size_t len);

#endif
