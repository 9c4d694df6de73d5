/* article_json.h - what the reader and the writer of an article's JSON share.
 *
 * Layer    ingest (includes base, text)
 * Threads  pure functions
 */
#ifndef MSEARCH_INGEST_ARTICLE_JSON_H
#define MSEARCH_INGEST_ARTICLE_JSON_H

#include "ingest/article.h"

/* "p", "h", "li", "table", "note", "ref". */
const char *article_kind_text(enum paragraph_kind kind);

#endif
