/* clean_folder.h - each test in a folder of its own, with disk calls counted; it fails
 * when a block, a descriptor or a map is left behind.
 *
 * Layer    tests (includes base)
 * Memory   static; one test at a time
 * Threads  one
 */
#ifndef MSEARCH_TESTS_CLEAN_FOLDER_H
#define MSEARCH_TESTS_CLEAN_FOLDER_H

#include <stddef.h>

#define IN_A_FOLDER(test)                                                              \
    cmocka_unit_test_setup_teardown(test, clean_folder_make, clean_folder_check)

int clean_folder_make(void **state);
int clean_folder_check(void **state);

/* The folder itself, and a path in it (good for four later calls). */
const char *clean_folder(void);
const char *at(const char *name);
/* An empty one in its place. */
void clean_folder_again(void);
/* The file holds these bytes and no others. */
void file_must_hold(const char *path, const void *data, size_t len);

#endif
