/* json_scan.c - the JSON that records are made of, read in one pass.
 *
 *   {"id": "7", "body": "a line\na line", "pages": {"first": 3}, "authors": ["А. Б."]}
 *
 * Strings are borrowed up to their first escape; one with escapes is copied in runs,
 * its room being what it takes in the text. Whatever is rare (reals, deep nesting,
 * escaped NUL, names that occur twice) or wrong ends the scan: the caller asks jansson.
 */
#include "ingest/json_tree.h"
#include "text/utf8.h"

enum { DEPTH_MAX = 12, MEMBERS_MAX = 64, DIGITS_MAX = 18 };

struct scan {
    const uint8_t *at, *end;
    struct arena *arena;
    unsigned depth;
};

#define EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

/* High bits of the bytes below `limit` (at most 0x80); exact up to the first of them. */
static inline uint64_t bytes_below(uint64_t eight, uint8_t limit)
{
    return (eight - EACH_BYTE(limit)) & ~eight & EACH_BYTE(0x80);
}

static inline bool is_special(uint8_t byte)
{
    return byte < 0x20 || byte == '"' || byte == '\\';
}

/* The first quote, backslash or control character at or after `at`, or `end`. */
static const uint8_t *find_special(const uint8_t *at, const uint8_t *end)
{
    for (; end - at >= 8; at += 8) {
        uint64_t eight;
        memcpy(&eight, at, sizeof eight);
        if (bytes_below(eight, 0x20) | bytes_below(eight ^ EACH_BYTE('"'), 1) |
            bytes_below(eight ^ EACH_BYTE('\\'), 1))
            break;
    }
    while (at < end && !is_special(*at))
        at++;
    return at;
}

/* The next byte that is no blank; 0: there is none. */
static uint8_t peek(struct scan *scan)
{
    while (scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\t' ||
                                    *scan->at == '\n' || *scan->at == '\r'))
        scan->at++;
    return scan->at < scan->end ? *scan->at : 0;
}

static bool take(struct scan *scan, uint8_t byte)
{
    if (peek(scan) != byte)
        return false;
    scan->at++;
    return true;
}

