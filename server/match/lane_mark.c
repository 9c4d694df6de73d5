/* lane_mark.c - the articles of a word as bits, over a long stretch.
 *
 *   blocks   | bitset |  run  | gaps … |      the first two are ORed in as they are;
 *   bits     ..1.11.1.111111..1...1.1..       of the third each document sets its bit
 */
#include "match/lane_inside.h"

/* Neighbours seldom share a byte where gaps are coded: a byte's bit need not wait for the
 * one before, as a word's would. */
static void set_bits(const doc_id *docs, uint32_t count, doc_id base, uint64_t *bits)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint8_t *bytes = (uint8_t *)bits;
    for (uint32_t i = 0; i < count; i++)
        bytes[(docs[i] - base) / 8] |= (uint8_t)(1u << (docs[i] - base) % 8);
#else
    for (uint32_t i = 0; i < count; i++)
        bits[(docs[i] - base) / 64] |= (uint64_t)1 << (docs[i] - base) % 64;
#endif
}

static void mark_part(struct lane *lane, struct lane_part *part, doc_id base,
                      uint64_t *bits, size_t words)
{
    const struct postings_reader *r = part->reader;
    doc_id last = base + (doc_id)words * 64 - 1;
    uint32_t count = postings_block_count(r);
    for (uint32_t b = postings_find_block(r, 0, base); b < count; b++) {
        bool more =
            part->columns.count && postings_column_last(&part->columns, b) < last;
        if (part->block == b || !postings_block_mark(r, b, base, bits, words)) {
            if (!lane_load(lane, part, b))
                return;
            uint32_t from = postings_find(r, 0, base);
            uint32_t to = more ? r->in_block : postings_find(r, from, last + 1);
            set_bits(r->docs + from, to - from, base, bits);
        }
        if (!more)
            return;
    }
}

void lane_mark_wide(struct lane *lane, doc_id base, uint64_t *bits, size_t words)
{
    for (unsigned p = 0; p < lane->count; p++)
        mark_part(lane, &lane->parts[p], base, bits, words);
}
