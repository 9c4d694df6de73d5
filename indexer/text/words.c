/* words.c - cut text into words with byte ranges.
 *
 *   word  = atom (joint atom)*      at most WORD_PARTS_MAX atoms, WORD_BYTES_MAX bytes
 *   atom  = (letter | digit) (letter | digit | mark | ignored)*
 *   joint = hyphen | apostrophe | [.,] between two digits
 *
 * A word ends in a letter, a digit or a mark: ignored code points (soft hyphen, zero
 * width) at its end are left outside. Almost all text is ASCII and the two-byte
 * letters U+0400..047F and U+04C0..04FF; for these a table on the first byte decides.
 */
#include "text/words.h"

#include "text/fold.h"
#include "text/pairs.h"
#include "text/utf8.h"

enum { WORD_PARTS_MAX = 12 }; /* as many as analysis has places for */

/* What a first byte tells by itself. */
enum lead { LEAD_OTHER, LEAD_LETTER, LEAD_DIGIT, LEAD_TWO, LEAD_LOOK };

static const uint8_t leads[256] = {
    ['0'] = LEAD_DIGIT,  ['1'] = LEAD_DIGIT,  ['2'] = LEAD_DIGIT,  ['3'] = LEAD_DIGIT,
    ['4'] = LEAD_DIGIT,  ['5'] = LEAD_DIGIT,  ['6'] = LEAD_DIGIT,  ['7'] = LEAD_DIGIT,
    ['8'] = LEAD_DIGIT,  ['9'] = LEAD_DIGIT,  ['A'] = LEAD_LETTER, ['B'] = LEAD_LETTER,
    ['C'] = LEAD_LETTER, ['D'] = LEAD_LETTER, ['E'] = LEAD_LETTER, ['F'] = LEAD_LETTER,
    ['G'] = LEAD_LETTER, ['H'] = LEAD_LETTER, ['I'] = LEAD_LETTER, ['J'] = LEAD_LETTER,
    ['K'] = LEAD_LETTER, ['L'] = LEAD_LETTER, ['M'] = LEAD_LETTER, ['N'] = LEAD_LETTER,
    ['O'] = LEAD_LETTER, ['P'] = LEAD_LETTER, ['Q'] = LEAD_LETTER, ['R'] = LEAD_LETTER,
    ['S'] = LEAD_LETTER, ['T'] = LEAD_LETTER, ['U'] = LEAD_LETTER, ['V'] = LEAD_LETTER,
    ['W'] = LEAD_LETTER, ['X'] = LEAD_LETTER, ['Y'] = LEAD_LETTER, ['Z'] = LEAD_LETTER,
    ['a'] = LEAD_LETTER, ['b'] = LEAD_LETTER, ['c'] = LEAD_LETTER, ['d'] = LEAD_LETTER,
    ['e'] = LEAD_LETTER, ['f'] = LEAD_LETTER, ['g'] = LEAD_LETTER, ['h'] = LEAD_LETTER,
    ['i'] = LEAD_LETTER, ['j'] = LEAD_LETTER, ['k'] = LEAD_LETTER, ['l'] = LEAD_LETTER,
    ['m'] = LEAD_LETTER, ['n'] = LEAD_LETTER, ['o'] = LEAD_LETTER, ['p'] = LEAD_LETTER,
    ['q'] = LEAD_LETTER, ['r'] = LEAD_LETTER, ['s'] = LEAD_LETTER, ['t'] = LEAD_LETTER,
    ['u'] = LEAD_LETTER, ['v'] = LEAD_LETTER, ['w'] = LEAD_LETTER, ['x'] = LEAD_LETTER,
    ['y'] = LEAD_LETTER, ['z'] = LEAD_LETTER, [0xC2] = LEAD_LOOK,  [0xC3] = LEAD_LOOK,
    [0xC4] = LEAD_LOOK,  [0xC5] = LEAD_LOOK,  [0xC6] = LEAD_LOOK,  [0xC7] = LEAD_LOOK,
    [0xC8] = LEAD_LOOK,  [0xC9] = LEAD_LOOK,  [0xCA] = LEAD_LOOK,  [0xCB] = LEAD_LOOK,
    [0xCC] = LEAD_LOOK,  [0xCD] = LEAD_LOOK,  [0xCE] = LEAD_LOOK,  [0xCF] = LEAD_LOOK,
    [0xD0] = LEAD_TWO,   [0xD1] = LEAD_TWO,   [0xD2] = LEAD_LOOK,  [0xD3] = LEAD_TWO,
    [0xD4] = LEAD_LOOK,  [0xD5] = LEAD_LOOK,  [0xD6] = LEAD_LOOK,  [0xD7] = LEAD_LOOK,
    [0xD8] = LEAD_LOOK,  [0xD9] = LEAD_LOOK,  [0xDA] = LEAD_LOOK,  [0xDB] = LEAD_LOOK,
    [0xDC] = LEAD_LOOK,  [0xDD] = LEAD_LOOK,  [0xDE] = LEAD_LOOK,  [0xDF] = LEAD_LOOK,
    [0xE0] = LEAD_LOOK,  [0xE1] = LEAD_LOOK,  [0xE2] = LEAD_LOOK,  [0xE3] = LEAD_LOOK,
    [0xE4] = LEAD_LOOK,  [0xE5] = LEAD_LOOK,  [0xE6] = LEAD_LOOK,  [0xE7] = LEAD_LOOK,
    [0xE8] = LEAD_LOOK,  [0xE9] = LEAD_LOOK,  [0xEA] = LEAD_LOOK,  [0xEB] = LEAD_LOOK,
    [0xEC] = LEAD_LOOK,  [0xED] = LEAD_LOOK,  [0xEE] = LEAD_LOOK,  [0xEF] = LEAD_LOOK,
    [0xF0] = LEAD_LOOK,  [0xF1] = LEAD_LOOK,  [0xF2] = LEAD_LOOK,  [0xF3] = LEAD_LOOK,
    [0xF4] = LEAD_LOOK,
};

