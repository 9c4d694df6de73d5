/* stem_ky_search.c - every way to take suffixes off a Kyrgyz word, and the likeliest.
 *
 *   depth 0  өлкөлөрүндөгү         END
 *         2  өлкөлөрүндө|гү        KI
 *         5  өлкөлөрү|ндө          CASE_OF_3
 *         6  өлкөлөр|ү             OWNER
 *         9  өлкө|лөр              PLURAL
 *
 * A state is (letters taken off, slot). Suffixes only shorten, so the states are met in
 * order of depth, each with the cheapest way to it; at each depth one walk of the trie,
 * from the base's end, finds the suffixes of all its slots. The work is bounded by
 * STEM_KY_TAIL_LETTERS times the slots, whatever the word.
 */
#include "text/stem_ky_search.h"

#include "text/stem_ky_judge.h"

struct state {
    int16_t cost; /* of the rules on the way here */
    uint8_t rule; /* the last of them, and the first */
    uint8_t outer;
    uint8_t depth; /* where the last came from */
    uint8_t slot;
    bool noun;
};

struct search {
    const struct stem_ky_word *word;
    bool verb;
    size_t depths;
    uint16_t active[STEM_KY_TAIL_LETTERS + 1]; /* bits: slots that were reached */
    struct state states[STEM_KY_TAIL_LETTERS + 1][SLOT_COUNT];
};

/* The number of the lowest bit that is set. */
static unsigned lowest(unsigned bits)
{
    return (unsigned)__builtin_ctz(bits);
}

static void enter(struct search *search, size_t depth, unsigned slot,
                  const struct stem_ky_form *form)
{
    const struct stem_ky_rule *rule = &stem_ky_rules[form->rule];
    const struct state *from = &search->states[depth][slot];
    size_t inner = depth + form->letters;
    struct state *to = &search->states[inner][rule->to];
    int16_t cost = (int16_t)(from->cost + rule->cost + (form->plain ? 6 : 0));
    unsigned bit = 1U << rule->to;
    if ((search->active[inner] & bit) != 0 && to->cost <= cost)
        return;
    search->active[inner] |= (uint16_t)bit;
    bool noun = rule->kind <= KIND_NOUN_LAST && rule->kind != KIND_QUESTION &&
                rule->kind != KIND_PERSON;
    *to = (struct state){
        cost,           form->rule,    depth == 0 ? form->rule : from->outer,
        (uint8_t)depth, (uint8_t)slot, noun || (depth > 0 && from->noun)};
}

/* Harmony and assimilation. A base without a vowel is an acronym in small letters: it is
 * read aloud in ways that spelling does not show. */
static bool agrees(const struct stem_ky_word *word, size_t base,
                   const struct stem_ky_form *form)
{
    if (word->vowels[base] == 0)
        return base >= 3 && stem_ky_rules[form->rule].kind <= KIND_NOUN_LAST;
    return (form->vowels & word->vowels[base]) != 0 &&
           (form->sounds & word->sounds[base]) != 0;
}

/* One suffix behind the base at depth + its letters, from every slot that allows it. */
static void try_form(struct search *search, size_t depth,
                     const struct stem_ky_form *form)
{
    const struct stem_ky_word *word = search->word;
    const struct stem_ky_rule *rule = &stem_ky_rules[form->rule];
    unsigned slots = rule->from & search->active[depth];
    size_t base = word->count - depth - form->letters;
    if (slots == 0 || (search->verb && rule->kind <= KIND_NOUN_LAST) ||
        !agrees(word, base, form) || (form->plain && word->rounded_front) ||
        !stem_ky_judge_allows(word, base, rule->kind))
        return;
    for (; slots != 0; slots &= slots - 1)
        enter(search, depth, lowest(slots), form);
}

/* All suffixes at the end of the base that is `depth` letters shorter than the word. */
static void expand(struct search *search, size_t depth)
{
    const char *letters = search->word->letters;
    size_t end = search->word->count - depth;
    unsigned node = 0;
    for (size_t at = end; at > 2; at--) {
        node = stem_ky_child(stem_ky_suffixes, node, letters[at - 1]);
        if (node == 0 || depth + (end - at) >= search->depths)
            return;
        const struct stem_ky_node *found = &stem_ky_suffixes[node];
        for (unsigned i = 0; i < found->count; i++)
            try_form(search, depth, &stem_ky_forms[found->value + i]);
    }
}

static struct stem_ky_path path_of(const struct search *search, size_t depth,
                                   unsigned slot)
{
    const struct state *state = &search->states[depth][slot];
    size_t base = search->word->count - depth;
    return (struct stem_ky_path){&stem_ky_rules[state->outer],
                                 &stem_ky_rules[state->rule],
                                 base,
                                 slot,
                                 state->depth == 0,
                                 state->noun,
                                 search->word->letters[base],
                                 state->cost};
}

struct best {
    bool found;
    bool listed;
    int cost;
    size_t depth;
    unsigned slot;
};

static void consider(const struct search *search, size_t depth, unsigned slot,
                     struct best *best)
{
    struct stem_ky_path path = path_of(search, depth, slot);
    int cost;
    bool listed;
    if (!stem_ky_judge(search->word, &path, &cost, &listed))
        return;
    if (cost <= best->cost)
        *best = (struct best){true, listed, cost, depth, slot};
}

/* The suffixes from the innermost out, then turned round. */
static void tell_steps(const struct search *search, const struct best *best, bool all,
                       struct stem_ky_found *found)
{
    size_t depth = best->depth;
    unsigned slot = best->slot;
    found->count = 0;
    while (depth > 0 && found->count < (all ? STEM_KY_STEPS_MAX : 1)) {
        const struct state *state = &search->states[depth][slot];
        found->steps[found->count++] = (struct stem_ky_step){
            &stem_ky_rules[state->rule], (uint16_t)(search->word->count - depth),
            (uint16_t)(search->word->count - state->depth)};
        depth = state->depth;
        slot = state->slot;
    }
    for (unsigned i = 0; i < found->count / 2; i++) {
        struct stem_ky_step step = found->steps[i];
        found->steps[i] = found->steps[found->count - 1 - i];
        found->steps[found->count - 1 - i] = step;
    }
}

void stem_ky_search(const struct stem_ky_word *word, bool verb,
                    struct stem_ky_found *found, bool all)
{
    struct search search;
    struct best best = {.found = false, .cost = 0}; /* taking nothing off costs 0 */
    search.word = word;
    search.verb = verb;
    search.depths =
        word->count > STEM_KY_TAIL_LETTERS ? STEM_KY_TAIL_LETTERS : word->count;
    memset(search.active, 0, sizeof search.active);
    search.active[0] = SLOT(END);
    search.states[0][SLOT_END] = (struct state){0};
    for (size_t depth = 0; depth + 2 < search.depths; depth++) {
        if (search.active[depth] != 0)
            expand(&search, depth);
    }
    for (size_t depth = 1; depth < search.depths; depth++) {
        unsigned slots = search.active[depth] & ~SLOTS_OPEN;
        for (; slots != 0; slots &= slots - 1)
            consider(&search, depth, lowest(slots), &best);
    }
    found->base = word->count - (best.found ? best.depth : 0);
    found->listed = best.found && best.listed;
    found->count = 0;
    if (best.found)
        tell_steps(&search, &best, all, found);
}
