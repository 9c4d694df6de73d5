/* memory.h - all allocation: counted, failable, and arenas with a byte budget.
 *
 * Layer    base
 * Threads  the counters are atomic; an arena belongs to one thread at a time
 *
 * No other file calls malloc, calloc, realloc or free (tests/lint/banned.sh).
 */
#ifndef MSEARCH_BASE_MEMORY_H
#define MSEARCH_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"

/* NULL on failure. A size of 0 gives a valid pointer. */
void *memory_alloc(size_t size) MUST_USE;
/* `count * size` zeroed bytes; NULL on failure or overflow. */
void *memory_zeroed(size_t count, size_t size) MUST_USE;
/* As realloc: on failure NULL, and the old block lives on. */
void *memory_resize(void *block, size_t size) MUST_USE;
/* Grow an array of `size`-byte items to hold at least `need`: doubles, checks
 * overflow, updates *capacity. On failure NULL, nothing changed. */
void *memory_grow(void *block, size_t *capacity, size_t need, size_t size) MUST_USE;
void memory_free(void *block); /* NULL is fine */

/* What is freed stays with the process, up to `bytes`, for the scratch of the next query: to
 * ask the kernel for it anew costs more than many queries do. For a program that answers,
 * at its start. */
void memory_keep(size_t bytes);

/* For tests: the n-th allocation from now (1 = the next) fails, once when
 * `forever` is false, and all after it when true; 0 switches failing off. */
void memory_fail_at(uint64_t n, bool forever);
uint64_t memory_alloc_count(void); /* allocations since the process began */
uint64_t memory_live_count(void);  /* blocks not freed: 0 means no leak */

struct arena_chunk { /* internal: its bytes follow */
    _Alignas(16) struct arena_chunk *next;
    size_t size, used;
};
/* Storage that an arena begins in. */
struct arena_room {
    struct arena_chunk chunk;
    uint8_t bytes[4096 - sizeof(struct arena_chunk)];
};

/* Things that die together: one batch, one query, one command. */
struct arena {
    struct arena_chunk *chunks; /* newest first */
    struct arena_chunk *room;   /* the caller's, or NULL */
    size_t used_bytes;          /* handed out since the last reset */
    size_t budget_bytes;
    enum status status; /* sticky: ST_OK, ST_NOMEM, ST_LIMIT */
};

void arena_init(struct arena *arena, size_t budget_bytes);
/* Begins in the caller's storage, which outlives it: no allocation for what is small. */
void arena_init_in(struct arena *arena, size_t budget_bytes, struct arena_room *room);
/* Aligned to 16, not zeroed. NULL when out of memory or over the budget. */
void *arena_alloc(struct arena *arena, size_t size);
void *arena_zeroed(struct arena *arena, size_t count, size_t size);
/* A copy that lives as long as the arena; an empty span with NULL data on failure. */
struct span arena_copy(struct arena *arena, struct span span);
/* Empties it and clears the status; keeps one chunk for reuse. */
void arena_reset(struct arena *arena);
void arena_release(struct arena *arena); /* of an empty or zeroed one: no-op */

#endif