/* The class of the code point at `off` (< text.len); *next is behind it. */
static enum code_class class_at(struct span text, size_t off, size_t *next)
{
    *next = off;
    return fold_class(utf8_next(text, next));
}

static bool opens_atom(struct span text, size_t off)
{
    size_t next;
    if (off >= text.len)
        return false;
    enum code_class class = class_at(text, off, &next);
    return class == CODE_LETTER || class == CODE_DIGIT;
}

static bool is_digit(struct span text, size_t off)
{
    return off < text.len && leads[text.data[off]] == LEAD_DIGIT;
}

/* Where the first word at or after `off` begins, or text.len. */
static size_t find_start(struct span text, size_t off)
{
    while (off < text.len) {
        switch ((enum lead)leads[text.data[off]]) {
        case LEAD_LETTER:
        case LEAD_DIGIT:
            return off;
        case LEAD_TWO:
            if (off + 1 < text.len)
                return off;
            return text.len;
        case LEAD_LOOK: {
            size_t next;
            enum code_class class = class_at(text, off, &next);
            if (class == CODE_LETTER || class == CODE_DIGIT)
                return off;
            off = next;
            break;
        }
        case LEAD_OTHER:
            off++;
            break;
        }
    }
    return text.len;
}

/* Behind the letters and digits at `off` that a look at their first bytes tells. */
static inline size_t pass_plain(struct span text, size_t off, size_t limit)
{
    for (;;) {
        off += pairs_run(text.data + off, limit - off);
        if (limit - off < 2)
            return off;
        uint8_t lead = leads[text.data[off]];
        if (lead == LEAD_TWO)
            off += 2;
        else if (lead == LEAD_LETTER || lead == LEAD_DIGIT)
            off++;
        else
            return off;
    }
}

/* How far the atom at `off` goes; *end is behind its last letter, digit or mark. */
static size_t pass_atom(struct span text, size_t off, size_t limit, size_t *end)
{
    size_t plain = pass_plain(text, off, limit);
    *end = plain > off ? plain : *end;
    off = plain;
    while (off < limit) {
        enum lead lead = (enum lead)leads[text.data[off]];
        size_t next = off + 1;
        if (lead == LEAD_TWO)
            next = off + 2;
        else if (lead == LEAD_OTHER)
            break;
        else if (lead == LEAD_LOOK) {
            enum code_class class = class_at(text, off, &next);
            if (class == CODE_IGNORED && next <= limit) {
                off = next;
                continue;
            }
            if (class != CODE_LETTER && class != CODE_DIGIT && class != CODE_MARK)
                break;
        }
        if (next > limit)
            break;
        off = next;
        *end = off;
    }
    return off;
}

static bool is_decimal_mark(struct span text, size_t off, size_t end)
{
    return end == off && is_digit(text, off - 1) && is_digit(text, off + 1);
}

/* Behind the joint at `off`, or `off` when the word ends there. */
static size_t pass_joint(struct span text, size_t off, size_t end)
{
    size_t next;
    if (off >= text.len)
        return off;
    uint8_t byte = text.data[off];
    if (byte == '.' || byte == ',')
        return is_decimal_mark(text, off, end) ? off + 1 : off;
    if (byte < 0x80 && byte != '-' && byte != '\'')
        return off;
    enum code_class class = class_at(text, off, &next);
    if (class != CODE_HYPHEN && class != CODE_APOSTROPHE)
        return off;
    return opens_atom(text, next) ? next : off;
}

/* A word between blanks, which most are; false: look closer. */
static inline bool next_plain(struct words *words, struct span *word)
{
    struct span text = words->text;
    size_t start = words->off;
    while (start < text.len && leads[text.data[start]] == LEAD_OTHER)
        start++;
    words->off = start;
    size_t limit =
        text.len - start > WORD_BYTES_MAX ? start + WORD_BYTES_MAX : text.len;
    size_t end = pass_plain(text, start, limit);
    if (end == start || end >= limit || text.data[end] != ' ')
        return false;
    words->off = end;
    *word = span_of(text.data + start, end - start);
    return true;
}

bool words_next(struct words *words, struct span *word)
{
    struct span text = words->text;
    if (next_plain(words, word))
        return true;
    size_t start = find_start(text, words->off);
    if (start >= text.len) {
        words->off = text.len;
        return false;
    }
    size_t limit =
        text.len - start > WORD_BYTES_MAX ? start + WORD_BYTES_MAX : text.len;
    size_t end = start;
    size_t off = start;
    for (unsigned parts = 1;; parts++) {
        off = pass_atom(text, off, limit, &end);
        if (parts == WORD_PARTS_MAX)
            break;
        size_t next = pass_joint(text, off, end);
        if (next == off || next >= limit)
            break;
        off = next;
    }
    words->off = end;
    *word = span_of(text.data + start, end - start);
    return true;
}
