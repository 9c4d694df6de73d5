/* lane.c
 *
 *   part       blocks  | 3 9 12 … 700 | 705 … 1400 | …     one loaded at a time
 *   window              [512      .           1024)
 *   slices                     |___________|____|          of the loaded block, [from, to)
 *
 * Invariant: docs[in_block .. + KERNEL_ROOM) of a loaded block are DOC_END, so a search in
 * it needs no end.
 */
#include "match/lane_inside.h"

#define NONE UINT32_MAX /* no block is loaded */

/* Postings of the loaded block. */
struct slice {
    uint32_t from, to;
};

/* The word's terms in this segment. */
static const struct plan_term *terms_of(const struct cursor_context *context,
                                        const struct plan_word *word)
{
    return word->in + (size_t)context->segment_at * word->term_count;
}

bool lane_fits(const struct cursor_context *context, const struct plan_leaf *leaf)
{
    const struct plan_word *word = plan_word_of(leaf);
    if (!plan_is_word(leaf) || leaf->node->fields != QUERY_FIELDS_ALL)
        return false;
    const struct plan_term *in = terms_of(context, word);
    for (unsigned t = 0; t < word->term_count; t++)
        if (in[t].there && in[t].forms)
            return false;
    return true;
}

bool lane_open(struct lane *lane, struct cursor_context *context,
               const struct plan_leaf *leaf)
{
    const struct plan_word *word = plan_word_of(leaf);
    const struct plan_term *in = terms_of(context, word);
    memset(lane, 0, sizeof *lane);
    lane->context = context;
    lane->kernel = kernel_score_of(&context->plan->scorer, leaf->idf,
                                   context->lengths[FIELD_BODY]);
    lane->parts = cursor_take(context, word->term_count, sizeof *lane->parts);
    if (!lane->parts)
        return false;
    for (unsigned t = 0; t < word->term_count; t++) {
        if (!in[t].there)
            continue;
        struct lane_part *part = &lane->parts[lane->count++];
        part->reader = cursor_room(context, sizeof *part->reader);
        if (!part->reader)
            return false;
        postings_open(part->reader, context->segment, &in[t].info);
        part->columns = postings_columns(part->reader);
        part->block = NONE;
        lane->cost += in[t].info.doc_freq;
    }
    return true;
}

static bool broken(struct lane *lane, const struct lane_part *part)
{
    struct cursor_context *context = lane->context;
    if (context->status == ST_OK)
        context->status =
            fail(context->err, part->reader->status, "%s", part->reader->error.text);
    return false;
}

bool lane_load(struct lane *lane, struct lane_part *part, uint32_t block)
{
    struct postings_reader *r = part->reader;
    if (part->block == block)
        return true;
    part->block = NONE;
    if (!postings_block(r, block))
        return broken(lane, part);
    for (unsigned i = 0; i < KERNEL_ROOM; i++)
        r->docs[r->in_block + i] = DOC_END;
    part->block = block;
    part->at = 0;
    part->reaches = r->docs[r->in_block - 1];
    part->with_freqs = false;
    return true;
}

bool lane_load_freqs(struct lane *lane, struct lane_part *part)
{
    if (part->with_freqs)
        return true;
    part->with_freqs = postings_block_tf(part->reader);
    return part->with_freqs || broken(lane, part);
}

static doc_id block_reaches(const struct lane_part *part, uint32_t block)
{
    return postings_column_last(&part->columns, block);
}

/* Load the block that may hold `target`; false: there is none. */
bool lane_enter(struct lane *lane, struct lane_part *part, doc_id target)
{
    uint32_t from = 0;
    if (part->block != NONE) {
        bool after =
            part->block == 0 ||
            (part->columns.count && block_reaches(part, part->block - 1) < target);
        if (after && target <= part->reaches)
            return true;
        if (after && part->columns.count == 0)
            return false;
        from = after ? part->block + 1 : 0;
    }
    uint32_t block = postings_find_block(part->reader, from, target);
    if (block >= postings_block_count(part->reader) || !lane_load(lane, part, block))
        return false;
    return target <= part->reaches;
}

/* The first slice of the window. */
static bool begin(struct lane *lane, struct lane_part *part, doc_id base,
                  struct slice *slice)
{
    const struct postings_reader *r = part->reader;
    if (!lane_enter(lane, part, base))
        return false;
    uint32_t from = part->at < r->in_block && r->docs[part->at] <= base ? part->at : 0;
    slice->from = postings_find(r, from, base);
    slice->to = postings_find(r, slice->from, base + LANE_WINDOW);
    part->at = slice->to;
    return slice->to > slice->from;
}

