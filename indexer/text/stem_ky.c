/* stem_ky.c - a stemmer for Kyrgyz without a lexicon.
 *
 *   word    өлкөлөрүндөгү        letters one byte each, я after a vowel as йа
 *   search  өлкөлөрүндө|гү  KI      every suffix that may stand here, whose vowels
 *           өлкөлөрү|ндө    CASE3   agree with the base's last vowel and whose first
 *           өлкөлөр|ү       POSS3   consonant with its last sound, is taken off in
 *           өлкө|лөр        PLURAL  every order that the slots allow
 *   judge   the longest strip wins, less what speaks against it; a base that ends
 *           where no word can end is out
 *
 * A state is (length of the base, slot). Each is entered once, so the work is bounded
 * by TAIL_LETTERS times the slots, whatever the word. The output is the base in one
 * spelling: мектебинин gives мектеп, тармагы gives тармак, баштоо gives башта.
 */
#include "text/stem.h"

#include "text/stem_ky_judge.h"
#include "text/stem_ky_letters.h"
#include "text/utf8.h"

enum {
    TAIL_LETTERS = 48, /* suffixes are looked for no deeper */
    DEPTH_MAX = 10,
    STEM_ROOM = STEM_KY_BYTES_MAX + 8
};

struct best {
    bool found;
    int cost;
    size_t base;
    size_t len;
    uint8_t stem[STEM_ROOM];
};

struct search {
    const struct stem_ky_word *word;
    uint32_t seen[TAIL_LETTERS + 1]; /* bit per slot */
    struct best best;
};

static size_t copy(uint8_t *out, struct span text)
{
    memcpy(out, text.data, text.len);
    return text.len;
}

/* The vowel that went into -оо: башта, баштоо. */
static uint32_t merged_vowel(char vowel)
{
    switch (vowel) {
    case 'o':
        return 0x43E;
    case '8':
    case '7':
        return 0x4E9;
    case 'e':
    case 'i':
        return 0x435;
    default:
        return 0x430;
    }
}

/* The base's bytes with its last letter in one spelling: no ь ъ; к for г, п for б after
 * a vowel (a bare б stays: клуб, ЖӨБ); й alone where я was йа. */
static size_t write_base(uint8_t *out, const struct stem_ky_word *word, size_t base)
{
    const char *letters = word->letters;
    bool whole = base == word->count;
    while (base > 1 && strchr("62", letters[base - 1]) != NULL)
        base--;
    char last = letters[base - 1];
    char before = base > 1 ? letters[base - 2] : '0';
    size_t len = copy(out, span_of(word->text.data, word->ends[base - 1]));
    if (last == 'y' && base > 1 && word->ends[base - 1] == word->ends[base - 2])
        return len + utf8_encode(out + len, 0x439);
    if (last == 'g' && stem_ky_is_vowel(before))
        return len - 2 + utf8_encode(out + len - 2, 0x43A);
    if (last == 'b' && stem_ky_is_vowel(before) && !whole)
        return len - 2 + utf8_encode(out + len - 2, 0x43F);
    return len;
}

/* The stem of a base before `inner`; `out` has room for text.len + 8 bytes. */
static size_t write_stem(uint8_t *out, const struct stem_ky_word *word, size_t base,
                         const struct suffix *inner)
{
    size_t len = write_base(out, word, base);
    if (inner->kind == KIND_OO)
        len += utf8_encode(out + len, merged_vowel(word->vowels[base]));
    struct span full = stem_ky_full(span_of(out, len));
    return full.len > 0 ? copy(out, full) : len;
}

static void consider(struct search *search, size_t base, unsigned slot,
                     const struct stem_ky_path *path)
{
    int cost;
    struct best *best = &search->best;
    if ((slot & AT_OPEN) != 0)
        return;
    uint8_t bytes[STEM_ROOM];
    struct span stem =
        span_of(bytes, write_stem(bytes, search->word, base, path->inner));
    if (!stem_ky_judge(search->word, base, stem, slot, path, &cost))
        return;
    if (best->found &&
        (cost > best->cost || (cost == best->cost && base >= best->base)))
        return;
    best->found = true;
    best->cost = cost;
    best->base = base;
    best->len = copy(best->stem, stem);
}

static bool enter(struct search *search, size_t base, unsigned slot)
{
    size_t depth = search->word->count - base;
    if (depth > TAIL_LETTERS || (search->seen[depth] & slot) != 0)
        return false;
    search->seen[depth] |= slot;
    return true;
}

static bool may_take(const struct stem_ky_word *word, size_t base, unsigned slot,
                     const struct suffix *suffix)
{
    if ((suffix->from & slot) == 0 || suffix->letters + 2U > base)
        return false;
    size_t rest = base - suffix->letters;
    return word->vowels[rest] != 0 && stem_ky_word_fits(word, rest, suffix) &&
           stem_ky_judge_allows(word, rest, suffix);
}

/* Take every suffix that may stand at the end of the base off it, to DEPTH_MAX. */
static void descend(struct search *search, size_t base, unsigned slot,
                    const struct stem_ky_path *path)
{
    struct suffix_group group = stem_ky_suffixes(search->word->letters[base - 1]);
    if (path->depth == DEPTH_MAX)
        return;
    for (size_t i = 0; i < group.count; i++) {
        const struct suffix *suffix = &group.suffixes[i];
        size_t rest = base - suffix->letters;
        if (!may_take(search->word, base, slot, suffix) ||
            !enter(search, rest, suffix->to))
            continue;
        struct stem_ky_path next = *path;
        next.inner = suffix;
        next.outer = path->depth == 0 ? suffix : path->outer;
        if (suffix->kind == KIND_POSS12 && path->owner == NULL)
            next.owner = suffix;
        next.kinds |= UINT64_C(1) << suffix->kind;
        next.depth++;
        consider(search, rest, suffix->to, &next);
        descend(search, rest, suffix->to, &next);
    }
}

size_t stem_ky(uint8_t *out, struct span text)
{
    if (text.len == 0 || text.len > STEM_KY_BYTES_MAX)
        return copy(out, text);
    struct span whole = stem_ky_whole(text);
    if (whole.len > 0)
        return copy(out, whole);
    struct stem_ky_word word;
    stem_ky_word_read(&word, text);
    size_t len = write_base(out, &word, word.count);
    if (word.count < 4 || stem_ky_is_kept(span_of(out, len)))
        return len;
    struct search search;
    search.word = &word;
    search.best.found = false;
    memset(search.seen, 0, sizeof search.seen);
    descend(&search, word.count, AT_END, &(struct stem_ky_path){0});
    return search.best.found ? copy(out, span_of(search.best.stem, search.best.len))
                             : len;
}
