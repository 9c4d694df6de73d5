/* store_read.c - the stored article, as little of it as is needed.
 *
 *   plain stream   | record of article 0 | record 1 | ...
 *   record         | meta len | tables len | body len | meta | tables | body |
 *   tables         | n | n x (off, lang, kind) | m | m x sample |
 *
 *   slot           | block ......|          |
 *                                ^ done: as far as it was asked for; `inflate` goes on
 *
 * Invariant of the cache: slot i holds the first `done` plain bytes of block `block` of
 * `segment`, and `inflate` is right behind them, or segment is NULL. With all of `len`
 * there the block is known to end well. A segment is open until it is forgotten.
 */
#include "segment/store_read.h"

#include <inttypes.h>
#include <zlib.h>

#include "base/memory.h"
#include "segment/store_private.h"

/* A record's head and the part of its body that is read: more are not gone back to. */
enum { CACHE_BLOCKS = 2 };

struct cached_block {
    const struct segment *segment;
    uint32_t block;
    uint32_t len, done;
    uint64_t used; /* when it was asked for last */
    z_stream inflate;
    uint8_t bytes[STORE_BLOCK_BYTES];
};

/* Where the parts of a record are in the plain stream. */
struct record {
    uint64_t meta_off, body_off;
    uint32_t meta_len, tables_len, body_len;
    bool none; /* the record has no bytes: nothing is stored */
};

struct store_cache {
    uint64_t clock;
    const struct segment *record_of; /* the record read last; NULL: none */
    doc_id doc;
    struct record record;
    struct cached_block blocks[CACHE_BLOCKS];
};

static void *inflate_alloc(void *opaque, unsigned items, unsigned size)
{
    (void)opaque;
    return memory_alloc((size_t)items * size);
}

static void inflate_free(void *opaque, void *block)
{
    (void)opaque;
    memory_free(block);
}

enum status store_cache_open(struct store_cache **cache, struct error *err)
{
    struct store_cache *opened = memory_zeroed(1, sizeof *opened);

    if (!opened)
        return fail(err, ST_NOMEM, "store: no memory for a cache");
    for (unsigned i = 0; i < CACHE_BLOCKS; i++) {
        z_stream *z = &opened->blocks[i].inflate;

        z->zalloc = inflate_alloc;
        z->zfree = inflate_free;
        if (inflateInit2(z, -15) != Z_OK) {
            store_cache_close(opened);
            return fail(err, ST_NOMEM, "store: no memory to inflate");
        }
    }
    *cache = opened;
    return ST_OK;
}

void store_cache_close(struct store_cache *cache)
{
    if (!cache)
        return;
    for (unsigned i = 0; i < CACHE_BLOCKS; i++)
        (void)inflateEnd(
            &cache->blocks[i].inflate); /* of a zeroed one: an error only */
    memory_free(cache);
}

void store_cache_forget(struct store_cache *cache, const struct segment *segment)
{
    for (unsigned i = 0; i < CACHE_BLOCKS; i++)
        if (!segment || cache->blocks[i].segment == segment)
            cache->blocks[i].segment = NULL;
    if (!segment || cache->record_of == segment)
        cache->record_of = NULL;
}

static enum status begin_block(const struct segment *segment, uint32_t block,
                               struct cached_block *slot, struct error *err)
{
    struct store_block_row row;
    struct store_dict_row dict = {0, 0, {NULL, 0}};
    struct span bytes;
    z_stream *z = &slot->inflate;
    int result;

    slot->segment = NULL;
    if (!store_block_row(segment, block, &row))
        return segment_broken(segment, err, "store: rule T1: table of blocks");
    bytes = segment_bytes(segment, SECTION_STORE, row.comp_off, row.comp_len);
    if (!bytes.data ||
        (row.dict != STORE_NO_DICT && !store_dict_row(segment, row.dict, &dict)))
        return segment_broken(segment, err,
                              "store: rule T3: a block or its dictionary");
    z->next_in = (z_const Bytef *)(uintptr_t)bytes.data; /* zlib only reads it */
    z->avail_in = (unsigned)bytes.len;
    z->next_out = slot->bytes;
    result = inflateReset(z);
    if (result == Z_OK && dict.bytes.len > 0)
        result = inflateSetDictionary(z, dict.bytes.data, (unsigned)dict.bytes.len);
    if (result != Z_OK)
        return fail(err, ST_NOMEM, "store: no memory to inflate");
    slot->segment = segment;
    slot->block = block;
    slot->len = row.plain_len;
    slot->done = 0;
    return ST_OK;
}

