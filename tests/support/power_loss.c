/* power_loss.c - the recording table.
 *
 *   log:   [ stock of the folder, synced ][ op 0 ][ op 1 ] ... [ op n-1 ]
 *
 * Invariants: an operation is logged only after the kernel did it; a file keeps its
 * number through renames, so a replay that loses a rename still finds its bytes.
 * Everything here stops the program on trouble: a test tool has nobody to tell.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "support/power_log.h"
#include "support/scratch.h"

static struct power_loss *recording;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* The part below the root; NULL: elsewhere. */
static const char *below_root(const char *path)
{
    size_t len = strlen(recording->root);
    if (strncmp(path, recording->root, len) != 0)
        return NULL;
    path += len;
    if (*path != '/' && *path != '\0')
        return NULL;
    while (*path == '/')
        path++;
    return path;
}

static struct op *add(struct power_loss *log, enum power_op kind, const char *path)
{
    log->ops = power_grown(log->ops, &log->capacity, log->count, sizeof *log->ops);
    struct op *op = &log->ops[log->count++];
    memset(op, 0, sizeof *op);
    op->kind = kind;
    op->file = NO_FILE;
    power_copy_path(op->path, path);
    return op;
}

static void add_name(enum power_op kind, const char *path, int file, const char *to)
{
    struct op *op = add(recording, kind, path);
    op->file = file;
    if (to != NULL)
        power_copy_path(op->to, to);
    names_apply(&recording->live, op);
}

static void add_write(int file, const char *path, uint64_t off, const void *data,
                      size_t len)
{
    struct op *op = add(recording, OP_WRITE, path);
    op->file = file;
    op->off = off;
    op->len = len;
    op->bytes = malloc(len + 1);
    if (op->bytes == NULL)
        power_die("no memory for", path);
    memcpy(op->bytes, data, len);
}

static int power_open(const char *path, int flags, mode_t mode)
{
    (void)pthread_mutex_lock(&lock);
    const char *rest = below_root(path);
    bool existed = scratch_exists(path);
    int fd = file_ops_real.open(path, flags, mode);
    if (fd >= FD_MAX || (rest != NULL && (flags & O_TRUNC) != 0))
        power_die("cannot record", path);
    if (fd >= 0 && rest != NULL) {
        struct open_fd *open_fd = &recording->fds[fd];
        *open_fd = (struct open_fd){.known = true, .file = NO_FILE};
        power_copy_path(open_fd->path, rest);
        if (!existed)
            add_name(OP_CREATE, rest, recording->files++, NULL);
        const struct name *name = names_find(&recording->live, rest);
        open_fd->folder = name == NULL || name->file == NO_FILE;
        open_fd->file = open_fd->folder ? NO_FILE : name->file;
    }
    (void)pthread_mutex_unlock(&lock);
    return fd;
}

static struct open_fd *fd_known(int fd)
{
    bool known = fd >= 0 && fd < FD_MAX && recording->fds[fd].known;
    return known ? &recording->fds[fd] : NULL;
}

static ssize_t power_write(int fd, const void *data, size_t len)
{
    (void)pthread_mutex_lock(&lock);
    ssize_t put = file_ops_real.write(fd, data, len);
    struct open_fd *open_fd = fd_known(fd);
    if (put > 0 && open_fd != NULL && open_fd->file != NO_FILE) {
        add_write(open_fd->file, open_fd->path, open_fd->off, data, (size_t)put);
        open_fd->off += (uint64_t)put;
    }
    (void)pthread_mutex_unlock(&lock);
    return put;
}

/* Not carried out: the log decides what is durable, and the test runs faster. */
static int power_sync(int fd)
{
    (void)pthread_mutex_lock(&lock);
    const struct open_fd *open_fd = fd_known(fd);
    if (open_fd != NULL) {
        enum power_op kind = open_fd->folder ? OP_SYNC_DIR : OP_SYNC;
        add(recording, kind, open_fd->path)->file = open_fd->file;
    }
    (void)pthread_mutex_unlock(&lock);
    return 0;
}

static int power_close(int fd)
{
    (void)pthread_mutex_lock(&lock);
    struct open_fd *open_fd = fd_known(fd);
    if (open_fd != NULL)
        open_fd->known = false;
    int result = file_ops_real.close(fd);
    (void)pthread_mutex_unlock(&lock);
    return result;
}

static int power_rename(const char *from, const char *to)
{
    (void)pthread_mutex_lock(&lock);
    const char *rest = below_root(from);
    const char *rest_to = below_root(to);
    int result = file_ops_real.rename(from, to);
    if (result == 0 && (rest != NULL || rest_to != NULL)) {
        const struct name *name =
            rest == NULL ? NULL : names_find(&recording->live, rest);
        if (name == NULL || rest_to == NULL || name->file == NO_FILE)
            power_die("cannot record the rename of", from);
        add_name(OP_RENAME, rest, name->file, rest_to);
    }
    (void)pthread_mutex_unlock(&lock);
    return result;
}

