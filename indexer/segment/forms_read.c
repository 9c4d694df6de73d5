/* forms_read.c - the written forms of a term.
 *
 *   list of a term with n forms   | count of form 1 .. n-1 | code of form 0 .. n-1 |
 *   code  0                       -> an ending spelled out
 *   code  k                       -> ending k - 1 of the table
 *   form  = term without its last `cut` bytes, then the ending
 *
 * Form 0 is the most frequent: its count is what the others leave of total_freq.
 */
#include "segment/dict_read.h"

#include "segment/segment_private.h"

/* Cut byte and ending of table entry `number`; data NULL when it is not there. */
static struct span table_ending(const struct segment *segment, uint32_t number)
{
    struct span head = segment_bytes(segment, SECTION_ENDINGS, 0, 4);
    uint64_t count = head.data ? wire_load_u32(head.data) : 0;
    uint64_t base = 4 + (count + 1) * 4;
    uint32_t from, to;
    struct span pair;

    if (number >= count)
        return span_of(NULL, 0);
    pair = segment_bytes(segment, SECTION_ENDINGS, 4 + (uint64_t)number * 4, 8);
    if (!pair.data)
        return span_of(NULL, 0);
    from = wire_load_u32(pair.data);
    to = wire_load_u32(pair.data + 4);
    if (from >= to)
        return span_of(NULL, 0);
    return segment_bytes(segment, SECTION_ENDINGS, base + from, to - from);
}

static enum status get_form(struct forms_reader *reader, struct error *err)
{
    uint32_t code = wire_varint32(&reader->codes);
    struct span ending;
    size_t kept, len;

    if (code == 0)
        ending = wire_string(&reader->codes);
    else
        ending = table_ending(reader->segment, code - 1);
    if (reader->codes.bad || !ending.data || ending.len == 0)
        return segment_broken(reader->segment, err, "forms: rule F1: no such ending");
    if (ending.data[0] > reader->term.len)
        return fail(err, ST_CORRUPT, "forms: rule F2: more is cut than there is");
    kept = reader->term.len - ending.data[0];
    len = kept + ending.len - 1;
    if (len < 1 || len >= sizeof reader->form_bytes)
        return fail(err, ST_CORRUPT, "forms: rule F2: a form of %zu bytes", len);
    memcpy(reader->form_bytes, reader->term.data, kept);
    memcpy(reader->form_bytes + kept, ending.data + 1, ending.len - 1);
    reader->form = span_of(reader->form_bytes, len);
    return ST_OK;
}

/* Step over the counts to where the codes begin. */
static enum status open_list(struct forms_reader *reader, const struct term_info *info,
                             struct error *err)
{
    struct span list = segment_bytes(reader->segment, SECTION_FORMS, info->forms_off,
                                     info->forms_bytes);
    uint64_t first = info->total_freq;

    if (!list.data || info->form_count > list.len)
        return segment_broken(reader->segment, err, "forms: rule F3: a list too short");
    reader->codes = wire_open(list);
    reader->counts = reader->codes;
    for (uint32_t i = 1; i < info->form_count; i++) {
        uint32_t count = wire_varint32(&reader->codes);

        if (count > first)
            return fail(err, ST_CORRUPT, "forms: rule F4: more forms than places");
        first -= count;
    }
    if (first == 0)
        return fail(err, ST_CORRUPT, "forms: rule F4: counts do not add up");
    reader->first_count = (uint32_t)first;
    return ST_OK;
}

enum status forms_open(struct forms_reader *reader, const struct segment *segment,
                       const struct term_info *info, struct span term,
                       struct error *err)
{
    reader->segment = segment;
    reader->term = term;
    reader->left = info->form_count;
    reader->same = info->form_count == 1 && info->form.len == 0;
    reader->codes = wire_open(info->form);
    reader->counts = wire_open(span_of("", 0));
    reader->form = span_of(NULL, 0);
    reader->first_count = (uint32_t)info->total_freq;
    if (term.len > 255)
        return fail(err, ST_ARGUMENT, "forms: a term of %zu bytes", term.len);
    return info->form_count == 1 ? ST_OK : open_list(reader, info, err);
}

enum status forms_next(struct forms_reader *reader, struct error *err)
{
    if (reader->left == 0) {
        if (wire_left(&reader->codes) != 0)
            return fail(err, ST_CORRUPT, "forms: rule F3: bytes after the last form");
        return ST_END;
    }
    reader->left--;
    reader->count = reader->first_count;
    if (reader->form.data)
        reader->count = wire_varint32(&reader->counts);
    if (reader->same) {
        memcpy(reader->form_bytes, reader->term.data, reader->term.len);
        reader->form = span_of(reader->form_bytes, reader->term.len);
        return ST_OK;
    }
    return get_form(reader, err);
}