/* Inflate as far as `want`; at the block's end all of its packed bytes must be used. */
static enum status go_on(struct cached_block *slot, uint32_t want, struct error *err)
{
    const struct segment *segment = slot->segment;
    z_stream *z = &slot->inflate;
    bool whole = want == slot->len;
    int result;

    slot->segment = NULL;
    z->avail_out = want - slot->done;
    result = inflate(z, whole ? Z_FINISH : Z_SYNC_FLUSH);
    if (result == Z_MEM_ERROR)
        return fail(err, ST_NOMEM, "store: no memory to inflate");
    if (z->avail_out != 0 || (result != Z_OK && result != Z_STREAM_END) ||
        (whole && (result != Z_STREAM_END || z->avail_in != 0)))
        return segment_broken(segment, err, "store: rule T2: a block does not inflate");
    slot->segment = segment;
    slot->done = want;
    return ST_OK;
}

/* The slot that has the block, or the one that was not asked for longest. */
static struct cached_block *find_slot(struct store_cache *cache,
                                      const struct segment *segment, uint32_t block)
{
    struct cached_block *oldest = &cache->blocks[0];

    for (unsigned i = 0; i < CACHE_BLOCKS; i++) {
        struct cached_block *slot = &cache->blocks[i];

        if (slot->segment == segment && slot->block == block)
            return slot;
        if (slot->used < oldest->used)
            oldest = slot;
    }
    return oldest;
}

/* At least the first `want` bytes of a block, all when it has fewer. */
static enum status block_until(const struct segment *segment, uint32_t block,
                               size_t want, struct store_cache *cache,
                               struct span *plain, struct error *err)
{
    struct cached_block *slot = find_slot(cache, segment, block);

    slot->used = ++cache->clock;
    if (slot->segment != segment || slot->block != block) {
        enum status status = begin_block(segment, block, slot, err);

        if (status != ST_OK)
            return status;
    }
    want = want < slot->len ? want : slot->len;
    if (slot->done < want) {
        enum status status = go_on(slot, (uint32_t)want, err);

        if (status != ST_OK)
            return status;
    }
    *plain = span_of(slot->bytes, slot->len);
    return ST_OK;
}

enum status store_block(const struct segment *segment, uint32_t block,
                        struct store_cache *cache, struct span *plain,
                        struct error *err)
{
    return block_until(segment, block, STORE_BLOCK_BYTES, cache, plain, err);
}

enum status store_plain(const struct segment *segment, uint64_t off, uint64_t len,
                        struct store_cache *cache, uint8_t *out, struct error *err)
{
    uint32_t block;

    if (len == 0)
        return ST_OK;
    if (!store_find_block(segment, off, &block))
        return segment_broken(segment, err, "store: rule T1: table of blocks");
    for (; len > 0; block++) {
        struct store_block_row row;
        struct span plain;
        uint64_t end;
        enum status status;

        if (!store_block_row(segment, block, &row) || off < row.plain_off ||
            off - row.plain_off >= row.plain_len)
            return segment_broken(segment, err, "store: rule T1: table of blocks");
        end = off - row.plain_off + len;
        status = block_until(segment, block,
                             end < STORE_BLOCK_BYTES ? (size_t)end : STORE_BLOCK_BYTES,
                             cache, &plain, err);
        if (status != ST_OK)
            return status;
        plain = span_part(plain, (size_t)(off - row.plain_off), (size_t)len);
        memcpy(out, plain.data, plain.len);
        out += plain.len;
        off += plain.len;
        len -= plain.len;
    }
    return ST_OK;
}

static enum status read_head(const struct segment *segment, doc_id doc,
                             struct store_cache *cache, struct record *record,
                             struct error *err)
{
    uint8_t bytes[STORE_RECORD_HEAD_MAX];
    struct wire_reader in;
    uint64_t from, to, len;
    enum status status;

    if (cache->record_of == segment && cache->doc == doc) {
        *record = cache->record;
        return ST_OK;
    }
    if (doc >= segment->info.doc_count)
        return fail(err, ST_NOT_FOUND, "store: no article %" PRIu32, doc);
    if (!store_doc_range(segment, doc, &from, &to))
        return segment_broken(segment, err, "store: rule T4: range of an article");
    *record = (struct record){from, from, 0, 0, 0, from == to};
    if (record->none)
        return ST_OK;
    len = to - from < sizeof bytes ? to - from : sizeof bytes;
    status = store_plain(segment, from, len, cache, bytes, err);
    if (status != ST_OK)
        return status;
    in = wire_open(span_of(bytes, (size_t)len));
    record->meta_len = wire_varint32(&in);
    record->tables_len = wire_varint32(&in);
    record->body_len = wire_varint32(&in);
    record->meta_off = from + (uint64_t)(in.next - bytes);
    record->body_off = record->meta_off + record->meta_len + record->tables_len;
    if (in.bad || record->body_off + record->body_len != to)
        return fail(err, ST_CORRUPT, "store: rule T5: record of article %" PRIu32, doc);
    cache->record_of = segment;
    cache->doc = doc;
    cache->record = *record;
    return ST_OK;
}

