/* file_spool.c - bytes that wait to be appended to a sink.
 *
 *   put -> [ window in memory ] -> when full -> [ nameless temporary file ]
 *   drain: the file from its beginning, then the window
 *
 * Invariant: the bytes put so far are the first `file_bytes` of the file followed by
 * the window; the file has no name, so a crash leaves nothing behind but, at worst,
 * the empty name made an instant before.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/file_part.h"
#include "base/memory.h"

enum {
    SPOOL_WINDOW_MIN = 16 * 1024, /* once on disk, fewer and larger writes */
    SPOOL_DRAIN_BYTES = 8 * 1024,
    SPOOL_NAME_TRIES = 100,
};

struct file_spool {
    int fd; /* -1 while all is in memory */
    size_t memory_bytes;
    uint64_t file_bytes;
    struct buf window;
    struct error err;
    char dir[]; /* with its NUL */
};

enum status file_spool_create(struct file_spool **spool, const char *dir,
                              size_t memory_bytes, struct error *err)
{
    size_t dir_bytes = strlen(dir) + 1;
    struct file_spool *made = memory_alloc(sizeof *made + dir_bytes);
    if (made == NULL)
        return fail(err, ST_NOMEM, "cannot make a spool: out of memory");
    made->fd = -1;
    made->memory_bytes = memory_bytes;
    made->file_bytes = 0;
    made->err = ERROR_NONE;
    buf_init(&made->window, SIZE_MAX / 4);
    memcpy(made->dir, dir, dir_bytes);
    *spool = made;
    return ST_OK;
}

static void open_nameless(struct file_spool *spool)
{
    static _Atomic unsigned serial;
    struct buf name;
    buf_init(&name, 0);
    for (int tries = 0; tries < SPOOL_NAME_TRIES; tries++) {
        buf_reset(&name);
        buf_print(&name, "%s/spool-%ld-%u.tmp", spool->dir, (long)getpid(),
                  atomic_fetch_add(&serial, 1));
        buf_put_byte(&name, 0);
        if (name.status != ST_OK) {
            (void)fail(&spool->err, name.status, "cannot make a spool file");
            break;
        }
        const char *path = (const char *)name.data;
        spool->fd = file_open_fd(path, O_RDWR | O_CREAT | O_EXCL);
        if (spool->fd >= 0) {
            file_remove(path);
            break;
        }
        if (errno != EEXIST || tries + 1 == SPOOL_NAME_TRIES) {
            (void)file_fail(&spool->err, "create", path);
            break;
        }
    }
    buf_release(&name);
}

static void write_out(struct file_spool *spool, struct span bytes)
{
    if (spool->err.status == ST_OK && spool->fd < 0) {
        open_nameless(spool);
        if (spool->memory_bytes < SPOOL_WINDOW_MIN)
            spool->memory_bytes = SPOOL_WINDOW_MIN;
    }
    if (spool->err.status != ST_OK)
        return;
    if (file_write_all(spool->fd, bytes, "a spool file", &spool->err) == ST_OK)
        spool->file_bytes += bytes.len;
}

void file_spool_put(struct file_spool *spool, const void *data, size_t len)
{
    if (spool->err.status != ST_OK || len == 0)
        return;
    if (len > spool->memory_bytes - spool->window.len) {
        if (spool->window.len > 0)
            write_out(spool, buf_span(&spool->window));
        buf_reset(&spool->window);
        if (len > spool->memory_bytes) {
            write_out(spool, span_of(data, len));
            return;
        }
    }
    buf_put(&spool->window, data, len);
    if (spool->window.status != ST_OK)
        (void)fail(&spool->err, spool->window.status, "cannot keep a spool: %s",
                   status_text(spool->window.status));
}

uint64_t file_spool_len(const struct file_spool *spool)
{
    return spool->file_bytes + spool->window.len;
}

/* The next bytes of the file at `off`; 0 sets the spool's error. */
static size_t read_back(struct file_spool *spool, uint8_t *room, size_t len,
                        uint64_t off)
{
    ssize_t got;
    do
        got = file_ops_now()->pread(spool->fd, room, len, (off_t)off);
    while (got < 0 && errno == EINTR);
    if (got > 0)
        return (size_t)got;
    if (got == 0)
        errno = EIO;
    (void)file_fail(&spool->err, "read", "a spool file");
    return 0;
}

enum status file_spool_drain(struct file_spool *spool, struct file_sink *sink,
                             struct error *err)
{
    uint8_t chunk[SPOOL_DRAIN_BYTES];
    uint64_t off = 0;
    while (spool->err.status == ST_OK && off < spool->file_bytes) {
        uint64_t left = spool->file_bytes - off;
        size_t want = left < sizeof chunk ? (size_t)left : sizeof chunk;
        size_t got = read_back(spool, chunk, want, off);
        file_sink_put(sink, chunk, got);
        off += got;
    }
    if (spool->err.status != ST_OK)
        return fail(err, spool->err.status, "%s", spool->err.text);
    file_sink_put(sink, spool->window.data, spool->window.len);
    return ST_OK;
}

void file_spool_close(struct file_spool *spool)
{
    if (spool == NULL)
        return;
    file_close(spool->fd);
    buf_release(&spool->window);
    memory_free(spool);
}
