/* phrase_list.c
 *
 *   block     | 3 9 12 20 ... 700 |         the postings' documents, one block loaded
 *                     ^ at                  a seek looks on from here
 *   places    [ 4 17 90 ]                   of one article, all readings together
 *
 * Invariant: docs[in_block .. + POSTINGS_ROOM) of a loaded block are DOC_END, so a search in
 * it needs no end.
 */
#include "match/phrase_list.h"

#include "match/phrase.h"
#include "segment/postings_scan.h"

enum { NEAR = 4 };

bool phrase_list_open(struct phrase_list *list, struct cursor_context *context,
                      const struct plan_word *word, unsigned fields, float idf,
                      uint32_t pos)
{
    memset(list, 0, sizeof *list);
    list->pos = pos;
    list->rooms = cursor_take(context, PHRASE_ROOMS, PHRASE_ROOM * sizeof(uint32_t));
    return list->rooms && term_set_open(&list->set, context, word, fields, idf);
}

static void broken(struct phrase_list *list, const struct postings_reader *r)
{
    struct cursor_context *context = list->set.context;
    if (context->status == ST_OK)
        context->status = fail(context->err, r->status, "%s", r->error.text);
}

/* Load the block that may hold the target; false: there is none. */
static bool load(struct phrase_list *list, struct postings_reader *r, doc_id target)
{
    uint32_t from =
        r->at == UINT32_MAX ? 0 : r->block + 1; /* a bound may have loaded */
    uint32_t block = postings_find_block(r, from, target);
    if (block >= postings_block_count(r))
        return false;
    if (!postings_block(r, block)) {
        broken(list, r);
        return false;
    }
    for (unsigned i = 0; i < POSTINGS_ROOM; i++)
        r->docs[r->in_block + i] = DOC_END;
    r->at = 0;
    return true;
}

static doc_id part_seek(struct phrase_list *list, struct term_part *part, doc_id target)
{
    struct postings_reader *r = part->reader;
    part->begun = true;
    if ((r->at == UINT32_MAX || target > r->docs[r->in_block - 1]) &&
        (target == DOC_END || !load(list, r, target)))
        return part->doc = DOC_END;
    uint32_t at = r->at;
    for (unsigned i = 0; i < NEAR && r->docs[at] < target; i++)
        at++;
    if (r->docs[at] < target)
        at = postings_find(r, at, target);
    if (at >= r->in_block)
        return part->doc = DOC_END;
    postings_pick(r, at);
    return part->doc = r->doc;
}

doc_id phrase_list_seek(struct phrase_list *list, doc_id target)
{
    doc_id least = DOC_END;
    for (unsigned i = 0; i < list->set.count; i++) {
        struct term_part *part = &list->set.parts[i];
        doc_id doc = part->begun && part->doc >= target ? part->doc
                                                        : part_seek(list, part, target);
        least = doc < least ? doc : least;
    }
    return least;
}

void phrase_list_moved(struct phrase_list *list, doc_id doc)
{
    struct term_part *part = &list->set.parts[0];
    part->begun = true;
    part->doc = doc;
    if (part->reader->status != ST_OK)
        broken(list, part->reader);
}

uint32_t phrase_list_body(struct phrase_list *list, doc_id doc)
{
    uint32_t sum = 0;
    if (!(list->set.fields >> FIELD_BODY & 1))
        return 0;
    for (unsigned i = 0; i < list->set.count; i++) {
        struct term_part *part = &list->set.parts[i];
        struct postings_reader *r = part->reader;
        if (part->doc != doc)
            continue;
        if (!postings_block_tf(r) || (r->field_count && postings_field_mask(r, r->at)))
            return 0;
        sum += r->tf[r->at];
    }
    return sum;
}

/* A room, or when that is too small a place in the arena; NULL with the status set. */
static uint32_t *take_room(struct phrase_list *list, unsigned room, uint32_t count)
{
    struct cursor_context *context = list->set.context;
    if (count <= PHRASE_ROOM)
        return list->rooms + (size_t)room * PHRASE_ROOM;
    uint32_t *more = arena_alloc(context->places, count * sizeof *more);
    if (!more && context->status == ST_OK)
        context->status = plan_nomem(context->places, context->err);
    return more;
}

/* Leaves those of the fields and forms that count, each once; returns how many. `forms`
 * may be NULL. */
