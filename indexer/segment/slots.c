/* slots.c - fingerprint hash table: from a byte string's hash to small numbers.
 *
 *   slot (slot_bytes, little-endian)
 *   +----------------------+-------------------+
 *   | tag: low bits of the | value + 1         |   all 0: free
 *   | hash                 | (value_bits)      |
 *   +----------------------+-------------------+
 *
 * Linear probing from slot (hash >> 32) * count >> 32, wrapping; at most 4/5 full.
 */
#include "segment/slots.h"

enum { TAG_BITS_MIN = 8, SLOT_BYTES_MIN = 2 };

struct slots slots_layout(uint64_t key_count, uint64_t value_count)
{
    struct slots slots = {0, 0, SLOT_BYTES_MIN, NULL};

    while (value_count >> slots.value_bits != 0)
        slots.value_bits++;
    while (slots.slot_bytes * 8 < slots.value_bits + TAG_BITS_MIN)
        slots.slot_bytes++;
    slots.count = key_count == 0 ? 0 : key_count + key_count / 4 + 1;
    return slots;
}

static uint64_t load(const uint8_t *p, unsigned bytes)
{
    uint64_t value = 0;

    for (unsigned i = 0; i < bytes; i++)
        value |= (uint64_t)p[i] << (8 * i);
    return value;
}

static uint64_t tag_of(const struct slots *slots, uint64_t hash)
{
    return hash & (((uint64_t)1 << (slots->slot_bytes * 8 - slots->value_bits)) - 1);
}

static uint64_t home_of(const struct slots *slots, uint64_t hash)
{
    return (hash >> 32) * slots->count >> 32;
}

static void fill(uint8_t *table, const struct slots *slots, uint64_t hash,
                 uint64_t value)
{
    uint64_t at = home_of(slots, hash);
    uint64_t slot = tag_of(slots, hash) << slots->value_bits | (value + 1);
    uint8_t *p;

    while (load(table + at * slots->slot_bytes, slots->slot_bytes) != 0)
        at = at + 1 == slots->count ? 0 : at + 1;
    p = table + at * slots->slot_bytes;
    for (unsigned i = 0; i < slots->slot_bytes; i++)
        p[i] = (uint8_t)(slot >> (8 * i));
}

void slots_build(struct buf *out, const struct slots *slots, const uint64_t *hashes,
                 uint64_t key_count, unsigned value_shift)
{
    uint8_t *table = buf_grow(out, (size_t)slots_bytes(slots));

    if (!table || key_count == 0)
        return;
    memset(table, 0, (size_t)slots_bytes(slots));
    for (uint64_t i = 0; i < key_count; i++)
        fill(table, slots, hashes[i], i >> value_shift);
}

struct slots_probe slots_begin(const struct slots *slots, uint64_t hash)
{
    return (struct slots_probe){slots, home_of(slots, hash), slots->count,
                                tag_of(slots, hash)};
}

enum slot slots_next(struct slots_probe *probe, uint64_t *value)
{
    const struct slots *slots = probe->slots;
    uint64_t slot;

    if (probe->left == 0)
        return SLOT_END;
    slot = load(slots->data + slots_off(probe), slots->slot_bytes);
    probe->left--;
    probe->at = probe->at + 1 == slots->count ? 0 : probe->at + 1;
    if (slot == 0)
        return SLOT_END;
    if (slot >> slots->value_bits != probe->tag)
        return SLOT_OTHER;
    slot &= ((uint64_t)1 << slots->value_bits) - 1;
    if (slot == 0) /* forged: a tag without a value */
        return SLOT_OTHER;
    *value = slot - 1;
    return SLOT_MATCH;
}
