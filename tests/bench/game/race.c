/* race.c - engines that answer the same queries, side by side:
 *
 *   race [--rounds N] [--warm N] [--warm-queries N] [--warm-seconds N] [--starts N]
 *        [--only TAG,...] [--commands NAME,...] [--patience SECONDS]
 *        [--dropped PERCENT] [--slow MS] [--out FILE] --log QUERIES
 *        --engines NAME=COMMAND ...
 *
 * All engines are resident at once, each behind two pipes (README.md has the protocol).
 *
 *   starts   each engine N times alone, by turns: exec to the first answer
 *   check    every query to every engine with each command that counts (COUNT always):
 *            the numbers must be the same, or the query is told, dropped and counted;
 *            with more than PERCENT dropped nothing is timed and the race has failed
 *   warm-up  by command: each engine alone answers so many queries, or so many seconds
 *   rounds   by command: every query to every engine, N times after `warm` uncounted
 *            ones. From query to query another engine begins, and from round to round;
 *            every second round goes the other way about, so that no engine always
 *            follows the same one into the caches. With --slow, what took an engine more
 *            than MS milliseconds three times is not asked again
 *
 * Who answers UNSUPPORTED is out of that tag (to COUNT: for all commands). Who dies, or
 * answers nonsense, is told and out of the race; the others go on.
 *
 * Output, tab-separated: engine, command, tag, number of the query, query, matches,
 * least and median nanoseconds, all rounds with commas; then lines that begin with #.
 */
#include <inttypes.h>
#include <string.h>

#include "base/memory.h"
#include "bench/bench.h"
#include "support/line_peer.h"
#include "support/process_tree.h"
#include "support/query_log.h"

enum {
    ENGINES_MAX = 16,
    ROUNDS_MAX = 99,
    STARTS_MAX = 99,
    NAME_BYTES = 64,
    TOLD_MAX = 20,
    SLOW_ROUNDS = 3,
};

enum command { COUNT, TOP_10, TOP_100, TOP_10_COUNT, TOP_100_COUNT, COMMANDS };
static const char *const command_names[COMMANDS] = {"COUNT", "TOP_10", "TOP_100",
                                                    "TOP_10_COUNT", "TOP_100_COUNT"};
static const bool command_counts[COMMANDS] = {
    [COUNT] = true, [TOP_10_COUNT] = true, [TOP_100_COUNT] = true};

struct query {
    const char *text;
    unsigned tag, number;
    uint64_t matches;
    bool known, dropped;
};

struct engine {
    char name[NAME_BYTES];
    const char *command;
    struct line_peer peer;
    bool out[COMMANDS][QUERY_LOG_TAGS];
    uint64_t *times; /* of one command: [query][round]; 0: none */
    uint64_t starts[STARTS_MAX];
    unsigned alone; /* how often it counted as nobody else did */
};

struct race {
    const char *log, *only, *commands, *out;
    unsigned rounds, warm, starts, patience_s, dropped_percent, slow_ms;
    unsigned warm_queries, warm_s;
    struct query_log queries_read;
    struct query *queries;
    size_t query_count, dropped;
    struct engine engines[ENGINES_MAX];
    size_t engine_count;
    FILE *rows;
};

static void read_log(struct race *race)
{
    struct error err = ERROR_NONE;
    struct query_log *log = &race->queries_read;
    if (query_log_read(log, race->log, race->only, &err))
        bench_die(race->log, &err);
    race->query_count = log->count;
    race->queries = memory_zeroed(log->count, sizeof *race->queries);
    if (!race->queries)
        bench_die("out of memory", NULL);
    for (size_t i = 0; i < log->count; i++)
        race->queries[i] = (struct query){.text = log->lines[i].text,
                                          .tag = log->lines[i].tag,
                                          .number = (unsigned)i};
}

/* --- One question ---------------------------------------------------------------- */

static void leave(struct engine *engine, const char *question)
{
    fprintf(stderr, "race: %s %s%s%s; it is out of the race\n", engine->name,
            engine->peer.why, question ? ", asked " : "", question ? question : "");
}

/* MATCHES tab NANOSECONDS */
static bool read_answer(const char *answer, uint64_t *matches, uint64_t *ns)
{
    char *end, *last;
    *matches = strtoull(answer, &end, 10);
    if (end == answer || *end != '\t')
        return false;
    *ns = strtoull(end + 1, &last, 10);
    return last != end + 1 && *last == '\0';
}

