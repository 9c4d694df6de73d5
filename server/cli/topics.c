/* topics.c - one line in, up to `limit` lines out. */
#include "cli/topics.h"

#include <stdio.h>

#include "base/file.h"
#include "cli/command.h"
#include "segment/columns_read.h"

enum { TOPICS_BYTES_MAX = 64 << 20 };

static void put_run(struct buf *out, struct span qid, const struct snapshot *snapshot,
                    const struct search_result *result)
{
    for (size_t i = 0; i < result->hit_count; i++) {
        const struct search_hit *hit = &result->hits[i];
        buf_put_span(out, qid);
        buf_put_text(out, " Q0 ");
        buf_put_span(out, columns_id(snapshot->segments[hit->segment], hit->doc));
        buf_print(out, " %zu %.6f msearch\n", i + 1, (double)hit->score);
    }
}

static enum status run_topic(struct buf *out, struct session *session,
                             const struct snapshot *snapshot, struct span line,
                             uint32_t limit, struct error *err)
{
    struct query query;
    struct search_result result;
    struct search_options options = {.limit = limit};
    struct arena *arena = session_arena(session);
    size_t tab = span_find(line, '\t', 0);
    struct span text = span_part(line, tab + 1, line.len);
    arena_reset(arena);
    enum status st = query_parse(&query, text, QUERY_MODE_FREE,
                                 session_analysis(session), arena, err);
    if (st == ST_OK)
        st = search_run(&result, snapshot, &query, &options, arena, err);
    if (st == ST_OK)
        put_run(out, span_part(line, 0, tab), snapshot, &result);
    return st;
}

int topics_run(struct session *session, const struct snapshot *snapshot,
               const char *path, uint32_t limit)
{
    struct buf topics, out;
    struct error err = ERROR_NONE;
    int code = EXIT_FOUND;
    buf_init(&topics, TOPICS_BYTES_MAX);
    buf_init(&out, 0);
    enum status st = file_read(&topics, path, TOPICS_BYTES_MAX, &err);
    struct span rest = buf_span(&topics);
    while (st == ST_OK && rest.len && code == EXIT_FOUND) {
        size_t end = span_find(rest, '\n', 0);
        struct span line = span_trim(span_part(rest, 0, end));
        rest = span_part(rest, end + 1, rest.len);
        if (line.len == 0)
            continue;
        st = run_topic(&out, session, snapshot, line, limit, &err);
        code = command_write(&out, EXIT_FOUND);
        buf_reset(&out);
    }
    if (st) {
        fprintf(stderr, "msearch: %s: %s\n", path,
                err.text[0] ? err.text : status_text(st));
        code = EXIT_TROUBLE;
    }
    buf_release(&topics);
    buf_release(&out);
    return code;
}
