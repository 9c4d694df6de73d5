/* power_log.c - names and numbers of files, shared by recording and replay. */
#include "support/power_log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void power_die(const char *what, const char *path)
{
    fprintf(stderr, "power_loss: %s %s (errno %d)\n", what, path, errno);
    abort();
}

void *power_grown(void *items, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity)
        return items;
    *capacity = *capacity == 0 ? 64 : *capacity * 2;
    void *more = realloc(items, *capacity * size);
    if (more == NULL)
        power_die("no memory for", "the log");
    return more;
}

void power_copy_path(char to[PATH_MAX_BYTES], const char *from)
{
    if (strlen(from) >= PATH_MAX_BYTES)
        power_die("path too long", from);
    (void)snprintf(to, PATH_MAX_BYTES, "%s", from);
}

struct name *names_find(const struct names *names, const char *path)
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

void names_set(struct names *names, const char *path, int file)
{
    struct name *name = names_find(names, path);
    if (name == NULL) {
        names->items = power_grown(names->items, &names->capacity, names->count,
                                   sizeof *names->items);
        name = &names->items[names->count++];
        power_copy_path(name->path, path);
    }
    name->file = file;
}

void names_apply(struct names *names, const struct op *op)
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

bool op_is_name(const struct op *op)
{
    return op->kind == OP_CREATE || op->kind == OP_MKDIR || op->kind == OP_UNLINK ||
           op->kind == OP_RENAME;
}
