/* A place is the number of a word; a mark is a range of bytes. Between the two stands
 * one walk of the analysis over the text:
 *
 *   places   7 (leaf 0)      9..10 (leaf 1, a phrase)
 *   words    5 6 [7] 8 [9 10] 11 …        only counted, save where a place is
 *   ranges       ^^^   ^^^^^^
 *
 * Invariant: the numbers are those of indexing, because the walk is the same; a text
 * of which some words are not indexed must not be walked.
 */
#include "answer/marked.h"

#include <assert.h>
#include <stdlib.h>

#include "answer/escape.h"
#include "text/words.h"

enum { TREE_DEPTH_MAX = 64, PLAIN_BYTES_MAX = 250 };

static void fill_leaves(struct marked_leaves *leaves, const struct query_node *node,
                        unsigned depth)
{
    if (!node || depth > TREE_DEPTH_MAX)
        return;
    switch (node->kind) {
    case QUERY_WORD:
    case QUERY_PHRASE:
    case QUERY_PREFIX:
        if (node->leaf < QUERY_TREE_LEAVES_MAX)
            leaves->nodes[node->leaf] = node;
        break;
    case QUERY_AND:
    case QUERY_OR:
    case QUERY_BEST:
        for (unsigned i = 0; i < node->as.children.count; i++)
            fill_leaves(leaves, node->as.children.nodes[i], depth + 1);
        break;
    case QUERY_ALL:
    case QUERY_NONE:
    case QUERY_DATE:
    case QUERY_VALUE:
    case QUERY_LANG:
    case QUERY_NOT:
    default:
        break;
    }
}

void marked_leaves_fill(struct marked_leaves *leaves, const struct query_node *root)
{
    *leaves = (struct marked_leaves){{NULL}};
    fill_leaves(leaves, root, 0);
}

/* --- Places ---------------------------------------------------------------------- */

static int compare_places(const void *a, const void *b)
{
    const struct search_place *left = a, *right = b;
    if (left->place != right->place)
        return left->place < right->place ? -1 : 1;
    return (left->leaf > right->leaf) - (left->leaf < right->leaf);
}

void marked_sort(struct search_place *places, size_t count)
{
    if (count > 1)
        qsort(places, count, sizeof *places, compare_places);
}

struct marked_places marked_field(struct search_place *places, size_t count,
                                  enum field field)
{
    size_t from = 0;
    while (from < count && PLACE_FIELD(places[from].place) < field)
        from++;
    size_t to = from;
    while (to < count && PLACE_FIELD(places[to].place) == field)
        to++;
    return (struct marked_places){count ? places + from : NULL, to - from};
}

static uint32_t first_word(const struct search_place *place)
{
    return PLACE_POS(place->place);
}

static uint32_t last_word(const struct search_place *place)
{
    return PLACE_POS(place->place) + (place->words ? place->words - 1 : 0);
}

/* --- The walk ------------------------------------------------------------------------
 */

bool marked_walk_open(struct marked_walk *walk, struct analysis *analysis,
                      const struct marked_leaves *leaves, struct marked_places places,
                      uint32_t first_pos, struct arena *arena)
{
    struct marked_range *ranges = arena_zeroed(arena, places.count + 1, sizeof *ranges);
    if (!ranges)
        return false;
    *walk = (struct marked_walk){.analysis = analysis,
                                 .leaves = leaves,
                                 .places = places,
                                 .ranges = ranges,
                                 .next_pos = first_pos};
    return true;
}

static bool leaf_has(const struct query_node *leaf, const struct analysis_term *term)
{
    if (leaf->kind == QUERY_PREFIX)
        return span_starts(term->form, leaf->as.prefix);
    if (leaf->kind != QUERY_WORD)
        return false;
    const struct query_word *word = &leaf->as.word;
    if (word->exact)
        return span_equal(word->form, term->form);
    for (unsigned i = 0; i < word->term_count; i++)
        if (span_equal(word->terms[i], term->term))
            return true;
    return false;
}

/* A joined form (жол-жобо as жолжобо) stands at the place of its first part. The mark
 * covers the whole when that is what matched, and the part did not. */
static bool means_whole(const struct marked_walk *walk, unsigned number,
                        const struct analysis_word *word,
                        const struct analysis_term *joined)
{
    const struct query_node *leaf =
        number < QUERY_TREE_LEAVES_MAX ? walk->leaves->nodes[number] : NULL;
    if (!leaf || !leaf_has(leaf, joined))
        return false;
    for (unsigned i = 0; i < word->term_count; i++)
        if (word->terms[i].pos == joined->pos && !word->terms[i].joined &&
            leaf_has(leaf, &word->terms[i]))
            return false;
    return true;
}

static void widen(struct marked_range *range, uint32_t off, uint32_t end)
{
    if (range->len == 0)
        range->off = off;
    if (end > range->off + range->len)
        range->len = end - range->off;
}

static void note_term(struct marked_walk *walk, const struct analysis_word *word,
                      const struct analysis_term *term, uint32_t pos, uint32_t off)
{
    uint32_t end = off + (uint32_t)term->raw.len;
    for (size_t i = walk->done; i < walk->places.count; i++) {
        const struct search_place *place = &walk->places.items[i];
        if (first_word(place) > pos)
            break;
        if (last_word(place) < pos)
            continue;
        struct marked_range *range = &walk->ranges[i];
        range->leaf = place->leaf;
        if (!term->joined)
            widen(range, off, end);
        else if (place->words == 1 && means_whole(walk, place->leaf, word, term))
            *range = (struct marked_range){off, end - off, place->leaf};
    }
}

