/* sentences.c - cut a paragraph into sentences with byte ranges.
 *
 *   ... word <mark>+ <closing quotes, brackets>* <blank> <opening>* <upper case, digit>
 *             . ! ? …
 *
 * A full stop ends no sentence after an initial (А. Ж. Бариева), an abbreviation
 * (ж.б., г., им.), a number of several parts (2.1.) or one that begins the sentence
 * (it numbers a paragraph), nor before a small letter. A line feed always ends one.
 */
#include "text/sentences.h"

#include "text/fold.h"
#include "text/utf8.h"

static bool is_blank(uint32_t code)
{
    return code == ' ' || code == '\t' || code == '\r' || code == 0xA0 ||
           code == 0x202F || (code >= 0x2000 && code <= 0x200A) || code == 0x3000;
}

static bool is_closing(uint32_t code)
{
    return code == '"' || code == '\'' || code == ')' || code == ']' || code == 0xBB ||
           code == 0x201C || code == 0x201D || code == 0x2019;
}

static bool is_opening(uint32_t code)
{
    return code == '"' || code == '(' || code == '[' || code == 0xAB ||
           code == 0x201C || code == 0x201E || code == 0x2018 || code == '-' ||
           code == 0x2013 || code == 0x2014;
}

static bool is_mark(uint32_t code)
{
    return code == '.' || code == '!' || code == '?' || code == 0x2026;
}

static uint32_t code_at(struct span text, size_t off, size_t *next)
{
    *next = off;
    return utf8_next(text, next);
}

/* The word (letters and digits) that ends at `end`, as a part of the text. */
static struct span word_before(struct span text, size_t start, size_t end)
{
    size_t off = end;
    while (off > start) {
        size_t before = off;
        enum code_class class = fold_class(utf8_before(text, &before));
        if (class != CODE_LETTER && class != CODE_DIGIT && class != CODE_MARK)
            break;
        off = before;
    }
    return span_of(text.data + off, end - off);
}

static bool is_number(struct span word)
{
    for (size_t i = 0; i < word.len; i++) {
        if (word.data[i] < '0' || word.data[i] > '9')
            return false;
    }
    return word.len > 0;
}

/* Words whose full stop is their own; in lower case. */
static bool is_abbreviation(struct span word)
{
    static const char *const list[] = {
        "б",    "бет",  "вв",  "г",   "гг",  "гл",  "г-н",  "др",   "ж",     "жб",
        "жж",   "им",   "к",   "каб", "кв",  "м",   "млн",  "млрд", "муз",   "напр",
        "обл",  "окр",  "п",   "пер", "пп",  "пр",  "проф", "р",    "ред",   "рис",
        "с",    "см",   "соц", "ст",  "стр", "т",   "таб",  "табл", "тг",    "тов",
        "трлн", "туул", "тыс", "ул",  "ч",   "чл",  "шт",   "эл",   "кылым", "vol",
        "no",   "pp",   "fig", "dr",  "mr",  "mrs", "prof", "etc",  "акад",  "доц",
        "канд", "ком",  "кол", "мин", "сек", "экз",
    };
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++) {
        if (span_equal(word, span_text(list[i])))
            return true;
    }
    return false;
}

/* One capital, or one with a small letter after it (Ш., Дж., Ю.) */
static bool is_initial(struct span word)
{
    size_t letters = utf8_count(word);
    size_t off = 0;
    return letters >= 1 && letters <= 2 && fold_is_upper(utf8_next(word, &off)) &&
           (letters == 1 || !fold_is_upper(utf8_next(word, &off)));
}

/* The full stop at `off` belongs to the word before it. */
static bool stop_is_inner(struct span text, size_t start, size_t off)
{
    struct span word = word_before(text, start, off);
    size_t word_off = (size_t)(word.data - text.data);
    if (word.len == 0)
        return false;
    if (is_number(word)) /* 2.1. anywhere; 2. where it numbers a paragraph */
        return word_off == start ||
               (word_off > start && text.data[word_off - 1] == '.');
    return is_initial(word) || is_abbreviation(word);
}

/* Behind the marks, quotes and blanks after `off`; *next_code is what follows them. */
static size_t pass_end(struct span text, size_t off, bool *blank, uint32_t *next_code)
{
    size_t end = off;
    size_t next;
    while (end < text.len) {
        uint32_t code = code_at(text, end, &next);
        if (!is_mark(code) && !is_closing(code))
            break;
        end = next;
    }
    size_t ahead = end;
    *blank = false;
    *next_code = '\n';
    while (ahead < text.len) {
        uint32_t code = code_at(text, ahead, &next);
        *next_code = code;
        if (!is_blank(code) && !(*blank && is_opening(code)))
            break;
        *blank = *blank || is_blank(code);
        ahead = next;
        *next_code = '\n';
    }
    return end;
}

static bool starts_sentence(uint32_t code)
{
    return fold_is_upper(code) || fold_class(code) == CODE_DIGIT || code == '\n' ||
           (fold_class(code) == CODE_LETTER && fold_code(code) == code &&
            (code < 0x61 || code > 0x24F) && (code < 0x370 || code > 0x52F));
}

/* Does the mark at `off` (its last byte before `next`) end the sentence? *end: where.
 */
static bool mark_ends(struct span text, size_t start, size_t off, size_t next,
                      size_t *end)
{
    bool blank;
    uint32_t follows;
    bool lone = text.data[off] == '.' && (next >= text.len || text.data[next] != '.');
    *end = pass_end(text, next, &blank, &follows);
    if (follows == '\n')
        return true;
    return blank && starts_sentence(follows) &&
           !(lone && stop_is_inner(text, start, off));
}

/* Where the sentence that begins at `start` ends. */
static size_t find_end(struct span text, size_t start)
{
    for (size_t off = start; off < text.len;) {
        size_t next;
        size_t end;
        uint32_t code = code_at(text, off, &next);
        if (code == '\n')
            return off;
        if (is_mark(code) && mark_ends(text, start, off, next, &end))
            return end;
        off = next;
    }
    return text.len;
}

bool sentences_next(struct sentences *sentences, struct span *sentence)
{
    struct span text = sentences->text;
    size_t off = sentences->off;
    size_t next;
    while (off < text.len) {
        uint32_t code = code_at(text, off, &next);
        if (code != '\n' && !is_blank(code))
            break;
        off = next;
    }
    sentences->off = off;
    if (off >= text.len)
        return false;
    size_t end = find_end(text, off);
    sentences->off = end;
    while (end > off) { /* a blank may stand before a line feed */
        size_t before = end;
        if (!is_blank(utf8_before(text, &before)))
            break;
        end = before;
    }
    *sentence = span_of(text.data + off, end - off);
    return true;
}
