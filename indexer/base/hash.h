/* hash.h - checksums, a string hash, and a table from byte strings to numbers.
 *
 * Layer    base
 * Memory   the table owns its slots; keys are borrowed and must outlive it
 *          (an arena, usually)
 * Threads  one thread at a time
 */
#ifndef MSEARCH_BASE_HASH_H
#define MSEARCH_BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"

/* CRC-32 (IEEE 802.3, zlib's), of all bytes; `seed` 0 to start, or the value so far. */
uint32_t hash_crc32(uint32_t seed, struct span bytes);

/* 64 bits, the same on every machine and in every version (it is on disk:
 * FORMAT.md names the function). Not for adversaries; tables bound their probes by
 * load. */
uint64_t hash_bytes(struct span bytes);
uint64_t hash_mix(uint64_t value);

/* Open addressing, linear probing, load <= 3/4, power-of-two slots. */
struct hash_table {
    struct hash_slot *slots;
    size_t slot_count;
    size_t used;
};

struct hash_slot {
    struct span key; /* data NULL: free */
    uint64_t hash;
    uint64_t value;
};

void hash_table_init(struct hash_table *table);
void hash_table_release(struct hash_table *table);
void hash_table_reset(struct hash_table *table);
/* The value's place, or NULL when the key is not there. */
uint64_t *hash_table_get(const struct hash_table *table, struct span key);
/* The value's place, made (value 0, *is_new true) when not there; NULL: no memory.
 * The key is borrowed, so put a copy when yours does not live as long as the table. */
uint64_t *hash_table_put(struct hash_table *table, struct span key, bool *is_new);

#endif
