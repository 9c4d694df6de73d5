/* power_loss.c - the recording table, and the replay of a part of its log.
 *
 *   log:   [ stock of the folder, synced ][ op 0 ][ op 1 ] ... [ op n-1 ] | cut
 *                                             each: sure, or tossed for
 *
 * Invariants: an operation is logged only after the kernel did it; a file keeps its
 * number through renames, so a replay that loses a rename still finds its bytes.
 * Everything here stops the program on trouble: a test tool has nobody to tell.
 */
#include "support/power_loss.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "support/scratch.h"

enum { FD_MAX = 1024, PATH_MAX_BYTES = 512, DEPTH_MAX = 4, SECTOR = 512 };
enum { NO_FILE = -1 };

enum kind { OP_CREATE, OP_WRITE, OP_SYNC, OP_SYNC_DIR, OP_RENAME, OP_UNLINK, OP_MKDIR };

struct op {
    enum kind kind;
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

static struct power_loss *recording;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void die(const char *what, const char *path)
{
    fprintf(stderr, "power_loss: %s %s (errno %d)\n", what, path, errno);
    abort();
}

static void *grown(void *items, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity)
        return items;
    *capacity = *capacity == 0 ? 64 : *capacity * 2;
    void *more = realloc(items, *capacity * size);
    if (more == NULL)
        die("no memory for", "the log");
    return more;
}

static void copy_path(char to[PATH_MAX_BYTES], const char *from)
{
    if (strlen(from) >= PATH_MAX_BYTES)
        die("path too long", from);
    (void)snprintf(to, PATH_MAX_BYTES, "%s", from);
}

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

/* --- names ------------------------------------------------------------------------ */

static struct name *names_find(const struct names *names, const char *path)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->items[i].path, path) == 0)
            return &names->items[i];
    return NULL;
}

static void names_remove(struct names *names, const char *path)
{
    struct name *name = names_find(names, path);
    if (name != NULL)
        *name = names->items[--names->count];
}

static void names_set(struct names *names, const char *path, int file)
{
    struct name *name = names_find(names, path);
    if (name == NULL) {
        names->items =
            grown(names->items, &names->capacity, names->count, sizeof *names->items);
        name = &names->items[names->count++];
        copy_path(name->path, path);
    }
    name->file = file;
}

static void names_apply(struct names *names, const struct op *op)
{
    switch (op->kind) {
    case OP_CREATE:
        names_set(names, op->path, op->file);
        break;
    case OP_MKDIR:
        names_set(names, op->path, NO_FILE);
        break;
    case OP_UNLINK:
        names_remove(names, op->path);
        break;
    case OP_RENAME:
        names_remove(names, op->path);
        names_set(names, op->to, op->file);
        break;
    case OP_WRITE:
    case OP_SYNC:
    case OP_SYNC_DIR:
        break;
    }
}

static bool is_name_op(const struct op *op)
{
    return op->kind == OP_CREATE || op->kind == OP_MKDIR || op->kind == OP_UNLINK ||
           op->kind == OP_RENAME;
}

/* --- recording -------------------------------------------------------------------- */

static struct op *add(struct power_loss *log, enum kind kind, const char *path)
{
    log->ops = grown(log->ops, &log->capacity, log->count, sizeof *log->ops);
    struct op *op = &log->ops[log->count++];
    memset(op, 0, sizeof *op);
    op->kind = kind;
    op->file = NO_FILE;
    copy_path(op->path, path);
    return op;
}

static void add_name(enum kind kind, const char *path, int file, const char *to)
{
    struct op *op = add(recording, kind, path);
    op->file = file;
    if (to != NULL)
        copy_path(op->to, to);
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
        die("no memory for", path);
    memcpy(op->bytes, data, len);
}

