/* postings_mark.c - a block's documents as bits, where its form is near to that. */
#include "codec/pack_mark.h"
#include "segment/postings_private.h"
#include "segment/postings_scan.h"
#include "segment/segment_private.h"

bool postings_block_mark(struct postings_reader *r, uint32_t block, doc_id base,
                         uint64_t *bits, size_t words)
{
    if (r->block_count < 2 || r->status != ST_OK)
        return false;
    struct block_range range = directory_payload(&r->directory, block);
    uint32_t last = directory_last(&r->directory, block);
    uint32_t before = block ? directory_last(&r->directory, block - 1) : UINT32_MAX;
    uint32_t rest = r->info.doc_freq - block * POSTINGS_BLOCK;
    if (last >= r->segment->info.doc_count || range.off > r->info.postings_bytes ||
        range.len > r->info.postings_bytes - range.off)
        return false;
    struct span bytes = segment_bytes(r->segment, SECTION_POSTINGS,
                                      r->info.postings_off + range.off, range.len);
    return bytes.data && pack_mark_docs(wire_open(bytes), before,
                                        rest < POSTINGS_BLOCK ? rest : POSTINGS_BLOCK,
                                        last, base, bits, words);
}
