/* topics.c - one line in, up to `limit` lines out. */
#include "cli/topics.h"

#include <stdio.h>
#include <string.h>

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

struct topics {
    struct session *session;
    const struct snapshot *snapshot;
    const struct search_options *options;
    const char *name; /* of the file, for messages */
    bool found, bad;
};

/* qid and query; false when the line is no topic, which is told. */
static bool split_line(struct topics *t, struct span line, size_t number,
                       struct span *qid, struct span *text)
{
    size_t tab = span_find(line, '\t', 0);
    *qid = span_part(line, 0, tab);
    *text = span_part(line, tab + 1, line.len);
    if (tab < line.len && tab > 0 && span_find(*qid, ' ', 0) == qid->len)
        return true;
    fprintf(stderr, "msearch: %s:%zu: no topic (qid<TAB>query, no blank in the qid)\n",
            t->name, number);
    t->bad = true;
    return false;
}

static enum status run_topic(struct topics *t, struct buf *out, struct span qid,
                             struct span text, struct error *err)
{
    struct query query;
    struct search_result result;
    struct arena *arena = session_arena(t->session);
    arena_reset(arena);
    enum status st = query_parse(&query, text, QUERY_MODE_FREE,
                                 session_analysis(t->session), arena, err);
    if (st == ST_OK)
        st = search_run(&result, t->snapshot, &query, t->options, arena, err);
    if (st != ST_OK)
        return st;
    put_run(out, qid, t->snapshot, &result);
    t->found = t->found || result.hit_count > 0;
    return ST_OK;
}

static int run_lines(struct topics *t, struct span rest, struct error *err)
{
    struct buf out;
    int code = EXIT_FOUND;
    buf_init(&out, 0);
    if (span_starts(rest, span_text("\xEF\xBB\xBF")))
        rest = span_part(rest, 3, rest.len);
    for (size_t number = 1; rest.len && code == EXIT_FOUND; number++) {
        size_t end = span_find(rest, '\n', 0);
        struct span line = span_trim(span_part(rest, 0, end)), qid, text;
        rest = span_part(rest, end + 1, rest.len);
        if (line.len == 0 || !split_line(t, line, number, &qid, &text))
            continue;
        buf_reset(&out);
        if (run_topic(t, &out, qid, text, err))
            code = command_tell(t->name, err);
        else
            code = command_write(&out, EXIT_FOUND);
    }
    buf_release(&out);
    if (code == EXIT_FOUND && t->bad)
        return EXIT_TROUBLE;
    return code == EXIT_FOUND && !t->found ? EXIT_NOTHING : code;
}

int topics_run(struct session *session, const struct snapshot *snapshot,
               const char *path, const struct search_options *options)
{
    struct buf text;
    struct error err = ERROR_NONE;
    bool standard = strcmp(path, "-") == 0;
    struct topics t = {.session = session,
                       .snapshot = snapshot,
                       .options = options,
                       .name = standard ? "standard input" : path};
    buf_init(&text, TOPICS_BYTES_MAX);
    int code = file_read(&text, standard ? "/dev/stdin" : path, TOPICS_BYTES_MAX, &err)
                   ? command_tell(t.name, &err)
                   : run_lines(&t, buf_span(&text), &err);
    buf_release(&text);
    return code;
}
