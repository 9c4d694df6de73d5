/* repair_characters.c - rule R6: valid UTF-8, no odd blanks, nothing unseen, NFC.
 *
 *   raw --> valid --> clean (blanks, controls, unseen) --> NFC
 *
 * Each step hands on what it was given when it has nothing to do; plain text, which most
 * is, skips all three after one look.
 */
#include "ingest/repair_part.h"
#include "text/pairs.h"
#include "text/utf8.h"

static bool is_blank(uint32_t code)
{
    return code == '\t' || code == '\n' || code == '\r' || code == '\v' ||
           code == '\f' || code == 0x2028 || code == 0x2029;
}

static bool is_odd_space(uint32_t code)
{
    return code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) ||
           code == 0x202F || code == 0x205F || code == 0x3000;
}

/* Soft hyphen, zero width, direction marks. */
static bool is_unseen(uint32_t code)
{
    return code == 0xAD || (code >= 0x200B && code <= 0x200F) ||
           (code >= 0x202A && code <= 0x202E) || (code >= 0x2060 && code <= 0x2069) ||
           code == 0xFEFF;
}

static bool is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code <= 0x9F);
}

/* What windows-1252 means by a byte that was taken for a control character, else a
 * blank: such a character often stands where a hyphen was lost, so that dropping it
 * would make one word of two. */
static uint32_t meaning_of_control(uint32_t code)
{
    static const uint16_t marks[] = {0x2018, 0x2019, 0x201C, 0x201D,
                                     0x2022, 0x2013, 0x2014};
    if (code == 0x85)
        return 0x2026;
    return code >= 0x91 && code <= 0x97 ? marks[code - 0x91] : ' ';
}

/* Put what R6 makes of the code point at `start` (its end is `end`). */
static void put_clean(struct repair *repair, struct span text, size_t start, size_t end,
                      uint32_t code)
{
    struct buf *out = &repair->clean;
    if (is_blank(code)) {
        buf_put_byte(out, ' ');
        return;
    }
    bool counted = true;
    if (is_odd_space(code))
        buf_put_byte(out, ' ');
    else if (code == 0)
        utf8_put(out, 0xFFFD);
    else if (is_control(code))
        utf8_put(out, meaning_of_control(code));
    else
        counted = is_unseen(code); /* which is dropped */
    if (!counted)
        buf_put(out, text.data + start, end - start);
    repair_count(repair, REPAIR_CHARACTERS, counted);
}

/* Only these bytes can begin something that R6 changes. */
static bool may_be_odd(uint8_t byte)
{
    return byte < 0x20 || byte == 0x7F || byte == 0xC2 ||
           (byte >= 0xE1 && byte <= 0xE3) || byte == 0xEF;
}

static struct span clean(struct repair *repair, struct span text)
{
    size_t at = 0;
    while (at < text.len && !may_be_odd(text.data[at]))
        at++;
    if (at == text.len)
        return text;
    buf_reset(&repair->clean);
    size_t from = 0;
    while (at < text.len) {
        if (!may_be_odd(text.data[at])) {
            at++;
            continue;
        }
        buf_put(&repair->clean, text.data + from, at - from);
        size_t end = at;
        uint32_t code = utf8_next(text, &end);
        put_clean(repair, text, at, end, code);
        from = at = end;
    }
    buf_put(&repair->clean, text.data + from, text.len - from);
    return repair_finished(repair, &repair->clean);
}

static struct span make_valid(struct repair *repair, struct span raw)
{
    if (utf8_valid(raw))
        return raw;
    buf_reset(&repair->valid);
    repair_count(repair, REPAIR_CHARACTERS, utf8_repair(&repair->valid, raw));
    return repair_finished(repair, &repair->valid);
}

static struct span compose(struct repair *repair, struct span text)
{
    if (utf8_is_nfc(text))
        return text;
    buf_reset(&repair->composed);
    utf8_nfc(&repair->composed, text);
    repair_count(repair, REPAIR_CHARACTERS, 1);
    return repair_finished(repair, &repair->composed);
}

/* Plain are ASCII, Cyrillic but the marks U+0483..0489, guillemets, and U+2010..2027:
 * hyphens, dashes, quotes, the ellipsis. None of the three steps above touches them. */
static bool pair_is_plain(uint8_t byte, uint8_t next)
{
    static const uint8_t least[4] = {0x80, 0x80, 0x8A, 0x80}; /* after D0..D3 */
    if (byte == 0xC2)
        return next == 0xAB || next == 0xBB;
    return (byte & 0xFC) == 0xD0 && next >= least[byte & 3] && next <= 0xBF;
}

/* The length of the plain, well-formed code point at `at`; 0: look closer. */
static size_t plain_length(struct span text, size_t at)
{
    const uint8_t *bytes = text.data + at;
    size_t left = text.len - at;
    if (bytes[0] < 0x80)
        return bytes[0] >= 0x20 && bytes[0] != 0x7F;
    if (left >= 2 && pair_is_plain(bytes[0], bytes[1]))
        return 2;
    if (left < 3 || bytes[0] != 0xE2 || bytes[1] != 0x80)
        return 0;
    return bytes[2] >= 0x90 && bytes[2] <= 0xA7 ? 3 : 0;
}

/* Most text is plain, and one look at it is enough. */
static bool is_plain(struct span text)
{
    size_t at = 0;
    while ((at += pairs_run(text.data + at, text.len - at)) < text.len) {
        size_t len = plain_length(text, at);
        if (len == 0)
            return false;
        at += len;
    }
    return true;
}

struct span repair_plain_characters(struct repair *repair, struct span raw)
{
    if (is_plain(raw))
        return raw;
    return compose(repair, clean(repair, make_valid(repair, raw)));
}
