/* figures.c - what the rows of a race say, by command and set of queries:
 *
 *   figures SELF COPY <ROWS >FIGURES
 *
 * A set is a tag, or a group of tags: a tag without its number and without _high, _mid,
 * _low, _mixed, _many (and2, and3_high: and; and_or is another group).
 * An engine is part of a set when it has answered every query of it. The peers are all
 * engines but SELF and COPY; the best peer of a set is the one whose least times have
 * the least geometric mean; the envelope is the best of all peers query by query, an
 * engine that nobody has. All is tab-separated, times in nanoseconds:
 *
 *   time   COMMAND KIND SET ENGINE QUERIES, then mean p50 p99 geometric mean of the
 *          least times, mean p50 p99 of the medians              KIND: tag | group
 *   ratio  COMMAND KIND SET PEER, then SELF / PEER: geometric mean of the ratios, ratio
 *          of the means, of the p99s; the same against the envelope
 *   self   COMMAND, geometric mean of SELF / COPY over all queries
 *   fact   what followed # in the rows
 *
 * Percentiles are of the nearest rank: p99 of 100 queries is the 99th.
 */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "bench/bench.h"

enum {
    ENGINES_MAX = 16,
    COMMANDS_MAX = 16,
    SETS_MAX = 160,
    NAME_BYTES = 64,
    LINE_BYTES = 8192,
    FIELDS = 8, /* of a row, without its rounds */
};

struct names {
    char name[SETS_MAX][NAME_BYTES];
    unsigned count;
};

struct row {
    unsigned engine, command, tag, query;
    double least, median;
};

/* One query of a set: the times of those who answered, 0 for the others. */
struct line {
    double least[ENGINES_MAX], median[ENGINES_MAX];
};

struct summary {
    double mean, p50, p99, geometric;
};

struct figures {
    struct names engines, commands, tags, groups;
    unsigned group_of[SETS_MAX];
    struct row *rows;
    size_t row_count, row_capacity;
    unsigned query_end; /* numbers of queries are below */
    unsigned self, copy;
    struct line *lines; /* of the set at hand, by number of the query */
    double *a, *b;      /* as many numbers: columns at work */
};

/* --- Rows ------------------------------------------------------------------------ */

static unsigned number_of(struct names *names, const char *name, unsigned most)
{
    for (unsigned i = 0; i < names->count; i++)
        if (strcmp(names->name[i], name) == 0)
            return i;
    if (names->count == most || strlen(name) >= NAME_BYTES)
        bench_die("too many engines, commands or tags", NULL);
    snprintf(names->name[names->count], NAME_BYTES, "%s", name);
    return names->count++;
}

static unsigned group_number(struct figures *figures, const char *tag)
{
    static const char *const kinds[] = {"_high", "_mid", "_low", "_mixed", "_many"};
    char name[NAME_BYTES];
    snprintf(name, sizeof name, "%s", tag);
    name[strcspn(name, "0123456789")] = '\0';
    char *last = strrchr(name, '_');
    for (size_t i = 0; last && i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(last, kinds[i]) == 0) {
            *last = '\0';
            break;
        }
    return number_of(&figures->groups, name, SETS_MAX);
}

static void add_row(struct figures *figures, char *field[FIELDS])
{
    struct row *grown = memory_grow(figures->rows, &figures->row_capacity,
                                    figures->row_count + 1, sizeof *figures->rows);
    if (!grown)
        bench_die("out of memory", NULL);
    figures->rows = grown;
    struct row row = {.engine = number_of(&figures->engines, field[0], ENGINES_MAX),
                      .command = number_of(&figures->commands, field[1], COMMANDS_MAX),
                      .tag = number_of(&figures->tags, field[2], SETS_MAX),
                      .query = (unsigned)strtoul(field[3], NULL, 10),
                      .least = strtod(field[6], NULL),
                      .median = strtod(field[7], NULL)};
    figures->group_of[row.tag] = group_number(figures, field[2]);
    if (row.query >= figures->query_end)
        figures->query_end = row.query + 1;
    grown[figures->row_count++] = row;
}

