/* fuzz_store.c - the article store of a forged segment. */
#include "segment_input.h"

#include "segment/store_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_doc(const struct store_doc *doc)
{
    for (size_t i = 0; i < doc->paragraph_count; i++) /* rule T6 */
        must(doc->paragraphs[i].off <= doc->body_bytes &&
             (i == 0 || doc->paragraphs[i].off > doc->paragraphs[i - 1].off));
    for (size_t i = 0; i < doc->body_sample_count; i++) /* rule T7 */
        must(doc->body_samples[i] < doc->body_bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error err = ERROR_NONE;
    struct store_cache *cache;
    struct arena arena;
    struct input input;

    if (!input_open(&input, data, size))
        return 0;
    if (store_cache_open(&cache, &err) != ST_OK)
        abort();
    arena_init(&arena, (size_t)1 << 24);
    for (doc_id doc = 0; doc < input.segment->info.doc_count; doc++) {
        struct store_doc got;
        struct span body;
        uint32_t off = data[(doc + 100) % size] * 16U;

        if (store_get(input.segment, doc, cache, &arena, &got, NULL) == ST_OK)
            check_doc(&got);
        arena_reset(&arena);
        if (store_body(input.segment, doc, off, 300, cache, &arena, &body, NULL) ==
            ST_OK)
            must(body.len <= 300);
        arena_reset(&arena);
    }
    arena_release(&arena);
    store_cache_close(cache);
    input_close(&input);
    return 0;
}
