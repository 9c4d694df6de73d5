/* lane_join.c - articles looked up in a word's lists.
 *
 *   articles   12 40 41 300 | 702 …         ascending; those of one block together
 *   block      | 9 12 41 90 … 640 |
 *   hits        0  2                         which of them, and where in the block
 */
#include "match/lane_inside.h"

enum { MAPPED = 24 };

/* The articles of one block that the block has: hits[], and where in it they are, at[].
 * Many are found through a map of the block's documents by their last bits: what it says of
 * a document that is not there is wrong, and then the documents differ. */
static uint32_t find_many(const struct postings_reader *r,
                          const struct lane_articles *a, size_t from, size_t to,
                          struct lane_scratch *scratch)
{
    uint32_t first = postings_find(r, 0, a->docs[from]), found = 0;
    doc_id last = a->docs[to - 1];
    for (uint32_t i = first; i < r->in_block && r->docs[i] <= last; i++)
        scratch->map[r->docs[i] % LANE_WINDOW] = (uint8_t)i;
    for (size_t i = from; i < to; i++) {
        uint32_t at = scratch->map[a->docs[i] % LANE_WINDOW];
        scratch->hits[found] = (uint32_t)i;
        scratch->at[found] = at;
        found += at < r->in_block && r->docs[at] == a->docs[i];
    }
    return found;
}

static uint32_t find_few(const struct postings_reader *r, const struct lane_articles *a,
                         size_t from, size_t to, struct lane_scratch *scratch)
{
    uint32_t at = 0, found = 0;
    for (size_t i = from; i < to; i++) {
        at = postings_find(r, at, a->docs[i]);
        scratch->hits[found] = (uint32_t)i;
        scratch->at[found] = at;
        found += r->docs[at] == a->docs[i];
    }
    return found;
}

/* What the hits of a block score: best[]. */
static bool score_hits(struct lane *lane, struct lane_part *part, uint32_t found,
                       const struct lane_articles *a, struct lane_scratch *scratch)
{
    const struct postings_reader *r = part->reader;
    if (!lane_load_freqs(lane, part))
        return false;
    for (uint32_t i = 0; i < found; i++) {
        scratch->docs[i] = a->docs[scratch->hits[i]];
        scratch->tf[i] = r->tf[scratch->at[i]];
    }
    kernel_score(&lane->kernel, scratch->docs, scratch->tf, found, scratch->scores);
    for (uint32_t i = 0; r->field_count && i < found; i++)
        if (postings_field_mask(r, scratch->at[i]))
            scratch->scores[i] = lane_score_fields(lane, part, scratch->at[i]);
    return true;
}

/* The articles [from, to) that the loaded block has, into best[]. */
static bool probe_block(struct lane *lane, struct lane_part *part, bool scored,
                        const struct lane_articles *a, size_t from, size_t to,
                        struct lane_scratch *scratch)
{
    bool near = a->docs[to - 1] - a->docs[from] < LANE_WINDOW;
    uint32_t found = near && to - from >= MAPPED
                         ? find_many(part->reader, a, from, to, scratch)
                         : find_few(part->reader, a, from, to, scratch);
    if (found > 0 && scored && !score_hits(lane, part, found, a, scratch))
        return false;
    for (uint32_t i = 0; i < found; i++) {
        float *best = &scratch->best[scratch->hits[i]];
        float value = scored ? scratch->scores[i] : 1.0f;
        *best = value > *best ? value : *best;
    }
    return true;
}

static void probe(struct lane *lane, struct lane_part *part, bool scored,
                  const struct lane_articles *a, struct lane_scratch *scratch)
{
    for (size_t from = 0, to; from < a->count; from = to) {
        if (!lane_enter(lane, part, a->docs[from]))
            return;
        for (to = from + 1; to < a->count && a->docs[to] <= part->reaches;)
            to++;
        if (!probe_block(lane, part, scored, a, from, to, scratch))
            return;
    }
}

void lane_join(struct lane *lane, enum lane_role role, bool scored,
               struct lane_articles *articles, struct lane_scratch *scratch)
{
    size_t kept = 0;
    scored = scored && role != LANE_NOT;
    for (unsigned p = 0; p < lane->count; p++)
        probe(lane, &lane->parts[p], scored, articles, scratch);
    for (size_t a = 0; a < articles->count; a++) {
        float value = scratch->best[a];
        scratch->best[a] = 0.0f;
        articles->docs[kept] = articles->docs[a];
        articles->scores[kept] =
            scored ? articles->scores[a] + value : articles->scores[a];
        kept += role == LANE_MAY || (value > 0.0f) == (role == LANE_NEED);
    }
    articles->count = kept;
}
