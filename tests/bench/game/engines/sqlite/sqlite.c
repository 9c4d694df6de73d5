/* sqlite.c - SQLite FTS5 in the race: a contentless table, all in one segment.
 *
 *   sqlite index DIR    documents on standard input -> DIR/game.db
 *   sqlite serve DIR    questions on standard input
 *
 * Document number n of the race is row n + 1. bm25() has FTS5's own, fixed k1 1.2 and
 * b 0.75; it is negative, so that ascending order is best first. Ordered by bm25() SQLite
 * keeps the k best alone; ORDER BY rank sorts all matches and takes 1.1 to 1.8 times as
 * long.
 */
#define _POSIX_C_SOURCE 200809L

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ask.h"
#include "documents.h"

enum { QUERY_BYTES = 1 << 16 };

struct engine {
    sqlite3 *db;
    sqlite3_stmt *count;        /* ?1 MATCH */
    sqlite3_stmt *top;          /* ?1 MATCH, ?3 hits */
    sqlite3_stmt *top_required; /* and ?2 MATCH */
};

static void check(sqlite3 *db, int code)
{
    if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW)
        return;
    fprintf(stderr, "sqlite: %s\n", sqlite3_errmsg(db));
    exit(1);
}

static void run(sqlite3 *db, const char *sql)
{
    check(db, sqlite3_exec(db, sql, NULL, NULL, NULL));
}

static sqlite3 *open_database(const char *folder, const char *name, int flags)
{
    char path[4096];
    sqlite3 *db;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (sqlite3_open_v2(path, &db, flags, NULL) != SQLITE_OK) {
        fprintf(stderr, "sqlite: %s: %s\n", path, sqlite3_errmsg(db));
        exit(1);
    }
    return db;
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement;
    check(db,
          sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL));
    return statement;
}

/* --- indexing --- */

static void insert_documents(sqlite3 *db)
{
    sqlite3_stmt *insert = prepare(db, "INSERT INTO game(rowid, text) VALUES (?1, ?2)");
    struct documents documents = {0};
    while (documents_next(&documents)) {
        check(db, sqlite3_bind_int64(insert, 1, (sqlite3_int64)documents.id + 1));
        check(db, sqlite3_bind_text(insert, 2, documents.text,
                                    (int)documents.text_bytes, SQLITE_STATIC));
        check(db, sqlite3_step(insert));
        check(db, sqlite3_reset(insert));
    }
    documents_close(&documents);
    check(db, sqlite3_finalize(insert));
}

/* One transaction, much memory before a segment is written, one merge at the end. The
 * copy (VACUUM) leaves out the pages that the merged segments held. */
