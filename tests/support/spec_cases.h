/* spec_cases.h - run a table of tests/spec.
 *
 * Layer    tests
 * Memory   texts are borrowed for the length of one call
 * Threads  one
 *
 *   typed => expected        # begins a comment line; blank lines are nothing
 *
 * MSEARCH_SPEC names another folder than tests/spec.
 */
#ifndef MSEARCH_TESTS_SPEC_CASES_H
#define MSEARCH_TESTS_SPEC_CASES_H

#include <stdbool.h>

#include "base/bytes.h"

/* Checks one case: true when it holds; else what came, appended to `came`. */
typedef bool spec_case(void *context, struct span typed, struct span expected,
                       struct buf *came);

/* Every failed case is printed with its line; the number of them. Fails the test when
 * there are fewer than `least` cases. */
unsigned spec_cases_run(const char *name, unsigned least, spec_case *check,
                        void *context);

/* The next of the blank-separated words of *text, cut off from it; false: no more. */
bool spec_word(struct span *text, struct span *word);

#endif
