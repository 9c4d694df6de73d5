/* html_main.h - which part of a page is its article.
 *
 * Layer    extract (includes base, text, ingest)
 * Memory   borrows gumbo's tree; scratch from an arena
 * Threads  pure functions
 */
#ifndef MSEARCH_EXTRACT_HTML_MAIN_H
#define MSEARCH_EXTRACT_HTML_MAIN_H

#include "base/memory.h"
#include "extract/html_tree.h"

/* The element that holds the article: [itemprop=articleBody], else <article>, else
 * <main>, when there is text in it; else the block with most running text; else all. */
const GumboNode *html_find_main(const GumboNode *document, struct arena *scratch);

#endif
