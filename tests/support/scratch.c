/* scratch.c - temporary folders; everything here stops the program when it fails. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* nftw */
#endif
#include "support/scratch.h"

#include <dirent.h>
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void die(const char *what, const char *path)
{
    fprintf(stderr, "scratch: %s %s: ", what, path);
    perror(NULL);
    abort();
}

void scratch_make(struct scratch *scratch)
{
    const char *base = getenv("TMPDIR");
    int len = snprintf(scratch->path, sizeof scratch->path, "%s/msearch-test-XXXXXX",
                       base == NULL || *base == '\0' ? "/tmp" : base);
    if (len < 0 || (size_t)len >= sizeof scratch->path ||
        mkdtemp(scratch->path) == NULL)
        die("make", scratch->path);
}

void scratch_remove(struct scratch *scratch)
{
    scratch_remove_tree(scratch->path);
    scratch->path[0] = '\0';
}

const char *scratch_path(const struct scratch *scratch, const char *name)
{
    static char paths[4][SCRATCH_PATH_BYTES * 2];
    static unsigned turn;
    char *path = paths[turn++ % 4];
    (void)snprintf(path, sizeof paths[0], "%s/%s", scratch->path, name);
    return path;
}

static int remove_one(const char *path, const struct stat *st, int kind,
                      struct FTW *where)
{
    (void)st;
    (void)kind;
    (void)where;
    return remove(path);
}

void scratch_remove_tree(const char *path)
{
    if (scratch_exists(path) && nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0)
        die("remove", path);
}

size_t scratch_count(const char *path)
{
    DIR *dir = opendir(path);
    if (dir == NULL)
        die("open", path);
    size_t count = 0;
    const struct dirent *entry;
    while ((entry = readdir(dir)) != NULL)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    (void)closedir(dir);
    return count;
}

bool scratch_exists(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

void scratch_write(const char *path, const void *data, size_t len)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL)
        die("create", path);
    bool written = len == 0 || fwrite(data, 1, len, file) == len;
    if (fclose(file) != 0 || !written)
        die("write", path);
}
