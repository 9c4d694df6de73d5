/* parts.c - take one raw word apart.
 *
 *   raw bytes --read--> letters --hyphens--> chunks --look-alikes--> parts
 *
 *   2015-жылдын      | 2015 | жылдын |        two parts
 *   500гө, 5-чи      | 500(гө) | 5(чи) |      a number sheds its suffix
 *   2,5и             | 2.5(и) |               one decimal mark; with more, parts
 *   13.11.2020       | 13 | 11 | 2020 |
 *   БӨУнун           | БӨУ(нун) |             two capitals, then a suffix (not Russian)
 *   Twitterдеги      | Twitter(деги) |        Cyrillic after Latin
 *   IT-нин           | IT(нин) |              the same over a hyphen
 *   100кг            | 100 | кг |
 *   прoцесс          | процесс |              Latin twins in a Cyrillic word
 *
 * Capitals decide, so all this comes before case is gone from the term.
 */
#include "text/parts.h"

#include "text/fold.h"
#include "text/stem_ky_suffix.h"
#include "text/utf8.h"

struct twin {
    uint32_t latin;
    uint32_t cyrillic;
    bool capital_only;
};

static const struct twin twins[] = {
    {'a', 0x430, false}, {'b', 0x432, true},  {'c', 0x441, false}, {'e', 0x435, false},
    {'h', 0x43D, true},  {'k', 0x43A, false}, {'m', 0x43C, true},  {'o', 0x43E, false},
    {'p', 0x440, false}, {'t', 0x442, true},  {'x', 0x445, false}, {'y', 0x443, false},
};
enum { TWIN_COUNT = sizeof twins / sizeof twins[0] };

static bool is_latin(uint32_t code)
{
    return (code >= 'a' && code <= 'z') || (code >= 0xC0 && code < 0x250) ||
           (code >= 0x1E00 && code < 0x1F00);
}

static bool is_cyrillic(uint32_t code)
{
    return (code >= 0x400 && code < 0x530) || (code >= 0xA640 && code < 0xA6A0) ||
           (code >= 0x1C80 && code < 0x1C90);
}

static enum script script_of(uint32_t code)
{
    return is_cyrillic(code) ? SCRIPT_CYRILLIC
           : is_latin(code)  ? SCRIPT_LATIN
                             : SCRIPT_OTHER;
}

static enum letter_kind kind_of(uint32_t code)
{
    switch (fold_class(code)) {
    case CODE_DIGIT:
        return LETTER_DIGIT;
    case CODE_HYPHEN:
        return LETTER_HYPHEN;
    case CODE_APOSTROPHE:
        return LETTER_QUOTE;
    case CODE_LETTER:
        return LETTER_TEXT;
    case CODE_OTHER:
    case CODE_MARK:
    case CODE_IGNORED:
        break;
    }
    return LETTER_POINT;
}

/* A mark goes to the letter before it: it may make another letter (й). */
static void add_mark(struct parts *parts, uint32_t code, size_t end)
{
    if (parts->letter_count == 0)
        return;
    struct letter *last = &parts->letters[parts->letter_count - 1];
    uint32_t joined = fold_join(last->code, code);
    if (joined != 0)
        last->code = joined;
    last->end = (uint8_t)end;
}

static void read_letters(struct parts *parts, struct span raw)
{
    if (raw.len > PARTS_LETTERS_MAX)
        raw.len = PARTS_LETTERS_MAX;
    parts->letter_count = 0;
    for (size_t off = 0; off < raw.len;) {
        size_t start = off;
        uint32_t code = utf8_next(raw, &off);
        uint32_t folded = fold_code(code);
        if (folded == 0) {
            if (fold_class(code) == CODE_MARK)
                add_mark(parts, code, off);
            continue;
        }
        enum letter_kind kind = kind_of(code);
        struct letter *letter = &parts->letters[parts->letter_count++];
        letter->code = folded;
        letter->start = (uint8_t)start;
        letter->end = (uint8_t)off;
        letter->kind = (uint8_t)kind;
        letter->script =
            (uint8_t)(kind == LETTER_TEXT ? script_of(folded) : SCRIPT_NONE);
        letter->upper = kind == LETTER_TEXT && fold_is_upper(code);
    }
}

