/* html_body.h - a part of a page to paragraphs.
 *
 * Layer    extract (includes base, text, ingest)
 * Memory   texts and the list are copied to the article's arena
 * Threads  pure functions
 */
#ifndef MSEARCH_EXTRACT_HTML_BODY_H
#define MSEARCH_EXTRACT_HTML_BODY_H

#include "extract/html_tree.h"
#include "ingest/article.h"

/* What the page says elsewhere and shows again above its text. */
struct html_shown {
    struct span title, abstract;
};
/* Paragraphs in order, by block elements: headings, list items, table rows (cells
 * joined by " | "), captions, references below a heading that says so. Title and
 * abstract are left out where they are repeated, and so is a line of date, rubric and
 * authors near the top (its date becomes the article's).
 *   errors  ST_NOMEM, ST_LIMIT */
MUST_USE enum status html_read_body(struct article *article, const GumboNode *main,
                                    const struct html_shown *shown, struct arena *arena,
                                    struct error *err);

#endif
