/* spellings_latin.c - Latin letters read as Cyrillic ones.
 *
 * Each rule turns a run of letters into Cyrillic at a cost; a word is cut into runs in
 * every way, the cheapest first. Paths are kept by the place that they have reached:
 *
 *     k       o       l                         k  >  о, ө  >  л, ль
 *   0 --к-- 1 --о-- 2 --л-- 3    кол  6
 *             \-ө-/      \-ль    көл  6+1, …    every run costs PIECE_COST, so that
 *                                               the longer run wins: sh is ш, not сх
 *
 * What stands before decides some readings (y after a vowel is й), so a path knows its
 * last letter and its last vowel. A place keeps its PATHS_MAX cheapest paths.
 *
 * A word that has letters of the Uniform Turkic alphabet of 1928-40 (ь ɵ ꞑ ƣ) or of
 * the Common Turkic one (ş ç ğ ı ñ, not folded) is read by that alphabet's habits,
 * too.
 */
#include "query/spelling_list.h"

#include <assert.h>
#include <stdlib.h>

#include "text/utf8.h"

enum {
    PIECE_COST = 2,
    PATHS_MAX = 512,  /* of a place */
    WINDOW_COST = 14, /* dearer than the best by more: not worth looking up */
    COSTS = 256,      /* a greater cost counts as this less one */
    TEXT_BYTES_MAX = SPELLINGS_WORD_LETTERS_MAX * 6
};

/* Where a rule holds; none: everywhere. */
enum {
    AT_START = 1,
    AFTER_VOWEL = 2,
    AFTER_CONSONANT = 4,
    AT_END = 8,
    UNIFORM = 16, /* only in the alphabet of 1928-40 */
    TURKIC = 32,  /* only in a Turkish-like alphabet */
    HARMONIC = 64 /* likely only after a back vowel */
};

struct rule {
    const char *latin, *cyrillic;
    unsigned where, cost;
};

#define LATER (AFTER_VOWEL | AFTER_CONSONANT)

