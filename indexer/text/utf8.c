/* utf8.c - decode, validate, repair and normalise UTF-8.
 *
 * Well-formed sequences (Unicode 15, table 3-7); all else is ill-formed:
 *
 *   00..7F                              C2..DF 80..BF
 *   E0 A0..BF 80..BF                    E1..EC,EE,EF 80..BF 80..BF
 *   ED 80..9F 80..BF (no surrogates)
 *   F0 90..BF 80..BF 80..BF             F1..F3 80..BF 80..BF 80..BF
 *   F4 80..8F 80..BF 80..BF (no more than U+10FFFF)
 *
 * Normalising lives in utf8_nfc.c.
 */
#include "text/utf8.h"

#include "text/pairs.h"

enum { REPLACEMENT = 0xFFFD };

/* What a lead byte promises: continuation bytes, and the range of the first of them. */
struct lead {
    uint8_t more;
    uint8_t low;
    uint8_t high;
    uint8_t bits; /* mask of the lead byte's own bits */
};

static struct lead lead_of(uint8_t byte)
{
    if (byte >= 0xC2 && byte <= 0xDF)
        return (struct lead){1, 0x80, 0xBF, 0x1F};
    if (byte >= 0xE0 && byte <= 0xEF)
        return (struct lead){2, byte == 0xE0 ? 0xA0 : 0x80, byte == 0xED ? 0x9F : 0xBF,
                             0x0F};
    if (byte >= 0xF0 && byte <= 0xF4)
        return (struct lead){3, byte == 0xF0 ? 0x90 : 0x80, byte == 0xF4 ? 0x8F : 0xBF,
                             0x07};
    return (struct lead){0, 0, 0, 0};
}

/* Is there a well-formed sequence of two bytes at `off`: Cyrillic, nearly always? */
static inline bool is_pair(struct span text, size_t off)
{
    return off + 1 < text.len && (uint8_t)(text.data[off] - 0xC2) <= 0xDF - 0xC2 &&
           (text.data[off + 1] & 0xC0) == 0x80;
}

/* The code point at *off, or -1 when ill-formed; *off moves on either way. */
static inline int32_t decode(struct span text, size_t *off)
{
    if (is_pair(text, *off)) {
        const uint8_t *pair = text.data + *off;
        *off += 2;
        return (pair[0] & 0x1F) << 6 | (pair[1] & 0x3F);
    }
    uint8_t byte = text.data[(*off)++];
    if (byte < 0x80)
        return byte;
    struct lead lead = lead_of(byte);
    if (lead.more == 0)
        return -1;
    int32_t code = byte & lead.bits;
    for (unsigned i = 0; i < lead.more; i++) {
        uint8_t low = i == 0 ? lead.low : 0x80;
        uint8_t high = i == 0 ? lead.high : 0xBF;
        if (*off >= text.len || text.data[*off] < low || text.data[*off] > high)
            return -1;
        code = code << 6 | (text.data[(*off)++] & 0x3F);
    }
    return code;
}

uint32_t utf8_next(struct span text, size_t *off)
{
    int32_t code = decode(text, off);
    return code < 0 ? (uint32_t)REPLACEMENT : (uint32_t)code;
}

uint32_t utf8_before(struct span text, size_t *off)
{
    size_t start = *off - 1;
    size_t floor = *off > 4 ? *off - 4 : 0;
    while (start > floor && (text.data[start] & 0xC0) == 0x80)
        start--;
    *off = start;
    size_t end = start;
    return utf8_next(text, &end);
}

size_t utf8_encode(uint8_t out[4], uint32_t code)
{
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        code = REPLACEMENT;
    if (code < 0x80) {
        out[0] = (uint8_t)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (uint8_t)(0xC0 | code >> 6);
        out[1] = (uint8_t)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (uint8_t)(0xE0 | code >> 12);
        out[1] = (uint8_t)(0x80 | (code >> 6 & 0x3F));
        out[2] = (uint8_t)(0x80 | (code & 0x3F));
        return 3;
    }
    out[0] = (uint8_t)(0xF0 | code >> 18);
    out[1] = (uint8_t)(0x80 | (code >> 12 & 0x3F));
    out[2] = (uint8_t)(0x80 | (code >> 6 & 0x3F));
    out[3] = (uint8_t)(0x80 | (code & 0x3F));
    return 4;
}

void utf8_put(struct buf *out, uint32_t code)
{
    uint8_t bytes[4];
    buf_put(out, bytes, utf8_encode(bytes, code));
}

/* Past ASCII and pairs at `off`, eight bytes at a time as far as that goes. */
static size_t skip_common(struct span text, size_t off)
{
    for (;;) {
        off += pairs_run(text.data + off, text.len - off);
        while (off + 8 <= text.len && pairs_ascii(text.data + off))
            off += 8;
        if (is_pair(text, off))
            off += 2;
        else if (off < text.len && text.data[off] < 0x80)
            off++;
        else
            return off;
    }
}

bool utf8_valid(struct span text)
{
    for (size_t off = skip_common(text, 0); off < text.len;
         off = skip_common(text, off)) {
        if (decode(text, &off) < 0)
            return false;
    }
    return true;
}

size_t utf8_repair(struct buf *out, struct span text)
{
    size_t replaced = 0;
    size_t kept = 0; /* all before it is written */
    for (size_t off = 0; off < text.len;) {
        size_t start = off;
        if (decode(text, &off) > 0)
            continue;
        buf_put(out, text.data + kept, start - kept);
        utf8_put(out, REPLACEMENT);
        replaced++;
        kept = off;
    }
    if (kept < text.len)
        buf_put(out, text.data + kept, text.len - kept);
    return replaced;
}

size_t utf8_count(struct span text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++)
        count += (text.data[i] & 0xC0) != 0x80;
    return count;
}
