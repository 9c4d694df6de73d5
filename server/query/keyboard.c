/* keyboard.c - the same keys under another layout.
 *
 * A layout is two rows of characters, key by key; a reading replaces each character of
 * the layout that was on by what the meant one has on that key:
 *
 *   key      ...  -  =  q  w ...  \  a ...
 *   us       ...  -  =  q  w ...  \  a ...      bcnjhbz -gjkbnbrf
 *   ru       ...  -  =  й  ц ...  \  ф ...      история -политика
 *   kg       ...  ө  ң  й  ц ...  ү  ф ...      история өполитика
 *
 * A sign that the query language knows may be meant as itself: a reading is made in two
 * ways, `plain` as above, and `kept`, where quotation marks, parentheses, | and a minus
 * before a word stay, and the name of a field before its colon. A sign beside a digit
 * stays in both (2015-;sk is 2015-жыл).
 */
#include "query/keyboard.h"

#include "query/query_value.h"
#include "text/fold.h"
#include "text/utf8.h"

enum layout { LAYOUT_US, LAYOUT_RU, LAYOUT_KG, LAYOUT_COUNT };
enum {
    KEY_COUNT = 47,
    ROWS = 2,
    KEYS = KEY_COUNT * ROWS,
    FIELD_NAME_BYTES = 40,
    OE = 0x4E9
};

static const char *const layouts[LAYOUT_COUNT][ROWS] = {
    {"`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./",
     "~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?"},
    {"ё1234567890-=йцукенгшщзхъ\\фывапролджэячсмитьбю.",
     "Ё!\"№;%:?*()_+ЙЦУКЕНГШЩЗХЪ|ФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,"},
    {"ё1234567890өңйцукенгшщзхъүфывапролджэячсмитьбю.",
     "Ё!\"№;%:?*()ӨҢЙЦУКЕНГШЩЗХЪҮФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,"},
};

struct key {
    uint32_t codes[LAYOUT_COUNT];
};

struct way {
    enum layout on, meant;
    bool kept;
};

struct reader {
    struct key keys[KEYS];
    struct span text;
    struct arena *arena;
    struct span *readings;
    unsigned count;
    bool nomem;
};

static void fill_keys(struct reader *reader)
{
    for (size_t layout = 0; layout < LAYOUT_COUNT; layout++)
        for (size_t row = 0; row < ROWS; row++) {
            struct span all = span_text(layouts[layout][row]);
            size_t off = 0;
            for (size_t key = 0; key < KEY_COUNT; key++)
                reader->keys[row * KEY_COUNT + key].codes[layout] =
                    utf8_next(all, &off);
        }
}

/* What the key that gives `code` under `on` gives under `meant`; `code` when none. */
static uint32_t convert(const struct reader *reader, uint32_t code, enum layout on,
                        enum layout meant)
{
    if (code == '/' && on == LAYOUT_RU) /* shifted \ of the usual Russian layout */
        code = '|';
    for (size_t i = 0; i < KEYS; i++)
        if (reader->keys[i].codes[on] == code)
            return reader->keys[i].codes[meant];
    return code;
}

static bool is_blank(uint32_t code)
{
    return code == 0 || code == ' ' || code == '\t' || code == '\n' || code == '\r' ||
           code == 0xA0;
}

static uint32_t code_before(struct span text, size_t off)
{
    return off > 0 ? utf8_before(text, &off) : 0;
}

static uint32_t code_at(struct span text, size_t off)
{
    return off < text.len ? utf8_next(text, &off) : 0;
}

static bool is_digit(uint32_t code)
{
    return code >= '0' && code <= '9';
}

/* A sign of the query language that may be meant as itself. */
static bool is_operator(struct span text, size_t at, uint32_t code)
{
    if (code == '"' || code == '(' || code == ')' || code == '|' || code == '*')
        return true;
    if (code != '-')
        return false;
    uint32_t before = code_before(text, at);
    return (is_blank(before) || before == '(') && !is_blank(code_at(text, at + 1));
}

/* The length of a field's name and its colon at `at`; 0: none. */
static size_t field_name(struct span text, size_t at)
{
    uint8_t folded[FIELD_NAME_BYTES];
    size_t len = 0, off = at;
    uint32_t before = code_before(text, at), code = 0;
    if (!is_blank(before) && before != '-' && before != '(')
        return 0;
    while (off < text.len && len + 4 <= sizeof folded) {
        code = utf8_next(text, &off);
        if (fold_class(code) != CODE_LETTER)
            break;
        len += utf8_encode(folded + len, fold_code(code));
    }
    if (code != ':' || off == text.len ||
        value_field_of(span_of(folded, len)) == VALUE_UNKNOWN)
        return 0;
    return off - at;
}

static bool is_letter(uint32_t code)
{
    return fold_class(code) == CODE_LETTER;
}

static bool beside_digit(struct span text, size_t at, size_t after)
{
    return is_digit(code_before(text, at)) || is_digit(code_at(text, after));
}

/* The character at *off as it was meant; *off moves past it. */
static uint32_t read_code(const struct reader *reader, const struct way *way,
                          size_t *off)
{
    size_t at = *off;
    uint32_t code = utf8_next(reader->text, off);
    if (way->kept && is_operator(reader->text, at, code))
        return code;
    if (code == '-' && beside_digit(reader->text, at, *off))
        return code;
    return convert(reader, code, way->on, way->meant);
}

/* Appends the reading; false when no letter came or went, or none is left. */
static bool convert_text(const struct reader *reader, const struct way *way,
                         struct buf *out)
{
    struct span text = reader->text;
    bool changed = false, letters = false;
    for (size_t off = 0; off < text.len;) {
        size_t name = way->kept ? field_name(text, off) : 0;
        if (name) {
            buf_put_span(out, span_part(text, off, name));
            off += name;
            continue;
        }
        uint32_t code = code_at(text, off), read = read_code(reader, way, &off);
        utf8_put(out, read);
        letters = letters || is_letter(read);
        changed = changed || (read != code && (is_letter(read) || is_letter(code)));
    }
    return changed && letters;
}

