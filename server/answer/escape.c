/* Text is walked code point by code point; what keeps() refuses is dropped before any
 * rule of the target is looked at, so no format can forget it. */
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

size_t escape_count(struct span text)
{
    size_t count = 0;
    for (size_t off = 0; off < text.len;)
        count += escape_keeps(utf8_next(text, &off));
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
    uint8_t bytes[4];
    if (unreserved(code)) {
        buf_put_byte(out, (uint8_t)code);
        return;
    }
    size_t len = utf8_encode(bytes, code);
    for (size_t i = 0; i < len; i++)
        buf_print(out, "%%%02X", bytes[i]);
}

static void put_each(struct buf *out, struct span text,
                     void (*put)(struct buf *out, uint32_t code))
{
    for (size_t off = 0; off < text.len;) {
        uint32_t code = utf8_next(text, &off);
        if (escape_keeps(code))
            put(out, code);
    }
}

void escape_html(struct buf *out, struct span text)
{
    put_each(out, text, put_html);
}

void escape_json(struct buf *out, struct span text)
{
    put_each(out, text, put_json);
}

void escape_url(struct buf *out, struct span text)
{
    put_each(out, text, put_url);
}

void escape_plain(struct buf *out, struct span text)
{
    put_each(out, text, utf8_put);
}
