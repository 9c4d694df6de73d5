/* A text goes through two passes:
 *
 *   raw -- valid UTF-8 -- characters (R6) -- NFC -- rules (R1 R2 R3, blanks) --> stored
 *
 * A pass of the rules looks at the text before it only, never at its own output, and
 * each edit is one of: put a blank after a byte, drop it, write № for it. Edits are
 * triggered by ASCII bytes (and the last bytes of … and ¹), so the letters between them
 * are copied in runs. Every look around a trigger is bounded, so the cost is linear.
 */
#include "ingest/repair.h"

#include "ingest/repair_part.h"
#include "ingest/split_name.h"
#include "text/fold.h"
#include "text/pairs.h"
#include "text/utf8.h"

enum {
    EVIDENCE_SEARCHES = 64, /* per document */
    BRACKET_REACH = 512,    /* bytes in which an opening bracket is looked for */
    SPACED_LETTERS_MIN = 4,
    PASSES_MAX = 8
};

void repair_init(struct repair *repair, struct span document)
{
    *repair = (struct repair){
        .document = document, .status = ST_OK, .evidence_left = EVIDENCE_SEARCHES};
    buf_init(&repair->valid, 0);
    buf_init(&repair->clean, 0);
    buf_init(&repair->composed, 0);
    buf_init(&repair->ruled, 0);
    buf_init(&repair->again, 0);
}

void repair_release(struct repair *repair)
{
    buf_release(&repair->valid);
    buf_release(&repair->clean);
    buf_release(&repair->composed);
    buf_release(&repair->ruled);
    buf_release(&repair->again);
}

void repair_count(struct repair *repair, enum repair_rule rule, size_t times)
{
    uint32_t room = UINT32_MAX - repair->counts[rule];
    repair->counts[rule] += times > room ? room : (uint32_t)times;
}

/* What a scratch buf holds, or nothing after a failure. */
struct span repair_finished(struct repair *repair, const struct buf *buf)
{
    if (buf->status != ST_OK) {
        if (repair->status == ST_OK)
            repair->status = buf->status;
        return (struct span){NULL, 0};
    }
    return buf_span(buf);
}

/* --- R6: the number sign ----------------------------------------------------- */

static bool is_ascii_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

/* A superscript one (C2 B9; `last` is its last byte) that stands for the number sign:
 * at a word's start, digits after.
 */
static bool is_number_sign(struct span text, size_t last)
{
    if (last == 0 || text.data[last - 1] != 0xC2)
        return false;
    size_t start = last - 1, end = last + 1;
    if (start > 0 && text.data[start - 1] != ' ' && text.data[start - 1] != '(')
        return false;
    if (end < text.len && text.data[end] == ' ')
        end++;
    return end < text.len && is_ascii_digit(text.data[end]);
}

/* --- R1 and R2: a missing space ---------------------------------------------- */

/* The Cyrillic letter that ends at `off`, or 0. All of them are two bytes long. */
static uint32_t letter_before(struct span text, size_t off)
{
    return off >= 2 ? cyrillic_at(text, off - 2) : 0;
}

static bool is_lower(uint32_t letter)
{
    return letter != 0 && !fold_is_upper(letter);
}

static bool is_latin(uint8_t byte)
{
    uint8_t small = byte | 0x20;
    return small >= 'a' && small <= 'z';
}

static bool is_ellipsis_end(struct span text, size_t at)
{
    return at >= 2 && memcmp(text.data + at - 2, "\xE2\x80\xA6", 3) == 0;
}

/* Where the run of sentence marks that ends before `end` begins; at most 8 of them. */
static size_t marks_begin(struct span text, size_t end)
{
    for (unsigned i = 0; i < 8 && end > 0; i++) {
        uint8_t byte = text.data[end - 1];
        if (byte == '.' || byte == '!' || byte == '?')
            end--;
        else if (is_ellipsis_end(text, end - 1))
            end -= 3;
        else
            break;
    }
    return end;
}

/* R1: [lower][.!?…][Upper], two letters on both sides. */
static bool sentence_is_joined(struct span text, size_t at)
{
    uint32_t next = cyrillic_at(text, at + 1);
    if (next == 0 || !fold_is_upper(next) || cyrillic_at(text, at + 3) == 0)
        return false;
    size_t begin = marks_begin(text, at + 1);
    return is_lower(letter_before(text, begin)) && begin >= 2 &&
           letter_before(text, begin - 2) != 0;
}

static bool ends_with(struct span text, size_t off, const char *tail)
{
    struct span end = span_text(tail);
    return off >= end.len && memcmp(text.data + off - end.len, end.data, end.len) == 0;
}

