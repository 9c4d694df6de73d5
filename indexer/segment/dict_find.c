/* dict_find.c - one term of a segment, by its hash.
 *
 *   slots --candidate block--> 32 entries, front-coded --> term_info
 *
 * Entries before the wanted one are stepped over: only the lengths of their data are
 * read, which place the data behind. Nor is any of their keys put together:
 *
 *   wanted    к ы р г ы з
 *   before    к ы р к              matched 3: so many bytes are those of `wanted`
 *   shared 4  . . . . а            differs where the one before did: 3
 *   shared 3  . . . г ы з          compared from there: all of it
 *   shared 2  . . я                2
 *
 * Invariant: `matched` bytes of the entry before, and no more, begin `wanted`.
 */
#include "segment/dict_read.h"

#include <inttypes.h>

#include "base/hash.h"
#include "segment/dict_inside.h"
#include "segment/dict_write.h"

struct scan {
    struct dict_cursor *cursor;
    struct wire_reader in;
    size_t len, matched; /* of `wanted`: squeezed bytes; those that begin the entry */
    uint8_t wanted[SQUEEZED_MAX];
};

/* A varint; nearly all of them have one byte or two. */
static inline uint64_t number(struct wire_reader *in)
{
    const uint8_t *p = in->next;

    if (in->end - p < 2 || in->bad)
        return wire_varint64(in);
    if (p[0] < 0x80) {
        in->next = p + 1;
        return p[0];
    }
    if (p[1] >= 0x80 || p[1] == 0)
        return wire_varint64(in);
    in->next = p + 2;
    return (uint64_t)(p[0] & 0x7F) | (uint64_t)p[1] << 7;
}

/* Over so many varints. */
static void skip_numbers(struct wire_reader *in, uint64_t count)
{
    const uint8_t *p = in->next;

    for (; count > 0 && p < in->end; p++)
        count -= *p < 0x80;
    in->next = p;
    in->bad = in->bad || count > 0;
}

static void skip_bytes(struct wire_reader *in, uint64_t count)
{
    if (count > wire_left(in))
        in->bad = true;
    else
        in->next += count;
}

/* The entry's key. True: it is the wanted term. */
static bool is_wanted(struct scan *scan)
{
    struct wire_reader *in = &scan->in;
    unsigned head = wire_u8(in);
    uint64_t shared = head >> 4, suffix = (head & 15) + 1, same = 0;

    if (shared == 15)
        shared += number(in);
    if (suffix == 16)
        suffix += number(in);
    if (suffix > wire_left(in)) {
        in->bad = true;
        return false;
    }
    if (shared <= scan->matched) {
        uint64_t left = scan->len - shared, most = suffix < left ? suffix : left;
        const uint8_t *wanted = scan->wanted + shared;

        while (same < most && in->next[same] == wanted[same])
            same++;
        scan->matched = (size_t)(shared + same);
    }
    in->next += suffix;
    return same == suffix && scan->matched == scan->len;
}

/* A posting's frequency and fields. */
static void skip_fields(struct wire_reader *in)
{
    if (number(in) & 1)
        skip_numbers(in, (uint64_t)__builtin_popcount(wire_u8(in)));
}

static void skip_rare(struct wire_reader *in, uint64_t df, uint64_t occurrences,
                      bool detailed, bool many_forms)
{
    if (!detailed) {
        skip_numbers(in, df + occurrences * (many_forms ? 2 : 1));
        return;
    }
    skip_numbers(in, df);
    for (uint64_t i = 0; i < df; i++)
        skip_fields(in);
    skip_numbers(in, occurrences * (many_forms ? 2 : 1));
}

static void skip_forms(struct scan *scan, unsigned kind)
{
    struct wire_reader *in = &scan->in;

    if (kind == FORM_ONE && number(in) == 0) {
        skip_bytes(in, number(in));
    } else if (kind == FORM_MANY) {
        (void)number(in);
        scan->cursor->forms_off += number(in);
    }
}

