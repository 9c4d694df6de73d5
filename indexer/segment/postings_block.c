/* postings_block.c - one block of postings, read part by part as it is needed.
 *
 *   | docs | flags | [tf - 1] | [count, which, masks, field tf - 1 ...] |
 *     load_block      load_tf                          postings_field_tf
 *
 * Invariant: docs[0 .. in_block) ascend and are articles of the segment; with tf_ready,
 * tf[] >= 1, and extra[] tells for each posting which fields beside the body it has and
 * where their frequencies are.
 */
#include "segment/postings_private.h"

#include "codec/pack.h"
#include "segment/bounds.h"
#include "segment/rare.h"
#include "segment/segment_private.h"

enum { TF_MAX = 1 << PLACE_SHIFT, EXTRA_SHIFT = 8 };
_Static_assert(TF_MAX == 1 << PACK_COUNT_BITS, "tf - 1 < 2^28");

void postings_broken(struct postings_reader *r, const char *rule)
{
    if (r->status == ST_OK) {
        r->error = ERROR_NONE;
        r->status = segment_broken(r->segment, &r->error, rule);
    }
    r->doc = DOC_END;
}

static void load_rare(struct postings_reader *r)
{
    struct wire_reader in = wire_open(r->info.inline_postings);
    struct rare_postings rare;
    const char *problem = rare_get(&in, &r->info, r->segment->info.doc_count, &rare);

    if (problem) {
        postings_broken(r, problem);
        return;
    }
    r->in_block = r->info.doc_freq;
    r->field_count = 0;
    r->extra_clear = 0;
    for (uint32_t i = 0; i < r->in_block; i++) {
        r->docs[i] = rare.docs[i];
        r->tf[i] = rare.tf[i][FIELD_BODY];
        r->extra[i] = r->field_count << EXTRA_SHIFT;
        for (unsigned field = 1; field < FIELD_COUNT; field++) {
            if (rare.tf[i][field] == 0)
                continue;
            r->tf[i] += rare.tf[i][field];
            r->extra[i] |= (uint32_t)1 << (field - 1);
            r->field_tf[r->field_count++] = rare.tf[i][field] - 1;
        }
    }
    r->field_chunk = 0;
    r->tf_ready = true;
}

static bool load_docs(struct postings_reader *r, uint32_t block)
{
    bool whole = r->block_count == 1;
    struct block_range range = {0, r->info.postings_bytes};
    uint32_t before = UINT32_MAX;
    struct span bytes;

    if (!whole)
        range = directory_payload(&r->directory, block);
    if (range.off > r->info.postings_bytes ||
        range.len > r->info.postings_bytes - range.off)
        return false;
    if (block > 0)
        before = directory_last(&r->directory, block - 1);
    bytes = segment_bytes(r->segment, SECTION_POSTINGS,
                          r->info.postings_off + range.off, range.len);
    if (!bytes.data)
        return false;
    r->rest = wire_open(bytes);
    r->in_block = block + 1 < r->block_count
                      ? POSTINGS_BLOCK
                      : r->info.doc_freq - block * POSTINGS_BLOCK;
    if (!pack_decode_docs(&r->rest, before, r->docs, r->in_block))
        return false;
    return r->docs[r->in_block - 1] < r->segment->info.doc_count &&
           (whole || r->docs[r->in_block - 1] == directory_last(&r->directory, block));
}

bool postings_load_block(struct postings_reader *r, uint32_t block)
{
    if (r->block == block || r->status != ST_OK)
        return r->status == ST_OK;
    r->tf_ready = false;
    r->at = UINT32_MAX;
    r->block = block;
    if (r->info.rare)
        load_rare(r);
    else if (!load_docs(r, block))
        postings_broken(r, "postings: rule P1: documents of a block");
    return r->status == ST_OK;
}

/* The indices of the `count` postings that have fields beside the body. */
static bool load_which(struct postings_reader *r, uint32_t *which, uint32_t count)
{
    if (count > r->in_block)
        return false;
    for (uint32_t i = 0; i < count; i++)
        which[i] = i;
    if (count < r->in_block && !pack_decode_docs(&r->rest, UINT32_MAX, which, count))
        return false;
    return which[count - 1] < r->in_block;
}

static bool skip_field_tf(struct postings_reader *r)
{
    r->field_in = r->rest;
    for (uint32_t left = r->field_count; left > 0;) {
        uint32_t part = left < PACK_BLOCK ? left : PACK_BLOCK;

        if (!pack_skip(&r->rest, part))
            return false;
        left -= part;
    }
    return true;
}

/* Bits set in a mask, without the instruction that not every machine has. */
static uint32_t fields_in(uint32_t mask)
{
    static const uint8_t counts[FIELD_MASK_MAX + 1] = {0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2,
                                                       3, 2, 3, 3, 4, 1, 2, 2, 3, 2, 3,
                                                       3, 4, 2, 3, 3, 4, 3, 4, 4, 5};

    return counts[mask];
}