/* The next one, in the next block. */
static bool go_on(struct lane *lane, struct lane_part *part, doc_id base,
                  struct slice *slice)
{
    const struct postings_reader *r = part->reader;
    if (slice->to < r->in_block || part->block + 1 >= postings_block_count(r) ||
        !lane_load(lane, part, part->block + 1))
        return false;
    slice->from = 0;
    slice->to = postings_find(r, 0, base + LANE_WINDOW);
    part->at = slice->to;
    return slice->to > 0;
}

doc_id lane_next(struct lane *lane, doc_id target)
{
    doc_id least = DOC_END;
    for (unsigned p = 0; p < lane->count; p++) {
        struct lane_part *part = &lane->parts[p];
        if (!lane_enter(lane, part, target))
            continue;
        const struct postings_reader *r = part->reader;
        doc_id doc = r->docs[postings_find(r, 0, target)];
        least = doc < least ? doc : least;
    }
    return least;
}

/* The score of a posting that has fields beside the body. */
float lane_score_fields(struct lane *lane, struct lane_part *part, uint32_t at)
{
    struct cursor_context *context = lane->context;
    uint32_t tf[FIELD_COUNT];
    uint8_t codes[FIELD_COUNT] = {0};
    if (!postings_field_tf(part->reader, at, tf)) {
        (void)broken(lane, part);
        return 0.0f;
    }
    for (unsigned f = 0; f < FIELD_COUNT; f++)
        if (tf[f])
            codes[f] = context->lengths[f][part->reader->docs[at]];
    return scorer_score(&context->plan->scorer, lane->kernel.idf, tf, codes,
                        QUERY_FIELDS_ALL);
}

/* scores[i] of posting slice.from + i. */
static bool score(struct lane *lane, struct lane_part *part, struct slice slice,
                  float *scores)
{
    struct postings_reader *r = part->reader;
    if (!lane_load_freqs(lane, part))
        return false;
    kernel_score(&lane->kernel, r->docs + slice.from, r->tf + slice.from,
                 slice.to - slice.from, scores);
    for (uint32_t i = slice.from; r->field_count && i < slice.to; i++)
        if (postings_field_mask(r, i))
            scores[i - slice.from] = lane_score_fields(lane, part, i);
    return true;
}

/* Raise the bounds of the windows from `first` to `last` articles. */
static void raise(float *bounds, doc_id first, doc_id last, float bound)
{
    for (uint32_t w = first >> LANE_SHIFT; w <= last >> LANE_SHIFT; w++)
        bounds[w] = bound > bounds[w] ? bound : bounds[w];
}

/* A list of one block is scored: nothing is truer. */
static bool bound_short(struct lane *lane, struct lane_part *part)
{
    float scores[POSTINGS_BLOCK + KERNEL_ROOM];
    if (!lane_load(lane, part, 0) ||
        !score(lane, part, (struct slice){0, part->reader->in_block}, scores))
        return false;
    for (uint32_t i = 0; i < part->reader->in_block; i++)
        raise(lane->bounds, part->reader->docs[i], part->reader->docs[i], scores[i]);
    return true;
}

/* By impacts, when the ranking is the one that they are made for. */
static bool bound_impacts(struct lane *lane, struct lane_part *part,
                          const struct impact_bounds *impacts)
{
    struct cursor_context *context = lane->context;
    doc_id first = 0;
    for (uint32_t b = 0; b < part->columns.count; b++) {
        doc_id last = block_reaches(part, b);
        if (last < first || last >= context->doc_count) {
            context->status = fail(context->err, ST_CORRUPT,
                                   "directory: rule B1: a block's last document");
            return false;
        }
        raise(lane->bounds, first, last,
              impact_bound(impacts, part->columns.impacts[b]));
        first = last + 1;
    }
    return true;
}

static bool bound_pairs(struct lane *lane, struct lane_part *part)
{
    struct cursor_context *context = lane->context;
    doc_id first = 0;
    while (first < context->doc_count) {
        doc_id last = postings_seek_bound(part->reader, first);
        if (last == DOC_END)
            break;
        raise(lane->bounds, first, last,
              scorer_bound(&context->plan->scorer, lane->kernel.idf,
                           postings_bound(part->reader), QUERY_FIELDS_ALL));
        first = last + 1;
    }
    return part->reader->status == ST_OK || broken(lane, part);
}

/* `impacts` NULL: the ranking is another than they are made for. */
static bool bound_part(struct lane *lane, struct lane_part *part,
                       const struct impact_bounds *impacts)
{
    if (part->columns.count == 0)
        return bound_short(lane, part);
    return impacts ? bound_impacts(lane, part, impacts) : bound_pairs(lane, part);
}

