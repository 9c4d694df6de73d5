/* format.h - the seam for input formats: one row of source.c's registry.
 *
 * Layer    ingest (includes base, text)
 * Memory   articles are built in the arena that is handed in
 * Threads  pure functions
 *
 * A new format is one module and one row:
 *   STREAM   many articles a file, read piece by piece (JSON Lines; .gz allowed)
 *   TEXT     one article a file, parsed here from valid UTF-8
 *   FOREIGN  needs a foreign parser: the bytes go to msearch-extract, articles
 *            come back
 */
#ifndef MSEARCH_INGEST_FORMAT_H
#define MSEARCH_INGEST_FORMAT_H

#include "ingest/article.h"

enum format_kind { FORMAT_STREAM, FORMAT_TEXT, FORMAT_FOREIGN };

enum { FORMAT_FILE_BYTES = 64 << 20 }; /* TEXT and FOREIGN: a larger file is refused */

struct format_file {
    struct span bytes; /* TEXT: valid UTF-8 without a byte order mark */
    struct span name;  /* path relative to the folder indexed; the id */
};

struct format {
    const char *name;
    enum format_kind kind;
    /* Is it this format? STREAM, FOREIGN: the first bytes of the (inflated) file;
     * TEXT: the whole text. */
    bool (*detect)(struct span text, struct span name);
    /* TEXT only. errors  ST_CORRUPT: not what it should be; ST_NOMEM, ST_LIMIT */
    enum status (*read)(struct article *article, const struct format_file *file,
                        struct arena *arena, struct error *err);
};

#endif
