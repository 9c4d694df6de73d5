/* dict_write.c - sorted terms -> front-coded blocks, sampled keys, look-up slots.
 *
 *   KEYS   | block_off[] | key_off[] | first term of block 0, 1, 2 ...|
 *   DICT   | bases entry entry ... (32) | bases entry ... |
 *   entry  | shared/suffix | suffix | head ... |   the first of a block has no key
 *
 * Invariant: the four *_off are where the next term's data begins in its section.
 */
#include "segment/dict_write.h"

#include <assert.h>

#include "base/hash.h"
#include "base/memory.h"
#include "codec/wire.h"
#include "segment/slots.h"

void dict_writer_open(struct dict_writer *dict, struct section_writer *section)
{
    *dict = (struct dict_writer){.section = section};
    buf_init(&dict->block, 0);
    buf_init(&dict->key_offs, 0);
    buf_init(&dict->block_offs, 0);
    buf_init(&dict->keys, 0);
}

void dict_writer_close(struct dict_writer *dict)
{
    buf_release(&dict->block);
    buf_release(&dict->key_offs);
    buf_release(&dict->block_offs);
    buf_release(&dict->keys);
    memory_free(dict->hashes);
    *dict = (struct dict_writer){0};
}

static void set_status(struct dict_writer *dict, enum status status)
{
    if (dict->status == ST_OK)
        dict->status = status;
}

static void remember_hash(struct dict_writer *dict, struct span term)
{
    uint64_t *hashes = memory_grow(dict->hashes, &dict->hash_capacity,
                                   (size_t)dict->term_count + 1, sizeof *hashes);

    if (!hashes) {
        set_status(dict, ST_NOMEM);
        return;
    }
    dict->hashes = hashes;
    hashes[dict->term_count] = hash_bytes(term);
}

static void flush_block(struct dict_writer *dict)
{
    set_status(dict, dict->block.status);
    if (dict->block.len == 0)
        return;
    section_put_buf(dict->section, &dict->block);
    buf_reset(&dict->block);
}

static void begin_block(struct dict_writer *dict, struct span term)
{
    flush_block(dict);
    if (dict->section->len > UINT32_MAX)
        set_status(dict, ST_LIMIT);
    wire_put_u32(&dict->block_offs, (uint32_t)dict->section->len);
    wire_put_u32(&dict->key_offs, (uint32_t)dict->keys.len);
    buf_put_span(&dict->keys, term);
    wire_put_varint(&dict->block, dict->postings_off);
    wire_put_varint(&dict->block, dict->places_off);
    wire_put_varint(&dict->block, dict->directory_off);
    wire_put_varint(&dict->block, dict->forms_off);
}

/* Of the squeezed term: two lengths in a byte; 15 means 15 and more, told by a varint.
 */
static void put_key(struct dict_writer *dict, struct span term)
{
    size_t shared = 0, suffix;

    while (shared < dict->last_len && shared < term.len &&
           dict->last[shared] == term.data[shared])
        shared++;
    assert(shared < term.len);
    suffix = term.len - shared - 1;
    wire_put_u8(&dict->block, (uint8_t)((shared < 15 ? shared : 15) << 4 |
                                        (suffix < 15 ? suffix : 15)));
    if (shared >= 15)
        wire_put_varint(&dict->block, shared - 15);
    if (suffix >= 15)
        wire_put_varint(&dict->block, suffix - 15);
    buf_put(&dict->block, term.data + shared, term.len - shared);
}

static void put_entry(struct dict_writer *dict, const struct dict_entry *entry)
{
    struct buf *out = &dict->block;
    bool more = entry->detailed;

    wire_put_varint(out, (uint64_t)(entry->doc_freq - 1) << 3 | (uint64_t)more << 2 |
                             (uint64_t)entry->form_kind);
    if (more)
        wire_put_varint(out, entry->total_freq - entry->doc_freq);
    if (entry->form_kind == FORM_ONE)
        buf_put_span(out, entry->form);
    if (entry->form_kind == FORM_MANY) {
        wire_put_varint(out, entry->form_count - 2);
        wire_put_varint(out, entry->forms_bytes);
        dict->forms_off += entry->forms_bytes;
    }
    if (dict_is_rare(entry->doc_freq, entry->total_freq)) {
        buf_put_span(out, entry->rare);
        return;
    }
    wire_put_varint(out, entry->postings_bytes);
    wire_put_varint(out, entry->places_bytes);
    if (entry->doc_freq > POSTINGS_BLOCK)
        wire_put_varint(out, entry->directory_bytes);
    dict->postings_off += entry->postings_bytes;
    dict->places_off += entry->places_bytes;
    dict->directory_off += entry->directory_bytes;
}

void dict_writer_add(struct dict_writer *dict, struct span term,
                     const struct dict_entry *entry)
{
    uint8_t squeezed[SQUEEZED_MAX];
    size_t len;

    assert(term.len >= 1 && term.len <= TERM_MAX);
    if (dict->status != ST_OK)
        return;
    remember_hash(dict, term);
    if (dict->term_count % DICT_BLOCK == 0)
        begin_block(dict, term);
    len = squeeze(term, squeezed);
    if (dict->term_count % DICT_BLOCK != 0)
        put_key(dict, span_of(squeezed, len));
    put_entry(dict, entry);
    memcpy(dict->last, squeezed, len);
    dict->last_len = len;
    if (++dict->term_count == UINT32_MAX)
        set_status(dict, ST_LIMIT);
}

enum status dict_writer_finish(struct dict_writer *dict, struct buf *keys,
                               struct buf *slots, struct error *err)
{
    struct slots layout =
        slots_layout(dict->term_count, ((uint64_t)dict->term_count + 31) / DICT_BLOCK);

    flush_block(dict);
    if (dict->status != ST_OK)
        return fail(err, dict->status, "segment: dictionary: %s",
                    status_text(dict->status));
    wire_put_u32(&dict->block_offs, (uint32_t)dict->section->len);
    wire_put_u32(&dict->key_offs, (uint32_t)dict->keys.len);
    buf_put_span(keys, buf_span(&dict->block_offs));
    buf_put_span(keys, buf_span(&dict->key_offs));
    buf_put_span(keys, buf_span(&dict->keys));
    if (dict->keys.status != ST_OK || dict->key_offs.status != ST_OK ||
        dict->block_offs.status != ST_OK)
        return fail(err, ST_NOMEM, "segment: no memory for the sampled keys");
    slots_build(slots, &layout, dict->hashes, dict->term_count, 5);
    return ST_OK;
}
