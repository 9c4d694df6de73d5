/* pool.h - one growing run of bytes addressed by 32-bit numbers, and hash tables of
 * them.
 *
 * Layer    build (includes base)
 * Memory   the pool owns one block that moves when it grows: keep refs, not pointers,
 *          across an allocation. Nothing is freed but all at once
 * Threads  one thread
 *
 * A batch holds millions of small things (terms, forms, cached words, chunks of
 * postings). A ref is half a pointer, growth of a large block is a remapping in the
 * kernel and not a copy, and emptying the batch is one assignment.
 */
#ifndef MSEARCH_BUILD_POOL_H
#define MSEARCH_BUILD_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"

typedef uint32_t pool_ref; /* byte offset in the pool, a multiple of 4; 0: nothing */

struct pool {
    uint8_t *data;
    size_t used;
    size_t capacity;
    enum status status; /* sticky: ST_OK, ST_NOMEM or ST_LIMIT (4 GiB) */
};

void pool_init(struct pool *pool);
void pool_release(struct pool *pool);
/* Empty it and clear the status; the block is kept. */
void pool_reset(struct pool *pool);
/* `size` bytes, not zeroed, aligned to 4; 0 on failure. */
pool_ref pool_alloc(struct pool *pool, size_t size);
/* A copy of the bytes; 0 on failure. An empty span gives a valid ref, too. */
pool_ref pool_copy(struct pool *pool, struct span bytes);

/* Valid until the next allocation; POOL_SHORT bytes may be read from any ref. */
static inline void *pool_at(const struct pool *pool, pool_ref ref)
{
    return pool->data + ref;
}

/* Open addressing with linear probing; a slot is free when its ref is 0. The 32 bits
 * of hash kept in the slot are both the home and a filter before bytes are compared. */
struct ref_slot {
    uint32_t hash;
    uint32_t ref;
};

struct ref_table {
    struct ref_slot *slots;
    size_t mask; /* slots - 1 */
    size_t used;
};

void ref_table_init(struct ref_table *table);
void ref_table_release(struct ref_table *table);
void ref_table_reset(struct ref_table *table);
/* Internal: twice as many slots. */
MUST_USE bool ref_table_enlarge(struct ref_table *table);
/* Make room for one more, so that a free slot can be found and filled; false: no
 * memory. Slots move. */
static inline bool ref_table_reserve(struct ref_table *table)
{
    return (table->slots && (table->used + 1) * 3 <= (table->mask + 1) * 2) ||
           ref_table_enlarge(table);
}
static inline size_t ref_table_bytes(const struct ref_table *table)
{
    return table->slots ? (table->mask + 1) * sizeof(struct ref_slot) : 0;
}
/* Fill a free slot. */
static inline void ref_table_fill(struct ref_table *table, struct ref_slot *slot,
                                  uint32_t hash, uint32_t ref)
{
    *slot = (struct ref_slot){hash, ref};
    table->used++;
}

static inline uint64_t pool_load8(const uint8_t *at)
{
    uint64_t word;

    memcpy(&word, at, sizeof word);
    return word;
}

static inline uint32_t pool_load4(const uint8_t *at)
{
    uint32_t word;

    memcpy(&word, at, sizeof word);
    return word;
}

/* The bytes of a key of less than 8 as one number, the first one lowest. */
static inline uint64_t pool_load_short(const uint8_t *at, size_t len)
{
    if (len >= 4)
        return pool_load4(at) | (uint64_t)pool_load4(at + len - 4) << 8 * (len - 4);
    if (len == 0)
        return 0;
    return at[0] | (uint64_t)at[len / 2] << 8 * (len / 2) |
           (uint64_t)at[len - 1] << 8 * (len - 1);
}

/* The same where 8 bytes may be read: without a branch, since lengths of words cannot be
 * foretold. */
static inline uint64_t pool_load_padded(const uint8_t *at, size_t len)
{
    return pool_load8(at) & (((uint64_t)1 << 8 * len) - 1);
}

enum { POOL_SHORT = 8 }; /* keys below so many bytes are one number */

static inline uint32_t pool_hash_short(uint64_t number, size_t len, uint64_t seed)
{
    const uint64_t odd = UINT64_C(0x9e3779b97f4a7c15);
    uint64_t hash = ((seed + len) * odd ^ number) * odd;

    hash ^= hash >> 32;
    hash *= odd;
    return (uint32_t)(hash >> 32);
}

/* 32 well-mixed bits of a short key, `seed` mixed in. For tables in memory only. */
static inline uint32_t pool_hash(struct span key, uint64_t seed)
{
    const uint64_t odd = UINT64_C(0x9e3779b97f4a7c15);
    uint64_t hash = (seed + key.len) * odd;
    const uint8_t *at = key.data;
    size_t left = key.len;

    if (left < POOL_SHORT)
        return pool_hash_short(pool_load_short(at, left), left, seed);
    for (; left > 8; left -= 8, at += 8) {
        hash = (hash ^ pool_load8(at)) * odd;
        hash ^= hash >> 32;
    }
    hash ^= left < 8 ? pool_load_short(at, left) : pool_load8(at);
    hash *= odd;
    hash ^= hash >> 32;
    hash *= odd;
    return (uint32_t)(hash >> 32);
}

/* As memcmp == 0, for short keys, without a call. */
static inline bool pool_same(const uint8_t *a, const uint8_t *b, size_t len)
{
    if (len < 8)
        return pool_load_short(a, len) == pool_load_short(b, len);
    for (size_t off = 0; off + 8 < len; off += 8)
        if (pool_load8(a + off) != pool_load8(b + off))
            return false;
    return pool_load8(a + len - 8) == pool_load8(b + len - 8);
}

#endif
