/* marked.h - where a text's words stand, and the text written with those places marked.
 *
 * Layer    answer (includes base, text, segment, query, match)
 * Memory   ranges and marks live in the caller's arena
 * Threads  one struct analysis per thread
 */
#ifndef MSEARCH_ANSWER_MARKED_H
#define MSEARCH_ANSWER_MARKED_H

#include "answer/result.h"
#include "base/bytes.h"
#include "base/memory.h"
#include "match/search.h"
#include "text/analysis.h"

/* The query's leaves by number, so that a mark can cover what really matched. */
struct marked_leaves {
    const struct query_node *nodes[QUERY_TREE_LEAVES_MAX];
};
void marked_leaves_fill(struct marked_leaves *leaves, const struct query_node *root);

/* One occurrence of a leaf, in bytes of the text that was walked. */
struct marked_range {
    uint32_t off, len;
    unsigned leaf;
};

/* Sort places by field, then number; returns those of one field. */
struct marked_places {
    struct search_place *items;
    size_t count;
};
void marked_sort(struct search_place *places, size_t count);
struct marked_places marked_field(struct search_place *places, size_t count,
                                  enum field field);

/* Collects ranges while one or more texts are walked in the order of their words. */
struct marked_walk {
    struct analysis *analysis;
    const struct marked_leaves *leaves;
    struct marked_places places; /* of one field, sorted */
    struct marked_range *ranges; /* one a place; len 0: not met */
    uint32_t next_pos;           /* number of the next word */
    size_t done;                 /* places before this one are wholly behind */
};
MUST_USE bool marked_walk_open(struct marked_walk *walk, struct analysis *analysis,
                               const struct marked_leaves *leaves,
                               struct marked_places places, uint32_t first_pos,
                               struct arena *arena);
/* Walk one text (a paragraph). Ranges are written with `base` added to their offsets;
 * the walk ends early once every place is behind. */
void marked_walk_text(struct marked_walk *walk, struct span text, enum lang lang,
                      uint32_t base);
/* True when no place is ahead any more. */
bool marked_walk_done(const struct marked_walk *walk);
/* Ranges by offset, the ones not met left out. */
size_t marked_walk_finish(struct marked_walk *walk);

/* Marks of the part [off, off + len): clipped, overlapping ones joined, relative to
 * `off`. `ranges` are sorted. NULL and 0 when there are none (or no memory). */
size_t marked_part(const struct marked_range *ranges, size_t count, uint32_t off,
                   uint32_t len, struct arena *arena, const struct answer_mark **marks);

/* The text escaped for HTML, its marks in <mark> elements. */
void marked_html(struct buf *out, struct span text, const struct answer_mark *marks,
                 size_t count);

#endif