/* True with an answer; false when there is none, the reason being noted. */
static bool asks(struct race *race, struct engine *engine, enum command command,
                 const struct query *query, uint64_t *matches, uint64_t *ns)
{
    char line[LINE_PEER_BYTES], answer[LINE_PEER_BYTES];
    if (engine->peer.pid <= 0 || engine->out[command][query->tag])
        return false;
    snprintf(line, sizeof line, "%s\t%s", command_names[command], query->text);
    bool answered = line_peer_ask(&engine->peer, line, (int)race->patience_s * 1000,
                                  answer, sizeof answer);
    if (answered && strcmp(answer, "UNSUPPORTED") == 0) {
        for (size_t i = 0; i < COMMANDS; i++)
            engine->out[i][query->tag] |= command == COUNT || i == command;
        return false;
    }
    if (answered && read_answer(answer, matches, ns))
        return true;
    if (answered) {
        line_peer_stop(&engine->peer);
        snprintf(engine->peer.why, sizeof engine->peer.why, "answered '%.80s'", answer);
    }
    leave(engine, line);
    return false;
}

static size_t alive(const struct race *race)
{
    size_t count = 0;
    for (size_t i = 0; i < race->engine_count; i++)
        count += race->engines[i].peer.pid > 0;
    return count;
}

/* --- Counts ---------------------------------------------------------------------- */

struct counts {
    uint64_t got[ENGINES_MAX];
    bool answered[ENGINES_MAX];
    size_t total;
};

static void blame(struct race *race, const struct counts *counts)
{
    for (size_t i = 0; i < race->engine_count; i++) {
        size_t same = 0;
        for (size_t j = 0; j < race->engine_count; j++)
            same += counts->answered[j] && counts->got[j] == counts->got[i];
        race->engines[i].alone += counts->answered[i] && same == 1;
    }
}

static void drop(struct race *race, struct query *query, enum command command,
                 const struct counts *counts)
{
    query->dropped = true;
    blame(race, counts);
    if (++race->dropped > TOLD_MAX)
        return;
    fprintf(stderr, "race: counts differ, %s %s %s:", command_names[command],
            race->queries_read.tags[query->tag], query->text);
    for (size_t i = 0; i < race->engine_count; i++)
        if (counts->answered[i])
            fprintf(stderr, " %s %" PRIu64, race->engines[i].name, counts->got[i]);
    fputc('\n', stderr);
}

/* All engines with one command; what COUNT said binds the other commands too. */
static void check_query(struct race *race, struct query *query, enum command command)
{
    struct counts counts = {.total = 0};
    uint64_t ns, want = query->matches;
    bool same = true, known = query->known;
    for (size_t i = 0; i < race->engine_count; i++) {
        struct engine *engine = &race->engines[i];
        if (!asks(race, engine, command, query, &counts.got[i], &ns))
            continue;
        counts.answered[i] = true;
        counts.total++;
        want = known ? want : counts.got[i];
        known = true;
        same &= counts.got[i] == want;
    }
    query->known = known;
    query->matches = want;
    if (!same)
        drop(race, query, command, &counts);
}

static void check_counts(struct race *race)
{
    for (enum command command = COUNT; command < COMMANDS; command++) {
        if (command != COUNT &&
            !(command_counts[command] &&
              query_log_listed(race->commands, command_names[command])))
            continue;
        for (size_t i = 0; i < race->query_count; i++)
            if (!race->queries[i].dropped)
                check_query(race, &race->queries[i], command);
    }
    if (race->dropped == 0)
        return;
    fprintf(stderr, "race: %zu of %zu queries dropped", race->dropped,
            race->query_count);
    for (size_t i = 0; i < race->engine_count; i++)
        if (race->engines[i].alone)
            fprintf(stderr, "; %s counted alone %u times", race->engines[i].name,
                    race->engines[i].alone);
    fputc('\n', stderr);
    if (race->dropped * 100 > race->query_count * race->dropped_percent)
        bench_die("too many counts differ: nothing was timed", NULL);
}

/* --- Time ------------------------------------------------------------------------ */

/* Was it slow all the first rounds? Then more rounds would tell nothing new. */
static bool is_slow(const struct race *race, const uint64_t *times)
{
    uint64_t limit_ns = (uint64_t)race->slow_ms * 1000000;
    for (unsigned i = 0; i < SLOW_ROUNDS; i++)
        if (times[i] <= limit_ns)
            return false;
    return race->slow_ms > 0;
}

/* An engine alone, until it has answered so many queries or so much time is over: some
 * make machine code of what they do often. */
