/* terms_match.c - which keys begin at a word of the query.
 *
 * Words of a query are items; an item may be read in several ways, a compound as one
 * word or as its parts:
 *
 *   items     коомдук        жол-жобо             key: коомдук жол жобо
 *   forms     [коомдук]      [жолжобо] [жол жобо]
 *                 ^              ^         ^
 * A key is followed part by part through all of them at once: a state is an item, one
 * of its forms and a place in it. The key is found when its parts end where an item
 * ends. A part fits a place when its stem or its form is one of the place's terms.
 *
 * Stems of a few letters are shared by words that have nothing to do with each other, so
 * a key of one word must be there with most of its letters, too: кат (letter) and
 * катышуу (to take part), закон and законность have one stem. In a row of words that
 * hardly happens.
 */
#include "query/terms_lines.h"

#include "text/utf8.h"
#include "text/words.h"

enum { STATES_MAX = 16, FORMS_MAX = 4 };

struct state {
    unsigned item, form, place;
};

struct states {
    struct state at[STATES_MAX];
    unsigned count;
};

static bool is_plain_phrase(const struct query_node *node)
{
    if (node->kind != QUERY_PHRASE || node->as.phrase.slop != 0)
        return false;
    for (unsigned i = 0; i < node->as.phrase.count; i++)
        if (node->as.phrase.words[i].exact)
            return false;
    return true;
}

/* False: the node is no way to read a word. */
static bool add_form(struct terms_item *item, const struct query_node *node)
{
    bool word = node->kind == QUERY_WORD && !node->as.word.exact;
    if ((!word && !is_plain_phrase(node)) ||
        (item->form_count && item->fields != node->fields))
        return false;
    item->fields = node->fields;
    if (item->form_count == FORMS_MAX)
        return true; /* the rest is left out */
    item->forms[item->form_count].words = word ? &node->as.word : node->as.phrase.words;
    item->forms[item->form_count++].count = word ? 1 : node->as.phrase.count;
    return true;
}

void terms_item_read(struct terms_item *item, const struct query_node *node)
{
    bool good = true;
    memset(item, 0, sizeof *item);
    item->node = node;
    if (node->kind != QUERY_BEST)
        good = add_form(item, node);
    for (unsigned i = 0; node->kind == QUERY_BEST && i < node->as.children.count; i++)
        good = good && add_form(item, node->as.children.nodes[i]);
    if (!good)
        item->form_count = 0;
}

static void enter_item(struct states *states, const struct terms_item *items,
                       unsigned item_count, unsigned item)
{
    bool same = item < item_count && items[item].fields == items[0].fields;
    unsigned forms = same ? items[item].form_count : 0;
    if (item > 0 && states->count < STATES_MAX) /* an end, also after the last item */
        states->at[states->count++] = (struct state){item, FORMS_MAX, 0};
    for (unsigned f = 0; f < forms && states->count < STATES_MAX; f++)
        states->at[states->count++] = (struct state){item, f, 0};
}

static bool part_fits(const struct analysis_term *part, const struct query_word *word)
{
    for (unsigned i = 0; i < word->term_count; i++)
        if (span_equal(word->terms[i], part->term) ||
            span_equal(word->terms[i], part->form))
            return true;
    return false;
}

/* Most of the key's letters begin the typed form: three of four or five, all but three
 * of a long one (jumps of a stem, орун - орду or мектеп - мектеби, are at its end). */
static bool begins_alike(struct span key, struct span form)
{
    size_t letters = utf8_count(key), same = 0;
    for (size_t a = 0, b = 0; a < key.len && b < form.len; same++)
        if (utf8_next(key, &a) != utf8_next(form, &b))
            break;
    return same >= (letters > 7 ? letters - 3 : (letters * 3 + 4) / 5);
}

/* A key of this part alone: one of the item's words is meant. */
static bool is_meant(const struct terms_item *item, const struct analysis_term *part)
{
    for (unsigned f = 0; f < item->form_count; f++)
        if (item->forms[f].count == 1 && part_fits(part, item->forms[f].words) &&
            begins_alike(part->form, item->forms[f].words->form))
            return true;
    return false;
}

