/* process_tree.c - the tree is walked breadth first through /proc/PID/task/TID/children:
 * one list, the processes before `next` are done, those after it are still to be seen. */
#include "support/process_tree.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PROCESSES_MAX = 256, PATH_BYTES = 64, LINE_BYTES = 4096 };

struct list {
    long pids[PROCESSES_MAX];
    size_t count, next;
};

static uint64_t own_kib(long pid)
{
    char path[PATH_BYTES], line[LINE_BYTES];
    uint64_t kib = 0;
    snprintf(path, sizeof path, "/proc/%ld/status", pid);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, "RssAnon:", 8) == 0)
            kib = strtoull(line + 8, NULL, 10);
    if (file)
        fclose(file);
    return kib;
}

static void add_children(struct list *list, long pid, long thread)
{
    char path[PATH_BYTES], line[LINE_BYTES];
    snprintf(path, sizeof path, "/proc/%ld/task/%ld/children", pid, thread);
    FILE *file = fopen(path, "r");
    char *at = file ? fgets(line, sizeof line, file) : NULL;
    if (file)
        fclose(file);
    while (at && list->count < PROCESSES_MAX) {
        char *end;
        long child = strtol(at, &end, 10);
        if (end == at)
            break;
        list->pids[list->count++] = child;
        at = end;
    }
}

static void add_children_of_all_threads(struct list *list, long pid)
{
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "/proc/%ld/task", pid);
    DIR *threads = opendir(path);
    for (struct dirent *entry; threads && (entry = readdir(threads));)
        if (entry->d_name[0] != '.')
            add_children(list, pid, strtol(entry->d_name, NULL, 10));
    if (threads)
        closedir(threads);
}

uint64_t process_tree_anonymous_kib(pid_t pid)
{
    struct list list = {.pids = {(long)pid}, .count = 1};
    uint64_t kib = 0;
    while (list.next < list.count) {
        long at = list.pids[list.next++];
        kib += own_kib(at);
        add_children_of_all_threads(&list, at);
    }
    return kib;
}