/* What follows an entry's key. What a sum may come to is looked at when it is used. */
static void skip_info(struct scan *scan)
{
    struct wire_reader *in = &scan->in;
    struct dict_cursor *cursor = scan->cursor;
    uint64_t head = number(in), df = (head >> 3) + 1;
    bool detailed = head >> 2 & 1;
    uint64_t occurrences = df + (detailed ? number(in) : 0);
    unsigned kind = head & 3;

    if (kind != FORM_SAME)
        skip_forms(scan, kind);
    if (dict_is_rare(df, occurrences)) {
        skip_rare(in, df, occurrences, detailed, kind == FORM_MANY);
        return;
    }
    cursor->postings_off += number(in);
    cursor->places_off += number(in);
    if (df > POSTINGS_BLOCK)
        cursor->directory_off += number(in);
}

/* The first entry, whose key is elsewhere. True: it is the wanted term. */
static bool begin(struct scan *scan)
{
    const struct dict_cursor *cursor = scan->cursor;
    size_t most = cursor->squeezed_len < scan->len ? cursor->squeezed_len : scan->len;

    scan->in = cursor->in;
    scan->matched = 0;
    while (scan->matched < most &&
           cursor->squeezed[scan->matched] == scan->wanted[scan->matched])
        scan->matched++;
    return scan->matched == scan->len && scan->len == cursor->squeezed_len;
}

/* Look for the term in one block. */
static enum status find_in_block(struct scan *scan, uint32_t block, struct error *err)
{
    struct dict_cursor *cursor = scan->cursor;
    unsigned count = dict_terms_in_block(cursor->segment, block);
    enum status status = dict_open_block(cursor, block, err);

    if (status != ST_OK)
        return status;
    for (bool found = begin(scan); !found; found = is_wanted(scan)) {
        skip_info(scan);
        if (++cursor->at == count || scan->in.bad)
            break;
    }
    if (scan->in.bad)
        return fail(err, ST_CORRUPT,
                    "dictionary: rule D6: a block ends within an entry (block %" PRIu32
                    ", entry %u)",
                    block, cursor->at);
    if (cursor->at == count)
        return ST_NOT_FOUND;
    cursor->in = scan->in;
    return dict_read_info(cursor, err);
}

/* Look at one slot, its page proved first. */
static enum status next_slot(const struct segment *segment, struct slots_probe *probe,
                             enum slot *slot, uint64_t *block, struct error *err)
{
    if (probe->left > 0 &&
        !segment_pages_good(segment, SECTION_TERM_SLOTS, slots_off(probe),
                            segment->term_slots.slot_bytes))
        return segment_broken(segment, err, "dictionary: rule S2: slots");
    *slot = slots_next(probe, block);
    if (*slot == SLOT_MATCH && *block >= segment->dict_block_count)
        return fail(err, ST_CORRUPT, "dictionary: rule S2: block %" PRIu64, *block);
    return ST_OK;
}

/* Look for the term in the blocks that its hash may be in. */
static enum status find(struct scan *scan, struct slots_probe *probe, struct error *err)
{
    uint64_t block = 0, before = UINT64_MAX;
    enum slot slot = SLOT_OTHER;

    while (slot != SLOT_END) {
        enum status status =
            next_slot(scan->cursor->segment, probe, &slot, &block, err);

        if (status != ST_OK)
            return status;
        if (slot != SLOT_MATCH || block == before)
            continue;
        before = block;
        status = find_in_block(scan, (uint32_t)block, err);
        if (status != ST_NOT_FOUND)
            return status;
    }
    return ST_NOT_FOUND;
}

enum status dict_find(const struct segment *segment, struct span term,
                      struct term_info *info, struct error *err)
{
    struct slots_probe probe;
    struct dict_cursor cursor;
    struct scan scan;
    enum status status;

    if (term.len == 0 || term.len > TERM_MAX)
        return ST_NOT_FOUND;
    probe = slots_begin(&segment->term_slots, hash_bytes(term));
    cursor.segment = segment;
    scan.cursor = &cursor;
    scan.len = squeeze(term, scan.wanted);
    status = find(&scan, &probe, err);
    if (status == ST_OK)
        *info = cursor.info;
    return status;
}
