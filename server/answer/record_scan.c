/* A table of the names that a record has, each with the function that reads its value;
 * all else is passed over. Reading gives up (`bad`) where the library would have to
 * decide: a name given twice, a value of another type, escapes that indexing does not
 * write, deep nesting.
 *
 *   {"id":"…","title":{"ky":"…"},"keywords":{…},…}
 *     ^ text  ^ texts            ^ read last: their order is that of the languages
 */
#include "answer/record_scan.h"

#include "text/utf8.h"

enum { DEPTH_MAX = 8, DIGITS_MAX = 15, ITEMS_FIRST = 8 };

struct scan {
    const uint8_t *at, *end;
    struct arena *arena;
    struct record *record;
    const uint8_t *keywords; /* where their value begins; NULL: none */
    uint32_t seen;           /* names of the table, one bit each */
    bool bad;
};

/* --- Tokens --------------------------------------------------------------------------
 */

static uint8_t peek(struct scan *s)
{
    while (s->at < s->end &&
           (*s->at == ' ' || *s->at == '\n' || *s->at == '\t' || *s->at == '\r'))
        s->at++;
    return s->at < s->end ? *s->at : 0;
}

static bool take(struct scan *s, uint8_t byte)
{
    bool there = peek(s) == byte;
    s->at += there;
    return there;
}

static void expect(struct scan *s, uint8_t byte)
{
    s->bad = !take(s, byte) || s->bad;
}

/* 0..15, or 16. */
static unsigned hex(uint8_t byte)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t small = byte >= 'A' && byte <= 'F' ? (uint8_t)(byte + 32) : byte;
    const char *found = memchr(digits, small, 16);
    return found ? (unsigned)(found - digits) : 16;
}

/* Behind the escape at `at`, what it stands for; 0: not one that indexing writes. */
static uint8_t escaped(const uint8_t **at, const uint8_t *end)
{
    static const char names[] = "\"\\/ntr", meanings[] = "\"\\/\n\t\r";
    const uint8_t *p = *at + 1;
    if (p >= end)
        return 0;
    const char *found = memchr(names, *p, sizeof names - 1);
    if (found) {
        *at = p + 1;
        return (uint8_t)meanings[found - names];
    }
    if (*p != 'u' || end - p < 5 || p[1] != '0' || p[2] != '0')
        return 0;
    unsigned code = hex(p[3]) * 16 + hex(p[4]);
    *at = p + 5;
    return hex(p[4]) < 16 && code < 0x80 ? (uint8_t)code : 0;
}

/* The text between the quotes, `len` bytes with escapes. */
static struct span unescape(struct scan *s, const uint8_t *from, size_t len)
{
    const uint8_t *end = from + len;
    uint8_t *out = arena_alloc(s->arena, len);
    size_t used = 0;
    s->bad = s->bad || !out;
    while (!s->bad && from < end) {
        uint8_t byte = *from;
        if (byte != '\\')
            from++;
        else
            byte = escaped(&from, end);
        s->bad = byte == 0;
        out[used++] = byte;
    }
    return span_of(out, used);
}

static struct span read_string(struct scan *s)
{
    bool escapes = false;
    expect(s, '"');
    const uint8_t *from = s->at;
    while (s->at < s->end && *s->at != '"') {
        s->bad = s->bad || *s->at < 0x20;
        if (*s->at == '\\') {
            escapes = true;
            s->at++;
        }
        s->at++;
    }
    if (s->bad || s->at >= s->end) {
        s->bad = true;
        return (struct span){NULL, 0};
    }
    size_t len = (size_t)(s->at++ - from);
    return escapes ? unescape(s, from, len) : span_of(from, len);
}

/* As the library keeps it: an empty text is none. */
static struct span read_text(struct scan *s)
{
    struct span text = read_string(s);
    return text.len > 0 ? text : (struct span){NULL, 0};
}

/* The next name of an object that is open; false at its end. */
static bool next_name(struct scan *s, bool first, struct span *name)
{
    if (take(s, '}'))
        return false;
    if (!first)
        expect(s, ',');
    *name = read_string(s);
    expect(s, ':');
    return !s->bad;
}

