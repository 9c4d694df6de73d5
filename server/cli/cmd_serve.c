/* cmd_serve.c - becomes msearch-serve, the program with the web server. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/program.h"
#include "cli/command.h"

int cmd_serve(int argc, char **argv)
{
    char path[PROGRAM_PATH_BYTES];
    (void)argc;
    if (!program_find(path, "msearch-serve")) {
        fprintf(stderr,
                "msearch: serve: msearch-serve is neither beside msearch nor in "
                "../libexec/msearch\n");
        return EXIT_TROUBLE;
    }
    (void)execv(path, argv);
    fprintf(stderr, "msearch: serve: %s: %s\n", path, strerror(errno));
    return EXIT_TROUBLE;
}
