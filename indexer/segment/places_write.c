/* places_write.c - the places of a block's postings -> strings of bits.
 *
 *   posting   body 4, 9, 9; title 2
 *   values    4 5 0 | 2               the first of a field as it is, then gaps
 *   block     | heads | values in bodies | values beside | ordinals of forms |
 *
 * Invariant: the parts hold the open block; two of one length when the term has forms.
 */
#include "segment/places_write.h"

#include "base/memory.h"
#include "codec/wire.h"

void places_init(struct place_block *block)
{
    memset(block, 0, sizeof *block);
    buf_init(&block->data, 0);
    buf_init(&block->bytes, 0);
}

void places_release(struct place_block *block)
{
    for (unsigned i = 0; i < PLACE_PARTS; i++)
        memory_free(block->parts[i].values);
    memset(block->parts, 0, sizeof block->parts);
    buf_release(&block->data);
    buf_release(&block->bytes);
}

static void reset_block(struct place_block *block)
{
    for (unsigned i = 0; i < PLACE_PARTS; i++)
        block->parts[i].count = 0;
    block->status = ST_OK;
}

void places_begin(struct place_block *block, bool with_forms)
{
    reset_block(block);
    block->with_forms = with_forms;
    block->value_count = 0;
}

/* Room for `count` more, added at once; NULL keeps the failure. */
static uint32_t *grow(struct place_block *block, enum place_part at, size_t count)
{
    struct place_numbers *part = &block->parts[at];

    if (part->count + count > part->capacity) {
        uint32_t *values = memory_grow(part->values, &part->capacity,
                                       part->count + count, sizeof *values);

        if (!values) {
            block->status = ST_NOMEM;
            return NULL;
        }
        part->values = values;
    }
    part->count += count;
    return part->values + part->count - count;
}

/* What the dictionary would hold: the first few of all. */
static void keep_first(struct place_block *block, const uint32_t *values,
                       const uint32_t *forms, uint32_t count)
{
    for (uint32_t i = 0; i < count && block->value_count < INLINE_PLACES; i++) {
        block->values[block->value_count] = values[i];
        block->value_forms[block->value_count++] = forms ? forms[i] : 0;
    }
}

void places_add(struct place_block *block, const struct posting *posting)
{
    const uint32_t *place = posting->places;
    const uint32_t *form = posting->forms;

    for (unsigned field = 0; field < FIELD_COUNT; field++) {
        uint32_t before = PLACE(field, 0), count = posting->tf[field];
        uint32_t *values;

        if (count == 0)
            continue;
        values = grow(block, field == FIELD_BODY ? PLACE_BODY : PLACE_BESIDE, count);
        if (!values)
            return;
        for (uint32_t i = 0; i < count; i++) {
            values[i] = place[i] - before;
            before = place[i];
        }
        keep_first(block, values, form, count);
        if (block->with_forms) {
            values = grow(block, PLACE_FORMS, count);
            if (!values)
                return;
            memcpy(values, form, count * sizeof *values);
            form += count;
        }
        place += count;
    }
}

/* The first of the run as keep_first has them. */
static void keep_first_run(struct place_block *block, const struct posting_run *run)
{
    const uint32_t *body = run->places[PLACE_BODY];
    const uint32_t *beside = run->places[PLACE_BESIDE];
    const uint32_t *forms = block->with_forms ? run->places[PLACE_FORMS] : NULL;
    const uint32_t *field_tf = run->field_tf;

    for (uint32_t i = 0; i < run->count && block->value_count < INLINE_PLACES; i++) {
        uint32_t in_fields = 0, in_body;

        for (uint32_t mask = run->masks ? run->masks[i] : 0; mask != 0;
             mask &= mask - 1)
            in_fields += *field_tf++;
        in_body = run->tf[i] - in_fields;
        keep_first(block, body, forms, in_body);
        keep_first(block, beside, forms ? forms + in_body : NULL, in_fields);
        body += in_body;
        if (in_fields > 0)
            beside += in_fields;
        if (forms)
            forms += run->tf[i];
    }
}

static void add_numbers(struct place_block *block, enum place_part at,
                        const uint32_t *numbers, uint64_t count)
{
    uint32_t *values = count > 0 ? grow(block, at, (size_t)count) : NULL;

    if (values)
        memcpy(values, numbers, (size_t)count * sizeof *values);
}

void places_add_run(struct place_block *block, const struct posting_run *run,
                    uint64_t body, uint64_t beside)
{
    if (block->value_count < INLINE_PLACES)
        keep_first_run(block, run);
    add_numbers(block, PLACE_BODY, run->places[PLACE_BODY], body);
    add_numbers(block, PLACE_BESIDE, run->places[PLACE_BESIDE], beside);
    if (block->with_forms)
        add_numbers(block, PLACE_FORMS, run->places[PLACE_FORMS], body + beside);
}

/* The part's head and bytes; `last`: what follows is the block's end. */
static void put_part(struct place_block *block, enum place_part at, bool last)
{
    const struct place_numbers *part = &block->parts[at];
    unsigned low = place_bits_low(part->values, part->count);
    size_t from = block->data.len;
    size_t unary = place_bits_put(&block->data, part->values, part->count, low);

    wire_put_varint(&block->bytes, (uint64_t)unary << PLACE_LOW_BITS | low);
    if (!last)
        wire_put_varint(&block->bytes, block->data.len - from - unary);
}

enum status places_flush(struct place_block *block)
{
    bool beside = block->parts[PLACE_BESIDE].count > 0;
    enum status status = block->status;

    buf_reset(&block->data);
    buf_reset(&block->bytes);
    put_part(block, PLACE_BODY, !beside && !block->with_forms);
    if (beside)
        put_part(block, PLACE_BESIDE, !block->with_forms);
    if (block->with_forms)
        put_part(block, PLACE_FORMS, true);
    buf_put_span(&block->bytes, buf_span(&block->data));
    if (status == ST_OK)
        status = block->data.status;
    if (status == ST_OK)
        status = block->bytes.status;
    reset_block(block);
    return status;
}

void places_put_rare(const struct place_block *block, struct buf *out)
{
    for (unsigned i = 0; i < block->value_count; i++)
        wire_put_varint(out, block->values[i]);
    for (unsigned i = 0; block->with_forms && i < block->value_count; i++)
        wire_put_varint(out, block->value_forms[i]);
}