static void warm_up(struct race *race, struct engine *engine, enum command command)
{
    uint64_t matches, ns,
        end = line_peer_now_ns() + race->warm_s * UINT64_C(1000000000);
    for (unsigned asked = 0; asked < race->warm_queries; asked++) {
        const struct query *query = &race->queries[asked % race->query_count];
        if (query->dropped)
            continue;
        asks(race, engine, command, query, &matches, &ns);
        if (line_peer_now_ns() >= end)
            return;
    }
}

static void ask_all(struct race *race, enum command command, size_t query,
                    unsigned round)
{
    size_t count = race->engine_count, first = (query + round) % count;
    for (size_t turn = 0; turn < count; turn++) {
        size_t step = round % 2 ? count - turn : turn;
        struct engine *engine = &race->engines[(first + step) % count];
        uint64_t *times = engine->times + query * race->rounds;
        uint64_t matches, ns;
        if (round >= race->warm + SLOW_ROUNDS && is_slow(race, times))
            continue;
        if (asks(race, engine, command, &race->queries[query], &matches, &ns) &&
            round >= race->warm)
            times[round - race->warm] = ns ? ns : 1;
    }
}

static void write_row(struct race *race, const struct engine *engine,
                      enum command command, const struct query *query)
{
    const uint64_t *times =
        engine->times + (size_t)(query - race->queries) * race->rounds;
    unsigned rounds = race->rounds;
    while (rounds > 0 && times[rounds - 1] == 0)
        rounds--;
    if (query->dropped || rounds == 0)
        return;
    uint64_t least, median = bench_median(times, rounds, &least);
    fprintf(race->rows,
            "%s\t%s\t%s\t%u\t%s\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64,
            engine->name, command_names[command], race->queries_read.tags[query->tag],
            query->number, query->text, query->matches, least, median, times[0]);
    for (unsigned round = 1; round < rounds; round++)
        fprintf(race->rows, ",%" PRIu64, times[round]);
    fputc('\n', race->rows);
}

static void run_command(struct race *race, enum command command)
{
    size_t times = race->query_count * race->rounds;
    for (size_t i = 0; i < race->engine_count; i++)
        memset(race->engines[i].times, 0, times * sizeof(uint64_t));
    for (size_t i = 0; i < race->engine_count; i++)
        warm_up(race, &race->engines[i], command);
    for (unsigned round = 0; round < race->warm + race->rounds; round++)
        for (size_t i = 0; i < race->query_count; i++)
            if (!race->queries[i].dropped)
                ask_all(race, command, i, round);
    for (size_t i = 0; i < race->engine_count; i++)
        for (size_t j = 0; j < race->query_count; j++)
            if (race->engines[i].peer.pid > 0 &&
                !race->engines[i].out[command][race->queries[j].tag])
                write_row(race, &race->engines[i], command, &race->queries[j]);
    fflush(race->rows);
}

/* --- Engines --------------------------------------------------------------------- */

static bool start_once(struct race *race, struct engine *engine, unsigned turn)
{
    char line[LINE_PEER_BYTES], answer[LINE_PEER_BYTES];
    struct line_peer *peer = &engine->peer;
    snprintf(line, sizeof line, "%s\t%s", command_names[TOP_10], race->queries[0].text);
    bool answered =
        line_peer_start(peer, engine->command, true) &&
        line_peer_ask(peer, line, (int)race->patience_s * 1000, answer, sizeof answer);
    engine->starts[turn] = line_peer_now_ns() - peer->started_ns;
    line_peer_stop(peer);
    return answered;
}

static void measure_starts(struct race *race)
{
    for (unsigned turn = 0; turn < race->starts; turn++)
        for (size_t i = 0; i < race->engine_count; i++)
            if (race->engines[i].command &&
                !start_once(race, &race->engines[i], turn)) {
                leave(&race->engines[i], NULL);
                race->engines[i].command = NULL;
            }
}

static void start_engines(struct race *race)
{
    for (size_t i = 0; i < race->engine_count; i++) {
        struct engine *engine = &race->engines[i];
        engine->times =
            memory_zeroed(race->query_count * race->rounds, sizeof(uint64_t));
        if (!engine->times)
            bench_die("out of memory", NULL);
        if (engine->command && !line_peer_start(&engine->peer, engine->command, false))
            leave(engine, NULL);
    }
}

