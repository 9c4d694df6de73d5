/* file.c - the table of system calls, and the calls that need no state of their own.
 *
 *   callers -> file_* -> struct file_ops -> kernel
 *                             ^ tests put theirs here
 *
 * Invariants: no descriptor outlives the function that opened it unless its header
 * says so; every descriptor is close-on-exec; EINTR never reaches a caller.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* F_OFD_SETLK: a lock that belongs to the open file, not the      \
                       process */
#endif
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h> /* rename */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file_part.h"

enum { READ_CHUNK_BYTES = 64 * 1024, FILE_MODE = 0644, DIR_MODE = 0755 };

static int real_open(const char *path, int flags, mode_t mode)
{
    return open(path, flags, mode);
}

static int real_lock(int fd)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    return fcntl(fd, F_OFD_SETLK, &whole);
}

static void *real_map(int fd, size_t len)
{
    void *data = mmap(NULL, len, PROT_READ, MAP_SHARED, fd, 0);
    return data == MAP_FAILED ? NULL : data;
}

static int real_list(const char *path, void (*each)(void *context, const char *name),
                     void *context)
{
    DIR *dir = opendir(path);
    if (dir == NULL)
        return -1;
    int reason = 0;
    for (;;) {
        errno = 0; /* the only way to tell the end from a failure */
        const struct dirent *entry = readdir(dir);
        reason = errno;
        if (entry == NULL)
            break;
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            each(context, entry->d_name);
    }
    (void)closedir(dir);
    errno = reason;
    return reason == 0 ? 0 : -1;
}

const struct file_ops file_ops_real = {
    .open = real_open,
    .read = read,
    .pread = pread,
    .write = write,
    .fdatasync = fdatasync,
    .fsync = fsync,
    .close = close,
    .fstat = fstat,
    .stat = stat,
    .lstat = lstat,
    .rename = rename,
    .unlink = unlink,
    .mkdir = mkdir,
    .lock = real_lock,
    .map = real_map,
    .unmap = munmap,
    .list = real_list,
};

static const struct file_ops *current = &file_ops_real;

const struct file_ops *file_ops_now(void)
{
    return current;
}

const struct file_ops *file_ops_use(const struct file_ops *ops)
{
    const struct file_ops *before = current;
    current = ops == NULL ? &file_ops_real : ops;
    return before;
}

static enum status status_of_errno(int reason)
{
    switch (reason) {
    case ENOENT:
    case ENOTDIR:
        return ST_NOT_FOUND;
    case ENOMEM:
        return ST_NOMEM;
    default:
        return ST_IO;
    }
}

enum status file_fail(struct error *err, const char *what, const char *path)
{
    int reason = errno;
    return fail(err, status_of_errno(reason), "cannot %s %s: %s", what, path,
                strerror(reason));
}

int file_open_fd(const char *path, int flags)
{
    int fd;
    do
        fd = current->open(path, flags | O_CLOEXEC | O_NOCTTY, FILE_MODE);
    while (fd < 0 && errno == EINTR);
    return fd;
}

int file_close_fd(int fd)
{
    int result = current->close(fd);
    return result < 0 && errno != EINTR ? -1 : 0;
}

void file_close(int fd)
{
    if (fd >= 0)
        (void)file_close_fd(fd);
}

enum status file_write_all(int fd, struct span bytes, const char *path,
                           struct error *err)
{
    while (bytes.len > 0) {
        ssize_t put = current->write(fd, bytes.data, bytes.len);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0) {
            errno = put == 0 ? ENOSPC : errno;
            return file_fail(err, "write", path);
        }
        bytes = span_part(bytes, (size_t)put, bytes.len);
    }
    return ST_OK;
}

/* Maps the open file; the descriptor stays the caller's. */
static enum status map_fd(struct file_map *map, int fd, const char *path,
                          struct error *err)
{
    struct file_map made = {{NULL, 0}, {0}};
    if (current->fstat(fd, &made.stat) < 0)
        return file_fail(err, "look at", path);
    if (!S_ISREG(made.stat.st_mode))
        return fail(err, ST_IO, "cannot map %s: not a regular file", path);
    if ((uintmax_t)made.stat.st_size > SIZE_MAX / 2)
        return fail(err, ST_LIMIT, "cannot map %s: larger than the address space",
                    path);
    size_t len = (size_t)made.stat.st_size;
    if (len > 0) {
        void *data = current->map(fd, len);
        if (data == NULL)
            return file_fail(err, "map", path);
        made.bytes = span_of(data, len);
    }
    *map = made;
    return ST_OK;
}

enum status file_map_open(struct file_map *map, const char *path, struct error *err)
{
    int fd = file_open_fd(path, O_RDONLY);
    if (fd < 0)
        return file_fail(err, "open", path);
    enum status status = map_fd(map, fd, path, err);
    file_close(fd);
    return status;
}

