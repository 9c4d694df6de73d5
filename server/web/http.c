/* What the library does not do, done here (its 0.9.75 was probed with raw sockets):
 *
 *   connection   STARTED -> exchange, watchdog slot -> CLOSED
 *   request      target copied raw -> first call: headers judged -> second call:
 * handler
 *
 *   - it answers both of two requests hidden in one by contradicting lengths: so any
 *     body on GET is refused at the first call, and the connection closed;
 *   - it cuts paths at %00: so it unescapes nothing, and the raw target is kept;
 *   - its timeout is for inactivity: so the watchdog holds deadlines;
 *   - answering a good request at the first call closes the connection: so it is
 *     answered at the second.
 *
 * Invariant: every response, whatever its code, leaves through send() and has the
 * security headers. Only what the library refuses by itself (a request line or headers
 * that do not fit its memory, a malformed one) has its own bare page.
 */
#include "web/http.h"

#include <microhttpd.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "web/gate.h"
#include "web/uri.h"
#include "web/watchdog.h"

enum {
    CONNECTIONS = 1000,
    HEADER_MS = 5000,
    REQUEST_MS = 10000,
    WRITE_MS = 30000,
    IDLE_MS = 15000,   /* between two requests: the library's 10 s, and headers */
    CROWDED_MS = 2000, /* for headers, when few slots are left */
    DRAIN_MS = 1000,
    HEADERS_BYTES = 16384,
    MEMORY_BYTES = 65536, /* of the library, a connection */
    MEMORY_STEP = 1024
};

struct http {
    struct http_options options;
    struct MHD_Daemon *daemon;
    struct watchdog *watchdog;
    unsigned reserve; /* connections from which on requests are turned away */
    atomic_bool draining;
};

/* The request of a connection. It lives as long as the connection: the library does not
 * tell the completion of every request that it lets begin. */
struct exchange {
    struct http_request request;
    int slot; /* of the watchdog */
    bool judged;
    uint64_t start_us;
    size_t target_len;
    uint8_t target[URI_BYTES_MAX + 1];
};

void http_response_header(struct http_response *response, const char *name,
                          struct span value)
{
    for (size_t i = 0; i < value.len; i++)
        if (value.data[i] < 0x20 || value.data[i] == 0x7F)
            return;
    buf_put(&response->headers, name, strlen(name) + 1);
    buf_put_span(&response->headers, value);
    buf_put_byte(&response->headers, 0);
}

/* --- Out
 * -------------------------------------------------------------------------------------
 */

static const struct {
    const char *name, *value;
} always[] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
     "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Permissions-Policy", "camera=(), display-capture=(), geolocation=(), "
                           "microphone=(), payment=(), usb=()"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
};

static void add_headers(struct MHD_Response *out, const struct http_response *response)
{
    for (size_t i = 0; i < sizeof always / sizeof always[0]; i++)
        (void)MHD_add_response_header(out, always[i].name, always[i].value);
    if (response->type)
        (void)MHD_add_response_header(out, MHD_HTTP_HEADER_CONTENT_TYPE,
                                      response->type);
    (void)MHD_add_response_header(out, MHD_HTTP_HEADER_CACHE_CONTROL,
                                  response->cache ? response->cache : "no-store");
    const char *at = (const char *)response->headers.data;
    for (size_t left = response->headers.len; left > 0;) {
        size_t name = strlen(at) + 1, value = strlen(at + name) + 1;
        (void)MHD_add_response_header(out, at, at + name);
        at += name + value;
        left -= name + value;
    }
}

static struct MHD_Response *make_response(struct http_response *response)
{
    struct MHD_Response *out;
    if (response->fixed.len > 0)
        return MHD_create_response_from_buffer(response->fixed.len,
                                               (void *)(uintptr_t)response->fixed.data,
                                               MHD_RESPMEM_PERSISTENT);
    if (response->body.len == 0)
        return MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    out = MHD_create_response_from_buffer_with_free_callback(
        response->body.len, response->body.data, memory_free);
    if (out)
        response->body = (struct buf){.data = NULL};
    return out;
}

static void log_request(const struct http *http, const struct exchange *exchange,
                        const struct http_response *response, size_t bytes)
{
    static const char *const methods[] = {"GET", "HEAD", "OPTIONS", "other"};
    if (!http->options.log)
        return;
    fprintf(stderr,
            "{\"time\":%lld,\"method\":\"%s\",\"route\":\"%s\",\"code\":%u,"
            "\"bytes\":%zu,\"us\":%llu}\n",
            (long long)clock_wall_s(), methods[exchange->request.method],
            response->route ? response->route : "", response->code, bytes,
            (unsigned long long)(clock_monotonic_us() - exchange->start_us));
}

