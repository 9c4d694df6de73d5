/* sphinx.c - Sphinx in the race: what indexer reads, and a client of searchd.
 *
 *   sphinx documents      JSON Lines -> lines of id TAB text, for Sphinx's indexer
 *   sphinx serve DIR      start searchd, answer standard input, stop searchd
 *
 * Document number n of the race is document n + 1 here.
 *
 *   ask_serve --- SELECT ...; SHOW META ---> searchd (DIR/searchd.s)
 *             <-- hits, total_found, cpu_time ---
 */
#define _GNU_SOURCE

#include <errno.h>
#include <inttypes.h>
#include <mysql.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "ask.h"
#include "documents.h"

enum { QUERY_BYTES = 1 << 16, PATH_BYTES = 4096, START_MS = 60000 };

#define SCORE_UNIT 10000 /* weights are whole numbers */

struct engine {
    MYSQL *connection;
    bool
        client_clock; /* GAME_SPHINX_CLOCK=client: the round trip, not searchd's time */
};

static _Noreturn void stop(const char *what, const char *why)
{
    fprintf(stderr, "sphinx: %s: %s\n", what, why);
    exit(1);
}

/* --- indexing --- */

static int print_documents(void)
{
    struct documents documents = {0};
    while (documents_next(&documents))
        printf("%" PRIu64 "\t%s\n", documents.id + 1, documents.text);
    documents_close(&documents);
    return fflush(stdout) == 0 ? 0 : 1;
}

/* --- searchd --- */

/* It gets a signal when this process dies, however it dies. */
static pid_t start_searchd(const char *folder)
{
    char config[PATH_BYTES];
    snprintf(config, sizeof config, "%s/sphinx.conf", folder);
    pid_t parent = getpid();
    pid_t child = fork();
    if (child < 0)
        stop("fork", strerror(errno));
    if (child > 0)
        return child;
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent || freopen("/dev/null", "r", stdin) == NULL ||
        freopen("/dev/null", "w", stdout) == NULL)
        _exit(127);
    execlp("searchd", "searchd", "--config", config, "--nodetach", "--cpustats",
           (char *)NULL);
    _exit(127);
}

static MYSQL *connect_searchd(const char *folder, pid_t searchd)
{
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "%s/searchd.s", folder);
    for (int waited = 0; waited < START_MS; waited += 2) {
        MYSQL *connection = mysql_init(NULL);
        if (connection == NULL)
            stop("client", "no memory");
        if (mysql_real_connect(connection, NULL, NULL, NULL, NULL, 0, path,
                               CLIENT_MULTI_STATEMENTS) != NULL)
            return connection;
        mysql_close(connection);
        if (waitpid(searchd, NULL, WNOHANG) != 0)
            stop("searchd", "does not start; see searchd.log in the index's folder");
        nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
    }
    kill(searchd, SIGTERM);
    stop("searchd", "does not answer");
}

/* --- answering --- */

static char *put_clauses(char *out, const char *limit, const struct ask *ask,
                         enum ask_sign sign, const char *between)
{
    const char *separator = "";
    out = ask_put(out, limit, "(");
    for (size_t i = 0; i < ask->clause_count; i++) {
        const struct ask_clause *clause = &ask->clauses[i];
        if (clause->sign != sign)
            continue;
        out = ask_put(out, limit, separator);
        out = ask_put_words(out, limit, clause, clause->word_count > 1 ? '"' : '\0');
        separator = between;
    }
    return ask_put(out, limit, ")");
}

/* ((a b) MAYBE (c | d)) -(e | f); words are [a-z0-9], so nothing needs an escape */
static char *put_match(char *out, const char *limit, const struct ask *ask)
{
    bool must = ask->sign_count[ASK_MUST] > 0;
    bool may = ask->sign_count[ASK_MAY] > 0;
    out = ask_put(out, limit, "(");
    if (must)
        out = put_clauses(out, limit, ask, ASK_MUST, " ");
    if (must && may)
        out = ask_put(out, limit, " MAYBE ");
    if (may)
        out = put_clauses(out, limit, ask, ASK_MAY, " | ");
    out = ask_put(out, limit, ")");
    if (ask->sign_count[ASK_NOT] == 0)
        return out;
    out = ask_put(out, limit, " -");
    return put_clauses(out, limit, ask, ASK_NOT, " | ");
}