/* Which fields the postings have: extra[]. False: rule P3. */
static bool load_extra(struct postings_reader *r)
{
    uint32_t which[PACK_ARRAY], masks[PACK_ARRAY];
    uint32_t before = wire_varint32(&r->rest);
    uint32_t count = before < POSTINGS_BLOCK ? before + 1 : UINT32_MAX;

    if (!load_which(r, which, count) || !pack_decode(&r->rest, masks, count))
        return false;
    r->extra_clear = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (masks[i] == 0 || masks[i] > FIELD_MASK_MAX)
            return false;
        r->extra[which[i]] = r->field_count << EXTRA_SHIFT | masks[i];
        r->field_count += fields_in(masks[i]);
    }
    return skip_field_tf(r);
}

/* tf[] from the block. False: rule P2. */
static bool load_totals(struct postings_reader *r, unsigned flags)
{
    if (flags > (BLOCK_HAS_TF | BLOCK_HAS_EXTRA))
        return false;
    if (flags & BLOCK_HAS_TF)
        return pack_decode_counts(&r->rest, r->tf, r->in_block);
    for (uint32_t i = 0; i < r->in_block; i++)
        r->tf[i] = 1;
    return true;
}

/* Lists without fields never write to extra[]: it is cleared once. */
static void clear_extra(struct postings_reader *r)
{
    if (r->in_block <= r->extra_clear)
        return;
    memset(r->extra, 0, r->in_block * sizeof *r->extra);
    r->extra_clear = r->in_block;
}

/* NULL, or the rule that is broken. */
static const char *load_tf(struct postings_reader *r)
{
    unsigned flags = wire_u8(&r->rest);

    r->field_count = 0;
    r->field_chunk = UINT32_MAX;
    clear_extra(r);
    if (!load_totals(r, flags))
        return "postings: rule P2: frequencies of a block";
    if ((flags & BLOCK_HAS_EXTRA) && !load_extra(r))
        return "postings: rule P3: fields of a block";
    if (r->rest.bad || wire_left(&r->rest) != 0)
        return "postings: rule P4: a block does not fill its bytes";
    return NULL;
}

bool postings_load_tf(struct postings_reader *r)
{
    const char *problem;

    if (r->tf_ready || r->status != ST_OK)
        return r->status == ST_OK;
    r->tf_ready = true;
    problem = load_tf(r);
    if (problem)
        postings_broken(r, problem);
    return r->status == ST_OK;
}

/* Number `index` of the block's field frequencies. */
static bool field_tf_at(struct postings_reader *r, uint32_t index, uint32_t *tf)
{
    uint32_t chunk = index / PACK_BLOCK;

    if (chunk != r->field_chunk) {
        struct wire_reader in = r->field_in;
        uint32_t left = r->field_count - chunk * PACK_BLOCK;
        uint32_t part = left < PACK_BLOCK ? left : PACK_BLOCK;

        for (uint32_t i = 0; i < chunk; i++)
            if (!pack_skip(&in, PACK_BLOCK))
                return false;
        if (!pack_decode(&in, r->field_tf, part))
            return false;
        r->field_chunk = chunk;
    }
    *tf = r->field_tf[index % PACK_BLOCK];
    return (*tf)++ < TF_MAX;
}

bool postings_field_tf(struct postings_reader *r, uint32_t at, uint32_t tf[FIELD_COUNT])
{
    uint32_t index = r->extra[at] >> EXTRA_SHIFT;
    uint32_t mask = r->extra[at] & POSTINGS_FIELD_MASK;
    uint64_t beside = 0;

    for (unsigned field = 0; field < FIELD_COUNT; field++)
        tf[field] = 0;
    for (; mask != 0; mask &= mask - 1) {
        unsigned field = (unsigned)__builtin_ctz(mask) + 1;

        if (!field_tf_at(r, index++, &tf[field]))
            beside = UINT64_MAX / 2;
        beside += tf[field];
    }
    if (beside > r->tf[at]) {
        for (unsigned field = 0; field < FIELD_COUNT; field++)
            tf[field] = 0;
        postings_broken(r, "postings: rule P5: more places in fields than in all");
        return false;
    }
    tf[FIELD_BODY] = r->tf[at] - (uint32_t)beside;
    return true;
}

void postings_count_bound(struct postings_reader *r, struct block_bound *bound)
{
    struct bound_builder builder;
    const uint8_t *lengths[FIELD_COUNT];
    uint32_t tf[FIELD_COUNT];

    for (unsigned field = 0; field < FIELD_COUNT; field++)
        lengths[field] = segment_lengths(r->segment, (enum field)field);
    bound_begin(&builder);
    for (uint32_t i = 0; i < r->in_block; i++) {
        if (!postings_field_tf(r, i, tf))
            break;
        for (unsigned field = 0; field < FIELD_COUNT; field++)
            if (tf[field] > 0)
                bound_add(&builder, field, tf[field], lengths[field][r->docs[i]]);
    }
    bound_finish(&builder, bound);
}
