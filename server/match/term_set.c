/* term_set.c
 *
 *   parts   [ жыл | 3 9 12 … ]  [ жылдын | 4 9 … ]       one reader a term
 *   seek    the least document of all that is >= target
 *
 * Bounds are asked for per block and kept until the target leaves the block.
 */
#include "match/term_set.h"

#include <stdlib.h>

static void keep_error(struct cursor_context *context, const struct postings_reader *r)
{
    if (context->status == ST_OK)
        context->status = fail(context->err, r->status, "%s", r->error.text);
}

bool term_set_open(struct term_set *set, struct cursor_context *context,
                   const struct plan_word *word, unsigned fields, float idf)
{
    const struct plan_term *in = word->in + context->segment_at * word->term_count;
    unsigned count = 0;
    memset(set, 0, sizeof *set);
    set->context = context;
    set->fields = fields;
    set->idf = idf;
    for (unsigned t = 0; t < word->term_count; t++)
        count += in[t].there;
    set->parts = cursor_take(context, count ? count : 1, sizeof *set->parts);
    if (!set->parts)
        return false;
    for (unsigned t = 0; t < word->term_count; t++) {
        if (!in[t].there)
            continue;
        struct term_part *part = &set->parts[set->count++];
        part->reader = cursor_room(context, sizeof *part->reader);
        if (!part->reader)
            return false;
        postings_open(part->reader, context->segment, &in[t].info);
        part->forms = in[t].forms;
        part->form_count = in[t].info.form_count;
        set->filtered = set->filtered || part->forms;
        set->cost += in[t].info.doc_freq;
    }
    return true;
}

static doc_id part_seek(struct term_set *set, struct term_part *part, doc_id target)
{
    part->begun = true;
    part->doc = postings_seek(part->reader, target);
    if (part->doc == DOC_END && part->reader->status != ST_OK)
        keep_error(set->context, part->reader);
    return part->doc;
}

doc_id term_set_seek(struct term_set *set, doc_id target)
{
    doc_id least = DOC_END;
    for (unsigned i = 0; i < set->count; i++) {
        struct term_part *part = &set->parts[i];
        doc_id doc = part->begun && part->doc >= target ? part->doc
                                                        : part_seek(set, part, target);
        least = doc < least ? doc : least;
    }
    return least;
}

static bool form_counts(const struct term_part *part, const struct places *found,
                        uint32_t at)
{
    uint32_t form = found->forms ? found->forms[at] : 0;
    return !part->forms ||
           (form < part->form_count && (part->forms[form >> 6] >> (form & 63) & 1));
}

static bool part_places(struct term_set *set, struct term_part *part,
                        struct places *found)
{
    struct cursor_context *context = set->context;
    enum status status = places_get(part->reader, context->places, found, context->err);
    if (status != ST_OK && context->status == ST_OK)
        context->status = status;
    return status == ST_OK;
}

void term_set_freqs(struct term_set *set, struct term_part *part,
                    uint32_t tf[FIELD_COUNT])
{
    struct places found;
    if (!part->forms) {
        postings_freqs(part->reader, tf);
        for (unsigned f = 0; f < FIELD_COUNT; f++)
            if (!(set->fields >> f & 1))
                tf[f] = 0;
        return;
    }
    memset(tf, 0, FIELD_COUNT * sizeof *tf);
    arena_reset(set->context->places);
    if (!part_places(set, part, &found))
        return;
    for (uint32_t i = 0; i < found.count; i++) {
        unsigned field = PLACE_FIELD(found.places[i]);
        if (field < FIELD_COUNT && (set->fields >> field & 1) &&
            form_counts(part, &found, i))
            tf[field]++;
    }
}

void term_set_bound(struct term_set *set, struct term_part *part, doc_id target,
                    doc_id *until)
{
    const struct scorer *scorer = &set->context->plan->scorer;
    if (!part->bounded || target > part->bound_until) {
        part->bounded = true;
        part->bound_until = postings_seek_bound(part->reader, target);
        if (part->bound_until == DOC_END) {
            part->bound_weight = part->bound_score = 0.0f;
        } else {
            part->bound_weight =
                scorer_bound_weight(scorer, postings_bound(part->reader), set->fields);
            part->bound_score =
                scorer_bound_score(scorer, set->idf, part->bound_weight);
        }
    }
    *until = part->bound_until < *until ? part->bound_until : *until;
}

void term_set_most(struct term_set *set, doc_id doc, uint32_t tf[FIELD_COUNT])
{
    memset(tf, 0, FIELD_COUNT * sizeof *tf);
    for (unsigned i = 0; i < set->count; i++) {
        uint32_t one[FIELD_COUNT];
        if (set->parts[i].doc != doc)
            continue;
        postings_freqs(set->parts[i].reader, one);
        for (unsigned f = 0; f < FIELD_COUNT; f++)
            tf[f] += set->fields >> f & 1 ? one[f] : 0;
    }
}

static int place_order(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void sort_places(struct term_places *out)
{
    uint32_t kept = 0, ascending = 1;
    while (ascending < out->count &&
           out->places[ascending - 1] < out->places[ascending])
        ascending++;
    if (ascending >= out->count)
        return; /* of one term: as good as always */
    qsort(out->places, out->count, sizeof *out->places, place_order);
    for (uint32_t i = 0; i < out->count; i++)
        if (kept == 0 || out->places[kept - 1] != out->places[i])
            out->places[kept++] = out->places[i];
    out->count = kept;
}

bool term_set_places(struct term_set *set, doc_id doc, struct term_places *out)
{
    struct arena *arena = set->context->places;
    struct term_places sum = {NULL, 0};
    for (unsigned i = 0; i < set->count; i++) {
        struct term_part *part = &set->parts[i];
        struct places found;
        if (part->doc != doc)
            continue;
        if (!part_places(set, part, &found))
            return false;
        uint32_t *grown =
            arena_alloc(arena, (sum.count + found.count + 1) * sizeof *grown);
        if (!grown) {
            if (set->context->status == ST_OK)
                set->context->status = plan_nomem(arena, set->context->err);
            return false;
        }
        if (sum.count)
            memcpy(grown, sum.places, sum.count * sizeof *grown);
        sum.places = grown;
        for (uint32_t at = 0; at < found.count; at++) {
            unsigned field = PLACE_FIELD(found.places[at]);
            if (field < FIELD_COUNT && (set->fields >> field & 1) &&
                form_counts(part, &found, at))
                sum.places[sum.count++] = found.places[at];
        }
    }
    if (sum.count)
        sort_places(&sum);
    *out = sum;
    return true;
}
