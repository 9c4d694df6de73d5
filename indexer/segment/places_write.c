/* places_write.c - the places of a block's postings -> runs of bits.
 *
 *   posting   body 4, 9, 9; title 2
 *   values    4 5 0 2                 the first of a field as it is, then gaps
 *   run       | values of 64 postings, padded | their form ordinals, padded |
 *   block     | lengths of the runs | run | run | run | run |
 *
 * Invariant: positions and forms hold the open run, `runs` those before it.
 */
#include "segment/places_write.h"

void places_init(struct place_runs *runs)
{
    memset(runs, 0, sizeof *runs);
    buf_init(&runs->positions.bytes, 0);
    buf_init(&runs->forms.bytes, 0);
    buf_init(&runs->runs, 0);
    buf_init(&runs->run_lens, 0);
    buf_init(&runs->position_lens, 0);
    buf_init(&runs->block, 0);
}

void places_release(struct place_runs *runs)
{
    buf_release(&runs->positions.bytes);
    buf_release(&runs->forms.bytes);
    buf_release(&runs->runs);
    buf_release(&runs->run_lens);
    buf_release(&runs->position_lens);
    buf_release(&runs->block);
}

static void reset_bits(struct bit_writer *bits)
{
    buf_reset(&bits->bytes);
    bits->pending = 0;
    bits->pending_bits = 0;
}

static void reset_block(struct place_runs *runs)
{
    reset_bits(&runs->positions);
    reset_bits(&runs->forms);
    buf_reset(&runs->runs);
    buf_reset(&runs->run_lens);
    buf_reset(&runs->position_lens);
    runs->in_run = 0;
}

void places_begin(struct place_runs *runs, bool with_forms, unsigned form_low)
{
    reset_block(runs);
    runs->with_forms = with_forms;
    runs->form_low = form_low;
    runs->value_count = 0;
}

/* Close the open run; `last` of the block: its length is not told. */
static void end_run(struct place_runs *runs, bool last)
{
    bits_end(&runs->positions);
    bits_end(&runs->forms);
    if (!last)
        wire_put_varint(&runs->run_lens,
                        runs->positions.bytes.len + runs->forms.bytes.len);
    if (runs->with_forms)
        wire_put_varint(&runs->position_lens, runs->positions.bytes.len);
    buf_put_span(&runs->runs, buf_span(&runs->positions.bytes));
    buf_put_span(&runs->runs, buf_span(&runs->forms.bytes));
    if (runs->positions.bytes.status != ST_OK || runs->forms.bytes.status != ST_OK)
        runs->runs.status = ST_NOMEM; /* sticky, as the two are emptied here */
    reset_bits(&runs->positions);
    reset_bits(&runs->forms);
    runs->in_run = 0;
}

static void put_value(struct place_runs *runs, uint32_t value, unsigned low,
                      uint32_t form)
{
    bits_put_rice(&runs->positions, value, low);
    if (runs->with_forms)
        bits_put_rice(&runs->forms, form, runs->form_low);
    if (runs->value_count < INLINE_PLACES) {
        runs->values[runs->value_count] = value;
        runs->value_forms[runs->value_count++] = form;
    }
}

void places_add(struct place_runs *runs, const struct posting *posting,
                const struct buf *lengths)
{
    const uint32_t *place = posting->places;
    const uint32_t *form = posting->forms;

    if (runs->in_run == PLACE_RUN)
        end_run(runs, false);
    for (unsigned field = 0; field < FIELD_COUNT; field++) {
        uint32_t before = PLACE(field, 0);
        unsigned low;

        if (posting->tf[field] == 0)
            continue;
        low = place_low_bits(lengths[field].data[posting->doc], posting->tf[field]);
        for (uint32_t left = posting->tf[field]; left > 0; left--) {
            put_value(runs, *place - before, low, form ? *form++ : 0);
            before = *place++;
        }
    }
    runs->in_run++;
}

enum status places_flush(struct place_runs *runs)
{
    struct buf *out = &runs->block;
    enum status status;

    end_run(runs, true);
    buf_reset(out);
    buf_put_span(out, buf_span(&runs->run_lens));
    buf_put_span(out, buf_span(&runs->position_lens));
    buf_put_span(out, buf_span(&runs->runs));
    status = out->status != ST_OK ? out->status : runs->runs.status;
    if (runs->run_lens.status != ST_OK || runs->position_lens.status != ST_OK)
        status = ST_NOMEM;
    reset_block(runs);
    return status;
}

void places_put_rare(const struct place_runs *runs, struct buf *out)
{
    for (unsigned i = 0; i < runs->value_count; i++)
        wire_put_varint(out, runs->values[i]);
    for (unsigned i = 0; runs->with_forms && i < runs->value_count; i++)
        wire_put_varint(out, runs->value_forms[i]);
}
