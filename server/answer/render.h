/* render.h - an answer as JSON, HTML or terminal text; each escapes in one place.
 *
 * Layer    answer
 * Memory   appends to bufs of the caller
 * Threads  pure functions
 */
#ifndef MSEARCH_ANSWER_RENDER_H
#define MSEARCH_ANSWER_RENDER_H

#include <stdbool.h>

#include "answer/result.h"
#include "base/bytes.h"

/* The document of GET /api/v1/search (API.md). */
void render_json_answer(struct buf *out, const struct answer *answer);
/* One hit as one object without a line feed: `msearch query --json`. */
void render_json_hit(struct buf *out, const struct answer_hit *hit);
void render_json_article(struct buf *out, const struct answer_article *article);
/* ["typed",["completion",…]]: OpenSearch suggestions */
void render_json_suggestions(struct buf *out, struct span typed,
                             const struct suggestion *suggestions, size_t count);
/* A JSON string with quotes; <, >, & and U+2028/9 as \u escapes. */
void render_json_string(struct buf *out, struct span text);

enum ui_lang { UI_KY, UI_RU, UI_EN };
/* What the page needs to know beyond the answer. */
struct render_page {
    enum ui_lang ui;
    bool ui_chosen;                       /* by hl=: links keep it */
    struct span base;                     /* path prefix, "" or "/archive" */
    struct span site;                     /* shown in the page's head; empty: msearch */
    struct span origin;                   /* "https://search.example.kg" */
    const struct answer_request *request; /* to build links from; NULL: none */
    const struct span *notes;             /* parameters that were not understood */
    size_t note_count;
};
void render_html_search(struct buf *out, const struct answer *answer,
                        const struct render_page *page);
void render_html_home(struct buf *out, const struct snapshot *snapshot,
                      const struct render_page *page);
void render_html_article(struct buf *out, const struct answer_article *article,
                         const struct render_page *page);
void render_html_error(struct buf *out, unsigned code, const char *message,
                       const struct render_page *page);

struct render_text_options {
    bool color;
    unsigned width; /* columns, 0: 80 */
};
/* "through terms: мыйзам = закон": how the hits of a tier were found. */
void render_text_tier(struct buf *out, const struct search_tier *tier);
/* Hits and the summary; what an answer has to say beside them is the caller's to tell. */
void render_text_answer(struct buf *out, const struct answer *answer,
                        const struct render_text_options *options);
void render_text_article(struct buf *out, const struct answer_article *article,
                         const struct render_text_options *options);

#endif
