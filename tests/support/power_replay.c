/* power_replay.c - what the first operations of a log, then a power cut, may leave.
 *
 *   [ stock ][ op 0 ] ... [ op n-1 ] | cut      each operation is sure when a sync of
 * its file or folder follows before the cut; the others are kept or lost by the mode
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "support/power_log.h"
#include "support/scratch.h"

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
    for (size_t i = 0; op_is_name(op) && i < synced->folders.count; i++)
        if (same_folder(synced->folders.items[i].path,
                        op->kind == OP_RENAME ? op->to : op->path))
            return true;
    return false;
}

static void find_sure(struct replay *replay)
{
    struct synced synced = {calloc((size_t)replay->log->files + 1, 1), {0}};
    if (synced.files == NULL)
        power_die("cannot replay", replay->log->root);
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
    bool is_name = op_is_name(&replay->log->ops[i]);
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
            power_grown(content->bytes, &content->capacity, content->capacity, 1);
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
                power_die("make", path);
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
        power_die("make", target);
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
        power_die("cannot replay", log->root);
    find_sure(&replay);
    for (size_t i = 0; i < replay.count; i++) {
        const struct op *op = &log->ops[i];
        if (op->kind == OP_WRITE && survives(&replay, i))
            apply_write(&replay, i);
        else if (op_is_name(op) && survives(&replay, i))
            names_apply(&replay.names, op);
    }
    write_state(&replay, target);
    for (int i = 0; i < log->files; i++)
        free(replay.files[i].bytes);
    free(replay.files);
    free(replay.sure);
    free(replay.names.items);
}