/* R2 for , and ; - the mark follows a word or what closes one. */
static bool list_is_joined(struct span text, size_t at)
{
    if (at == 0 || cyrillic_at(text, at + 1) == 0)
        return false;
    uint8_t byte = text.data[at - 1];
    return letter_before(text, at) != 0 || is_latin(byte) || byte == ')' ||
           byte == '"' || ends_with(text, at, "»") || ends_with(text, at, "”");
}

/* R2 for a colon: two letters on both sides, so that м:ж stays. */
static bool colon_is_joined(struct span text, size_t at)
{
    return letter_before(text, at) != 0 && letter_before(text, at - 2) != 0 &&
           cyrillic_at(text, at + 1) != 0 && cyrillic_at(text, at + 3) != 0;
}

/* R2 for a bracket: not when it belongs into a word, as in гражданин(ка)ми. */
static bool bracket_is_joined(struct span text, size_t at)
{
    if (cyrillic_at(text, at + 1) == 0)
        return false;
    size_t stop = at > BRACKET_REACH ? at - BRACKET_REACH : 0;
    size_t open = at;
    while (open > stop && text.data[open - 1] != '(')
        open--;
    if (open == stop)
        return true;
    open--;
    if (open == 0)
        return true;
    uint8_t byte = text.data[open - 1];
    return letter_before(text, open) == 0 && !is_latin(byte) && !is_ascii_digit(byte);
}

/* --- R3: a space too many ---------------------------------------------------- */

static bool is_single_capital(struct span text, size_t at)
{
    uint32_t letter = cyrillic_at(text, at);
    return letter != 0 && fold_is_upper(letter) && cyrillic_at(text, at + 2) == 0;
}

/* А Б В Г is the head of a table, not a word. */
static bool is_alphabet(struct span text, size_t start, size_t end)
{
    for (size_t at = start; at + 3 < end; at += 3)
        if (cyrillic_at(text, at + 3) != cyrillic_at(text, at) + 1)
            return false;
    return true;
}

/* A run of single capitals with one blank between them; `space` is the first blank.
 * *end is behind its last letter; true when the run is to be joined. */
static bool spaced_letters(struct span text, size_t space, size_t *end)
{
    size_t start = space - 2;
    bool whole = start == 0 || text.data[start - 1] == ' ';
    size_t at = space, letters = 1;
    while (at < text.len && text.data[at] == ' ' && is_single_capital(text, at + 1)) {
        at += 3;
        letters++;
    }
    *end = at;
    bool closed = at == text.len || !is_latin(text.data[at]);
    return whole && closed && letters >= SPACED_LETTERS_MIN &&
           !is_alphabet(text, start, at);
}

/* The joined form stands elsewhere in the document, in capitals or as a name. */
static bool document_has(struct repair *repair, struct span part, struct span rest)
{
    if (repair->evidence_left == 0 || part.len + rest.len > SPLIT_NAME_BYTES)
        return false;
    repair->evidence_left--;
    return split_name_occurs(repair->document, part, rest);
}

static bool is_split_name(struct repair *repair, struct span text, size_t space)
{
    struct span part, rest;
    if (!split_name_find(text, space, &part, &rest))
        return false;
    return split_name_rest_is_odd(rest) || document_has(repair, part, rest);
}

/* --- The rules' pass --------------------------------------------------------- */

enum edit { EDIT_KEEP, EDIT_BLANK_AFTER, EDIT_DROP, EDIT_NUMBER_SIGN };

struct pass {
    struct repair *repair;
    struct span text;
    size_t letters_end; /* of the run of spaced letters that was looked at last */
    bool letters_join;
};

static enum edit counted(struct pass *pass, enum repair_rule rule, enum edit edit)
{
    repair_count(pass->repair, rule, 1);
    return edit;
}

/* May a capital begin here? A small letter of Russian cannot; most do. */
static inline bool may_be_capital(struct span text, size_t at)
{
    if (at + 1 >= text.len || text.data[at] < 0xD0)
        return false;
    uint8_t lead = text.data[at], next = text.data[at + 1];
    return lead == 0xD0 ? next < 0xB0 : lead != 0xD1 || next >= 0xA0;
}

static bool is_between_capitals(struct span text, size_t at)
{
    if (!may_be_capital(text, at + 1))
        return false;
    uint32_t before = letter_before(text, at), after = cyrillic_at(text, at + 1);
    return before != 0 && after != 0 && fold_is_upper(before) && fold_is_upper(after);
}

static enum edit edit_blank(struct pass *pass, size_t at)
{
    struct span text = pass->text;
    if (at > 0 && text.data[at - 1] == ' ')
        return EDIT_DROP;
    if (at < pass->letters_end)
        return pass->letters_join ? EDIT_DROP : EDIT_KEEP;
    if (!is_between_capitals(text, at))
        return EDIT_KEEP;
    bool single = at == 2 || letter_before(text, at - 2) == 0;
    if (single)
        pass->letters_join = spaced_letters(text, at, &pass->letters_end);
    if ((single && pass->letters_join) || is_split_name(pass->repair, text, at))
        return counted(pass, REPAIR_SPLIT_CAPITALS, EDIT_DROP);
    return EDIT_KEEP;
}