static uint32_t twin_of(const struct letter *letter)
{
    for (size_t i = 0; i < TWIN_COUNT; i++) {
        if (twins[i].capital_only && !letter->upper)
            continue;
        if (letter->code == twins[i].latin)
            return twins[i].cyrillic;
        if (letter->code == twins[i].cyrillic)
            return twins[i].latin;
    }
    return 0;
}

/* letters[first, stop) that are of one script all have a twin in the other. */
static bool all_twins(const struct letter *letters, unsigned first, unsigned stop,
                      enum script script)
{
    for (unsigned i = first; i < stop; i++) {
        if (letters[i].script == script && twin_of(&letters[i]) == 0)
            return false;
    }
    return true;
}

static void turn_twins(struct letter *letters, unsigned first, unsigned stop,
                       enum script from)
{
    for (unsigned i = first; i < stop; i++) {
        if (letters[i].script != from)
            continue;
        letters[i].code = twin_of(&letters[i]);
        letters[i].script =
            (uint8_t)(from == SCRIPT_LATIN ? SCRIPT_CYRILLIC : SCRIPT_LATIN);
    }
}

static unsigned count_script(const struct letter *letters, unsigned first,
                             unsigned stop, enum script script)
{
    unsigned count = 0;
    for (unsigned i = first; i < stop; i++)
        count += letters[i].script == script;
    return count;
}

/* Is letters[first, stop) lower case and a run of Kyrgyz noun suffixes? */
static bool is_suffix_run(const struct letter *letters, unsigned first, unsigned stop)
{
    uint32_t codes[STEM_KY_RUN_MAX];
    if (first >= stop || stop - first > STEM_KY_RUN_MAX)
        return false;
    for (unsigned i = first; i < stop; i++) {
        if (letters[i].script != SCRIPT_CYRILLIC || letters[i].upper)
            return false;
        codes[i - first] = letters[i].code;
    }
    return stem_ky_suffix_run(codes, stop - first);
}

/* Behind the last letter that is Latin, or a digit, in [first, stop). */
static unsigned latin_end(const struct letter *letters, unsigned first, unsigned stop)
{
    unsigned end = first;
    for (unsigned i = first; i < stop; i++) {
        if (letters[i].script == SCRIPT_LATIN || letters[i].kind == LETTER_DIGIT)
            end = i + 1;
    }
    return end;
}

static bool all_upper(const struct letter *letters, unsigned first, unsigned stop)
{
    for (unsigned i = first; i < stop; i++) {
        if (letters[i].kind == LETTER_TEXT && !letters[i].upper)
            return false;
    }
    return true;
}

/* Bring a chunk of two scripts to one, where it only looks like two. */
static void repair_chunk(struct letter *letters, unsigned first, unsigned stop)
{
    unsigned latin = count_script(letters, first, stop, SCRIPT_LATIN);
    if (latin == 0 || count_script(letters, first, stop, SCRIPT_CYRILLIC) == 0)
        return;
    unsigned end = latin_end(letters, first, stop);
    bool brand = latin >= 2 &&
                 count_script(letters, first, end, SCRIPT_CYRILLIC) == 0 &&
                 all_upper(letters, first, end) && is_suffix_run(letters, end, stop);
    if (brand)
        return; /* CCCCдин */
    if (all_twins(letters, first, stop, SCRIPT_LATIN))
        turn_twins(letters, first, stop, SCRIPT_LATIN);
    else if (all_twins(letters, first, end, SCRIPT_CYRILLIC))
        turn_twins(letters, first, end, SCRIPT_CYRILLIC);
}

