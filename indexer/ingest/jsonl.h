/* jsonl.h - JSON Lines: one article a line, plain or gzip.
 *
 * Layer    ingest (includes base, text)
 * Memory   init/release; holds one line at most (16 MiB)
 * Threads  one at a time
 */
#ifndef MSEARCH_INGEST_JSONL_H
#define MSEARCH_INGEST_JSONL_H

#include "ingest/article.h"
#include "ingest/gunzip.h"

enum { JSONL_LINE_BYTES = 16 << 20 };

struct jsonl {
    struct gunzip *input; /* borrowed */
    bool bare;            /* records with a "text" are taken as they are (bare.h) */
    struct buf line;      /* a line that does not lie in one window */
    uint64_t off;         /* of the next line, in the inflated stream */
    uint64_t record_off;  /* of the record that was read last */
    uint64_t record_line; /* and its line, from 1 */
    bool broken;          /* the stream itself cannot go on */
};

void jsonl_init(struct jsonl *jsonl, struct gunzip *input);
void jsonl_release(struct jsonl *jsonl);
/* Does a file begin like JSON Lines? */
bool jsonl_is(struct span head, struct span name);
/* The next record; blank lines are passed over. A record without id, DOI and address
 * gets an id made of `name` and a hash of its journal, date and title.
 *   returns  ST_OK; ST_END
 *   errors   a bad record: record_off and record_line say where, and the next call goes
 *            on behind it, unless `broken` is set (ST_IO, ST_CORRUPT: a damaged file)
 */
MUST_USE enum status jsonl_next(struct jsonl *jsonl, struct span name,
                                struct article *article, struct arena *arena,
                                struct error *err);

#endif
