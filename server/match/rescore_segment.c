/* rescore_segment.c - words, forms and neighbours, one candidate after the other.
 *
 *   articles   4      9      17 …     ascending: the lists are walked once
 *     word 0   *      *      .        stands here? frequencies, places where they are
 *     word 1   *      .      *        needed: for a form, or for a neighbour that is
 *     pair 0-1 ?                      here too; each place is read once
 */
#include <stdlib.h>

#include "match/places.h"
#include "match/rescore_inside.h"

struct stand {
    const struct rescore_word *word;
    struct term_set set;
    const struct rescore_form **forms; /* by part of the set */
    struct cursor *cursor;             /* of a child that is not a word */
    bool here;                         /* a reading of the word is in the article */
    bool placed;                       /* its places are wanted */
    struct term_places found;          /* those by which it has neighbours */
};

struct desk {
    struct rescore *r;
    struct cursor_context context;
    struct stand *stands; /* by word */
};

static bool open_set(struct desk *desk, struct stand *stand)
{
    const struct plan_leaf *leaf = stand->word->leaf;
    const struct plan_word *stem = &leaf->words[0];
    size_t first = (size_t)desk->context.segment_at * stem->term_count;
    unsigned part = 0;
    if (!term_set_open(&stand->set, &desk->context, stem, QUERY_FIELDS_ALL, leaf->idf))
        return false;
    stand->forms = cursor_take(&desk->context, stem->term_count + (size_t)1,
                               sizeof(struct rescore_form *));
    if (!stand->forms)
        return false;
    for (unsigned t = 0; t < stem->term_count; t++)
        if (stem->in[first + t].there)
            stand->forms[part++] = &stand->word->forms[first + t];
    return true;
}

static enum status open_desk(struct desk *desk, uint32_t segment_at)
{
    struct rescore *r = desk->r;
    enum status status = places_context(&desk->context, &r->plan, segment_at,
                                        r->scratch, r->places, r->meter, r->err);
    if (status != ST_OK)
        return status;
    arena_reset(r->scratch);
    desk->stands = cursor_take(&desk->context, r->word_count, sizeof *desk->stands);
    if (!desk->stands)
        return desk->context.status;
    for (unsigned i = 0; i < r->word_count; i++) {
        struct stand *stand = &desk->stands[i];
        stand->word = &r->words[i];
        if (stand->word->leaf && !open_set(desk, stand))
            return desk->context.status;
        if (stand->word->plain)
            continue;
        stand->cursor = cursor_open(&desk->context, stand->word->node);
        if (!stand->cursor)
            return desk->context.status;
    }
    return ST_OK;
}

static float score_of(const struct desk *desk, float idf, doc_id doc,
                      const uint32_t tf[FIELD_COUNT])
{
    uint8_t codes[FIELD_COUNT] = {0};
    for (unsigned f = 0; f < FIELD_COUNT; f++)
        if (tf[f])
            codes[f] = desk->context.lengths[f][doc];
    return scorer_score(&desk->r->plan.scorer, idf, tf, codes, QUERY_FIELDS_ALL);
}

static float greater(float a, float b)
{
    return a > b ? a : b;
}

/* The places of one part that are of the form; all of them for neighbours by stem. */
static void take_places(struct stand *stand, const struct rescore_form *form,
                        const struct places *places, uint32_t tf[FIELD_COUNT])
{
    bool by_stem = !stand->word->is_short;
    for (uint32_t i = 0; i < places->count; i++) {
        uint32_t place = places->places[i];
        bool fits =
            form->there && (!places->forms || places->forms[i] == form->ordinal);
        unsigned field = PLACE_FIELD(place);
        if (field >= FIELD_COUNT)
            continue;
        if (fits)
            tf[field]++;
        if (stand->placed && (fits || by_stem))
            stand->found.places[stand->found.count++] = place;
    }
}