static enum MHD_Result send_response(const struct http *http,
                                     struct MHD_Connection *connection,
                                     const struct exchange *exchange,
                                     struct http_response *response)
{
    size_t bytes = response->fixed.len ? response->fixed.len : response->body.len;
    struct MHD_Response *out = make_response(response);
    if (!out)
        return MHD_NO;
    add_headers(out, response);
    if (exchange->request.refused || atomic_load(&http->draining))
        (void)MHD_add_response_header(out, MHD_HTTP_HEADER_CONNECTION, "close");
    enum MHD_Result result = MHD_queue_response(connection, response->code, out);
    MHD_destroy_response(out);
    log_request(http, exchange, response, bytes);
    return result;
}

static enum MHD_Result answer(const struct http *http,
                              struct MHD_Connection *connection,
                              const struct exchange *exchange)
{
    struct http_response response = {.code = 500, .type = "text/plain"};
    buf_init(&response.body, 0);
    buf_init(&response.headers, HEADERS_BYTES);
    http->options.handle(http->options.context, &exchange->request, &response);
    if (response.body.status != ST_OK || response.headers.status != ST_OK) {
        buf_reset(&response.body);
        buf_reset(&response.headers);
        response.fixed = (struct span){NULL, 0};
        response.code = 503;
    }
    enum MHD_Result result = send_response(http, connection, exchange, &response);
    buf_release(&response.body);
    buf_release(&response.headers);
    return result;
}

/* --- In
 * ----------------------------------------------------------------------------------------
 */

static enum http_method method_of(const char *method)
{
    if (strcmp(method, "GET") == 0)
        return HTTP_GET;
    if (strcmp(method, "HEAD") == 0)
        return HTTP_HEAD;
    return strcmp(method, "OPTIONS") == 0 ? HTTP_OPTIONS : HTTP_OTHER;
}

struct header_walk {
    struct gate gate;
    struct http_request *request;
};

static enum MHD_Result see_header(void *context, enum MHD_ValueKind kind,
                                  const char *name, size_t name_len, const char *value,
                                  size_t value_len)
{
    struct header_walk *walk = context;
    struct http_request *request = walk->request;
    struct span key = span_of(name, name_len);
    struct span text = span_of(value ? value : "", value ? value_len : 0);
    (void)kind;
    gate_header(&walk->gate, key, text);
    if (gate_name_is(key, "Host"))
        request->host = text;
    else if (gate_name_is(key, "Origin"))
        request->origin = text;
    else if (gate_name_is(key, "If-None-Match"))
        request->if_none_match = text;
    else if (gate_name_is(key, "Accept-Language"))
        request->accept_language = text;
    return MHD_YES;
}

static void refuse(struct http_request *request, unsigned code, const char *reason)
{
    if (request->refused)
        return;
    request->refused = code;
    request->reason = reason;
}

static void judge(const struct http *http, struct MHD_Connection *connection,
                  struct exchange *exchange, const char *method)
{
    struct http_request *request = &exchange->request;
    struct header_walk walk = {.request = request};
    const char *reason = NULL;
    request->method = method_of(method);
    request->target = span_of(exchange->target, exchange->target_len);
    (void)MHD_get_connection_values_n(connection, MHD_HEADER_KIND, see_header, &walk);
    unsigned code = gate_verdict(&walk.gate, request->method == HTTP_OTHER, &reason);
    if (code)
        refuse(request, code, reason);
    if (exchange->target_len > URI_BYTES_MAX)
        refuse(request, 414, "the address is too long");
    if (request->method == HTTP_OTHER)
        refuse(request, 405, "this server only reads: GET, HEAD, OPTIONS");
    if (watchdog_count(http->watchdog) > http->reserve)
        refuse(request, 503, "too many connections");
}

static struct exchange *exchange_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static void set_deadline(const struct http *http, const struct exchange *exchange,
                         unsigned ms, bool busy)
{
    watchdog_set(http->watchdog, exchange->slot, ms, busy);
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection,
                              const char *url, const char *method, const char *version,
                              const char *upload, size_t *upload_len, void **state)
{
    struct http *http = context;
    struct exchange *exchange = *state;
    (void)url;
    (void)version;
    (void)upload;
    if (!exchange)
        return MHD_NO;
    if (!exchange->judged) {
        exchange->judged = true;
        judge(http, connection, exchange, method);
        set_deadline(http, exchange, http->options.request_ms, true);
        if (!exchange->request.refused)
            return MHD_YES;
    } else if (*upload_len > 0) {
        return MHD_NO; /* cannot be: bodies were refused */
    }
    set_deadline(http, exchange, http->options.write_ms, true);
    return answer(http, connection, exchange);
}

/* Before the library looks at the target: the only place where it is still raw. */
static void *begin(void *context, const char *target, struct MHD_Connection *connection)
{
    const struct http *http = context;
    struct exchange *exchange = exchange_of(connection);
    if (!exchange)
        return NULL;
    exchange->request = (struct http_request){.method = HTTP_OTHER};
    exchange->judged = false;
    exchange->start_us = clock_monotonic_us();
    exchange->target_len = strnlen(target, sizeof exchange->target);
    memcpy(exchange->target, target, exchange->target_len);
    set_deadline(http, exchange, http->options.header_ms, true);
    return exchange;
}