static uint32_t keep_counting(const struct phrase_list *list,
                              const struct term_part *part, uint32_t *places,
                              const uint32_t *forms, uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t place = places[i], form = forms ? forms[i] : 0;
        if (!(list->set.fields >> PLACE_FIELD(place) & 1) ||
            (forms && !(part->forms[form >> 6] >> (form & 63) & 1)) ||
            (kept && places[kept - 1] == place))
            continue;
        places[kept++] = place;
    }
    return kept;
}

/* One reading's places into the room; NULL when that failed. */
static uint32_t *read_part(struct phrase_list *list, struct term_part *part,
                           unsigned room, bool clean, uint32_t *count)
{
    struct postings_reader *r = part->reader;
    uint32_t all = places_count(r), *forms = NULL;
    uint32_t *places = all ? take_room(list, room, all) : NULL;
    bool good = places && places_read(r, places);
    if (good && clean && part->forms && part->form_count > 1) {
        forms = take_room(list, PHRASE_ROOMS - 1, all);
        good = forms && places_read_forms(r, forms);
    }
    if (!good) {
        if (r->status != ST_OK)
            broken(list, r);
        return NULL;
    }
    *count = !clean && list->set.fields == QUERY_FIELDS_ALL
                 ? all
                 : keep_counting(list, part, places, forms, all);
    return places;
}

static uint32_t merge(const uint32_t *a, uint32_t a_count, const uint32_t *b,
                      uint32_t b_count, uint32_t *out)
{
    uint32_t i = 0, k = 0, count = 0;
    while (i < a_count || k < b_count) {
        uint32_t x = i < a_count ? a[i] : UINT32_MAX,
                 y = k < b_count ? b[k] : UINT32_MAX;
        i += x <= y;
        k += y <= x;
        out[count++] = x < y ? x : y;
    }
    return count;
}

bool phrase_list_read(struct phrase_list *list, doc_id doc, bool clean)
{
    unsigned room = 0; /* what is in hand lies there; the next two are free */
    list->count = 0;
    list->places = list->rooms;
    for (unsigned i = 0; i < list->set.count; i++) {
        struct term_part *part = &list->set.parts[i];
        uint32_t count = 0;
        if (part->doc != doc)
            continue;
        unsigned next = (room + 1) % (PHRASE_ROOMS - 1);
        uint32_t *places = read_part(list, part, next, clean, &count);
        if (!places)
            return false;
        if (list->count > 0) {
            next = (room + 2) % (PHRASE_ROOMS - 1);
            uint32_t *both = take_room(list, next, list->count + count);
            if (!both)
                return false;
            count = merge(list->places, list->count, places, count, both);
            places = both;
        }
        list->places = places;
        list->count = count;
        room = next;
    }
    return true;
}

/* One reading, in any form and field, which has the article in its body alone. */
static bool is_plain(const struct phrase_list *list, bool clean)
{
    const struct term_part *part = &list->set.parts[0];
    struct postings_reader *r = part->reader;
    return list->set.count == 1 && list->set.fields == QUERY_FIELDS_ALL &&
           !(clean && part->forms) && !r->info.rare && postings_block_tf(r) &&
           !(r->field_count && postings_field_mask(r, r->at));
}

uint32_t *phrase_list_starts(struct phrase_list *list, doc_id doc, bool clean,
                             uint32_t *room, uint32_t *count)
{
    struct postings_reader *r = list->set.parts[0].reader;
    const uint32_t *places = room;
    uint32_t all = 0, kept = 0;
    if (is_plain(list, clean) && (all = places_count(r)) > 0 && all <= PHRASE_ROOM) {
        if (!places_read(r, room)) {
            broken(list, r);
            return NULL;
        }
    } else {
        if (!phrase_list_read(list, doc, clean))
            return NULL;
        places = list->places;
        all = list->count;
        room = all > PHRASE_ROOM ? take_room(list, 0, all) : room;
    }
    for (uint32_t i = 0; room && i < all; i++) {
        uint32_t place = places[i];
        if (PLACE_POS(place) >= list->pos &&
            (kept == 0 || place - list->pos != room[kept - 1]))
            room[kept++] = place - list->pos;
    }
    *count = kept;
    return room;
}

uint32_t phrase_list_join(struct phrase_list *list, doc_id doc, bool clean,
                          uint32_t *starts, uint32_t count)
{
    if (is_plain(list, clean)) {
        struct postings_reader *r = list->set.parts[0].reader;
        uint32_t kept = places_join(r, list->pos, starts, count);
        if (kept != UINT32_MAX)
            return kept;
        broken(list, r);
        return 0;
    }
    if (!phrase_list_read(list, doc, clean))
        return 0;
    return phrase_join(starts, count, list->places, list->count, list->pos);
}
