/* Which encoding? In this order, the first that holds:
 *
 *   FF FE, FE FF, EF BB BF   a byte order mark
 *   (nearly) valid UTF-8     other encodings of Cyrillic are almost never valid UTF-8
 *   letters as in Cyrillic   the small letters lie at E0..FF and о е а и lead
 *
 * KOI8-R, ISO 8859-5 and code page 866 have their letters elsewhere and fail the last
 * test; Mac Cyrillic shares the small ones, but its capitals lie at 80..9F.
 */
#include "ingest/encoding.h"

#include "text/utf8.h"

static const uint16_t cp1251_high[64] = {
    /* 0x80..0xBF; 0 is not assigned */
    0x0402, 0x0403, 0x201A, 0x0453, 0x201E, 0x2026, 0x2020, 0x2021, 0x20AC, 0x2030,
    0x0409, 0x2039, 0x040A, 0x040C, 0x040B, 0x040F, 0x0452, 0x2018, 0x2019, 0x201C,
    0x201D, 0x2022, 0x2013, 0x2014, 0x0000, 0x2122, 0x0459, 0x203A, 0x045A, 0x045C,
    0x045B, 0x045F, 0x00A0, 0x040E, 0x045E, 0x0408, 0x00A4, 0x0490, 0x00A6, 0x00A7,
    0x0401, 0x00A9, 0x0404, 0x00AB, 0x00AC, 0x00AD, 0x00AE, 0x0407, 0x00B0, 0x00B1,
    0x0406, 0x0456, 0x0491, 0x00B5, 0x00B6, 0x00B7, 0x0451, 0x2116, 0x0454, 0x00BB,
    0x0458, 0x0405, 0x0455, 0x0457,
};

const char *encoding_name(enum encoding encoding)
{
    static const char *const names[] = {"unknown", "UTF-8", "UTF-16LE", "UTF-16BE",
                                        "windows-1251"};
    return names[encoding];
}

static bool same_label(struct span label, const char *name)
{
    size_t len = strlen(name);
    if (label.len != len)
        return false;
    for (size_t i = 0; i < len; i++) {
        uint8_t byte = label.data[i];
        if (byte >= 'A' && byte <= 'Z')
            byte |= 0x20;
        if (byte != (uint8_t)name[i])
            return false;
    }
    return true;
}

enum encoding encoding_from_label(struct span label)
{
    static const struct {
        const char *name;
        enum encoding encoding;
    } labels[] = {
        {"utf-8", ENCODING_UTF8},          {"utf8", ENCODING_UTF8},
        {"windows-1251", ENCODING_CP1251}, {"cp1251", ENCODING_CP1251},
        {"win-1251", ENCODING_CP1251},     {"x-cp1251", ENCODING_CP1251},
        {"utf-16", ENCODING_UTF16_LE},     {"utf-16le", ENCODING_UTF16_LE},
        {"utf-16be", ENCODING_UTF16_BE},
    };
    label = span_trim(label);
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (same_label(label, labels[i].name))
            return labels[i].encoding;
    return ENCODING_UNKNOWN;
}

static enum encoding from_mark(struct span bytes, size_t *mark)
{
    *mark = 2;
    if (span_starts(bytes, span_of("\xFF\xFE", 2)))
        return ENCODING_UTF16_LE;
    if (span_starts(bytes, span_of("\xFE\xFF", 2)))
        return ENCODING_UTF16_BE;
    *mark = 3;
    if (span_starts(bytes, span_of("\xEF\xBB\xBF", 3)))
        return ENCODING_UTF8;
    *mark = 0;
    return ENCODING_UNKNOWN;
}

static bool is_replacement(struct span bytes, size_t off)
{
    return memcmp(bytes.data + off, "\xEF\xBF\xBD", 3) == 0;
}

/* One bad sequence to fifty good ones of several bytes. */
static bool nearly_utf8(struct span bytes)
{
    size_t good = 0, bad = 0;
    for (size_t off = 0; off < bytes.len;) {
        size_t start = off;
        if (bytes.data[off] < 0x80) {
            off++;
            continue;
        }
        uint32_t code = utf8_next(bytes, &off);
        bool replaced =
            code == 0xFFFD && (off - start != 3 || !is_replacement(bytes, start));
        good += !replaced;
        bad += replaced;
    }
    return bad == 0 || good / 50 >= bad;
}

static bool is_leading(uint8_t byte) /* о е а и */
{
    return byte == 0xEE || byte == 0xE5 || byte == 0xE0 || byte == 0xE8;
}

