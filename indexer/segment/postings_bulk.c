/* postings_bulk.c
 *
 *   docs     3   9  17              bodies   4 5 0 | 8 | 2     (numbers of a posting
 *   tf       4   1   1              beside   2                  follow each other)
 *   masks    1   0   0              forms    0 1 0 0 | 1 | 0
 *   fields   1
 *
 * Invariant: a list of numbers is as long as the frequencies that belong to it add up.
 */
#include "segment/postings_bulk.h"

#include "base/memory.h"
#include "segment/postings_private.h"
#include "segment/rare.h"
#include "segment/segment_private.h"

void postings_bulk_release(struct postings_bulk *bulk)
{
    memory_free(bulk->fields.values);
    for (unsigned i = 0; i < PLACE_PARTS; i++)
        memory_free(bulk->parts[i].values);
    *bulk = (struct postings_bulk){.count = 0};
}

/* Room for `count` numbers, and for what decoders write behind them. */
_Static_assert((int)PACK_ARRAY >= (int)PLACE_ALL_ROOM, "either decoder finds room");
static bool room(struct place_numbers *numbers, uint64_t count)
{
    size_t need = (size_t)count + PACK_ARRAY;
    uint32_t *values;

    numbers->count = (size_t)count;
    if (need <= numbers->capacity)
        return true;
    values = memory_grow(numbers->values, &numbers->capacity, need, sizeof *values);
    if (values)
        numbers->values = values;
    return values != NULL;
}

static enum status no_room(struct error *err)
{
    return fail(err, ST_NOMEM, "postings: no memory for a block");
}

static enum status broken(struct postings_reader *r, const char *rule,
                          struct error *err)
{
    if (rule)
        postings_broken(r, rule);
    return fail(err, r->status, "%s", r->error.text);
}

static uint64_t sum_of(const uint32_t *numbers, size_t count)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += numbers[i];
    return sum;
}

static uint32_t greatest(const uint32_t *numbers, size_t count)
{
    uint32_t most = 0;

    for (size_t i = 0; i < count; i++)
        most = numbers[i] > most ? numbers[i] : most;
    return most;
}

/* --- Fields --- */

/* Frequencies beside the body of posting `at`, of which the first is *tf; how many. */
static uint64_t beside_of(const struct postings_bulk *bulk, uint32_t at,
                          const uint32_t **tf)
{
    uint64_t sum = 0;

    for (uint32_t mask = bulk->fields.count > 0 ? bulk->masks[at] : 0; mask != 0;
         mask &= mask - 1)
        sum += *(*tf)++;
    return sum;
}

static bool decode_fields(struct postings_bulk *bulk, const struct postings_reader *r)
{
    struct wire_reader in = r->field_in;

    for (uint32_t at = 0; at < r->field_count; at += PACK_BLOCK) {
        uint32_t left = r->field_count - at;

        if (!pack_decode_counts(&in, bulk->fields.values + at,
                                left < PACK_BLOCK ? left : PACK_BLOCK))
            return false;
    }
    return true;
}

static bool fields_fit(const struct postings_bulk *bulk)
{
    const uint32_t *tf = bulk->fields.values;

    for (uint32_t i = 0; i < bulk->count; i++)
        if (beside_of(bulk, i, &tf) > bulk->tf[i])
            return false;
    return true;
}

static enum status read_fields(struct postings_bulk *bulk, struct postings_reader *r,
                               struct error *err)
{
    if (!room(&bulk->fields, r->field_count))
        return no_room(err);
    if (r->field_count == 0)
        return ST_OK;
    for (uint32_t i = 0; i < bulk->count; i++)
        bulk->masks[i] = postings_field_mask(r, i);
    if (!decode_fields(bulk, r) || !fields_fit(bulk))
        return broken(r, "postings: rule P5: more places in fields than in all", err);
    return ST_OK;
}

/* --- Places --- */

static bool positions_fit(const uint32_t **numbers, uint32_t count)
{
    uint64_t pos = sum_of(*numbers, count);

    *numbers += count;
    return pos >> PLACE_SHIFT == 0;
}

/* Whether positions, which gaps add up to, are below 2^28: looked at one by one only
 * when so many gaps of such a size could reach that. */
