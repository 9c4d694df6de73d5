/* places_read.c - the places of one posting, out of its block.
 *
 *   block     | heads | values in bodies | values beside | ordinals of forms |
 *
 * Each part is a list of numbers that can be entered anywhere (place_bits.h); which are
 * a posting's is told by the frequencies of those before it. A part that is not asked
 * for is not read.
 * Invariant: with place_block the loaded block, each part stands at the first number of
 * its posting `posting`.
 */
#include "segment/place_bits.h"
#include "segment/postings_private.h"
#include "segment/rare.h"
#include "segment/segment_private.h"

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

struct part_head {
    uint64_t unary, lows; /* bytes */
    unsigned low;
};

/* False when rule W1 is broken. */
static bool open_parts(struct postings_reader *r, struct wire_reader *in)
{
    struct part_head heads[PLACE_PARTS];
    bool there[PLACE_PARTS] = {true, r->field_count > 0, r->info.form_count > 1};
    unsigned last = there[PLACE_FORMS]    ? PLACE_FORMS
                    : there[PLACE_BESIDE] ? PLACE_BESIDE
                                          : PLACE_BODY;

    for (unsigned i = 0; i < PLACE_PARTS; i++) {
        uint64_t head;

        r->place_parts[i] = (struct place_bits){.unary = NULL};
        if (!there[i])
            continue;
        head = wire_varint64(in);
        heads[i].unary = head >> PLACE_LOW_BITS;
        heads[i].low = (unsigned)head & ((1u << PLACE_LOW_BITS) - 1);
        heads[i].lows = i < last ? wire_varint64(in) : 0;
        if (heads[i].low > PLACE_LOW_MAX)
            return false;
    }
    for (unsigned i = 0; i <= last; i++) {
        struct span unary, lows;

        if (!there[i])
            continue;
        unary = wire_bytes(in, heads[i].unary);
        lows = wire_bytes(in, i < last ? heads[i].lows : wire_left(in));
        r->place_parts[i] = place_bits_open(unary, lows, heads[i].low);
    }
    return !in->bad;
}

/* How many places of each posting are in bodies. */
static bool count_bodies(struct postings_reader *r)
{
    uint32_t tf[FIELD_COUNT];

    if (r->field_count == 0)
        return true;
    memcpy(r->body_tf, r->tf, r->in_block * sizeof *r->tf);
    for (uint32_t i = 0; i < r->in_block; i++) {
        if (!(r->extra[i] & FIELD_MASK_MAX))
            continue;
        if (!postings_field_tf(r, i, tf))
            return false;
        r->body_tf[i] = tf[FIELD_BODY];
    }
    return true;
}

bool places_open_parts(struct postings_reader *r)
{
    struct span block = block_places(r);
    struct wire_reader in = wire_open(block);

    if (block.data && open_parts(r, &in))
        return true;
    postings_broken(r, "places: rule W1: parts of a block");
    return false;
}

bool places_open_block(struct postings_reader *r)
{
    if (r->place_block == r->block)
        return true;
    if (!places_open_parts(r) || !count_bodies(r))
        return false;
    r->place_block = r->block;
    return true;
}

static const uint32_t *bodies(const struct postings_reader *r)
{
    return r->field_count > 0 ? r->body_tf : r->tf;
}

/* Numbers of a part that postings [from, to) have. */
static uint32_t count_part(const struct postings_reader *r, enum place_part part,
                           uint32_t from, uint32_t to)
{
    const uint32_t *tf = part == PLACE_BODY ? bodies(r) : r->tf;
    uint32_t sum = 0;

    for (uint32_t i = from; i < to; i++)
        sum += tf[i];
    for (uint32_t i = from; i < to && part == PLACE_BESIDE; i++)
        sum -= r->body_tf[i];
    return sum;
}

/* Note the move to posting r->at; returns how many numbers are to be skipped. */
static uint32_t move_part(struct postings_reader *r, enum place_part at)
{
    struct place_bits *part = &r->place_parts[at];
    uint32_t from = part->posting;

    if (r->at < from) {
        part->bit = 0;
        part->number = 0;
        from = 0;
    }
    part->posting = r->at;
    return count_part(r, at, from, r->at);
}

static bool read_beside(struct postings_reader *r, uint32_t *out)
{
    struct place_bits at;
    uint32_t tf[FIELD_COUNT], skip = move_part(r, PLACE_BESIDE);

    if (!postings_field_tf(r, r->at, tf) ||
        !place_bits_get(&r->place_parts[PLACE_BESIDE], skip, 0, out))
        return false;
    at = r->place_parts[PLACE_BESIDE];
    skip = 0;
    for (unsigned field = 1; field < FIELD_COUNT; field++) {
        if (tf[field] == 0)
            continue;
        if (!place_bits_sums(&at, skip, tf[field], PLACE(field, 0), out))
            return false;
        skip = tf[field];
        out += tf[field];
    }
    return true;
}

static bool read_places(struct postings_reader *r, uint32_t *out)
{
    uint32_t body = bodies(r)[r->at];
    bool good = true;

    if (body > 0) {
        uint32_t skip = move_part(r, PLACE_BODY);

        good = place_bits_sums(&r->place_parts[PLACE_BODY], skip, body,
                               PLACE(FIELD_BODY, 0), out);
    }
    if (good && body < r->tf[r->at])
        good = read_beside(r, out + body);
    return good;
}

