/* forms_write.c - the written forms of each term, as endings on the term.
 *
 *   term  мектеп   form  мектептеринде  ->  cut 0, ending "теринде"
 *
 * An inflected language has few endings and many words, so endings are numbered: an
 * ending is spelled out the first time and gets a number the second time.
 * Invariant: number n's ending is endings[ending_offs[n] ..).
 */
#include "segment/forms_write.h"

#include <assert.h>

#include "codec/wire.h"

enum { SEEN_MAX = 1 << 16, SEEN_ONCE = 1, SEEN_NUMBERED = 2 };

enum status forms_writer_open(struct forms_writer *writer,
                              struct section_writer *section)
{
    *writer = (struct forms_writer){.section = section};
    hash_table_init(&writer->seen);
    arena_init(&writer->keys, (size_t)SEEN_MAX * 272);
    buf_init(&writer->ending_offs, 0);
    buf_init(&writer->endings, 0);
    buf_init(&writer->list, 0);
    buf_init(&writer->codes, 0);
    return ST_OK;
}

void forms_writer_close(struct forms_writer *writer)
{
    hash_table_release(&writer->seen);
    arena_release(&writer->keys);
    buf_release(&writer->ending_offs);
    buf_release(&writer->endings);
    buf_release(&writer->list);
    buf_release(&writer->codes);
    *writer = (struct forms_writer){0};
}

/* Keep the first failure. */
static void note(struct forms_writer *writer, enum status status)
{
    if (writer->status == ST_OK)
        writer->status = status;
}

static uint64_t number_ending(struct forms_writer *writer, struct span key)
{
    wire_put_u32(&writer->ending_offs, (uint32_t)writer->endings.len);
    buf_put_span(&writer->endings, key);
    return SEEN_NUMBERED + writer->ending_count++;
}

/* The ending's number + 1, or 0 when it has none (yet). */
static uint32_t ending_code(struct forms_writer *writer, struct span key)
{
    uint64_t *value = hash_table_get(&writer->seen, key);
    bool is_new;

    if (!value && writer->seen_count < SEEN_MAX) {
        struct span copy = arena_copy(&writer->keys, key);

        value = copy.data ? hash_table_put(&writer->seen, copy, &is_new) : NULL;
        if (!value) {
            note(writer, ST_NOMEM);
            return 0;
        }
        writer->seen_count++;
        *value = SEEN_ONCE;
        return 0;
    }
    if (!value)
        return 0;
    if (*value == SEEN_ONCE) {
        if (writer->ending_count == ENDINGS_MAX)
            return 0;
        *value = number_ending(writer, key);
    }
    return (uint32_t)(*value - SEEN_NUMBERED) + 1;
}

static void put_code(struct forms_writer *writer, struct span term, struct span form)
{
    uint8_t bytes[257];
    size_t shared = 0;
    struct span key;
    uint32_t code;

    assert(term.len <= 255 && form.len >= 1 && form.len <= 255);
    while (shared < term.len && shared < form.len &&
           term.data[shared] == form.data[shared])
        shared++;
    bytes[0] = (uint8_t)(term.len - shared);
    memcpy(bytes + 1, form.data + shared, form.len - shared);
    key = span_of(bytes, 1 + form.len - shared);
    code = ending_code(writer, key);
    wire_put_varint(&writer->codes, code);
    if (code == 0)
        wire_put_string(&writer->codes, key);
}

void forms_writer_add(struct forms_writer *writer, struct span term,
                      const struct span *forms, const uint32_t *counts, size_t count,
                      struct dict_entry *entry)
{
    assert(count >= 1 && count <= UINT32_MAX);
    entry->form_count = (uint32_t)count;
    entry->form_kind = FORM_SAME;
    entry->forms_bytes = 0;
    if (count == 1 && span_equal(forms[0], term))
        return;
    buf_reset(&writer->list);
    buf_reset(&writer->codes);
    for (size_t i = 0; i < count; i++)
        put_code(writer, term, forms[i]);
    note(writer, writer->codes.status);
    entry->form = buf_span(&writer->codes);
    entry->form_kind = FORM_ONE;
    if (count == 1)
        return;
    entry->form_kind = FORM_MANY;
    for (size_t i = 1; i < count; i++)
        wire_put_varint(&writer->list, counts[i]);
    buf_put_span(&writer->list, buf_span(&writer->codes));
    note(writer, writer->list.status);
    entry->forms_bytes = writer->list.len;
    section_put_buf(writer->section, &writer->list);
}

enum status forms_writer_finish(struct forms_writer *writer, struct buf *endings,
                                struct error *err)
{
    wire_put_u32(&writer->ending_offs, (uint32_t)writer->endings.len);
    note(writer, writer->endings.status);
    note(writer, writer->ending_offs.status);
    if (writer->status != ST_OK)
        return fail(err, writer->status, "segment: forms: %s",
                    status_text(writer->status));
    wire_put_u32(endings, writer->ending_count);
    buf_put_span(endings, buf_span(&writer->ending_offs));
    buf_put_span(endings, buf_span(&writer->endings));
    return ST_OK;
}
