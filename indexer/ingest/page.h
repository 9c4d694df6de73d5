/* page.h - a journal's web page saved as text.
 *
 * Layer    ingest (includes base, text)
 * Memory   the article's texts are copied to the arena
 * Threads  pure functions
 *
 *   Айыл жана шаар Илимий-популярдуу журнал     journal, descriptor
 *   10 (108) 13 Ноябрь 2020                     masthead of the visit: never the article's
 *   ISBN 1694-0008                              ISSN under a wrong label
 *   … каттоо номери 1234.                       registration
 *   aj                                          logo
 *   Айыл менен шаардын …                        slogan
 *   Title
 *   2015-04-07 / Rubric.                        the article's date and rubric
 *   Title                                       again, or not
 *   body, one paragraph a line
 */
#ifndef MSEARCH_INGEST_PAGE_H
#define MSEARCH_INGEST_PAGE_H

#include "ingest/format.h"

/* The line of date and rubric near the top, and two of the marks above it. */
bool page_is(struct span text, struct span name);
MUST_USE enum status page_read(struct article *article, const struct format_file *file,
                               struct arena *arena, struct error *err);

#endif
