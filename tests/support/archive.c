/* archive.c - everything here stops the program when it fails. */
#include "support/archive.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "build/writer.h"
#include "ingest/article.h"

enum { ARENA_BYTES = 64 << 20 };

static void must(enum status status, const struct error *err)
{
    if (status == ST_OK)
        return;
    fprintf(stderr, "archive: %s\n", err->text);
    abort();
}

static void put_record(struct writer *writer, const char *record)
{
    struct arena arena;
    struct article article;
    enum writer_outcome outcome;
    struct error err = ERROR_NONE;
    arena_init(&arena, ARENA_BYTES);
    must(article_from_json(&article, span_text(record), &arena, &err), &err);
    must(article_complete(&article, &arena, &err), &err);
    must(writer_put(writer, &article, &outcome, &err), &err);
    arena_release(&arena);
}

void archive_put(const char *dir, const char *const *records, size_t count)
{
    const struct writer_options options = {.memory_bytes = WRITER_MEMORY_MIN};
    struct writer *writer = NULL;
    struct error err = ERROR_NONE;
    must(writer_open(&writer, dir, &options, &err), &err);
    for (size_t i = 0; i < count; i++)
        put_record(writer, records[i]);
    must(writer_commit(writer, &err), &err);
    writer_close(writer);
}

void archive_delete(const char *dir, const char *id)
{
    const struct writer_options options = {.memory_bytes = WRITER_MEMORY_MIN};
    struct writer *writer = NULL;
    struct error err = ERROR_NONE;
    must(writer_open(&writer, dir, &options, &err), &err);
    must(writer_delete(writer, span_text(id), &err), &err);
    must(writer_commit(writer, &err), &err);
    writer_close(writer);
}

struct snapshot *archive_open(const char *dir)
{
    struct snapshot *snapshot = NULL;
    struct error err = ERROR_NONE;
    must(snapshot_open(&snapshot, dir, &err), &err);
    return snapshot;
}
