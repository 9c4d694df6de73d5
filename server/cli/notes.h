/* notes.h - what an answer has to say beside its hits, on standard error.
 *
 * Layer    cli
 * Memory   allocates and frees
 * Threads  one
 */
#ifndef MSEARCH_CLI_NOTES_H
#define MSEARCH_CLI_NOTES_H

#include "answer/result.h"

/* One line each, "note: …": how odd input was read and at which byte of it, what was
 * searched instead or besides, what relaxing left out or took apart, and that a page is
 * past the end. `ranked`: the hits are by relevance, tier after tier. */
void notes_tell(const struct answer *answer, bool ranked);

#endif
