/* faulty_ops.c - counts, fails, shortens, interrupts; else the real table's work. */
#include "support/faulty_ops.h"

#include <errno.h>
#include <stdatomic.h>

#include "base/file.h"

static struct fault_plan plan;
static _Atomic uint64_t counts[FAULT_CALLS];
static _Atomic uint64_t interruptible;
static _Atomic bool hit;
static _Atomic int64_t open_fds;
static _Atomic int64_t live_maps;

/* Counts the call; true when it is the one to fail (errno is set). */
static bool fails(enum fault_call call)
{
    uint64_t own = atomic_fetch_add(&counts[call], 1) + 1;
    uint64_t any = atomic_fetch_add(&counts[FAULT_ANY], 1) + 1;
    if (plan.at == 0 || (plan.call != FAULT_ANY && plan.call != call))
        return false;
    uint64_t number = plan.call == FAULT_ANY ? any : own;
    if (number != plan.at && !(plan.forever && number > plan.at))
        return false;
    atomic_store(&hit, true);
    errno = plan.error;
    return true;
}

static bool interrupted(void)
{
    if (plan.eintr_every == 0)
        return false;
    if ((atomic_fetch_add(&interruptible, 1) + 1) % plan.eintr_every != 0)
        return false;
    errno = EINTR;
    return true;
}

static size_t shortened(size_t len)
{
    return plan.most_bytes != 0 && len > plan.most_bytes ? plan.most_bytes : len;
}

static int faulty_open(const char *path, int flags, mode_t mode)
{
    if (interrupted() || fails(FAULT_OPEN))
        return -1;
    int fd = file_ops_real.open(path, flags, mode);
    if (fd >= 0)
        atomic_fetch_add(&open_fds, 1);
    return fd;
}

static ssize_t faulty_read(int fd, void *data, size_t len)
{
    if (interrupted() || fails(FAULT_READ))
        return -1;
    return file_ops_real.read(fd, data, shortened(len));
}

static ssize_t faulty_pread(int fd, void *data, size_t len, off_t off)
{
    if (interrupted() || fails(FAULT_PREAD))
        return -1;
    return file_ops_real.pread(fd, data, shortened(len), off);
}

static ssize_t faulty_write(int fd, const void *data, size_t len)
{
    if (interrupted() || fails(FAULT_WRITE))
        return -1;
    return file_ops_real.write(fd, data, shortened(len));
}

static int faulty_fdatasync(int fd)
{
    if (interrupted() || fails(FAULT_FDATASYNC))
        return -1;
    return file_ops_real.fdatasync(fd);
}

static int faulty_fsync(int fd)
{
    if (interrupted() || fails(FAULT_FSYNC))
        return -1;
    return file_ops_real.fsync(fd);
}

static int faulty_close(int fd)
{
    atomic_fetch_sub(&open_fds, 1);
    int result = file_ops_real.close(fd);
    return fails(FAULT_CLOSE) ? -1 : result;
}

static int faulty_fstat(int fd, struct stat *st)
{
    return fails(FAULT_FSTAT) ? -1 : file_ops_real.fstat(fd, st);
}

static int faulty_stat(const char *path, struct stat *st)
{
    return fails(FAULT_STAT) ? -1 : file_ops_real.stat(path, st);
}

static int faulty_lstat(const char *path, struct stat *st)
{
    return fails(FAULT_STAT) ? -1 : file_ops_real.lstat(path, st);
}

static int faulty_rename(const char *from, const char *to)
{
    return fails(FAULT_RENAME) ? -1 : file_ops_real.rename(from, to);
}

static int faulty_unlink(const char *path)
{
    return fails(FAULT_UNLINK) ? -1 : file_ops_real.unlink(path);
}

static int faulty_mkdir(const char *path, mode_t mode)
{
    return fails(FAULT_MKDIR) ? -1 : file_ops_real.mkdir(path, mode);
}

static int faulty_lock(int fd)
{
    return interrupted() || fails(FAULT_LOCK) ? -1 : file_ops_real.lock(fd);
}

static void *faulty_map(int fd, size_t len)
{
    void *data = fails(FAULT_MAP) ? NULL : file_ops_real.map(fd, len);
    if (data != NULL)
        atomic_fetch_add(&live_maps, 1);
    return data;
}

static int faulty_unmap(void *data, size_t len)
{
    atomic_fetch_sub(&live_maps, 1);
    return file_ops_real.unmap(data, len);
}

static int faulty_list(const char *path, void (*each)(void *context, const char *name),
                       void *context)
{
    return fails(FAULT_LIST) ? -1 : file_ops_real.list(path, each, context);
}

static const struct file_ops table = {
    .open = faulty_open,
    .read = faulty_read,
    .pread = faulty_pread,
    .write = faulty_write,
    .fdatasync = faulty_fdatasync,
    .fsync = faulty_fsync,
    .close = faulty_close,
    .fstat = faulty_fstat,
    .stat = faulty_stat,
    .lstat = faulty_lstat,
    .rename = faulty_rename,
    .unlink = faulty_unlink,
    .mkdir = faulty_mkdir,
    .lock = faulty_lock,
    .map = faulty_map,
    .unmap = faulty_unmap,
    .list = faulty_list,
};

void faulty_ops_begin(const struct fault_plan *wanted)
{
    plan = *wanted;
    for (int i = 0; i < FAULT_CALLS; i++)
        atomic_store(&counts[i], 0);
    atomic_store(&interruptible, 0);
    atomic_store(&hit, false);
    atomic_store(&open_fds, 0);
    atomic_store(&live_maps, 0);
    (void)file_ops_use(&table);
}

bool faulty_ops_end(void)
{
    (void)file_ops_use(NULL);
    return atomic_load(&hit);
}

uint64_t faulty_ops_count(enum fault_call call)
{
    return atomic_load(&counts[call]);
}

int64_t faulty_ops_open_fds(void)
{
    return atomic_load(&open_fds);
}

int64_t faulty_ops_live_maps(void)
{
    return atomic_load(&live_maps);
}

const char *fault_call_name(enum fault_call call)
{
    static const char *const names[FAULT_CALLS] = {
        "open", "read",   "pread",  "write", "fdatasync", "fsync", "close", "fstat",
        "stat", "rename", "unlink", "mkdir", "lock",      "map",   "list",  "any"};
    return names[call];
}
