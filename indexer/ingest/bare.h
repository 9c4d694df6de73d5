/* bare.h - a record of nothing but an id and a text, {"id":"7","text":"t1 t5"}: what
 * benchmarks index.
 *
 * Layer    ingest (includes base, text)
 * Memory   borrows the line where it can; else copies into the arena
 * Threads  one owner of the arena
 *
 * The text is taken as it is: no repair, no language, no paragraphs. It may be empty.
 */
#ifndef MSEARCH_INGEST_BARE_H
#define MSEARCH_INGEST_BARE_H

#include "ingest/article.h"

/* `article` is empty before and has an id and one paragraph afterwards; it is valid as
 * long as line and arena are.
 * errors  ST_NOT_FOUND, untold: no string "text", a record of another kind;
 *         ST_CORRUPT (syntax; no id, or one over ARTICLE_ID_BYTES), ST_LIMIT, ST_NOMEM */
MUST_USE enum status bare_read(struct article *article, struct span line,
                               struct arena *arena, struct error *err);

#endif
