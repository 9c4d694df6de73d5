/* directory_read.c - the directory of a list: find a block, its bytes, its bound.
 *
 * Invariant after directory_open: the columns of `count` blocks lie within the bytes.
 * What they say is not trusted: every range is checked again where it is used.
 */
#include "codec/kernels.h"
#include "segment/champions.h"
#include "segment/postings_private.h"

bool directory_open(struct postings_directory *directory, struct span bytes,
                    uint32_t count)
{
    struct span champions;
    bool cut = champions_cut(&bytes, &champions);
    struct wire_reader in = wire_open(bytes);
    uint64_t groups = ((uint64_t)count + DIRECTORY_GROUP - 1) / DIRECTORY_GROUP;
    unsigned list_bound_len;

    directory->count = count;
    directory->next_block = 0;
    directory->place_len_bytes = wire_u8(&in);
    list_bound_len = wire_u8(&in);
    directory->last_docs = wire_bytes(&in, (size_t)count * 4).data;
    directory->impacts = wire_bytes(&in, count).data;
    directory->groups = wire_bytes(&in, (size_t)groups * 12).data;
    directory->payload_lens = wire_bytes(&in, (size_t)count * 2).data;
    directory->place_lens =
        wire_bytes(&in, (size_t)count * directory->place_len_bytes).data;
    directory->bound_lens = wire_bytes(&in, count).data;
    directory->list_bound = wire_bytes(&in, list_bound_len);
    directory->bounds = wire_bytes(&in, wire_left(&in));
    return cut && !in.bad &&
           (directory->place_len_bytes == 2 || directory->place_len_bytes == 4);
}

static uint32_t group_base(const struct postings_directory *directory, uint32_t block,
                           unsigned column)
{
    return wire_load_u32(directory->groups + (size_t)block / DIRECTORY_GROUP * 12 +
                         (size_t)column * 4);
}

/* Sum of `count` (below DIRECTORY_GROUP) u16, four at a time. */
static uint64_t sum_u16(const uint8_t *lens, uint32_t count)
{
    const uint64_t even = UINT64_C(0x0000FFFF0000FFFF);
    uint64_t sums = 0;
    uint32_t i = 0;

    for (; i + 4 <= count; i += 4) {
        uint64_t four = wire_load_u64(lens + (size_t)i * 2);

        sums += (four & even) + (four >> 16 & even);
    }
    sums = (sums & UINT32_MAX) + (sums >> 32);
    for (; i < count; i++)
        sums += wire_load_u16(lens + (size_t)i * 2);
    return sums;
}

/* A walk asks for one block after another: the next one begins where the last one ended.
 */
struct block_range directory_payload(struct postings_directory *directory,
                                     uint32_t block)
{
    uint32_t before = block % DIRECTORY_GROUP;
    const uint8_t *own = directory->payload_lens + (size_t)block * 2;
    struct block_range range = {directory->next_off, wire_load_u16(own)};

    if (before == 0 || block != directory->next_block)
        range.off =
            group_base(directory, block, 0) + sum_u16(own - (size_t)before * 2, before);
    directory->next_block = block + 1;
    directory->next_off = range.off + range.len;
    return range;
}

static uint32_t place_len(const struct postings_directory *directory, uint32_t block)
{
    const uint8_t *p =
        directory->place_lens + (size_t)block * directory->place_len_bytes;

    return directory->place_len_bytes == 2 ? wire_load_u16(p) : wire_load_u32(p);
}

struct block_range directory_places(const struct postings_directory *directory,
                                    uint32_t block)
{
    uint32_t before = block % DIRECTORY_GROUP;
    struct block_range range = {group_base(directory, block, 1),
                                place_len(directory, block)};

    if (directory->place_len_bytes == 2)
        range.off +=
            sum_u16(directory->place_lens + (size_t)(block - before) * 2, before);
    else
        for (uint32_t i = block - before; i < block; i++)
            range.off += place_len(directory, i);
    return range;
}

struct block_range directory_bound(const struct postings_directory *directory,
                                   uint32_t block)
{
    struct block_range range = {group_base(directory, block, 2), 0};

    for (uint32_t i = block / DIRECTORY_GROUP * DIRECTORY_GROUP; i < block; i++)
        range.off += directory->bound_lens[i];
    range.len = directory->bound_lens[block];
    return range;
}

uint32_t directory_find(const struct postings_directory *directory, uint32_t from,
                        uint32_t target)
{
    return codec_kernels()->find(directory->last_docs, from, directory->count, target);
}
