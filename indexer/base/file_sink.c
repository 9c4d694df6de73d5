/* file_sink.c - buffered, append-only, sticky.
 *
 *   put -> [ buffer of 64 KiB ] -> write -> the file
 *   off =  bytes written        +  bytes in the buffer
 *
 * Invariant: after the first failure nothing more is written; the record of that
 * failure is what file_sink_finish returns, and the file is gone.
 */
#include <errno.h>
#include <fcntl.h>

#include "base/file_part.h"
#include "base/memory.h"

enum { SINK_BUFFER_BYTES = 64 * 1024 };

struct file_sink {
    int fd;
    size_t used;
    uint64_t off;
    struct error err;
    char *path; /* behind the buffer, in the same block */
    uint8_t buffer[SINK_BUFFER_BYTES];
};

enum status file_sink_create(struct file_sink **sink, const char *path,
                             struct error *err)
{
    size_t path_bytes = strlen(path) + 1;
    struct file_sink *made = memory_alloc(sizeof *made + path_bytes);
    if (made == NULL)
        return fail(err, ST_NOMEM, "cannot create %s: out of memory", path);
    made->fd = file_open_fd(path, O_WRONLY | O_CREAT | O_EXCL);
    if (made->fd < 0) {
        enum status status = file_fail(err, "create", path);
        memory_free(made);
        return status;
    }
    made->used = 0;
    made->off = 0;
    made->err = ERROR_NONE;
    made->path = (char *)(made + 1);
    memcpy(made->path, path, path_bytes);
    *sink = made;
    return ST_OK;
}

static void write_out(struct file_sink *sink, struct span bytes)
{
    if (sink->err.status == ST_OK)
        (void)!file_write_all(sink->fd, bytes, sink->path, &sink->err);
}

static void flush(struct file_sink *sink)
{
    write_out(sink, span_of(sink->buffer, sink->used));
    sink->used = 0;
}

void file_sink_put(struct file_sink *sink, const void *data, size_t len)
{
    sink->off += len;
    if (sink->err.status != ST_OK || len == 0)
        return;
    if (len > SINK_BUFFER_BYTES - sink->used) {
        flush(sink);
        if (len >= SINK_BUFFER_BYTES) {
            write_out(sink, span_of(data, len));
            return;
        }
    }
    memcpy(sink->buffer + sink->used, data, len);
    sink->used += len;
}

uint64_t file_sink_off(const struct file_sink *sink)
{
    return sink->off;
}

void file_sink_align(struct file_sink *sink, size_t alignment)
{
    static const uint8_t zeros[64];
    size_t part = (size_t)(sink->off % alignment);
    size_t left = part == 0 ? 0 : alignment - part;
    while (left > 0) {
        size_t step = left < sizeof zeros ? left : sizeof zeros;
        file_sink_put(sink, zeros, step);
        left -= step;
    }
}

static void sync_data(struct file_sink *sink)
{
    int result;
    do
        result = file_ops_now()->fdatasync(sink->fd);
    while (result < 0 && errno == EINTR);
    if (result < 0)
        (void)file_fail(&sink->err, "sync", sink->path);
}

enum status file_sink_finish(struct file_sink *sink, struct error *err)
{
    flush(sink);
    if (sink->err.status == ST_OK)
        sync_data(sink);
    if (file_close_fd(sink->fd) < 0)
        (void)file_fail(&sink->err, "close", sink->path);
    enum status status = sink->err.status;
    if (status != ST_OK) {
        file_remove(sink->path);
        (void)fail(err, status, "%s", sink->err.text);
    }
    memory_free(sink);
    return status;
}

void file_sink_abort(struct file_sink *sink)
{
    if (sink == NULL)
        return;
    (void)file_close_fd(sink->fd);
    file_remove(sink->path);
    memory_free(sink);
}
