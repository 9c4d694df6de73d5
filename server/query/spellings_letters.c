/* spellings_letters.c - ө ү ң and what stands for them.
 *
 * Every letter that may stand for another is a place with a few choices; a state is a
 * choice for each place so far, two bits each, and its cost:
 *
 *   ж о н у н д о        о: о ө    н: н ң    у: у ү    н: н ң    о: о ө
 *     0 0 0 0   0        the word itself
 *     1 0 1 0   1        жөнүндө: front vowels throughout, no break, cost 0
 *     1 0 1 1   1        жөнүңдө: one ң, cost 4
 *     1 0 0 0   0        жөнундо: ө before у is a break, cost 20
 *
 * States are extended place by place; when there are too many, the dearest go. Before
 * all others stand the folded spellings of a word that has ө ү ң: written without them,
 * and as a reader of Russian letters prints them (ө as е).
 */
#include "query/spelling_list.h"

#include <stdlib.h>

#include "text/utf8.h"

enum {
    PLACES_MAX = 32, /* two bits each in state.choices */
    CHOICES_MAX = 3,
    STATES_MAX = SPELLINGS_LETTERS_MAX + 1, /* with the word itself */
    COSTS = 2048,                           /* a greater cost counts as this less one */
    OCR_COST = 1000,  /* е for ө: after all that breaks harmony */
    LETTER_BYTES = 4, /* of a choice: нг is the longest */
    WORD_BYTES_MAX = (SPELLINGS_WORD_LETTERS_MAX + PLACES_MAX) * LETTER_BYTES
};

struct choice {
    const char *text;
    uint32_t code; /* its vowel, for harmony; else anything */
    uint32_t cost;
    bool takes_next; /* stands for the next letter, too */
};

struct swap {
    const char *letter; /* what is typed */
    struct choice choices[CHOICES_MAX];
};

static const struct swap swaps[] = {
    {"нг", {{"ң", 0, 3, true}, {"ң", 0, 4, false}}},
    {"о", {{"ө", 0x4E9, 0, false}}},
    {"у", {{"ү", 0x4AF, 0, false}}},
    {"н", {{"ң", 0, 4, false}}},
    {"е", {{"ө", 0x4E9, 1, false}}},
    {"ө", {{"о", 0x43E, 6, false}, {"е", 0x435, 8, false}}},
    {"ү", {{"у", 0x443, 6, false}}},
    {"ң", {{"н", 0, 4, false}, {"нг", 0, 8, false}}},
};

struct place {
    const struct swap *swap; /* NULL: the letter stays */
    struct span text;
    uint32_t code;
};

struct state {
    uint64_t choices;
    uint32_t cost;
    uint8_t vowel; /* enum spelling_vowel of the last vowel */
    bool ocr;      /* some е was taken for ө */
    bool skip;     /* the next letter was taken with the last one */
};

struct work {
    struct place places[SPELLINGS_WORD_LETTERS_MAX];
    unsigned count;
    struct state *states, *next;
    size_t state_count, next_count;
};

static const struct swap *find_swap(struct span rest)
{
    for (size_t i = 0; i < sizeof swaps / sizeof *swaps; i++)
        if (span_starts(rest, span_text(swaps[i].letter)))
            return &swaps[i];
    return NULL;
}

/* False: too long to be worth it, or with nothing to choose. */
static bool find_places(struct work *work, struct span word)
{
    unsigned swapped = 0;
    for (size_t off = 0; off < word.len;) {
        size_t at = off;
        if (work->count == SPELLINGS_WORD_LETTERS_MAX)
            return false;
        struct place *place = &work->places[work->count++];
        place->swap =
            swapped < PLACES_MAX ? find_swap(span_part(word, at, word.len - at)) : NULL;
        place->code = utf8_next(word, &off);
        place->text = span_part(word, at, off - at);
        swapped += place->swap != NULL;
    }
    return swapped > 0;
}

static void add_state(struct work *work, struct state state, uint32_t code,
                      uint32_t cost)
{
    enum spelling_vowel vowel = spelling_vowel(code);
    state.cost += cost;
    if (vowel != SPELLING_NO_VOWEL) {
        state.cost += spelling_harmony((enum spelling_vowel)state.vowel, vowel);
        state.vowel = (uint8_t)vowel;
    }
    work->next[work->next_count++] = state;
}

