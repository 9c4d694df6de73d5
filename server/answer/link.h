/* link.h - addresses of our own pages, from a request and one thing changed in it.
 *
 * Layer    answer
 * Memory   appends to bufs of the caller
 * Threads  pure functions
 */
#ifndef MSEARCH_ANSWER_LINK_H
#define MSEARCH_ANSWER_LINK_H

#include "answer/render.h"

/* How parameters are parted: "&amp;" inside an attribute, "&" in a header. */
enum link_form { LINK_HTML, LINK_PLAIN };

/* base/search?q=…&… of a request; page and sort only when they are not the usual. */
void link_search(struct buf *out, const struct render_page *page,
                 const struct answer_request *request, enum link_form form);
/* The parameters alone, "q=…&…", as in API links. */
void link_parameters(struct buf *out, const struct answer_request *request,
                     enum link_form form);
/* base/article/ID, with ?q= when the page has a query. */
void link_article(struct buf *out, const struct render_page *page, struct span id);
/* base/search?q=… of other words; the interface's language is kept. */
void link_words(struct buf *out, const struct render_page *page, struct span words);
/* The name of the parameter of a column: "journal". */
const char *link_column_name(enum column column);

enum { LINK_PER_PAGE = 10 }; /* what is not said in a link */
#define LINK_DATE(year_from) ((year_from)*10000u)
#define LINK_DATE_END(year_to) ((year_to)*10000u + 9999u)

#endif
