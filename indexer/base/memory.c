/* memory.c - the only caller of malloc and free.
 *
 * Every block is counted when it is made and when it is freed, so a test can ask for
 * "nothing leaked" and can make the n-th allocation fail.
 *
 * An arena is a list of chunks, the newest first; only the first one is filled:
 *
 *   arena -> [head: #######......] -> [full ########] -> [large, a chunk of its own]
 *
 * Invariants: used <= size in each chunk; a large item never retires a head that has
 * room (it goes second); used_bytes is what was handed out, not what chunks hold. A chunk
 * in the caller's room is the first one of all, and is never freed.
 */
#include "base/memory.h"

#include <assert.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

enum {
    ARENA_ALIGN = 16,
    ARENA_CHUNK_MIN = 4096,
    ARENA_CHUNK_MAX = 1 << 20,
    GROW_MIN_ITEMS = 8,
};

static _Atomic uint64_t alloc_count;
static _Atomic uint64_t live_count;
static _Atomic uint64_t fail_number; /* 0: never fail */
static _Atomic bool fail_forever;

/* Counts one allocation; true when the test asked for it to fail. */
static bool must_fail(void)
{
    uint64_t number = atomic_fetch_add(&alloc_count, 1) + 1;
    uint64_t at = atomic_load_explicit(&fail_number, memory_order_relaxed);
    if (at == 0)
        return false;
    return number == at || (number > at && atomic_load(&fail_forever));
}

void memory_fail_at(uint64_t n, bool forever)
{
    atomic_store(&fail_forever, forever);
    atomic_store(&fail_number, n == 0 ? 0 : atomic_load(&alloc_count) + n);
}

uint64_t memory_alloc_count(void)
{
    return atomic_load(&alloc_count);
}

uint64_t memory_live_count(void)
{
    return atomic_load(&live_count);
}

void memory_keep(size_t bytes)
{
#ifdef __GLIBC__
    int most = bytes < INT_MAX ? (int)bytes : INT_MAX;
    (void)mallopt(M_MMAP_THRESHOLD, most);
    (void)mallopt(M_TRIM_THRESHOLD, most);
#else
    (void)bytes;
#endif
}

static void *counted(void *block)
{
    if (block != NULL)
        atomic_fetch_add_explicit(&live_count, 1, memory_order_relaxed);
    return block;
}

void *memory_alloc(size_t size)
{
    if (must_fail() || size > PTRDIFF_MAX)
        return NULL;
    return counted(malloc(size == 0 ? 1 : size));
}

void *memory_zeroed(size_t count, size_t size)
{
    if (must_fail() || (size != 0 && count > PTRDIFF_MAX / size))
        return NULL;
    bool empty = count == 0 || size == 0;
    return counted(empty ? calloc(1, 1) : calloc(count, size));
}

void *memory_resize(void *block, size_t size)
{
    if (block == NULL)
        return memory_alloc(size);
    if (must_fail() || size > PTRDIFF_MAX)
        return NULL;
    return realloc(block, size == 0 ? 1 : size);
}

void *memory_grow(void *block, size_t *capacity, size_t need, size_t size)
{
    if (need <= *capacity && block != NULL)
        return block;
    size_t most = PTRDIFF_MAX / (size == 0 ? 1 : size);
    size_t items = *capacity < GROW_MIN_ITEMS ? GROW_MIN_ITEMS : *capacity;
    while (items < need && items <= most / 2)
        items *= 2;
    if (items < need)
        items = need;
    if (items > most)
        return NULL;
    void *grown = memory_resize(block, items * size);
    if (grown != NULL)
        *capacity = items;
    return grown;
}

void memory_free(void *block)
{
    if (block == NULL)
        return;
    atomic_fetch_sub_explicit(&live_count, 1, memory_order_relaxed);
    free(block);
}

static_assert(sizeof(struct arena_chunk) % ARENA_ALIGN == 0, "items are aligned");