/* The lines that begin with #: what is true of the whole race. */
static void write_facts(struct race *race)
{
    fprintf(race->rows,
            "#\trounds\t%u\n#\twarm\t%u\n#\tqueries\t%zu\n#\tdropped\t%zu\n",
            race->rounds, race->warm, race->query_count, race->dropped);
    for (size_t i = 0; i < race->engine_count; i++) {
        struct engine *engine = &race->engines[i];
        bool well = engine->peer.pid > 0;
        uint64_t least;
        fprintf(race->rows, "#\tengine\t%s\t%s\n", engine->name,
                well ? "well" : engine->peer.why);
        if (!well)
            continue;
        fprintf(race->rows, "#\tanonymous\t%s\t%" PRIu64 "\n", engine->name,
                process_tree_anonymous_kib(engine->peer.pid) * 1024);
        if (race->starts)
            fprintf(race->rows, "#\tstart\t%s\t%" PRIu64 "\n", engine->name,
                    bench_median(engine->starts, race->starts, &least));
    }
}

static void run(struct race *race)
{
    race->rows = race->out ? fopen(race->out, "w") : stdout;
    if (!race->rows)
        bench_die(race->out, NULL);
    measure_starts(race);
    start_engines(race);
    check_counts(race);
    for (enum command command = COUNT; command < COMMANDS; command++)
        if (query_log_listed(race->commands, command_names[command]))
            run_command(race, command);
    write_facts(race);
    if (alive(race) == 0)
        bench_die("no engine is left", NULL);
    for (size_t i = 0; i < race->engine_count; i++) {
        line_peer_stop(&race->engines[i].peer);
        memory_free(race->engines[i].times);
    }
    if (ferror(race->rows) || fflush(race->rows) != 0)
        bench_die("the rows could not be written", NULL);
    if (race->out)
        fclose(race->rows);
}

/* --- Options --------------------------------------------------------------------- */

static void add_engine(struct race *race, const char *text)
{
    const char *equals = strchr(text, '=');
    if (!equals || equals == text || equals - text >= NAME_BYTES)
        bench_die("an engine is NAME=COMMAND", NULL);
    if (race->engine_count == ENGINES_MAX)
        bench_die("too many engines", NULL);
    struct engine *engine = &race->engines[race->engine_count++];
    memcpy(engine->name, text, (size_t)(equals - text)); /* the rest is zero */
    engine->command = equals + 1;
}

static unsigned number_of(const char *text, unsigned least, unsigned most)
{
    char *end;
    unsigned long value = strtoul(text, &end, 10);
    if (end == text || *end || value < least || value > most)
        bench_die("a number of the options is out of its range", NULL);
    return (unsigned)value;
}

/* False: no such option. */
static bool set_option(struct race *race, const char *name, const char *value)
{
    const struct {
        const char *name;
        const char **text;
        unsigned *number, least, most;
    } options[] = {
        {"--log", &race->log, NULL, 0, 0},
        {"--only", &race->only, NULL, 0, 0},
        {"--commands", &race->commands, NULL, 0, 0},
        {"--out", &race->out, NULL, 0, 0},
        {"--rounds", NULL, &race->rounds, 1, ROUNDS_MAX},
        {"--warm", NULL, &race->warm, 0, ROUNDS_MAX},
        {"--warm-queries", NULL, &race->warm_queries, 0, 1000000},
        {"--warm-seconds", NULL, &race->warm_s, 0, 3600},
        {"--starts", NULL, &race->starts, 0, STARTS_MAX},
        {"--patience", NULL, &race->patience_s, 1, 3600},
        {"--slow", NULL, &race->slow_ms, 0, 1000000},
        {"--dropped", NULL, &race->dropped_percent, 0, 100},
    };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        if (strcmp(options[i].name, name) != 0)
            continue;
        if (options[i].text)
            *options[i].text = value;
        else
            *options[i].number = number_of(value, options[i].least, options[i].most);
        return true;
    }
    return false;
}

int main(int argc, char **argv)
{
    static struct race race = {
        .rounds = 10, .warm = 1, .warm_s = 20, .patience_s = 120, .dropped_percent = 1};
    int at = 1;
    while (at + 1 < argc && set_option(&race, argv[at], argv[at + 1]))
        at += 2;
    if (!race.log || at + 1 >= argc || strcmp(argv[at], "--engines") != 0) {
        fprintf(stderr, "usage: race [OPTION VALUE]... --log QUERIES"
                        " --engines NAME=COMMAND ...\n");
        return 2;
    }
    for (at++; at < argc; at++)
        add_engine(&race, argv[at]);
    read_log(&race);
    run(&race);
    memory_free(race.queries);
    query_log_release(&race.queries_read);
    return 0;
}
