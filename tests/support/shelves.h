/* shelves.h - the journals of a made-up archive, and what text each may take runs from.
 *
 * Layer    tests (includes base, bench's chance)
 * Memory   open/close object
 * Threads  read-only once arranged; a chance belongs to one thread
 *
 *   items (articles of a source)       shelves (journals of the archive)
 *   group A  ####### ### ####    --->  0: A, D      a group goes where the least lies
 *   group B  ## ########         --->  1: B
 *
 * A group is what the source calls a journal: its articles stay on one shelf, and an
 * item's neighbour is the next of its group.
 */
#ifndef MSEARCH_TESTS_SHELVES_H
#define MSEARCH_TESTS_SHELVES_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "bench/bench.h"

enum { SHELVES = 12, SHELVES_NONE = -1 };

struct shelves;

/* Ends the program when memory is out, here and below. */
struct shelves *shelves_open(void);
void shelves_close(struct shelves *shelves);
/* Items are numbered from 0 in the order of these calls. `weight`: how often it is to be
 * drawn against others. */
void shelves_add(struct shelves *shelves, struct span group, uint64_t weight);
/* After the last item, before the first draw. */
void shelves_arrange(struct shelves *shelves);
/* An item of the shelf, by weight; where it is empty (very few groups), of another. */
size_t shelves_draw(const struct shelves *shelves, unsigned shelf,
                    struct chance *chance);
/* The next item of the same group, or SHELVES_NONE. */
ptrdiff_t shelves_neighbour(const struct shelves *shelves, size_t item);

#endif
