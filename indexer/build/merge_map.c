/* merge_map.c
 *
 *   deleted  | 0..63 | 64..127 | ...      new number = first + doc - deleted before doc
 *   before   |   0   |    3    | ...
 */
#include "build/merge_map.h"

#include <stddef.h>

#include "base/memory.h"

enum status merge_map_init(struct merge_map *map, doc_id first, uint32_t doc_count,
                           const uint64_t *deleted, struct error *err)
{
    size_t words = ((size_t)doc_count + 63) / 64;
    uint32_t *before, sum = 0;

    *map = (struct merge_map){first, doc_count, doc_count, NULL, NULL};
    if (!deleted)
        return ST_OK;
    before = memory_zeroed(words + 1, sizeof *before);
    if (!before)
        return fail(err, ST_NOMEM, "no memory to renumber %u articles", doc_count);
    for (size_t i = 0; i < words; i++) {
        before[i] = sum;
        sum += (uint32_t)__builtin_popcountll(deleted[i]);
    }
    map->deleted = deleted;
    map->before = before;
    map->live_count = doc_count - sum;
    return ST_OK;
}

void merge_map_release(struct merge_map *map)
{
    memory_free(map->before);
    map->before = NULL;
}
