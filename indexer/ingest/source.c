/* Paths in, articles out. One file is open at a time, as one of three kinds:
 *
 *   walk -- path --> gunzip -- first bytes --> which format?
 *                                |  STREAM    jsonl reads on, record by record
 *                                |  TEXT      the whole file, decoded, one article
 *                                '- FOREIGN   the whole file to msearch-extract
 *
 * Whatever is wrong with one file or record is told to the caller and passed over; only
 * memory and an extractor that cannot be started end the run.
 */
#include "ingest/source.h"

#include "base/file.h"
#include "base/memory.h"
#include "ingest/child.h"
#include "ingest/encoding.h"
#include "ingest/format.h"
#include "ingest/gunzip.h"
#include "ingest/jsonl.h"
#include "ingest/page.h"
#include "ingest/plain.h"
#include "ingest/sniff.h"
#include "ingest/walk.h"
#include "text/utf8.h"

enum { ARTICLE_BYTES_MAX = 512 << 20 };

/* The registry. Asked in this order; the first that says yes reads the file. */
static const struct format source_formats[] = {
    {"jsonl", FORMAT_STREAM, jsonl_is, NULL},
    {"html", FORMAT_FOREIGN, sniff_html, NULL},
    {"page", FORMAT_TEXT, page_is, page_read},
    {"text", FORMAT_TEXT, plain_is, plain_read},
};
enum { FORMAT_COUNT = sizeof source_formats / sizeof *source_formats };

struct source {
    struct source_options options;
    const struct format *forced; /* by --format, or NULL */
    source_problem_fn *problem;
    void *problem_context;
    struct walk *walk;
    struct child *child; /* started with the first foreign file */
    struct source_progress progress;
    struct arena arena;
    struct article article;
    struct buf whole, decoded, name; /* of the file that is open */
    const char *path;
    int fd;
    struct gunzip *input;
    const struct format *format; /* of the file that is open; NULL: none is */
    struct jsonl jsonl;
    bool read;             /* TEXT, FOREIGN: the file was read */
    uint64_t bytes_before; /* done with the files before this one */
    uint64_t file_bytes;
    unsigned answers; /* FOREIGN: articles of this file so far */
};

/* --- Open and close ---------------------------------------------------------- */

static enum status find_forced(struct source *source, struct error *err)
{
    if (!source->options.format)
        return ST_OK;
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (strcmp(source_formats[i].name, source->options.format) == 0)
            source->forced = &source_formats[i];
    if (source->forced)
        return ST_OK;
    return fail(err, ST_ARGUMENT, "unknown format %s; known: jsonl, html, page, text",
                source->options.format);
}

/* The first walk only counts, so that progress knows its end. */
static enum status count_files(struct source *source, struct error *err)
{
    struct walk *walk;
    const struct source_options *options = &source->options;
    enum status status = walk_open(&walk, options->paths, options->path_count, err);
    if (status != ST_OK)
        return status;
    bool known = true;
    struct walk_entry entry;
    while ((status = walk_next(walk, &entry, err)) == ST_OK) {
        known &= strcmp(entry.path, "-") != 0;
        source->progress.files_total++;
        source->progress.bytes_total += entry.size;
    }
    if (!known)
        source->progress.bytes_total = 0;
    walk_close(walk);
    return status == ST_END ? ST_OK : status;
}

enum status source_open(struct source **source, const struct source_options *options,
                        source_problem_fn *problem, void *problem_context,
                        struct error *err)
{
    struct source *made = memory_zeroed(1, sizeof *made);
    if (!made)
        return fail(err, ST_NOMEM, "source: out of memory");
    made->options = *options;
    made->problem = problem;
    made->problem_context = problem_context;
    made->fd = -1;
    arena_init(&made->arena, ARTICLE_BYTES_MAX);
    buf_init(&made->whole, FORMAT_FILE_BYTES);
    buf_init(&made->decoded, (size_t)FORMAT_FILE_BYTES * 3);
    buf_init(&made->name, 0);
    enum status status = find_forced(made, err);
    if (status == ST_OK)
        status = count_files(made, err);
    if (status == ST_OK)
        status = walk_open(&made->walk, options->paths, options->path_count, err);
    if (status != ST_OK) {
        source_close(made);
        return status;
    }
    *source = made;
    return ST_OK;
}

static void close_file(struct source *source)
{
    if (source->format && source->format->kind == FORMAT_STREAM)
        jsonl_release(&source->jsonl);
    source->format = NULL;
    gunzip_close(source->input);
    source->input = NULL;
    if (source->fd > 0)
        file_close(source->fd);
    source->fd = -1;
}

void source_close(struct source *source)
{
    if (!source)
        return;
    close_file(source);
    walk_close(source->walk);
    child_close(source->child);
    arena_release(&source->arena);
    buf_release(&source->whole);
    buf_release(&source->decoded);
    buf_release(&source->name);
    memory_free(source);
}

