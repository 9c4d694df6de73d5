/* fuzz_seeds.h - segments that tests make, kept as seeds of the fuzz targets.
 *
 * Layer    tests
 * Memory   borrows
 * Threads  one
 *
 * Nothing happens without MSEARCH_SEEDS_WRITE=1 in the environment, which is right with a
 * new version of the format. Run from the root of the project.
 */
#ifndef MSEARCH_TESTS_FUZZ_SEEDS_H
#define MSEARCH_TESTS_FUZZ_SEEDS_H

#include <stddef.h>

/* Replaces NAME.seg of every target that has one. */
void fuzz_seeds_keep(const char *name, const void *data, size_t len);

#endif
