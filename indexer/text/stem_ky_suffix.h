/* stem_ky_suffix.h - is a run of letters made of Kyrgyz noun suffixes alone?
 *
 * Layer    text (includes base)
 * Threads  pure function
 */
#ifndef MSEARCH_TEXT_STEM_KY_SUFFIX_H
#define MSEARCH_TEXT_STEM_KY_SUFFIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { STEM_KY_RUN_MAX = 16 };

/* The lower-case letters that follow an acronym, a number or a Latin word: нун, сынын,
 * деги. What stands before them is read aloud in ways that spelling does not show, so
 * harmony and assimilation are not asked for. `codes` are folded. */
bool stem_ky_suffix_run(const uint32_t *codes, size_t count);

#endif
