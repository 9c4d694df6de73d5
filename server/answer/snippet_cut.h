/* snippet_cut.h - a passage that is too long becomes the words around its marks.
 *
 * Layer    answer
 * Memory   new marks live in the caller's arena
 * Threads  pure functions
 */
#ifndef MSEARCH_ANSWER_SNIPPET_CUT_H
#define MSEARCH_ANSWER_SNIPPET_CUT_H

#include "answer/result.h"
#include "base/memory.h"

/* At most SNIPPET_LETTERS letters are left, cut at blanks where there are any, with
 * cut_before and cut_after set accordingly. */
void snippet_cut(struct answer_snippet *passage, struct arena *arena);

#endif
