/* What keeps() refuses is dropped before any rule of the target is looked at, so no format
 * can forget it. Text is mostly what every format takes as it is: such runs are copied
 * whole, and only what stands between them is looked at code point by code point.
 *
 *   run    bytes below 0x80 that the format's table does not name
 *          C3..DF with the byte that completes it: U+00C0..U+07FF
 */
#include "answer/escape.h"

#include "text/utf8.h"

bool escape_keeps(uint32_t code)
{
    if (code < 0x20)
        return code == '\n' || code == '\t';
    if (code >= 0x7F && code <= 0x9F)
        return false;
    return !(code >= 0x202A && code <= 0x202E) && !(code >= 0x2066 && code <= 0x2069);
}

/* Which bytes below 0x80 are no part of a run, by format. */
enum { IN_PLAIN = 1, IN_HTML = 2, IN_JSON = 4, IN_ALL = 7, IN_MARKUP = 6 };
static const uint8_t special[128] = {
    [0] = IN_ALL,      [1] = IN_ALL,      [2] = IN_ALL,     [3] = IN_ALL,
    [4] = IN_ALL,      [5] = IN_ALL,      [6] = IN_ALL,     [7] = IN_ALL,
    [8] = IN_ALL,      [9] = IN_JSON,     [10] = IN_JSON,   [11] = IN_ALL,
    [12] = IN_ALL,     [13] = IN_ALL,     [14] = IN_ALL,    [15] = IN_ALL,
    [16] = IN_ALL,     [17] = IN_ALL,     [18] = IN_ALL,    [19] = IN_ALL,
    [20] = IN_ALL,     [21] = IN_ALL,     [22] = IN_ALL,    [23] = IN_ALL,
    [24] = IN_ALL,     [25] = IN_ALL,     [26] = IN_ALL,    [27] = IN_ALL,
    [28] = IN_ALL,     [29] = IN_ALL,     [30] = IN_ALL,    [31] = IN_ALL,
    ['"'] = IN_MARKUP, ['&'] = IN_MARKUP, ['\''] = IN_HTML, ['<'] = IN_MARKUP,
    ['>'] = IN_MARKUP, ['\\'] = IN_JSON,  [127] = IN_ALL,
};

/* The end of the run that begins at `off`; *letters: how many it has. */
static inline size_t pass_run(struct span text, size_t off, unsigned format,
                              size_t *letters)
{
    size_t count = 0;
    for (; off < text.len; count++) {
        uint8_t byte = text.data[off];
        if (byte < 0x80 ? (special[byte] & format) != 0
                        : (uint8_t)(byte - 0xC3) > 0xDF - 0xC3)
            break;
        if (byte >= 0x80 &&
            (off + 1 >= text.len || (text.data[off + 1] & 0xC0) != 0x80))
            break;
        off += byte < 0x80 ? 1 : 2;
    }
    *letters += count;
    return off;
}

size_t escape_count(struct span text)
{
    size_t count = 0;
    for (size_t off = 0; off < text.len;) {
        off = pass_run(text, off, IN_PLAIN, &count);
        if (off < text.len)
            count += escape_keeps(utf8_next(text, &off));
    }
    return count;
}

static void put_html(struct buf *out, uint32_t code)
{
    switch (code) {
    case '&':
        buf_put_text(out, "&amp;");
        break;
    case '<':
        buf_put_text(out, "&lt;");
        break;
    case '>':
        buf_put_text(out, "&gt;");
        break;
    case '"':
        buf_put_text(out, "&quot;");
        break;
    case '\'':
        buf_put_text(out, "&#39;");
        break;
    default:
        utf8_put(out, code);
    }
}

static void put_json(struct buf *out, uint32_t code)
{
    if (code == '"' || code == '\\') {
        buf_put_byte(out, '\\');
        buf_put_byte(out, (uint8_t)code);
    } else if (code == '\n') {
        buf_put_text(out, "\\n");
    } else if (code < 0x20 || code == '<' || code == '>' || code == '&' ||
               code == 0x2028 || code == 0x2029) {
        buf_print(out, "\\u%04x", (unsigned)code);
    } else {
        utf8_put(out, code);
    }
}

static bool unreserved(uint32_t code)
{
    return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') ||
           (code >= '0' && code <= '9') || code == '-' || code == '.' || code == '_' ||
           code == '~';
}

static void put_url(struct buf *out, uint32_t code)
{
    static const char digits[] = "0123456789ABCDEF";
    uint8_t bytes[4];
    if (unreserved(code)) {
        buf_put_byte(out, (uint8_t)code);
        return;
    }
    size_t len = utf8_encode(bytes, code);
    for (size_t i = 0; i < len; i++) {
        const char escape[3] = {'%', digits[bytes[i] >> 4], digits[bytes[i] & 15]};
        buf_put(out, escape, sizeof escape);
    }
}

static void put_each(struct buf *out, struct span text, unsigned format,
                     void (*put)(struct buf *out, uint32_t code))
{
    for (size_t off = 0, letters = 0; off < text.len;) {
        size_t end = pass_run(text, off, format, &letters);
        buf_put(out, text.data + off, end - off);
        off = end;
        if (off >= text.len)
            break;
        uint32_t code = utf8_next(text, &off);
        if (escape_keeps(code))
            put(out, code);
    }
}

void escape_html(struct buf *out, struct span text)
{
    put_each(out, text, IN_HTML, put_html);
}

void escape_json(struct buf *out, struct span text)
{
    put_each(out, text, IN_JSON, put_json);
}

/* Both at once: & is what HTML's escapes begin with, and what JSON escapes here. */
static void put_html_in_json(struct buf *out, uint32_t code)
{
    switch (code) {
    case '&':
        buf_put_text(out, "\\u0026amp;");
        break;
    case '<':
        buf_put_text(out, "\\u0026lt;");
        break;
    case '>':
        buf_put_text(out, "\\u0026gt;");
        break;
    case '"':
        buf_put_text(out, "\\u0026quot;");
        break;
    case '\'':
        buf_put_text(out, "\\u0026#39;");
        break;
    default:
        put_json(out, code);
    }
}

void escape_html_in_json(struct buf *out, struct span text)
{
    put_each(out, text, IN_MARKUP, put_html_in_json);
}

void escape_url(struct buf *out, struct span text)
{
    for (size_t off = 0; off < text.len;) {
        uint32_t code = utf8_next(text, &off);
        if (escape_keeps(code))
            put_url(out, code);
    }
}

void escape_plain(struct buf *out, struct span text)
{
    put_each(out, text, IN_PLAIN, utf8_put);
}