/* One part further: what is left of the states. */
static void step(struct states *states, const struct terms_item *items,
                 unsigned item_count, const struct analysis_term *part)
{
    struct states next = {.count = 0};
    for (unsigned i = 0; i < states->count; i++) {
        struct state s = states->at[i];
        if (s.form == FORMS_MAX ||
            !part_fits(part, &items[s.item].forms[s.form].words[s.place]))
            continue;
        s.place++;
        if (s.place == items[s.item].forms[s.form].count)
            enter_item(&next, items, item_count, s.item + 1);
        else if (next.count < STATES_MAX)
            next.at[next.count++] = s;
    }
    *states = next;
}

unsigned terms_follow(const struct terms_item *items, unsigned item_count,
                      struct span text, enum lang lang, struct analysis *analysis,
                      struct analysis_word *scratch)
{
    struct words words = words_open(text);
    struct states states = {.count = 0};
    struct span raw;
    unsigned most = 0, parts = 0;
    enter_item(&states, items, item_count, 0);
    while (states.count && words_next(&words, &raw)) {
        analysis_word(analysis, raw, lang, scratch);
        for (unsigned i = 0; i < scratch->term_count; i++)
            if (!scratch->terms[i].joined) {
                step(&states, items, item_count, &scratch->terms[i]);
                parts++;
            }
    }
    if (parts == 1 && !is_meant(&items[0], &scratch->terms[0]))
        return 0;
    for (unsigned i = 0; i < states.count; i++)
        if (states.at[i].form == FORMS_MAX && states.at[i].item > most)
            most = states.at[i].item;
    return most;
}

static void add_found(struct terms_found *found, uint32_t text, unsigned items)
{
    if (items == 0 || items < found->item_count)
        return;
    if (items > found->item_count)
        found->count = 0;
    found->item_count = items;
    unsigned at = found->count;
    for (unsigned i = 0; i < found->count; i++)
        if (found->texts[i] == text)
            return;
    if (at == TERMS_FOUND_MAX)
        return;
    for (; at > 0 && found->texts[at - 1] > text; at--)
        found->texts[at] = found->texts[at - 1];
    found->texts[at] = text;
    found->count++;
}

/* Keys of one bucket. A word of a pair is read in its own language, of synonyms in
 * both. */
static void find_bucket(const struct terms *terms, uint32_t bucket,
                        const struct terms_item *items, unsigned item_count,
                        struct analysis *analysis, struct analysis_word *scratch,
                        struct terms_found *found)
{
    for (uint32_t t = terms->first[bucket]; t != TERMS_NONE; t = terms->texts[t].next) {
        const struct term_text *text = &terms->texts[t];
        bool pair = terms->lines[text->line].kind == TERMS_PAIRS;
        if (!pair || text->side == 0)
            add_found(found, t,
                      terms_follow(items, item_count, text->text, LANG_KY, analysis,
                                   scratch));
        if (!pair || text->side == 1)
            add_found(found, t,
                      terms_follow(items, item_count, text->text, LANG_RU, analysis,
                                   scratch));
    }
}

void terms_find(const struct terms *terms, const struct terms_item *items,
                unsigned item_count, struct analysis *analysis,
                struct analysis_word *scratch, struct terms_found *found)
{
    uint32_t seen[FORMS_MAX * QUERY_READINGS_MAX];
    unsigned seen_count = 0;
    found->count = found->item_count = 0;
    for (unsigned f = 0; f < items[0].form_count; f++) {
        const struct query_word *word = &items[0].forms[f].words[0];
        for (unsigned t = 0; t < word->term_count; t++) {
            uint32_t bucket = terms_bucket(word->terms[t]);
            bool old = false;
            for (unsigned i = 0; i < seen_count; i++)
                old = old || seen[i] == bucket;
            if (old)
                continue;
            seen[seen_count++] = bucket;
            find_bucket(terms, bucket, items, item_count, analysis, scratch, found);
        }
    }
}
