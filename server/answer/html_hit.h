/* html_hit.h - one article found, and the line that says where it stands.
 *
 * Layer    answer
 * Memory   appends to bufs of the caller
 * Threads  pure functions
 */
#ifndef MSEARCH_ANSWER_HTML_HIT_H
#define MSEARCH_ANSWER_HTML_HIT_H

#include "answer/render.h"

/* Hit `at` of the answer as a list item. */
void html_hit(struct buf *out, const struct answer *answer, size_t at,
              const struct render_page *page);
/* Authors · journal, issue · date · rubric · language: links that filter on them. */
void html_source(struct buf *out, const struct answer_hit *hit,
                 const struct render_page *page);
/* ` lang="ky"`, nothing when the language is not known. */
void html_lang(struct buf *out, enum lang lang);
/* http: and https: addresses only; anything else is not a link. */
bool html_safe_url(struct span url);

#endif
