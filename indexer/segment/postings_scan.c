/* postings_scan.c - one term's postings block by block, for batch kernels.
 *
 *   columns   last docs | 90 | 310 | 702 | ...     which blocks are worth it:
 *             impacts   | 31 |  88 |  17 | ...     no block is touched for that
 *   block     docs[0 .. in_block)   tf[0 .. in_block)
 */
#include "segment/postings_scan.h"

#include "codec/kernels.h"
#include "segment/postings_private.h"

struct postings_columns postings_columns(const struct postings_reader *r)
{
    if (r->block_count < 2 || r->status != ST_OK)
        return (struct postings_columns){NULL, NULL, 0};
    return (struct postings_columns){r->directory.last_docs, r->directory.impacts,
                                     r->directory.count};
}

uint32_t postings_find_block(const struct postings_reader *r, uint32_t from,
                             doc_id target)
{
    if (r->block_count < 2 || r->status != ST_OK)
        return from;
    return directory_find(&r->directory, from, target);
}

bool postings_block(struct postings_reader *r, uint32_t block)
{
    return postings_load_block(r, block);
}

uint32_t postings_find(const struct postings_reader *r, uint32_t from, doc_id target)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return codec_kernels()->find((const uint8_t *)r->docs, from, r->in_block, target);
#else
    while (from < r->in_block && r->docs[from] < target)
        from++;
    return from;
#endif
}

bool postings_block_tf(struct postings_reader *r)
{
    return postings_load_tf(r);
}