static const struct rule rules[] = {
    {"a", "а", 0, 0},
    {"â", "я", 0, 0},
    {"â", "ья", AFTER_CONSONANT, 3},
    {"b", "б", 0, 0},
    {"c", "к", 0, 3},
    {"c", "ч", 0, 3},
    {"c", "ц", 0, 2},
    {"c", "с", 0, 4},
    {"c", "ж", 0, 4},
    {"c", "ч", UNIFORM, 0},
    {"c", "ж", TURKIC, 0},
    {"ch", "ч", 0, 0},
    {"ch", "чь", AT_END, 5},
    {"ck", "к", 0, 1},
    {"ç", "ж", UNIFORM, 0},
    {"ç", "ч", 0, 0},
    {"ç", "ж", 0, 4},
    {"č", "ч", 0, 0},
    {"ć", "ч", 0, 0},
    {"d", "д", 0, 0},
    {"dj", "ж", AT_START, 0},
    {"dj", "дж", 0, 1},
    {"dj", "ж", LATER, 2},
    {"dzh", "ж", AT_START, 0},
    {"dzh", "дж", 0, 1},
    {"dzh", "ж", LATER, 2},
    {"e", "э", AT_START, 0},
    {"e", "е", AT_START, 1},
    {"e", "е", LATER, 0},
    {"e", "э", LATER, 5},
    {"ee", "ээ", 0, 0},
    {"ee", "ее", 0, 1},
    {"è", "э", 0, 0},
    {"ě", "е", 0, 0},
    {"f", "ф", 0, 0},
    {"g", "г", 0, 0},
    {"gh", "г", 0, 1},
    {"ğ", "г", 0, 0},
    {"ƣ", "г", 0, 0},
    {"h", "х", AT_START | AFTER_VOWEL, 0},
    {"h", "х", AFTER_CONSONANT, 3},
    {"h", "г", 0, 5},
    {"i", "и", AT_START | AFTER_CONSONANT, 0},
    {"i", "й", AFTER_VOWEL, 0},
    {"i", "и", AFTER_VOWEL, 2},
    {"i", "ы", AT_START | AFTER_CONSONANT | HARMONIC, 2},
    {"ia", "я", AT_START, 1},
    {"ia", "ия", AFTER_CONSONANT, 0},
    {"ia", "я", AFTER_CONSONANT, 2},
    {"ia", "ья", AFTER_CONSONANT, 3},
    {"ia", "я", AFTER_VOWEL, 0},
    {"ie", "ье", AFTER_CONSONANT, 4},
    {"iu", "ю", AT_START, 1},
    {"iu", "ю", AFTER_VOWEL, 0},
    {"iu", "ю", AFTER_CONSONANT, 1},
    {"iu", "ью", AFTER_CONSONANT, 3},
    {"io", "е", 0, 4},
    {"io", "йо", AT_START, 3},
    {"iy", "ий", AT_END, 0},
    {"ii", "ий", AT_END, 0},
    {"ı", "ы", 0, 0},
    {"j", "ж", 0, 0},
    {"j", "й", AFTER_VOWEL, 1},
    {"j", "й", AFTER_CONSONANT, 3},
    {"j", "й", UNIFORM, 0},
    {"ja", "я", 0, 3},
    {"ja", "ья", AFTER_CONSONANT, 4},
    {"ju", "ю", 0, 3},
    {"ju", "ью", AFTER_CONSONANT, 4},
    {"jo", "е", 0, 4},
    {"jo", "йо", AT_START, 5},
    {"je", "е", LATER, 3},
    {"je", "ъе", AFTER_CONSONANT, 5},
    {"ji", "и", LATER, 4},
    {"k", "к", 0, 0},
    {"kh", "х", 0, 0},
    {"l", "л", 0, 0},
    {"l", "ль", LATER, 4},
    {"m", "м", 0, 0},
    {"n", "н", 0, 0},
    {"n", "ң", LATER, 3},
    {"n", "нь", AT_END, 5},
    {"ng", "ң", LATER, 0},
    {"ng", "нг", LATER, 1},
    {"ñ", "ң", 0, 0},
    {"ŋ", "ң", 0, 0},
    {"ņ", "ң", 0, 0},
    {"ꞑ", "ң", 0, 0},
    {"o", "о", 0, 0},
    {"o", "ө", 0, 0},
    {"oo", "оо", 0, 0},
    {"oo", "өө", 0, 0},
    {"ö", "ө", 0, 0},
    {"ô", "ө", 0, 0},
    {"ȯ", "ө", 0, 0},
    {"ө", "ө", 0, 0},
    {"ɵ", "ө", 0, 0},
    {"p", "п", 0, 0},
    {"ph", "ф", 0, 2},
    {"q", "к", 0, 0},
    {"r", "р", 0, 0},
    {"s", "с", 0, 0},
    {"s", "ш", 0, 5},
    {"sh", "ш", 0, 0},
    {"sh", "щ", 0, 4},
    {"sm", "сьм", 0, 4},
    {"sch", "щ", 0, 1},
    {"sch", "ш", 0, 3},
    {"shch", "щ", 0, 0},
    {"shch", "щь", AT_END, 3},
    {"s", "сь", AT_END, 5},
    {"sky", "ский", AT_END, 1},
    {"ş", "ш", 0, 0},
    {"š", "ш", 0, 0},
    {"ŝ", "щ", 0, 0},
    {"t", "т", 0, 0},
    {"t", "ть", AT_END, 4},
    {"th", "т", 0, 3},
    {"ts", "ц", 0, 0},
    {"tsya", "ться", AT_END, 0},
    {"tsia", "ться", AT_END, 1},
    {"tsja", "ться", AT_END, 2},
    {"ts", "тс", 0, 1},
    {"u", "у", 0, 0},
    {"u", "ү", 0, 0},
    {"uu", "уу", 0, 0},
    {"uu", "үү", 0, 0},
    {"ü", "ү", 0, 0},
    {"ù", "ү", 0, 0},
    {"û", "ю", 0, 0},
    {"û", "ью", AFTER_CONSONANT, 3},
    {"v", "в", 0, 0},
    {"w", "в", 0, 0},
    {"x", "кс", 0, 0},
    {"x", "х", 0, 1},
    {"y", "ы", AT_START | AFTER_CONSONANT, 0},
    {"y", "й", AT_START, 2},
    {"y", "й", AFTER_VOWEL, 0},
    {"y", "ы", AFTER_VOWEL, 4},
    {"y", "и", AFTER_CONSONANT, 3},
    {"y", "ый", AFTER_CONSONANT | AT_END, 3},
    {"y", "ү", UNIFORM, 0},
    {"ya", "я", 0, 0},
    {"ya", "ья", AFTER_CONSONANT, 2},
    {"yu", "ю", 0, 0},
    {"yu", "ью", AFTER_CONSONANT, 3},
    {"ye", "е", 0, 0},
    {"ye", "ье", AFTER_CONSONANT, 2},
    {"ye", "ъе", AFTER_CONSONANT, 3},
    {"yo", "е", 0, 0},
    {"yo", "йо", 0, 1},
    {"yy", "ый", AT_END, 0},
    {"yi", "ый", AT_END, 1},
    {"z", "з", 0, 0},
    {"z", "ж", 0, 6},
    {"zh", "ж", 0, 0},
    {"ž", "ж", 0, 0},
    {"ь", "ы", 0, 0},
    {"ƅ", "ы", 0, 0},
    {"'", "ь", AFTER_CONSONANT, 0},
    {"'", "", 0, 1},
    {"’", "ь", AFTER_CONSONANT, 0},
    {"’", "", 0, 1},
    {"ʹ", "ь", AFTER_CONSONANT, 0},
};