static int place_order(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Room for the places of one more reading. */
static bool make_room(struct desk *desk, struct stand *stand, uint32_t more)
{
    struct arena *near = desk->r->near;
    size_t size = stand->found.count + (size_t)more + 1;
    uint32_t *grown = arena_alloc(near, size * sizeof *grown);
    if (!grown) {
        desk->context.status = plan_nomem(near, desk->context.err);
        return false;
    }
    if (stand->found.count)
        memcpy(grown, stand->found.places, stand->found.count * sizeof *grown);
    stand->found.places = grown;
    return true;
}

/* The form's frequencies in a part, and its places when they are wanted. */
static bool read_part(struct desk *desk, struct stand *stand, unsigned at,
                      const uint32_t stem[FIELD_COUNT], uint32_t tf[FIELD_COUNT])
{
    const struct rescore_form *form = stand->forms[at];
    struct places places;
    bool alone = form->there && form->alone;
    bool counts = form->there && stand->word->form_counts;
    bool needed = stand->placed && (form->there || !stand->word->is_short);
    if (!needed && (alone || !counts)) {
        if (alone)
            memcpy(tf, stem, FIELD_COUNT * sizeof *tf);
        return true;
    }
    enum status status = places_get(stand->set.parts[at].reader, desk->r->near, &places,
                                    desk->context.err);
    if (status != ST_OK) {
        desk->context.status = status;
        return false;
    }
    if (needed && !make_room(desk, stand, places.count))
        return false;
    take_places(stand, form, &places, tf);
    return true;
}

static bool read_word(struct desk *desk, struct stand *stand, doc_id doc,
                      struct rescore_value *value)
{
    const struct rescore_word *word = stand->word;
    unsigned parts = 0;
    for (unsigned i = 0; i < stand->set.count; i++) {
        struct term_part *part = &stand->set.parts[i];
        uint32_t stem[FIELD_COUNT], tf[FIELD_COUNT] = {0};
        if (part->doc != doc)
            continue;
        postings_freqs(part->reader, stem);
        if (!read_part(desk, stand, i, stem, tf))
            return false;
        parts++;
        value->stem = greater(score_of(desk, word->leaf->idf, doc, stem), value->stem);
        value->form = greater(
            word->form_weight * score_of(desk, word->form_idf, doc, tf), value->form);
    }
    if (parts > 1 && stand->found.count > 1)
        qsort(stand->found.places, stand->found.count, sizeof *stand->found.places,
              place_order);
    return true;
}

/* Which words are here, and for which of them places are worth reading. */
static void look_around(struct desk *desk, doc_id doc)
{
    struct rescore *r = desk->r;
    for (unsigned i = 0; i < r->word_count; i++) {
        struct stand *stand = &desk->stands[i];
        stand->here = stand->word->leaf && term_set_seek(&stand->set, doc) == doc;
        stand->placed = false;
        stand->found = (struct term_places){NULL, 0};
    }
    for (unsigned p = 0; p < r->pair_count; p++) {
        struct stand *first = &desk->stands[r->pairs[p].first];
        struct stand *second = &desk->stands[r->pairs[p].second];
        if (first->here && second->here)
            first->placed = second->placed = true;
    }
}

/* The words' values in one article, summed in their order. */
static bool sum_words(struct desk *desk, struct rescore_candidate *c)
{
    for (unsigned i = 0; i < desk->r->word_count; i++) {
        struct stand *stand = &desk->stands[i];
        struct rescore_value *value = &c->values[i];
        struct cursor *cursor = stand->cursor;
        if (stand->here && !read_word(desk, stand, c->doc, value))
            return false;
        bool holds =
            cursor && cursor_seek(cursor, c->doc) == c->doc && cursor_confirm(cursor);
        if (holds)
            value->stem = cursor_score(cursor, 0.0f);
        if (holds && !stand->word->leaf)
            c->sum = cursor_score(cursor, c->sum);
        else
            c->sum += greater(greater(value->form, value->run), value->stem);
    }
    return desk->context.status == ST_OK;
}

/* Does a place of the second follow one of the first? */
static bool are_neighbours(const struct term_places *first,
                           const struct term_places *second)
{
    uint32_t a = 0, b = 0;
    while (a < first->count && b < second->count) {
        uint32_t next = first->places[a] + 1;
        if (second->places[b] == next && PLACE_POS(next) > 0)
            return true;
        if (second->places[b] < next)
            b++;
        else
            a++;
    }
    return false;
}

enum status rescore_segment(struct rescore *r, size_t from, size_t to)
{
    struct desk desk = {.r = r};
    enum status status = open_desk(&desk, r->candidates[from].segment);
    if (status != ST_OK)
        return status;
    for (size_t i = from; i < to && !meter_step(r->meter); i++) {
        struct rescore_candidate *c = &r->candidates[i];
        arena_reset(r->near);
        look_around(&desk, c->doc);
        if (!sum_words(&desk, c))
            return desk.context.status;
        for (unsigned p = 0; p < r->pair_count; p++)
            c->pairs[p] = are_neighbours(&desk.stands[r->pairs[p].first].found,
                                         &desk.stands[r->pairs[p].second].found);
    }
    return ST_OK;
}