/* R1 and R2: does the next word stick to the mark at `at`? */
static bool is_joined(struct span text, size_t at, enum repair_rule *rule)
{
    *rule = REPAIR_MARK_SPACE;
    switch (text.data[at]) {
    case ',':
    case ';':
        return list_is_joined(text, at);
    case ':':
        return colon_is_joined(text, at);
    case ')':
        return bracket_is_joined(text, at);
    case '.':
    case '!':
    case '?':
        *rule = REPAIR_SENTENCE_SPACE;
        return sentence_is_joined(text, at);
    case 0xA6:
        *rule = REPAIR_SENTENCE_SPACE;
        return is_ellipsis_end(text, at) && sentence_is_joined(text, at);
    default:
        return false;
    }
}

static enum edit edit_at(struct pass *pass, size_t at)
{
    struct span text = pass->text;
    enum repair_rule rule;
    if (text.data[at] == ' ')
        return edit_blank(pass, at);
    if (text.data[at] == 0xB9 && is_number_sign(text, at))
        return counted(pass, REPAIR_CHARACTERS, EDIT_NUMBER_SIGN);
    return is_joined(text, at, &rule) ? counted(pass, rule, EDIT_BLANK_AFTER)
                                      : EDIT_KEEP;
}

/* Only these bytes can be where an edit is made: digits, marks, blanks, and the last
 * bytes of … and ¹, which no letter has behind its first one. */
static bool is_trigger(struct span text, size_t at)
{
    uint8_t byte = text.data[at];
    return byte < 0x40 || (byte == 0xA6 && at > 0 && text.data[at - 1] == 0x80) ||
           (byte == 0xB9 && at > 0 && text.data[at - 1] == 0xC2);
}

/* The next trigger at or after `at`, or text.len. */
static size_t find_trigger(struct span text, size_t at)
{
    for (; at < text.len; at++) {
        at += pairs_run(text.data + at, text.len - at);
        if (at < text.len && is_trigger(text, at))
            break;
    }
    return at < text.len ? at : text.len;
}

/* The bytes up to `at`, and what the edit there makes of it. */
static void put_edit(struct buf *out, struct span text, size_t from, size_t at,
                     enum edit edit)
{
    if (edit == EDIT_NUMBER_SIGN) {
        buf_put(out, text.data + from, at - 1 - from);
        buf_put_text(out, "№");
        return;
    }
    buf_put(out, text.data + from, at - from + (edit == EDIT_BLANK_AFTER));
    if (edit == EDIT_BLANK_AFTER)
        buf_put_byte(out, ' ');
}

/* `pass->text` with the edits, in `out`; false when there are none. */
static bool edit_once(struct pass *pass, enum edit (*edit_of)(struct pass *, size_t),
                      struct buf *out)
{
    struct span text = pass->text;
    buf_reset(out);
    size_t from = 0;
    for (size_t at = find_trigger(text, 0); at < text.len;
         at = find_trigger(text, at + 1)) {
        enum edit edit = edit_of(pass, at);
        if (edit == EDIT_KEEP)
            continue;
        put_edit(out, text, from, at, edit);
        from = at + 1;
    }
    if (from == 0)
        return false;
    buf_put(out, text.data + from, text.len - from);
    return true;
}

/* Until nothing changes: an edit may bring about another, as when letters stand alone
 * only after the blanks between them are made one. */
static struct span edited(struct repair *repair, struct span text,
                          enum edit (*edit_of)(struct pass *, size_t))
{
    for (unsigned i = 0; i < PASSES_MAX; i++) {
        struct pass pass = {.repair = repair, .text = text};
        struct buf *out = i % 2 == 0 ? &repair->ruled : &repair->again;
        if (!edit_once(&pass, edit_of, out))
            break;
        text = repair_finished(repair, out);
    }
    return span_trim(text);
}

static enum edit edit_characters(struct pass *pass, size_t at)
{
    struct span text = pass->text;
    if (text.data[at] == ' ' && at > 0 && text.data[at - 1] == ' ')
        return EDIT_DROP;
    if (text.data[at] == 0xB9 && is_number_sign(text, at))
        return counted(pass, REPAIR_CHARACTERS, EDIT_NUMBER_SIGN);
    return EDIT_KEEP;
}

struct span repair_text(struct repair *repair, struct span raw)
{
    return edited(repair, span_trim(repair_plain_characters(repair, raw)), edit_at);
}

struct span repair_characters(struct repair *repair, struct span raw)
{
    return edited(repair, span_trim(repair_plain_characters(repair, raw)),
                  edit_characters);
}