static void extend(struct work *work, const struct state *from,
                   const struct place *place, unsigned shift)
{
    struct state state = *from;
    if (state.skip) { /* the г of нг: no vowel, no choice */
        state.skip = false;
        work->next[work->next_count++] = state;
        return;
    }
    add_state(work, state, place->code, 0);
    for (unsigned i = 0; place->swap && i < CHOICES_MAX; i++) {
        const struct choice *choice = &place->swap->choices[i];
        if (!choice->text)
            break;
        bool ocr = place->code == 0x435;
        state = *from;
        state.choices |= (uint64_t)(i + 1) << shift;
        state.skip = choice->takes_next;
        state.ocr = from->ocr || ocr;
        add_state(work, state, choice->code,
                  choice->cost + (ocr && !from->ocr ? (uint32_t)OCR_COST : 0));
    }
}

static size_t cost_slot(uint32_t cost)
{
    return cost < COSTS ? cost : COSTS - 1;
}

/* Keep the STATES_MAX cheapest, in their order. */
static void prune(struct work *work)
{
    uint32_t counts[COSTS] = {0};
    size_t kept = 0, left = STATES_MAX, limit = 0;
    for (size_t i = 0; i < work->state_count; i++)
        counts[cost_slot(work->states[i].cost)]++;
    while (limit < COSTS - 1 && counts[limit] <= left)
        left -= counts[limit++];
    for (size_t i = 0; i < work->state_count; i++) {
        size_t slot = cost_slot(work->states[i].cost);
        if (slot > limit || (slot == limit && left == 0))
            continue;
        left -= slot == limit;
        work->states[kept++] = work->states[i];
    }
    work->state_count = kept;
}

static void run_places(struct work *work)
{
    unsigned shift = 0;
    work->states[0] = (struct state){0};
    work->state_count = 1;
    for (unsigned i = 0; i < work->count; i++) {
        const struct place *place = &work->places[i];
        work->next_count = 0;
        for (size_t s = 0; s < work->state_count; s++)
            extend(work, &work->states[s], place, shift);
        struct state *swap = work->states;
        work->states = work->next;
        work->next = swap;
        work->state_count = work->next_count;
        if (work->state_count > STATES_MAX)
            prune(work);
        shift += place->swap ? 2 : 0;
    }
}

static size_t put_text(uint8_t *out, size_t len, struct span text)
{
    memcpy(out + len, text.data, text.len);
    return len + text.len;
}

static struct span write_state(const struct work *work, const struct state *state,
                               uint8_t *out)
{
    size_t len = 0;
    unsigned shift = 0;
    for (unsigned i = 0; i < work->count; i++) {
        const struct place *place = &work->places[i];
        unsigned chosen = place->swap ? (unsigned)(state->choices >> shift & 3) : 0;
        shift += place->swap ? 2 : 0;
        if (chosen == 0) {
            len = put_text(out, len, place->text);
            continue;
        }
        const struct choice *choice = &place->swap->choices[chosen - 1];
        len = put_text(out, len, span_text(choice->text));
        i += choice->takes_next; /* г has no swap: nothing to shift over */
    }
    return span_of(out, len);
}

/* Without ө ү ң: ө as `oe`, and у, н. */
static void put_folded(const struct work *work, struct spelling_list *list,
                       const char *oe)
{
    uint8_t out[WORD_BYTES_MAX];
    size_t len = 0;
    for (unsigned i = 0; i < work->count; i++) {
        const char *text = work->places[i].code == 0x4E9   ? oe
                           : work->places[i].code == 0x4AF ? "у"
                           : work->places[i].code == 0x4A3 ? "н"
                                                           : NULL;
        len = put_text(out, len, text ? span_text(text) : work->places[i].text);
    }
    spelling_list_put(list, span_of(out, len), 0);
}

static void put_states(const struct work *work, struct spelling_list *list)
{
    uint8_t out[WORD_BYTES_MAX];
    for (size_t i = 0; i < work->state_count; i++)
        spelling_list_put(list, write_state(work, &work->states[i], out),
                          work->states[i].cost + 1);
}

enum status spellings_letters(struct span word, struct arena *arena,
                              struct spellings *found, struct error *err)
{
    struct work work = {0};
    struct spelling_list list;
    size_t room = STATES_MAX * (CHOICES_MAX + (size_t)1);
    *found = (struct spellings){NULL, 0};
    if (!find_places(&work, word))
        return ST_OK;
    spelling_list_init(&list, word, arena);
    struct state *a = memory_alloc(room * sizeof *a),
                 *b = memory_alloc(room * sizeof *b);
    work.states = a;
    work.next = b;
    if (a && b) {
        run_places(&work);
        put_folded(&work, &list, "о");
        put_folded(&work, &list, "е");
        put_states(&work, &list);
    } else {
        list.nomem = true;
    }
    memory_free(a);
    memory_free(b);
    return spelling_list_finish(&list, SPELLINGS_LETTERS_MAX, found, err);
}
