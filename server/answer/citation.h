/* citation.h - how to refer to an article: a GOST R 7.0.5-2008 reference, Highwire
 * tags.
 *
 * Layer    answer
 * Memory   appends to bufs of the caller
 * Threads  pure functions
 * Source   GOST R 7.0.5-2008 (reference); Google Scholar inclusion guidelines (tags)
 */
#ifndef MSEARCH_ANSWER_CITATION_H
#define MSEARCH_ANSWER_CITATION_H

#include "answer/render.h"

/* Автор. Заглавие // Журнал. 2015. № 4 (42). С. 12–15. As plain text. What is not known
 * is left out. */
void citation_gost(struct buf *out, const struct answer_article *article);
/* <meta name="citation_title" …> and so on. */
void citation_highwire(struct buf *out, const struct answer_article *article,
                       const struct render_page *page);

#endif
