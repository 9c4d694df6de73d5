/* query_log.c - the file is read whole and cut in place: tabs and newlines become the
 * ends of the strings that the lines point to. */
#include "support/query_log.h"

#include "base/file.h"
#include "base/memory.h"

bool query_log_listed(const char *list, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = list; at; at = strchr(at, ',')) {
        at += *at == ',';
        if (strncmp(at, name, length) == 0 && (at[length] == ',' || !at[length]))
            return true;
    }
    return !list;
}

static enum status tag_number(struct query_log *log, const char *name, unsigned *out,
                              struct error *err)
{
    for (size_t i = 0; i < log->tag_count; i++)
        if (strcmp(log->tags[i], name) == 0) {
            *out = (unsigned)i;
            return ST_OK;
        }
    if (log->tag_count == QUERY_LOG_TAGS)
        return fail(err, ST_ARGUMENT, "more than %d tags", QUERY_LOG_TAGS);
    log->tags[log->tag_count] = name;
    *out = (unsigned)log->tag_count++;
    return ST_OK;
}

static enum status add_line(struct query_log *log, char *text, const char *only,
                            struct error *err)
{
    struct query_line line;
    char *tab = strchr(text, '\t');
    if (!tab || strlen(tab) > QUERY_LOG_LINE)
        return fail(err, ST_ARGUMENT, "'%.40s' is not TAG, tab, QUERY", text);
    *tab = '\0';
    if (!query_log_listed(only, text))
        return ST_OK;
    line.text = tab + 1;
    enum status st = tag_number(log, text, &line.tag, err);
    if (st)
        return st;
    struct query_line *grown =
        memory_grow(log->lines, &log->capacity, log->count + 1, sizeof *log->lines);
    if (!grown)
        return fail(err, ST_NOMEM, "out of memory");
    log->lines = grown;
    grown[log->count++] = line;
    return ST_OK;
}

enum status query_log_read(struct query_log *log, const char *path, const char *only,
                           struct error *err)
{
    *log = (struct query_log){.count = 0};
    buf_init(&log->bytes, 0);
    enum status st = file_read(&log->bytes, path, BUF_LIMIT_DEFAULT, err);
    buf_put_byte(&log->bytes, '\0');
    if (!st && log->bytes.status)
        st = fail(err, log->bytes.status, "out of memory");
    char *text = (char *)log->bytes.data, *end;
    for (; !st && (end = strchr(text, '\n')); text = end + 1) {
        *end = '\0';
        st = add_line(log, text, only, err);
    }
    if (!st && log->count == 0)
        st = fail(err, ST_ARGUMENT, "no query");
    return st;
}

void query_log_release(struct query_log *log)
{
    memory_free(log->lines);
    buf_release(&log->bytes);
    *log = (struct query_log){.count = 0};
}