static bool all_positions_fit(const struct postings_bulk *bulk, uint32_t any)
{
    uint64_t most = (uint64_t)greatest(bulk->tf, bulk->count) * any;
    const uint32_t *tf = bulk->fields.values, *body = bulk->parts[PLACE_BODY].values;
    const uint32_t *beside = bulk->parts[PLACE_BESIDE].values;
    bool fit = true;

    if (most >> PLACE_SHIFT == 0)
        return true;
    for (uint32_t i = 0; fit && i < bulk->count; i++) {
        const uint32_t *own = tf;
        uint64_t in_body = bulk->tf[i] - beside_of(bulk, i, &own);

        fit = positions_fit(&body, (uint32_t)in_body);
        for (; fit && tf < own; tf++)
            fit = positions_fit(&beside, *tf);
    }
    return fit;
}

/* Every number takes a bit: more than there are bits are not there (nor allocated). */
static enum status read_part(struct postings_bulk *bulk, struct postings_reader *r,
                             enum place_part part, uint64_t count, uint32_t *any,
                             struct error *err)
{
    const struct place_bits *bits = &r->place_parts[part];

    *any = 0;
    if (count > bits->unary_bits || count > UINT32_MAX)
        return broken(r, "places: rule W1: fewer places than a posting has", err);
    if (!room(&bulk->parts[part], count))
        return no_room(err);
    if (count > 0 &&
        !place_bits_all(bits, (uint32_t)count, bulk->parts[part].values, any))
        return broken(r, "places: rule W2: no such place", err);
    return ST_OK;
}

static enum status read_places(struct postings_bulk *bulk, struct postings_reader *r,
                               struct error *err)
{
    uint64_t all = sum_of(bulk->tf, bulk->count);
    uint64_t beside = sum_of(bulk->fields.values, bulk->fields.count);
    uint64_t forms = r->info.form_count > 1 ? all : 0;
    uint32_t any_body = 0, any_beside = 0, any;
    enum status status;

    if (!places_open_parts(r))
        return broken(r, NULL, err);
    status = read_part(bulk, r, PLACE_BODY, all - beside, &any_body, err);
    if (status == ST_OK)
        status = read_part(bulk, r, PLACE_BESIDE, beside, &any_beside, err);
    if (status == ST_OK)
        status = read_part(bulk, r, PLACE_FORMS, forms, &any, err);
    if (status != ST_OK)
        return status;
    if (!all_positions_fit(bulk, any_body | any_beside))
        return broken(r, "places: rule W2: no such place", err);
    if (greatest(bulk->parts[PLACE_FORMS].values, (size_t)forms) >= r->info.form_count)
        return broken(r, "places: rule W3: no such form", err);
    return ST_OK;
}

/* --- Rare terms --- */

static void take(struct place_numbers *to, const uint32_t **from, uint32_t count)
{
    memcpy(to->values + to->count, *from, count * sizeof **from);
    to->count += count;
    *from += count;
}

static void split_rare(struct postings_bulk *bulk, const struct rare_postings *rare)
{
    const uint32_t *values = rare->values, *forms = rare->forms;

    for (uint32_t i = 0; i < bulk->count; i++) {
        bulk->docs[i] = rare->docs[i];
        bulk->tf[i] = 0;
        bulk->masks[i] = 0;
        for (unsigned field = 0; field < FIELD_COUNT; field++) {
            const uint32_t *tf = &rare->tf[i][field];

            if (*tf == 0)
                continue;
            bulk->tf[i] += *tf;
            take(&bulk->parts[field == FIELD_BODY ? PLACE_BODY : PLACE_BESIDE], &values,
                 *tf);
            if (field == FIELD_BODY)
                continue;
            bulk->masks[i] |= (uint32_t)1 << (field - 1);
            take(&bulk->fields, &tf, 1);
        }
        take(&bulk->parts[PLACE_FORMS], &forms, bulk->tf[i]);
    }
}

static enum status read_rare(struct postings_bulk *bulk, struct postings_reader *r,
                             struct error *err)
{
    struct wire_reader in = wire_open(r->info.inline_postings);
    struct rare_postings rare;
    const char *problem = rare_get(&in, &r->info, r->segment->info.doc_count, &rare);
    bool ok = room(&bulk->fields, INLINE_PLACES);