bool lane_bound(struct lane *lane, uint32_t windows)
{
    const struct segment_info *info = segment_info(lane->context->segment);
    lane->by_impacts =
        impact_bounds_init(&lane->impacts, &lane->context->plan->scorer,
                           lane->kernel.idf, info->doc_count, info->field_totals);
    lane->bounds = cursor_take(lane->context, windows, sizeof *lane->bounds);
    if (!lane->bounds)
        return false;
    for (unsigned p = 0; p < lane->count; p++)
        if (!bound_part(lane, &lane->parts[p],
                        lane->by_impacts ? &lane->impacts : NULL))
            return false;
    for (uint32_t w = 0; w < windows; w++)
        lane->most = lane->bounds[w] > lane->most ? lane->bounds[w] : lane->most;
    return true;
}

static void add_part(struct lane *lane, struct lane_part *part, doc_id base,
                     float *sums)
{
    const struct postings_reader *r = part->reader;
    float scores[POSTINGS_BLOCK + KERNEL_ROOM];
    struct slice s;
    for (bool more = begin(lane, part, base, &s); more && score(lane, part, s, scores);
         more = go_on(lane, part, base, &s))
        for (uint32_t i = s.from; i < s.to; i++)
            sums[r->docs[i] - base] += scores[i - s.from];
}

static void best_part(struct lane *lane, struct lane_part *part, doc_id base,
                      float *best)
{
    const struct postings_reader *r = part->reader;
    float scores[POSTINGS_BLOCK + KERNEL_ROOM];
    struct slice s;
    for (bool more = begin(lane, part, base, &s); more && score(lane, part, s, scores);
         more = go_on(lane, part, base, &s))
        for (uint32_t i = s.from; i < s.to; i++) {
            float *at = &best[r->docs[i] - base], value = scores[i - s.from];
            *at = value > *at ? value : *at;
        }
}

void lane_add(struct lane *lane, doc_id base, float *sums, struct lane_scratch *scratch)
{
    if (lane->count == 1) {
        add_part(lane, &lane->parts[0], base, sums);
        return;
    }
    for (unsigned p = 0; p < lane->count; p++)
        best_part(lane, &lane->parts[p], base, scratch->best);
    for (unsigned i = 0; i < LANE_WINDOW; i++) {
        sums[i] += scratch->best[i];
        scratch->best[i] = 0.0f;
    }
}

static void take_part(struct lane *lane, struct lane_part *part, doc_id base,
                      bool scored, struct lane_articles *out)
{
    const struct postings_reader *r = part->reader;
    struct slice s;
    for (bool more = begin(lane, part, base, &s); more;
         more = go_on(lane, part, base, &s)) {
        uint32_t count = s.to - s.from;
        if (scored && !score(lane, part, s, out->scores + out->count))
            return;
        memcpy(out->docs + out->count, r->docs + s.from, count * sizeof *r->docs);
        out->count += count;
    }
}

static void take_bits(const uint64_t *bits, doc_id base, struct lane_articles *out)
{
    for (unsigned w = 0; w < LANE_WINDOW / 64; w++)
        for (uint64_t word = bits[w]; word; word &= word - 1)
            out->docs[out->count++] = base + w * 64 + (doc_id)__builtin_ctzll(word);
}

void lane_take(struct lane *lane, doc_id base, bool scored, struct lane_articles *out,
               struct lane_scratch *scratch)
{
    out->count = 0;
    if (lane->count == 1) {
        take_part(lane, &lane->parts[0], base, scored, out);
    } else if (scored) {
        for (unsigned p = 0; p < lane->count; p++)
            best_part(lane, &lane->parts[p], base, scratch->best);
        out->count = kernel_above(scratch->best, LANE_WINDOW, 0.0f, base, out->docs,
                                  out->scores);
    } else {
        uint64_t bits[LANE_WINDOW / 64 + 1] = {0};
        lane_mark(lane, &(struct lane_stretch){base, LANE_WINDOW / 64, NULL, 0}, bits);
        take_bits(bits, base, out);
    }
}

bool lane_has_impacts(const struct lane *lane, struct impact_bounds *bounds)
{
    const struct segment_info *info = segment_info(lane->context->segment);
    return lane->count == 1 && lane->parts[0].columns.count > 0 &&
           impact_bounds_init(bounds, &lane->context->plan->scorer, lane->kernel.idf,
                              info->doc_count, info->field_totals);
}

doc_id lane_block_last(const struct lane *lane, uint32_t block)
{
    return block_reaches(&lane->parts[0], block);
}

void lane_take_block(struct lane *lane, uint32_t block, bool scored,
                     struct lane_articles *out)
{
    struct lane_part *part = &lane->parts[0];
    const struct postings_reader *r = part->reader;
    out->count = 0;
    if (!lane_load(lane, part, block) ||
        (scored && !score(lane, part, (struct slice){0, r->in_block}, out->scores)))
        return;
    memcpy(out->docs, r->docs, r->in_block * sizeof *r->docs);
    out->count = r->in_block;
}
