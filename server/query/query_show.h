/* query_show.h - a tree as text, the way it was understood.
 *
 * Layer    query (includes base, text)
 * Memory   appends to a buf
 * Threads  pure
 *
 * Parsing what is shown gives the same tree again.
 */
#ifndef MSEARCH_QUERY_QUERY_SHOW_H
#define MSEARCH_QUERY_QUERY_SHOW_H

#include "query/query.h"

void query_show(struct buf *out, const struct query_node *root);

#endif
