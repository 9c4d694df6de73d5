/* test_http.c - the gate's verdicts, the watchdog's cuts, and a live server over
 * sockets: what reaches the handler and what every response carries.
 */
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "support/unit.h"
#include "web/gate.h"
#include "web/http.h"
#include "web/listen.h"
#include "web/uri.h"
#include "web/watchdog.h"

/* --- The gate ----------------------------------------------------------------------
 */

static unsigned judge(const char *const *headers, bool body_allowed)
{
    struct gate gate = {0};
    const char *reason = NULL;
    for (size_t i = 0; headers[i]; i += 2)
        gate_header(&gate, span_text(headers[i]), span_text(headers[i + 1]));
    unsigned code = gate_verdict(&gate, body_allowed, &reason);
    assert_true((code == 0) == (reason == NULL));
    return code;
}

static void good_headers_pass(void **state)
{
    static const char *const headers[] = {
        "Host",        "a",          "Accept-Language",
        "ky,ru;q=0.8", "User-Agent", "x/1 (y)\tz",
        "X_y-1",       "",           NULL};
    (void)state;
    assert_int_equal(judge(headers, false), 0);
}

static void smuggling_is_refused(void **state)
{
    static const char *const bad[][8] = {
        {"Host", "a", "Content-Length", "5", NULL},
        {"Host", "a", "content-length", "0", NULL},
        {"Host", "a", "Transfer-Encoding", "chunked", NULL},
        {"Host", "a", "TRANSFER-encoding", "identity", NULL},
        {"Host", "a", "Host", "b", NULL},
        {"Accept", "x", NULL},
        {"Host", "a", "Content-Length ", "5", NULL},
        {"Host", "a", "X(y)", "5", NULL},
        {"Host", "a", "", "5", NULL},
        {"Host", "a", "X", "a\x01", NULL},
        {"Host", "a", "X", "a\rb", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(judge(bad[i], false), 400);
}

static void content_may_be_where_it_is_refused_anyway(void **state)
{
    static const char *const headers[] = {"Host", "a", "Content-Length", "5", NULL};
    static const char *const coded[] = {"Host", "a", "Transfer-Encoding", "x", NULL};
    (void)state;
    assert_int_equal(judge(headers, true), 0);
    assert_int_equal(judge(coded, true), 400);
}

static void too_many_headers(void **state)
{
    struct gate gate = {.hosts = 1, .headers = GATE_HEADERS_MAX};
    const char *reason = NULL;
    (void)state;
    assert_int_equal(gate_verdict(&gate, false, &reason), 0);
    gate.headers++;
    assert_int_equal(gate_verdict(&gate, false, &reason), 431);
}

static void hosts(void **state)
{
    (void)state;
    assert_true(gate_host(span_text("search.example.kg:8080")));
    assert_true(gate_host(span_text("[::1]:80")));
    assert_false(gate_host(span_text("")));
    assert_false(gate_host(span_text("a\"><b")));
    assert_false(gate_host(span_text("a/b")));
    assert_false(gate_host(span_text("a b")));
}

/* --- The watchdog --------------------------------------------------------------------
 */

static bool is_cut(int fd)
{
    char byte;
    return recv(fd, &byte, 1, 0) == 0;
}

static void late_ones_are_cut(void **state)
{
    struct watchdog *watchdog = NULL;
    int slow[2], patient[2];
    (void)state;
    assert_int_equal(watchdog_open(&watchdog, 2, NULL), ST_OK);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, slow), 0);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, patient), 0);
    int first = watchdog_add(watchdog, slow[0], 1);
    int second = watchdog_add(watchdog, patient[0], 3600000);
    assert_true(first >= 0 && second >= 0);
    assert_int_equal(watchdog_add(watchdog, 99, 1), -1); /* no slot left */
    assert_int_equal(watchdog_count(watchdog), 2);
    assert_true(is_cut(slow[1])); /* waits for it */
    watchdog_remove(watchdog, first);
    assert_int_equal(send(patient[1], "x", 1, 0), 1);
    char byte = 0;
    assert_int_equal(recv(patient[0], &byte, 1, 0), 1); /* still open */
    watchdog_drain(watchdog, 1); /* it is idle: now it has to go */
    assert_true(is_cut(patient[1]));
    watchdog_remove(watchdog, second);
    watchdog_wait(watchdog, 10000);
    assert_int_equal(watchdog_count(watchdog), 0);
    watchdog_close(watchdog);
    for (int i = 0; i < 2; i++) {
        close(slow[i]);
        close(patient[i]);
    }
}

