/* main_serve.c - msearch-serve, what `msearch serve` becomes: flags to serve_options.
 *
 * A program of its own, so that no other command loads the libraries of a web server.
 */
#include <signal.h>
#include <stdio.h>

#include "base/memory.h"
#include "cli/command.h"
#include "cli/wordlists.h"
#include "web/serve.h"

static void tell_ready(void *context, const char *url)
{
    (void)context;
    fprintf(stderr, "msearch: serving %s (Ctrl-C ends it)\n", url);
}

static int serve(int argc, char **argv)
{
    const char *index = NULL;
    struct option_list origins = {.count = 0};
    struct wordlists lists = {.none = false};
    struct terms *terms = NULL;
    uint32_t threads = 0;
    struct serve_options how = {
        .listen = "127.0.0.1:8080", .base_path = "", .ready = tell_ready};
    const struct option options[] = {
        {"index", 'i', OPTION_TEXT, &index, "DIR",
         "the index (else $MSEARCH_INDEX, else ./msearch-index)"},
        {"listen", 'l', OPTION_TEXT, &how.listen, "ADDRESS:PORT",
         "where to listen (127.0.0.1:8080)"},
        {"origin", 'o', OPTION_LIST, &origins, "ORIGIN",
         "a site that may embed the search box, as https://journal.kg; repeatable"},
        {"base-path", 0, OPTION_TEXT, &how.base_path, "PATH",
         "path prefix behind a proxy, as /archive"},
        {"public-url", 0, OPTION_TEXT, &how.public_url, "URL",
         "address that readers see, as https://search.journal.kg"},
        {"name", 0, OPTION_TEXT, &how.site_name, "TEXT", "name shown on the pages"},
        {"threads", 0, OPTION_COUNT, &threads, "N", "threads (four a core)"},
        {"proxied", 0, OPTION_FLAG, &how.proxied, NULL,
         "behind a reverse proxy: no limit of connections an address"},
        WORDLISTS_OPTIONS(&lists),
        {"log", 0, OPTION_FLAG, &how.log_requests, NULL,
         "one JSON line a request on standard error, without the query"},
    };
    struct command_line line = {
        .usage = "msearch serve [-i DIR] [--listen ADDRESS:PORT] [OPTION]...",
        .summary =
            "Answers over HTTP until SIGTERM or Ctrl-C. A new state of the index is "
            "picked up by itself.",
        .options = options,
        .wordless = true,
        .option_count = sizeof options / sizeof options[0],
    };
    int code = options_parse(&line, argc, argv);
    if (code < 0)
        code = wordlists_check(&lists);
    if (code < 0)
        code = wordlists_open(&terms, &lists);
    if (code >= 0)
        return code;
    how.terms = terms;
    how.dir = command_index(index);
    how.origins = origins.items;
    how.origin_count = origins.count;
    how.threads = threads;
    struct error err = ERROR_NONE;
    code = serve_run(&how, &err) ? command_fail(how.dir, &err) : EXIT_FOUND;
    terms_close(terms);
    return code;
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);
    memory_keep(COMMAND_KEEP_BYTES);
    return command_finish(serve(argc, argv));
}
