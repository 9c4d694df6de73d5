/* verify_pairs.c - the lists of pairs say where their words stand side by side.
 *
 *   lists    each posting of a pair: tf times mark(pair, document, field), added up
 *   words    article by article, the places of all pair words: a mark for each two that
 *            stand side by side, added up
 *
 * Both sums are the same when the lists are right, whatever the order; when they are
 * wrong, but for one chance in 2^64.
 */
#include "segment/verify.h"

#include <inttypes.h>

#include "segment/pairs.h"
#include "segment/postings_read.h"

enum { HEADS = 1024 };

struct word {
    bool open; /* the reader stands on a document */
    struct postings_reader reader;
};

struct event {
    uint32_t place, word;
    uint32_t next; /* event of the same head, plus 1; 0: none */
};

struct walk {
    struct verifier *v;
    uint32_t word_count;
    struct word *words;
    struct event *events;
    size_t count, capacity;
    uint32_t heads[HEADS]; /* all 0 between documents */
    uint64_t sum;
};

static uint64_t mark(uint64_t pair, doc_id doc, unsigned field)
{
    uint64_t x = pair << 40 ^ (uint64_t)doc << 4 ^ field;

    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
    return x ^ x >> 31;
}

static void broken(struct verifier *v, const struct dict_cursor *cursor,
                   const char *text)
{
    verify_report(v, SECTION_DICT, 0, "%s (term %" PRIu32 ")", text, cursor->info.id);
}

void verify_pair_term(struct verifier *v, const struct dict_cursor *cursor)
{
    struct span first, second;
    uint32_t a, b;

    pair_words(cursor->term, &first, &second);
    a = pair_words_find(&v->pairs, first);
    b = pair_words_find(&v->pairs, second);
    v->pair = UINT64_MAX;
    if (a == v->pairs.count || (second.len > 0 && b == v->pairs.count) ||
        span_find(second, 0, 0) != second.len)
        broken(v, cursor, "dictionary: rule G1: no pair of marked words");
    else if (second.len > 0)
        v->pair = (uint64_t)a * v->pairs.count + b;
    else if (cursor->info.doc_freq != 1 || cursor->info.total_freq != 1)
        broken(v, cursor, "dictionary: rule G1: a marker with more than one place");
    if (cursor->info.form_count != 1 || cursor->info.form.len > 0)
        broken(v, cursor, "forms: rule G2: a pair has another form");
}

void verify_pair_posting(struct verifier *v, doc_id doc, const uint32_t tf[FIELD_COUNT])
{
    for (unsigned field = 0; field < FIELD_COUNT && v->pair != UINT64_MAX; field++)
        v->pair_sum += tf[field] * mark(v->pair, doc, field);
}

static bool add_event(struct walk *w, uint32_t place, uint32_t word)
{
    struct event *events =
        memory_grow(w->events, &w->capacity, w->count + 1, sizeof *events);
    uint32_t *head = &w->heads[place % HEADS];

    if (!events)
        return false;
    w->events = events;
    events[w->count] = (struct event){place, word, *head};
    *head = (uint32_t)++w->count;
    return true;
}

/* The places of a word in the document that its reader stands on; then to the next. */
static bool read_word(struct walk *w, uint32_t number)
{
    struct word *word = &w->words[number];
    struct places places = {NULL, NULL, 0};
    uint32_t before = UINT32_MAX;

    if (places_get(&word->reader, &w->v->arena, &places, NULL) != ST_OK)
        return false;
    for (uint32_t i = 0; i < places.count; i++) {
        if (places.places[i] != before && !add_event(w, places.places[i], number))
            return false;
        before = places.places[i];
    }
    word->open = postings_next(&word->reader) != DOC_END;
    return true;
}

static void join(struct walk *w, doc_id doc)
{
    for (size_t i = 0; i < w->count; i++) {
        const struct event *a = &w->events[i];

        for (uint32_t at = w->heads[(a->place + 1) % HEADS]; at != 0;) {
            const struct event *b = &w->events[at - 1];

            if (b->place == a->place + 1)
                w->sum += mark((uint64_t)a->word * w->word_count + b->word, doc,
                               PLACE_FIELD(a->place));
            at = b->next;
        }
    }
    for (size_t i = 0; i < w->count; i++)
        w->heads[w->events[i].place % HEADS] = 0;
    w->count = 0;
}

static doc_id next_doc(const struct walk *w)
{
    doc_id doc = DOC_END;

    for (uint32_t i = 0; i < w->word_count; i++)
        if (w->words[i].open && w->words[i].reader.doc < doc)
            doc = w->words[i].reader.doc;
    return doc;
}

static bool walk_words(struct walk *w)
{
    for (doc_id doc; (doc = next_doc(w)) != DOC_END;) {
        for (uint32_t i = 0; i < w->word_count; i++)
            if (w->words[i].open && w->words[i].reader.doc == doc && !read_word(w, i))
                return false;
        join(w, doc);
        arena_reset(&w->v->arena);
    }
    return true;
}

/* A marked word that the segment does not have stands nowhere. */
static void open_words(struct walk *w)
{
    for (uint32_t i = 0; i < w->word_count; i++) {
        struct word *word = &w->words[i];
        struct term_info info;

        if (dict_find(w->v->segment, pair_word(&w->v->pairs, i), &info, NULL) != ST_OK)
            continue;
        postings_open(&word->reader, w->v->segment, &info);
        word->open = postings_next(&word->reader) != DOC_END;
    }
}

void verify_pairs(struct verifier *v)
{
    struct walk *w;

    if (v->pairs.count == 0 || v->status != ST_OK)
        return;
    w = memory_zeroed(1, sizeof *w);
    if (w) {
        w->v = v;
        w->word_count = v->pairs.count;
        w->words = memory_zeroed(w->word_count, sizeof *w->words);
    }
    if (!w || !w->words) {
        v->status = ST_NOMEM;
    } else {
        open_words(w);
        /* what breaks the walk was told where the word's own list was looked at */
        if (walk_words(w) && w->sum != v->pair_sum)
            verify_report(v, SECTION_DICT, 0,
                          "postings: rule G3: pairs are not those of their words");
        memory_free(w->words);
        memory_free(w->events);
    }
    memory_free(w);
}