static void busy_ones_are_not_drained(void **state)
{
    struct watchdog *watchdog = NULL;
    int pair[2];
    (void)state;
    assert_int_equal(watchdog_open(&watchdog, 4, NULL), ST_OK);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    int slot = watchdog_add(watchdog, pair[0], 3600000);
    watchdog_set(watchdog, slot, 3600000, true);
    watchdog_drain(watchdog, 1);
    watchdog_wait(watchdog, 300);
    char byte = 'x';
    assert_int_equal(send(pair[0], &byte, 1, 0), 1);
    assert_int_equal(recv(pair[1], &byte, 1, 0), 1);
    watchdog_set(watchdog, slot, 3600000, false); /* done: at most the drain's time */
    assert_true(is_cut(pair[1]));
    watchdog_remove(watchdog, slot);
    watchdog_close(watchdog);
    close(pair[0]);
    close(pair[1]);
}

/* --- A live server
 * --------------------------------------------------------------------- */

static void echo(void *context, const struct http_request *request,
                 struct http_response *response)
{
    static const char *const methods[] = {"GET", "HEAD", "OPTIONS", "OTHER"};
    (void)context;
    response->code = request->refused ? request->refused : 200;
    response->type = "text/plain";
    buf_print(&response->body, "%s %.*s host=%.*s", methods[request->method],
              (int)request->target.len, (const char *)request->target.data,
              (int)request->host.len, (const char *)request->host.data);
    http_response_header(response, "X-Good", span_text("yes"));
    http_response_header(response, "X-Bad", span_text("a\r\nX-Evil: b"));
}

struct live {
    struct http *http;
    char url[LISTEN_URL_BYTES];
    uint16_t port;
};

static int start(void **state)
{
    static struct live live;
    int fd = -1;
    struct error err = ERROR_NONE;
    assert_int_equal(listen_open(&fd, live.url, "127.0.0.1:0", &err), ST_OK);
    struct sockaddr_in at;
    socklen_t len = sizeof at;
    assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &len), 0);
    live.port = at.sin_port;
    struct http_options options = {
        .listen_fd = fd, .threads = 2, .header_ms = 400, .handle = echo};
    assert_int_equal(http_open(&live.http, &options, &err), ST_OK);
    *state = &live;
    return 0;
}

static int stop(void **state)
{
    struct live *live = *state;
    http_close(live->http, 2000);
    return 0;
}

static int dial(const struct live *live)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = live->port};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
    return fd;
}

/* Send all, read until the other side ends. */
static const char *talk(const struct live *live, const char *request)
{
    static char answer[65536];
    size_t len = 0;
    int fd = dial(live);
    assert_int_equal(send(fd, request, strlen(request), MSG_NOSIGNAL), strlen(request));
    for (;;) {
        ssize_t got = recv(fd, answer + len, sizeof answer - 1 - len, 0);
        if (got <= 0)
            break;
        len += (size_t)got;
    }
    answer[len] = '\0';
    close(fd);
    return answer;
}

static void the_target_stays_raw(void **state)
{
    const char *answer = talk(*state, "GET /a%2Fb%00c?q=%41+b HTTP/1.1\r\nHost: h:1\r\n"
                                      "Connection: close\r\n\r\n");
    assert_non_null(strstr(answer, "HTTP/1.1 200 "));
    assert_non_null(strstr(answer, "\r\n\r\nGET /a%2Fb%00c?q=%41+b host=h:1"));
}

