/* serve_load.c - asks a running server as fast as it answers, or so many times a second.
 *
 *   serve_load [--connections N] [--seconds N] [--rate N] [--path PATH] PORT LOG
 *
 * One thread with N connections that are kept (8); LOG is what `queries` wrote. Without
 * a rate the next request follows its answer at once. With one, requests are due at even
 * distances whatever the server does, and the time of an answer counts from when its
 * request was due: a server that stalls cannot hide it. The first tenth is not counted.
 *
 * Prints: requests/s, p50, p99 and the worst in milliseconds, bytes of a body, failures.
 */
#define _GNU_SOURCE /* ppoll */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/file.h"
#include "base/memory.h"
#include "bench.h"

enum { CONNECTIONS_MAX = 256, HEAD_MAX = 8192, ROOM = 1 << 16 };

struct connection {
    int fd;
    bool busy, in_body;
    uint64_t due_ns;
    size_t head_len, left; /* bytes of the head so far; of the body still to come */
    char head[HEAD_MAX + 1];
};

struct load {
    unsigned connections;
    double seconds, rate;
    const char *path;
    uint16_t port;
    struct buf requests; /* one after the other */
    size_t *offs, count; /* where they begin, one more than there are */
    size_t offs_room, next;
    struct connection all[CONNECTIONS_MAX];
    uint64_t begin_ns, counted_ns, end_ns, due_ns;
    double *times; /* of counted answers, ms */
    size_t time_count, time_room, failures;
    uint64_t body_bytes;
};

static uint64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

/* --- Requests ------------------------------------------------------------------------
 */

static void put_encoded(struct buf *out, struct span text)
{
    for (size_t i = 0; i < text.len; i++)
        buf_print(out, "%%%02X", text.data[i]);
}

static void note_off(struct load *load)
{
    load->offs =
        memory_grow(load->offs, &load->offs_room, load->count + 1, sizeof *load->offs);
    if (!load->offs)
        bench_die("out of memory", NULL);
    load->offs[load->count++] = load->requests.len;
}

static void add_request(struct load *load, struct span line)
{
    size_t how = span_find(line, '\t', 0) + 1, q = span_find(line, '\t', how) + 1;
    struct span sort = span_part(line, how, q - how);
    if (q >= line.len)
        return;
    note_off(load);
    buf_print(&load->requests, "GET %s", load->path);
    put_encoded(&load->requests, span_part(line, q, line.len));
    buf_put_text(&load->requests,
                 span_starts(sort, span_text("newest")) ? "&sort=newest" : "");
    buf_put_text(&load->requests, " HTTP/1.1\r\nHost: localhost\r\n\r\n");
}

/* In an order by chance: neighbours of the log ask for the same. */
static void shuffle(struct load *load)
{
    struct chance chance = {1};
    struct buf mixed;
    buf_init(&mixed, 0);
    size_t *order = memory_zeroed(load->count, sizeof *order), total = load->count - 1;
    if (!order)
        bench_die("out of memory", NULL);
    for (size_t i = 0; i < total; i++) {
        size_t at = (size_t)chance_below(&chance, i + 1);
        order[i] = order[at];
        order[at] = i;
    }
    for (size_t i = 0; i < total; i++) {
        size_t from = load->offs[order[i]], len = load->offs[order[i] + 1] - from;
        order[i] = mixed.len; /* every offset but those of requests to come is done */
        buf_put(&mixed, load->requests.data + from, len);
    }
    order[total] = mixed.len;
    memory_free(load->offs);
    buf_release(&load->requests);
    load->offs = order;
    load->requests = mixed;
    load->count = total;
}

static void read_log(struct load *load, const char *path)
{
    struct buf text;
    struct error err = ERROR_NONE;
    buf_init(&text, 0);
    buf_init(&load->requests, 0);
    if (file_read(&text, path, BUF_LIMIT_DEFAULT, &err))
        bench_die(path, &err);
    for (size_t at = 0; at < text.len;) {
        size_t end = span_find(buf_span(&text), '\n', at);
        add_request(load, span_part(buf_span(&text), at, end - at));
        at = end + 1;
    }
    if (load->count == 0)
        bench_die("no queries in the log", NULL);
    note_off(load);
    shuffle(load);
    buf_release(&text);
}

/* --- Connections ---------------------------------------------------------------------
 */

static void dial(const struct load *load, struct connection *c)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(load->port)};
    int one = 1;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&to, sizeof to) != 0)
        bench_die("cannot connect", NULL);
    (void)setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

static void ask(struct load *load, struct connection *c, uint64_t due_ns)
{
    size_t from = load->offs[load->next];
    size_t len = load->offs[load->next + 1] - from;
    load->next = (load->next + 1) % load->count;
    c->busy = true;
    c->in_body = false;
    c->head_len = 0;
    c->due_ns = due_ns;
    if (send(c->fd, load->requests.data + from, len, MSG_NOSIGNAL) != (ssize_t)len)
        bench_die("cannot send", NULL);
}

static void answered(struct load *load, struct connection *c)
{
    uint64_t now = now_ns();
    c->busy = false;
    if (strncmp(c->head, "HTTP/1.1 200", 12) != 0)
        load->failures++;
    if (now < load->counted_ns || now > load->end_ns)
        return;
    load->times = memory_grow(load->times, &load->time_room, load->time_count + 1,
                              sizeof *load->times);
    if (!load->times)
        bench_die("out of memory", NULL);
    load->times[load->time_count++] = (double)(now - c->due_ns) / 1e6;
}

