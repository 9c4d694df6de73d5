/* store_write.c - article records -> small compressed blocks.
 *
 *   articles   | record | record |      record            | record |
 *   plain      |----- block -----|---- block ----|- block -|-- ...
 *                 cut at an article's end once half full, else at 8 KiB
 *
 * The first articles wait until there is enough text to choose the dictionaries from.
 * Invariant: plain_off + block.len = bytes of all articles that do not wait.
 */
#include "segment/store_write.h"

#include <zlib.h>

#include "base/hash.h"
#include "base/memory.h"
#include "segment/store_private.h"
#include "segment/store_train.h"

enum {
    TRAIN_BYTES = 2 << 20,      /* text looked at before the dictionaries are chosen */
    SAMPLE_BYTES_MAX = 1 << 20, /* of one language */
    DICT_SHARE = 24,            /* a dictionary is at most 1/24 of its sample */
    CUT_MIN_BYTES = STORE_BLOCK_BYTES / 2,
    DEFLATE_LEVEL = 4, /* FORMAT.md 12: what the others cost */
    NOT_PRIMED = -2
};

static void *deflate_alloc(void *opaque, unsigned items, unsigned size)
{
    (void)opaque;
    return memory_alloc((size_t)items * size);
}

static void deflate_free(void *opaque, void *block)
{
    (void)opaque;
    memory_free(block);
}

enum status store_writer_open(struct store_writer *store,
                              struct section_writer *section, struct error *err)
{
    struct buf *bufs[] = {&store->sample,      &store->record,    &store->block,
                          &store->packed,      &store->comp_offs, &store->plain_offs,
                          &store->block_dicts, &store->starts};

    memset(store, 0, sizeof *store);
    store->section = section;
    store->training = true;
    store->dict_room = SIZE_MAX / 2;
    store->error = ERROR_NONE;
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
        buf_init(bufs[i], 0);
    for (unsigned i = 0; i < 256; i++)
        store->lang_dicts[i] = -1;
    store->dicts = memory_zeroed(STORE_DICTS_MAX, sizeof *store->dicts);
    for (unsigned i = 0; i < STORE_PRIMED; i++)
        store->primed_dict[i] = NOT_PRIMED;
    return store->dicts ? ST_OK : fail(err, ST_NOMEM, "store: no memory");
}

void store_writer_close(struct store_writer *store)
{
    for (unsigned i = 0; i < STORE_PRIMED; i++) {
        if (store->primed[i])
            deflateEnd(store->primed[i]);
        memory_free(store->primed[i]);
    }
    for (unsigned i = 0; i < store->dict_count; i++)
        buf_release(&store->dicts[i].bytes);
    memory_free(store->dicts);
    memory_free(store->waiting);
    store_cache_close(store->cache);
    buf_release(&store->sample);
    buf_release(&store->record);
    buf_release(&store->block);
    buf_release(&store->packed);
    buf_release(&store->comp_offs);
    buf_release(&store->plain_offs);
    buf_release(&store->block_dicts);
    buf_release(&store->starts);
    memset(store, 0, sizeof *store);
}

static void put_off(struct buf *out, uint64_t off)
{
    wire_put_u32(out, (uint32_t)off);
    wire_put_u8(out, (uint8_t)(off >> 32));
}

void store_note_doc(struct store_writer *store, uint64_t len)
{
    put_off(&store->starts, store->plain_total);
    store->plain_total += len;
    store->doc_count++;
    if (store->plain_total > STORE_OFF_MAX)
        (void)fail(&store->error, ST_LIMIT, "store: more than 2^40 bytes of text");
}

void store_note_block(struct store_writer *store, size_t comp_len, size_t plain_len,
                      uint8_t dict)
{
    put_off(&store->comp_offs, store->comp_off);
    put_off(&store->plain_offs, store->plain_off);
    wire_put_u8(&store->block_dicts, dict);
    store->comp_off += comp_len;
    store->plain_off += plain_len;
    store->block_count++;
}

int store_add_dict(struct store_writer *store, uint8_t lang, struct span bytes)
{
    uint32_t crc = hash_crc32(0, bytes);
    struct store_dict *dict;

    for (unsigned i = 0; i < store->dict_count; i++)
        if (store->dicts[i].crc == crc && store->dicts[i].lang == lang &&
            span_equal(buf_span(&store->dicts[i].bytes), bytes))
            return (int)i;
    if (store->dict_count == STORE_DICTS_MAX ||
        store->dict_bytes + bytes.len > store->dict_room)
        return -1;
    store->dict_bytes += bytes.len;
    dict = &store->dicts[store->dict_count];
    dict->lang = lang;
    dict->crc = crc;
    buf_init(&dict->bytes, STORE_DICT_BYTES);
    buf_put_span(&dict->bytes, bytes);
    if (dict->bytes.status != ST_OK)
        (void)fail(&store->error, dict->bytes.status, "store: no memory: dictionary");
    return (int)store->dict_count++;
}