    if (problem)
        return broken(r, problem, err);
    for (unsigned i = 0; i < PLACE_PARTS; i++) {
        ok = ok && room(&bulk->parts[i], INLINE_PLACES);
        bulk->parts[i].count = 0;
    }
    bulk->fields.count = 0;
    if (!ok)
        return no_room(err);
    bulk->count = r->info.doc_freq;
    if (r->info.form_count == 1)
        memset(rare.forms, 0, sizeof rare.forms);
    split_rare(bulk, &rare);
    if (!all_positions_fit(bulk, UINT32_MAX))
        return broken(r, "places: rule W2: no such place", err);
    return ST_OK;
}

enum status postings_bulk_read(struct postings_bulk *bulk, struct postings_reader *r,
                               uint32_t block, struct error *err)
{
    enum status status;

    if (r->status != ST_OK)
        return broken(r, NULL, err);
    if (r->info.rare)
        return read_rare(bulk, r, err);
    if (!postings_load_block(r, block) || !postings_load_tf(r))
        return broken(r, NULL, err);
    bulk->count = r->in_block;
    memcpy(bulk->docs, r->docs, bulk->count * sizeof *r->docs);
    memcpy(bulk->tf, r->tf, bulk->count * sizeof *r->tf);
    status = read_fields(bulk, r, err);
    return status == ST_OK ? read_places(bulk, r, err) : status;
}

/* --- Leaving out --- */

/* Move numbers [*from, *from + count) down to `*to`, or pass over them. */
static void move(struct place_numbers *numbers, size_t *from, size_t *to, size_t count,
                 bool keep)
{
    if (keep) {
        memmove(numbers->values + *to, numbers->values + *from,
                count * sizeof *numbers->values);
        *to += count;
    }
    *from += count;
}

void postings_bulk_drop(struct postings_bulk *bulk)
{
    size_t from[PLACE_PARTS] = {0}, to[PLACE_PARTS] = {0}, field_from = 0, field_to = 0;
    bool forms = bulk->parts[PLACE_FORMS].count > 0;
    const uint32_t *tf = bulk->fields.values;
    uint32_t kept = 0;

    for (uint32_t i = 0; i < bulk->count; i++) {
        const uint32_t *before = tf;
        size_t all = bulk->tf[i], beside = (size_t)beside_of(bulk, i, &tf);
        bool keep = bulk->docs[i] != DOC_END;

        move(&bulk->parts[PLACE_BODY], &from[PLACE_BODY], &to[PLACE_BODY], all - beside,
             keep);
        move(&bulk->parts[PLACE_BESIDE], &from[PLACE_BESIDE], &to[PLACE_BESIDE], beside,
             keep);
        if (forms)
            move(&bulk->parts[PLACE_FORMS], &from[PLACE_FORMS], &to[PLACE_FORMS], all,
                 keep);
        move(&bulk->fields, &field_from, &field_to, (size_t)(tf - before), keep);
        bulk->docs[kept] = bulk->docs[i];
        bulk->tf[kept] = bulk->tf[i];
        bulk->masks[kept] = bulk->masks[i];
        kept += keep;
    }
    bulk->count = kept;
    bulk->fields.count = field_to;
    for (unsigned i = 0; i < PLACE_PARTS; i++)
        bulk->parts[i].count = to[i];
}

bool postings_bulk_one_form(struct postings_bulk *bulk, uint32_t form)
{
    struct place_numbers *forms = &bulk->parts[PLACE_FORMS];

    if (!room(forms, sum_of(bulk->tf, bulk->count)))
        return false;
    for (size_t i = 0; i < forms->count; i++)
        forms->values[i] = form;
    return true;
}

struct posting_run postings_bulk_run(const struct postings_bulk *bulk)
{
    struct posting_run run = {.count = bulk->count,
                              .docs = bulk->docs,
                              .tf = bulk->tf,
                              .field_tf = bulk->fields.values};

    run.masks = bulk->fields.count > 0 ? bulk->masks : NULL;
    for (unsigned i = 0; i < PLACE_PARTS; i++)
        run.places[i] = bulk->parts[i].values;
    return run;
}
