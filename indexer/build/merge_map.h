/* merge_map.h - where the articles of one source go when deleted ones are left out.
 *
 * Layer    build (includes base, segment)
 * Memory   init/release; 4 bytes for every 64 articles, nothing without deletions
 * Threads  one thread
 */
#ifndef MSEARCH_BUILD_MERGE_MAP_H
#define MSEARCH_BUILD_MERGE_MAP_H

#include <stdint.h>

#include "base/status.h"
#include "segment/layout.h"

struct merge_map {
    doc_id first;       /* of the source's first live article in the result */
    uint32_t doc_count; /* of the source */
    uint32_t live_count;
    const uint64_t *deleted; /* borrowed; NULL: none */
    uint32_t *before;        /* owned: deleted articles before each word of `deleted` */
};

MUST_USE enum status merge_map_init(struct merge_map *map, doc_id first,
                                    uint32_t doc_count, const uint64_t *deleted,
                                    struct error *err);
void merge_map_release(struct merge_map *map); /* of a zeroed one: no-op */
/* The article's number in the result; DOC_END when it is deleted. */
static inline doc_id merge_map_get(const struct merge_map *map, doc_id doc)
{
    uint64_t word;

    if (!map->deleted)
        return map->first + doc;
    word = map->deleted[doc >> 6];
    if (word >> (doc & 63) & 1)
        return DOC_END;
    word &= (UINT64_C(1) << (doc & 63)) - 1;
    return map->first + doc - map->before[doc >> 6] -
           (uint32_t)__builtin_popcountll(word);
}

#endif