/* Quotes, dashes and the ellipsis of windows-1251. */
static bool is_low_mark(uint8_t byte)
{
    return byte == 0x85 || (byte >= 0x91 && byte <= 0x97);
}

static bool looks_cp1251(struct span bytes)
{
    size_t rows[8] = {0}; /* by the three high bits */
    size_t leading = 0, low_marks = 0;
    for (size_t at = 0; at < bytes.len; at++) {
        rows[bytes.data[at] >> 5]++;
        leading += is_leading(bytes.data[at]);
        low_marks += is_low_mark(bytes.data[at]);
    }
    size_t small = rows[7], capital = rows[6], letters = small + capital;
    if (letters < 20 || small < 3 * capital || leading < letters / 5)
        return false;
    return rows[4] - low_marks <= letters / 100 && rows[5] <= letters / 5;
}

enum encoding encoding_detect(struct span bytes)
{
    size_t mark;
    enum encoding encoding = from_mark(bytes, &mark);
    if (encoding != ENCODING_UNKNOWN)
        return encoding;
    if (utf8_valid(bytes) || nearly_utf8(bytes))
        return ENCODING_UTF8;
    return looks_cp1251(bytes) ? ENCODING_CP1251 : ENCODING_UNKNOWN;
}

static void put_cp1251(struct buf *out, struct span bytes, size_t *replaced)
{
    for (size_t at = 0; at < bytes.len; at++) {
        uint8_t byte = bytes.data[at];
        if (byte < 0x80) {
            buf_put_byte(out, byte);
            continue;
        }
        uint32_t code =
            byte >= 0xC0 ? 0x410U + (byte - 0xC0U) : cp1251_high[byte - 0x80];
        *replaced += code == 0;
        utf8_put(out, code == 0 ? 0xFFFD : code);
    }
}

static uint32_t utf16_unit(struct span bytes, size_t at, bool big)
{
    uint32_t first = bytes.data[at], second = bytes.data[at + 1];
    return big ? first << 8 | second : second << 8 | first;
}

static void put_utf16(struct buf *out, struct span bytes, bool big, size_t *replaced)
{
    size_t at = 0;
    for (; at + 1 < bytes.len; at += 2) {
        uint32_t code = utf16_unit(bytes, at, big);
        if (code >= 0xD800 && code < 0xDC00 && at + 3 < bytes.len) {
            uint32_t low = utf16_unit(bytes, at + 2, big);
            if (low >= 0xDC00 && low < 0xE000) {
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                at += 2;
            }
        }
        *replaced += code >= 0xD800 && code < 0xE000;
        utf8_put(out, code); /* lone surrogates become U+FFFD there */
    }
    *replaced += at < bytes.len;
}

static enum status fail_unknown(struct span bytes, struct error *err)
{
    size_t off = 0, start = 0;
    while (off < bytes.len) {
        start = off;
        if (utf8_next(bytes, &off) == 0xFFFD &&
            (off - start != 3 || !is_replacement(bytes, start)))
            break;
    }
    return fail(err, ST_CORRUPT,
                "not UTF-8: byte 0x%02x at offset %zu; convert it first, for example "
                "iconv -f CP1251 -t UTF-8",
                bytes.len > start ? (unsigned)bytes.data[start] : 0U, start);
}

enum status encoding_decode(struct span *text, struct buf *out, size_t *replaced,
                            struct span bytes, enum encoding encoding,
                            struct error *err)
{
    size_t mark, bad = 0;
    enum encoding marked = from_mark(bytes, &mark);
    if (encoding == ENCODING_UNKNOWN)
        return fail_unknown(bytes, err);
    if (marked == encoding)
        bytes = span_part(bytes, mark, bytes.len - mark);
    buf_reset(out);
    if (encoding == ENCODING_CP1251)
        put_cp1251(out, bytes, &bad);
    else if (encoding != ENCODING_UTF8)
        put_utf16(out, bytes, encoding == ENCODING_UTF16_BE, &bad);
    else if (!utf8_valid(bytes))
        bad = utf8_repair(out, bytes);
    if (out->status != ST_OK)
        return fail(err, out->status, "%s: the text is too large",
                    encoding_name(encoding));
    bool changed = encoding != ENCODING_UTF8 || bad > 0;
    *text = changed ? buf_span(out) : bytes;
    *replaced = bad;
    return ST_OK;
}