static bool read_forms(struct postings_reader *r, uint32_t *out)
{
    uint32_t skip = move_part(r, PLACE_FORMS), count = r->tf[r->at], most = 0;

    if (!place_bits_get(&r->place_parts[PLACE_FORMS], skip, count, out))
        return false;
    for (uint32_t i = 0; i < count; i++)
        most = out[i] > most ? out[i] : most;
    return most < r->info.form_count;
}

/* Either of the two may be NULL. */
static bool read_rare(struct postings_reader *r, uint32_t *places, uint32_t *forms)
{
    struct wire_reader in = wire_open(r->info.inline_postings);
    struct rare_postings rare;
    uint32_t tf[FIELD_COUNT], from = 0;

    if (rare_get(&in, &r->info, r->segment->info.doc_count, &rare) ||
        !postings_field_tf(r, r->at, tf))
        return false;
    for (uint32_t i = 0; i < r->at; i++)
        from += r->tf[i];
    if (forms)
        memcpy(forms, rare.forms + from, r->tf[r->at] * sizeof *forms);
    for (unsigned field = 0; places && field < FIELD_COUNT; field++) {
        uint64_t pos = 0;

        for (uint32_t left = tf[field]; left > 0; left--) {
            pos += rare.values[from++];
            if (pos > PLACE_POS(UINT32_MAX))
                return false;
            *places++ = PLACE(field, pos);
        }
    }
    return true;
}

/* Every place takes a bit: more than there are bits are not there (nor allocated). */
static bool may_have(const struct postings_reader *r, uint32_t count)
{
    return count <= r->place_parts[PLACE_BODY].unary_bits +
                        r->place_parts[PLACE_BESIDE].unary_bits;
}

static bool is_at_posting(const struct postings_reader *r)
{
    return r->status == ST_OK && r->doc != DOC_END && r->at < r->in_block;
}

uint32_t places_count(struct postings_reader *r)
{
    if (!is_at_posting(r))
        return 0;
    if (r->place_block == r->block && r->tf_ready && may_have(r, r->tf[r->at]))
        return r->tf[r->at];
    if (!postings_load_tf(r) || (!r->info.rare && !places_open_block(r)))
        return 0;
    if (!r->info.rare && !may_have(r, r->tf[r->at])) {
        postings_broken(r, "places: rule W1: fewer places than a posting has");
        return 0;
    }
    return r->tf[r->at];
}

bool places_read(struct postings_reader *r, uint32_t *out)
{
    if (r->info.rare ? read_rare(r, out, NULL) : read_places(r, out))
        return true;
    postings_broken(r, "places: rule W2: no such place");
    return false;
}

uint32_t places_join(struct postings_reader *r, uint32_t pos, uint32_t *starts,
                     uint32_t count)
{
    uint32_t kept = UINT32_MAX, body;

    if (places_count(r) > 0) {
        body = bodies(r)[r->at];
        kept = place_bits_join(&r->place_parts[PLACE_BODY], move_part(r, PLACE_BODY),
                               body, pos, starts, count);
        if (kept == UINT32_MAX)
            postings_broken(r, "places: rule W2: no such place");
    }
    return kept;
}

bool places_read_forms(struct postings_reader *r, uint32_t *out)
{
    if (r->info.rare ? read_rare(r, NULL, out) : read_forms(r, out))
        return true;
    postings_broken(r, "places: rule W3: no such form");
    return false;
}

static enum status get_places(struct postings_reader *r, struct arena *arena,
                              struct places *out, struct error *err)
{
    uint32_t count = places_count(r);
    uint32_t *places = NULL, *forms = NULL;
    bool many = r->info.form_count > 1;

    if (count > 0) {
        places = arena_alloc(arena, count * sizeof *places);
        forms = many ? arena_alloc(arena, count * sizeof *forms) : NULL;
        if (!places || (many && !forms))
            return fail(err, ST_NOMEM, "places: no memory for %u places", count);
    }
    if (count == 0 || !places_read(r, places) || (many && !places_read_forms(r, forms)))
        return fail(err, r->status, "%s", r->error.text);
    *out = (struct places){places, forms, count};
    return ST_OK;
}

enum status places_get(struct postings_reader *r, struct arena *arena,
                       struct places *out, struct error *err)
{
    if (r->status != ST_OK)
        return fail(err, r->status, "%s", r->error.text);
    if (r->doc == DOC_END || r->at == UINT32_MAX)
        return fail(err, ST_ARGUMENT, "places: the reader is at no posting");
    return get_places(r, arena, out, err);
}

bool places_filled(const struct postings_reader *r)
{
    for (unsigned i = 0; i < PLACE_PARTS; i++) {
        if (i == PLACE_BESIDE && r->field_count == 0)
            continue;
        if (i == PLACE_FORMS && r->info.form_count == 1)
            continue;
        if (!place_bits_filled(&r->place_parts[i],
                               count_part(r, (enum place_part)i, 0, r->in_block)))
            return false;
    }
    return true;
}
