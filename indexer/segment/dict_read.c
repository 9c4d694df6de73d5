/* dict_read.c - terms of a segment, in their order.
 *
 *   keys --binary search--> block --32 entries, front-coded--> terms, term_info
 *
 * Invariant of a cursor: `in` is just behind the entry of `term`, which is number
 * `at` - 1 of `block`; the four *_off are where the next entry's data begins.
 */
#include "segment/dict_read.h"

#include <inttypes.h>

#include "segment/dict_inside.h"
#include "segment/dict_write.h"
#include "segment/rare.h"
#include "segment/segment_private.h"

enum status dict_open(struct segment *segment, struct error *err)
{
    uint32_t terms = segment->info.term_count;
    uint64_t blocks = ((uint64_t)terms + DICT_BLOCK - 1) / DICT_BLOCK;

    segment->dict_block_count = (uint32_t)blocks;
    if (segment->sections[SECTION_KEYS].len < (blocks + 1) * 8)
        return fail(err, ST_CORRUPT,
                    "dictionary: rule D1: %" PRIu32 " terms in %zu bytes", terms,
                    segment->sections[SECTION_KEYS].len);
    segment->term_slots = slots_layout(terms, blocks);
    segment->term_slots.data = segment->sections[SECTION_TERM_SLOTS].data;
    if (segment->sections[SECTION_TERM_SLOTS].len != slots_bytes(&segment->term_slots))
        return fail(err, ST_CORRUPT, "dictionary: rule S1: %zu bytes of slots",
                    segment->sections[SECTION_TERM_SLOTS].len);
    return ST_OK;
}

/* [from, to) of entry `at` in one of the two offset arrays of KEYS. */
static bool key_range(const struct segment *segment, uint64_t at, uint64_t limit,
                      uint64_t *from, uint64_t *len)
{
    struct span pair = segment_bytes(segment, SECTION_KEYS, at * 4, 8);
    uint32_t end;

    if (!pair.data)
        return false;
    *from = wire_load_u32(pair.data);
    end = wire_load_u32(pair.data + 4);
    *len = end - *from;
    return *from <= end && end <= limit;
}

/* The first term of a block; data NULL when rule D1 or C1 is broken. */
static struct span block_key(const struct segment *segment, uint32_t block)
{
    uint64_t blocks = segment->dict_block_count;
    uint64_t base = (blocks + 1) * 8;
    uint64_t off, len;

    if (!key_range(segment, blocks + 1 + block,
                   segment->sections[SECTION_KEYS].len - base, &off, &len) ||
        len < 1 || len > TERM_MAX)
        return span_of(NULL, 0);
    return segment_bytes(segment, SECTION_KEYS, base + off, len);
}

enum status dict_open_block(struct dict_cursor *cursor, uint32_t block,
                            struct error *err)
{
    const struct segment *segment = cursor->segment;
    struct span key = block_key(segment, block);
    struct span bytes = {NULL, 0};
    uint64_t off, len;

    if (key.data &&
        key_range(segment, block, segment->sections[SECTION_DICT].len, &off, &len))
        bytes = segment_bytes(segment, SECTION_DICT, off, len);
    if (!bytes.data)
        return segment_broken(segment, err, "dictionary: rule D1: offsets of a block");
    cursor->in = wire_open(bytes);
    cursor->block = block;
    cursor->at = 0;
    memcpy(cursor->term_bytes, key.data, key.len);
    cursor->term = span_of(cursor->term_bytes, key.len);
    cursor->squeezed_len = squeeze(key, cursor->squeezed);
    cursor->postings_off = wire_varint64(&cursor->in);
    cursor->places_off = wire_varint64(&cursor->in);
    cursor->directory_off = wire_varint64(&cursor->in);
    cursor->forms_off = wire_varint64(&cursor->in);
    return ST_OK;
}

/* The term's bytes from the one before; NULL, or the rule that is broken. */
static const char *get_key(struct dict_cursor *cursor)
{
    unsigned head = wire_u8(&cursor->in);
    size_t shared = head >> 4;
    size_t suffix = (head & 15) + 1;
    struct span bytes;

    if (shared == 15)
        shared += wire_varint32(&cursor->in);
    if (suffix == 16)
        suffix += wire_varint32(&cursor->in);
    bytes = wire_bytes(&cursor->in, suffix);
    if (cursor->in.bad || shared > cursor->squeezed_len ||
        suffix > sizeof cursor->squeezed - shared)
        return "dictionary: rule D2: a term of wrong length";
    memcpy(cursor->squeezed + shared, bytes.data, bytes.len);
    cursor->squeezed_len = shared + bytes.len;
    cursor->term.len =
        unsqueeze(span_of(cursor->squeezed, cursor->squeezed_len), cursor->term_bytes);
    return cursor->term.len > 0 ? NULL : "dictionary: rule Q1: not a squeezed term";
}

/* Bytes [*next, *next + len) of a section are this term's; *next moves on. */
static bool take_range(const struct segment *segment, enum section section,
                       uint64_t *next, uint64_t len)
{
    uint64_t size = segment->sections[section].len;

    if (*next > size || len > size - *next)
        return false;
    *next += len;
    return true;
}