static struct part *add_part(struct parts *parts, unsigned first, unsigned stop,
                             enum part_kind kind, bool glued)
{
    if (parts->count == PARTS_MAX || first >= stop)
        return NULL;
    struct part *part = &parts->parts[parts->count++];
    *part = (struct part){(uint8_t)first, (uint8_t)stop, (uint8_t)stop, (uint8_t)kind,
                          glued};
    return part;
}

/* The numeral endings that are no noun suffixes: ordinals, -жж. and Russian ones. */
static bool is_numeral_ending(const struct letter *letters, unsigned first,
                              unsigned stop)
{
    static const char *const endings[] = {
        "ж",    "жж",   "чы",   "чи",   "чу",  "чү",  "нчы", "нчи", "нчу", "нчү",
        "ынчы", "инчи", "унчу", "үнчү", "й",   "я",   "е",   "го",  "му",  "м",
        "х",    "ми",   "ти",   "ый",   "ой",  "ий",  "ая",  "ое",  "ые",  "ых",
        "ым",   "ую",   "ом",   "ого",  "ому", "ыми", "ю",   "ью",  "гг",  "г",
    };
    uint8_t bytes[STEM_KY_RUN_MAX * 4];
    size_t len = 0;
    if (stop - first > 4)
        return false;
    for (unsigned i = first; i < stop; i++)
        len += utf8_encode(bytes + len, letters[i].code);
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        if (span_equal(span_of(bytes, len), span_text(endings[i])))
            return true;
    }
    return false;
}

static bool is_numeral_suffix(const struct letter *letters, unsigned first,
                              unsigned stop)
{
    return is_numeral_ending(letters, first, stop) ||
           is_suffix_run(letters, first, stop);
}

/* The digits of [first, stop), which begins with one: one number, or several. */
static void add_numbers(struct parts *parts, unsigned first, unsigned stop)
{
    const struct letter *letters = parts->letters;
    unsigned points = 0;
    unsigned point = stop;
    for (unsigned i = first; i < stop; i++) {
        if (letters[i].kind == LETTER_POINT) {
            points++;
            point = i;
        }
    }
    if (points == 0 || (points == 1 && (point - first < 4 || stop - point - 1 < 4))) {
        add_part(parts, first, stop, PART_NUMBER, false);
        return;
    }
    for (unsigned start = first; start < stop;) {
        unsigned end = start;
        while (end < stop && letters[end].kind == LETTER_DIGIT)
            end++;
        add_part(parts, start, end, PART_NUMBER, false);
        start = end + 1;
    }
}

static unsigned skip_quotes(const struct letter *letters, unsigned at, unsigned stop)
{
    while (at < stop && letters[at].kind == LETTER_QUOTE)
        at++;
    return at;
}

/* A chunk that begins with a digit. */
static void add_numeral(struct parts *parts, unsigned first, unsigned stop)
{
    const struct letter *letters = parts->letters;
    unsigned end = first;
    while (end < stop &&
           (letters[end].kind == LETTER_DIGIT || letters[end].kind == LETTER_POINT))
        end++;
    unsigned rest = skip_quotes(letters, end, stop);
    if (rest < stop && letters[rest].script != SCRIPT_CYRILLIC) {
        add_part(parts, first, stop, PART_WORD, false); /* 5G, 3D */
        return;
    }
    add_numbers(parts, first, end);
    if (rest == stop)
        return;
    if (is_numeral_suffix(letters, rest, stop)) {
        if (parts->count > 0)
            parts->parts[parts->count - 1].stop = (uint8_t)stop;
        return;
    }
    add_part(parts, rest, stop, PART_WORD, true);
}

