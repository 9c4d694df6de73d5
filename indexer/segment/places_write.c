/* places_write.c - the places of a block's postings -> packed chunks.
 *
 *   posting   body 4, 9, 9; title 2
 *   values    4 5 0 2          the first of a field as it is, then gaps
 *
 * Invariant: count < PACK_BLOCK pending values; the block's earlier ones are packed.
 */
#include "segment/places_write.h"

#include "codec/pack.h"

void places_begin(struct place_chunks *chunks, bool with_forms)
{
    chunks->count = 0;
    chunks->with_forms = with_forms;
    buf_reset(&chunks->bytes);
}

void places_flush(struct place_chunks *chunks)
{
    if (chunks->count == 0)
        return;
    pack_encode(&chunks->bytes, chunks->values, chunks->count);
    if (chunks->with_forms)
        pack_encode(&chunks->bytes, chunks->forms, chunks->count);
    chunks->count = 0;
}

void places_add(struct place_chunks *chunks, const struct posting *posting)
{
    const uint32_t *place = posting->places;
    size_t at = 0;

    for (unsigned field = 0; field < FIELD_COUNT; field++) {
        uint32_t before = PLACE(field, 0);

        for (uint32_t left = posting->tf[field]; left > 0; left--, at++) {
            chunks->values[chunks->count] = place[at] - before;
            chunks->forms[chunks->count] = posting->forms ? posting->forms[at] : 0;
            before = place[at];
            if (++chunks->count == PACK_BLOCK)
                places_flush(chunks);
        }
    }
}

void places_put_rare(const struct place_chunks *chunks, struct buf *out)
{
    for (unsigned i = 0; i < chunks->count; i++)
        wire_put_varint(out, chunks->values[i]);
    for (unsigned i = 0; chunks->with_forms && i < chunks->count; i++)
        wire_put_varint(out, chunks->forms[i]);
}
