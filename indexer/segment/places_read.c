/* places_read.c - the places of one posting, out of its block's chunks.
 *
 *   values of the block   |   chunk 0: 256   |   chunk 1: 256   | rest |
 *   postings              | p0 | p1  | p2 |      p3       | p4  |  p5  |
 *                                            ^ sum of tf before p3
 *
 * Only the chunks that hold the posting's values are decoded; those before them are
 * stepped over.
 */
#include "codec/pack.h"
#include "segment/postings_private.h"
#include "segment/rare.h"
#include "segment/segment_private.h"

/* The values and form ordinals [from, from + count) of the block. */
struct slice {
    uint64_t total, from; /* values in the block; the first wanted */
    uint32_t count;
    uint32_t *values, *forms;
};

static bool copy_chunk(struct wire_reader *in, size_t part, uint64_t base,
                       const struct slice *slice, uint32_t *out)
{
    uint32_t chunk[PACK_BLOCK];
    uint64_t first = slice->from > base ? slice->from - base : 0;
    uint64_t last = slice->from + slice->count - base; /* may be past the chunk */

    if (!pack_decode(in, chunk, part))
        return false;
    last = last < part ? last : part;
    memcpy(out + (base + first - slice->from), chunk + first,
           (size_t)(last - first) * sizeof *chunk);
    return true;
}

static bool read_slice(struct wire_reader *in, const struct slice *slice)
{
    for (uint64_t base = 0; base < slice->from + slice->count; base += PACK_BLOCK) {
        uint64_t left = slice->total - base;
        size_t part = left < PACK_BLOCK ? (size_t)left : PACK_BLOCK;

        if (base + part <= slice->from) {
            if (!pack_skip(in, part) || (slice->forms && !pack_skip(in, part)))
                return false;
            continue;
        }
        if (!copy_chunk(in, part, base, slice, slice->values))
            return false;
        if (slice->forms && !copy_chunk(in, part, base, slice, slice->forms))
            return false;
    }
    return true;
}

static struct span block_places(struct postings_reader *r)
{
    struct block_range range = {0, r->info.places_bytes};

    if (r->block_count > 1)
        range = directory_places(&r->directory, r->block);
    if (range.off > r->info.places_bytes ||
        range.len > r->info.places_bytes - range.off)
        return span_of(NULL, 0);
    return segment_bytes(r->segment, SECTION_PLACES, r->info.places_off + range.off,
                         range.len);
}

static bool slice_of_block(struct postings_reader *r, struct slice *slice)
{
    struct span bytes = block_places(r);
    struct wire_reader in = wire_open(bytes);

    return bytes.data && read_slice(&in, slice);
}

static bool slice_of_rare(struct postings_reader *r, struct slice *slice)
{
    struct wire_reader in = wire_open(r->info.inline_postings);
    struct rare_postings rare;

    if (rare_get(&in, &r->info, r->segment->info.doc_count, &rare))
        return false;
    memcpy(slice->values, rare.values + slice->from, slice->count * sizeof *rare.values);
    if (slice->forms)
        memcpy(slice->forms, rare.forms + slice->from, slice->count * sizeof *rare.forms);
    return true;
}

/* Gaps to places, field by field; false when rule W2 is broken. */
static bool add_up(uint32_t *values, const uint32_t tf[FIELD_COUNT])
{
    uint64_t past = PLACE_POS(UINT32_MAX);

    for (unsigned field = 0; field < FIELD_COUNT; field++) {
        uint64_t pos = 0;

        for (uint32_t left = tf[field]; left > 0; left--) {
            pos += *values;
            if (pos > past)
                return false;
            *values++ = PLACE(field, pos);
        }
    }
    return true;
}

static bool forms_in_range(const struct slice *slice, uint32_t form_count)
{
    for (uint32_t i = 0; slice->forms && i < slice->count; i++)
        if (slice->forms[i] >= form_count)
            return false;
    return true;
}

/* How many values the block has and where the posting's are; false when its bytes
 * cannot hold so many (a chunk has one byte at least). */
static bool place_slice(struct postings_reader *r, struct slice *slice)
{
    uint64_t bytes = r->info.places_bytes;

    *slice = (struct slice){.count = r->tf[r->at]};
    for (uint32_t i = 0; i < r->in_block; i++) {
        slice->from += i < r->at ? r->tf[i] : 0;
        slice->total += r->tf[i];
    }
    return r->info.rare || slice->total / PACK_BLOCK <= bytes;
}

static enum status get_slice(struct postings_reader *r, struct arena *arena,
                             struct slice *slice, struct error *err)
{
    uint32_t tf[FIELD_COUNT];
    bool good;

    if (!place_slice(r, slice))
        return segment_broken(r->segment, err, "places: rule W1: too few bytes");
    slice->values = arena_alloc(arena, slice->count * sizeof *slice->values);
    if (r->info.form_count > 1)
        slice->forms = arena_alloc(arena, slice->count * sizeof *slice->forms);
    if (!slice->values || (r->info.form_count > 1 && !slice->forms))
        return fail(err, ST_NOMEM, "places: no memory for %u places", slice->count);
    good = r->info.rare ? slice_of_rare(r, slice) : slice_of_block(r, slice);
    if (!good)
        return segment_broken(r->segment, err, "places: rule W1: a chunk is broken");
    if (!postings_field_tf(r, r->at, tf) || !add_up(slice->values, tf))
        return segment_broken(r->segment, err, "places: rule W2: past the last place");
    if (!forms_in_range(slice, r->info.form_count))
        return segment_broken(r->segment, err, "places: rule W3: no such form");
    return ST_OK;
}

enum status places_get(struct postings_reader *r, struct arena *arena, struct places *out,
                       struct error *err)
{
    struct slice slice;
    enum status status;

    if (r->status == ST_OK && r->doc != DOC_END && r->at != UINT32_MAX)
        (void)postings_load_tf(r);
    if (r->status != ST_OK)
        return fail(err, r->status, "%s", r->error.text);
    if (r->doc == DOC_END || r->at == UINT32_MAX)
        return fail(err, ST_ARGUMENT, "places: the reader is at no posting");
    status = get_slice(r, arena, &slice, err);
    if (status != ST_OK)
        return status;
    *out = (struct places){slice.values, slice.forms, slice.count};
    return ST_OK;
}
