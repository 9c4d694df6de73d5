/* source.h - paths in, articles out, whatever the format.
 *
 * Layer    ingest (includes base, text)
 * Memory   open/close object; an article is valid until the next source_next
 * Threads  one at a time
 *
 * The seam for formats: one module per format, one registry (source_formats in
 * source.c). A reader recognises its format from the first bytes and the name, and
 * turns a file into articles. Formats that need a foreign parser are read by
 * msearch-extract through child.h; to source.c they look like any other reader.
 */
#ifndef MSEARCH_INGEST_SOURCE_H
#define MSEARCH_INGEST_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"
#include "ingest/article.h"

struct source_options {
    char *const *paths; /* files, folders, or "-" for standard input */
    size_t path_count;
    const char *format;       /* NULL: detect; "jsonl", "page", "html", "text" */
    const char *extract_path; /* msearch-extract; NULL: beside the running program */
    bool bare; /* JSON Lines with a "text" are taken as they are (bare.h) */
    bool (*stop)(void *context); /* asked between articles; may be NULL */
    void *context;
};

/* Something was skipped: told as it happens. `off` is the byte offset and `line` the
 * line (1-based, 0 when it means nothing) in `file`. `status` ST_OK: passed over
 * rightly (a note like README.md, a symbolic link); else something that should have
 * been read. */
struct source_problem {
    const char *file;
    uint64_t off;
    uint64_t line;
    enum status status;
    const char *reason;
};
typedef void source_problem_fn(void *context, const struct source_problem *problem);

struct source_progress {
    uint64_t bytes_done, bytes_total; /* total 0: not known (standard input) */
    uint64_t files_done, files_total;
};

struct source;

/* A path that does not exist is ST_NOT_FOUND at once. Folders are walked in byte order
 * of their names, symlinks and special files are skipped (reported). */
MUST_USE enum status source_open(struct source **source,
                                 const struct source_options *options,
                                 source_problem_fn *problem, void *problem_context,
                                 struct error *err);
/* ST_OK and an article; ST_END; below zero only for trouble that ends the run
 * (memory, the extractor cannot be started). A bad file or record is a problem, not an
 * end. */
MUST_USE enum status source_next(struct source *source, const struct article **article,
                                 struct error *err);
void source_progress(const struct source *source, struct source_progress *out);
void source_close(struct source *source);

#endif
