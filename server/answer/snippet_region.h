/* snippet_region.h - a stretch of a text around some words: its bytes, its sentences,
 * and where the words stand in it.
 *
 * Layer    answer
 * Memory   in the caller's arena
 * Threads  one struct analysis per thread
 */
#ifndef MSEARCH_ANSWER_SNIPPET_REGION_H
#define MSEARCH_ANSWER_SNIPPET_REGION_H

#include "answer/snippet.h"

struct snippet_region {
    uint32_t from, to; /* bytes of the text */
    uint32_t walk_off; /* where the walk begins: a word's first byte, */
    uint32_t walk_pos; /* and that word's number */
    struct marked_places places;
    struct span bytes;           /* of [from, to), once loaded */
    struct marked_range *ranges; /* offsets in the whole text */
    size_t range_count;
};

struct snippet_sentence {
    uint32_t off, len; /* in the whole text */
    uint32_t paragraph;
    enum lang lang;
    const struct snippet_region *region;
    bool cut_before, cut_after; /* the region ends inside it */
};

/* The region of places [first, end): whole paragraphs as far as they are near. */
void snippet_region_plan(struct snippet_region *region, const struct snippet_text *text,
                         struct marked_places places);
/* Read its bytes and find its places. */
MUST_USE enum status snippet_region_load(struct snippet_region *region,
                                         const struct snippet_text *text,
                                         const struct snippet_maker *maker,
                                         struct error *err);
/* Its sentences in order, in the arena; *count 0 when there is none or no memory. */
struct snippet_sentence *snippet_region_sentences(const struct snippet_region *region,
                                                  const struct snippet_text *text,
                                                  struct arena *arena, size_t *count);

/* The paragraph that holds a byte, its end and its language. */
struct snippet_paragraph {
    uint32_t number, off, end;
    enum lang lang;
    uint8_t kind;
};
struct snippet_paragraph snippet_paragraph_at(const struct snippet_text *text,
                                              uint32_t off);

#endif