/* A deflate state that has read the dictionary: to read it for every block would take
 * longer than the block. NULL: no memory. */
static struct z_stream_s *prime(struct store_writer *store, int dict)
{
    unsigned slot = store->primed_next;
    struct z_stream_s *z;
    int result = Z_OK;

    for (unsigned i = 0; i < STORE_PRIMED; i++)
        if (store->primed_dict[i] == dict)
            return store->primed[i];
    if (!store->primed[slot]) {
        store->primed[slot] = z = memory_zeroed(1, sizeof *z);
        if (!z)
            return NULL;
        z->zalloc = deflate_alloc;
        z->zfree = deflate_free;
        result = deflateInit2(z, DEFLATE_LEVEL, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
    } else {
        store->primed_dict[slot] = NOT_PRIMED;
        result = deflateReset(store->primed[slot]);
    }
    z = store->primed[slot];
    if (result == Z_OK && dict >= 0)
        result = deflateSetDictionary(z, store->dicts[dict].bytes.data,
                                      (unsigned)store->dicts[dict].bytes.len);
    if (result != Z_OK)
        return NULL;
    store->primed_dict[slot] = dict;
    store->primed_next = (slot + 1) % STORE_PRIMED;
    return z;
}

/* Compress `block` with the dictionary; the bytes are in `packed`. */
static void pack_block(struct store_writer *store, int dict)
{
    struct z_stream_s *primed = prime(store, dict);
    struct z_stream_s z;
    size_t room;
    int result;

    if (!primed || deflateCopy(&z, primed) != Z_OK) {
        (void)fail(&store->error, ST_NOMEM, "store: no memory to compress");
        return;
    }
    room = deflateBound(&z, (unsigned long)store->block.len) + 64;
    buf_reset(&store->packed);
    z.next_out = buf_grow(&store->packed, room);
    z.avail_out = z.next_out ? (unsigned)room : 0;
    z.next_in = store->block.data;
    z.avail_in = (unsigned)store->block.len;
    result = z.next_out ? deflate(&z, Z_FINISH) : Z_MEM_ERROR;
    if (result != Z_STREAM_END)
        (void)fail(&store->error, ST_NOMEM, "store: deflate says %d", result);
    store->packed.len -= z.avail_out;
    (void)deflateEnd(&z); /* Z_DATA_ERROR: it was not at its end */
}

void store_flush_block(struct store_writer *store)
{
    int dict = store->lang_dicts[store->block_lang];

    if (store->block.len == 0 || store->error.status != ST_OK)
        return;
    pack_block(store, dict);
    section_put_buf(store->section, &store->packed);
    store_note_block(store, store->packed.len, store->block.len,
                     dict < 0 ? STORE_NO_DICT : (uint8_t)dict);
    buf_reset(&store->block);
}

/* Put a record into blocks; its start has been noted. */
static void cut(struct store_writer *store, struct span record, uint8_t lang)
{
    if (store->block.len >= CUT_MIN_BYTES &&
        store->block.len + record.len > STORE_BLOCK_BYTES)
        store_flush_block(store);
    while (record.len > 0 && store->error.status == ST_OK) {
        size_t room = STORE_BLOCK_BYTES - store->block.len;
        size_t part = record.len < room ? record.len : room;

        if (store->block.len == 0)
            store->block_lang = lang;
        buf_put(&store->block, record.data, part);
        record = span_part(record, part, record.len);
        if (store->block.status != ST_OK)
            (void)fail(&store->error, ST_NOMEM, "store: no memory for a block");
        else if (store->block.len == STORE_BLOCK_BYTES)
            store_flush_block(store);
    }
}

/* Choose the dictionary of one language out of the waiting records. */
static void train_lang(struct store_writer *store, uint8_t lang)
{
    struct buf sample, dict;
    size_t off = 0;
    enum status status;

    buf_init(&sample, 0);
    buf_init(&dict, STORE_DICT_BYTES);
    for (size_t i = 0; i < store->waiting_count; i++) {
        if (store->waiting[i].lang == lang && sample.len < SAMPLE_BYTES_MAX)
            buf_put(&sample, store->sample.data + off, store->waiting[i].len);
        off += store->waiting[i].len;
    }
    status = sample.status;
    if (status == ST_OK) {
        size_t most = sample.len / DICT_SHARE;

        status = store_train(buf_span(&sample),
                             most < STORE_DICT_BYTES ? most : STORE_DICT_BYTES, &dict);
    }
    if (status != ST_OK)
        (void)fail(&store->error, status, "store: cannot choose a dictionary");
    else if (dict.len > 0)
        store->lang_dicts[lang] = (int16_t)store_add_dict(store, lang, buf_span(&dict));
    buf_release(&sample);
    buf_release(&dict);
}

void store_end_training(struct store_writer *store)
{
    bool seen[256] = {false};
    size_t off = 0;

    if (!store->training)
        return;
    store->training = false;
    for (size_t i = 0; i < store->waiting_count; i++) {
        uint8_t lang = store->waiting[i].lang;

        if (!seen[lang])
            train_lang(store, lang);
        seen[lang] = true;
    }
    for (size_t i = 0; i < store->waiting_count; i++) {
        cut(store, span_of(store->sample.data + off, store->waiting[i].len),
            store->waiting[i].lang);
        off += store->waiting[i].len;
    }
    buf_release(&store->sample);
    memory_free(store->waiting);
    store->waiting = NULL;
    store->waiting_count = 0;
}

static void hold(struct store_writer *store, struct span record, uint8_t lang)
{
    struct waiting_doc *waiting =
        memory_grow(store->waiting, &store->waiting_capacity, store->waiting_count + 1,
                    sizeof *waiting);

    if (waiting)
        store->waiting = waiting;
    buf_put_span(&store->sample, record);
    if (!waiting || store->sample.status != ST_OK) {
        (void)fail(&store->error, ST_NOMEM, "store: no memory for the sample");
        return;
    }
    waiting[store->waiting_count++] = (struct waiting_doc){record.len, lang};
    if (store->sample.len >= TRAIN_BYTES)
        store_end_training(store);
}

void store_put_record(struct store_writer *store, struct span record, uint8_t lang)
{
    if (store->error.status != ST_OK)
        return;
    store_note_doc(store, record.len);
    if (store->training)
        hold(store, record, lang);
    else
        cut(store, record, lang);
}

static void put_tables(struct buf *out, const struct segment_doc *doc)
{
    uint32_t before = 0;

    wire_put_varint(out, doc->paragraph_count);
    for (size_t i = 0; i < doc->paragraph_count; i++) {
        wire_put_varint(out, doc->paragraphs[i].off - before);
        wire_put_u8(out, doc->paragraphs[i].lang);
        wire_put_u8(out, doc->paragraphs[i].kind);
        before = doc->paragraphs[i].off;
    }
    before = 0;
    wire_put_varint(out, doc->body_sample_count);
    for (size_t i = 0; i < doc->body_sample_count; i++) {
        wire_put_varint(out, doc->body_samples[i] - before);
        before = doc->body_samples[i];
    }
}

/* Nothing to be stored: its record has no bytes. */
static bool is_empty(const struct segment_doc *doc)
{
    return doc->meta.len == 0 && doc->body.len == 0 && doc->paragraph_count == 0 &&
           doc->body_sample_count == 0;
}

void store_writer_add(struct store_writer *store, const struct segment_doc *doc)
{
    struct buf tables;

    store_copy_end(store);
    if (is_empty(doc)) {
        store_note_doc(store, 0);
        return;
    }
    buf_init(&tables, 0);
    buf_reset(&store->record);
    put_tables(&tables, doc);
    if (doc->meta.len > UINT32_MAX || doc->body.len > UINT32_MAX)
        (void)fail(&store->error, ST_LIMIT, "store: an article of more than 4 GiB");
    wire_put_varint(&store->record, doc->meta.len);
    wire_put_varint(&store->record, tables.len);
    wire_put_varint(&store->record, doc->body.len);
    buf_put_span(&store->record, doc->meta);
    buf_put_span(&store->record, buf_span(&tables));
    buf_put_span(&store->record, doc->body);
    if (store->record.status != ST_OK || tables.status != ST_OK)
        (void)fail(&store->error, ST_NOMEM, "store: no memory for an article");
    else
        store_put_record(store, buf_span(&store->record), doc->lang);
    buf_release(&tables);
}

static void put_index(const struct store_writer *store, struct buf *index)
{
    wire_put_u32(index, store->block_count);
    wire_put_u32(index, store->dict_count);
    for (unsigned i = 0; i < store->dict_count; i++) {
        wire_put_u8(index, store->dicts[i].lang);
        wire_put_u32(index, (uint32_t)store->dicts[i].bytes.len);
        wire_put_u32(index, store->dicts[i].crc);
    }
    buf_put_span(index, buf_span(&store->comp_offs));
    put_off(index, store->comp_off);
    buf_put_span(index, buf_span(&store->plain_offs));
    put_off(index, store->plain_off);
    buf_put_span(index, buf_span(&store->block_dicts));
    if (store->plain_total == 0)
        return;
    buf_put_span(index, buf_span(&store->starts));
    put_off(index, store->plain_total);
}

enum status store_writer_finish(struct store_writer *store, struct buf *index,
                                struct buf *dicts, struct error *err)
{
    store_copy_end(store);
    store_end_training(store);
    store_flush_block(store);
    if (store->comp_offs.status != ST_OK || store->plain_offs.status != ST_OK ||
        store->block_dicts.status != ST_OK || store->starts.status != ST_OK)
        (void)fail(&store->error, ST_NOMEM, "store: no memory for its index");
    if (store->error.status != ST_OK)
        return fail(err, store->error.status, "%s", store->error.text);
    put_index(store, index);
    for (unsigned i = 0; i < store->dict_count; i++)
        buf_put_span(dicts, buf_span(&store->dicts[i].bytes));
    return ST_OK;
}
