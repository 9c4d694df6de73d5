/* cmd_bench.c - the answering side of a race between search engines:
 *
 *   TOP_10 TAB +a +b  ->  query_game -> search_run  ->  1 TAB 35210
 *                         '---- one arena, timed ---'
 *
 * What is timed is what a server does for a query as typed, from the line to the ranked
 * hits; pages are not made. The protocol is that of tests/bench/game/README.md.
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "cli/command.h"
#include "match/search.h"
#include "query/query_game.h"
#include "segment/columns_read.h"
#include "text/utf8.h"

enum { LINE_BYTES_MAX = 1 << 20, ARENA_BYTES = 1 << 28 };

struct task {
    const char *name;
    uint32_t limit;
    bool count, hits;
};

static const struct task tasks[] = {
    {"COUNT", 0, true, false},
    {"TOP_10", 10, false, false},
    {"TOP_100", 100, false, false},
    {"TOP_1000", 1000, false, false},
    {"TOP_10_COUNT", 10, true, false},
    {"TOP_100_COUNT", 100, true, false},
    {"TOP_1000_COUNT", 1000, true, false},
    {"HITS", 10, false, true},
};

struct bench {
    struct snapshot *snapshot;
    struct analysis *analysis; /* NULL: a plain index */
    struct arena arena;        /* of one query */
    struct buf line, text, out;
    uint64_t number; /* of the line */
};

static const struct task *find_task(struct span name)
{
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++)
        if (span_equal(name, span_text(tasks[i].name)))
            return &tasks[i];
    return NULL;
}

/* The text as the index's own is: valid. */
static struct span valid_text(struct bench *bench, struct span text)
{
    if (utf8_valid(text))
        return text;
    buf_reset(&bench->text);
    (void)utf8_repair(&bench->text, text);
    return buf_span(&bench->text);
}

static enum status answer(struct bench *bench, const struct task *task,
                          struct span text, struct search_result *result,
                          struct error *err)
{
    struct query query;
    struct search_options options = {.limit = task->limit, .count = task->count};
    arena_reset(&bench->arena);
    enum status status = query_game_parse(&query, valid_text(bench, text),
                                          bench->analysis, &bench->arena, err);
    if (status != ST_OK)
        return status;
    return search_run(result, bench->snapshot, &query, &options, &bench->arena, err);
}

static void put_hits(struct bench *bench, const struct search_result *result)
{
    for (size_t i = 0; i < result->hit_count; i++) {
        const struct search_hit *hit = &result->hits[i];
        if (i > 0)
            buf_put_byte(&bench->out, ' ');
        buf_put_span(&bench->out,
                     columns_id(bench->snapshot->segments[hit->segment], hit->doc));
        buf_print(&bench->out, ":%.6f", (double)hit->score);
    }
    buf_put_byte(&bench->out, '\n');
}

/* What cannot be answered is told, and the run goes on; -1 to do so. */
static int refuse(struct bench *bench, const char *why)
{
    fprintf(stderr, "msearch: bench: line %" PRIu64 ": %s\n", bench->number, why);
    buf_put_text(&bench->out, "UNSUPPORTED\n");
    return -1;
}

/* -1 to go on, else the exit code. */
static int answer_line(struct bench *bench, const char *index)
{
    struct span line = buf_span(&bench->line);
    size_t tab = span_find(line, '\t', 0);
    const struct task *task = find_task(span_part(line, 0, tab));
    struct search_result result;
    struct error err = ERROR_NONE;
    if (bench->line.status)
        return refuse(bench, "the line is too long");
    if (tab == line.len || !task)
        return refuse(bench, "not COMMAND, tab, QUERY with a command that is known");
    uint64_t start = clock_monotonic_ns();
    enum status status =
        answer(bench, task, span_part(line, tab + 1, line.len), &result, &err);
    uint64_t end = clock_monotonic_ns();
    if (status == ST_ARGUMENT || status == ST_LIMIT)
        return refuse(bench, err.text);
    if (status != ST_OK)
        return command_fail(index, &err);
    if (task->hits)
        put_hits(bench, &result);
    else
        buf_print(&bench->out, "%" PRIu64 "\t%" PRIu64 "\n",
                  task->count ? result.total : 1, end - start);
    return -1;
}

static int answer_all(struct bench *bench, const char *index)
{
    int code = -1;
    while (code < 0 && command_read_line(&bench->line)) {
        bench->number++;
        buf_reset(&bench->out);
        code = answer_line(bench, index);
        if (code < 0)
            code = command_write(&bench->out, -1);
        if (code < 0)
            code = command_finish(-1);
    }
    return code < 0 ? EXIT_FOUND : code;
}

static int bench_index(const char *index)
{
    struct bench bench = {.snapshot = NULL};
    struct error err = ERROR_NONE;
    enum status status = snapshot_open(&bench.snapshot, index, &err);
    int code;
    memory_keep(COMMAND_KEEP_BYTES);
    arena_init(&bench.arena, ARENA_BYTES);
    buf_init(&bench.line, LINE_BYTES_MAX);
    buf_init(&bench.text, 0);
    buf_init(&bench.out, 0);
    if (status == ST_OK &&
        bench.snapshot->manifest.analyzer == MANIFEST_ANALYZER_STANDARD)
        status = analysis_open(&bench.analysis, &err);
    code = status == ST_OK ? answer_all(&bench, index) : command_fail(index, &err);
    buf_release(&bench.line);
    buf_release(&bench.text);
    buf_release(&bench.out);
    arena_release(&bench.arena);
    analysis_close(bench.analysis);
    snapshot_release(bench.snapshot);
    return code;
}

int cmd_bench(int argc, char **argv)
{
    const char *index = NULL;
    const struct option options[] = {
        {"index", 'i', OPTION_TEXT, &index, "DIR",
         "the index (else $MSEARCH_INDEX, else ./msearch-index)"},
    };
    struct command_line line = {
        .usage = "msearch bench [-i DIR]",
        .summary =
            "Answers lines of standard input, COMMAND<TAB>QUERY, for races between "
            "engines.\nCOMMAND is COUNT, TOP_10, TOP_100, TOP_1000, TOP_10_COUNT, "
            "TOP_100_COUNT,\nTOP_1000_COUNT: matches<TAB>nanoseconds, of a plain TOP_k "
            "1 instead of the\nmatches; or HITS: ID:SCORE of the ten best. What is "
            "none "
            "of these, and a query\nthat cannot be read, is answered UNSUPPORTED.\n"
            "QUERY: a b (either), +a +b (both), +a b (a, and b scores), +a -b, "
            "\"a b\", and\nany of them together. Nothing is repaired or left out.",
        .options = options,
        .option_count = sizeof options / sizeof options[0],
        .wordless = true,
    };
    int code = options_parse(&line, argc, argv);
    return code >= 0 ? code : bench_index(command_index(index));
}
