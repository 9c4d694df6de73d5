/* html_tiers.h - what a page says of repaired queries: what was searched instead, where
 * the hits of another spelling begin, what else may have been meant.
 *
 * Layer    answer
 * Memory   appends to bufs of the caller
 * Threads  pure functions
 */
#ifndef MSEARCH_ANSWER_HTML_TIERS_H
#define MSEARCH_ANSWER_HTML_TIERS_H

#include "answer/render.h"

/* ", 9 as typed" behind the number of articles; nothing when all are, or none is. */
void html_typed_count(struct buf *out, const struct answer *answer,
                      const struct render_page *page);
/* Paragraphs above the hits: searched instead, with a way back; did you mean. */
void html_tier_notes(struct buf *out, const struct answer *answer,
                     const struct render_page *page);
/* Does hit `at` of the page begin a list of its own, under a heading? Sorted by date
 * the tiers are mixed, and it never does. */
bool html_tier_begins(const struct answer *answer, const struct render_page *page,
                      size_t at);
/* That heading: <h2 id="tier-1">, and a link to what it can be without. */
void html_tier_heading(struct buf *out, const struct answer *answer,
                       const struct render_page *page, size_t tier);
/* Hits sorted by date say one by one how they were found. */
void html_tier_label(struct buf *out, const struct answer *answer,
                     const struct render_page *page, size_t at);

#endif
