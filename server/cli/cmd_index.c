/* cmd_index.c - articles in: source -> writer -> commit, and the account of the run. */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "build/writer.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "ingest/source.h"

enum { REASONS_MAX = 16, REASON_BYTES = 96 };

/* What the run has to tell at its end. */
struct run {
    struct progress progress;
    bool quiet;
    uint64_t skipped;
    struct {
        char text[REASON_BYTES];
        uint64_t count;
    } reasons[REASONS_MAX];
    size_t reason_count;
    uint64_t article_count;
};

static volatile sig_atomic_t interrupted;

static void interrupt(int signal_number)
{
    (void)signal_number;
    interrupted = 1;
}

static bool asked_to_stop(void *context)
{
    (void)context;
    return interrupted != 0;
}

/* Count the problem under its reason, digits apart: "bad JSON at byte 17" and "… 90"
 * are one reason up to the first digit. */
static void count_reason(struct run *run, const char *reason)
{
    char text[REASON_BYTES];
    size_t len = strcspn(reason, ":(0123456789");
    while (len && reason[len - 1] == ' ')
        len--;
    len = len < sizeof text ? len : sizeof text - 1;
    memcpy(text, reason, len);
    text[len] = '\0';
    size_t at = 0;
    while (at < run->reason_count && strcmp(run->reasons[at].text, text) != 0)
        at++;
    if (at == REASONS_MAX)
        return;
    if (at == run->reason_count) {
        memcpy(run->reasons[at].text, text, sizeof text);
        run->reason_count++;
    }
    run->reasons[at].count++;
}

/* Files that are no articles (a symlink, a README) are passed over: told, not counted
 * as trouble. */
static void tell_problem(void *context, const struct source_problem *problem)
{
    struct run *run = context;
    bool passed_over = problem->status == ST_OK;
    if (passed_over && run->quiet)
        return;
    if (!passed_over) {
        run->skipped++;
        count_reason(run, problem->reason);
    }
    progress_clear(&run->progress);
    fprintf(stderr, "msearch: %s %s", passed_over ? "passed over" : "skipped",
            problem->file);
    if (problem->line)
        fprintf(stderr, ":%" PRIu64, problem->line);
    if (problem->off)
        fprintf(stderr, " (byte %" PRIu64 ")", problem->off);
    fprintf(stderr, ": %s\n", problem->reason);
}

static enum status put_all(struct run *run, struct source *source,
                           struct writer *writer, struct error *err)
{
    for (;;) {
        const struct article *article = NULL;
        enum status st = source_next(source, &article, err);
        if (st == ST_END)
            return ST_OK;
        enum writer_outcome outcome;
        if (st == ST_OK)
            st = writer_put(writer, article, &outcome, err);
        if (st == ST_LIMIT) { /* this article is too large; the others are not */
            tell_problem(run, &(struct source_problem){.file = "an article",
                                                       .status = st,
                                                       .reason = err->text});
            *err = ERROR_NONE;
            st = ST_OK;
        }
        if (st)
            return st;
        struct source_progress done;
        source_progress(source, &done);
        progress_tell(&run->progress, &done, ++run->article_count);
    }
}

static void print_repairs(const struct writer_totals *totals)
{
    const char *sep = "repairs: ";
    for (unsigned i = 0; i < REPAIR_RULES; i++) {
        if (!totals->repairs[i])
            continue;
        printf("%sR%u %" PRIu64, sep, i + 1, totals->repairs[i]);
        sep = ", ";
    }
    if (*sep == ',')
        printf("\n");
}

static void print_summary(const struct run *run, const struct writer *writer,
                          const char *dir)
{
    struct writer_totals totals;
    writer_totals(writer, &totals);
    const struct manifest *manifest = writer_manifest(writer);
    uint64_t index_bytes = 0, articles = 0;
    for (size_t i = 0; i < manifest->segment_count; i++) {
        index_bytes += manifest->segments[i].file_bytes;
        articles +=
            manifest->segments[i].doc_count - manifest->segments[i].deleted_count;
    }
    printf("added %" PRIu64 ", changed %" PRIu64 ", unchanged %" PRIu64
           ", deleted %" PRIu64 ", skipped %" PRIu64 "\n",
           totals.added, totals.changed, totals.unchanged, totals.deleted,
           run->skipped);
    for (size_t i = 0; i < run->reason_count; i++)
        printf("  skipped %" PRIu64 ": %s\n", run->reasons[i].count,
               run->reasons[i].text);
    print_repairs(&totals);
    double seconds = (double)(clock_monotonic_us() - run->progress.started_us) / 1e6;
    char text[24], rate[24], size[24];
    printf("%s of text, %" PRIu64 " words in %.2f s (%s/s)\n",
           command_bytes(text, totals.text_bytes), totals.word_count, seconds,
           command_bytes(rate, (uint64_t)((double)totals.text_bytes / seconds)));
    printf("index %s: %" PRIu64 " articles, %s, %zu segment%s\n", dir, articles,
           command_bytes(size, index_bytes), manifest->segment_count,
           manifest->segment_count == 1 ? "" : "s");
}

