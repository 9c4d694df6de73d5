/* store_read.c - the stored article, as little of it as is needed.
 *
 *   plain stream   | record of article 0 | record 1 | ...
 *   record         | meta len | tables len | body len | meta | tables | body |
 *   tables         | n | n x (off, lang, kind) | m | m x sample |
 *
 * Invariant of the cache: slot i holds the plain bytes of block `block` of `segment`,
 * or segment is NULL.
 */
#include "segment/store_read.h"

#include <inttypes.h>
#include <zlib.h>

#include "base/memory.h"
#include "segment/store_private.h"

enum { CACHE_BLOCKS = 4 };

struct cached_block {
    const struct segment *segment;
    uint32_t block;
    uint32_t len;
    uint8_t bytes[STORE_BLOCK_BYTES];
};

struct store_cache {
    z_stream inflate;
    unsigned next; /* to be overwritten */
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
    opened->inflate.zalloc = inflate_alloc;
    opened->inflate.zfree = inflate_free;
    if (inflateInit2(&opened->inflate, -15) != Z_OK) {
        memory_free(opened);
        return fail(err, ST_NOMEM, "store: no memory to inflate");
    }
    *cache = opened;
    return ST_OK;
}

void store_cache_close(struct store_cache *cache)
{
    if (!cache)
        return;
    inflateEnd(&cache->inflate);
    memory_free(cache);
}

void store_cache_forget(struct store_cache *cache, const struct segment *segment)
{
    for (unsigned i = 0; i < CACHE_BLOCKS; i++)
        if (!segment || cache->blocks[i].segment == segment)
            cache->blocks[i].segment = NULL;
}

static enum status inflate_block(const struct segment *segment,
                                 const struct store_block_row *row,
                                 struct store_cache *cache, uint8_t *out,
                                 struct error *err)
{
    struct span bytes =
        segment_bytes(segment, SECTION_STORE, row->comp_off, row->comp_len);
    struct store_dict_row dict = {0, 0, {NULL, 0}};
    z_stream *z = &cache->inflate;
    int result;

    if (!bytes.data ||
        (row->dict != STORE_NO_DICT && !store_dict_row(segment, row->dict, &dict)))
        return segment_broken(segment, err,
                              "store: rule T3: a block or its dictionary");
    z->next_in = (z_const Bytef *)(uintptr_t)bytes.data; /* zlib only reads it */
    z->avail_in = (unsigned)bytes.len;
    z->next_out = out;
    z->avail_out = row->plain_len;
    result = inflateReset(z);
    if (result == Z_OK && dict.bytes.len > 0)
        result = inflateSetDictionary(z, dict.bytes.data, (unsigned)dict.bytes.len);
    if (result == Z_OK)
        result = inflate(z, Z_FINISH);
    if (result == Z_MEM_ERROR)
        return fail(err, ST_NOMEM, "store: no memory to inflate");
    if (result != Z_STREAM_END || z->avail_out != 0 || z->avail_in != 0)
        return segment_broken(segment, err, "store: rule T2: a block does not inflate");
    return ST_OK;
}

enum status store_block(const struct segment *segment, uint32_t block,
                        struct store_cache *cache, struct span *plain,
                        struct error *err)
{
    struct store_block_row row;
    struct cached_block *slot;
    enum status status;

    for (unsigned i = 0; i < CACHE_BLOCKS; i++)
        if (cache->blocks[i].segment == segment && cache->blocks[i].block == block) {
            *plain = span_of(cache->blocks[i].bytes, cache->blocks[i].len);
            return ST_OK;
        }
    if (!store_block_row(segment, block, &row))
        return segment_broken(segment, err, "store: rule T1: table of blocks");
    slot = &cache->blocks[cache->next];
    slot->segment = NULL;
    status = inflate_block(segment, &row, cache, slot->bytes, err);
    if (status != ST_OK)
        return status;
    cache->next = (cache->next + 1) % CACHE_BLOCKS;
    slot->segment = segment;
    slot->block = block;
    slot->len = row.plain_len;
    *plain = span_of(slot->bytes, slot->len);
    return ST_OK;
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
        enum status status = store_block(segment, block, cache, &plain, err);

        if (status != ST_OK)
            return status;
        if (!store_block_row(segment, block, &row) || off < row.plain_off ||
            off - row.plain_off >= plain.len)
            return segment_broken(segment, err, "store: rule T1: table of blocks");
        plain = span_part(plain, (size_t)(off - row.plain_off), (size_t)len);
        memcpy(out, plain.data, plain.len);
        out += plain.len;
        off += plain.len;
        len -= plain.len;
    }
    return ST_OK;
}

/* Where the parts of a record are in the plain stream. */
struct record {
    uint64_t meta_off, body_off;
    uint32_t meta_len, tables_len, body_len;
};

static enum status read_head(const struct segment *segment, doc_id doc,
                             struct store_cache *cache, struct record *record,
                             struct error *err)
{
    uint8_t bytes[STORE_RECORD_HEAD_MAX];
    struct wire_reader in;
    uint64_t from, to, len;
    enum status status;

    if (doc >= segment->info.doc_count)
        return fail(err, ST_NOT_FOUND, "store: no article %" PRIu32, doc);
    if (!store_doc_range(segment, doc, &from, &to))
        return segment_broken(segment, err, "store: rule T4: range of an article");
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
    struct store_doc got;
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
    if (status == ST_OK)
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
