/* From numbers of words to bytes, reading little:
 *
 *   samples      |s0            |s1            |s2          byte offsets of words 0,
 * 64, … places                        x    x x walk                        [-------->
 * from the sample before them region                 [--------------------] NEAR bytes
 * more on both sides, paragraphs   [-----------------][---------------------] but not
 * past the paragraphs
 *
 * A region that begins or ends inside a paragraph does so at a blank; the sentence
 * there is marked as cut.
 */
#include "answer/snippet_region.h"

#include "text/sentences.h"
#include "text/utf8.h"

enum { SENTENCES_FIRST = 16 }; /* a power of two */
enum { NEAR_BYTES = 700, SAMPLE_SHIFT = 4, SAMPLE_MASK = (1 << SAMPLE_SHIFT) - 1 };

struct snippet_paragraph snippet_paragraph_at(const struct snippet_text *text,
                                              uint32_t off)
{
    if (text->paragraph_count == 0)
        return (struct snippet_paragraph){0, 0, text->bytes, text->lang, ANSWER_TEXT};
    size_t low = 0, high = text->paragraph_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (text->paragraphs[middle].off <= off)
            low = middle;
        else
            high = middle;
    }
    const struct segment_paragraph *at = &text->paragraphs[low];
    uint32_t end =
        text->bytes; /* the line feed before the next one is not part of it */
    if (low + 1 < text->paragraph_count && at[1].off > at->off)
        end = at[1].off - 1;
    return (struct snippet_paragraph){(uint32_t)low, at->off,
                                      end < text->bytes ? end : text->bytes,
                                      (enum lang)(at->lang % LANG_COUNT), at->kind};
}

/* --- Planning
 * -------------------------------------------------------------------------- */

static uint32_t sample_off(const struct snippet_text *text, size_t sample)
{
    uint32_t off = text->samples[sample] >> SAMPLE_SHIFT;
    return off < text->bytes ? off : text->bytes;
}

static void plan_walk(struct snippet_region *region, const struct snippet_text *text,
                      uint32_t first_word)
{
    size_t sample = (first_word - text->first_pos) / BODY_SAMPLE;
    if (text->sample_count == 0) {
        region->walk_off = 0;
        region->walk_pos = text->first_pos;
        return;
    }
    if (sample >= text->sample_count)
        sample = text->sample_count - 1;
    region->walk_off = sample_off(text, sample);
    region->walk_pos = text->first_pos + (uint32_t)sample * BODY_SAMPLE -
                       (text->samples[sample] & SAMPLE_MASK);
}

/* Where the last word surely is behind. */
static uint32_t words_end(const struct snippet_text *text, uint32_t last_word)
{
    size_t sample = (last_word - text->first_pos) / BODY_SAMPLE + 1;
    return sample < text->sample_count ? sample_off(text, sample) : text->bytes;
}

static void set_bounds(struct snippet_region *region, const struct snippet_text *text,
                       uint32_t off, uint32_t end)
{
    uint32_t from = snippet_paragraph_at(text, off).off;
    uint32_t to = snippet_paragraph_at(text, end).end;
    if (off > from && off - from > NEAR_BYTES)
        from = off - NEAR_BYTES;
    if (to > end && to - end > NEAR_BYTES)
        to = end + NEAR_BYTES;
    region->from = from;
    region->to = to > end ? to : end;
}

void snippet_region_plan(struct snippet_region *region, const struct snippet_text *text,
                         struct marked_places places)
{
    uint32_t first = PLACE_POS(places.items[0].place), last = first;
    for (size_t i = 0; i < places.count; i++) {
        uint32_t end = PLACE_POS(places.items[i].place) + places.items[i].words;
        last = end > last ? end : last;
    }
    *region = (struct snippet_region){.places = places};
    plan_walk(region, text, first > text->first_pos ? first : text->first_pos);
    set_bounds(region, text, region->walk_off,
               words_end(text, last > text->first_pos ? last : text->first_pos));
}

/* --- Loading
 * ------------------------------------------------------------------------------ */

static bool is_blank(uint8_t byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t';
}

static bool is_inner(uint8_t byte) /* of a letter of several bytes, not its first */
{
    return (byte & 0xC0) == 0x80;
}

/* The first letter at or after `at`. */
static size_t letter_at(struct span bytes, size_t at)
{
    while (at < bytes.len && is_inner(bytes.data[at]))
        at++;
    return at;
}

/* The end of the last whole letter. */
static size_t whole_letters(struct span bytes)
{
    size_t lead = bytes.len, off;
    while (lead > 0 && is_inner(bytes.data[lead - 1]))
        lead--;
    off = lead > 0 ? lead - 1 : 0;
    struct span last = span_part(bytes, off, bytes.len);
    return utf8_valid(last) ? bytes.len : off;
}

/* Behind the first blank before `most`, or the first whole letter. */
static size_t trim_front(struct span bytes, size_t most)
{
    for (size_t at = 0; at < most && at < bytes.len; at++)
        if (is_blank(bytes.data[at]))
            return at + 1;
    return letter_at(bytes, 0);
}

static size_t trim_back(struct span bytes, size_t least)
{
    for (size_t at = bytes.len; at > least; at--)
        if (is_blank(bytes.data[at - 1]))
            return at;
    return whole_letters(bytes);
}

