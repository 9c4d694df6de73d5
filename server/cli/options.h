/* options.h - command lines: flags to variables, and the help made of the same table.
 *
 * Layer    cli (includes all)
 * Memory   borrows argv
 * Threads  one
 */
#ifndef MSEARCH_CLI_OPTIONS_H
#define MSEARCH_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Exit codes, as grep has them. */
enum { EXIT_FOUND = 0, EXIT_NOTHING = 1, EXIT_TROUBLE = 2 };

enum option_kind {
    OPTION_FLAG,  /* bool */
    OPTION_TEXT,  /* const char * */
    OPTION_COUNT, /* uint32_t */
    OPTION_SIZE,  /* size_t, with K, M, G */
    OPTION_LIST   /* struct option_list: may be given again and again */
};

enum { OPTION_LIST_MAX = 32 };
struct option_list {
    const char *items[OPTION_LIST_MAX];
    size_t count;
};

struct option {
    const char *name; /* "index" for --index */
    char letter;      /* 'i' for -i; 0: none */
    enum option_kind kind;
    void *target;
    const char *value; /* name of the value in the help, NULL for flags */
    const char *help;
};

struct command_line {
    const char *usage;   /* "msearch query [OPTION]... WORD..." */
    const char *summary; /* a sentence or two for --help */
    const struct option *options;
    size_t option_count;
    bool wordless;      /* only options: a word is a usage error */
    char *const *words; /* out: what is not an option, in argv */
    size_t word_count;
};

/* Returns -1 to go on, else the exit code (0 after --help or -h, 2 after a usage error,
 * which is told on standard error with a hint). argv[0] is the command's name; words
 * are gathered at the front of argv. */
int options_parse(struct command_line *line, int argc, char **argv);

#endif
