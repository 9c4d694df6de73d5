/* power_log.h - the log that power_loss.c writes and power_replay.c reads; nobody else
 * includes it.
 *
 * Layer    tests
 * Memory   owned by struct power_loss
 * Threads  as power_loss.h
 */
#ifndef MSEARCH_TESTS_POWER_LOG_H
#define MSEARCH_TESTS_POWER_LOG_H

#include "support/power_loss.h"

enum { FD_MAX = 1024, PATH_MAX_BYTES = 512, DEPTH_MAX = 4, SECTOR = 512 };
enum { NO_FILE = -1 };

enum power_op {
    OP_CREATE,
    OP_WRITE,
    OP_SYNC,
    OP_SYNC_DIR,
    OP_RENAME,
    OP_UNLINK,
    OP_MKDIR
};

struct op {
    enum power_op kind;
    bool forgotten;
    int file;
    uint64_t off;
    size_t len;
    uint8_t *bytes;
    char path[PATH_MAX_BYTES]; /* relative to the root; "" is the root */
    char to[PATH_MAX_BYTES];
};

struct name {
    int file; /* NO_FILE: a folder */
    char path[PATH_MAX_BYTES];
};

struct names {
    struct name *items;
    size_t count;
    size_t capacity;
};

struct open_fd {
    bool known;
    bool folder;
    int file;
    uint64_t off;
    char path[PATH_MAX_BYTES];
};

struct power_loss {
    char root[PATH_MAX_BYTES];
    struct op *ops;
    size_t count;
    size_t capacity;
    size_t base; /* operations that stand for what was there before */
    int files;
    struct names live;
    struct open_fd fds[FD_MAX];
};

/* Stops the program. */
void power_die(const char *what, const char *path);
/* Room for one more item. */
void *power_grown(void *items, size_t *capacity, size_t count, size_t size);
void power_copy_path(char to[PATH_MAX_BYTES], const char *from);

struct name *names_find(const struct names *names, const char *path);
void names_set(struct names *names, const char *path, int file);
/* What a create, mkdir, unlink or rename does to the names; others do nothing. */
void names_apply(struct names *names, const struct op *op);
bool op_is_name(const struct op *op);

#endif
