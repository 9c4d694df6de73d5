/*   Айгүл БАЙЫ ШБАЕВА
 *   given part rest      given: one capital, then small letters; part, rest: capitals
 *
 * Two names in capitals after a title-case word look the same (Президент САДЫР
 * ЖАПАРОВ), so the shape alone never joins: the rest must be impossible as a word, or
 * the joined form must stand elsewhere in the document.
 */
#include "ingest/split_name.h"

#include "text/fold.h"
#include "text/utf8.h"

static const char *const surname_ends[] = {
    "СКИЙ", "СКАЯ", "СКОЙ", "ЦКИЙ", "ЦКАЯ", "ОВА", "ЕВА", "ЁВА",
    "ИНА",  "ЫНА",  "ОВ",   "ЕВ",   "ЁВ",   "ИН",  "ЫН",
};

/* Pairs of consonants with which a Russian or Kyrgyz surname may begin. */
static const char onsets[] =
    "БЛБРВБВВВГВДВЗВКВЛВНВПВРВСВТГВГДГЛГНГРДВДЖДЛДНДРЖДЖМЗВЗДЗЛЗМЗНЗРКВКЛКНКРКСКТМГ"
    "МЛМНМРМСНРПЛПНПРПСПТПЧРВРЖРТСБСВСГСДСКСЛСМСНСПСРСТСФСХСЦТВТКТЛТРФЛФРХВХЛХМХР"
    "ЦВЧЛЧМЧТШВШКШЛШМШНШПШРШТ";

static bool is_capital(uint32_t letter)
{
    return letter != 0 && fold_is_upper(letter);
}

static size_t capitals_start(struct span text, size_t end)
{
    while (end >= 2 && is_capital(cyrillic_at(text, end - 2)))
        end -= 2;
    return end;
}

static size_t capitals_end(struct span text, size_t start)
{
    while (is_capital(cyrillic_at(text, start)))
        start += 2;
    return start;
}

/* A capital and at least one small letter, ending at `end`. */
static bool given_name_before(struct span text, size_t end)
{
    size_t at = end;
    while (at >= 2 && cyrillic_at(text, at - 2) != 0 &&
           !is_capital(cyrillic_at(text, at - 2)))
        at -= 2;
    return at < end && at >= 2 && is_capital(cyrillic_at(text, at - 2)) &&
           (at < 4 || cyrillic_at(text, at - 4) == 0);
}

/* Bytes of the surname's ending, 0 when it has none. */
static size_t surname_end_bytes(struct span word)
{
    for (size_t i = 0; i < sizeof surname_ends / sizeof *surname_ends; i++) {
        struct span end = span_text(surname_ends[i]);
        if (word.len >= end.len &&
            span_equal(span_part(word, word.len - end.len, end.len), end))
            return end.len;
    }
    return 0;
}

bool split_name_find(struct span text, size_t space, struct span *part,
                     struct span *rest)
{
    size_t from = capitals_start(text, space);
    size_t to = capitals_end(text, space + 1);
    if (space - from < 4 || to - space - 1 < 4 || to - from > SPLIT_NAME_BYTES ||
        from == 0 || text.data[from - 1] != ' ')
        return false;
    struct span tail = span_part(text, space + 1, to - space - 1);
    if (!given_name_before(text, from - 1) || surname_end_bytes(tail) == 0)
        return false;
    *part = span_part(text, from, space - from);
    *rest = tail;
    return true;
}

static bool is_vowel(uint32_t letter)
{
    switch (letter) {
    case 0x410: /* А */
    case 0x415: /* Е */
    case 0x401: /* Ё */
    case 0x418: /* И */
    case 0x41E: /* О */
    case 0x4E8: /* Ө */
    case 0x423: /* У */
    case 0x4AE: /* Ү */
    case 0x42B: /* Ы */
    case 0x42D: /* Э */
    case 0x42E: /* Ю */
    case 0x42F: /* Я */
        return true;
    default:
        return false;
    }
}

static bool is_onset(struct span pair)
{
    for (size_t at = 0; at + 4 < sizeof onsets; at += 4)
        if (memcmp(onsets + at, pair.data, 4) == 0)
            return true;
    return false;
}

static bool begins_no_word(struct span rest)
{
    uint32_t first = cyrillic_at(rest, 0), second = cyrillic_at(rest, 2);
    if (first == 0x42C || first == 0x42A || first == 0x4A2) /* Ь Ъ Ң */
        return true;
    return !is_vowel(first) && !is_vowel(second) && second != 0x42C &&
           !is_onset(span_part(rest, 0, 4));
}

bool split_name_rest_is_odd(struct span rest)
{
    if (begins_no_word(rest))
        return true;
    size_t stem = rest.len - surname_end_bytes(rest);
    if (stem == 0 || stem > 4) /* ЕВА may be a name; Львов has three consonants */
        return false;
    uint32_t end = cyrillic_at(rest, stem);
    if (end == 0x418 || end == 0x42B) /* ШИН, ЦЫН are surnames of their own */
        return false;
    for (size_t at = 0; at < stem; at += 2)
        if (is_vowel(cyrillic_at(rest, at)))
            return false;
    return true;
}

static bool occurs(struct span document, const uint8_t *word, size_t len)
{
    for (size_t at = span_find(document, word[0], 0); at + len <= document.len;
         at = span_find(document, word[0], at + 1))
        if (memcmp(document.data + at, word, len) == 0)
            return true;
    return false;
}

bool split_name_occurs(struct span document, struct span part, struct span rest)
{
    uint8_t capitals[SPLIT_NAME_BYTES], name[SPLIT_NAME_BYTES];
    size_t len = part.len + rest.len;
    if (len > SPLIT_NAME_BYTES)
        return false;
    memcpy(capitals, part.data, part.len);
    memcpy(capitals + part.len, rest.data, rest.len);
    if (occurs(document, capitals, len))
        return true;
    memcpy(name, capitals, 2);
    for (size_t at = 2; at < len; at += 2) {
        uint8_t code[4];
        if (utf8_encode(code, fold_code(cyrillic_at(span_of(capitals, len), at))) != 2)
            return false;
        memcpy(name + at, code, 2);
    }
    return occurs(document, name, len);
}