static bool next_item(struct scan *s, bool first)
{
    if (take(s, ']'))
        return false;
    if (!first)
        expect(s, ',');
    return !s->bad;
}

static void skip_number(struct scan *s)
{
    const uint8_t *from = s->at;
    while (s->at < s->end && *s->at >= '0' && *s->at <= '9')
        s->at++;
    size_t digits = (size_t)(s->at - from);
    s->bad = s->bad || digits == 0 || digits > DIGITS_MAX ||
             (*from == '0' && digits > 1) ||
             (s->at < s->end && (*s->at == '.' || (*s->at | 32) == 'e'));
}

static void skip_value(struct scan *s, unsigned depth)
{
    struct span name;
    uint8_t byte = peek(s);
    if (depth > DEPTH_MAX) {
        s->bad = true;
    } else if (byte == '"') {
        (void)read_string(s);
    } else if (byte == '{') {
        s->at++;
        for (bool first = true; next_name(s, first, &name); first = false)
            skip_value(s, depth + 1);
    } else if (byte == '[') {
        s->at++;
        for (bool first = true; next_item(s, first); first = false)
            skip_value(s, depth + 1);
    } else {
        skip_number(s);
    }
}

/* --- Values --------------------------------------------------------------------------
 */

static void set_once(struct scan *s, struct span *text)
{
    s->bad = s->bad || text->len > 0;
    *text = read_text(s);
}

/* {"ky":"…","ru":"…"} */
static void read_texts(struct scan *s, struct record_texts *texts)
{
    struct span name;
    expect(s, '{');
    for (bool first = true; !s->bad && next_name(s, first, &name); first = false) {
        enum lang lang = lang_from_tag(name);
        if (span_equal(name, span_text(lang_tag(lang))))
            set_once(s, &texts->in[lang]);
        else
            skip_value(s, 0);
    }
}

/* An object's one field that counts; another name given twice is passed over twice. */
static struct span read_field(struct scan *s, const char *wanted)
{
    struct span text = {NULL, 0}, name;
    expect(s, '{');
    for (bool first = true; !s->bad && next_name(s, first, &name); first = false) {
        if (span_equal(name, span_text(wanted)))
            set_once(s, &text);
        else
            skip_value(s, 0);
    }
    return text;
}

static struct span read_item(struct scan *s, const char *name)
{
    return peek(s) == '{' ? read_field(s, name) : read_text(s);
}

/* Texts of a list behind those that are there already. */
static void read_list(struct scan *s, const char *name, struct span **list,
                      size_t *count)
{
    expect(s, '[');
    for (bool first = true; !s->bad && next_item(s, first); first = false) {
        struct span text = read_item(s, name);
        if (text.len == 0)
            continue;
        if (*count == 0 || (*count >= ITEMS_FIRST && (*count & (*count - 1)) == 0)) {
            size_t room = *count ? 2 * *count : ITEMS_FIRST;
            struct span *grown = arena_alloc(s->arena, room * sizeof *grown);
            s->bad = s->bad || !grown;
            if (grown && *count)
                memcpy(grown, *list, *count * sizeof *grown);
            *list = grown;
        }
        if (*list)
            (*list)[(*count)++] = text;
    }
}

static void read_journal(struct scan *s)
{
    struct span name;
    bool titled = false;
    expect(s, '{');
    for (bool first = true; !s->bad && next_name(s, first, &name); first = false) {
        if (span_equal(name, span_text("title"))) {
            s->bad = titled;
            titled = true;
            read_texts(s, &s->record->journal);
        } else if (span_equal(name, span_text("issn"))) {
            set_once(s, &s->record->issn);
        } else {
            skip_value(s, 0);
        }
    }
    s->bad = s->bad || !titled; /* then its names would be languages */
}

static void read_pages(struct scan *s)
{
    s->record->pages = read_item(s, "text");
}

static void read_lang(struct scan *s)
{
    s->record->lang = lang_from_tag(read_text(s));
}

static void read_date(struct scan *s)
{
    s->record->date = record_date(read_text(s));
}

static void read_title(struct scan *s)
{
    read_texts(s, &s->record->title);
}

static void read_rubric(struct scan *s)
{
    read_texts(s, &s->record->rubric);
}

