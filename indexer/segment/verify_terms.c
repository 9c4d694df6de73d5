/* verify_terms.c - the dictionary: order, contiguity, look-up; and the forms.
 *
 * What the entries say of their data must tile the sections: each term's bytes begin
 * where the term's before end, from 0 to the section's end.
 */
#include "segment/verify.h"

#include <inttypes.h>

/* Where the next term's data must begin. */
struct tiling {
    uint64_t postings, places, directory, forms;
};

static bool tiles(const struct term_info *info, struct tiling *next)
{
    bool good = info->forms_off == next->forms &&
                (info->rare || (info->postings_off == next->postings &&
                                info->places_off == next->places &&
                                info->directory_off == next->directory));

    next->forms = info->forms_off + info->forms_bytes;
    if (!info->rare) {
        next->postings = info->postings_off + info->postings_bytes;
        next->places = info->places_off + info->places_bytes;
        next->directory = info->directory_off + info->directory_bytes;
    }
    return good;
}

static void verify_tiled(struct verifier *v, const struct tiling *next)
{
    const struct span *sections = v->segment->sections;

    if (next->postings != sections[SECTION_POSTINGS].len ||
        next->places != sections[SECTION_PLACES].len ||
        next->directory != sections[SECTION_DIRECTORY].len ||
        next->forms != sections[SECTION_FORMS].len)
        verify_report(v, SECTION_DICT, 0,
                      "dictionary: rule D7: bytes that belong to no term");
}

/* Rule Q2: the one squeezed form that the term has. */
static void verify_squeezed(struct verifier *v, const struct dict_cursor *cursor)
{
    uint8_t squeezed[SQUEEZED_MAX];
    size_t len = squeeze(cursor->term, squeezed);

    if (!span_equal(span_of(squeezed, len),
                    span_of(cursor->squeezed, cursor->squeezed_len)))
        verify_report(v, SECTION_DICT, 0,
                      "dictionary: rule Q2: term %" PRIu32 " is squeezed otherwise",
                      cursor->info.id);
}

static void verify_found(struct verifier *v, const struct dict_cursor *cursor)
{
    struct error err = ERROR_NONE;
    struct term_info info;
    enum status status = dict_find(v->segment, cursor->term, &info, &err);

    if (status == ST_OK && info.id == cursor->info.id)
        return;
    verify_report(v, SECTION_TERM_SLOTS, 0,
                  "dictionary: rule S2: term %" PRIu32 " is not found by its slot",
                  cursor->info.id);
}

static bool is_name_kind(struct span term)
{
    bool letter = term.data[1] == 'i' || term.data[1] == 'p';

    return letter ? term.len == 3 : term.data[1] == 'k' || term.data[1] == 's';
}

void verify_name_term(struct verifier *v, const struct dict_cursor *cursor)
{
    struct span term = cursor->term;
    bool good = term.len >= 3 && term.len <= NAME_TERM_BYTES_MAX && is_name_kind(term);

    for (size_t i = 2; i < term.len; i++)
        good = good && term.data[i] >= 'a' && term.data[i] <= 'z';
    if (!good)
        verify_report(v, SECTION_DICT, 0,
                      "dictionary: rule A1: term %" PRIu32 " is no name term",
                      cursor->info.id);
    if (cursor->info.form_count != 1 || cursor->info.form.len > 0)
        verify_report(v, SECTION_DICT, 0,
                      "forms: rule A2: name term %" PRIu32 " has another form",
                      cursor->info.id);
}

/* Rules D1 and D8: the two offset arrays begin at 0 and end with the bytes. */
static void verify_keys(struct verifier *v)
{
    struct span keys = v->segment->sections[SECTION_KEYS];
    size_t blocks = v->segment->dict_block_count;
    const uint8_t *block_offs = keys.data;
    const uint8_t *key_offs = keys.data + (blocks + 1) * 4;

    if (wire_load_u32(block_offs) != 0 || wire_load_u32(key_offs) != 0 ||
        wire_load_u32(block_offs + blocks * 4) !=
            v->segment->sections[SECTION_DICT].len ||
        wire_load_u32(key_offs + blocks * 4) != keys.len - (blocks + 1) * 8)
        verify_report(v, SECTION_KEYS, 0,
                      "dictionary: rule D8: offsets do not span their sections");
}