/* A count needs no scores. Else BM25 with idf = log(N / n) and lengths; the k best are
 * all that is kept, yet every match is looked at (cutoff = 0). */
static void make_statement(char *out, const struct ask *ask)
{
    const char *limit = out + QUERY_BYTES;
    char options[256];
    if (ask->depth == 0)
        snprintf(options, sizeof options,
                 "') LIMIT 0, 1 OPTION ranker = none, max_matches = 1, cutoff = 0; "
                 "SHOW META");
    else
        snprintf(options, sizeof options,
                 "') LIMIT 0, %zu OPTION ranker = expr('%d * bm25a(1.2, 0.75)'), "
                 "idf = 'plain,tfidf_unnormalized', max_matches = %zu, cutoff = 0; "
                 "SHOW META",
                 ask->depth, SCORE_UNIT, ask->depth);
    out = ask_put(out, limit, "SELECT id, weight() FROM game WHERE MATCH('");
    out = put_match(out, limit, ask);
    ask_put(out, limit, options);
}

static MYSQL_RES *next_result(struct engine *engine)
{
    MYSQL_RES *result = mysql_store_result(engine->connection);
    if (result == NULL)
        stop("searchd", mysql_error(engine->connection));
    return result;
}

static void read_hits(struct engine *engine, const struct ask *ask,
                      struct ask_answer *answer)
{
    MYSQL_RES *result = next_result(engine);
    MYSQL_ROW row;
    while ((row = mysql_fetch_row(result)) != NULL && answer->hit_count < ask->depth) {
        struct ask_hit *hit = &answer->hits[answer->hit_count++];
        hit->doc = strtoull(row[0], NULL, 10) - 1;
        hit->score = strtod(row[1], NULL) / SCORE_UNIT;
    }
    mysql_free_result(result);
}

/* total_found, and cpu_time: milliseconds with three decimals (searchd --cpustats) */
static void read_meta(struct engine *engine, struct ask_answer *answer)
{
    MYSQL_RES *result = next_result(engine);
    MYSQL_ROW row;
    while ((row = mysql_fetch_row(result)) != NULL) {
        if (strcmp(row[0], "total_found") == 0)
            answer->matches = strtoull(row[1], NULL, 10);
        else if (strcmp(row[0], "cpu_time") == 0 && !engine->client_clock)
            answer->nanoseconds = (uint64_t)(strtod(row[1], NULL) * 1e6 + 0.5);
    }
    mysql_free_result(result);
}

static bool answer_function(void *self, const struct ask *ask,
                            struct ask_answer *answer)
{
    static char statement[QUERY_BYTES];
    struct engine *engine = self;
    make_statement(statement, ask);
    if (mysql_real_query(engine->connection, statement, strlen(statement)) != 0)
        stop("searchd", mysql_error(engine->connection));
    read_hits(engine, ask, answer);
    if (mysql_next_result(engine->connection) != 0)
        stop("searchd", mysql_error(engine->connection));
    read_meta(engine, answer);
    return true;
}

static int serve(const char *folder)
{
    struct engine engine = {0};
    const char *clock = getenv("GAME_SPHINX_CLOCK");
    engine.client_clock = clock != NULL && strcmp(clock, "client") == 0;
    pid_t searchd = start_searchd(folder);
    engine.connection = connect_searchd(folder, searchd);
    int code = ask_serve(answer_function, &engine);
    mysql_close(engine.connection);
    kill(searchd, SIGTERM);
    waitpid(searchd, NULL, 0);
    return code;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "documents") == 0)
        return print_documents();
    if (argc == 3 && strcmp(argv[1], "serve") == 0)
        return serve(argv[2]);
    fprintf(stderr, "usage: sphinx documents | serve DIR\n");
    return 2;
}