static int hex_digit(uint8_t byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

/* The four digits at `at`; 0 for what is none, and for 0. */
static uint32_t hex_four(const uint8_t *at, const uint8_t *end)
{
    uint32_t code = 0;
    if (end - at < 4)
        return 0;
    for (unsigned i = 0; i < 4; i++) {
        int digit = hex_digit(at[i]);
        if (digit < 0)
            return 0;
        code = code << 4 | (uint32_t)digit;
    }
    return code;
}

/* What follows \u; false for lone surrogates. */
static bool take_code(struct scan *scan, uint8_t **out)
{
    uint32_t code = hex_four(scan->at, scan->end);
    if (code == 0 || (code >= 0xDC00 && code <= 0xDFFF))
        return false;
    scan->at += 4;
    if (code >= 0xD800 && code <= 0xDBFF) {
        if (scan->end - scan->at < 6 || scan->at[0] != '\\' || scan->at[1] != 'u')
            return false;
        uint32_t low = hex_four(scan->at + 2, scan->end);
        if (low < 0xDC00 || low > 0xDFFF)
            return false;
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        scan->at += 6;
    }
    *out += utf8_encode(*out, code);
    return true;
}

/* The escape behind a backslash; it never takes more room than it did. */
static bool take_escape(struct scan *scan, uint8_t **out)
{
    static const uint8_t meaning[128] = {
        ['"'] = '"',  ['\\'] = '\\', ['/'] = '/',  ['b'] = '\b',
        ['f'] = '\f', ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t',
    };
    if (scan->at == scan->end)
        return false;
    uint8_t byte = *scan->at++;
    if (byte == 'u')
        return take_code(scan, out);
    if (byte >= sizeof meaning || meaning[byte] == 0)
        return false;
    *(*out)++ = meaning[byte];
    return true;
}

/* The string's closing quote, or NULL: a quote after an odd run of backslashes
 * is escaped. */
static const uint8_t *closing_quote(const uint8_t *start, const uint8_t *end)
{
    for (const uint8_t *at = start;; at++) {
        at = memchr(at, '"', (size_t)(end - at));
        if (!at)
            return NULL;
        const uint8_t *slash = at;
        while (slash > start && slash[-1] == '\\')
            slash--;
        if ((at - slash) % 2 == 0)
            return at;
    }
}

/* A string from its first escape on; `start` is its first byte. */
static bool take_escaped(struct scan *scan, const uint8_t *start, struct span *text)
{
    const uint8_t *quote = closing_quote(scan->at, scan->end);
    if (!quote)
        return false;
    uint8_t *room = arena_alloc(scan->arena, (size_t)(quote - start));
    uint8_t *out = room;
    if (!room)
        return false;
    const uint8_t *from = start;
    for (; scan->at < quote; scan->at = find_special(scan->at, quote)) {
        memcpy(out, from, (size_t)(scan->at - from));
        out += scan->at - from;
        if (*scan->at++ != '\\' || !take_escape(scan, &out))
            return false;
        from = scan->at;
    }
    memcpy(out, from, (size_t)(quote - from));
    out += quote - from;
    scan->at = quote + 1;
    *text = span_of(room, (size_t)(out - room));
    return true;
}

static bool take_string(struct scan *scan, struct span *text)
{
    if (!take(scan, '"'))
        return false;
    const uint8_t *start = scan->at;
    scan->at = find_special(start, scan->end);
    if (scan->at == scan->end || *scan->at < 0x20)
        return false;
    if (*scan->at == '\\')
        return take_escaped(scan, start, text);
    *text = span_of(start, (size_t)(scan->at - start));
    scan->at++;
    return true;
}

static bool take_integer(struct scan *scan, int64_t *number)
{
    bool minus = *scan->at == '-';
    const uint8_t *start = scan->at + minus, *at = start;
    int64_t value = 0;
    for (; at < scan->end && *at >= '0' && *at <= '9' && at - start < DIGITS_MAX; at++)
        value = value * 10 + (*at - '0');
    if (at == start || (*start == '0' && at - start > 1))
        return false;
    scan->at = at; /* what is left of a longer number or a real fits nowhere */
    *number = minus ? -value : value;
    return true;
}

static bool take_word(struct scan *scan, const char *word)
{
    size_t len = strlen(word);
    if ((size_t)(scan->end - scan->at) < len || memcmp(scan->at, word, len) != 0)
        return false;
    scan->at += len;
    return true;
}

static bool take_value(struct scan *scan, struct json_node *node);

static bool has_name(const struct json_node *object, const struct json_node *until,
                     struct span name)
{
    const struct json_node *at = object->first;
    while (at != until && !span_equal(at->name, name))
        at = at->next;
    return at != until;
}

/* An object's members or an array's items, behind the bracket. */
static bool take_list(struct scan *scan, struct json_node *list, uint8_t close)
{
    struct json_node **last = &list->first;
    if (++scan->depth > DEPTH_MAX)
        return false;
    if (take(scan, close)) {
        scan->depth--;
        return true;
    }
    do {
        struct json_node *node = arena_zeroed(scan->arena, 1, sizeof *node);
        if (!node)
            return false;
        *last = node;
        last = &node->next;
        list->count++;
        if (close == '}' &&
            (list->count > MEMBERS_MAX || !take_string(scan, &node->name) ||
             has_name(list, node, node->name) || !take(scan, ':')))
            return false;
        if (!take_value(scan, node))
            return false;
    } while (take(scan, ','));
    scan->depth--;
    return take(scan, close);
}

static bool take_value(struct scan *scan, struct json_node *node)
{
    uint8_t byte = peek(scan);
    switch (byte) {
    case '"':
        node->kind = JSON_STRING_NODE;
        return take_string(scan, &node->text);
    case '{':
    case '[':
        node->kind = byte == '{' ? JSON_OBJECT_NODE : JSON_ARRAY_NODE;
        scan->at++;
        return take_list(scan, node, byte == '{' ? '}' : ']');
    case 't':
        return take_word(scan, "true");
    case 'f':
        return take_word(scan, "false");
    case 'n':
        return take_word(scan, "null");
    default:
        node->kind = JSON_INTEGER_NODE;
        return (byte == '-' || (byte >= '0' && byte <= '9')) &&
               take_integer(scan, &node->number);
    }
}

bool json_tree_scan(struct json_node *root, struct span json, struct arena *arena)
{
    struct scan scan = {json.data, json.data + json.len, arena, 0};
    *root = (struct json_node){.kind = JSON_OTHER_NODE};
    if (json.len == 0 || peek(&scan) != '{' || !take_value(&scan, root))
        return false;
    return peek(&scan) == 0 && scan.at == scan.end;
}
