/* The life of the server:
 *
 *   open index, sessions, socket -> ready -> each second: a newer index? -> signal
 *        -> stop accepting -> let requests end -> release
 *
 * Invariant: SIGTERM, SIGINT and SIGHUP are blocked in every thread and taken here
 * alone, by sigtimedwait, so that no handler runs anywhere.
 */
#include "web/serve.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "match/snapshot.h"
#include "web/http.h"
#include "web/listen.h"
#include "web/routes.h"
#include "web/sessions.h"

enum {
    GRACE_MS = 8000,
    THREADS_A_CORE = 4,
    THREADS_MAX = 64,
    PER_ADDRESS = 32,
    BASE_BYTES_MAX = 256
};

struct server {
    const struct serve_options *options;
    struct routes routes;
    struct http *http;
    unsigned threads;
    char url[LISTEN_URL_BYTES];
};

struct signals {
    sigset_t taken, before;
    struct sigaction pipe_before;
};

static void take_signals(struct signals *signals)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigemptyset(&signals->taken);
    sigaddset(&signals->taken, SIGTERM);
    sigaddset(&signals->taken, SIGINT);
    sigaddset(&signals->taken, SIGHUP);
    (void)pthread_sigmask(SIG_BLOCK, &signals->taken, &signals->before);
    (void)sigaction(SIGPIPE, &ignore, &signals->pipe_before);
}

static void give_signals(struct signals *signals)
{
    (void)sigaction(SIGPIPE, &signals->pipe_before, NULL);
    (void)pthread_sigmask(SIG_SETMASK, &signals->before, NULL);
}

static unsigned thread_count(const struct serve_options *options)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned threads = options->threads
                           ? options->threads
                           : (unsigned)(cores > 0 ? cores : 1) * THREADS_A_CORE;
    return threads < THREADS_MAX ? threads : THREADS_MAX;
}

/* "/archive": only characters that mean nothing to HTML, URLs and headers. */
static enum status check_base(const char *base, struct error *err)
{
    size_t len = base ? strlen(base) : 0;
    if (len == 0)
        return ST_OK;
    if (len > BASE_BYTES_MAX || base[0] != '/' || base[len - 1] == '/' ||
        strspn(base, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                     "-_.~/") != len ||
        strstr(base, "..") || strstr(base, "//"))
        return fail(err, ST_ARGUMENT, "%s: not a path prefix such as /archive", base);
    return ST_OK;
}

static enum status check_url(const char *url, struct error *err)
{
    size_t len = url ? strlen(url) : 0;
    if (len == 0)
        return ST_OK;
    if (len > 255 ||
        (strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0) ||
        strpbrk(url, "\"'<>&\\ \t\r\n"))
        return fail(err, ST_ARGUMENT, "%s: not an address such as https://search.kg",
                    url);
    return ST_OK;
}

static struct span without_slash(const char *url)
{
    struct span text = span_text(url ? url : "");
    while (text.len > 0 && text.data[text.len - 1] == '/')
        text.len--;
    return text;
}

static enum status check_options(const struct serve_options *options, struct error *err)
{
    enum status status = check_base(options->base_path, err);
    if (status == ST_OK)
        status = check_url(options->public_url, err);
    for (size_t i = 0; i < options->origin_count && status == ST_OK; i++) {
        const char *origin = options->origins[i];
        status = check_url(origin, err);
        if (status == ST_OK &&
            (!strstr(origin, "://") || strchr(strstr(origin, "://") + 3, '/')))
            status = fail(err, ST_ARGUMENT,
                          "%s: not an origin such as https://journal.kg", origin);
    }
    return status;
}

static enum status open_server(struct server *server, struct error *err)
{
    const struct serve_options *o = server->options;
    struct routes *routes = &server->routes;
    int fd = -1;
    routes->base = span_text(o->base_path ? o->base_path : "");
    routes->site = span_text(o->site_name ? o->site_name : "");
    routes->public_url = without_slash(o->public_url);
    routes->origins = o->origins;
    routes->origin_count = o->origin_count;
    routes->terms = o->terms;
    routes->boot = (uint64_t)clock_wall_s() * 1000003 + clock_monotonic_us();
    server->threads = thread_count(o);
    enum status status = snapshot_source_open(&routes->source, o->dir, err);
    if (status == ST_OK)
        status = sessions_open(&routes->sessions, server->threads, err);
    if (status == ST_OK)
        status = listen_open(&fd, server->url, o->listen, err);
    if (status != ST_OK)
        return status;
    struct http_options http = {.listen_fd = fd,
                                .threads = server->threads,
                                .per_address = o->proxied ? 0 : PER_ADDRESS,
                                .log = o->log_requests,
                                .handle = routes_handle,
                                .context = routes};
    return http_open(&server->http, &http, err);
}

/* Once a second, and at SIGHUP. Trouble is told once, not each second. */
static void look_for_newer(struct server *server, bool *troubled)
{
    struct error err = ERROR_NONE;
    bool changed = false;
    enum status status = snapshot_source_poll(server->routes.source, &changed, &err);
    if (status != ST_OK && !*troubled)
        fprintf(stderr,
                "msearch: the index cannot be read anew, the old state stays: %s\n",
                err.text);
    *troubled = status != ST_OK;
}

static void run(struct server *server, const sigset_t *taken)
{
    const struct timespec second = {1, 0};
    bool troubled = false;
    for (;;) {
        int got = sigtimedwait(taken, NULL, &second);
        if (got == SIGTERM || got == SIGINT)
            return;
        if (got >= 0 || errno == EAGAIN)
            look_for_newer(server, &troubled);
    }
}

enum status serve_run(const struct serve_options *options, struct error *err)
{
    struct server server = {.options = options};
    struct signals signals;
    enum status status = check_options(options, err);
    if (status != ST_OK)
        return status;
    take_signals(&signals);
    status = open_server(&server, err);
    if (status == ST_OK) {
        if (options->ready)
            options->ready(options->context, server.url);
        run(&server, &signals.taken);
    }
    http_close(server.http, GRACE_MS);
    sessions_close(server.routes.sessions);
    snapshot_source_close(server.routes.source);
    give_signals(&signals);
    return status;
}
