/* One open folder per level; `path` is that of the entry at hand, and each level knows
 * how much of it is its own:
 *
 *   path    corpus/sample/pages/ky-101.txt
 *   level   0 ^           1 ^  names sorted, `next` is the one to come
 *   name    what stands behind the path that was given
 *
 * Symbolic links below a given path are not followed: they could lead out of the
 * archive or round in a circle.
 */
#include "ingest/walk.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/memory.h"

enum { LEVELS_MAX = 64, PATH_BYTES_MAX = 4096, NAMES_BYTES_MAX = 256 << 20 };

struct level {
    struct arena arena; /* the names */
    char **names;
    size_t count, capacity, next;
    size_t path_len; /* of the folder, with its slash */
    bool failed;
};

struct walk {
    char *const *paths;
    size_t path_count, path_next;
    char path[PATH_BYTES_MAX];
    size_t path_len;
    size_t given_len; /* of the path that was given, with its slash */
    struct level *levels[LEVELS_MAX];
    size_t depth;
    struct error why; /* text behind walk_entry.skipped */
};

enum status walk_open(struct walk **walk, char *const *paths, size_t path_count,
                      struct error *err)
{
    for (size_t i = 0; i < path_count; i++) {
        struct stat st;
        enum status status = ST_OK;
        if (strcmp(paths[i], "-") != 0)
            status = file_stat(&st, paths[i], true, err);
        if (status != ST_OK)
            return status;
    }
    struct walk *made = memory_zeroed(1, sizeof *made);
    if (!made)
        return fail(err, ST_NOMEM, "walk: out of memory");
    made->paths = paths;
    made->path_count = path_count;
    *walk = made;
    return ST_OK;
}

static void close_level(struct walk *walk)
{
    struct level *level = walk->levels[--walk->depth];
    arena_release(&level->arena);
    memory_free(level->names);
    memory_free(level);
}

void walk_close(struct walk *walk)
{
    if (!walk)
        return;
    while (walk->depth > 0)
        close_level(walk);
    memory_free(walk);
}

/* --- A folder ---------------------------------------------------------------- */

