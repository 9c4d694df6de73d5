/* stem_ky.c - a stemmer for Kyrgyz without a lexicon.
 *
 *   word    өлкөлөрүндөгү        letters one byte each, я after a vowel as йа
 *   search  өлкө|лөр|ү|ндө|гү    the likeliest way to take suffixes off
 *   write   өлкө                 the base in one spelling: мектебинин gives мектеп,
 *                                тармагы gives тармак, баштоо gives башта
 */
#include "text/stem.h"

#include "text/stem_ky_search.h"
#include "text/utf8.h"

enum { STEM_ROOM = STEM_KY_BYTES_MAX + 8, PASSES_MAX = 5, LETTERS_MIN = 3 };

static size_t copy(uint8_t *out, struct span text)
{
    memcpy(out, text.data, text.len);
    return text.len;
}

static struct span base_text(const struct stem_ky_word *word, size_t base)
{
    return span_of(word->text.data, word->ends[base]);
}

/* The vowel that went into -оо: башта, баштоо. */
static uint32_t merged_vowel(const struct stem_ky_word *word, size_t base)
{
    size_t off = word->ends[base];
    uint32_t written = utf8_next(word->text, &off);
    switch (word->vowels[base]) {
    case VOWEL_E:
    case VOWEL_I:
        return 0x435;
    case VOWEL_O:
        return written;
    case VOWEL_U:
        if (written == 0x4E9 ||
            (stem_ky_word_list_with(word, base, 'o') & WORD_ROOT) != 0)
            return written;
        return 0x430;
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
    while (base > 1 && stem_ky_sound(letters[base - 1]) == 0)
        base--;
    char last = letters[base - 1];
    bool open = base > 1 && stem_ky_is_vowel(letters[base - 2]);
    size_t len = copy(out, base_text(word, base));
    if (last == 'y' && word->ends[base] == word->ends[base - 1])
        return len + utf8_encode(out + len, 0x439);
    if (last == 'g' && open)
        return len - 2 + utf8_encode(out + len - 2, 0x43A);
    if (last == 'b' && open && !whole)
        return len - 2 + utf8_encode(out + len - 2, 0x43F);
    return len;
}

/* The stem of what was found; `out` has room for text.len + 8 bytes. */
static size_t write_stem(uint8_t *out, const struct stem_ky_word *word,
                         const struct stem_ky_found *found)
{
    size_t base = found->base;
    if (found->listed && (stem_ky_word_list(word, base) & WORD_FULL) != 0)
        return copy(out, stem_ky_word_target(word, base));
    size_t len = write_base(out, word, base);
    if (found->count > 0 && found->steps[found->count - 1].rule->to == SLOT_VERB_MERGED)
        len += utf8_encode(out + len, merged_vowel(word, base));
    return len;
}

static bool is_verb(unsigned kind)
{
    return kind > KIND_NOUN_LAST;
}

static void tell(struct stem_ky_trace *trace, const char *rule, struct span text)
{
    if (trace->count == STEM_KY_TAKEN_MAX)
        return;
    struct stem_ky_taken *taken = &trace->taken[trace->count++];
    size_t len = text.len < STEM_KY_TAKEN_BYTES ? text.len : STEM_KY_TAKEN_BYTES;
    taken->rule = rule;
    taken->len = (uint8_t)len;
    memcpy(taken->text, text.data, len);
}

static void tell_found(struct stem_ky_trace *trace, const struct stem_ky_word *word,
                       const struct stem_ky_found *found)
{
    for (unsigned i = 0; i < found->count; i++) {
        const struct stem_ky_step *step = &found->steps[i];
        size_t start = word->ends[step->base];
        tell(trace, step->rule->name,
             span_part(word->text, start, word->ends[step->end] - start));
    }
    if (found->count == 0)
        return;
    bool verb = is_verb(found->steps[found->count - 1].rule->kind);
    bool lost = (stem_ky_word_list(word, found->base) & WORD_STEM) == 0;
    trace->decided = !found->listed ? "rules"
                     : verb         ? "root"
                     : lost         ? "lost-vowel"
                                    : "stem";
}

/* A word that stays whole, by the list: its stem's length, else 0. */
static size_t take_listed(uint8_t *out, const struct stem_ky_word *word,
                          struct stem_ky_trace *trace)
{
    const char *decided = NULL;
    unsigned list = stem_ky_word_list(word, word->count);
    size_t len = 0;
    if ((list & WORD_WHOLE) != 0) {
        decided = "paradigm";
        len = copy(out, stem_ky_word_target(word, word->count));
    } else if ((list & (WORD_STEM | WORD_ROOT)) != 0) {
        decided = (list & WORD_STEM) != 0 ? "stem" : "root";
        len = write_base(out, word, word->count);
    }
    if (decided != NULL && trace != NULL)
        trace->decided = decided;
    return len;
}

/* One pass. *verb: the text is a verb's stem; then, what came off says that the stem is
 * one. *done: the stem is listed, or nothing came off. */
static size_t take(uint8_t *out, struct span text, bool *verb, bool *done,
                   struct stem_ky_trace *trace)
{
    struct stem_ky_word word;
    struct stem_ky_found found = {0};
    stem_ky_word_read(&word, text);
    *done = true;
    size_t len = take_listed(out, &word, trace);
    if (len > 0)
        return len;
    found.base = word.count;
    if (word.count >= LETTERS_MIN)
        stem_ky_search(&word, *verb, &found, trace != NULL);
    *done = found.listed || found.count == 0;
    *verb = found.count > 0 && is_verb(found.steps[found.count - 1].rule->kind);
    len = write_stem(out, &word, &found);
    if (trace != NULL) {
        tell_found(trace, &word, &found);
        if (!span_equal(span_of(out, len), base_text(&word, found.base)))
            tell(trace, "restored", span_of(out, len));
    }
    return len;
}

/* Until nothing more comes off: a stem is its own stem. */
static size_t take_all(uint8_t *out, struct span text, struct stem_ky_trace *trace)
{
    uint8_t again[STEM_ROOM];
    bool verb = false;
    bool done;
    if (text.len == 0 || text.len > STEM_KY_BYTES_MAX)
        return copy(out, text);
    size_t len = take(out, text, &verb, &done, trace);
    for (unsigned pass = 1; !done && pass < PASSES_MAX; pass++) {
        if (len > STEM_KY_BYTES_MAX)
            break;
        memcpy(again, out, len);
        len = take(out, span_of(again, len), &verb, &done, trace);
    }
    return len;
}

size_t stem_ky(uint8_t *out, struct span text)
{
    return take_all(out, text, NULL);
}

size_t stem_ky_explain(uint8_t *out, struct span text, struct stem_ky_trace *trace)
{
    trace->count = 0;
    trace->decided = "nothing";
    return take_all(out, text, trace);
}
