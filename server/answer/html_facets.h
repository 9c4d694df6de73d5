/* html_facets.h - what narrows a search: chosen filters, years, values with counts.
 *
 * Layer    answer
 * Memory   appends to bufs of the caller
 * Threads  pure functions
 */
#ifndef MSEARCH_ANSWER_HTML_FACETS_H
#define MSEARCH_ANSWER_HTML_FACETS_H

#include "answer/render.h"

enum { HTML_FILTERS_MAX = 32, HTML_FACET_SHOWN = 8, HTML_BARS_MAX = 60 };

/* The filters in force, each a link that takes it away. */
void html_chips(struct buf *out, const struct render_page *page);
/* A bar a year (or a span of years); each is a link that filters on it. */
void html_histogram(struct buf *out, const struct answer *answer,
                    const struct render_page *page);
void html_facets(struct buf *out, const struct answer *answer,
                 const struct render_page *page);

#endif