static void verify_term(struct verifier *v, const struct dict_cursor *cursor,
                        struct tiling *next)
{
    uint64_t off = cursor->block; /* which block: the entry itself has no offset */

    if (!tiles(&cursor->info, next))
        verify_report(v, SECTION_DICT, 0,
                      "dictionary: rule D7: gap before the data of term %" PRIu32
                      " (block %" PRIu64 ")",
                      cursor->info.id, off);
    verify_squeezed(v, cursor);
    verify_found(v, cursor);
    verify_forms(v, cursor);
    if (is_name_term(cursor->term))
        verify_name_term(v, cursor);
    if (is_pair_term(cursor->term))
        verify_pair_term(v, cursor);
    verify_postings(v, cursor);
    arena_reset(&v->arena);
}

void verify_terms(struct verifier *v)
{
    struct error err = ERROR_NONE;
    struct dict_cursor cursor;
    struct tiling next = {0, 0, 0, 0};
    uint8_t before[256];
    size_t before_len = 0;
    uint32_t count = 0;
    enum status status = dict_seek(&cursor, v->segment, span_of("", 0), &err);

    verify_keys(v);
    if (pair_words_read(&v->pairs, v->segment, &err) != ST_OK)
        verify_failed(v, SECTION_DICT, 0, ST_CORRUPT, &err);
    for (; status == ST_OK && v->status == ST_OK; status = dict_next(&cursor, &err)) {
        if (count > 0 && span_compare(span_of(before, before_len), cursor.term) >= 0)
            verify_report(v, SECTION_DICT, 0,
                          "dictionary: rule D2: term %" PRIu32 " is out of order",
                          count);
        memcpy(before, cursor.term.data, cursor.term.len);
        before_len = cursor.term.len;
        count++;
        verify_term(v, &cursor, &next);
    }
    if (status != ST_END && v->status == ST_OK)
        verify_failed(v, SECTION_DICT, 0, status, &err);
    else if (v->status == ST_OK)
        verify_tiled(v, &next);
    verify_slots(v, SECTION_TERM_SLOTS, &v->segment->term_slots,
                 v->segment->info.term_count);
}

void verify_endings(struct verifier *v)
{
    struct span bytes = v->segment->sections[SECTION_ENDINGS];
    struct wire_reader in = wire_open(bytes);
    uint64_t count = wire_u32(&in);
    uint32_t before = wire_u32(&in);
    uint64_t size = bytes.len - (bytes.len < 8 + count * 4 ? bytes.len : 8 + count * 4);
    bool good = before == 0 && count <= ENDINGS_MAX;

    for (uint64_t i = 0; i < count && good && !in.bad; i++) {
        uint32_t next = wire_u32(&in);

        good = next > before && next - before <= 256;
        before = next;
    }
    if (!good || in.bad || before != size)
        verify_report(v, SECTION_ENDINGS, 0, "forms: rule F5: table of endings");
}

void verify_forms(struct verifier *v, const struct dict_cursor *cursor)
{
    struct error err = ERROR_NONE;
    struct forms_reader reader;
    uint64_t total = 0;
    uint32_t before = UINT32_MAX;
    uint8_t last[256];
    size_t last_len = 0;
    uint64_t off = cursor->info.forms_off;
    enum status status =
        forms_open(&reader, v->segment, &cursor->info, cursor->term, &err);

    while (status == ST_OK && (status = forms_next(&reader, &err)) == ST_OK) {
        if (reader.count == 0 || reader.count > before ||
            (reader.count == before &&
             span_compare(span_of(last, last_len), reader.form) >= 0))
            verify_report(v, SECTION_FORMS, off,
                          "forms: rule F6: forms of term %" PRIu32 " are out of order",
                          cursor->info.id);
        total += reader.count;
        before = reader.count;
        memcpy(last, reader.form.data, reader.form.len);
        last_len = reader.form.len;
    }
    if (status != ST_END)
        verify_failed(v, SECTION_FORMS, off, status, &err);
    else if (total != cursor->info.total_freq)
        verify_report(v, SECTION_FORMS, off,
                      "forms: rule F4: %" PRIu64 " places by form, term %" PRIu32
                      " has %" PRIu64,
                      total, cursor->info.id, cursor->info.total_freq);
}
