/* lane_mark.c - the articles of a word as bits.
 *
 *   blocks   | bitset |  run  | gaps … |      the first two are ORed in as they are;
 *   bits     ..1.11.1.111111..1...1.1..       of the third each document sets its bit
 *   among    ..1.......................       blocks where nothing is asked for are left out
 */
#include "match/lane_inside.h"

/* Is a bit set between these two? Whole words are looked at. */
static bool any_between(const uint64_t *bits, uint32_t from, uint32_t to)
{
    uint64_t any = 0;
    for (uint32_t w = from / 64; w <= to / 64; w++)
        any |= bits[w];
    return any != 0;
}

static doc_id last_of(const struct lane_stretch *s)
{
    return s->base + (doc_id)s->words * 64 - 1;
}

/* Is anything asked for of a block of these articles? */
static bool is_asked(const struct lane_stretch *s, doc_id first, doc_id last)
{
    if (!s->among)
        return true;
    first = first > s->base ? first : s->base;
    last = last < last_of(s) ? last : last_of(s);
    return first > last || any_between(s->among, first - s->base, last - s->base);
}

static bool mark_block(struct lane *lane, struct lane_part *part, uint32_t block,
                       const struct lane_stretch *s, uint64_t *bits)
{
    struct postings_reader *r = part->reader;
    if (part->block != block && postings_block_mark(r, block, s->base, bits, s->words))
        return true;
    if (!lane_load(lane, part, block))
        return false;
    uint32_t from = postings_find(r, 0, s->base), to = r->in_block;
    if (part->reaches > last_of(s))
        to = postings_find(r, from, last_of(s) + 1);
    kernel_mark(r->docs + from, to - from, s->base, bits);
    return true;
}

/* The first block with articles from `base` on; rising ones are found quickly. */
static uint32_t find_block(struct lane_part *part, doc_id base)
{
    uint32_t from = part->marks;
    if (from > 0 && postings_column_last(&part->columns, from - 1) >= base)
        from = 0;
    from = postings_find_block(part->reader, from, base);
    part->marks = from < part->columns.count ? from : part->marks;
    return from;
}

/* The blocks of the part that reach into the stretch. */
static void mark_part(struct lane *lane, struct lane_part *part,
                      const struct lane_stretch *s, uint64_t *bits)
{
    const struct postings_columns *columns = &part->columns;
    uint32_t count = postings_block_count(part->reader);
    uint32_t block = find_block(part, s->base);
    doc_id first = s->base, end = last_of(s);
    for (; block < count && first <= end; block++) {
        doc_id last = columns->count ? postings_column_last(columns, block) : DOC_END;
        bool low = columns->count && columns->impacts[block] < s->least;
        if (!low && is_asked(s, first, last) && !mark_block(lane, part, block, s, bits))
            return;
        if (last >= end)
            return;
        first = last + 1;
    }
}

void lane_mark(struct lane *lane, const struct lane_stretch *stretch, uint64_t *bits)
{
    for (unsigned p = 0; p < lane->count; p++)
        mark_part(lane, &lane->parts[p], stretch, bits);
}

unsigned lane_impact(const struct lane *lane, float least)
{
    const struct impact_bounds *bounds = &lane->impacts;
    if (!lane->by_impacts || !(least > bounds->unit))
        return 0;
    if (least > bounds->most + 3.0f * bounds->unit)
        return UINT8_MAX + 1;
    /* Two units below it nothing is rounded up so far; then step by step. */
    float guess = (least - 3.0f * bounds->unit) / bounds->a_step - 1.0f;
    unsigned impact = guess > 0.0f ? (unsigned)guess : 0;
    while (impact <= UINT8_MAX && impact_bound(bounds, (uint8_t)impact) < least)
        impact++;
    return impact;
}

/* Of the blocks [from, to], which may end behind the list. */
static uint32_t count_blocks(const struct lane_part *part, uint32_t from, uint32_t to,
                             unsigned least)
{
    const struct postings_columns *columns = &part->columns;
    uint32_t count = postings_block_count(part->reader), sum = 0;
    if (columns->count == 0)
        return from < count;
    for (; from < count && from <= to; from++)
        sum += columns->impacts[from] >= least;
    return sum;
}

uint32_t lane_blocks(struct lane *lane, const struct lane_stretch *stretch)
{
    uint32_t sum = 0;
    for (unsigned p = 0; p < lane->count; p++) {
        struct lane_part *part = &lane->parts[p];
        uint32_t from = find_block(part, stretch->base);
        uint32_t to = postings_find_block(part->reader, from, last_of(stretch));
        sum += count_blocks(part, from, to, stretch->least);
    }
    return sum;
}

doc_id lane_reach(struct lane *lane, doc_id target)
{
    doc_id least = DOC_END;
    for (unsigned p = 0; p < lane->count && least > target; p++) {
        struct lane_part *part = &lane->parts[p];
        uint32_t block = find_block(part, target);
        if (block >= postings_block_count(part->reader) ||
            (part->columns.count == 0 && !lane_load(lane, part, 0)))
            continue;
        const struct postings_reader *r = part->reader;
        doc_id first = block ? postings_column_last(&part->columns, block - 1) + 1 : 0;
        if (part->columns.count == 0)
            first = r->docs[postings_find(r, 0, target)];
        first = first > target ? first : target;
        least = first < least ? first : least;
    }
    return least;
}