void source_progress(const struct source *source, struct source_progress *out)
{
    *out = source->progress;
    out->bytes_done = source->bytes_before;
    if (source->input)
        out->bytes_done += gunzip_file_off(source->input);
}

/* --- Problems ---------------------------------------------------------------- */

static void tell(struct source *source, enum status status, const char *reason,
                 uint64_t off, uint64_t line)
{
    struct source_problem problem = {source->path, off, line, status, reason};
    if (source->problem)
        source->problem(source->problem_context, &problem);
}

/* Is it the end of the run, or only of a file or record? */
static bool ends_run(enum status status)
{
    return status == ST_NOMEM || status == ST_NOT_FOUND || status == ST_ARGUMENT;
}

static enum status refuse(struct source *source, enum status status, const char *reason)
{
    tell(source, status, reason, 0, 0);
    return ST_END;
}

/* --- A file ------------------------------------------------------------------ */

/* The rest of the file into `whole`. */
static enum status read_whole(struct source *source, struct error *err)
{
    buf_reset(&source->whole);
    for (;;) {
        struct span bytes;
        enum status status = gunzip_peek(source->input, &bytes, err);
        if (status != ST_OK || bytes.len == 0)
            return status;
        buf_put_span(&source->whole, bytes);
        gunzip_skip(source->input, bytes.len);
        if (source->whole.status == ST_LIMIT)
            return fail(err, ST_LIMIT, "larger than %d MiB", FORMAT_FILE_BYTES >> 20);
        if (source->whole.status != ST_OK)
            return fail(err, ST_NOMEM, "out of memory");
    }
}

/* A format that tells itself by the first bytes, or NULL. */
static const struct format *detect_head(const struct source *source, struct span head)
{
    if (source->forced)
        return source->forced;
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (source_formats[i].kind != FORMAT_TEXT &&
            source_formats[i].detect(head, buf_span(&source->name)))
            return &source_formats[i];
    return NULL;
}

static const struct format *detect_text(const struct source *source, struct span text)
{
    if (source->forced)
        return source->forced;
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (source_formats[i].kind == FORMAT_TEXT &&
            source_formats[i].detect(text, buf_span(&source->name)))
            return &source_formats[i];
    return NULL;
}

/* ST_OK: source->format is set, or NULL when the text has to say it. ST_END: refused.
 */
static enum status choose_format(struct source *source, struct span head)
{
    struct span name = buf_span(&source->name);
    if (head.len == 0)
        return refuse(source, ST_CORRUPT, "empty");
    if (!source->forced && sniff_is_note(name))
        return refuse(source, ST_OK, "notes about the archive, not an article");
    source->format = detect_head(source, head);
    bool stream = source->format && source->format->kind == FORMAT_STREAM;
    if (gunzip_is_gzip(source->input) && !stream)
        return refuse(source, ST_VERSION, "gzip of something that is not JSON Lines");
    const char *reason = source->format ? NULL : sniff_refused(head, name);
    if (reason)
        return refuse(source, ST_VERSION, reason);
    if (stream) {
        jsonl_init(&source->jsonl, source->input);
        source->jsonl.bare = source->options.bare;
    }
    return ST_OK;
}

/* ST_OK: open and its kind known; ST_END: refused and told. */
static enum status begin_file(struct source *source, const struct walk_entry *entry,
                              struct error *err)
{
    struct error why = ERROR_NONE;
    source->read = false;
    source->answers = 0;
    source->fd = 0;
    enum status status = ST_OK;
    if (strcmp(entry->path, "-") != 0)
        status = file_open_regular(&source->fd, entry->path, entry->given, &why);
    if (status != ST_OK) {
        source->fd = -1;
        return refuse(source, status, why.text);
    }
    status = gunzip_open(&source->input, source->fd, err);
    if (status != ST_OK)
        return status;
    struct span head;
    status = gunzip_peek(source->input, &head, &why);
    if (status != ST_OK)
        return ends_run(status) ? fail(err, status, "%s", why.text)
                                : refuse(source, status, why.text);
    return choose_format(source, head);
}

static void file_is_done(struct source *source)
{
    close_file(source);
    source->bytes_before += source->file_bytes;
    source->progress.files_done++;
}

/* Open the next file that can be read. ST_END: there is none. */
static enum status next_file(struct source *source, struct error *err)
{
    for (;;) {
        struct walk_entry entry;
        enum status status = walk_next(source->walk, &entry, err);
        if (status != ST_OK)
            return status;
        source->path = entry.path;
        source->file_bytes = entry.size;
        buf_reset(&source->name);
        (void)utf8_repair(&source->name, entry.name);
        if (source->name.status != ST_OK)
            return fail(err, ST_NOMEM, "source: out of memory");
        if (entry.skipped)
            status = refuse(source, entry.status, entry.skipped);
        else
            status = begin_file(source, &entry, err);
        if (status != ST_END)
            return status;
        file_is_done(source);
    }
}