/* How many bytes of the body the head announces; it is whole. */
static size_t announced(const struct connection *c)
{
    const char *length = strcasestr(c->head, "\r\ncontent-length:");
    if (!length)
        bench_die("a response without a length", NULL);
    return strtoul(length + 17, NULL, 10);
}

static void take_bytes(struct load *load, struct connection *c, const char *bytes,
                       size_t len)
{
    if (!c->in_body) {
        size_t before = c->head_len;
        size_t room = HEAD_MAX - before, part = len < room ? len : room;
        memcpy(c->head + before, bytes, part);
        c->head[c->head_len = before + part] = 0;
        const char *end = strstr(c->head, "\r\n\r\n");
        if (!end && c->head_len == HEAD_MAX)
            bench_die("a head that does not end", NULL);
        if (!end)
            return;
        size_t used = (size_t)(end - c->head) + 4 - before;
        c->left = announced(c);
        load->body_bytes += c->left;
        c->in_body = true;
        len -= used;
    }
    if (len > c->left)
        bench_die("more than was announced", NULL);
    c->left -= len;
    if (c->left == 0)
        answered(load, c);
}

static void receive(struct load *load, struct connection *c)
{
    static char bytes[ROOM];
    ssize_t got = recv(c->fd, bytes, sizeof bytes, 0);
    if (got <= 0)
        bench_die("the server closed a connection", NULL);
    take_bytes(load, c, bytes, (size_t)got);
}

/* --- The load ------------------------------------------------------------------------
 */

/* Give idle connections what is due; ns until more is. */
static uint64_t ask_due(struct load *load, uint64_t now)
{
    for (unsigned i = 0; i < load->connections; i++) {
        if (load->all[i].busy)
            continue;
        if (load->rate <= 0) {
            ask(load, &load->all[i], now);
        } else if (load->due_ns <= now) {
            ask(load, &load->all[i], load->due_ns);
            load->due_ns += (uint64_t)(1e9 / load->rate);
        }
    }
    if (load->rate <= 0)
        return 1000000000;
    return load->due_ns > now ? load->due_ns - now : 1000000;
}

static void run(struct load *load)
{
    struct pollfd polled[CONNECTIONS_MAX];
    for (unsigned i = 0; i < load->connections; i++) {
        dial(load, &load->all[i]);
        polled[i] = (struct pollfd){.fd = load->all[i].fd, .events = POLLIN};
    }
    load->begin_ns = load->due_ns = now_ns();
    load->end_ns = load->begin_ns + (uint64_t)(load->seconds * 1e9);
    load->counted_ns = load->begin_ns + (uint64_t)(load->seconds * 1e8);
    for (uint64_t now; (now = now_ns()) < load->end_ns;) {
        uint64_t wait = ask_due(load, now);
        struct timespec time = {(time_t)(wait / 1000000000), (long)(wait % 1000000000)};
        if (ppoll(polled, load->connections, &time, NULL) < 0 && errno != EINTR)
            bench_die("poll", NULL);
        for (unsigned i = 0; i < load->connections; i++)
            if (polled[i].revents)
                receive(load, &load->all[i]);
    }
    for (unsigned i = 0; i < load->connections; i++)
        (void)close(load->all[i].fd);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void report(struct load *load)
{
    size_t n = load->time_count;
    if (n == 0)
        bench_die("no answers", NULL);
    qsort(load->times, n, sizeof *load->times, by_value);
    double seconds = (double)(load->end_ns - load->counted_ns) / 1e9;
    printf("%.0f req/s, p50 %.2f ms, p99 %.2f ms, worst %.2f ms, %.0f bytes a body, "
           "%zu failed\n",
           (double)n / seconds, load->times[n / 2], load->times[n * 99 / 100],
           load->times[n - 1], (double)load->body_bytes / (double)n * 0.9,
           load->failures);
}

int main(int argc, char **argv)
{
    static struct load load = {
        .connections = 8, .seconds = 5, .path = "/api/v1/search?facets=all&q="};
    int at = 1;
    for (; at + 1 < argc && strncmp(argv[at], "--", 2) == 0; at += 2) {
        if (strcmp(argv[at], "--connections") == 0)
            load.connections = (unsigned)strtoul(argv[at + 1], NULL, 10);
        else if (strcmp(argv[at], "--seconds") == 0)
            load.seconds = strtod(argv[at + 1], NULL);
        else if (strcmp(argv[at], "--rate") == 0)
            load.rate = strtod(argv[at + 1], NULL);
        else if (strcmp(argv[at], "--path") == 0)
            load.path = argv[at + 1];
        else
            break;
    }
    if (at + 2 != argc || load.connections < 1 || load.connections > CONNECTIONS_MAX)
        bench_die("usage: serve_load [--connections N] [--seconds N] [--rate N] "
                  "[--path PATH] PORT LOG",
                  NULL);
    load.port = (uint16_t)strtoul(argv[at], NULL, 10);
    read_log(&load, argv[at + 1]);
    run(&load);
    report(&load);
    return 0;
}
