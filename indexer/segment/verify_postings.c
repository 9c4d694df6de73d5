/* verify_postings.c - postings, directory, bounds and places of one term.
 *
 * Every block is decoded, its bound counted out anew and compared with the stored one,
 * every posting's places are fetched the way a query fetches them.
 */
#include "segment/verify.h"

#include <inttypes.h>

#include "segment/bounds.h"
#include "segment/champions.h"
#include "segment/impacts.h"
#include "segment/lengths.h"
#include "segment/postings_private.h"

struct list {
    struct verifier *v;
    struct postings_reader *r;
    uint32_t term;
    uint64_t doc_freq, total_freq; /* found */
    bool detailed;
    bool told;                        /* what broke */
    bool name, pair;                  /* a name term, a pair term */
    uint32_t *form_counts;            /* found; NULL: one form */
    uint64_t payload, places, bounds; /* where the next block's must begin */
    double averages[FIELD_COUNT];     /* lengths, of the segment */
    struct champions champions;       /* of a list of several blocks */
    unsigned champion;                /* the next one */
    struct bound_builder whole;
};

static void report(struct list *list, enum section section, const char *text)
{
    const struct term_info *info = &list->r->info;
    uint64_t off = section == SECTION_PLACES      ? info->places_off
                   : section == SECTION_DIRECTORY ? info->directory_off
                                                  : info->postings_off;

    verify_report(list->v, section, info->rare ? 0 : off,
                  "%s (term %" PRIu32 ", block %" PRIu32 ")", text, list->term,
                  list->r->block);
}

/* Rule G2: places of pairs say nothing. */
static void verify_no_places(struct list *list, const struct places *places)
{
    for (uint32_t i = 0; i < places->count; i++)
        if (PLACE_POS(places->places[i]) != 0)
            report(list, SECTION_PLACES, "places: rule G2: a place of a pair");
}

/* Rule W4: in the body a place is one of its words. (Other fields leave gaps between
 * their texts.) */
static void verify_in_body(struct list *list, const struct places *places)
{
    uint8_t code = segment_lengths(list->v->segment, FIELD_BODY)[list->r->doc];
    uint32_t last = 0; /* bodies come first, and ascend */

    for (uint32_t i = 0; i < places->count; i++)
        if (PLACE_FIELD(places->places[i]) == FIELD_BODY)
            last = PLACE_POS(places->places[i]) + 1;
    if (lengths_encode(last) > code)
        report(list, SECTION_PLACES, "places: rule W4: past the body's end");
}

static void verify_places(struct list *list)
{
    struct error err = ERROR_NONE;
    struct places places;
    enum status status = places_get(list->r, &list->v->arena, &places, &err);

    if (status != ST_OK) {
        verify_failed(list->v, SECTION_PLACES, list->r->info.places_off, status, &err);
        list->told = true;
        return;
    }
    if (list->pair)
        verify_no_places(list, &places);
    else
        verify_in_body(list, &places);
    for (uint32_t i = 0; places.forms && i < places.count; i++)
        list->form_counts[places.forms[i]]++;
}

static void verify_posting(struct list *list)
{
    uint32_t tf[FIELD_COUNT];
    struct postings_reader *r = list->r;

    postings_freqs(r, tf);
    if (r->status != ST_OK)
        return;
    for (unsigned field = 0; field < FIELD_COUNT; field++) {
        if (tf[field] == 0)
            continue;
        if (list->name && field != FIELD_AUTHOR)
            report(list, SECTION_POSTINGS, "postings: rule A3: a name elsewhere");
        list->total_freq += tf[field];
        bound_add(&list->whole, field, tf[field],
                  segment_lengths(list->v->segment, (enum field)field)[r->doc]);
    }
    if (list->pair)
        verify_pair_posting(list->v, r->doc, tf);
    list->detailed |= tf[FIELD_BODY] != 1 || list->r->tf[list->r->at] != 1;
    list->doc_freq++;
    verify_places(list);
    arena_reset(&list->v->arena);
}

/* Rule W5: the places of the loaded block fill its bytes. */
static void verify_filled_places(struct list *list)
{
    struct postings_reader *r = list->r;

    if (!r->info.rare && postings_load_tf(r) && places_open_block(r) &&
        !places_filled(r))
        report(list, SECTION_PLACES, "places: rule W5: places do not fill their bytes");
}

/* Rule B7 on a posting: it is the next champion, or the rest covers it. */
static void verify_champion(struct list *list, doc_id doc,
                            const uint32_t tf[FIELD_COUNT], double weight)
{
    const struct champions *champions = &list->champions;
    const struct champion *next = &champions->best[list->champion];

    if (list->champion < champions->count && next->doc == doc) {
        list->champion++;
        if (memcmp(next->tf, tf, sizeof next->tf) != 0)
            report(list, SECTION_DIRECTORY, "directory: rule B7: a champion's tf");
    } else if (!champions_cover(champions, weight)) {
        report(list, SECTION_DIRECTORY, "directory: rule B7: more than the rest has");
    }
}

/* The greatest weight in the loaded block; each posting's is looked at. */
static double block_weight(struct list *list)
{
    struct postings_reader *r = list->r;
    uint32_t tf[FIELD_COUNT];
    double most = 0;

    for (uint32_t i = 0; i < r->in_block && postings_field_tf(r, i, tf); i++) {
        double weight = 0;

        for (unsigned field = 0; field < FIELD_COUNT; field++) {
            const uint8_t *codes = segment_lengths(r->segment, (enum field)field);

            if (tf[field] > 0)
                weight += impact_per_length((enum field)field, codes[r->docs[i]],
                                            list->averages[field]) *
                          (double)tf[field];
        }
        most = most < weight ? weight : most;
        verify_champion(list, r->docs[i], tf, weight);
    }
    return most;
}