static void read_rows(struct figures *figures)
{
    char text[LINE_BYTES], *field[FIELDS];
    while (fgets(text, sizeof text, stdin)) {
        size_t count = 0;
        size_t length = strcspn(text, "\n");
        if (text[length] == '\0' && !feof(stdin))
            bench_die("a row is too long", NULL);
        text[length] = '\0';
        if (text[0] == '#') {
            printf("fact%s\n", text + 1);
            continue;
        }
        for (char *at = text; at && count < FIELDS; count++) {
            field[count] = at;
            at = strchr(at, '\t');
            if (at)
                *at++ = '\0';
        }
        if (count < FIELDS)
            bench_die("a row has too few fields", NULL);
        add_row(figures, field);
    }
}

/* --- Numbers --------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* Sorts the values. */
static struct summary summarise(double *values, size_t count)
{
    struct summary summary = {0};
    double sum = 0, logs = 0;
    if (count == 0)
        return summary;
    qsort(values, count, sizeof *values, by_value);
    for (size_t i = 0; i < count; i++) {
        sum += values[i];
        logs += log(values[i]);
    }
    summary.mean = sum / (double)count;
    summary.geometric = exp(logs / (double)count);
    summary.p50 = values[(count * 50 + 99) / 100 - 1];
    summary.p99 = values[(count * 99 + 99) / 100 - 1];
    return summary;
}

/* --- One set --------------------------------------------------------------------- */

struct set {
    unsigned command;
    bool is_group;
    unsigned number; /* of the tag or group */
    size_t queries;
    size_t answered[ENGINES_MAX];
    struct summary least[ENGINES_MAX];
};

static const char *set_name(const struct figures *figures, const struct set *set)
{
    return set->is_group ? figures->groups.name[set->number]
                         : figures->tags.name[set->number];
}

static void gather(struct figures *figures, struct set *set)
{
    memset(figures->lines, 0, figures->query_end * sizeof *figures->lines);
    for (size_t i = 0; i < figures->row_count; i++) {
        const struct row *row = &figures->rows[i];
        unsigned number = set->is_group ? figures->group_of[row->tag] : row->tag;
        if (row->command != set->command || number != set->number)
            continue;
        figures->lines[row->query].least[row->engine] = row->least;
        figures->lines[row->query].median[row->engine] = row->median;
        set->answered[row->engine]++;
    }
    for (unsigned i = 0; i < figures->engines.count; i++)
        if (set->answered[i] > set->queries)
            set->queries = set->answered[i];
}

static bool is_part(const struct set *set, unsigned engine)
{
    return set->queries > 0 && set->answered[engine] == set->queries;
}

static bool is_peer(const struct figures *figures, const struct set *set,
                    unsigned engine)
{
    return engine != figures->self && engine != figures->copy && is_part(set, engine);
}

static void tell_times(struct figures *figures, struct set *set, unsigned engine)
{
    size_t count = 0;
    for (unsigned i = 0; i < figures->query_end; i++)
        if (figures->lines[i].least[engine] > 0) {
            figures->a[count] = figures->lines[i].least[engine];
            figures->b[count++] = figures->lines[i].median[engine];
        }
    struct summary least = summarise(figures->a, count);
    struct summary median = summarise(figures->b, count);
    set->least[engine] = least;
    printf("time\t%s\t%s\t%s\t%s\t%zu\t%.0f\t%.0f\t%.0f\t%.0f\t%.0f\t%.0f\t%.0f\n",
           figures->commands.name[set->command], set->is_group ? "group" : "tag",
           set_name(figures, set), figures->engines.name[engine], count, least.mean,
           least.p50, least.p99, least.geometric, median.mean, median.p50, median.p99);
}

static double envelope_of(const struct figures *figures, const struct set *set,
                          const struct line *line)
{
    double best = 0;
    for (unsigned i = 0; i < figures->engines.count; i++)
        if (is_peer(figures, set, i) && (best == 0 || line->least[i] < best))
            best = line->least[i];
    return best;
}

