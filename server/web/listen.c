/* No name is looked up: where a server listens should not depend on what a resolver
 * says.
 */
#include "web/listen.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 511, HOST_BYTES = 64, PORT_BYTES = 8 };

struct address {
    char host[HOST_BYTES], port[PORT_BYTES];
};

static enum status copy_part(char *out, size_t size, const char *from, size_t len,
                             const char *where, struct error *err)
{
    if (len == 0 || len >= size)
        return fail(err, ST_ARGUMENT, "%s: not ADDRESS:PORT", where);
    memcpy(out, from, len);
    out[len] = '\0';
    return ST_OK;
}

static enum status split(struct address *address, const char *where, struct error *err)
{
    const char *colon = strrchr(where, ':');
    const char *port = colon ? colon + 1 : where;
    size_t host_len = colon ? (size_t)(colon - where) : 0;
    const char *host = where;
    if (host_len >= 2 && host[0] == '[' && host[host_len - 1] == ']') {
        host++;
        host_len -= 2;
    }
    if (!colon) {
        host = "127.0.0.1";
        host_len = strlen(host);
    }
    enum status status =
        copy_part(address->host, sizeof address->host, host, host_len, where, err);
    if (status != ST_OK)
        return status;
    if (strspn(port, "0123456789") != strlen(port) || strlen(port) > 5 ||
        strtoul(port, NULL, 10) > 65535)
        return fail(err, ST_ARGUMENT, "%s: not ADDRESS:PORT", where);
    return copy_part(address->port, sizeof address->port, port, strlen(port), where,
                     err);
}

static int open_socket(const struct addrinfo *info)
{
    int on = 1, fd = socket(info->ai_family, SOCK_STREAM, 0);
    if (fd < 0)
        return -1;
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    int flags = fcntl(fd, F_GETFL);
    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0 ||
        fcntl(fd, F_SETFD, FD_CLOEXEC) < 0 ||
        bind(fd, info->ai_addr, info->ai_addrlen) != 0 || listen(fd, BACKLOG) != 0) {
        int saved = errno;
        (void)close(fd);
        errno = saved;
        return -1;
    }
    return fd;
}

static void write_url(char url[LISTEN_URL_BYTES], int fd)
{
    struct sockaddr_storage bound;
    socklen_t len = sizeof bound;
    struct address at = {"127.0.0.1", "0"};
    if (getsockname(fd, (struct sockaddr *)&bound, &len) == 0)
        (void)getnameinfo((struct sockaddr *)&bound, len, at.host, sizeof at.host,
                          at.port, sizeof at.port, NI_NUMERICHOST | NI_NUMERICSERV);
    snprintf(url, LISTEN_URL_BYTES,
             strchr(at.host, ':') ? "http://[%s]:%s/" : "http://%s:%s/", at.host,
             at.port);
}

enum status listen_open(int *out, char url[LISTEN_URL_BYTES], const char *where,
                        struct error *err)
{
    struct address address;
    struct addrinfo *info = NULL;
    struct addrinfo hints = {.ai_family = AF_UNSPEC,
                             .ai_socktype = SOCK_STREAM,
                             .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE};
    enum status status = split(&address, where, err);
    if (status != ST_OK)
        return status;
    if (getaddrinfo(address.host, address.port, &hints, &info) != 0)
        return fail(err, ST_ARGUMENT, "%s: not a numeric address and a port", where);
    int fd = open_socket(info);
    freeaddrinfo(info);
    if (fd < 0)
        return fail(err, ST_IO, "cannot listen on %s: %s", where, strerror(errno));
    write_url(url, fd);
    *out = fd;
    return ST_OK;
}
