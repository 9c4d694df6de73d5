/* pool.c
 *
 *   data  0    4         used               capacity
 *         | -- | a | bb | c |     free      |
 *
 * Invariant: 4 <= used <= capacity <= 4 GiB whenever data is there, so a ref of 0
 * never names anything; every ref given out lies below `used`.
 */
#include "build/pool.h"

#include "base/memory.h"

enum { POOL_FIRST_BYTES = 64 << 10, TABLE_FIRST_SLOTS = 1024 };
#define POOL_LIMIT ((size_t)UINT32_MAX - 3)

void pool_init(struct pool *pool)
{
    *pool = (struct pool){NULL, 4, 0, ST_OK};
}

void pool_release(struct pool *pool)
{
    memory_free(pool->data);
    pool_init(pool);
}

void pool_reset(struct pool *pool)
{
    pool->used = 4;
    pool->status = ST_OK;
}

static bool pool_enlarge(struct pool *pool, size_t need)
{
    size_t capacity = pool->capacity ? pool->capacity : POOL_FIRST_BYTES;
    uint8_t *data;

    if (need > POOL_LIMIT) {
        pool->status = ST_LIMIT;
        return false;
    }
    while (capacity < need)
        capacity += capacity / 2;
    data = memory_resize(pool->data, capacity);
    if (!data) {
        pool->status = ST_NOMEM;
        return false;
    }
    pool->data = data;
    pool->capacity = capacity;
    return true;
}

pool_ref pool_alloc(struct pool *pool, size_t size)
{
    size_t at = pool->used;

    if (pool->status != ST_OK)
        return 0;
    if (size > POOL_LIMIT) {
        pool->status = ST_LIMIT;
        return 0;
    }
    size = (size + 3) & ~(size_t)3;
    if (pool->capacity < at + size + POOL_SHORT &&
        !pool_enlarge(pool, at + size + POOL_SHORT))
        return 0;
    pool->used = at + size;
    return (pool_ref)at;
}

pool_ref pool_copy(struct pool *pool, struct span bytes)
{
    pool_ref ref = pool_alloc(pool, bytes.len ? bytes.len : 1);

    if (ref && bytes.len)
        memcpy(pool_at(pool, ref), bytes.data, bytes.len);
    return ref;
}

void ref_table_init(struct ref_table *table)
{
    *table = (struct ref_table){NULL, 0, 0};
}

void ref_table_release(struct ref_table *table)
{
    memory_free(table->slots);
    ref_table_init(table);
}

void ref_table_reset(struct ref_table *table)
{
    if (table->slots)
        memset(table->slots, 0, ref_table_bytes(table));
    table->used = 0;
}

static void ref_table_move(struct ref_table *to, const struct ref_table *from)
{
    for (size_t i = 0; from->slots && i <= from->mask; i++) {
        size_t at = from->slots[i].hash & to->mask;

        if (!from->slots[i].ref)
            continue;
        while (to->slots[at].ref)
            at = (at + 1) & to->mask;
        to->slots[at] = from->slots[i];
    }
}

bool ref_table_enlarge(struct ref_table *table)
{
    struct ref_table larger;
    size_t count = table->slots ? (table->mask + 1) * 2 : TABLE_FIRST_SLOTS;

    larger.slots = memory_zeroed(count, sizeof *larger.slots);
    if (!larger.slots)
        return false;
    larger.mask = count - 1;
    larger.used = table->used;
    ref_table_move(&larger, table);
    memory_free(table->slots);
    *table = larger;
    return true;
}
