/* places_read.c - the places of one posting, out of its run.
 *
 *   block     | run lengths | run 0 | run 1 | run 2 | run 3 |
 *   run       postings 64 .. 127:  | p64 | p65 | ... |   their places, then their forms
 *                                    ^ place_at, place_posting: where the last call
 * ended
 *
 * How many bits a posting takes is known only by reading it, so a run is read from its
 * start, or from where the last call on the same run ended.
 * Invariant: with place_run set, place_at is the first bit of posting place_posting.
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

/* The head of a block: `count` varints, of which the sum of those before number `at`
 * goes to *before and number `at` itself, if there, to *value. */
static void read_lens(struct wire_reader *in, uint32_t count, uint32_t at,
                      uint64_t *before, uint64_t *value)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t len = wire_varint32(in);

        if (i < at)
            *before += len;
        if (i == at)
            *value = len;
    }
}

/* Find the run in the block's bytes; false when rule W1 is broken. */
static bool find_run(struct span block, uint32_t run, uint32_t run_count,
                     bool with_forms, struct span *positions, struct span *forms)
{
    struct wire_reader in = wire_open(block);
    uint64_t before = 0, len = 0, positions_len = 0, unused = 0;

    read_lens(&in, run_count - 1, run, &before, &len);
    if (with_forms)
        read_lens(&in, run_count, run, &unused, &positions_len);
    if (before > wire_left(&in))
        return false;
    (void)wire_bytes(&in, (size_t)before);
    if (run + 1 == run_count)
        len = wire_left(&in);
    if (!with_forms)
        positions_len = len;
    if (in.bad || len > wire_left(&in) || positions_len > len)
        return false;
    *positions = wire_bytes(&in, (size_t)positions_len);
    *forms = wire_bytes(&in, (size_t)(len - positions_len));
    return true;
}

bool places_open_run(struct postings_reader *r, uint32_t run)
{
    uint32_t run_count = (r->in_block + PLACE_RUN - 1) / PLACE_RUN;
    struct span block = block_places(r);

    if (!block.data || !find_run(block, run, run_count, r->info.form_count > 1,
                                 &r->place_bytes, &r->form_bytes))
        return false;
    r->place_block = r->block;
    r->place_run = run;
    r->place_posting = run * PLACE_RUN;
    r->place_at = 0;
    r->form_at = 0;
    return true;
}

/* The places of posting place_posting, which is stepped over; `out` may be NULL. False
 * when a value is broken. */
static bool read_places(struct postings_reader *r, const uint32_t tf[FIELD_COUNT],
                        uint32_t *out)
{
    struct bit_reader in = {r->place_bytes, r->place_at};
    doc_id doc = r->docs[r->place_posting];
    uint64_t docs = r->segment->info.doc_count;
    const uint8_t *lengths = r->segment->sections[SECTION_LENGTHS].data + doc;
    bool good = true;

    for (unsigned field = 0; field < FIELD_COUNT; field++) {
        unsigned low;
        uint64_t pos = 0;

        if (tf[field] == 0)
            continue;
        if (!segment_pages_good(r->segment, SECTION_LENGTHS, docs * field + doc, 1))
            return false;
        low = place_low_bits(lengths[docs * field], tf[field]);
        for (uint32_t left = tf[field]; left > 0 && !bits_bad(&in); left--) {
            pos += bits_get_rice(&in, low);
            if (out)
                *out++ = PLACE(field, pos);
        }
        good = good && pos <= PLACE_POS(UINT32_MAX);
    }
    r->place_at = in.at;
    return good && !bits_bad(&in);
}

static bool read_forms(struct postings_reader *r, uint32_t count, uint32_t *out)
{
    struct bit_reader in = {r->form_bytes, r->form_at};

    for (uint32_t i = 0; i < count && !bits_bad(&in); i++) {
        uint32_t form = bits_get_rice(&in, r->info.form_low);

        if (form >= r->info.form_count) {
            r->bad_form = true;
            return false;
        }
        if (out)
            out[i] = form;
    }
    r->form_at = in.at;
    return !bits_bad(&in);
}

/* Go to posting `at` of the loaded block. */
static bool seek_posting(struct postings_reader *r, uint32_t at)
{
    uint32_t run = at / PLACE_RUN;

    if (r->place_block != r->block || r->place_run != run || r->place_posting > at)
        if (!places_open_run(r, run))
            return false;
    while (r->place_posting < at)
        if (!places_read(r, NULL, NULL))
            return false;
    return true;
}

bool places_read(struct postings_reader *r, uint32_t *places, uint32_t *forms)
{
    uint32_t tf[FIELD_COUNT];

    if (!postings_field_tf(r, r->place_posting, tf) || !read_places(r, tf, places) ||
        (r->info.form_count > 1 && !read_forms(r, r->tf[r->place_posting], forms))) {
        r->place_run = UINT32_MAX;
        return false;
    }
    r->place_posting++;
    return true;
}

bool places_run_ended(const struct postings_reader *r)
{
    struct bit_reader positions = {r->place_bytes, r->place_at};
    struct bit_reader forms = {r->form_bytes, r->form_at};

    return bits_ended(&positions) && bits_ended(&forms);
}

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
    for (unsigned field = 0; field < FIELD_COUNT; field++) {
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

/* Every place takes a bit: more than the run's bits are not there (nor allocated). */
static bool count_is_possible(const struct postings_reader *r, uint32_t count)
{
    return r->info.rare || count <= (uint64_t)r->place_bytes.len * 8;
}

static enum status get_places(struct postings_reader *r, struct arena *arena,
                              struct places *out, struct error *err)
{
    uint32_t count = r->tf[r->at];
    uint32_t *places, *forms = NULL;
    bool good;

    if (!r->info.rare && (!seek_posting(r, r->at) || !count_is_possible(r, count)))
        return segment_broken(r->segment, err, "places: rule W1: a run is broken");
    places = arena_alloc(arena, count * sizeof *places);
    if (r->info.form_count > 1)
        forms = arena_alloc(arena, count * sizeof *forms);
    if (!places || (r->info.form_count > 1 && !forms))
        return fail(err, ST_NOMEM, "places: no memory for %u places", count);
    good = r->info.rare ? read_rare(r, places, forms) : places_read(r, places, forms);
    if (!good)
        return segment_broken(r->segment, err,
                              r->bad_form ? "places: rule W3: no such form"
                                          : "places: rule W2: no such place");
    *out = (struct places){places, forms, count};
    return ST_OK;
}

enum status places_get(struct postings_reader *r, struct arena *arena,
                       struct places *out, struct error *err)
{
    if (r->status == ST_OK && r->doc != DOC_END && r->at != UINT32_MAX)
        (void)postings_load_tf(r);
    if (r->status != ST_OK)
        return fail(err, r->status, "%s", r->error.text);
    if (r->doc == DOC_END || r->at == UINT32_MAX)
        return fail(err, ST_ARGUMENT, "places: the reader is at no posting");
    return get_places(r, arena, out, err);
}