/* Rule B6 on the loaded block. */
static void verify_impact(struct list *list, uint32_t block)
{
    struct postings_columns columns = postings_columns(list->r);
    double weight = block_weight(list);

    if (block < columns.count && !impact_covers(columns.impacts[block], weight))
        report(list, SECTION_DIRECTORY, "directory: rule B6: an impact too small");
}

/* Rules B2, B3 and B6 on the loaded block. */
static void verify_row(struct list *list, uint32_t block)
{
    struct postings_reader *r = list->r;
    struct block_range payload = directory_payload(&r->directory, block);
    struct block_range places = directory_places(&r->directory, block);
    struct block_range bound = directory_bound(&r->directory, block);
    struct block_bound counted;
    doc_id last = directory_last(&r->directory, block);

    if (payload.off != list->payload || places.off != list->places ||
        bound.off != list->bounds)
        report(list, SECTION_DIRECTORY, "directory: rule B2: a gap between blocks");
    list->payload = payload.off + payload.len;
    list->places = places.off + places.len;
    list->bounds = bound.off + bound.len;
    if (!postings_load_tf(r))
        return;
    postings_count_bound(r, &counted);
    if (postings_seek_bound(r, last) != last ||
        !bound_equal(&counted, postings_bound(r)))
        report(list, SECTION_DIRECTORY, "directory: rule B3: not the block's bound");
    verify_impact(list, block);
}

static void verify_list_bound(struct list *list)
{
    struct block_bound counted, stored;

    bound_finish(&list->whole, &counted);
    postings_list_bound(list->r, &stored);
    if (!bound_equal(&counted, &stored))
        report(list, SECTION_DIRECTORY, "directory: rule B4: not the list's bound");
}

/* Rule B7 before and after the postings. */
static void open_champions(struct list *list)
{
    const struct term_info *info = &list->r->info;

    if (list->r->block_count > 1 && list->r->status == ST_OK &&
        !champions_read(&list->champions, list->v->segment, info))
        report(list, SECTION_DIRECTORY, "directory: rule B7: champions");
}

static void verify_champions_met(struct list *list)
{
    if (list->champion != list->champions.count)
        report(list, SECTION_DIRECTORY, "directory: rule B7: a champion of no posting");
}

/* Rule B2 at the end: the blocks fill what the dictionary says. */
static void verify_filled(struct list *list)
{
    const struct postings_reader *r = list->r;

    if (list->payload != r->info.postings_bytes ||
        list->places != r->info.places_bytes || list->bounds != r->directory.bounds.len)
        report(list, SECTION_DIRECTORY, "directory: rule B2: bytes of no block");
}

static void walk(struct list *list)
{
    struct postings_reader *r = list->r;
    uint32_t block = UINT32_MAX;

    open_champions(list);
    while (postings_next(r) != DOC_END && list->v->status == ST_OK) {
        if (r->block != block) {
            verify_filled_places(list);
            if (r->block_count > 1)
                verify_row(list, r->block);
        }
        block = r->block;
        if (r->status != ST_OK)
            break;
        verify_posting(list);
    }
    if (r->block_count > 1 && r->status == ST_OK) {
        verify_filled(list);
        verify_list_bound(list);
        verify_champions_met(list);
    }
}

static void verify_sums(struct list *list)
{
    const struct term_info *info = &list->r->info;

    if (list->doc_freq != info->doc_freq || list->total_freq != info->total_freq)
        report(list, SECTION_POSTINGS, "postings: rule P6: counts do not add up");
    if (list->detailed != info->detailed)
        report(list, SECTION_POSTINGS, "dictionary: rule D4: the flag `detailed`");
}

/* Rule W6: the counts of the forms are those of the places. */
static void verify_form_counts(struct list *list, struct span term)
{
    struct error err = ERROR_NONE;
    struct forms_reader forms;
    const struct term_info *info = &list->r->info;

    if (!list->form_counts ||
        forms_open(&forms, list->v->segment, info, term, &err) != ST_OK)
        return;
    for (uint32_t i = 0; i < info->form_count; i++)
        if (forms_next(&forms, &err) != ST_OK || forms.count != list->form_counts[i]) {
            report(list, SECTION_PLACES, "places: rule W6: counts of forms");
            return;
        }
}

void verify_postings(struct verifier *v, const struct dict_cursor *cursor)
{
    struct postings_reader r;
    struct list list = {.v = v,
                        .r = &r,
                        .term = cursor->info.id,
                        .name = is_name_term(cursor->term),
                        .pair = is_pair_term(cursor->term)};
    const struct term_info *info = &cursor->info;

    if (info->form_count > 1) {
        list.form_counts = memory_zeroed(info->form_count, sizeof *list.form_counts);
        if (!list.form_counts) {
            v->status = ST_NOMEM;
            return;
        }
    }
    bound_begin(&list.whole);
    for (unsigned field = 0; field < FIELD_COUNT; field++)
        list.averages[field] = impact_average(v->segment->info.field_totals[field],
                                              v->segment->info.doc_count);
    postings_open(&r, v->segment, info);
    walk(&list);
    if (r.status != ST_OK && !list.told)
        verify_report(v, SECTION_POSTINGS, info->rare ? 0 : info->postings_off,
                      "%s (term %" PRIu32 ")", r.error.text, info->id);
    else if (!list.told)
        verify_sums(&list);
    if (!list.told)
        verify_form_counts(&list, cursor->term);
    v->posting_count += list.doc_freq;
    v->place_count += list.total_freq;
    memory_free(list.form_counts);
}
