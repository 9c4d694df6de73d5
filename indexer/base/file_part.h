/* file_part.h - what file.c, file_sink.c and file_spool.c share; nobody else includes
 * it.
 *
 * Layer    base
 * Memory   borrows; allocates nothing
 * Threads  as file.h
 */
#ifndef MSEARCH_BASE_FILE_PART_H
#define MSEARCH_BASE_FILE_PART_H

#include "base/file.h"

/* The table in use. */
const struct file_ops *file_ops_now(void);

/* Record errno for `path` ("cannot <what> <path>: <reason>"). ENOENT and ENOTDIR are
 * ST_NOT_FOUND, ENOMEM ST_NOMEM, all else ST_IO. */
enum status file_fail(struct error *err, const char *what, const char *path);

/* All of the bytes, through short writes and EINTR. */
MUST_USE enum status file_write_all(int fd, struct span bytes, const char *path,
                                    struct error *err);

/* A descriptor, or -1 and errno; retries EINTR. */
int file_open_fd(const char *path, int flags);

/* 0, or -1 and errno. EINTR is a success: Linux has closed the descriptor. */
int file_close_fd(int fd);

#endif