void arena_init(struct arena *arena, size_t budget_bytes)
{
    *arena = (struct arena){.budget_bytes = budget_bytes};
}

void arena_init_in(struct arena *arena, size_t budget_bytes, struct arena_room *room)
{
    room->chunk = (struct arena_chunk){.size = sizeof room->bytes};
    *arena = (struct arena){
        .chunks = &room->chunk, .room = &room->chunk, .budget_bytes = budget_bytes};
}

static void *arena_fail(struct arena *arena, enum status status)
{
    if (arena->status == ST_OK)
        arena->status = status;
    return NULL;
}

static struct arena_chunk *chunk_new(size_t size)
{
    struct arena_chunk *chunk = memory_alloc(sizeof *chunk + size);
    if (chunk == NULL)
        return NULL;
    chunk->next = NULL;
    chunk->size = size;
    chunk->used = 0;
    return chunk;
}

/* Chunks double in size, so their number is logarithmic and the slack bounded. */
static size_t chunk_size_next(const struct arena *arena)
{
    if (arena->chunks == NULL)
        return ARENA_CHUNK_MIN;
    size_t twice = arena->chunks->size * 2;
    return twice < ARENA_CHUNK_MAX ? twice : ARENA_CHUNK_MAX;
}

/* A chunk with room for `size`: a new head, or for a large item a second one. */
static struct arena_chunk *chunk_add(struct arena *arena, size_t size)
{
    size_t standard = chunk_size_next(arena);
    bool large = size > standard / 4 && arena->chunks != NULL;
    struct arena_chunk *chunk = chunk_new(large || size > standard ? size : standard);
    if (chunk == NULL)
        return NULL;
    struct arena_chunk **at = large ? &arena->chunks->next : &arena->chunks;
    chunk->next = *at;
    *at = chunk;
    return chunk;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    if (arena->status != ST_OK)
        return NULL;
    size_t left = arena->budget_bytes - arena->used_bytes;
    if (size > left || size > PTRDIFF_MAX / 2)
        return arena_fail(arena, ST_LIMIT);
    size_t padded = (size + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
    struct arena_chunk *chunk = arena->chunks;
    if (chunk == NULL || chunk->size - chunk->used < padded)
        chunk = chunk_add(arena, padded == 0 ? ARENA_ALIGN : padded);
    if (chunk == NULL)
        return arena_fail(arena, ST_NOMEM);
    void *item = (uint8_t *)(chunk + 1) + chunk->used;
    chunk->used += padded;
    arena->used_bytes += padded < left ? padded : left;
    return item;
}

void *arena_zeroed(struct arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        return arena_fail(arena, ST_LIMIT);
    void *item = arena_alloc(arena, count * size);
    if (item != NULL)
        memset(item, 0, count * size);
    return item;
}

struct span arena_copy(struct arena *arena, struct span span)
{
    uint8_t *copy = arena_alloc(arena, span.len);
    if (copy == NULL)
        return span_of(NULL, 0);
    if (span.len != 0)
        memcpy(copy, span.data, span.len);
    return span_of(copy, span.len);
}

/* All but the caller's room. */
static void chunks_free(const struct arena *arena, struct arena_chunk *chunk)
{
    while (chunk != NULL) {
        struct arena_chunk *next = chunk->next;
        if (chunk != arena->room)
            memory_free(chunk);
        chunk = next;
    }
}

void arena_reset(struct arena *arena)
{
    struct arena_chunk *kept = arena->chunks;
    if (kept != NULL) {
        chunks_free(arena, kept->next);
        kept->next = NULL;
        kept->used = 0;
    }
    arena->used_bytes = 0;
    arena->status = ST_OK;
}

void arena_release(struct arena *arena)
{
    chunks_free(arena, arena->chunks);
    *arena = (struct arena){.budget_bytes = arena->budget_bytes};
}
