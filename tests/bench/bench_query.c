/* bench_query.c - a query log answered in-process, by tag and by depth of the answer:
 *
 *   bench_query [--rounds N] [--tag TAG] [--json FILE] INDEX LOG
 *
 *   depth   what is done and timed
 *   top10   the query parsed, the best ten found (query_parse + search_run)
 *   count   the same, and the exact number of matches (for `facets`: all facets)
 *   page    a whole answer: ten hits with titles and three snippets each, the number
 *           of matches (answer_search)
 *
 * One round answers every query of a tag once, so that a query does not find its own
 * blocks in the cache just used; the first round is not counted. Of the other rounds
 * each query keeps its median and its minimum; percentiles are over the queries.
 */
#include <inttypes.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "answer/result.h"
#include "base/file.h"
#include "bench/bench.h"

enum { ROUNDS_MAX = 33, TAGS_MAX = 64, OPENINGS = 11, STATUS_BYTES = 65536 };

enum depth { DEPTH_TOP, DEPTH_COUNT, DEPTH_PAGE, DEPTHS };
static const char *const depth_names[DEPTHS] = {"top10", "count", "page"};

struct asked {
    struct span text;
    struct answer_request request;
    double samples[ROUNDS_MAX]; /* microseconds */
    double median, best;
    bool found;
};

struct tag {
    struct span name;
    struct asked *asked;
    size_t count;
};

/* Over the queries of a tag, in microseconds. */
struct summary {
    double p50, p95, p99, mean; /* of the medians */
    double best_p50, best_p99, best_mean;
    size_t found;
};

struct bench {
    const char *dir, *only, *json;
    unsigned rounds;
    struct snapshot *snapshot;
    struct session *session;
    struct arena arena;
    struct buf log_bytes;
    struct asked *asked;
    size_t asked_count, asked_capacity;
    struct tag tags[TAGS_MAX];
    size_t tag_count;
    struct summary results[TAGS_MAX][DEPTHS];
    double first_us, open_us; /* the first opening with its answer; the median one */
};

/* --- The log ----------------------------------------------------------------- */

static struct span next_field(struct span *line)
{
    size_t end = span_find(*line, '\t', 0);
    struct span field = span_part(*line, 0, end);
    *line = span_part(*line, end + 1, line->len);
    return field;
}

static void ask(struct asked *asked, struct span how, struct span q)
{
    *asked = (struct asked){.text = q};
    asked->request = (struct answer_request){
        .q = q, .mode = QUERY_MODE_WEB, .page = 1, .per_page = 10, .snippets = 3};
    asked->request.search.limit = 10;
    if (span_equal(how, span_text("free")))
        asked->request.mode = QUERY_MODE_FREE;
    if (span_equal(how, span_text("newest")))
        asked->request.search.sort = SEARCH_NEWEST;
    if (span_equal(how, span_text("facets")))
        asked->request.search.facets = (1u << SEARCH_FACETS) - 1;
}

static struct tag *tag_of(struct bench *bench, struct span name)
{
    if (bench->tag_count > 0 &&
        span_equal(bench->tags[bench->tag_count - 1].name, name))
        return &bench->tags[bench->tag_count - 1];
    if (bench->tag_count == TAGS_MAX)
        bench_die("too many tags in the log", NULL);
    bench->tags[bench->tag_count].name = name;
    return &bench->tags[bench->tag_count++];
}

static void add_line(struct bench *bench, struct span line)
{
    struct span name = next_field(&line);
    struct span how = next_field(&line);
    if (line.len == 0 || (bench->only && !span_equal(name, span_text(bench->only))))
        return;
    struct asked *grown = memory_grow(bench->asked, &bench->asked_capacity,
                                      bench->asked_count + 1, sizeof *grown);
    if (!grown)
        bench_die("out of memory", NULL);
    bench->asked = grown;
    ask(&grown[bench->asked_count++], how, line);
    tag_of(bench, name)->count++;
}

static void read_log(struct bench *bench, const char *path)
{
    struct error err = ERROR_NONE;
    buf_init(&bench->log_bytes, 0);
    if (file_read(&bench->log_bytes, path, BUF_LIMIT_DEFAULT, &err))
        bench_die(path, &err);
    struct span rest = buf_span(&bench->log_bytes);
    while (rest.len > 0) {
        size_t end = span_find(rest, '\n', 0);
        add_line(bench, span_part(rest, 0, end));
        rest = span_part(rest, end + 1, rest.len);
    }
    if (bench->asked_count == 0)
        bench_die("no queries in the log", NULL);
    size_t at = 0;
    for (size_t i = 0; i < bench->tag_count; i++) {
        bench->tags[i].asked = bench->asked + at;
        at += bench->tags[i].count;
    }
}

/* --- Answering --------------------------------------------------------------- */

static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* The two functions that are measured; instruction counts (run.sh) go by their names.
 */
