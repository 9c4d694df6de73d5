/* champions.c
 *
 *   directory   | columns .. bounds | rest u32 | gap head (mask tf ..)? | .. | bytes u16 |
 *                                    '------------- champions ----------'
 *
 * Invariant of a builder: weights do not ascend, and of equal ones the earlier document
 * came first; `rest` is the greatest weight of all that were turned away.
 */
#include "segment/champions.h"

#include <string.h>

#include "codec/wire.h"
#include "segment/impacts.h"
#include "segment/segment_private.h"

enum { TAIL_BYTES = 2 };

void champions_begin(struct champions_builder *builder)
{
    builder->champions.count = 0;
    builder->rest = 0;
}

void champions_add(struct champions_builder *builder, doc_id doc,
                   const uint32_t tf[FIELD_COUNT], double weight)
{
    struct champions *champions = &builder->champions;
    unsigned at = champions->count;

    if (!(weight > champions_least(builder))) {
        champions_pass(builder, weight);
        return;
    }
    if (at == CHAMPIONS_MAX)
        champions_pass(builder, builder->weights[--at]);
    else
        champions->count++;
    for (; at > 0 && builder->weights[at - 1] < weight; at--) {
        builder->weights[at] = builder->weights[at - 1];
        champions->best[at] = champions->best[at - 1];
    }
    builder->weights[at] = weight;
    champions->best[at].doc = doc;
    memcpy(champions->best[at].tf, tf, sizeof champions->best[at].tf);
}

static void sort_by_doc(struct champions *champions)
{
    for (unsigned i = 1; i < champions->count; i++) {
        struct champion one = champions->best[i];
        unsigned at = i;

        for (; at > 0 && champions->best[at - 1].doc > one.doc; at--)
            champions->best[at] = champions->best[at - 1];
        champions->best[at] = one;
    }
}

static void put_champion(struct buf *out, const struct champion *champion)
{
    unsigned mask = 0;

    for (unsigned field = 1; field < FIELD_COUNT; field++)
        mask |= (unsigned)(champion->tf[field] > 0) << (field - 1);
    wire_put_varint(out, (uint64_t)champion->tf[FIELD_BODY] << 1 | (mask != 0));
    if (mask == 0)
        return;
    wire_put_u8(out, (uint8_t)mask);
    for (unsigned field = 1; field < FIELD_COUNT; field++)
        if (champion->tf[field] > 0)
            wire_put_varint(out, champion->tf[field]);
}

void champions_put(struct champions_builder *builder, struct buf *out)
{
    struct champions *champions = &builder->champions;
    size_t begin = out->len;
    uint32_t next = 0;

    sort_by_doc(champions);
    wire_put_u32(out, impact_share(builder->rest, CHAMPIONS_SHARE_BITS));
    for (unsigned i = 0; i < champions->count; i++) {
        wire_put_varint(out, champions->best[i].doc - next);
        put_champion(out, &champions->best[i]);
        next = champions->best[i].doc + 1;
    }
    wire_put_u16(out, (uint16_t)(out->len - begin));
}

bool champions_cut(struct span *directory, struct span *bytes)
{
    size_t len;

    if (directory->len < TAIL_BYTES)
        return false;
    directory->len -= TAIL_BYTES;
    len = wire_load_u16(directory->data + directory->len);
    if (directory->len < len)
        return false;
    directory->len -= len;
    *bytes = span_of(directory->data + directory->len, len);
    return true;
}

/* Of a field that has the word. */
static uint32_t get_tf(struct wire_reader *in)
{
    uint64_t tf = wire_varint64(in);

    in->bad = in->bad || tf > UINT32_MAX || tf == 0;
    return (uint32_t)tf;
}

static void get_champion(struct wire_reader *in, struct champion *champion)
{
    uint64_t head = wire_varint64(in);
    unsigned mask = 0;

    memset(champion->tf, 0, sizeof champion->tf);
    in->bad = in->bad || head >> 1 > UINT32_MAX || head == 0;
    champion->tf[FIELD_BODY] = (uint32_t)(head >> 1);
    if (head & 1) {
        mask = wire_u8(in);
        in->bad = in->bad || mask == 0 || mask >> (FIELD_COUNT - 1) != 0;
    }
    for (unsigned field = 1; field < FIELD_COUNT; field++)
        if (mask >> (field - 1) & 1)
            champion->tf[field] = get_tf(in);
}

bool champions_decode(struct champions *champions, struct span bytes,
                      uint32_t doc_count)
{
    struct wire_reader in = wire_open(bytes);
    uint64_t next = 0;

    champions->rest = wire_u32(&in);
    champions->count = 0;
    while (!in.bad && wire_left(&in) > 0 && champions->count < CHAMPIONS_MAX) {
        struct champion *champion = &champions->best[champions->count++];
        uint64_t doc = next + wire_varint64(&in);

        in.bad = in.bad || doc >= doc_count || doc < next;
        champion->doc = (doc_id)doc;
        next = doc + 1;
        get_champion(&in, champion);
    }
    return !in.bad && wire_left(&in) == 0 &&
           champions->rest <= (uint32_t)1 << CHAMPIONS_SHARE_BITS;
}

bool champions_read(struct champions *champions, const struct segment *segment,
                    const struct term_info *info)
{
    uint64_t end = info->directory_off + info->directory_bytes;
    struct span bytes;
    uint64_t len;

    if (info->directory_bytes < TAIL_BYTES)
        return false;
    bytes = segment_bytes(segment, SECTION_DIRECTORY, end - TAIL_BYTES, TAIL_BYTES);
    if (!bytes.data)
        return false;
    len = wire_load_u16(bytes.data);
    if (len > info->directory_bytes - TAIL_BYTES)
        return false;
    bytes = segment_bytes(segment, SECTION_DIRECTORY, end - TAIL_BYTES - len, len);
    return bytes.data && champions_decode(champions, bytes, segment->info.doc_count);
}

bool champions_cover(const struct champions *champions, double weight)
{
    return impact_share_covers(champions->rest, CHAMPIONS_SHARE_BITS, weight);
}