/* Two-byte letters of Cyrillic that `words` takes without a look. */
static bool opens_pair(uint8_t byte)
{
    return byte == 0xD0 || byte == 0xD1 || byte == 0xD3;
}

static bool is_alphanumeric(uint8_t byte)
{
    return (byte >= '0' && byte <= '9') || ((byte | 32) >= 'a' && (byte | 32) <= 'z');
}

static bool parts_words(uint8_t byte)
{
    return byte < 0x80 && !is_alphanumeric(byte);
}

/* A word of nothing but such letters has one part, which is all of it: its terms need
 * not be made, nor its end be looked for with more care where a blank or a mark follows
 * that joins nothing. False: the next word is of another kind, or there is none.
 * test_marked holds this against the analysis. */
static bool next_plain(struct words *words, struct span *raw)
{
    struct span text = words->text;
    size_t from = words->off;
    while (from < text.len && parts_words(text.data[from]))
        from++;
    size_t end = from;
    while (end + 1 < text.len && opens_pair(text.data[end]))
        end += 2;
    if (end == from || end - from > PLAIN_BYTES_MAX)
        return false;
    if (end < text.len && (!parts_words(text.data[end]) || text.data[end] == '-' ||
                           text.data[end] == '\''))
        return false;
    *raw = span_of(text.data + from, end - from);
    words->off = end;
    return true;
}

static void note_plain(struct marked_walk *walk, uint32_t off, uint32_t len)
{
    for (size_t i = walk->done; i < walk->places.count; i++) {
        const struct search_place *place = &walk->places.items[i];
        if (first_word(place) > walk->next_pos)
            break;
        if (last_word(place) < walk->next_pos)
            continue;
        walk->ranges[i].leaf = place->leaf;
        widen(&walk->ranges[i], off, off + len);
    }
    walk->next_pos++;
}

static void note_word(struct marked_walk *walk, struct span raw, enum lang lang,
                      uint32_t off)
{
    struct analysis_word word;
    analysis_word(walk->analysis, raw, lang, &word);
    for (unsigned i = 0; i < word.term_count; i++) {
        const struct analysis_term *term = &word.terms[i];
        note_term(walk, &word, term, walk->next_pos + term->pos,
                  off + (uint32_t)(term->raw.data - raw.data));
    }
    walk->next_pos += word.pos_count;
}

static void pass_places(struct marked_walk *walk)
{
    while (walk->done < walk->places.count &&
           last_word(&walk->places.items[walk->done]) < walk->next_pos)
        walk->done++;
}

/* A phrase may end behind places that begin after it. */
bool marked_walk_done(const struct marked_walk *walk)
{
    for (size_t i = walk->done; i < walk->places.count; i++)
        if (last_word(&walk->places.items[i]) >= walk->next_pos)
            return false;
    return true;
}

void marked_walk_text(struct marked_walk *walk, struct span text, enum lang lang,
                      uint32_t base)
{
    struct words words = words_open(text);
    struct span raw;
    for (pass_places(walk); walk->done < walk->places.count; pass_places(walk)) {
        bool plain = next_plain(&words, &raw);
        if (!plain && !words_next(&words, &raw))
            return;
        uint32_t off = base + (uint32_t)(raw.data - text.data);
        if (plain)
            note_plain(walk, off, (uint32_t)raw.len);
        else
            note_word(walk, raw, lang, off);
    }
}

static int compare_ranges(const void *a, const void *b)
{
    const struct marked_range *left = a, *right = b;
    if (left->off != right->off)
        return left->off < right->off ? -1 : 1;
    return (left->len < right->len) - (left->len > right->len);
}

size_t marked_walk_finish(struct marked_walk *walk)
{
    size_t met = 0;
    for (size_t i = 0; i < walk->places.count; i++)
        if (walk->ranges[i].len > 0)
            walk->ranges[met++] = walk->ranges[i];
    if (met > 1)
        qsort(walk->ranges, met, sizeof *walk->ranges, compare_ranges);
    return met;
}

/* --- Marks ---------------------------------------------------------------------------
 */

static size_t add_mark(struct answer_mark *marks, size_t count, uint32_t off,
                       uint32_t end)
{
    struct answer_mark *last = count ? &marks[count - 1] : NULL;
    if (!last || off >= last->off + last->len) {
        marks[count] = (struct answer_mark){off, end - off};
        return count + 1;
    }
    if (end > last->off + last->len)
        last->len = end - last->off;
    return count;
}

size_t marked_part(const struct marked_range *ranges, size_t count, uint32_t off,
                   uint32_t len, struct arena *arena, const struct answer_mark **marks)
{
    struct answer_mark *made = arena_alloc(arena, (count + 1) * sizeof *made);
    size_t used = 0;
    *marks = made;
    for (size_t i = 0; made && i < count; i++) {
        uint32_t from = ranges[i].off, to = ranges[i].off + ranges[i].len;
        if (from < off)
            from = off;
        if (to > off + len)
            to = off + len;
        if (from < to)
            used = add_mark(made, used, from - off, to - off);
    }
    return used;
}

void marked_html(struct buf *out, struct span text, const struct answer_mark *marks,
                 size_t count)
{
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        assert(marks[i].off >= at && marks[i].off + marks[i].len <= text.len);
        escape_html(out, span_part(text, at, marks[i].off - at));
        buf_put_text(out, "<mark>");
        escape_html(out, span_part(text, marks[i].off, marks[i].len));
        buf_put_text(out, "</mark>");
        at = marks[i].off + marks[i].len;
    }
    escape_html(out, span_part(text, at, text.len - at));
}
