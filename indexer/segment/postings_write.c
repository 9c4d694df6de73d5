/* postings_write.c - one term's postings -> blocks, places, directory, bounds.
 *
 *   POSTINGS   | docs flags [tf] [extra] | docs flags ... |      a block: 256 postings
 *   PLACES     | heads, parts | heads, parts | ...           one for each block
 *   DIRECTORY  | columns, a row for each block | bounds   |      above one block
 *
 * A term of few postings is not flushed: it goes into the dictionary whole.
 * Invariant: docs, tf, masks hold the open block; everything before is on its way.
 */
#include "segment/postings_write.h"

#include <assert.h>

#include "base/memory.h"
#include "codec/pack.h"
#include "codec/wire.h"
#include "segment/directory_write.h"
#include "segment/postings_private.h"

enum status postings_writer_open(struct postings_writer *writer,
                                 struct section_writer *postings,
                                 struct section_writer *places,
                                 struct section_writer *directory,
                                 const struct buf *lengths)
{
    memset(writer, 0, sizeof *writer);
    writer->postings = postings;
    writer->places = places;
    writer->directory = directory;
    writer->lengths = lengths;
    buf_init(&writer->block, 0);
    buf_init(&writer->rare, 0);
    places_init(&writer->open_places);
    directory_rows_init(&writer->rows);
    return ST_OK;
}

void postings_writer_close(struct postings_writer *writer)
{
    buf_release(&writer->block);
    buf_release(&writer->rare);
    places_release(&writer->open_places);
    directory_rows_release(&writer->rows);
    memory_free(writer->field_tf);
    writer->field_tf = NULL;
}

void postings_writer_scale(struct postings_writer *writer, uint64_t doc_count,
                           const uint64_t field_totals[FIELD_COUNT])
{
    impact_scale_init(&writer->scale, doc_count, field_totals);
}

static void note(struct postings_writer *writer, enum status status)
{
    if (writer->status == ST_OK)
        writer->status = status;
}

void postings_writer_begin(struct postings_writer *writer,
                           const struct dict_entry *entry)
{
    writer->doc_freq = 0;
    writer->total_freq = 0;
    writer->detailed = false;
    writer->count = 0;
    writer->field_tf_count = 0;
    writer->list_bytes = 0;
    writer->place_bytes = 0;
    places_begin(&writer->open_places, entry->form_kind == FORM_MANY);
    directory_rows_reset(&writer->rows);
}

static uint32_t *grow_field_tf(struct postings_writer *writer, size_t count)
{
    uint32_t *grown = memory_grow(writer->field_tf, &writer->field_tf_capacity,
                                  writer->field_tf_count + count, sizeof *grown);

    if (!grown) {
        note(writer, ST_NOMEM);
        return NULL;
    }
    writer->field_tf = grown;
    writer->field_tf_count += count;
    return grown + writer->field_tf_count - count;
}

/* The fields of the posting: mask and frequencies beside the body's. */
static void add_fields(struct postings_writer *writer, const struct posting *posting)
{
    uint32_t mask = 0;

    for (unsigned field = 1; field < FIELD_COUNT; field++) {
        uint32_t *tf;

        if (posting->tf[field] == 0)
            continue;
        mask |= (uint32_t)1 << (field - 1);
        tf = grow_field_tf(writer, 1);
        if (!tf)
            return;
        *tf = posting->tf[field];
    }
    writer->masks[writer->count] = mask;
}

/* Where the field frequencies of the block's postings with a mask are, and what. */
static void put_extra(struct postings_writer *writer)
{
    uint32_t which[POSTINGS_BLOCK], masks[POSTINGS_BLOCK];
    struct buf *out = &writer->block;
    size_t count = 0;

    for (uint32_t i = 0; i < writer->count; i++) {
        if (writer->masks[i] == 0)
            continue;
        which[count] = i;
        masks[count++] = writer->masks[i];
    }
    wire_put_varint(out, count - 1);
    if (count < writer->count)
        pack_encode_docs(out, UINT32_MAX, which, count);
    pack_encode(out, masks, count);
    for (size_t at = 0; at < writer->field_tf_count; at += PACK_BLOCK) {
        size_t part = writer->field_tf_count - at;

        part = part < PACK_BLOCK ? part : PACK_BLOCK;
        for (size_t i = 0; i < part; i++)
            writer->field_tf[at + i]--;
        pack_encode(out, writer->field_tf + at, part);
    }
}

static void put_block(struct postings_writer *writer, uint32_t before)
{
    struct buf *out = &writer->block;
    unsigned flags = 0;

    buf_reset(out);
    for (unsigned i = 0; i < writer->count; i++)
        if (--writer->tf[i] != 0)
            flags |= BLOCK_HAS_TF;
    if (writer->field_tf_count > 0)
        flags |= BLOCK_HAS_EXTRA;
    pack_encode_docs(out, before, writer->docs, writer->count);
    wire_put_u8(out, (uint8_t)flags);
    writer->detailed |= flags != 0;
    if (flags & BLOCK_HAS_TF)
        pack_encode(out, writer->tf, writer->count);
    if (flags & BLOCK_HAS_EXTRA)
        put_extra(writer);
    note(writer, out->status);
}

