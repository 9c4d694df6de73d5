/* Passages are runs of whole sentences:
 *
 *   windows -> regions -> sentences -> the best ones -> neighbours joined -> cut
 *
 *   sentences    S1  S2*  S3*  S4  S5*        * holds a match
 *   chosen           [S2 + S3]     [S5]       adjacent ones become one passage
 *   short one    [S1 + S2]                    takes a neighbour in
 *   long one         [… words around the marks …]
 *
 * Invariant: a passage lies within one paragraph, so it has one language, and begins
 * and ends at a letter's bound.
 */
#include "answer/snippet.h"

#include "answer/snippet_cut.h"
#include "answer/snippet_region.h"
#include "answer/snippet_window.h"
#include "text/utf8.h"

struct candidate {
    struct snippet_sentence sentence;
    struct snippet_score score;
    bool chosen;
};

struct choice {
    const struct snippet_maker *maker;
    const struct snippet_text *text;
    struct candidate *items;
    size_t count;
};

/* --- Candidates ----------------------------------------------------------------------
 */

static struct snippet_score score_sentence(const struct snippet_sentence *sentence,
                                           const float *rarity)
{
    struct snippet_score score = {0, 0.0F, 0};
    const struct snippet_region *region = sentence->region;
    for (size_t i = 0; i < region->range_count; i++) {
        const struct marked_range *range = &region->ranges[i];
        if (range->off < sentence->off || range->off >= sentence->off + sentence->len)
            continue;
        unsigned leaf = range->leaf % QUERY_LEAVES_MAX;
        if (!(score.leaves >> leaf & 1))
            score.rarity += rarity[leaf];
        score.leaves |= UINT32_C(1) << leaf;
        score.count++;
    }
    return score;
}

