/* bounds.c - what the postings of a block can reach at most.
 *
 *   body tf
 *     ^          x        A posting (tf, length) is covered by a pair with a tf at
 *     |      x . .        least as great and a length at most as great. The staircase
 *     |   x . . . .       of the undominated pairs is exact; above four steps the two
 *     | x . . . . .       neighbours that waste the least area become one.
 *     +-------------> length code
 *
 * Invariant: pairs ascend strictly in both tf and length.
 */
#include "segment/bounds.h"

#include <string.h>

void bound_begin(struct bound_builder *builder)
{
    memset(builder, 0, sizeof *builder);
    builder->first = 256;
}

static inline void note_body(struct bound_builder *builder, uint32_t tf, uint8_t length)
{
    if (builder->body[length] < tf)
        builder->body[length] = tf;
}

static void note_range(struct bound_builder *builder, unsigned first, unsigned last)
{
    builder->first = builder->first < first ? builder->first : first;
    builder->last = builder->last > last ? builder->last : last;
}

void bound_add_bodies(struct bound_builder *builder, const uint32_t *tf,
                      const uint32_t *docs, unsigned count, const uint8_t *lengths)
{
    unsigned first = 255, last = 0;

    for (unsigned i = 0; i < count; i++) {
        uint8_t length = lengths[docs[i]];

        first = length < first ? length : first;
        last = length > last ? length : last;
        note_body(builder, tf[i], length);
    }
    if (count > 0)
        note_range(builder, first, last);
}

void bound_add(struct bound_builder *builder, unsigned field, uint32_t tf,
               uint8_t length)
{
    if (field == FIELD_BODY) {
        note_body(builder, tf, length);
        note_range(builder, length, length);
        return;
    }
    struct bound_pair *pair = &builder->other[field];

    if (pair->tf == 0 || pair->length > length)
        pair->length = length;
    if (pair->tf < tf)
        pair->tf = tf;
}

void bound_join(struct bound_builder *builder, const struct bound_builder *other)
{
    for (unsigned length = other->first; length <= other->last; length++)
        builder->body[length] = builder->body[length] > other->body[length]
                                    ? builder->body[length]
                                    : other->body[length];
    note_range(builder, other->first, other->last);
    for (unsigned field = 1; field < FIELD_COUNT; field++)
        if (other->other[field].tf > 0)
            bound_add(builder, field, other->other[field].tf,
                      other->other[field].length);
}

/* The staircase of the body; returns its steps. */
static unsigned staircase(const struct bound_builder *builder, struct bound_pair *steps)
{
    unsigned count = 0;
    uint32_t best = 0;

    for (unsigned length = builder->first; length <= builder->last; length++) {
        if (builder->body[length] <= best)
            continue;
        best = builder->body[length];
        steps[count++] = (struct bound_pair){best, (uint8_t)length};
    }
    return count;
}

/* Area that joining steps[at] and steps[at + 1] adds under the staircase. */
static uint64_t waste(const struct bound_pair *steps, unsigned at)
{
    return (uint64_t)(steps[at + 1].tf - steps[at].tf) *
           (uint64_t)(steps[at + 1].length - steps[at].length);
}

static unsigned widen(struct bound_pair *steps, unsigned count)
{
    while (count > BOUND_PAIRS) {
        unsigned least = 0;

        for (unsigned at = 1; at + 1 < count; at++)
            if (waste(steps, at) < waste(steps, least))
                least = at;
        steps[least].tf = steps[least + 1].tf;
        memmove(steps + least + 1, steps + least + 2,
                (count - least - 2) * sizeof *steps);
        count--;
    }
    return count;
}

double bound_weight(const struct bound_builder *builder, const double per_length[256])
{
    uint32_t best = 0;
    double most = 0;

    for (unsigned length = builder->first; length <= builder->last; length++) {
        double weight;

        if (builder->body[length] <= best)
            continue;
        best = builder->body[length];
        weight = per_length[length] * (double)best;
        most = weight > most ? weight : most;
    }
    return most;
}

void bound_finish(const struct bound_builder *builder, struct block_bound *bound)
{
    struct bound_pair steps[256];
    unsigned count = widen(steps, staircase(builder, steps));

    memset(bound, 0, sizeof *bound);
    bound->pair_count[FIELD_BODY] = (uint8_t)count;
    memcpy(bound->pairs[FIELD_BODY], steps, count * sizeof *steps);
    for (unsigned field = 1; field < FIELD_COUNT; field++) {
        if (builder->other[field].tf == 0)
            continue;
        bound->pair_count[field] = 1;
        bound->pairs[field][0] = builder->other[field];
    }
}

void bound_put(struct buf *out, const struct block_bound *bound)
{
    unsigned head = bound->pair_count[FIELD_BODY];

    for (unsigned field = 1; field < FIELD_COUNT; field++)
        head |= (unsigned)bound->pair_count[field] << (2 + field);
    wire_put_u8(out, (uint8_t)head);
    for (unsigned field = 0; field < FIELD_COUNT; field++)
        for (unsigned i = 0; i < bound->pair_count[field]; i++) {
            wire_put_varint(out, bound->pairs[field][i].tf);
            wire_put_u8(out, bound->pairs[field][i].length);
        }
}

bool bound_get(struct wire_reader *in, struct block_bound *bound)
{
    unsigned head = wire_u8(in);

    memset(bound, 0, sizeof *bound);
    if ((head & 7) > BOUND_PAIRS) {
        in->bad = true;
        return false;
    }
    bound->pair_count[FIELD_BODY] = (uint8_t)(head & 7);
    for (unsigned field = 1; field < FIELD_COUNT; field++)
        bound->pair_count[field] = head >> (2 + field) & 1;
    for (unsigned field = 0; field < FIELD_COUNT; field++)
        for (unsigned i = 0; i < bound->pair_count[field]; i++) {
            bound->pairs[field][i].tf = wire_varint32(in);
            bound->pairs[field][i].length = wire_u8(in);
        }
    return !in->bad;
}

bool bound_equal(const struct block_bound *a, const struct block_bound *b)
{
    for (unsigned field = 0; field < FIELD_COUNT; field++) {
        if (a->pair_count[field] != b->pair_count[field])
            return false;
        for (unsigned i = 0; i < a->pair_count[field]; i++)
            if (a->pairs[field][i].tf != b->pairs[field][i].tf ||
                a->pairs[field][i].length != b->pairs[field][i].length)
                return false;
    }
    return true;
}