/* What the postings of the open block reach, when all of it is in bodies. */
static double bound_bodies(struct postings_writer *writer)
{
    struct bound_builder *bound = &writer->block_bound;
    const uint8_t *lengths = writer->lengths[FIELD_BODY].data;

    bound_add_bodies(bound, writer->tf, writer->docs, writer->count, lengths);
    return bound_weight(bound, writer->scale.per_length[FIELD_BODY]);
}

/* Most blocks have nothing that comes near. */
static void find_champions(struct postings_writer *writer, double most)
{
    const double *per_length = writer->scale.per_length[FIELD_BODY];
    const uint8_t *lengths = writer->lengths[FIELD_BODY].data;

    if (most <= champions_least(&writer->champions)) {
        champions_pass(&writer->champions, most);
        return;
    }
    for (unsigned i = 0; i < writer->count; i++) {
        const uint32_t tf[FIELD_COUNT] = {writer->tf[i]};
        double weight = per_length[lengths[writer->docs[i]]] * (double)tf[FIELD_BODY];

        champions_add(&writer->champions, writer->docs[i], tf, weight);
    }
}

/* The same of postings that have fields beside the body, too. */
static double bound_fields(struct postings_writer *writer)
{
    const uint32_t *field_tf = writer->field_tf;
    double most = 0;

    for (unsigned i = 0; i < writer->count; i++) {
        uint32_t tf[FIELD_COUNT] = {writer->tf[i]};
        double weight = 0;

        for (uint32_t mask = writer->masks[i]; mask != 0; mask &= mask - 1) {
            unsigned field = (unsigned)__builtin_ctz(mask) + 1;

            tf[field] = *field_tf++;
            tf[FIELD_BODY] -= tf[field];
        }
        for (unsigned field = 0; field < FIELD_COUNT; field++) {
            uint8_t length;

            if (tf[field] == 0)
                continue;
            length = writer->lengths[field].data[writer->docs[i]];
            bound_add(&writer->block_bound, field, tf[field], length);
            weight += writer->scale.per_length[field][length] * (double)tf[field];
        }
        champions_add(&writer->champions, writer->docs[i], tf, weight);
        most = weight > most ? weight : most;
    }
    return most;
}

/* Of a list of several blocks; else nobody asks for bounds. */
static void bound_block(struct postings_writer *writer, struct directory_row *row)
{
    double weight;

    bound_begin(&writer->block_bound);
    if (writer->rows.count == 0) {
        bound_begin(&writer->list_bound);
        champions_begin(&writer->champions);
    }
    weight = writer->field_tf_count > 0 ? bound_fields(writer) : bound_bodies(writer);
    if (writer->field_tf_count == 0)
        find_champions(writer, weight);
    row->impact = impact_of(weight);
    bound_finish(&writer->block_bound, &row->bound);
    bound_join(&writer->list_bound, &writer->block_bound);
}

static void flush_block(struct postings_writer *writer, bool more)
{
    uint32_t before = writer->rows.count == 0 ? UINT32_MAX : writer->last_doc;
    struct buf *places = &writer->open_places.bytes;
    struct directory_row row = {.last_doc = writer->docs[writer->count - 1]};

    if (more || writer->rows.count > 0)
        bound_block(writer, &row);
    put_block(writer, before);
    note(writer, places_flush(&writer->open_places));
    row.payload_len = writer->block.len;
    row.place_len = places->len;
    directory_rows_add(&writer->rows, &row);
    section_put_buf(writer->postings, &writer->block);
    section_put_buf(writer->places, places);
    writer->list_bytes += writer->block.len;
    writer->place_bytes += places->len;
    writer->last_doc = row.last_doc;
    writer->count = 0;
    writer->field_tf_count = 0;
}

void postings_writer_add(struct postings_writer *writer, const struct posting *posting)
{
    uint64_t tf = 0;

    if (writer->status != ST_OK)
        return;
    if (writer->count == POSTINGS_BLOCK)
        flush_block(writer, true);
    for (unsigned field = 0; field < FIELD_COUNT; field++)
        tf += posting->tf[field];
    assert(tf >= 1 && tf <= UINT32_MAX);
    assert(writer->count == 0 || posting->doc > writer->docs[writer->count - 1]);
    assert(posting->doc < writer->lengths[0].len);
    writer->docs[writer->count] = posting->doc;
    writer->tf[writer->count] = (uint32_t)tf;
    add_fields(writer, posting);
    places_add(&writer->open_places, posting);
    writer->count++;
    writer->doc_freq++;
    writer->total_freq += tf;
}

static uint64_t sum_of(const uint32_t *numbers, size_t count)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += numbers[i];
    return sum;
}