uint64_t measured_search(struct bench *bench, const struct answer_request *request);
uint64_t measured_page(struct bench *bench, const struct answer_request *request);

__attribute__((noinline)) uint64_t measured_search(struct bench *bench,
                                                   const struct answer_request *request)
{
    struct query query;
    struct search_result result;
    struct error err = ERROR_NONE;
    arena_reset(&bench->arena);
    if (query_parse(&query, request->q, request->mode, session_analysis(bench->session),
                    &bench->arena, &err) ||
        search_run(&result, bench->snapshot, &query, &request->search, &bench->arena,
                   &err))
        bench_die("search", &err);
    return result.hit_count;
}

__attribute__((noinline)) uint64_t measured_page(struct bench *bench,
                                                 const struct answer_request *request)
{
    struct answer answer;
    struct error err = ERROR_NONE;
    if (answer_search(&answer, bench->session, bench->snapshot, request, &err))
        bench_die("answer", &err);
    return answer.hit_count;
}

static double answer_once(struct bench *bench, struct asked *asked, enum depth depth)
{
    struct answer_request request = asked->request;
    request.search.count = depth != DEPTH_TOP;
    if (depth == DEPTH_TOP)
        request.search.facets = 0;
    double from = now_us();
    uint64_t hits = depth == DEPTH_PAGE ? measured_page(bench, &request)
                                        : measured_search(bench, &request);
    double took = now_us() - from;
    asked->found = hits > 0;
    return took;
}

/* Called after each tag and depth; instruction counts are written out here (run.sh). */
void measured_end(const struct tag *tag, enum depth depth);
__attribute__((noinline)) void measured_end(const struct tag *tag, enum depth depth)
{
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r%-40.*s %s", (int)tag->name.len,
                (const char *)tag->name.data, depth_names[depth]);
}

/* --- Figures ----------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double percentile(const double *sorted, size_t count, unsigned percent)
{
    size_t rank = (count * percent + 99) / 100;
    return sorted[rank ? rank - 1 : 0];
}

static double mean(const double *values, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += values[i];
    return sum / (double)count;
}

static struct summary summarize(const struct tag *tag)
{
    struct summary s = {0};
    double *values = memory_zeroed(tag->count, sizeof *values);
    if (!values)
        bench_die("out of memory", NULL);
    for (size_t i = 0; i < tag->count; i++) {
        values[i] = tag->asked[i].median;
        s.found += tag->asked[i].found;
    }
    qsort(values, tag->count, sizeof *values, by_value);
    s.p50 = percentile(values, tag->count, 50);
    s.p95 = percentile(values, tag->count, 95);
    s.p99 = percentile(values, tag->count, 99);
    s.mean = mean(values, tag->count);
    for (size_t i = 0; i < tag->count; i++)
        values[i] = tag->asked[i].best;
    qsort(values, tag->count, sizeof *values, by_value);
    s.best_p50 = percentile(values, tag->count, 50);
    s.best_p99 = percentile(values, tag->count, 99);
    s.best_mean = mean(values, tag->count);
    memory_free(values);
    return s;
}

static struct summary run_tag(struct bench *bench, const struct tag *tag,
                              enum depth depth)
{
    for (unsigned round = 0; round <= bench->rounds; round++)
        for (size_t i = 0; i < tag->count; i++) {
            double took = answer_once(bench, &tag->asked[i], depth);
            if (round > 0 || bench->rounds == 0)
                tag->asked[i].samples[round ? round - 1 : 0] = took;
        }
    size_t kept = bench->rounds ? bench->rounds : 1;
    for (size_t i = 0; i < tag->count; i++) {
        qsort(tag->asked[i].samples, kept, sizeof(double), by_value);
        tag->asked[i].best = tag->asked[i].samples[0];
        tag->asked[i].median = tag->asked[i].samples[kept / 2];
    }
    measured_end(tag, depth);
    return summarize(tag);
}

/* --- Start-up ---------------------------------------------------------------- */

static double open_once(struct bench *bench)
{
    struct error err = ERROR_NONE;
    double from = now_us();
    if (session_open(&bench->session, &err) ||
        snapshot_open(&bench->snapshot, bench->dir, &err))
        bench_die(bench->dir, &err);
    measured_page(bench, &bench->asked[0].request);
    return now_us() - from;
}

static void close_once(struct bench *bench)
{
    session_close(bench->session);
    snapshot_release(bench->snapshot);
}

static void measure_openings(struct bench *bench)
{
    double took[OPENINGS];
    bench->first_us = open_once(bench);
    for (size_t i = 0; i < OPENINGS; i++) {
        close_once(bench);
        took[i] = open_once(bench);
    }
    qsort(took, OPENINGS, sizeof *took, by_value);
    bench->open_us = took[OPENINGS / 2];
}

/* --- The report -------------------------------------------------------------- */

