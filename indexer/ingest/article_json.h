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
/* A DOI without its address or label: 10.33514/… */
struct span article_plain_doi(struct span doi);

#endif