static void index_documents(const char *folder)
{
    char path[4096];
    sqlite3 *db =
        open_database(folder, "build.db", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    run(db, "PRAGMA journal_mode = off; PRAGMA locking_mode = exclusive;"
            "PRAGMA synchronous = off; PRAGMA cache_size = -262144;"
            "CREATE VIRTUAL TABLE game USING fts5(text, content = '', columnsize = 1,"
            "    detail = full, tokenize = 'ascii');"
            "INSERT INTO game(game, rank) VALUES ('hashsize', 268435456);"
            "INSERT INTO game(game, rank) VALUES ('automerge', 0);"
            "BEGIN");
    insert_documents(db);
    run(db, "INSERT INTO game(game) VALUES ('optimize'); COMMIT");
    snprintf(path, sizeof path, "%s/game.db", folder);
    sqlite3_stmt *copy = prepare(db, "VACUUM INTO ?1");
    check(db, sqlite3_bind_text(copy, 1, path, -1, SQLITE_STATIC));
    check(db, sqlite3_step(copy));
    check(db, sqlite3_finalize(copy));
    check(db, sqlite3_close(db));
    snprintf(path, sizeof path, "%s/build.db", folder);
    unlink(path);
}

/* --- answering --- */

/* The whole database is mapped (as far as SQLite maps: 2 GiB), the rest is cached. */
static void open_engine(struct engine *engine, const char *folder)
{
    sqlite3 *db = open_database(folder, "game.db", SQLITE_OPEN_READONLY);
    engine->db = db;
    run(db, "PRAGMA locking_mode = exclusive; PRAGMA mmap_size = 2147418112;"
            "PRAGMA cache_size = -262144; PRAGMA temp_store = memory");
    engine->count = prepare(db, "SELECT count(*) FROM game WHERE game MATCH ?1");
    engine->top = prepare(db, "SELECT rowid, bm25(game) AS score FROM game"
                              " WHERE game MATCH ?1 ORDER BY score LIMIT ?3");
    engine->top_required =
        prepare(db, "SELECT rowid, bm25(game) AS score FROM game WHERE game MATCH ?1"
                    " AND +rowid IN (SELECT rowid FROM game WHERE game MATCH ?2)"
                    " ORDER BY score LIMIT ?3");
}

static void close_engine(struct engine *engine)
{
    sqlite3_finalize(engine->count);
    sqlite3_finalize(engine->top);
    sqlite3_finalize(engine->top_required);
    check(engine->db, sqlite3_close(engine->db));
}

/* All clauses of one sign, with `operator` between. */
static char *put_clauses(char *out, const char *limit, const struct ask *ask,
                         enum ask_sign sign, const char *operator)
{
    const char *between = "";
    for (size_t i = 0; i < ask->clause_count; i++) {
        if (ask->clauses[i].sign != sign)
            continue;
        out = ask_put(out, limit, between);
        out = ask_put_words(out, limit, &ask->clauses[i], '"');
        between = operator;
    }
    return out;
}

/* (a AND b) NOT (c OR d), or the same with OR. `+a b` needs two: FTS5 scores each place
 * where a word stands in a query, so that `a AND (a OR b)` would count `a` twice. The
 * score is that of `a OR b`, and a second MATCH keeps the rows that hold `a`. */
static void make_match(char *out, const struct ask *ask, bool either)
{
    const char *limit = out + QUERY_BYTES;
    out = ask_put(out, limit, "(");
    out = put_clauses(out, limit, ask, ASK_MUST, either ? " OR " : " AND ");
    if (either && ask->sign_count[ASK_MUST] > 0 && ask->sign_count[ASK_MAY] > 0)
        out = ask_put(out, limit, " OR ");
    if (either)
        out = put_clauses(out, limit, ask, ASK_MAY, " OR ");
    out = ask_put(out, limit, ")");
    if (ask->sign_count[ASK_NOT] == 0)
        return;
    out = ask_put(out, limit, " NOT (");
    out = put_clauses(out, limit, ask, ASK_NOT, " OR ");
    ask_put(out, limit, ")");
}

static void bind_match(struct engine *engine, sqlite3_stmt *statement, int place,
                       const char *match)
{
    check(engine->db, sqlite3_bind_text(statement, place, match, -1, SQLITE_STATIC));
}

static void read_count(struct engine *engine, sqlite3_stmt *statement,
                       struct ask_answer *answer)
{
    check(engine->db, sqlite3_step(statement));
    answer->matches = (uint64_t)sqlite3_column_int64(statement, 0);
    check(engine->db, sqlite3_reset(statement));
}

static void read_top(struct engine *engine, sqlite3_stmt *statement, size_t depth,
                     struct ask_answer *answer)
{
    check(engine->db, sqlite3_bind_int64(statement, 3, (sqlite3_int64)depth));
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct ask_hit *hit = &answer->hits[answer->hit_count++];
        hit->doc = (uint64_t)sqlite3_column_int64(statement, 0) - 1;
        hit->score = -sqlite3_column_double(statement, 1);
    }
    check(engine->db, code);
    check(engine->db, sqlite3_reset(statement));
}

static bool answer_function(void *self, const struct ask *ask,
                            struct ask_answer *answer)
{
    static char match[QUERY_BYTES];
    static char required[QUERY_BYTES];
    struct engine *engine = self;
    bool mixed = ask->sign_count[ASK_MUST] > 0 && ask->sign_count[ASK_MAY] > 0;
    make_match(match, ask, ask->sign_count[ASK_MUST] == 0 || mixed);
    make_match(required, ask, false);
    if (ask->exact) { /* what only adds to the score changes no count */
        bind_match(engine, engine->count, 1, mixed ? required : match);
        read_count(engine, engine->count, answer);
    }
    if (ask->depth > 0) {
        sqlite3_stmt *top = mixed ? engine->top_required : engine->top;
        bind_match(engine, top, 1, match);
        if (mixed)
            bind_match(engine, top, 2, required);
        read_top(engine, top, ask->depth, answer);
    }
    return true;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "index") == 0) {
        index_documents(argv[2]);
        return 0;
    }
    if (argc == 3 && strcmp(argv[1], "serve") == 0) {
        struct engine engine;
        open_engine(&engine, argv[2]);
        int code = ask_serve(answer_function, &engine);
        close_engine(&engine);
        return code;
    }
    if (argc == 2 && strcmp(argv[1], "version") == 0) {
        printf("SQLite FTS5 %s\n", sqlite3_libversion());
        return 0;
    }
    fprintf(stderr, "usage: sqlite version | index DIR | serve DIR\n");
    return 2;
}