static void tell_ratios(struct figures *figures, struct set *set, unsigned best)
{
    size_t count = 0;
    double logs = 0;
    for (unsigned i = 0; i < figures->query_end; i++) {
        const struct line *line = &figures->lines[i];
        if (line->least[figures->self] <= 0)
            continue;
        figures->b[count] = envelope_of(figures, set, line);
        logs += log(line->least[figures->self] / figures->b[count++]);
    }
    struct summary envelope = summarise(figures->b, count);
    const struct summary *self = &set->least[figures->self], *peer = &set->least[best];
    printf("ratio\t%s\t%s\t%s\t%s\t%.4f\t%.4f\t%.4f\t%.4f\t%.4f\t%.4f\n",
           figures->commands.name[set->command], set->is_group ? "group" : "tag",
           set_name(figures, set), figures->engines.name[best],
           self->geometric / peer->geometric, self->mean / peer->mean,
           self->p99 / peer->p99, exp(logs / (double)count), self->mean / envelope.mean,
           self->p99 / envelope.p99);
}

static void tell_set(struct figures *figures, struct set *set)
{
    unsigned best = ENGINES_MAX;
    gather(figures, set);
    for (unsigned i = 0; i < figures->engines.count; i++) {
        if (!is_part(set, i))
            continue;
        tell_times(figures, set, i);
        if (is_peer(figures, set, i) &&
            (best == ENGINES_MAX ||
             set->least[i].geometric < set->least[best].geometric))
            best = i;
    }
    if (best != ENGINES_MAX && figures->self < ENGINES_MAX &&
        is_part(set, figures->self))
        tell_ratios(figures, set, best);
}

/* --- All ------------------------------------------------------------------------- */

/* The engine against its copy, query by query. */
static void tell_self(struct figures *figures, unsigned command)
{
    size_t count = 0;
    double logs = 0;
    memset(figures->lines, 0, figures->query_end * sizeof *figures->lines);
    for (size_t i = 0; i < figures->row_count; i++)
        if (figures->rows[i].command == command)
            figures->lines[figures->rows[i].query].least[figures->rows[i].engine] =
                figures->rows[i].least;
    for (unsigned i = 0; i < figures->query_end; i++) {
        double self = figures->lines[i].least[figures->self];
        double copy = figures->lines[i].least[figures->copy];
        if (self <= 0 || copy <= 0)
            continue;
        logs += log(self / copy);
        count++;
    }
    if (count)
        printf("self\t%s\t%.4f\n", figures->commands.name[command],
               exp(logs / (double)count));
}

static unsigned find(const struct names *names, const char *name)
{
    for (unsigned i = 0; i < names->count; i++)
        if (strcmp(names->name[i], name) == 0)
            return i;
    return ENGINES_MAX;
}

static void tell_all(struct figures *figures)
{
    for (unsigned command = 0; command < figures->commands.count; command++) {
        for (unsigned i = 0; i < figures->tags.count; i++)
            tell_set(figures, &(struct set){.command = command, .number = i});
        for (unsigned i = 0; i < figures->groups.count; i++)
            tell_set(figures,
                     &(struct set){.command = command, .is_group = true, .number = i});
        if (figures->self < ENGINES_MAX && figures->copy < ENGINES_MAX)
            tell_self(figures, command);
    }
}

int main(int argc, char **argv)
{
    static struct figures figures;
    if (argc != 3) {
        fprintf(stderr, "usage: figures SELF COPY <ROWS >FIGURES\n");
        return 2;
    }
    read_rows(&figures);
    figures.self = find(&figures.engines, argv[1]);
    figures.copy = find(&figures.engines, argv[2]);
    figures.lines = memory_zeroed(figures.query_end + 1u, sizeof *figures.lines);
    figures.a = memory_zeroed(figures.query_end + 1u, sizeof *figures.a);
    figures.b = memory_zeroed(figures.query_end + 1u, sizeof *figures.b);
    if (!figures.lines || !figures.a || !figures.b)
        bench_die("out of memory", NULL);
    tell_all(&figures);
    memory_free(figures.rows);
    memory_free(figures.lines);
    memory_free(figures.a);
    memory_free(figures.b);
    return ferror(stdout) || fflush(stdout) ? 2 : 0;
}
