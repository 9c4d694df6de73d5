/* cmd_check.c - every rule of FORMAT.md, proved on an index. */
#include <inttypes.h>
#include <stdio.h>

#include "build/check.h"
#include "cli/command.h"

static void tell(void *context, const struct check_problem *problem)
{
    (void)context;
    printf("%s: byte %" PRIu64 ": %s\n", problem->file, problem->off, problem->text);
}

int cmd_check(int argc, char **argv)
{
    const char *index = NULL;
    const struct option options[] = {
        {"index", 'i', OPTION_TEXT, &index, "DIR",
         "the index (else $MSEARCH_INDEX, else ./msearch-index)"},
    };
    struct command_line line = {
        .usage = "msearch check [-i DIR]",
        .summary = "Reads a whole index and names file, byte and rule of whatever is "
                   "wrong.\nExit code 0: sound, 1: something is wrong, 2: could not be "
                   "read.",
        .options = options,
        .wordless = true,
        .option_count = 1,
    };
    int code = options_parse(&line, argc, argv);
    if (code >= 0)
        return code;
    const char *dir = command_index(index);
    struct error err = ERROR_NONE;
    struct check_totals totals = {0};
    if (check_index(dir, tell, NULL, &totals, &err))
        return command_fail(dir, &err);
    char size[24];
    printf("%" PRIu64 " segment%s, %" PRIu64 " articles (%" PRIu64 " deleted), %" PRIu64
           " terms, %" PRIu64 " postings, %" PRIu64 " places, %s: %" PRIu64
           " problems\n",
           totals.segments, totals.segments == 1 ? "" : "s", totals.articles,
           totals.deleted, totals.terms, totals.postings, totals.places,
           command_bytes(size, totals.bytes), totals.problems);
    return totals.problems ? EXIT_NOTHING : EXIT_FOUND;
}