enum { RULE_COUNT = sizeof rules / sizeof *rules };
static_assert((int)RULE_COUNT <= UINT8_MAX + 1, "path.rule has a byte");

struct path {
    uint32_t before; /* index of the path that this one goes on */
    uint16_t cost;
    uint8_t rule;
    uint8_t vowel; /* enum spelling_vowel of the last vowel */
    bool ends_vowel;
};

/* Paths that reach one place, as indexes of all paths. */
struct place {
    uint32_t *paths;
    size_t count, capacity;
};

struct work {
    struct span word;
    unsigned alphabets; /* UNIFORM, TURKIC */
    struct path *paths; /* [0] is the start */
    size_t path_count, path_capacity;
    struct place places[TEXT_BYTES_MAX + 1]; /* by byte of the word */
    bool nomem;
};

static bool contains(struct span word, const char *letters)
{
    struct span all = span_text(letters);
    for (size_t off = 0; off < all.len;) {
        uint32_t wanted = utf8_next(all, &off);
        for (size_t at = 0; at < word.len;)
            if (utf8_next(word, &at) == wanted)
                return true;
    }
    return false;
}

/* Every letter is one of ours, and one at least is Latin. */
static bool is_latin(struct span word)
{
    bool plain = false;
    size_t letters = 0;
    for (size_t off = 0; off < word.len; letters++) {
        size_t at = off;
        bool known = false;
        uint32_t code = utf8_next(word, &off);
        struct span letter = span_part(word, at, off - at);
        for (size_t i = 0; i < RULE_COUNT && !known; i++)
            known = span_equal(letter, span_text(rules[i].latin));
        if (!known)
            return false;
        plain = plain || (code >= 'a' && code <= 'z');
    }
    return plain && letters <= SPELLINGS_WORD_LETTERS_MAX && word.len <= TEXT_BYTES_MAX;
}

static unsigned alphabets_of(struct span word)
{
    return (contains(word, "ьƅөɵꞑƣ") ? UNIFORM : 0U) |
           (contains(word, "şğıñç") && !contains(word, "ьƅөɵꞑƣ") ? TURKIC : 0U);
}

static bool rule_holds(const struct work *work, const struct rule *rule, size_t at,
                       const struct path *path)
{
    unsigned place = at == 0            ? AT_START
                     : path->ends_vowel ? AFTER_VOWEL
                                        : AFTER_CONSONANT;
    unsigned wanted = rule->where & (AT_START | LATER);
    if (!span_starts(span_part(work->word, at, work->word.len - at),
                     span_text(rule->latin)))
        return false;
    if ((rule->where & AT_END) && at + strlen(rule->latin) != work->word.len)
        return false;
    if ((rule->where & (UNIFORM | TURKIC)) && !(rule->where & work->alphabets))
        return false;
    return wanted == 0 || (wanted & place) != 0;
}

/* Names and loans mix front and back freely, but not ө and ү with the back ones; and
 * where one o is an ө, so are the others. */
static uint32_t harmony_cost(enum spelling_vowel before, enum spelling_vowel after)
{
    if ((before == SPELLING_FRONT_ROUNDED) == (after == SPELLING_FRONT_ROUNDED))
        return 0;
    return spelling_harmony(before, after) / 5 + (after == SPELLING_FRONT_ROUNDED);
}

/* The path one rule further: its vowels and what they cost. */
static struct path follow(const struct path *path, uint32_t before, size_t rule)
{
    struct span text = span_text(rules[rule].cyrillic);
    struct path next = *path;
    uint32_t cost = (uint32_t)path->cost + PIECE_COST + rules[rule].cost;
    if ((rules[rule].where & HARMONIC) && next.vowel != SPELLING_BACK)
        cost += next.vowel == SPELLING_NO_VOWEL ? 2 : 4;
    for (size_t off = 0; off < text.len;) {
        enum spelling_vowel vowel = spelling_vowel(utf8_next(text, &off));
        next.ends_vowel = vowel != SPELLING_NO_VOWEL;
        if (vowel == SPELLING_NO_VOWEL)
            continue;
        cost += harmony_cost((enum spelling_vowel)next.vowel, vowel);
        next.vowel = (uint8_t)vowel;
    }
    next.before = before;
    next.rule = (uint8_t)rule;
    next.cost = (uint16_t)(cost < UINT16_MAX ? cost : UINT16_MAX);
    return next;
}

