/* driver.c - runs a fuzz target on files, without libFuzzer: the seeds, in `make test`.
 *
 *   fuzz_wire FILE-OR-FOLDER...     every file, and every file of every folder
 *
 * Each input is placed against an unreadable page, in exactly its size, so that one
 * byte read too far is caught even where a sanitizer would not look.
 */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#endif
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void die(const char *what, const char *path)
{
    fprintf(stderr, "%s: ", path);
    perror(what);
    exit(2);
}

static void run_input(const uint8_t *data, size_t size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t room = (size / page + 1) * page;
    uint8_t *map = mmap(NULL, room + page, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (map == MAP_FAILED || mprotect(map + room, page, PROT_NONE) != 0)
        die("mmap", "driver");
    uint8_t *input = map + room - size;
    if (size > 0)
        memcpy(input, data, size);
    (void)LLVMFuzzerTestOneInput(input, size);
    (void)munmap(map, room + page);
}

static void run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    struct stat st;
    if (file == NULL || fstat(fileno(file), &st) != 0)
        die("open", path);
    size_t size = (size_t)st.st_size;
    uint8_t *data = malloc(size + 1);
    if (data == NULL || fread(data, 1, size, file) != size)
        die("read", path);
    (void)fclose(file);
    run_input(data, size);
    free(data);
}

static size_t run_folder(const char *path)
{
    DIR *dir = opendir(path);
    if (dir == NULL)
        die("open", path);
    size_t count = 0;
    const struct dirent *entry;
    while ((entry = readdir(dir)) != NULL) {
        char name[4096];
        if (entry->d_name[0] == '.')
            continue;
        if (snprintf(name, sizeof name, "%s/%s", path, entry->d_name) <
            (int)sizeof name) {
            run_file(name);
            count++;
        }
    }
    (void)closedir(dir);
    return count;
}

int main(int argc, char **argv)
{
    size_t count = 0;
    run_input(NULL, 0);
    for (int i = 1; i < argc; i++) {
        struct stat st;
        if (stat(argv[i], &st) != 0)
            die("stat", argv[i]);
        if (S_ISDIR(st.st_mode)) {
            count += run_folder(argv[i]);
        } else {
            run_file(argv[i]);
            count++;
        }
    }
    printf("%zu inputs\n", count);
    return 0;
}