/* A line of /proc/self/status in KiB; 0 where there is none. */
static uint64_t memory_kib(const char *name)
{
    char line[256];
    uint64_t kib = 0;
    FILE *file = fopen("/proc/self/status", "r");
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, name, strlen(name)) == 0)
            kib = strtoull(line + strlen(name), NULL, 10);
    if (file)
        fclose(file);
    return kib;
}

static void print_tables(const struct bench *bench)
{
    for (unsigned depth = 0; depth < DEPTHS; depth++) {
        printf(
            "\n| %s | queries | found | p50 | p95 | p99 | mean | best p99 | best mean "
            "|\n|---|---|---|---|---|---|---|---|---|\n",
            depth_names[depth]);
        for (size_t i = 0; i < bench->tag_count; i++) {
            const struct tag *tag = &bench->tags[i];
            const struct summary *s = &bench->results[i][depth];
            printf("| %.*s | %zu | %zu | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f |\n",
                   (int)tag->name.len, (const char *)tag->name.data, tag->count,
                   s->found, s->p50, s->p95, s->p99, s->mean, s->best_p99,
                   s->best_mean);
        }
    }
    printf("\nOpened and answered for the first time in %.2f ms, again in %.2f ms. "
           "Peak memory %" PRIu64 " KiB (the mapped index counted), anonymous %" PRIu64
           " KiB.\n",
           bench->first_us / 1e3, bench->open_us / 1e3, memory_kib("VmHWM:"),
           memory_kib("RssAnon:"));
}

static void write_row(FILE *out, const struct tag *tag, enum depth depth,
                      const struct summary *s)
{
    fprintf(out,
            "{\"tag\":\"%.*s\",\"depth\":\"%s\",\"queries\":%zu,\"found\":%zu,"
            "\"p50\":%.2f,\"p95\":%.2f,\"p99\":%.2f,\"mean\":%.2f,"
            "\"best_p50\":%.2f,\"best_p99\":%.2f,\"best_mean\":%.2f}",
            (int)tag->name.len, (const char *)tag->name.data, depth_names[depth],
            tag->count, s->found, s->p50, s->p95, s->p99, s->mean, s->best_p50,
            s->best_p99, s->best_mean);
}

static void write_json(const struct bench *bench)
{
    FILE *out = fopen(bench->json, "w");
    if (!out)
        bench_die(bench->json, NULL);
    fprintf(out,
            "{\"articles\":%" PRIu64 ",\"segments\":%zu,\"rounds\":%u,"
            "\"first_answer_us\":%.1f,\"open_answer_us\":%.1f,\"peak_kib\":%" PRIu64
            ",\"anonymous_kib\":%" PRIu64 ",\"microseconds\":[\n",
            bench->snapshot->live_count, bench->snapshot->segment_count, bench->rounds,
            bench->first_us, bench->open_us, memory_kib("VmHWM:"),
            memory_kib("RssAnon:"));
    for (size_t i = 0; i < bench->tag_count * DEPTHS; i++) {
        fputs(i ? ",\n" : "", out);
        write_row(out, &bench->tags[i / DEPTHS], (enum depth)(i % DEPTHS),
                  &bench->results[i / DEPTHS][i % DEPTHS]);
    }
    fputs("\n]}\n", out);
    if (fclose(out) != 0)
        bench_die(bench->json, NULL);
}

/* --- The program ------------------------------------------------------------- */

static void bench_run(struct bench *bench)
{
    const struct tag opening = {.name = span_text("opening")};
    measure_openings(bench);
    measured_end(&opening, DEPTH_PAGE);
    for (size_t i = 0; i < bench->tag_count; i++)
        for (unsigned depth = 0; depth < DEPTHS; depth++)
            bench->results[i][depth] =
                run_tag(bench, &bench->tags[i], (enum depth)depth);
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r%-48s\r", "");
    print_tables(bench);
    if (bench->json)
        write_json(bench);
}

static int usage(void)
{
    fprintf(stderr, "usage: bench_query [--rounds N] [--tag TAG] [--json FILE] INDEX "
                    "LOG\n");
    return 2;
}

int main(int argc, char **argv)
{
    static struct bench bench = {.rounds = 5};
    int at = 1;
    for (; at + 1 < argc && strncmp(argv[at], "--", 2) == 0; at += 2) {
        if (strcmp(argv[at], "--rounds") == 0)
            bench.rounds = (unsigned)strtoul(argv[at + 1], NULL, 10);
        else if (strcmp(argv[at], "--tag") == 0)
            bench.only = argv[at + 1];
        else if (strcmp(argv[at], "--json") == 0)
            bench.json = argv[at + 1];
        else
            return usage();
    }
    if (at + 2 != argc || bench.rounds >= ROUNDS_MAX)
        return usage();
    bench.dir = argv[at];
    arena_init(&bench.arena, SESSION_ARENA_BYTES);
    read_log(&bench, argv[at + 1]);
    bench_run(&bench);
    close_once(&bench);
    arena_release(&bench.arena);
    buf_release(&bench.log_bytes);
    memory_free(bench.asked);
    return 0;
}