static void add_path(struct work *work, struct place *place, struct path path)
{
    struct path *paths = memory_grow(work->paths, &work->path_capacity,
                                     work->path_count + 1, sizeof *paths);
    uint32_t *indexes =
        memory_grow(place->paths, &place->capacity, place->count + 1, sizeof *indexes);
    if (paths)
        work->paths = paths;
    if (indexes)
        place->paths = indexes;
    if (!paths || !indexes) {
        work->nomem = true;
        return;
    }
    place->paths[place->count++] = (uint32_t)work->path_count;
    work->paths[work->path_count++] = path;
}

static size_t cost_slot(const struct work *work, uint32_t path)
{
    return work->paths[path].cost < COSTS ? work->paths[path].cost : COSTS - 1;
}

/* Keep the PATHS_MAX cheapest, in their order. */
static void prune(const struct work *work, struct place *place)
{
    uint32_t counts[COSTS] = {0};
    size_t kept = 0, left = PATHS_MAX, limit = 0;
    for (size_t i = 0; i < place->count; i++)
        counts[cost_slot(work, place->paths[i])]++;
    while (limit < COSTS - 1 && counts[limit] <= left)
        left -= counts[limit++];
    for (size_t i = 0; i < place->count; i++) {
        size_t slot = cost_slot(work, place->paths[i]);
        if (slot > limit || (slot == limit && left == 0))
            continue;
        left -= slot == limit;
        place->paths[kept++] = place->paths[i];
    }
    place->count = kept;
}

static void extend(struct work *work, size_t at)
{
    struct place *place = &work->places[at];
    if (place->count > PATHS_MAX)
        prune(work, place);
    for (size_t r = 0; r < RULE_COUNT; r++) {
        size_t end = at + strlen(rules[r].latin);
        if (work->word.data[at] != (uint8_t)rules[r].latin[0])
            continue;
        for (size_t i = 0; i < place->count && !work->nomem; i++) {
            struct path path = work->paths[place->paths[i]];
            if (rule_holds(work, &rules[r], at, &path))
                add_path(work, &work->places[end], follow(&path, place->paths[i], r));
        }
    }
}

static void put_path(const struct work *work, uint32_t index,
                     struct spelling_list *list)
{
    uint8_t bytes[TEXT_BYTES_MAX * 4];
    size_t from = sizeof bytes;
    for (uint32_t i = index; i != 0; i = work->paths[i].before) {
        struct span text = span_text(rules[work->paths[i].rule].cyrillic);
        from -= text.len;
        memcpy(bytes + from, text.data, text.len);
    }
    spelling_list_put(list, span_of(bytes + from, sizeof bytes - from),
                      work->paths[index].cost);
}

/* Of the paths that reach the end, those that are not far dearer than the best. */
static void put_paths(const struct work *work, struct spelling_list *list)
{
    const struct place *end = &work->places[work->word.len];
    uint32_t least = UINT16_MAX;
    for (size_t i = 0; i < end->count; i++)
        if (work->paths[end->paths[i]].cost < least)
            least = work->paths[end->paths[i]].cost;
    for (size_t i = 0; i < end->count; i++)
        if (work->paths[end->paths[i]].cost <= least + WINDOW_COST)
            put_path(work, end->paths[i], list);
}

static void work_release(struct work *work)
{
    for (size_t i = 0; i <= work->word.len; i++)
        memory_free(work->places[i].paths);
    memory_free(work->paths);
    memory_free(work);
}

enum status spellings_latin(struct span word, struct arena *arena,
                            struct spellings *found, struct error *err)
{
    struct spelling_list list;
    *found = (struct spellings){NULL, 0};
    if (!is_latin(word))
        return ST_OK;
    struct work *work = memory_zeroed(1, sizeof *work);
    if (!work)
        return fail(err, ST_NOMEM, "spellings: out of memory");
    work->word = word;
    work->alphabets = alphabets_of(word);
    spelling_list_init(&list, word, arena);
    add_path(work, &work->places[0], (struct path){0});
    for (size_t at = 0; at < word.len && !work->nomem; at++)
        extend(work, at);
    if (!work->nomem)
        put_paths(work, &list);
    list.nomem = list.nomem || work->nomem;
    work_release(work);
    return spelling_list_finish(&list, SPELLINGS_LATIN_MAX, found, err);
}
