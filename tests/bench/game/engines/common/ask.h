/* ask.h - the answering side of a race's engine: lines in, lines out, the clock.
 *
 * Format   in: COMMAND TAB QUERY; out: matches TAB nanoseconds, or UNSUPPORTED; for HITS
 *          doc:score with blanks between (tests/bench/game/README.md)
 * Memory   an ask lies in the caller's line and in itself; nothing is allocated
 */
#ifndef GAME_ASK_H
#define GAME_ASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { ASK_CLAUSES = 128, ASK_WORDS = 512, ASK_DEPTH = 100 };

enum ask_sign {
    ASK_MAY,  /* word: adds to the score; enough for a match when nothing is a must */
    ASK_MUST, /* +word */
    ASK_NOT   /* -word */
};

/* A word, or a phrase of several. */
struct ask_clause {
    enum ask_sign sign;
    size_t word_count;
    const char *const *words;
};

struct ask {
    size_t depth; /* hits asked for; 0: the number of matches alone */
    bool exact;   /* the exact number of matches is asked for */

    struct ask_clause clauses[ASK_CLAUSES];
    size_t clause_count;
    size_t sign_count[3]; /* clauses by sign */

    const char *words[ASK_WORDS];
    size_t word_count;
};

struct ask_hit {
    uint64_t doc;
    double score;
};

struct ask_answer {
    uint64_t matches;
    uint64_t nanoseconds; /* 0: the clock of ask_serve counts, else this */
    struct ask_hit hits[ASK_DEPTH];
    size_t hit_count;
};

/* One question; false when the engine has no such query. Ends the program on errors. */
typedef bool ask_function(void *engine, const struct ask *ask,
                          struct ask_answer *answer);

/* Answer standard input until it ends; returns the program's exit code. */
int ask_serve(ask_function *function, void *engine);

/* Write into `out`, never past `limit`, and return the end: a text, or the words of a
 * clause with blanks between, in quotes when `quote` is not NUL. */
char *ask_put_words(char *out, const char *limit, const struct ask_clause *clause,
                    char quote);
char *ask_put(char *out, const char *limit, const char *text);

#ifdef __cplusplus
}
#endif
#endif
