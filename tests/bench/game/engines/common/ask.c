/* ask.c - see ask.h.
 *
 *   +a "b c" -d   ->   clauses  MUST a | MAY b c | NOT d
 *                      words    a, b, c, d; each ended by NUL in the line itself
 */
#define _POSIX_C_SOURCE 200809L

#include "ask.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* One word at *at, added to the ask. The byte after it is its end, so it comes back. */
static bool take_word(struct ask *ask, char **at, char *next)
{
    char *end = *at;
    while (is_word(*end))
        end++;
    if (end == *at || ask->word_count == ASK_WORDS)
        return false;
    ask->words[ask->word_count++] = *at;
    *next = *end;
    *end = '\0';
    *at = *next == '\0' ? end : end + 1;
    return true;
}

/* The words of a phrase, up to its closing quote. */
static bool take_phrase(struct ask *ask, char **at)
{
    char next = ' ';
    while (next == ' ') {
        while (**at == ' ')
            ++*at;
        if (**at == '"') {
            ++*at;
            return true;
        }
        if (!take_word(ask, at, &next))
            return false;
    }
    return next == '"';
}

static bool take_clause(struct ask *ask, char **at)
{
    if (ask->clause_count == ASK_CLAUSES)
        return false;
    struct ask_clause *clause = &ask->clauses[ask->clause_count++];
    clause->sign = **at == '+' ? ASK_MUST : **at == '-' ? ASK_NOT : ASK_MAY;
    if (clause->sign != ASK_MAY)
        ++*at;
    size_t first = ask->word_count;
    char next = ' ';
    if (**at == '"') {
        ++*at;
        if (!take_phrase(ask, at))
            return false;
    } else if (!take_word(ask, at, &next) || (next != ' ' && next != '\0')) {
        return false;
    }
    clause->words = &ask->words[first];
    clause->word_count = ask->word_count - first;
    ask->sign_count[clause->sign]++;
    return clause->word_count > 0;
}

/* A plain count does not need what only adds to scores. */
static void drop_optional(struct ask *ask)
{
    size_t kept = 0;
    for (size_t i = 0; i < ask->clause_count; i++) {
        if (ask->clauses[i].sign != ASK_MAY)
            ask->clauses[kept++] = ask->clauses[i];
    }
    ask->clause_count = kept;
    ask->sign_count[ASK_MAY] = 0;
}

/* False for what is not in the race's syntax, and for queries of negations alone. */
static bool take_query(struct ask *ask, char *query)
{
    ask->clause_count = ask->word_count = 0;
    memset(ask->sign_count, 0, sizeof ask->sign_count);
    for (char *at = query; *at != '\0';) {
        if (*at == ' ')
            at++;
        else if (!take_clause(ask, &at))
            return false;
    }
    if (ask->depth == 0 && ask->sign_count[ASK_MUST] > 0)
        drop_optional(ask);
    return ask->sign_count[ASK_MAY] + ask->sign_count[ASK_MUST] > 0;
}

static bool take_command(struct ask *ask, const char *command)
{
    static const struct {
        const char *name;
        size_t depth;
        bool exact;
    } commands[] = {
        {"COUNT", 0, true},           {"TOP_10", 10, false},
        {"TOP_100", 100, false},      {"TOP_10_COUNT", 10, true},
        {"TOP_100_COUNT", 100, true}, {"HITS", 10, false},
    };
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (strcmp(command, commands[i].name) == 0) {
            ask->depth = commands[i].depth;
            ask->exact = commands[i].exact;
            return true;
        }
    }
    return false;
}

static void print_hits(const struct ask_answer *answer)
{
    for (size_t i = 0; i < answer->hit_count; i++)
        printf("%s%" PRIu64 ":%.4f", i == 0 ? "" : " ", answer->hits[i].doc,
               answer->hits[i].score);
    putchar('\n');
}

/* One line, without its end, to one line. */
static void answer_line(ask_function *function, void *engine, char *line)
{
    static struct ask ask;
    static struct ask_answer answer;
    uint64_t begin = now();
    char *tab = strchr(line, '\t');
    bool good = tab != NULL;
    if (good)
        *tab = '\0';
    answer.matches = answer.nanoseconds = 0;
    answer.hit_count = 0;
    good = good && take_command(&ask, line) && take_query(&ask, tab + 1) &&
           function(engine, &ask, &answer);
    uint64_t taken = now() - begin;
    if (answer.nanoseconds != 0)
        taken = answer.nanoseconds;
    if (!good)
        puts("UNSUPPORTED");
    else if (strcmp(line, "HITS") == 0)
        print_hits(&answer);
    else
        printf("%" PRIu64 "\t%" PRIu64 "\n", ask.exact ? answer.matches : 1, taken);
    fflush(stdout);
}

int ask_serve(ask_function *function, void *engine)
{
    char *line = NULL;
    size_t capacity = 0;
    ssize_t bytes;
    while ((bytes = getline(&line, &capacity, stdin)) > 0) {
        if (line[bytes - 1] == '\n')
            line[bytes - 1] = '\0';
        answer_line(function, engine, line);
    }
    free(line);
    return 0;
}

char *ask_put(char *out, const char *limit, const char *text)
{
    size_t bytes = strlen(text);
    if (bytes >= (size_t)(limit - out)) {
        fprintf(stderr, "a query that is too long\n");
        exit(1);
    }
    memcpy(out, text, bytes + 1);
    return out + bytes;
}

char *ask_put_words(char *out, const char *limit, const struct ask_clause *clause,
                    char quote)
{
    const char mark[2] = {quote, '\0'};
    out = ask_put(out, limit, mark);
    for (size_t i = 0; i < clause->word_count; i++) {
        if (i > 0)
            out = ask_put(out, limit, " ");
        out = ask_put(out, limit, clause->words[i]);
    }
    return ask_put(out, limit, mark);
}