static void add_name(void *context, const char *name)
{
    struct level *level = context;
    size_t len = strlen(name);
    if (name[0] == '.' || level->failed)
        return;
    char **names =
        memory_grow(level->names, &level->capacity, level->count + 1, sizeof *names);
    char *copy = arena_alloc(&level->arena, len + 1);
    if (names)
        level->names = names;
    level->failed = !names || !copy;
    if (level->failed)
        return;
    memcpy(copy, name, len + 1);
    level->names[level->count++] = copy;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Set walk->path to the first `keep` bytes of itself and `tail`, with a NUL behind.
 * False: it does not fit; the path is then its first `keep` bytes. */
static bool set_path(struct walk *walk, size_t keep, const char *tail)
{
    size_t len = strlen(tail);
    bool fits = keep + len < PATH_BYTES_MAX;
    len = fits ? len : 0;
    memcpy(walk->path + keep, tail, len);
    walk->path[keep + len] = '\0';
    walk->path_len = keep + len;
    return fits;
}

static enum status fill_level(struct walk *walk, struct level *level, struct error *err)
{
    enum status status = file_list(walk->path, add_name, level, &walk->why);
    if (level->failed)
        return fail(err, ST_NOMEM, "walk: too many names in %s", walk->path);
    if (status != ST_OK)
        return status;
    if (level->count > 0)
        qsort(level->names, level->count, sizeof *level->names, compare_names);
    const char *slash = walk->path[walk->path_len - 1] == '/' ? "" : "/";
    if (!set_path(walk, walk->path_len, slash))
        return fail(&walk->why, ST_LIMIT, "the path is too long");
    level->path_len = walk->path_len;
    return ST_OK;
}

/* Open the folder at walk->path. A folder that cannot be read is an entry that is
 * skipped (walk->why); only memory ends the walk. */
static enum status open_level(struct walk *walk, struct error *err)
{
    struct level *level = memory_zeroed(1, sizeof *level);
    if (!level)
        return fail(err, ST_NOMEM, "walk: out of memory");
    arena_init(&level->arena, NAMES_BYTES_MAX);
    walk->levels[walk->depth++] = level;
    walk->why = ERROR_NONE;
    enum status status = fill_level(walk, level, err);
    if (status != ST_OK)
        close_level(walk);
    return status;
}

/* --- Entries ----------------------------------------------------------------- */

static void set_entry(struct walk *walk, struct walk_entry *entry, uint64_t size)
{
    size_t from = walk->given_len < walk->path_len ? walk->given_len : 0;
    *entry = (struct walk_entry){
        .path = walk->path,
        .name = span_of(walk->path + from, walk->path_len - from),
        .size = size,
        .given = walk->depth == 0,
    };
}

static void set_skipped(struct walk *walk, struct walk_entry *entry, enum status status,
                        const char *why)
{
    set_entry(walk, entry, 0);
    entry->skipped = why;
    entry->status = status;
}

static void pass_special(struct walk *walk, mode_t mode, struct walk_entry *entry)
{
    if (S_ISDIR(mode))
        set_skipped(walk, entry, ST_LIMIT, "folders are nested too deeply");
    else if (S_ISLNK(mode))
        set_skipped(walk, entry, ST_OK, "a symbolic link: not followed");
    else
        set_skipped(walk, entry, ST_OK, "not a regular file");
}

/* What to do with the file at walk->path: an entry (true), or a folder that is open
 * now (false). */
static bool visit(struct walk *walk, const struct stat *st, struct walk_entry *entry,
                  enum status *status, struct error *err)
{
    if (S_ISREG(st->st_mode)) {
        set_entry(walk, entry, st->st_size > 0 ? (uint64_t)st->st_size : 0);
        return true;
    }
    if (!S_ISDIR(st->st_mode) || walk->depth == LEVELS_MAX) {
        pass_special(walk, st->st_mode, entry);
        return true;
    }
    *status = open_level(walk, err);
    if (*status == ST_OK)
        return false;
    if (*status == ST_NOMEM) {
        (void)fail(err, ST_NOMEM, "%s", walk->why.text); /* a full folder said so */
        return true;
    }
    set_skipped(walk, entry, *status, walk->why.text);
    *status = ST_OK;
    return true;
}

/* The next path that was given; true when *entry is set or *status says stop. */
static bool next_given(struct walk *walk, struct walk_entry *entry, enum status *status,
                       struct error *err)
{
    const char *path = walk->paths[walk->path_next++];
    struct stat st;
    walk->given_len = 0;
    if (!set_path(walk, 0, path) || path[0] == '\0') {
        (void)set_path(walk, 0, "");
        set_skipped(walk, entry, ST_LIMIT, "the path is too long");
        entry->path = path;
        entry->name = span_text(path);
        return true;
    }
    if (strcmp(path, "-") == 0) {
        set_entry(walk, entry, 0);
        entry->name = span_text("stdin");
        return true;
    }
    walk->why = ERROR_NONE;
    if (file_stat(&st, path, true, &walk->why) != ST_OK) {
        set_skipped(walk, entry, walk->why.status, walk->why.text);
        return true;
    }
    bool made = visit(walk, &st, entry, status, err);
    if (!made)
        walk->given_len = walk->path_len;
    if (!made || *status != ST_OK)
        return made;
    size_t start = entry->name.len;
    while (start > 0 && entry->name.data[start - 1] != '/')
        start--;
    entry->name = span_part(entry->name, start, entry->name.len);
    return true;
}

static bool next_inside(struct walk *walk, struct walk_entry *entry,
                        enum status *status, struct error *err)
{
    struct level *level = walk->levels[walk->depth - 1];
    if (level->next == level->count) {
        close_level(walk);
        return false;
    }
    struct stat st;
    walk->why = ERROR_NONE;
    if (!set_path(walk, level->path_len, level->names[level->next++]))
        set_skipped(walk, entry, ST_LIMIT, "the path of a file in it is too long");
    else if (file_stat(&st, walk->path, false, &walk->why) != ST_OK)
        set_skipped(walk, entry, walk->why.status, walk->why.text);
    else
        return visit(walk, &st, entry, status, err);
    return true;
}

enum status walk_next(struct walk *walk, struct walk_entry *entry, struct error *err)
{
    enum status status = ST_OK;
    for (;;) {
        if (walk->depth == 0 && walk->path_next == walk->path_count)
            return ST_END;
        bool made = walk->depth > 0 ? next_inside(walk, entry, &status, err)
                                    : next_given(walk, entry, &status, err);
        if (made)
            return status;
    }
}
