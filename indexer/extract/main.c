/* msearch-extract - reads documents that need a foreign parser, for msearch index.
 *
 *   msearch  --socket pair-->  sandbox_enter, then extract_serve: read, parse, answer
 *
 * The sandbox is closed before the first byte of input is read. Without it there is no
 * service. The program is not meant to be run by hand, but for --self-test.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "extract/extract.h"
#include "extract/sandbox.h"

static int usage(void)
{
    (void)fputs("usage: msearch-extract [--self-test]\n"
                "Started by `msearch index`; speaks its protocol on standard input and "
                "output.\n",
                stderr);
    return EXTRACT_EXIT_PROTOCOL;
}

int main(int argc, char **argv)
{
    bool self_test = argc == 2 && strcmp(argv[1], "--self-test") == 0;
    if (argc > 1 && !self_test)
        return usage();
    json_object_seed(0); /* reads the system's random numbers, while it may */
    struct error err = ERROR_NONE;
    if (sandbox_enter(&err) != ST_OK) {
        (void)fprintf(stderr, "msearch-extract: %s\n", err.text);
        return EXTRACT_EXIT_SANDBOX;
    }
    if (self_test)
        _exit(sandbox_self_test(STDOUT_FILENO) ? 0 : 1);
    /* Nothing to flush, and leak checkers cannot run in here. */
    _exit(extract_serve(STDIN_FILENO, STDOUT_FILENO));
}