/* Masks and frequencies beside the bodies; returns the sum of those. */
static uint64_t add_run_fields(struct postings_writer *writer,
                               const struct posting_run *run, size_t *field_count)
{
    uint32_t *field_tf;
    size_t count = 0;

    *field_count = 0;
    if (!run->masks) {
        memset(writer->masks + writer->count, 0, run->count * sizeof *writer->masks);
        return 0;
    }
    for (unsigned i = 0; i < run->count; i++)
        for (uint32_t mask = run->masks[i]; mask != 0; mask &= mask - 1)
            count++;
    memcpy(writer->masks + writer->count, run->masks,
           run->count * sizeof *writer->masks);
    field_tf = count > 0 ? grow_field_tf(writer, count) : NULL;
    if (!field_tf)
        return 0;
    memcpy(field_tf, run->field_tf, count * sizeof *field_tf);
    *field_count = count;
    return sum_of(run->field_tf, count);
}

/* The run's postings find room in the open block; `run` becomes what is behind them. */
static void add_part(struct postings_writer *writer, struct posting_run *run)
{
    uint64_t tf = sum_of(run->tf, run->count), beside;
    size_t fields;

    memcpy(writer->docs + writer->count, run->docs, run->count * sizeof *run->docs);
    memcpy(writer->tf + writer->count, run->tf, run->count * sizeof *run->tf);
    beside = add_run_fields(writer, run, &fields);
    places_add_run(&writer->open_places, run, tf - beside, beside);
    writer->count += run->count;
    writer->doc_freq += run->count;
    writer->total_freq += tf;
    run->docs += run->count;
    run->tf += run->count;
    run->masks = run->masks ? run->masks + run->count : NULL;
    run->field_tf = run->masks ? run->field_tf + fields : NULL;
    run->places[PLACE_BODY] += tf - beside;
    run->places[PLACE_BESIDE] += run->masks ? beside : 0;
    run->places[PLACE_FORMS] += writer->open_places.with_forms ? tf : 0;
}

void postings_writer_add_run(struct postings_writer *writer,
                             const struct posting_run *run)
{
    struct posting_run rest = *run;
    uint32_t left = run->count;

    while (writer->status == ST_OK && left > 0) {
        if (writer->count == POSTINGS_BLOCK)
            flush_block(writer, true);
        rest.count = POSTINGS_BLOCK - writer->count;
        rest.count = rest.count < left ? rest.count : left;
        left -= rest.count;
        assert(rest.docs[rest.count - 1] < writer->lengths[0].len);
        assert(writer->count == 0 || rest.docs[0] > writer->docs[writer->count - 1]);
        add_part(writer, &rest);
    }
}

/* All of a rare term, for the dictionary. */
static void put_rare(struct postings_writer *writer)
{
    struct buf *out = &writer->rare;
    const uint32_t *field_tf = writer->field_tf;

    buf_reset(out);
    for (unsigned i = 0; i < writer->count; i++)
        writer->detailed |= writer->tf[i] != 1 || writer->masks[i] != 0;
    for (unsigned i = 0; i < writer->count; i++)
        wire_put_varint(out, i == 0 ? writer->docs[0]
                                    : writer->docs[i] - writer->docs[i - 1] - 1);
    for (unsigned i = 0; writer->detailed && i < writer->count; i++) {
        wire_put_varint(out,
                        (uint64_t)(writer->tf[i] - 1) << 1 | (writer->masks[i] != 0));
        if (writer->masks[i] == 0)
            continue;
        wire_put_u8(out, (uint8_t)writer->masks[i]);
        for (uint32_t mask = writer->masks[i]; mask != 0; mask &= mask - 1)
            wire_put_varint(out, *field_tf++);
    }
    places_put_rare(&writer->open_places, out);
    note(writer, out->status);
    note(writer, writer->open_places.status);
}

void postings_writer_end(struct postings_writer *writer, struct dict_entry *entry)
{
    assert(writer->doc_freq >= 1);
    if (writer->total_freq > UINT32_MAX) /* rule D3 */
        note(writer, ST_LIMIT);
    entry->doc_freq = writer->doc_freq;
    entry->total_freq = writer->total_freq;
    entry->postings_bytes = 0;
    entry->places_bytes = 0;
    entry->directory_bytes = 0;
    if (dict_is_rare(writer->doc_freq, writer->total_freq)) {
        put_rare(writer);
        entry->detailed = writer->detailed;
        entry->rare = buf_span(&writer->rare);
        return;
    }
    flush_block(writer, false);
    entry->detailed = writer->detailed;
    if (writer->doc_freq > POSTINGS_BLOCK)
        entry->directory_bytes = directory_rows_put(
            &writer->rows, &writer->list_bound, &writer->champions, writer->directory);
    note(writer, directory_rows_status(&writer->rows));
    entry->postings_bytes = writer->list_bytes;
    entry->places_bytes = writer->place_bytes;
}