static void every_response_is_dressed(void **state)
{
    static const char *const requests[] = {
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
        "BREW / HTTP/1.1\r\nHost: a\r\n\r\n"};
    static const char *const codes[] = {"200", "400", "405", "405"};
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        const char *answer = talk(*state, requests[i]);
        assert_memory_equal(answer, "HTTP/1.1 ", 9);
        assert_memory_equal(answer + 9, codes[i], 3);
        assert_non_null(strstr(answer, "Content-Security-Policy: default-src 'none'"));
        assert_non_null(strstr(answer, "X-Content-Type-Options: nosniff"));
        assert_non_null(strstr(answer, "Referrer-Policy: no-referrer"));
        assert_non_null(strstr(answer, "Cache-Control: no-store"));
        assert_non_null(strstr(answer, "X-Good: yes"));
        assert_null(strstr(answer, "X-Evil"));
    }
}

static void head_has_no_content(void **state)
{
    const char *answer = talk(*state, "HEAD /x HTTP/1.1\r\nHost: a\r\n"
                                      "Connection: close\r\n\r\n");
    assert_non_null(strstr(answer, "HTTP/1.1 200 "));
    assert_non_null(strstr(answer, "Content-Length: "));
    assert_string_equal(strstr(answer, "\r\n\r\n"), "\r\n\r\n");
}

static void connections_are_kept(void **state)
{
    const char *answer =
        talk(*state, "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n"
                     "Connection: close\r\n\r\n");
    assert_non_null(strstr(answer, "GET /1 host=a"));
    assert_non_null(strstr(answer, "GET /2 host=a"));
}

static void long_targets_are_told(void **state)
{
    static char request[URI_BYTES_MAX + 200];
    memset(request, 'a', sizeof request - 1);
    memcpy(request, "GET /", 5);
    snprintf(request + URI_BYTES_MAX + 50, sizeof request - URI_BYTES_MAX - 50,
             " HTTP/1.1\r\nHost: a\r\n\r\n");
    const char *answer = talk(*state, request);
    assert_non_null(strstr(answer, "HTTP/1.1 414 "));
}

static void slow_headers_are_cut(void **state)
{
    uint64_t start_us = clock_monotonic_us();
    const char *answer = talk(*state, "GET / HTTP/1.1\r\nHost: a\r\n"); /* and no end */
    assert_string_equal(answer, "");
    assert_true(clock_monotonic_us() - start_us >= 300000);
}

static void addresses_to_listen_on(void **state)
{
    static const char *const bad[] = {
        "",       ":",     "127.0.0.1",       "127.0.0.1:",
        "x:1",    "a:b:c", "127.0.0.1:99999", "127.0.0.1:1x",
        "[::1:80"};
    char url[LISTEN_URL_BYTES];
    int fd = -1;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct error err = ERROR_NONE;
        assert_true(listen_open(&fd, url, bad[i], &err) != ST_OK);
        assert_true(strlen(err.text) > 0);
    }
    assert_int_equal(listen_open(&fd, url, "0", NULL), ST_OK);
    assert_memory_equal(url, "http://127.0.0.1:", 17);
    struct sockaddr_in at;
    socklen_t len = sizeof at;
    char again[32];
    assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &len), 0);
    snprintf(again, sizeof again, "127.0.0.1:%u", ntohs(at.sin_port));
    struct error err = ERROR_NONE;
    int other = -1;
    assert_int_equal(listen_open(&other, url, again, &err), ST_IO); /* taken */
    assert_non_null(strstr(err.text, again));
    close(fd);
}

#define LIVE(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_headers_pass),
        cmocka_unit_test(smuggling_is_refused),
        cmocka_unit_test(content_may_be_where_it_is_refused_anyway),
        cmocka_unit_test(too_many_headers),
        cmocka_unit_test(hosts),
        cmocka_unit_test(late_ones_are_cut),
        cmocka_unit_test(busy_ones_are_not_drained),
        LIVE(the_target_stays_raw),
        LIVE(every_response_is_dressed),
        LIVE(head_has_no_content),
        LIVE(connections_are_kept),
        LIVE(long_targets_are_told),
        LIVE(slow_headers_are_cut),
        cmocka_unit_test(addresses_to_listen_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