struct index_options {
    const char *index, *format, *analyzer, *extract;
    size_t memory;
    bool quiet, strict, prune, plain;
    char *const *paths;
    size_t path_count;
};

/* Afterwards the index holds what the paths hold. Not when something could not be read:
 * it may be there still. */
static enum status prune(const struct run *run, struct writer *writer,
                         struct error *err)
{
    struct span everything = span_text("");
    if (run->skipped == 0)
        return writer_prune(writer, &everything, 1, err);
    fprintf(stderr,
            "msearch: nothing was pruned, since %" PRIu64
            " files or records could not be read\n",
            run->skipped);
    return ST_OK;
}

static enum status index_run(struct run *run, const struct index_options *options,
                             struct writer *writer, struct error *err)
{
    struct source *source = NULL;
    struct source_options from = {
        .paths = options->paths,
        .path_count = options->path_count,
        .format = options->format,
        .extract_path = options->extract,
        .bare = options->plain,
        .stop = asked_to_stop,
    };
    enum status st = source_open(&source, &from, tell_problem, run, err);
    if (st == ST_OK)
        st = put_all(run, source, writer, err);
    if (st == ST_OK && options->prune && !interrupted)
        st = prune(run, writer, err);
    if (st == ST_OK)
        st = options->plain && !interrupted ? writer_merge(writer, 1, err)
                                            : writer_commit(writer, err);
    source_close(source);
    progress_clear(&run->progress);
    return st;
}

static int index_dir(const struct index_options *options)
{
    const char *dir = command_index(options->index);
    struct run run = {.quiet = options->quiet};
    struct error err = ERROR_NONE;
    struct writer *writer = NULL;
    struct writer_options how = {
        .memory_bytes = options->memory,
        .analyzer =
            options->plain ? MANIFEST_ANALYZER_PLAIN : MANIFEST_ANALYZER_STANDARD,
    };
    progress_init(&run.progress, options->quiet);
    signal(SIGINT, interrupt);
    signal(SIGTERM, interrupt);
    enum status st = writer_open(&writer, dir, &how, &err);
    if (st == ST_OK)
        st = index_run(&run, options, writer, &err);
    if (st == ST_OK && interrupted)
        fprintf(stderr,
                "msearch: interrupted; what was read until then is committed\n");
    if (st == ST_OK && !options->quiet)
        print_summary(&run, writer, dir);
    writer_close(writer);
    if (st)
        return command_tell(dir, &err);
    if (interrupted || (options->strict && run.skipped))
        return EXIT_TROUBLE;
    return EXIT_FOUND;
}

static bool options_good(const struct index_options *o, const struct command_line *line)
{
    if (o->path_count == 0) {
        fprintf(stderr, "msearch: what is to be indexed?\nusage: %s\n", line->usage);
        return false;
    }
    if (o->memory < WRITER_MEMORY_MIN) {
        fprintf(stderr, "msearch: --memory: at least 8M is needed\n");
        return false;
    }
    if (o->analyzer && !o->plain && strcmp(o->analyzer, "standard") != 0) {
        fprintf(stderr, "msearch: --analyzer %s: standard or plain\n", o->analyzer);
        return false;
    }
    return true;
}

int cmd_index(int argc, char **argv)
{
    struct index_options o = {.memory = WRITER_MEMORY_DEFAULT};
    const struct option options[] = {
        {"index", 'i', OPTION_TEXT, &o.index, "DIR",
         "the index (else $MSEARCH_INDEX, else ./msearch-index)"},
        {"format", 'f', OPTION_TEXT, &o.format, "NAME",
         "jsonl, page, html or text instead of detecting it"},
        {"memory", 'm', OPTION_SIZE, &o.memory, "SIZE",
         "memory to keep within (256M); at least 8M"},
        {"prune", 0, OPTION_FLAG, &o.prune, NULL,
         "remove from the index what these paths do not hold"},
        {"strict", 0, OPTION_FLAG, &o.strict, NULL, "exit 2 when anything was skipped"},
        {"quiet", 'q', OPTION_FLAG, &o.quiet, NULL, "tell only trouble"},
        {"analyzer", 0, OPTION_TEXT, &o.analyzer, "NAME",
         "standard, or plain: cut at blanks, nothing stored, one segment"},
        {"extract", 0, OPTION_TEXT, &o.extract, "PATH",
         "the msearch-extract program (else beside msearch)"},
    };
    struct command_line line = {
        .usage = "msearch index [-i DIR] [OPTION]... PATH...",
        .summary =
            "Adds the articles of files and folders; \"-\" is standard input "
            "(JSON Lines).\nAn article that is there already is replaced when it "
            "changed.",
        .options = options,
        .option_count = sizeof options / sizeof options[0],
    };
    int code = options_parse(&line, argc, argv);
    if (code >= 0)
        return code;
    o.plain = o.analyzer && strcmp(o.analyzer, "plain") == 0;
    o.paths = line.words;
    o.path_count = line.word_count;
    return options_good(&o, &line) ? index_dir(&o) : EXIT_TROUBLE;
}