void file_map_close(struct file_map *map)
{
    if (map->bytes.data != NULL) {
        union {
            const uint8_t *borrowed;
            void *owned;
        } address = {map->bytes.data};
        (void)current->unmap(address.owned, map->bytes.len);
    }
    *map = (struct file_map){{NULL, 0}, {0}};
}

enum status file_stat(struct stat *st, const char *path, bool follow, struct error *err)
{
    struct stat found;
    int result = follow ? current->stat(path, &found) : current->lstat(path, &found);
    if (result < 0)
        return file_fail(err, "look at", path);
    *st = found;
    return ST_OK;
}

enum status file_open_regular(int *fd, const char *path, bool follow, struct error *err)
{
    int opened = file_open_fd(path, O_RDONLY | O_NONBLOCK | (follow ? 0 : O_NOFOLLOW));
    if (opened < 0)
        return file_fail(err, "open", path);
    struct stat st;
    enum status status = ST_OK;
    if (current->fstat(opened, &st) < 0)
        status = file_fail(err, "look at", path);
    else if (!S_ISREG(st.st_mode))
        status = fail(err, ST_IO, "cannot read %s: not a regular file", path);
    if (status == ST_OK)
        *fd = opened;
    else
        file_close(opened);
    return status;
}

enum status file_read_some(int fd, void *data, size_t len, size_t *got,
                           struct error *err)
{
    ssize_t count;
    do
        count = current->read(fd, data, len);
    while (count < 0 && errno == EINTR);
    if (count < 0)
        return file_fail(err, "read", "input");
    *got = (size_t)count;
    return ST_OK;
}

/* Appends one chunk; *got 0 at the end. Reads one byte more than allowed, to know. */
static enum status read_chunk(struct buf *out, int fd, size_t left, size_t *got,
                              struct error *err)
{
    size_t want = left < READ_CHUNK_BYTES ? left + 1 : READ_CHUNK_BYTES;
    uint8_t *room = buf_grow(out, want);
    if (room == NULL)
        return fail(err, out->status, "%s", status_text(out->status));
    size_t count = 0;
    enum status status = file_read_some(fd, room, want, &count, err);
    out->len -= want - count;
    if (status == ST_OK && count > left)
        return fail(err, ST_LIMIT, "the file is larger than allowed");
    *got = count;
    return status;
}

enum status file_read(struct buf *out, const char *path, size_t limit,
                      struct error *err)
{
    int fd = file_open_fd(path, O_RDONLY);
    if (fd < 0)
        return file_fail(err, "open", path);
    size_t before = out->len;
    size_t got = 1;
    struct error reason = ERROR_NONE;
    enum status status = ST_OK;
    while (status == ST_OK && got > 0) {
        status = read_chunk(out, fd, limit - (out->len - before), &got, &reason);
    }
    file_close(fd);
    if (status != ST_OK) {
        out->len = before;
        return fail(err, status, "cannot read %s: %s", path, reason.text);
    }
    return ST_OK;
}

enum status file_rename(const char *from, const char *to, struct error *err)
{
    return current->rename(from, to) < 0 ? file_fail(err, "rename", from) : ST_OK;
}

enum status file_sync_dir(const char *path, struct error *err)
{
    int fd = file_open_fd(path, O_RDONLY | O_DIRECTORY);
    if (fd < 0)
        return file_fail(err, "open", path);
    int result;
    do
        result = current->fsync(fd);
    while (result < 0 && errno == EINTR);
    enum status status = result < 0 ? file_fail(err, "sync", path) : ST_OK;
    file_close(fd);
    return status;
}

enum status file_make_dir(const char *path, struct error *err)
{
    if (current->mkdir(path, DIR_MODE) < 0 && errno != EEXIST)
        return file_fail(err, "make folder", path);
    return ST_OK;
}

enum status file_list(const char *path, void (*each)(void *context, const char *name),
                      void *context, struct error *err)
{
    return current->list(path, each, context) < 0 ? file_fail(err, "list", path)
                                                  : ST_OK;
}

void file_remove(const char *path)
{
    (void)current->unlink(path);
}

enum status file_lock_take(int *fd, const char *path, struct error *err)
{
    int opened = file_open_fd(path, O_RDWR | O_CREAT);
    if (opened < 0)
        return file_fail(err, "open", path);
    int result;
    do
        result = current->lock(opened);
    while (result < 0 && errno == EINTR);
    if (result == 0) {
        *fd = opened;
        return ST_OK;
    }
    enum status status;
    if (errno == EAGAIN || errno == EACCES)
        status = fail(err, ST_LOCKED, "%s is locked by another process", path);
    else
        status = file_fail(err, "lock", path);
    file_close(opened);
    return status;
}

void file_lock_release(int fd)
{
    file_close(fd);
}