static int power_open(const char *path, int flags, mode_t mode)
{
    (void)pthread_mutex_lock(&lock);
    const char *rest = below_root(path);
    bool existed = scratch_exists(path);
    int fd = file_ops_real.open(path, flags, mode);
    if (fd >= FD_MAX || (rest != NULL && (flags & O_TRUNC) != 0))
        die("cannot record", path);
    if (fd >= 0 && rest != NULL) {
        struct open_fd *open_fd = &recording->fds[fd];
        *open_fd = (struct open_fd){.known = true, .file = NO_FILE};
        copy_path(open_fd->path, rest);
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
        enum kind kind = open_fd->folder ? OP_SYNC_DIR : OP_SYNC;
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
        const struct name *name = rest == NULL ? NULL : names_find(&recording->live, rest);
        if (name == NULL || rest_to == NULL || name->file == NO_FILE)
            die("cannot record the rename of", from);
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
        die(err.text, full);
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
        die("look at", full);
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
        die(err.text, full);
    (void)add(recording, OP_SYNC_DIR, folder);
}

static struct file_ops table;

void power_loss_open(struct power_loss **log, const char *root)
{
    recording = calloc(1, sizeof *recording);
    if (recording == NULL)
        die("no memory for", root);
    copy_path(recording->root, root);
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
    enum kind kind = log->ops[log->base + op].kind;
    return kind == OP_SYNC || kind == OP_SYNC_DIR;
}

void power_loss_forget(struct power_loss *log, size_t op, bool forgotten)
{
    log->ops[log->base + op].forgotten = forgotten;
}

/* --- the cut ---------------------------------------------------------------------- */

struct content {
    uint8_t *bytes;
    size_t len;
    size_t capacity;
};

struct replay {
    const struct power_loss *log;
    size_t count;
    enum power_mode mode;
    uint64_t seed;
    bool *sure;
    struct names names;
    struct content *files;
};

static bool same_folder(const char *folder, const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t len = slash == NULL ? 0 : (size_t)(slash - path);
    return strlen(folder) == len && strncmp(folder, path, len) == 0;
}

/* The last part of a log, read backwards: what a sync in it makes sure. */
struct synced {
    bool *files;
    struct names folders;
};

static bool is_sure(const struct synced *synced, const struct op *op)
{
    if (op->kind == OP_WRITE)
        return synced->files[op->file];
    for (size_t i = 0; is_name_op(op) && i < synced->folders.count; i++)
        if (same_folder(synced->folders.items[i].path,
                        op->kind == OP_RENAME ? op->to : op->path))
            return true;
    return false;
}

static void find_sure(struct replay *replay)
{
    struct synced synced = {calloc((size_t)replay->log->files + 1, 1), {0}};
    if (synced.files == NULL)
        die("cannot replay", replay->log->root);
    for (size_t i = replay->count; i-- > 0;) {
        const struct op *op = &replay->log->ops[i];
        if (op->kind == OP_SYNC && !op->forgotten)
            synced.files[op->file] = true;
        else if (op->kind == OP_SYNC_DIR && !op->forgotten)
            names_set(&synced.folders, op->path, NO_FILE);
        else
            replay->sure[i] = is_sure(&synced, op);
    }
    free(synced.files);
    free(synced.folders.items);
}

static uint64_t toss(const struct replay *replay, size_t i)
{
    uint64_t x = replay->seed * 0x9E3779B97F4A7C15U + i + 1;
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9U;
    x = (x ^ x >> 27) * 0x94D049BB133111EBU;
    return x ^ x >> 31;
}

static bool survives(const struct replay *replay, size_t i)
{
    bool is_name = is_name_op(&replay->log->ops[i]);
    if (replay->sure[i])
        return true;
    switch (replay->mode) {
    case POWER_KEEP:
        return true;
    case POWER_DATA_LOST:
        return is_name;
    case POWER_NAMES_LOST:
        return !is_name;
    case POWER_RANDOM:
    case POWER_TORN:
        return (toss(replay, i) & 1) != 0;
    case POWER_DROP:
    case POWER_MODES:
        break;
    }
    return false;
}

static void content_write(struct content *content, uint64_t off, const uint8_t *bytes,
                          size_t len)
{
    size_t end = (size_t)off + len;
    while (end > content->capacity)
        content->bytes =
            grown(content->bytes, &content->capacity, content->capacity, 1);
    if (end > content->len) {
        memset(content->bytes + content->len, 0, end - content->len);
        content->len = end;
    }
    if (len > 0)
        memcpy(content->bytes + off, bytes, len);
}

static void apply_write(struct replay *replay, size_t i)
{
    const struct op *op = &replay->log->ops[i];
    size_t len = op->len;
    if (replay->mode == POWER_TORN && !replay->sure[i]) {
        size_t sectors = len / SECTOR + 1;
        size_t cut = (size_t)(toss(replay, i) >> 8) % sectors * SECTOR;
        /* Half of the time the size reached the disk, and the bytes did not. */
        if ((toss(replay, i) & 2) != 0)
            content_write(&replay->files[op->file], op->off + len, NULL, 0);
        len = cut;
    }
    if (len > 0)
        content_write(&replay->files[op->file], op->off, op->bytes, len);
}

static void write_one(const char *target, const struct name *name,
                      const struct content *content)
{
    char path[PATH_MAX_BYTES * 2];
    (void)snprintf(path, sizeof path, "%s/%s", target, name->path);
    scratch_write(path, content->bytes, content->len);
}

/* Folders come first, shallow before deep; a name in a lost folder is lost too. */
static void write_folders(const struct replay *replay, const char *target)
{
    for (int depth = 0; depth <= DEPTH_MAX; depth++) {
        for (size_t i = 0; i < replay->names.count; i++) {
            const struct name *name = &replay->names.items[i];
            char path[PATH_MAX_BYTES * 2];
            (void)snprintf(path, sizeof path, "%s/%s", target, name->path);
            if (name->file == NO_FILE && mkdir(path, 0755) != 0 && errno != EEXIST &&
                errno != ENOENT)
                die("make", path);
        }
    }
}

static bool parent_exists(const char *target, const char *name)
{
    char path[PATH_MAX_BYTES * 2];
    (void)snprintf(path, sizeof path, "%s/%s", target, name);
    *strrchr(path, '/') = '\0';
    return scratch_exists(path);
}

static void write_state(const struct replay *replay, const char *target)
{
    scratch_remove_tree(target);
    if (mkdir(target, 0755) != 0)
        die("make", target);
    write_folders(replay, target);
    for (size_t i = 0; i < replay->names.count; i++) {
        const struct name *name = &replay->names.items[i];
        if (name->file != NO_FILE && parent_exists(target, name->path))
            write_one(target, name, &replay->files[name->file]);
    }
}

void power_loss_show(const struct power_loss *log, size_t prefix, enum power_mode mode,
                     uint64_t seed, const char *target)
{
    struct replay replay = {
        .log = log, .count = log->base + prefix, .mode = mode, .seed = seed};
    replay.sure = calloc(replay.count + 1, sizeof *replay.sure);
    replay.files = calloc((size_t)log->files + 1, sizeof *replay.files);
    if (replay.sure == NULL || replay.files == NULL || replay.count > log->count)
        die("cannot replay", log->root);
    find_sure(&replay);
    for (size_t i = 0; i < replay.count; i++) {
        const struct op *op = &log->ops[i];
        if (op->kind == OP_WRITE && survives(&replay, i))
            apply_write(&replay, i);
        else if (is_name_op(op) && survives(&replay, i))
            names_apply(&replay.names, op);
    }
    write_state(&replay, target);
    for (int i = 0; i < log->files; i++)
        free(replay.files[i].bytes);
    free(replay.files);
    free(replay.sure);
    free(replay.names.items);
}