static void read_abstract(struct scan *s)
{
    read_texts(s, &s->record->abstract);
}

static void read_authors(struct scan *s)
{
    read_list(s, "as_printed", &s->record->authors, &s->record->author_count);
}

static void read_translations(struct scan *s)
{
    read_list(s, "id", &s->record->translations, &s->record->translation_count);
}

static void note_keywords(struct scan *s)
{
    s->keywords = s->at;
    s->bad = s->bad || peek(s) != '{';
    skip_value(s, 0);
}

/* The article's own language first, then the others in their order. */
static void read_keywords(struct scan *s)
{
    const uint8_t *lists[LANG_COUNT] = {NULL};
    struct span name;
    s->at = s->keywords;
    expect(s, '{');
    for (bool first = true; !s->bad && next_name(s, first, &name); first = false) {
        enum lang lang = lang_from_tag(name);
        if (span_equal(name, span_text(lang_tag(lang)))) {
            s->bad = lists[lang] != NULL;
            lists[lang] = s->at;
        }
        skip_value(s, 0);
    }
    for (int step = -1; step < LANG_COUNT && !s->bad; step++) {
        enum lang lang = step < 0 ? s->record->lang : (enum lang)step;
        if (!lists[lang] || (step >= 0 && lang == s->record->lang))
            continue;
        s->at = lists[lang];
        read_list(s, "text", &s->record->keywords, &s->record->keyword_count);
    }
}

/* --- The record ----------------------------------------------------------------------
 */

static struct span *text_of(struct record *record, struct span name)
{
    const struct {
        const char *name;
        struct span *text;
    } texts[] = {{"id", &record->id},         {"url", &record->url},
                 {"doi", &record->doi},       {"volume", &record->volume},
                 {"number", &record->number}, {"issue", &record->issue}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (span_equal(name, span_text(texts[i].name)))
            return texts[i].text;
    return NULL;
}

static const struct {
    const char *name;
    void (*read)(struct scan *s);
} table[] = {
    {"lang", read_lang},         {"date", read_date},
    {"pages", read_pages},       {"title", read_title},
    {"rubric", read_rubric},     {"abstract", read_abstract},
    {"journal", read_journal},   {"authors", read_authors},
    {"keywords", note_keywords}, {"translations", read_translations},
};

static void read_value(struct scan *s, struct span name)
{
    struct span *text = text_of(s->record, name);
    if (text) {
        set_once(s, text);
        return;
    }
    for (unsigned i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (!span_equal(name, span_text(table[i].name)))
            continue;
        s->bad = s->bad || (s->seen >> i & 1);
        s->seen |= UINT32_C(1) << i;
        table[i].read(s);
        return;
    }
    s->bad = s->bad || span_equal(name, span_text("issn")); /* not where we write it */
    skip_value(s, 0);
}

bool record_scan(struct record *record, struct span meta, struct arena *arena)
{
    struct record made = {.date = 0};
    struct scan s = {
        .at = meta.data, .end = meta.data + meta.len, .arena = arena, .record = &made};
    struct span name;
    if (meta.len == 0 || !utf8_valid(meta))
        return false;
    expect(&s, '{');
    for (bool first = true; !s.bad && next_name(&s, first, &name); first = false)
        read_value(&s, name);
    s.bad = s.bad || peek(&s) != 0 || s.at < s.end;
    if (!s.bad && s.keywords)
        read_keywords(&s);
    if (s.bad)
        return false;
    *record = made;
    return true;
}

uint32_t record_date(struct span text)
{
    uint32_t parts[3] = {0, 0, 0};
    size_t at = 0;
    for (unsigned part = 0; part < 3; part++) {
        while (at < text.len && text.data[at] >= '0' && text.data[at] <= '9' &&
               parts[part] < 100000)
            parts[part] = parts[part] * 10 + (uint32_t)(text.data[at++] - '0');
        if (at >= text.len || text.data[at++] != '-')
            break;
    }
    if (parts[0] > 9999 || parts[1] > 12 || parts[2] > 31)
        return 0;
    return parts[0] * 10000 + parts[1] * 100 + parts[2];
}
