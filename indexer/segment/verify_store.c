/* verify_store.c - the article store: tables, blocks, dictionaries, records. */
#include "segment/verify.h"

#include <inttypes.h>

#include "base/hash.h"
#include "segment/lengths.h"
#include "segment/store_private.h"

/* Rule T3: dictionaries tile their section and are what their rows say. */
static void verify_dicts(struct verifier *v)
{
    uint64_t total = 0;

    for (unsigned i = 0; i < v->segment->store.dict_count; i++) {
        struct store_dict_row row;

        if (!store_dict_row(v->segment, i, &row) ||
            hash_crc32(0, row.bytes) != row.crc) {
            verify_report(v, SECTION_STORE_DICTS, total,
                          "store: rule T3: dictionary %u", i);
            return;
        }
        total += row.bytes.len;
    }
    if (total != v->segment->sections[SECTION_STORE_DICTS].len)
        verify_report(v, SECTION_STORE_DICTS, total,
                      "store: rule T3: bytes of no dictionary");
}

/* Rules T1 and T2: rows tile the store, every block inflates to its size. */
static void verify_blocks(struct verifier *v, struct store_cache *cache)
{
    uint64_t comp = 0, plain = 0;

    for (uint32_t i = 0; i < v->segment->store.block_count; i++) {
        struct error err = ERROR_NONE;
        struct store_block_row row;
        struct span bytes;
        enum status status;

        if (!store_block_row(v->segment, i, &row) || row.comp_off != comp ||
            row.plain_off != plain || row.plain_len == 0) {
            verify_report(v, SECTION_STORE_INDEX, v->segment->store.comp_offs_off,
                          "store: rule T1: row of block %" PRIu32, i);
            return;
        }
        status = store_block(v->segment, i, cache, &bytes, &err);
        if (status != ST_OK)
            verify_failed(v, SECTION_STORE, row.comp_off, status, &err);
        comp += row.comp_len;
        plain += row.plain_len;
    }
}

/* Rule T8: no samples, or one for every 64 words that the body has. */
static bool samples_fit(const struct store_doc *doc, uint8_t code)
{
    uint64_t count = doc->body_sample_count;

    if (count == 0)
        return true;
    if (count > UINT32_MAX / BODY_SAMPLE)
        return false;
    return code >= lengths_encode((uint32_t)(count - 1) * BODY_SAMPLE + 1) &&
           code <= lengths_encode((uint32_t)count * BODY_SAMPLE);
}

static void verify_doc(struct verifier *v, doc_id doc, struct store_cache *cache)
{
    struct error err = ERROR_NONE;
    struct store_doc got;
    uint64_t off = v->segment->store.starts_off + (uint64_t)doc * STORE_OFF_BYTES;
    enum status status = store_get(v->segment, doc, cache, &v->arena, &got, &err);

    if (status != ST_OK)
        verify_failed(v, SECTION_STORE_INDEX, off, status, &err);
    else if (!samples_fit(&got, segment_lengths(v->segment, FIELD_BODY)[doc]))
        verify_report(v, SECTION_STORE_INDEX, off,
                      "store: rule T8: %zu samples in article %" PRIu32,
                      got.body_sample_count, doc);
    arena_reset(&v->arena);
}

void verify_store(struct verifier *v)
{
    struct store_cache *cache = NULL;
    struct error err = ERROR_NONE;
    uint64_t next = 0;

    if (store_cache_open(&cache, &err) != ST_OK) {
        v->status = ST_NOMEM;
        return;
    }
    verify_dicts(v);
    verify_blocks(v, cache);
    for (doc_id doc = 0; doc < v->segment->info.doc_count && v->status == ST_OK;
         doc++) {
        uint64_t from, to;

        if (!store_doc_range(v->segment, doc, &from, &to) || from != next) {
            verify_report(v, SECTION_STORE_INDEX, v->segment->store.starts_off,
                          "store: rule T4: start of article %" PRIu32, doc);
            break;
        }
        next = to;
        verify_doc(v, doc, cache);
    }
    store_cache_close(cache);
}