/* Begin behind a blank and end before one, unless that is where a paragraph does. What
 * has no blank is cut at a letter. */
static void trim_region(struct snippet_region *region, const struct snippet_text *text)
{
    struct span bytes = region->bytes;
    size_t from = 0, walk = letter_at(bytes, region->walk_off - region->from);
    if (snippet_paragraph_at(text, region->from).off != region->from)
        from = trim_front(bytes, walk);
    if (region->to < text->bytes &&
        snippet_paragraph_at(text, region->to).end != region->to)
        bytes.len = trim_back(bytes, walk > from ? walk : from);
    region->walk_off = region->from + (uint32_t)(walk > from ? walk : from);
    region->bytes = span_part(bytes, from, bytes.len);
    region->from += (uint32_t)from;
    region->to = region->from + (uint32_t)region->bytes.len;
}

static struct span region_part(const struct snippet_region *region, uint32_t off,
                               uint32_t end)
{
    if (off < region->from)
        off = region->from;
    if (end > region->to)
        end = region->to;
    return off < end ? span_part(region->bytes, off - region->from, end - off)
                     : (struct span){NULL, 0};
}

static bool find_places(struct snippet_region *region, const struct snippet_text *text,
                        const struct snippet_maker *maker)
{
    struct marked_walk walk;
    if (!marked_walk_open(&walk, maker->analysis, maker->leaves, region->places,
                          region->walk_pos, maker->arena))
        return false;
    for (uint32_t off = region->walk_off;
         off < region->to && !marked_walk_done(&walk);) {
        struct snippet_paragraph at = snippet_paragraph_at(text, off);
        struct span part = region_part(region, off, at.end);
        if (at.kind != ANSWER_REFERENCE && part.len > 0)
            marked_walk_text(&walk, part, at.lang, off);
        off = at.end > off ? at.end + 1 : off + 1;
    }
    region->ranges = walk.ranges;
    region->range_count = marked_walk_finish(&walk);
    return true;
}

enum status snippet_region_load(struct snippet_region *region,
                                const struct snippet_text *text,
                                const struct snippet_maker *maker, struct error *err)
{
    enum status status = text->read(text->context, region->from,
                                    region->to - region->from, &region->bytes, err);
    if (status != ST_OK)
        return status;
    region->to = region->from + (uint32_t)region->bytes.len;
    if (region->walk_off > region->to)
        return fail(err, ST_CORRUPT, "snippet: a body sample lies past the body");
    trim_region(region, text);
    if (!find_places(region, text, maker))
        return fail(err, ST_NOMEM, "snippet: no memory for marks");
    return ST_OK;
}

/* --- Sentences
 * ----------------------------------------------------------------------------- */

struct sentence_walk {
    const struct snippet_region *region;
    const struct snippet_text *text;
    struct snippet_paragraph at;
    struct sentences sentences;
    uint32_t part_off, next_off;
};

static bool next_paragraph(struct sentence_walk *walk)
{
    const struct snippet_region *region = walk->region;
    if (walk->next_off >= region->to)
        return false;
    walk->at = snippet_paragraph_at(walk->text, walk->next_off);
    walk->part_off = walk->next_off;
    walk->sentences = sentences_open(region_part(region, walk->next_off, walk->at.end));
    walk->next_off =
        walk->at.end >= walk->next_off ? walk->at.end + 1 : walk->next_off + 1;
    return true;
}

static bool next_sentence(struct sentence_walk *walk, struct snippet_sentence *out)
{
    struct span found;
    while (walk->sentences.text.len == 0 || !sentences_next(&walk->sentences, &found))
        if (!next_paragraph(walk))
            return false;
    const struct snippet_region *region = walk->region;
    uint32_t off = walk->part_off + (uint32_t)(found.data - walk->sentences.text.data);
    uint32_t end = off + (uint32_t)found.len;
    *out = (struct snippet_sentence){off,
                                     end - off,
                                     walk->at.number,
                                     walk->at.lang,
                                     region,
                                     off == region->from && off > walk->at.off,
                                     end == region->to && end < walk->at.end};
    return true;
}

/* Room for twice as many as there are. */
static struct snippet_sentence *
more_room(struct arena *arena, const struct snippet_sentence *made, size_t count)
{
    size_t room = count > 0 ? 2 * count : SENTENCES_FIRST;
    struct snippet_sentence *grown = arena_alloc(arena, room * sizeof *grown);
    if (grown && count > 0)
        memcpy(grown, made, count * sizeof *grown);
    return grown;
}

struct snippet_sentence *snippet_region_sentences(const struct snippet_region *region,
                                                  const struct snippet_text *text,
                                                  struct arena *arena, size_t *count)
{
    struct sentence_walk walk = {
        .region = region, .text = text, .next_off = region->from};
    struct snippet_sentence *made = more_room(arena, NULL, 0), sentence;
    size_t used = 0;
    *count = 0;
    while (made && next_sentence(&walk, &sentence)) {
        if (used >= SENTENCES_FIRST && (used & (used - 1)) == 0)
            made = more_room(arena, made, used);
        if (made)
            made[used++] = sentence;
    }
    *count = made ? used : 0;
    return made;
}