/* Sentences of overlapping regions are met once: regions come in text order. */
static enum status add_region(struct choice *choice,
                              const struct snippet_region *region, const float *rarity,
                              struct error *err)
{
    size_t count = 0;
    struct arena *arena = choice->maker->arena;
    struct snippet_sentence *sentences =
        snippet_region_sentences(region, choice->text, arena, &count);
    struct candidate *items =
        arena_alloc(arena, (choice->count + count + 1) * sizeof *items);
    if (!sentences || !items)
        return fail(err, ST_NOMEM, "snippet: no memory for sentences");
    if (choice->count > 0)
        memcpy(items, choice->items, choice->count * sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[choice->count + i] = (struct candidate){
            sentences[i], score_sentence(&sentences[i], rarity), false};
    choice->items = items;
    choice->count += count;
    return ST_OK;
}

static size_t plan_regions(const struct choice *choice, struct marked_places places,
                           struct snippet_region *regions)
{
    struct snippet_window windows[SNIPPET_PASSAGES_MAX];
    size_t found = snippet_windows(places, windows, choice->maker->limit), count = 0;
    for (size_t i = 0; i < found; i++) {
        size_t first = windows[i].first;
        struct snippet_region *last = count ? &regions[count - 1] : NULL;
        struct marked_places part = {places.items + first, windows[i].end - first};
        snippet_region_plan(&regions[count], choice->text, part);
        if (last && regions[count].from <= last->to + 1) { /* one of both */
            first = (size_t)(last->places.items - places.items);
            part = (struct marked_places){places.items + first, windows[i].end - first};
            snippet_region_plan(last, choice->text, part);
        } else {
            count++;
        }
    }
    return count;
}

static enum status gather(struct choice *choice, struct marked_places places,
                          struct snippet_region *regions, struct error *err)
{
    float rarity[QUERY_LEAVES_MAX];
    snippet_rarity(rarity, places);
    size_t count = plan_regions(choice, places, regions);
    for (size_t i = 0; i < count; i++) {
        enum status status =
            snippet_region_load(&regions[i], choice->text, choice->maker, err);
        if (status == ST_OK)
            status = add_region(choice, &regions[i], rarity, err);
        if (status != ST_OK)
            return status;
    }
    return ST_OK;
}

/* --- Choosing
 * ------------------------------------------------------------------------- */

static void choose(struct choice *choice)
{
    uint32_t covered = 0;
    for (unsigned round = 0; round < choice->maker->limit; round++) {
        struct candidate *best = NULL;
        for (size_t i = 0; i < choice->count; i++) {
            struct candidate *item = &choice->items[i];
            if (!item->chosen && item->score.count > 0 &&
                (!best || snippet_score_better(&item->score, &best->score, covered)))
                best = item;
        }
        if (!best)
            return;
        best->chosen = true;
        covered |= best->score.leaves;
    }
}

static struct span bytes_of(const struct snippet_region *region, uint32_t off,
                            uint32_t end)
{
    return span_part(region->bytes, off - region->from, end - off);
}

/* Letters from the first sentence to the end of the last, when they can be one passage:
 * of one region and paragraph; else SIZE_MAX. */
static size_t letters_of(const struct candidate *first, const struct candidate *last)
{
    const struct snippet_sentence *a = &first->sentence, *b = &last->sentence;
    if (a->region != b->region || a->paragraph != b->paragraph)
        return SIZE_MAX;
    return utf8_count(bytes_of(a->region, a->off, b->off + b->len));
}

/* A phrase that crosses the bound holds two sentences together. */
static bool crossed(const struct candidate *last)
{
    const struct snippet_region *region = last->sentence.region;
    uint32_t end = last->sentence.off + last->sentence.len;
    for (size_t i = 0; i < region->range_count; i++)
        if (region->ranges[i].off < end &&
            region->ranges[i].off + region->ranges[i].len > end)
            return true;
    return false;
}

static bool joins(const struct choice *choice, size_t first, size_t next)
{
    if (next >= choice->count)
        return false;
    size_t letters = letters_of(&choice->items[first], &choice->items[next]);
    if (letters == SIZE_MAX)
        return false;
    return crossed(&choice->items[next - 1]) ||
           (choice->items[next].chosen && letters <= SNIPPET_LETTERS);
}

static void take_neighbour(const struct choice *choice, size_t *first, size_t *last)
{
    struct candidate *items = choice->items;
    if (letters_of(&items[*first], &items[*last]) >= SNIPPET_LETTERS_MIN)
        return;
    if (*last + 1 < choice->count && !items[*last + 1].chosen &&
        letters_of(&items[*first], &items[*last + 1]) <= SNIPPET_LETTERS)
        (*last)++;
    else if (*first > 0 && !items[*first - 1].chosen &&
             letters_of(&items[*first - 1], &items[*last]) <= SNIPPET_LETTERS)
        (*first)--;
}

static struct answer_snippet make_passage(const struct choice *choice, size_t first,
                                          size_t last)
{
    const struct snippet_sentence *a = &choice->items[first].sentence;
    const struct snippet_sentence *b = &choice->items[last].sentence;
    const struct snippet_region *region = a->region;
    uint32_t end = b->off + b->len;
    struct answer_snippet passage = {.text = bytes_of(region, a->off, end),
                                     .cut_before = a->cut_before,
                                     .cut_after = b->cut_after,
                                     .lang = a->lang};
    passage.mark_count =
        marked_part(region->ranges, region->range_count, a->off, end - a->off,
                    choice->maker->arena, &passage.marks);
    snippet_cut(&passage, choice->maker->arena);
    return passage;
}

static size_t write_passages(const struct choice *choice, struct answer_snippet *out)
{
    size_t used = 0, behind = 0;
    for (size_t i = 0; i < choice->count && used < choice->maker->limit; i++) {
        if (!choice->items[i].chosen || i < behind)
            continue;
        size_t first = i, last = i;
        while (joins(choice, first, last + 1))
            last++;
        take_neighbour(choice, &first, &last);
        behind = last + 1;
        out[used++] = make_passage(choice, first, last);
    }
    return used;
}

static struct snippet_maker bounded(const struct snippet_maker *maker)
{
    struct snippet_maker copy = *maker;
    if (copy.limit > SNIPPET_PASSAGES_MAX)
        copy.limit = SNIPPET_PASSAGES_MAX;
    return copy;
}

enum status snippet_make(const struct snippet_maker *maker,
                         const struct snippet_text *text, struct marked_places places,
                         struct answer_snippet *out, size_t *count, struct error *err)
{
    struct snippet_maker bound = bounded(maker);
    struct choice choice = {.maker = &bound, .text = text};
    struct snippet_region regions[SNIPPET_PASSAGES_MAX];
    enum status status = gather(&choice, places, regions, err);
    if (status != ST_OK)
        return status;
    choose(&choice);
    *count = write_passages(&choice, out);
    return ST_OK;
}

/* --- The beginning
 * --------------------------------------------------------------------- */

/* Past headings, unless there is nothing else. */
static uint32_t lead_off(const struct snippet_text *text)
{
    for (size_t i = 0; i < text->paragraph_count; i++)
        if (text->paragraphs[i].kind == ANSWER_TEXT)
            return text->paragraphs[i].off;
    return 0;
}

static enum status lead_region(const struct snippet_maker *maker,
                               const struct snippet_text *text,
                               struct snippet_region *region, struct error *err)
{
    uint32_t off = lead_off(text), end = snippet_paragraph_at(text, off).end;
    *region = (struct snippet_region){.from = off, .walk_off = off};
    region->to = end - off > SNIPPET_LETTERS * 4 ? off + SNIPPET_LETTERS * 4 : end;
    return region->from < region->to ? snippet_region_load(region, text, maker, err)
                                     : ST_OK;
}

enum status snippet_lead(const struct snippet_maker *maker,
                         const struct snippet_text *text, struct answer_snippet *out,
                         size_t *count, struct error *err)
{
    struct snippet_region region;
    struct choice choice = {.maker = maker, .text = text};
    const float rarity[QUERY_LEAVES_MAX] = {0};
    enum status status = lead_region(maker, text, &region, err);
    if (status == ST_OK && region.bytes.len > 0)
        status = add_region(&choice, &region, rarity, err);
    if (status != ST_OK)
        return status;
    *count = 0;
    if (choice.count == 0)
        return ST_OK;
    size_t last = 0;
    while (last + 1 < choice.count &&
           letters_of(&choice.items[0], &choice.items[last + 1]) <= SNIPPET_LETTERS)
        last++;
    out[0] = make_passage(&choice, 0, last);
    *count = 1;
    return ST_OK;
}