/* --- Articles ---------------------------------------------------------------- */

/* The bytes as text, whatever their encoding. */
static enum status decode(struct source *source, struct span *text, size_t *replaced,
                          struct error *err)
{
    struct span bytes = buf_span(&source->whole);
    return encoding_decode(text, &source->decoded, replaced, bytes,
                           encoding_detect(bytes), err);
}

static enum status read_text(struct source *source, struct error *err)
{
    struct article *article = &source->article;
    struct format_file file = {.name = buf_span(&source->name)};
    size_t replaced = 0;
    enum status status = read_whole(source, err);
    if (status == ST_OK)
        status = decode(source, &file.bytes, &replaced, err);
    if (status != ST_OK)
        return status;
    if (span_trim(file.bytes).len == 0)
        return fail(err, ST_CORRUPT, "empty");
    const struct format *format = detect_text(source, file.bytes);
    if (!format)
        return fail(err, ST_VERSION, "not a format that this version reads");
    status = format->read(article, &file, &source->arena, err);
    if (status != ST_OK)
        return status;
    article->repairs[REPAIR_CHARACTERS] += (uint32_t)replaced;
    article->source_file = file.name;
    return article_complete(article, &source->arena, err);
}

static enum status start_child(struct source *source, struct error *err)
{
    struct child_options options = {.path = source->options.extract_path};
    return source->child ? ST_OK : child_open(&source->child, &options, err);
}

static enum status ask_child(struct source *source, struct error *err)
{
    enum status status = start_child(source, err);
    struct span format = span_text(source->format->name);
    struct error why = ERROR_NONE;
    if (status == ST_OK)
        status = read_whole(source, &why);
    if (status != ST_OK)
        return fail(err, status, "%s", why.text);
    return child_read(source->child, format, buf_span(&source->name),
                      buf_span(&source->whole), err);
}

/* The second article of one file without an id of its own is FILE#2. */
static enum status derive_id(struct source *source, struct error *err)
{
    struct article *article = &source->article;
    article->source_file = buf_span(&source->name);
    if (article->id.len == 0 && article->doi.len == 0 && ++source->answers > 1) {
        struct buf id;
        buf_init(&id, 0);
        buf_put_span(&id, article->source_file);
        buf_print(&id, "#%u", source->answers);
        article->id = arena_copy(&source->arena, buf_span(&id));
        buf_release(&id);
    }
    return article_complete(article, &source->arena, err);
}

static enum status next_foreign(struct source *source, struct error *err)
{
    enum status status = source->read ? ST_OK : ask_child(source, err);
    source->read = true;
    struct span json = {NULL, 0};
    if (status == ST_OK)
        status = child_next(source->child, &json, err);
    if (status != ST_OK)
        return status;
    status = article_from_json(&source->article, json, &source->arena, err);
    if (source->article.source_format.len == 0)
        source->article.source_format = span_text(source->format->name);
    return status == ST_OK ? derive_id(source, err) : status;
}

/* A file that the extractor lost has no more articles; a reason it gave may be followed
 * by some. */
static enum status next_whole(struct source *source, struct error *err)
{
    bool foreign = source->format && source->format->kind == FORMAT_FOREIGN;
    if (foreign)
        return next_foreign(source, err);
    if (source->read)
        return ST_END;
    source->read = true;
    return read_text(source, err);
}

static enum status next_article(struct source *source, struct error *err)
{
    arena_reset(&source->arena);
    source->article = (struct article){.date = 0};
    if (!source->format || source->format->kind != FORMAT_STREAM)
        return next_whole(source, err);
    return jsonl_next(&source->jsonl, buf_span(&source->name), &source->article,
                      &source->arena, err);
}

/* Tell what is wrong. False: nothing more can come from this file. */
static bool pass_over(struct source *source, enum status status,
                      const struct error *why)
{
    bool stream = source->format && source->format->kind == FORMAT_STREAM;
    uint64_t off = stream ? source->jsonl.record_off : 0;
    uint64_t line = stream ? source->jsonl.record_line : 0;
    tell(source, status, why->text, off, line);
    return !(stream && source->jsonl.broken);
}

enum status source_next(struct source *source, const struct article **article,
                        struct error *err)
{
    for (;;) {
        if (source->options.stop && source->options.stop(source->options.context))
            return ST_END;
        enum status status = source->input ? ST_OK : next_file(source, err);
        if (status != ST_OK)
            return status;
        struct error why = ERROR_NONE;
        status = next_article(source, &why);
        if (status == ST_OK) {
            *article = &source->article;
            return ST_OK;
        }
        if (ends_run(status))
            return fail(err, status, "%s", why.text);
        if (status == ST_END || !pass_over(source, status, &why))
            file_is_done(source);
    }
}