static void complete(void *context, struct MHD_Connection *connection, void **state,
                     enum MHD_RequestTerminationCode why)
{
    const struct http *http = context;
    const struct exchange *exchange = exchange_of(connection);
    (void)why;
    *state = NULL;
    if (exchange)
        set_deadline(http, exchange, IDLE_MS, false);
}

static void open_connection(struct http *http, struct MHD_Connection *connection,
                            void **socket_context)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct exchange *exchange = memory_zeroed(1, sizeof *exchange);
    unsigned ms = http->options.header_ms;
    if (watchdog_count(http->watchdog) > http->reserve && ms > CROWDED_MS)
        ms = CROWDED_MS;
    *socket_context = exchange;
    if (exchange)
        exchange->slot = info ? watchdog_add(http->watchdog, info->connect_fd, ms) : -1;
}

static void note_connection(void *context, struct MHD_Connection *connection,
                            void **socket_context,
                            enum MHD_ConnectionNotificationCode what)
{
    struct http *http = context;
    struct exchange *exchange = *socket_context;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        open_connection(http, connection, socket_context);
        return;
    }
    if (exchange)
        watchdog_remove(http->watchdog, exchange->slot);
    memory_free(exchange);
    *socket_context = NULL;
}

static size_t leave_raw(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context;
    (void)connection;
    return strlen(text);
}

/* --- Life
 * ----------------------------------------------------------------------------------------
 */

static void set_defaults(struct http_options *options)
{
    options->connections = options->connections ? options->connections : CONNECTIONS;
    options->header_ms = options->header_ms ? options->header_ms : HEADER_MS;
    options->request_ms = options->request_ms ? options->request_ms : REQUEST_MS;
    options->write_ms = options->write_ms ? options->write_ms : WRITE_MS;
}

static void start_daemon(struct http *http)
{
    const struct http_options *o = &http->options;
    struct MHD_OptionItem pool[] = {
        {MHD_OPTION_THREAD_POOL_SIZE, (intptr_t)o->threads, NULL},
        {MHD_OPTION_END, 0, NULL}};
    struct MHD_OptionItem address[] = {
        {MHD_OPTION_PER_IP_CONNECTION_LIMIT, (intptr_t)o->per_address, NULL},
        {MHD_OPTION_END, 0, NULL}};
    struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
    http->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC, 0, NULL, NULL, handle, http,
        MHD_OPTION_LISTEN_SOCKET, o->listen_fd, MHD_OPTION_CONNECTION_LIMIT,
        o->connections, MHD_OPTION_CONNECTION_TIMEOUT, 10U,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY_BYTES,
        MHD_OPTION_CONNECTION_MEMORY_INCREMENT, (size_t)MEMORY_STEP,
        MHD_OPTION_NOTIFY_COMPLETED, complete, http, MHD_OPTION_NOTIFY_CONNECTION,
        note_connection, http, MHD_OPTION_URI_LOG_CALLBACK, begin, http,
        MHD_OPTION_UNESCAPE_CALLBACK, leave_raw, NULL, MHD_OPTION_ARRAY,
        o->threads > 1 ? pool : none, MHD_OPTION_ARRAY, o->per_address ? address : none,
        MHD_OPTION_END);
}

enum status http_open(struct http **out, const struct http_options *options,
                      struct error *err)
{
    struct http *http = memory_zeroed(1, sizeof *http);
    if (!http) {
        (void)close(options->listen_fd);
        return fail(err, ST_NOMEM, "no memory for the server");
    }
    http->options = *options;
    set_defaults(&http->options);
    unsigned slots = http->options.connections;
    http->reserve = slots - slots / 10;
    enum status status = watchdog_open(&http->watchdog, slots, err);
    if (status == ST_OK) {
        start_daemon(http);
        if (!http->daemon)
            status = fail(err, ST_IO, "the HTTP library does not start");
    }
    if (status != ST_OK) {
        (void)close(options->listen_fd);
        watchdog_close(http->watchdog);
        memory_free(http);
        return status;
    }
    *out = http;
    return ST_OK;
}

void http_close(struct http *http, unsigned grace_ms)
{
    if (!http)
        return;
    atomic_store(&http->draining, true);
    int fd = MHD_quiesce_daemon(http->daemon);
    if (fd >= 0)
        (void)close(fd);
    watchdog_drain(http->watchdog, grace_ms < DRAIN_MS ? grace_ms : DRAIN_MS);
    watchdog_wait(http->watchdog, grace_ms);
    MHD_stop_daemon(http->daemon);
    watchdog_close(http->watchdog);
    memory_free(http);
}