static int power_unlink(const char *path)
{
    (void)pthread_mutex_lock(&lock);
    const char *rest = below_root(path);
    int result = file_ops_real.unlink(path);
    if (result == 0 && rest != NULL)
        add_name(OP_UNLINK, rest, NO_FILE, NULL);
    (void)pthread_mutex_unlock(&lock);
    return result;
}

static int power_mkdir(const char *path, mode_t mode)
{
    (void)pthread_mutex_lock(&lock);
    const char *rest = below_root(path);
    int result = file_ops_real.mkdir(path, mode);
    if (result == 0 && rest != NULL && *rest != '\0')
        add_name(OP_MKDIR, rest, NO_FILE, NULL);
    (void)pthread_mutex_unlock(&lock);
    return result;
}

/* --- taking stock ----------------------------------------------------------------- */

struct stock {
    const char *folder; /* relative */
    int depth;
};

static void stock_folder(const char *folder, int depth);

static void stock_file(const char *path, const char *full)
{
    struct buf bytes;
    struct error err = ERROR_NONE;
    buf_init(&bytes, 0);
    if (file_read(&bytes, full, BUF_LIMIT_DEFAULT / 2, &err) != ST_OK)
        power_die(err.text, full);
    int file = recording->files++;
    add_name(OP_CREATE, path, file, NULL);
    if (bytes.len > 0)
        add_write(file, path, 0, bytes.data, bytes.len);
    add(recording, OP_SYNC, path)->file = file;
    buf_release(&bytes);
}

static void stock_one(void *context, const char *name)
{
    const struct stock *stock = context;
    char path[PATH_MAX_BYTES * 2];
    char full[PATH_MAX_BYTES * 3];
    struct stat st;
    (void)snprintf(path, sizeof path, "%s%s%s", stock->folder,
                   *stock->folder == '\0' ? "" : "/", name);
    (void)snprintf(full, sizeof full, "%s/%s", recording->root, path);
    if (lstat(full, &st) != 0)
        power_die("look at", full);
    if (S_ISDIR(st.st_mode)) {
        add_name(OP_MKDIR, path, NO_FILE, NULL);
        stock_folder(path, stock->depth + 1);
    } else {
        stock_file(path, full);
    }
}

static void stock_folder(const char *folder, int depth)
{
    char full[PATH_MAX_BYTES * 2];
    struct stock stock = {folder, depth};
    struct error err = ERROR_NONE;
    (void)snprintf(full, sizeof full, "%s/%s", recording->root, folder);
    if (depth > DEPTH_MAX || file_list(full, stock_one, &stock, &err) != ST_OK)
        power_die(err.text, full);
    (void)add(recording, OP_SYNC_DIR, folder);
}

static struct file_ops table;

void power_loss_open(struct power_loss **log, const char *root)
{
    recording = calloc(1, sizeof *recording);
    if (recording == NULL)
        power_die("no memory for", root);
    power_copy_path(recording->root, root);
    stock_folder("", 0);
    recording->base = recording->count;
    table = file_ops_real;
    table.open = power_open;
    table.write = power_write;
    table.fdatasync = power_sync;
    table.fsync = power_sync;
    table.close = power_close;
    table.rename = power_rename;
    table.unlink = power_unlink;
    table.mkdir = power_mkdir;
    (void)file_ops_use(&table);
    *log = recording;
}

void power_loss_stop(struct power_loss *log)
{
    (void)log;
    (void)file_ops_use(NULL);
    recording = NULL;
}

void power_loss_close(struct power_loss *log)
{
    for (size_t i = 0; i < log->count; i++)
        free(log->ops[i].bytes);
    free(log->ops);
    free(log->live.items);
    free(log);
}

/* --- what there is ---------------------------------------------------------------- */

size_t power_loss_count(const struct power_loss *log)
{
    return log->count - log->base;
}

const char *power_loss_text(const struct power_loss *log, size_t number)
{
    static const char *const verbs[] = {"create", "write",  "sync", "sync folder",
                                        "rename", "unlink", "mkdir"};
    static char text[PATH_MAX_BYTES * 2 + 100];
    const struct op *op = &log->ops[log->base + number];
    int len = snprintf(text, sizeof text, "%s %s%s%s", verbs[op->kind],
                       *op->path == '\0' ? "." : op->path,
                       op->kind == OP_RENAME ? " to " : "", op->to);
    if (op->kind == OP_WRITE)
        (void)snprintf(text + len, sizeof text - (size_t)len, " at %llu, %zu bytes",
                       (unsigned long long)op->off, op->len);
    return text;
}

bool power_loss_is_sync(const struct power_loss *log, size_t op)
{
    enum power_op kind = log->ops[log->base + op].kind;
    return kind == OP_SYNC || kind == OP_SYNC_DIR;
}

void power_loss_forget(struct power_loss *log, size_t op, bool forgotten)
{
    log->ops[log->base + op].forgotten = forgotten;
}
