/* guard.h - bytes that end where memory ends, so one byte too far is a fault.
 *
 * Layer    tests
 * Memory   open/close: guard_copy or guard_room, then guard_release
 * Threads  no shared state
 */
#ifndef MSEARCH_TESTS_GUARD_H
#define MSEARCH_TESTS_GUARD_H

#include <stddef.h>
#include <stdint.h>

struct guard {
    uint8_t *map;
    size_t map_bytes;
};

/* `len` writable bytes whose end is the start of an unreadable page; `data` NULL:
 * zeros. Never NULL; stops the program when there is no memory. */
uint8_t *guard_copy(struct guard *guard, const void *data, size_t len);
void guard_release(struct guard *guard); /* of a zeroed one: no-op */

#endif
