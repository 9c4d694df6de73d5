/* query_text.h - a random query over the words of make_article.h.
 *
 * Layer    tests
 * Memory   the caller's buf
 * Threads  pure function of the numbers
 */
#ifndef MSEARCH_TESTS_QUERY_TEXT_H
#define MSEARCH_TESTS_QUERY_TEXT_H

#include "base/bytes.h"
#include "support/numbers.h"

/* Appends words alone, or operators, groups, phrases, prefixes and filters with them;
 * seldom with a few bytes thrown about. */
void query_text_make(struct buf *out, struct numbers *numbers);

#endif