static bool is_known(const struct reader *reader, struct span text)
{
    for (unsigned i = 0; i < reader->count; i++)
        if (span_equal(reader->readings[i], text))
            return true;
    return span_equal(reader->text, text);
}

static void add_reading(struct reader *reader, enum layout on, enum layout meant,
                        bool kept)
{
    struct way way = {on, meant, kept};
    struct buf out, nfc;
    buf_init(&out, 0);
    buf_init(&nfc, 0);
    bool letters = convert_text(reader, &way, &out);
    utf8_nfc(&nfc, buf_span(&out));
    if (out.status != ST_OK || nfc.status != ST_OK) {
        reader->nomem = true;
    } else if (letters && reader->count < KEYBOARD_READINGS_MAX &&
               !is_known(reader, buf_span(&nfc))) {
        struct span copy = arena_copy(reader->arena, buf_span(&nfc));
        reader->nomem = reader->nomem || !copy.data;
        reader->readings[reader->count++] = copy;
    }
    buf_release(&out);
    buf_release(&nfc);
}

/* Both ways of a direction, the likelier first. */
static void add_readings(struct reader *reader, enum layout on, enum layout meant,
                         bool kept_first)
{
    add_reading(reader, on, meant, kept_first);
    add_reading(reader, on, meant, !kept_first);
}

struct signs {
    bool latin;     /* a to z */
    bool cyrillic;  /* any */
    bool kyrgyz;    /* ө ү ң */
    bool third;     /* - = \ and their capitals where they can hardly be signs */
    bool compounds; /* one ө in each word that has any, well inside it */
};

/* A sign of the three keys that stands where a letter should: \ and = beside letters; -
 * or a capital's sign that begins the text, or ends a word. */
static bool is_third(struct span text, size_t at, uint32_t code)
{
    static const char signs[] = "\\=-_+";
    if (code == '|') /* an OR needs a left side */
        return at == 0 && !is_blank(code_at(text, 1));
    if (code == 0 || code > 127 || !strchr(signs, (int)code) ||
        beside_digit(text, at, at + 1))
        return false;
    bool before = !is_blank(code_before(text, at));
    bool after = !is_blank(code_at(text, at + 1));
    if (code == '\\' || code == '=')
        return before || after;
    return before ? !after : after && at == 0;
}

static bool is_cyrillic(uint32_t code)
{
    return code >= 0x400 && code <= 0x52F;
}

/* Two letters on both sides, as in жолөжобо for жол-жобо. */
static bool is_compound_sign(struct span text, size_t at, size_t after)
{
    unsigned left = 0, right = 0;
    while (at > 0 && left < 2 && is_cyrillic(utf8_before(text, &at)))
        left++;
    while (after < text.len && right < 2 && is_cyrillic(utf8_next(text, &after)))
        right++;
    return left == 2 && right == 2;
}

static bool is_kyrgyz(uint32_t code)
{
    return code == OE || code == 0x4AF || code == 0x4A3;
}

static void find_script(struct signs *signs, uint32_t code)
{
    signs->latin = signs->latin || (code >= 'a' && code <= 'z');
    signs->cyrillic = signs->cyrillic || is_cyrillic(code);
    signs->kyrgyz = signs->kyrgyz || is_kyrgyz(code);
}

static struct signs find_signs(struct span text)
{
    struct signs signs = {.compounds = true};
    unsigned in_word = 0;
    for (size_t off = 0; off < text.len;) {
        size_t at = off;
        uint32_t code = utf8_next(text, &off), small = fold_code(code);
        find_script(&signs, small);
        signs.third = signs.third || is_third(text, at, code);
        in_word = is_blank(code) ? 0 : in_word + is_kyrgyz(small);
        if (is_kyrgyz(small) &&
            (small != OE || in_word > 1 || !is_compound_sign(text, at, off)))
            signs.compounds = false;
    }
    return signs;
}

static void read_latin(struct reader *reader, const struct signs *signs)
{
    if (signs->third)
        add_readings(reader, LAYOUT_US, LAYOUT_KG, false);
    add_readings(reader, LAYOUT_US, LAYOUT_RU, true);
    if (!signs->third)
        add_readings(reader, LAYOUT_US, LAYOUT_KG, true);
}

/* A Kyrgyz text is no Latin one: -y\rn\h\\ would be all but nothing, or everything. */
static void read_cyrillic(struct reader *reader, const struct signs *signs)
{
    add_readings(reader, LAYOUT_RU, LAYOUT_KG, !signs->third);
    if (!signs->kyrgyz) {
        add_readings(reader, LAYOUT_RU, LAYOUT_US, true);
    } else if (signs->compounds) {
        add_reading(reader, LAYOUT_KG, LAYOUT_RU, false);
        add_readings(reader, LAYOUT_KG, LAYOUT_US, true);
    }
}

enum status keyboard_readings(struct span text, struct arena *arena,
                              struct span readings[KEYBOARD_READINGS_MAX],
                              unsigned *count, struct error *err)
{
    struct reader reader = {.text = text, .arena = arena, .readings = readings};
    struct signs signs = find_signs(text);
    fill_keys(&reader);
    if (signs.latin)
        read_latin(&reader, &signs);
    if (signs.cyrillic)
        read_cyrillic(&reader, &signs);
    if (reader.nomem)
        return fail(err, ST_NOMEM, "keyboard: out of memory");
    *count = reader.count;
    return ST_OK;
}
