/* snippet.h - the few sentences of an article that answer best, matches marked.
 *
 * Layer    answer (includes base, text, segment, query, match)
 * Memory   everything in the caller's arena; of the body only the bytes around the
 *          chosen words are asked for
 * Threads  one struct analysis per thread
 */
#ifndef MSEARCH_ANSWER_SNIPPET_H
#define MSEARCH_ANSWER_SNIPPET_H

#include "answer/marked.h"
#include "answer/result.h"
#include "segment/segment_write.h"

enum {
    SNIPPET_PASSAGES_MAX = 3,
    SNIPPET_LETTERS = 240,    /* a passage; longer ones are cut at words */
    SNIPPET_LETTERS_MIN = 90, /* a shorter one takes a neighbour in, when it fits */
    SNIPPET_CONTEXT = 60      /* letters kept before the first mark of a cut passage */
};

/* A text whose parts are fetched when they are needed. */
struct snippet_text {
    /* [off, off + len) of the text, clipped, borrowed while the arena lives */
    enum status (*read)(void *context, uint32_t off, uint32_t len, struct span *out,
                        struct error *err);
    void *context;
    uint32_t bytes;
    const struct segment_paragraph *paragraphs; /* the first at 0; NULL: one text */
    size_t paragraph_count;
    enum lang lang;          /* when there are no paragraphs */
    const uint32_t *samples; /* segment_write.h: body_samples */
    size_t sample_count;
    uint32_t first_pos; /* number of the text's first word */
};

struct snippet_maker {
    struct analysis *analysis;
    struct arena *arena;
    const struct marked_leaves *leaves;
    unsigned limit; /* passages, 1..SNIPPET_PASSAGES_MAX */
};

/* Up to `limit` passages with matches, in the order of the text; none when there are no
 * places. Written to `out`, which has room for SNIPPET_PASSAGES_MAX. */
MUST_USE enum status snippet_make(const struct snippet_maker *maker,
                                  const struct snippet_text *text,
                                  struct marked_places places,
                                  struct answer_snippet *out, size_t *count,
                                  struct error *err);
/* How the text begins, as one passage without marks; *count 0 when it is empty. */
MUST_USE enum status snippet_lead(const struct snippet_maker *maker,
                                  const struct snippet_text *text,
                                  struct answer_snippet *out, size_t *count,
                                  struct error *err);

#endif