static struct segment_paragraph *get_paragraphs(struct wire_reader *in, size_t count,
                                                uint32_t body_bytes,
                                                struct arena *arena)
{
    struct segment_paragraph *list = arena_alloc(arena, (count + 1) * sizeof *list);
    uint64_t off = 0;

    for (size_t i = 0; list && i < count; i++) {
        uint32_t gap = wire_varint32(in);

        off += gap;
        list[i].off = (uint32_t)off;
        list[i].lang = wire_u8(in);
        list[i].kind = wire_u8(in);
        if (off > body_bytes || (i == 0 && off != 0) || (i > 0 && gap == 0))
            in->bad = true; /* rule T6 */
    }
    return list;
}

static uint32_t *get_samples(struct wire_reader *in, size_t count, uint32_t body_bytes,
                             struct arena *arena)
{
    uint32_t *list = arena_alloc(arena, (count + 1) * sizeof *list);
    uint64_t off = 0;

    for (size_t i = 0; list && i < count; i++) {
        uint32_t gap = wire_varint32(in);

        off += gap;
        list[i] = (uint32_t)off;
        if ((off >> 4) >= body_bytes || off > UINT32_MAX || (i > 0 && gap == 0))
            in->bad = true; /* rule T7 */
    }
    return list;
}

static enum status get_tables(struct span tables, uint32_t body_bytes,
                              struct arena *arena, struct store_doc *out,
                              struct error *err)
{
    struct wire_reader in = wire_open(tables);

    out->body_bytes = body_bytes;
    out->paragraph_count = wire_varint32(&in);
    if (out->paragraph_count > wire_left(&in))
        return fail(err, ST_CORRUPT, "store: rule T6: too many paragraphs");
    out->paragraphs = get_paragraphs(&in, out->paragraph_count, body_bytes, arena);
    out->body_sample_count = wire_varint32(&in);
    if (in.bad)
        return fail(err, ST_CORRUPT, "store: rule T6: paragraphs");
    if (out->body_sample_count > wire_left(&in))
        return fail(err, ST_CORRUPT, "store: rule T7: too many samples");
    out->body_samples = get_samples(&in, out->body_sample_count, body_bytes, arena);
    if (in.bad || wire_left(&in) != 0)
        return fail(err, ST_CORRUPT, "store: rule T7: samples");
    if (!out->paragraphs || !out->body_samples)
        return fail(err, ST_NOMEM, "store: no memory for an article");
    return ST_OK;
}

enum status store_get(const struct segment *segment, doc_id doc,
                      struct store_cache *cache, struct arena *arena,
                      struct store_doc *out, struct error *err)
{
    struct record record;
    struct store_doc got = {0};
    uint8_t *bytes;
    uint64_t len;
    enum status status = read_head(segment, doc, cache, &record, err);

    if (status != ST_OK)
        return status;
    len = record.body_off - record.meta_off;
    bytes = arena_alloc(arena, (size_t)len);
    if (!bytes)
        return fail(err, ST_NOMEM, "store: no memory for an article");
    status = store_plain(segment, record.meta_off, len, cache, bytes, err);
    if (status == ST_OK && !record.none)
        status = get_tables(span_of(bytes + record.meta_len, record.tables_len),
                            record.body_len, arena, &got, err);
    if (status != ST_OK)
        return status;
    got.meta = span_of(bytes, record.meta_len);
    *out = got;
    return ST_OK;
}

enum status store_body(const struct segment *segment, doc_id doc, uint32_t off,
                       uint32_t len, struct store_cache *cache, struct arena *arena,
                       struct span *out, struct error *err)
{
    struct record record;
    uint8_t *bytes;
    enum status status = read_head(segment, doc, cache, &record, err);

    if (status != ST_OK)
        return status;
    off = off < record.body_len ? off : record.body_len;
    len = len < record.body_len - off ? len : record.body_len - off;
    bytes = arena_alloc(arena, len);
    if (!bytes)
        return fail(err, ST_NOMEM, "store: no memory for %" PRIu32 " bytes", len);
    status = store_plain(segment, record.body_off + off, len, cache, bytes, err);
    if (status == ST_OK)
        *out = span_of(bytes, len);
    return status;
}
