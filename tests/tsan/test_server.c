/* test_server.c - many clients over sockets while the index changes and is polled,
 * under the thread sanitizer; then the server is told to stop in the middle of it.
 */
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "query/terms.h"
#include "support/archive.h"
#include "support/scratch.h"
#include "support/unit.h"
#include "web/http.h"
#include "web/listen.h"
#include "web/routes.h"

enum { CLIENTS = 4, REQUESTS = 40, COMMITS = 12 };

struct fixture {
    struct scratch scratch;
    struct routes routes;
    struct terms *terms; /* read by all threads */
    struct http *http;
    uint16_t port;
    atomic_uint failed, answered;
    atomic_bool stop;
};

static void put_article(struct fixture *f, unsigned number)
{
    char record[256];
    const char *records[] = {record};
    snprintf(
        record, sizeof record,
        "{\"id\":\"a%u\",\"title\":\"Таза суу\",\"lang\":\"ky\",\"date\":\"20%02u\","
        "\"body\":\"Айылга таза суу келди, эл кубанды. Номери %u.\"}",
        number, number % 30, number);
    archive_put(f->scratch.path, records, 1);
}

static bool ask(const struct fixture *f, const char *target)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = f->port};
    char text[4096];
    size_t len = 0;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, (struct sockaddr *)&at, sizeof at) != 0) {
        close(fd);
        return false;
    }
    int size =
        snprintf(text, sizeof text,
                 "GET %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", target);
    (void)send(fd, text, (size_t)size, MSG_NOSIGNAL);
    for (;;) {
        ssize_t got = recv(fd, text + len, sizeof text - 1 - len, 0);
        if (got <= 0)
            break;
        if (len < 12)
            len += (size_t)got; /* only the status line matters */
    }
    close(fd);
    return len >= 12 && memcmp(text, "HTTP/1.1 200", 12) == 0;
}

static void *client(void *context)
{
    static const char *const targets[] = {
        "/search?q=%D1%81%D1%83%D1%83",
        "/api/v1/search?q=%D1%81%D1%83%D1%83&facets=all",
        "/api/v1/suggest?q=%D1%81%D1%83",
        "/article/a0?q=%D1%81%D1%83%D1%83",
        "/api/v1/search?q=suu", /* repaired, and found through the list */
        "/article/a0?q=suu",
        "/",
        "/readyz"};
    struct fixture *f = context;
    for (unsigned i = 0; i < REQUESTS && !atomic_load(&f->stop); i++) {
        if (ask(f, targets[i % 8]))
            atomic_fetch_add(&f->answered, 1);
        else
            atomic_fetch_add(&f->failed, 1);
    }
    return NULL;
}

static void open_terms(struct fixture *f)
{
    struct analysis *analysis = NULL;
    assert_int_equal(analysis_open(&analysis, NULL), ST_OK);
    assert_int_equal(terms_open(&f->terms, NULL), ST_OK);
    assert_int_equal(terms_add(f->terms, span_text("суу\tэл\n"), "list", TERMS_PAIRS,
                               analysis, NULL),
                     ST_OK);
    analysis_close(analysis);
    f->routes.terms = f->terms;
}

static void open_all(struct fixture *f)
{
    char url[LISTEN_URL_BYTES];
    int fd = -1;
    struct sockaddr_in at;
    socklen_t len = sizeof at;
    memset(f, 0, sizeof *f);
    scratch_make(&f->scratch);
    put_article(f, 0);
    assert_int_equal(snapshot_source_open(&f->routes.source, f->scratch.path, NULL),
                     ST_OK);
    assert_int_equal(sessions_open(&f->routes.sessions, 2, NULL), ST_OK);
    open_terms(f);
    f->routes.deadline_ms = 60000;
    assert_int_equal(listen_open(&fd, url, "127.0.0.1:0", NULL), ST_OK);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &len), 0);
    f->port = at.sin_port;
    struct http_options options = {
        .listen_fd = fd, .threads = 2, .handle = routes_handle, .context = &f->routes};
    assert_int_equal(http_open(&f->http, &options, NULL), ST_OK);
}

static void close_rest(struct fixture *f)
{
    sessions_close(f->routes.sessions);
    snapshot_source_close(f->routes.source);
    terms_close(f->terms);
    scratch_remove(&f->scratch);
}

static void index_changes_under_load(void **state)
{
    struct fixture f;
    pthread_t clients[CLIENTS];
    (void)state;
    open_all(&f);
    for (int i = 0; i < CLIENTS; i++)
        assert_int_equal(pthread_create(&clients[i], NULL, client, &f), 0);
    for (unsigned commit = 1; commit <= COMMITS; commit++) {
        put_article(&f, commit);
        assert_int_equal(snapshot_source_poll(f.routes.source, NULL, NULL), ST_OK);
    }
    for (int i = 0; i < CLIENTS; i++)
        pthread_join(clients[i], NULL);
    assert_int_equal(atomic_load(&f.failed), 0);
    assert_int_equal(atomic_load(&f.answered), CLIENTS * REQUESTS);
    http_close(f.http, 5000);
    close_rest(&f);
}

static void stop_under_load(void **state)
{
    struct fixture f;
    pthread_t clients[CLIENTS];
    (void)state;
    open_all(&f);
    for (int i = 0; i < CLIENTS; i++)
        assert_int_equal(pthread_create(&clients[i], NULL, client, &f), 0);
    while (atomic_load(&f.answered) < CLIENTS)
        sched_yield();
    http_close(f.http, 5000);
    atomic_store(&f.stop, true);
    for (int i = 0; i < CLIENTS; i++)
        pthread_join(clients[i], NULL);
    close_rest(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(index_changes_under_load),
        cmocka_unit_test(stop_under_load),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
