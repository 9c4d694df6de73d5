/* main.c - the table of subcommands. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *help;
} commands[] = {
    {"index", cmd_index, "add articles to an index: files, folders, JSON Lines"},
    {"query", cmd_query, "search, and print ranked answers with snippets"},
    {"serve", cmd_serve, "answer over HTTP: pages, JSON, a search box for other sites"},
    {"show", cmd_show, "print one article"},
    {"delete", cmd_delete, "remove articles from the index"},
    {"merge", cmd_merge, "merge segments, drop what was deleted"},
    {"check", cmd_check, "prove every rule of the format on an index"},
    {"stats", cmd_stats, "sizes by part, terms, articles by year and language"},
    {"analyze", cmd_analyze, "show the stems of words"},
    {"bench", cmd_bench, "answer lines of queries with counts and times, for races"},
};
enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

static int usage(FILE *out, int code)
{
    fprintf(out, "usage: msearch COMMAND [OPTION]... [WORD]...\n\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(out, "  %-9s %s\n", commands[i].name, commands[i].help);
    fprintf(out, "\n`msearch COMMAND --help` tells more. A word that is no command is "
                 "searched for:\n`msearch WORD...` is `msearch query WORD...`.\n");
    return code;
}

static bool asks(const char *arg, const char *letter, const char *name)
{
    return strcmp(arg, letter) == 0 || strcmp(arg, name) == 0;
}

static int run(int argc, char **argv)
{
    if (argc < 2)
        return usage(stderr, EXIT_TROUBLE);
    if (asks(argv[1], "-h", "--help") || strcmp(argv[1], "help") == 0)
        return usage(stdout, EXIT_FOUND);
    if (asks(argv[1], "-V", "--version")) {
        printf("msearch " MSEARCH_VERSION "\n");
        return EXIT_FOUND;
    }
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    return cmd_query(argc, argv);
}

int main(int argc, char **argv)
{
    /* Writing to a closed pipe is an error of that write, not the end of the process.
     */
    signal(SIGPIPE, SIG_IGN);
    return command_finish(run(argc, argv));
}
