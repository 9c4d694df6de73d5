/* guard.c - one mapping: [ pages ... bytes ][ unreadable page ]. */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#endif
#include "support/guard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

uint8_t *guard_copy(struct guard *guard, const void *data, size_t len)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t room = (len / page + 1) * page;
    uint8_t *map = mmap(NULL, room + page, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (map == MAP_FAILED || mprotect(map + room, page, PROT_NONE) != 0) {
        perror("guard");
        abort();
    }
    *guard = (struct guard){map, room + page};
    uint8_t *bytes = map + room - len;
    if (data != NULL && len > 0)
        memcpy(bytes, data, len);
    return bytes;
}

void guard_release(struct guard *guard)
{
    if (guard->map != NULL)
        (void)munmap(guard->map, guard->map_bytes);
    *guard = (struct guard){NULL, 0};
}
