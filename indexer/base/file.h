/* file.h - every disk call of the project, through one table.
 *
 * Layer    base
 * Memory   open/close objects; a map's bytes are borrowed until file_map_close
 * Threads  a sink or map belongs to one thread; maps may be read by many
 *
 * Production uses file_ops_real. Tests put their own table in with file_ops_use
 * to count calls, make the n-th fail, cut writes short, or record every
 * operation for the power-loss simulation. Nothing else in the tree calls open,
 * write, fsync, rename or their kin (tests/lint/banned.sh).
 */
#ifndef MSEARCH_BASE_FILE_H
#define MSEARCH_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "base/bytes.h"
#include "base/status.h"

/* Each as the system call of its name: -1 and errno on failure. */
struct file_ops {
    int (*open)(const char *path, int flags, mode_t mode);
    ssize_t (*read)(int fd, void *data, size_t len);
    ssize_t (*pread)(int fd, void *data, size_t len, off_t off);
    ssize_t (*write)(int fd, const void *data, size_t len);
    int (*fdatasync)(int fd);
    int (*fsync)(int fd);
    int (*close)(int fd);
    int (*fstat)(int fd, struct stat *st);
    int (*stat)(const char *path, struct stat *st);
    int (*lstat)(const char *path, struct stat *st);
    int (*rename)(const char *from, const char *to);
    int (*unlink)(const char *path);
    int (*mkdir)(const char *path, mode_t mode);
    int (*lock)(int fd);              /* F_OFD_SETLK, exclusive, no wait */
    void *(*map)(int fd, size_t len); /* PROT_READ, MAP_SHARED; NULL on failure */
    int (*unmap)(void *data, size_t len);
    /* Calls `each` with every name in a folder but . and .. ; 0 or -1. */
    int (*list)(const char *path, void (*each)(void *context, const char *name),
                void *context);
};

extern const struct file_ops file_ops_real;
/* Put a table in place (NULL: the real one); returns the one before. Tests only. */
const struct file_ops *file_ops_use(const struct file_ops *ops);

/* A whole file, mapped read-only. An empty file gives an empty span. */
struct file_map {
    struct span bytes;
    struct stat stat;
};
MUST_USE enum status file_map_open(struct file_map *map, const char *path,
                                   struct error *err);
void file_map_close(struct file_map *map); /* of a zeroed one: no-op */

/* A whole file of at most `limit` bytes appended to `out`. ST_NOT_FOUND when absent. */
MUST_USE enum status file_read(struct buf *out, const char *path, size_t limit,
                               struct error *err);

/* What is at `path`: of a symbolic link the link itself, unless it is to be followed.
 */
MUST_USE enum status file_stat(struct stat *st, const char *path, bool follow,
                               struct error *err);

/* Sequential reading (input archives), of a file that others may swap while we look:
 * anything but a regular file is ST_IO (a pipe is not waited for), and so is a symbolic
 * link unless it is to be followed. *fd is to be closed with file_close. */
MUST_USE enum status file_open_regular(int *fd, const char *path, bool follow,
                                       struct error *err);
/* Bytes read (0 = end) into *got, of any descriptor; retries EINTR. */
MUST_USE enum status file_read_some(int fd, void *data, size_t len, size_t *got,
                                    struct error *err);
void file_close(int fd); /* -1 is fine */

/* Buffered, append-only, sticky: after the first failed write everything is
 * swallowed, and file_sink_finish reports it. */
struct file_sink;
/* Create `path` (it must not exist: O_EXCL). *sink is owned by the caller. */
MUST_USE enum status file_sink_create(struct file_sink **sink, const char *path,
                                      struct error *err);
void file_sink_put(struct file_sink *sink, const void *data, size_t len);
uint64_t file_sink_off(const struct file_sink *sink); /* bytes put so far */
/* Zero bytes up to a multiple of `alignment`. */
void file_sink_align(struct file_sink *sink, size_t alignment);
/* Flush, fdatasync, close, free. The first failure of the sink's life is reported,
 * and then the file is unlinked. */
MUST_USE enum status file_sink_finish(struct file_sink *sink, struct error *err);
/* Close, unlink, free. NULL is fine. */
void file_sink_abort(struct file_sink *sink);

/* An append-only run of bytes that stays in memory up to `memory_bytes`, then goes
 * to a temporary file in `dir` (unlinked at once). Sticky like a sink. */
struct file_spool;
MUST_USE enum status file_spool_create(struct file_spool **spool, const char *dir,
                                       size_t memory_bytes, struct error *err);
void file_spool_put(struct file_spool *spool, const void *data, size_t len);
uint64_t file_spool_len(const struct file_spool *spool);
/* Append all of it to a sink; reports the spool's first failure. */
MUST_USE enum status file_spool_drain(struct file_spool *spool, struct file_sink *sink,
                                      struct error *err);
void file_spool_close(struct file_spool *spool); /* NULL is fine */

MUST_USE enum status file_rename(const char *from, const char *to, struct error *err);
MUST_USE enum status file_sync_dir(const char *path, struct error *err);
MUST_USE enum status file_make_dir(const char *path,
                                   struct error *err); /* existing is fine */
MUST_USE enum status file_list(const char *path,
                               void (*each)(void *context, const char *name),
                               void *context, struct error *err);
/* Absent is fine; any other failure is ignored: garbage is collected again later. */
void file_remove(const char *path);

/* An exclusive lock that dies with its owner. ST_LOCKED at once when taken. */
MUST_USE enum status file_lock_take(int *fd, const char *path, struct error *err);
void file_lock_release(int fd);

#endif