/* Where a suffix begins that the shape of the word betrays, or `stop`. */
static unsigned suffix_start(const struct letter *letters, unsigned first,
                             unsigned stop)
{
    unsigned caps = 0;
    unsigned end = first; /* behind the last capital, digit or Latin letter */
    for (unsigned i = first; i < stop; i++) {
        bool sign = letters[i].upper || letters[i].kind == LETTER_DIGIT ||
                    letters[i].script == SCRIPT_LATIN;
        caps += letters[i].upper;
        if (sign)
            end = i + 1;
    }
    bool latin = count_script(letters, first, end, SCRIPT_LATIN) > 0;
    if (end == stop || (caps < 2 && !latin))
        return stop;
    unsigned rest = skip_quotes(letters, end, stop);
    return is_suffix_run(letters, rest, stop) ? end : stop;
}

/* Latin, then Cyrillic that is no suffix we know: two parts, or a foreign ending. */
static bool add_two_scripts(struct parts *parts, unsigned first, unsigned stop)
{
    const struct letter *letters = parts->letters;
    unsigned end = latin_end(letters, first, stop);
    if (end == first || count_script(letters, first, end, SCRIPT_LATIN) == 0)
        return false;
    unsigned rest = skip_quotes(letters, end, stop);
    unsigned tail = stop - rest;
    if (count_script(letters, first, end, SCRIPT_CYRILLIC) > 0 || tail == 0 ||
        count_script(letters, rest, stop, SCRIPT_CYRILLIC) < tail)
        return false;
    struct part *part = add_part(parts, first, end, PART_STEM, false);
    if (tail > 3)
        add_part(parts, rest, stop, PART_WORD, true);
    else if (part != NULL)
        part->stop = (uint8_t)stop;
    return true;
}

static void add_word(struct parts *parts, unsigned first, unsigned stop, enum lang lang)
{
    const struct letter *letters = parts->letters;
    bool latin = count_script(letters, first, stop, SCRIPT_LATIN) > 0;
    unsigned end =
        lang == LANG_RU && !latin ? stop : suffix_start(letters, first, stop);
    if (end < stop) {
        struct part *part = add_part(parts, first, stop, PART_STEM, false);
        if (part != NULL)
            part->end = (uint8_t)end;
        return;
    }
    if (!add_two_scripts(parts, first, stop))
        add_part(parts, first, stop, PART_WORD, false);
}

/* A part that a suffix may be hyphened to: a number, a Latin word, an acronym. */
static bool takes_suffix(const struct letter *letters, const struct part *part,
                         enum lang lang)
{
    if (part->end != part->stop)
        return false; /* has one */
    if (part->kind == PART_NUMBER ||
        count_script(letters, part->first, part->end, SCRIPT_LATIN) > 0)
        return true;
    return part->end - part->first >= 2 && lang != LANG_RU &&
           all_upper(letters, part->first, part->end);
}

/* A suffix behind a hyphen belongs to the part before it. */
static bool join_suffix(struct parts *parts, unsigned first, unsigned stop,
                        enum lang lang)
{
    const struct letter *letters = parts->letters;
    if (parts->count == 0)
        return false;
    struct part *before = &parts->parts[parts->count - 1];
    if (before->stop + 1U != first || !takes_suffix(letters, before, lang))
        return false;
    if (before->kind == PART_NUMBER ? !is_numeral_suffix(letters, first, stop)
                                    : !is_suffix_run(letters, first, stop))
        return false;
    if (before->kind != PART_NUMBER)
        before->kind = PART_STEM;
    before->stop = (uint8_t)stop;
    return true;
}

void parts_read(struct parts *parts, struct span raw, enum lang lang)
{
    parts->count = 0;
    read_letters(parts, raw);
    unsigned count = parts->letter_count;
    for (unsigned first = 0; first < count;) {
        unsigned stop = first;
        while (stop < count && parts->letters[stop].kind != LETTER_HYPHEN)
            stop++;
        if (stop > first) {
            repair_chunk(parts->letters, first, stop);
            if (parts->letters[first].kind == LETTER_DIGIT)
                add_numeral(parts, first, stop);
            else if (!join_suffix(parts, first, stop, lang))
                add_word(parts, first, stop, lang);
        }
        first = stop + 1;
    }
}
