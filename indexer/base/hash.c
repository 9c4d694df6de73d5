/* hash.c - checksums, the 64-bit hash of byte strings, and the table on top of it.
 *
 * hash_bytes, as FORMAT.md states it. All numbers are unsigned and little-endian;
 * fold(a, b) is the exclusive or of the low and the high half of the 128-bit a * b:
 *
 *   h = K0 xor n                                 n: length in bytes
 *   while more than 16 bytes are left:
 *       h = fold(h xor u64(next 8), K1 xor u64(8 after them)); step over the 16
 *   a, b from the t = 0..16 bytes that are left:
 *       t >= 8    a = u64(first 8), b = u64(last 8); they may overlap
 *       t >= 4    a = u32(first 4), b = u32(last 4); they may overlap
 *       t >= 1    a = first + 2^8 * (byte at t / 2) + 2^16 * last, b = 0
 *       t == 0    a = b = 0
 *   h = fold(h xor a, K1 xor b);   result = fold(h xor K2, K3 xor n)
 *
 * K0..K3 are the first 64 bits of the fractional parts of the square roots of
 * 2, 3, 5 and 7, with the lowest bit set. The construction (multiply to 128 bits, fold
 * the halves) is that of the public-domain wyhash family; constants and layout are
 * ours.
 *
 * The table: slots[hash mod slot_count], then the next one, and so on.
 * Invariants: slot_count is 0 or a power of two; used <= 3/4 slot_count, so a free
 * slot always ends a probe; a key sits before the first free slot after its place.
 */
#include "base/hash.h"

#include <zlib.h>

#include "base/memory.h"

enum { TABLE_MIN_SLOTS = 16 };

static const uint64_t K0 = 0x6A09E667F3BCC909U;
static const uint64_t K1 = 0xBB67AE8584CAA73BU;
static const uint64_t K2 = 0x3C6EF372FE94F82BU;
static const uint64_t K3 = 0xA54FF53A5F1D36F1U;

__extension__ typedef unsigned __int128 wide;

uint32_t hash_crc32(uint32_t seed, struct span bytes)
{
    if (bytes.len == 0)
        return seed;
    return (uint32_t)crc32_z(seed, bytes.data, bytes.len);
}

static uint64_t fold(uint64_t a, uint64_t b)
{
    wide product = (wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Byte by byte: compilers make one load of it, on any byte order. */
static uint64_t load32(const uint8_t *p)
{
    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 |
           (uint64_t)p[3] << 24;
}

static uint64_t load64(const uint8_t *p)
{
    return load32(p) | load32(p + 4) << 32;
}

uint64_t hash_bytes(struct span bytes)
{
    const uint8_t *p = bytes.data;
    size_t left = bytes.len;
    uint64_t h = K0 ^ bytes.len;
    for (; left > 16; left -= 16, p += 16)
        h = fold(h ^ load64(p), K1 ^ load64(p + 8));
    uint64_t a = 0;
    uint64_t b = 0;
    if (left >= 8) {
        a = load64(p);
        b = load64(p + left - 8);
    } else if (left >= 4) {
        a = load32(p);
        b = load32(p + left - 4);
    } else if (left > 0) {
        a = (uint64_t)p[0] | (uint64_t)p[left / 2] << 8 | (uint64_t)p[left - 1] << 16;
    }
    return fold(fold(h ^ a, K1 ^ b) ^ K2, K3 ^ bytes.len);
}

/* Stafford's variant 13 of the 64-bit finaliser: a bijection. */
uint64_t hash_mix(uint64_t value)
{
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9U;
    value = (value ^ value >> 27) * 0x94D049BB133111EBU;
    return value ^ value >> 31;
}

void hash_table_init(struct hash_table *table)
{
    *table = (struct hash_table){NULL, 0, 0};
}

void hash_table_release(struct hash_table *table)
{
    memory_free(table->slots);
    hash_table_init(table);
}

void hash_table_reset(struct hash_table *table)
{
    if (table->slots != NULL)
        memset(table->slots, 0, table->slot_count * sizeof *table->slots);
    table->used = 0;
}

/* The key's slot, or the free slot where it would go. */
static struct hash_slot *probe(const struct hash_table *table, struct span key,
                               uint64_t hash)
{
    size_t mask = table->slot_count - 1;
    size_t at = (size_t)hash & mask;
    for (;; at = (at + 1) & mask) {
        struct hash_slot *slot = &table->slots[at];
        if (slot->key.data == NULL ||
            (slot->hash == hash && span_equal(slot->key, key)))
            return slot;
    }
}

static bool table_grow(struct hash_table *table)
{
    struct hash_table bigger = {NULL, TABLE_MIN_SLOTS, table->used};
    if (table->slot_count != 0)
        bigger.slot_count = table->slot_count * 2;
    bigger.slots = memory_zeroed(bigger.slot_count, sizeof *bigger.slots);
    if (bigger.slots == NULL)
        return false;
    for (size_t i = 0; i < table->slot_count; i++) {
        const struct hash_slot *slot = &table->slots[i];
        if (slot->key.data != NULL)
            *probe(&bigger, slot->key, slot->hash) = *slot;
    }
    memory_free(table->slots);
    *table = bigger;
    return true;
}

uint64_t *hash_table_get(const struct hash_table *table, struct span key)
{
    if (table->slot_count == 0)
        return NULL;
    struct hash_slot *slot = probe(table, key, hash_bytes(key));
    return slot->key.data == NULL ? NULL : &slot->value;
}

/* An empty key may come without data, which would look like a free slot. */
static struct span key_of(struct span key)
{
    static const uint8_t empty[1];
    return key.data == NULL ? span_of(empty, 0) : key;
}

uint64_t *hash_table_put(struct hash_table *table, struct span key, bool *is_new)
{
    uint64_t hash = hash_bytes(key);
    if (table->slot_count != 0) {
        struct hash_slot *slot = probe(table, key, hash);
        if (slot->key.data != NULL) {
            *is_new = false;
            return &slot->value;
        }
    }
    if ((table->used + 1) * 4 > table->slot_count * 3 && !table_grow(table))
        return NULL;
    struct hash_slot *slot = probe(table, key, hash);
    *slot = (struct hash_slot){key_of(key), hash, 0};
    table->used++;
    *is_new = true;
    return &slot->value;
}