static const char *get_forms(struct dict_cursor *cursor, unsigned kind)
{
    struct term_info *info = &cursor->info;
    const uint8_t *from = cursor->in.next;

    info->form_count = 1;
    info->form = span_of(NULL, 0);
    info->forms_off = cursor->forms_off;
    info->forms_bytes = 0;
    if (kind == FORM_ONE) {
        if (wire_varint32(&cursor->in) == 0)
            wire_string(&cursor->in);
        info->form = span_of(from, (size_t)(cursor->in.next - from));
    } else if (kind == FORM_MANY) {
        uint64_t count = wire_varint64(&cursor->in);

        info->forms_bytes = wire_varint64(&cursor->in);
        if (count > UINT32_MAX - 2 ||
            !take_range(cursor->segment, SECTION_FORMS, &cursor->forms_off,
                        info->forms_bytes))
            return "dictionary: rule D5: forms past their section";
        info->form_count = (uint32_t)count + 2;
    }
    return kind > FORM_MANY ? "dictionary: rule D3: kind of forms" : NULL;
}

static const char *get_places(struct dict_cursor *cursor)
{
    const struct segment *segment = cursor->segment;
    struct term_info *info = &cursor->info;

    info->postings_off = cursor->postings_off;
    info->places_off = cursor->places_off;
    info->directory_off = cursor->directory_off;
    info->postings_bytes = wire_varint64(&cursor->in);
    info->places_bytes = wire_varint64(&cursor->in);
    info->directory_bytes =
        info->doc_freq > POSTINGS_BLOCK ? wire_varint64(&cursor->in) : 0;
    if (!take_range(segment, SECTION_POSTINGS, &cursor->postings_off,
                    info->postings_bytes) ||
        !take_range(segment, SECTION_PLACES, &cursor->places_off, info->places_bytes) ||
        !take_range(segment, SECTION_DIRECTORY, &cursor->directory_off,
                    info->directory_bytes))
        return "dictionary: rule D5: postings past their section";
    return NULL;
}

static const char *get_rare(struct dict_cursor *cursor)
{
    const uint8_t *from = cursor->in.next;
    struct rare_postings rare;
    const char *problem =
        rare_get(&cursor->in, &cursor->info, cursor->segment->info.doc_count, &rare);

    cursor->info.inline_postings = span_of(from, (size_t)(cursor->in.next - from));
    return problem;
}

/* What follows an entry's key. NULL, or the rule that it breaks. */
static const char *get_info(struct dict_cursor *cursor)
{
    struct term_info *info = &cursor->info;
    const char *problem = NULL;
    uint64_t head, more = 0;

    head = wire_varint64(&cursor->in);
    if (head >> 3 >= cursor->segment->info.doc_count)
        return "dictionary: rule D3: more postings than articles";
    info->doc_freq = (uint32_t)(head >> 3) + 1;
    info->detailed = head >> 2 & 1;
    if (info->detailed)
        more = wire_varint64(&cursor->in);
    if (more > UINT32_MAX - info->doc_freq)
        return "dictionary: rule D3: more places than there can be";
    info->total_freq = info->doc_freq + more;
    info->id = cursor->block * DICT_BLOCK + cursor->at;
    problem = get_forms(cursor, head & 3);
    info->rare = dict_is_rare(info->doc_freq, info->total_freq);
    info->inline_postings = span_of(NULL, 0);
    if (!problem)
        problem = info->rare ? get_rare(cursor) : get_places(cursor);
    if (!problem && cursor->in.bad)
        problem = "dictionary: rule D6: a block ends within an entry";
    return problem;
}

static enum status tell(const struct dict_cursor *cursor, const char *problem,
                        struct error *err)
{
    return fail(err, ST_CORRUPT, "%s (block %" PRIu32 ", entry %u)", problem,
                cursor->block, cursor->at);
}

enum status dict_read_info(struct dict_cursor *cursor, struct error *err)
{
    const char *problem = get_info(cursor);

    return problem ? tell(cursor, problem, err) : ST_OK;
}

static enum status read_entry(struct dict_cursor *cursor, struct error *err)
{
    const char *problem = cursor->at > 0 ? get_key(cursor) : NULL;

    if (!problem)
        problem = get_info(cursor);
    if (problem)
        return tell(cursor, problem, err);
    cursor->at++;
    cursor->term.data = cursor->term_bytes;
    return ST_OK;
}

enum status dict_next(struct dict_cursor *cursor, struct error *err)
{
    if (cursor->at == dict_terms_in_block(cursor->segment, cursor->block)) {
        enum status status;

        if (wire_left(&cursor->in) != 0)
            return fail(err, ST_CORRUPT,
                        "dictionary: rule D6: bytes after block %" PRIu32,
                        cursor->block);
        if (cursor->block + 1 >= cursor->segment->dict_block_count)
            return ST_END;
        status = dict_open_block(cursor, cursor->block + 1, err);
        if (status != ST_OK)
            return status;
    }
    return read_entry(cursor, err);
}

/* The last block whose first term is <= `from`, or the first one. */
static enum status seek_block(const struct segment *segment, struct span from,
                              uint32_t *block, struct error *err)
{
    uint32_t low = 0, high = segment->dict_block_count;

    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        struct span key = block_key(segment, middle);

        if (!key.data)
            return segment_broken(segment, err,
                                  "dictionary: rule D1: offsets of a key");
        if (span_compare(key, from) <= 0)
            low = middle;
        else
            high = middle;
    }
    *block = low;
    return ST_OK;
}

enum status dict_seek(struct dict_cursor *cursor, const struct segment *segment,
                      struct span from, struct error *err)
{
    uint32_t block = 0;
    enum status status;

    cursor->segment = segment;
    if (segment->dict_block_count == 0)
        return ST_END;
    status = seek_block(segment, from, &block, err);
    if (status == ST_OK)
        status = dict_open_block(cursor, block, err);
    if (status == ST_OK)
        status = read_entry(cursor, err);
    while (status == ST_OK && span_compare(cursor->term, from) < 0)
        status = dict_next(cursor, err);
    return status;
}
