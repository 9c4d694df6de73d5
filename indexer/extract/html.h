/* html.h - a saved HTML page to an article.
 *
 * Layer    extract (includes base, text, ingest)
 * Memory   the article lives in the arena that is handed in; gumbo's tree in one of its
 *          own
 * Threads  one page at a time
 */
#ifndef MSEARCH_EXTRACT_HTML_H
#define MSEARCH_EXTRACT_HTML_H

#include "ingest/format.h"

/* Any bytes: the encoding is told by byte order mark, by being UTF-8, by a declared
 * charset, else by its letters. Texts are valid UTF-8 but not repaired yet.
 *   errors  ST_CORRUPT: no text in it, unknown encoding; ST_NOMEM, ST_LIMIT */
MUST_USE enum status html_read(struct article *article, const struct format_file *file,
                               struct arena *arena, struct error *err);

#endif
