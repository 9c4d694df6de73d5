/* name_key.c
 *
 *   Бай ышба ева      letters by the tables, the longest piece first
 *   bai isba eva      no letter twice in a row
 *   ba   sba eva      no i beside a vowel: й, ы and и come and go between spellings
 *   ba   sba ev       no feminine ending
 *
 * What differs between the spellings of one name must become the same here, or nothing;
 * what a table maps to "" is dropped.
 */
#include "text/name_key.h"

#include <string.h>

#include "text/fold.h"
#include "text/utf8.h"

enum { FOLDED_MAX = 4 * 255 };

struct piece {
    const char *from;  /* folded */
    char to[3];        /* "*": ё, "~": y */
    bool stands_alone; /* several letters that are an initial */
};

static const struct piece PIECES[] = {
    /* Latin: habits of passports, BGN/PCGN and the web */
    {"shch", "s", true},
    {"dzh", "j", true},
    {"zh", "j", true},
    {"dj", "j", true},
    {"ch", "c", true},
    {"sh", "s", true},
    {"kh", "k", true},
    {"ts", "ts", true},
    {"ya", "a", true},
    {"ia", "a", false},
    {"yu", "u", true},
    {"iu", "u", false},
    {"yo", "*", true},
    {"io", "o", false},
    {"ye", "e", true},
    {"ie", "e", false},
    {"ng", "n", false},
    {"ck", "k", false},
    {"ph", "f", false},
    {"h", "k", false}, /* Ахмат, Акмат */
    {"y", "~", false},
    {"c", "k", false},
    {"q", "k", false},
    {"w", "v", false},
    {"x", "ks", false},
    {"ı", "i", false},
    {"ŋ", "n", false},
    /* Cyrillic */
    {"дж", "j", true},
    {"ңг", "n", false},
    {"нг", "n", false},
    {"а", "a", false},
    {"б", "b", false},
    {"в", "v", false},
    {"г", "g", false},
    {"д", "d", false},
    {"е", "e", false},
    {"ё", "*", false},
    {"ж", "j", false},
    {"з", "z", false},
    {"и", "i", false},
    {"й", "i", false},
    {"к", "k", false},
    {"л", "l", false},
    {"м", "m", false},
    {"н", "n", false},
    {"ң", "n", false},
    {"о", "o", false},
    {"ө", "o", false},
    {"п", "p", false},
    {"р", "r", false},
    {"с", "s", false},
    {"т", "t", false},
    {"у", "u", false},
    {"ү", "u", false},
    {"ф", "f", false},
    {"х", "k", false},
    {"ц", "ts", false},
    {"ч", "c", false},
    {"ш", "s", false},
    {"щ", "s", false},
    {"ъ", "", false},
    {"ы", "i", false},
    {"ь", "", false},
    {"э", "e", false},
    {"ю", "u", false},
    {"я", "a", false},
    /* neighbours: Kazakh, Uzbek, Tajik, Ukrainian */
    {"ә", "a", false},
    {"ғ", "g", false},
    {"қ", "k", false},
    {"һ", "k", false},
    {"ҳ", "k", false},
    {"ҷ", "j", false},
    {"ў", "u", false},
    {"є", "e", false},
    {"ї", "i", false},
    {"ґ", "g", false},
};

/* A word folded, in UTF-8, its ё and ç kept. */
struct folded {
    uint8_t bytes[FOLDED_MAX];
    size_t len;
    bool latin;
};

/* Letters whose accent is no accent to a name; else 0. */
static uint32_t keep_letter(uint32_t code)
{
    switch (code) {
    case 0x401:
    case 0x451:
        return 0x451; /* ё */
    case 0xC7:
    case 0xE7:
    case 0x10C:
    case 0x10D:
        return 0x447; /* ç č: ч */
    case 0x17D:
    case 0x17E:
    case 0x1B5:
    case 0x1B6:
        return 0x436; /* ž ƶ: ж */
    default:
        return 0;
    }
}

/* False: there is something in it that no name has. */
static bool fold_name(struct folded *out, struct span word)
{
    out->len = 0;
    out->latin = false;
    for (size_t off = 0; off < word.len && out->len + 4 <= FOLDED_MAX;) {
        uint32_t code = utf8_next(word, &off);
        enum code_class class = fold_class(code);
        if (class == CODE_DIGIT || class == CODE_OTHER)
            return false;
        if (class != CODE_LETTER)
            continue;
        uint32_t letter = keep_letter(code);
        letter = letter ? letter : fold_code(code);
        out->latin |= letter >= 'a' && letter <= 'z';
        if (letter)
            out->len += utf8_encode(out->bytes + out->len, letter);
    }
    return out->len > 0;
}

/* The longest piece that `rest` begins with, or NULL. */
static const struct piece *find_piece(struct span rest)
{
    for (size_t i = 0; i < sizeof PIECES / sizeof *PIECES; i++)
        if (span_starts(rest, span_text(PIECES[i].from)))
            return &PIECES[i];
    return NULL;
}

/* What may be read in two ways: ё is е in print as often as о in sound, a Latin y is й
 * or ы, or else ү. */
struct reading {
    char yo, y;
};

static const struct reading READINGS[] = {{'o', 'i'}, {'e', 'i'}, {'o', 'u'}};
enum { READINGS_PRINTED = 2, READINGS_ASKED = 3 };

struct key {
    uint8_t *bytes;
    size_t len;
};

static void put(struct key *key, char letter)
{
    bool again = key->len > 0 && key->bytes[key->len - 1] == (uint8_t)letter;
    if (!again && key->len < NAME_KEY_MAX)
        key->bytes[key->len++] = (uint8_t)letter;
}

/* One piece or, where no piece begins, one Latin letter; false: neither. */
static bool put_next(struct key *key, const struct folded *word, size_t *off,
                     const struct reading *reading)
{
    struct span rest = span_of(word->bytes + *off, word->len - *off);
    const struct piece *piece = find_piece(rest);
    if (!piece) {
        (*off)++;
        if (rest.data[0] < 'a' || rest.data[0] > 'z')
            return false;
        put(key, (char)rest.data[0]);
        return true;
    }
    *off += strlen(piece->from);
    if (word->latin && strcmp(piece->from, "ь") == 0)
        put(key, 'i'); /* ы in the Latin script of 1928 */
    for (const char *to = piece->to; *to; to++)
        put(key, *to == '*' ? reading->yo : *to == '~' ? reading->y : *to);
    return true;
}

/* The letters of a word before anything is dropped; 0: no key. */
static size_t spell(uint8_t *out, const struct folded *word,
                    const struct reading *reading)
{
    struct key key = {out, 0};
    for (size_t off = 0; off < word->len;)
        if (!put_next(&key, word, &off, reading))
            return 0;
    return key.len;
}

static bool is_vowel(uint8_t letter)
{
    return letter == 'a' || letter == 'e' || letter == 'o' || letter == 'u';
}

static size_t drop_weak(uint8_t *letters, size_t len)
{
    struct key kept = {letters, 0};
    uint8_t before = 0;
    for (size_t i = 0; i < len; i++) {
        uint8_t letter = letters[i];
        bool beside = is_vowel(before) || (i + 1 < len && is_vowel(letters[i + 1]));
        before = letter;
        if (letter != 'i' || !beside)
            put(&kept, (char)letter);
    }
    return kept.len;
}

static bool ends(struct span key, const char *ending)
{
    struct span tail = span_text(ending);
    return key.len > tail.len &&
           memcmp(key.data + key.len - tail.len, ending, tail.len) == 0;
}

static size_t make_key(uint8_t *out, const struct folded *word,
                       const struct reading *reading)
{
    size_t len = drop_weak(out, spell(out, word, reading));
    struct span key = span_of(out, len);
    if (ends(key, "ska"))
        out[len - 1] = 'i';
    else if (ends(key, "ova") || ends(key, "eva") || ends(key, "ina"))
        len--;
    return len;
}

size_t name_key(uint8_t *out, struct span word)
{
    struct folded folded;
    return fold_name(&folded, word) ? make_key(out, &folded, &READINGS[0]) : 0;
}

bool name_is_initial(struct span word)
{
    struct folded folded;
    if (!fold_name(&folded, word))
        return false;
    struct span text = span_of(folded.bytes, folded.len);
    const struct piece *piece = find_piece(text);
    size_t off = 0;
    utf8_next(text, &off);
    return off == text.len ||
           (piece && piece->stands_alone && strlen(piece->from) == text.len);
}

bool name_is_particle(struct span key)
{
    return span_equal(key, span_text("ulu")) || span_equal(key, span_text("kizi"));
}

bool name_is_surname(struct span key)
{
    return ends(key, "ov") || ends(key, "ev") || ends(key, "ski");
}

size_t name_key_short(struct span key)
{
    bool long_one = key.len >= NAME_SHORT_MIN + 2;
    return long_one && (ends(key, "ov") || ends(key, "ev")) ? key.len - 2 : 0;
}

/* --- Russian cases -------------------------------------------------------------------
 */

/* A key's end, without it, then with another. Endings of family names come first: they
 * say more. й is gone beside a vowel: -ой is o, -ей is e. */
struct case_ending {
    const char *end;
    unsigned cut;
    const char *put;
    const char *or_put; /* NULL: nothing else */
};

static const struct case_ending CASES[] = {
    {"skogo", 3, "i", NULL}, /* Белецкого */
    {"skomu", 3, "i", NULL}, {"skom", 2, "i", NULL},
    {"skim", 2, "i", NULL},  {"skik", 2, "i", NULL},
    {"skimi", 3, "i", NULL}, {"sko", 1, "i", NULL}, /* Белецкой */
    {"sku", 1, "i", NULL},   {"ske", 1, "i", NULL},
    {"ovu", 1, "", NULL},    {"ovim", 2, "", NULL}, /* Садыковым */
    {"ovom", 2, "", NULL},   {"ove", 1, "", NULL},
    {"ovo", 1, "", NULL}, /* Садыковой */
    {"ovi", 1, "", NULL},    {"ovik", 2, "", NULL},
    {"ovimi", 3, "", NULL},  {"evu", 1, "", NULL},
    {"evim", 2, "", NULL},   {"evom", 2, "", NULL},
    {"eve", 1, "", NULL},    {"evo", 1, "", NULL},
    {"evi", 1, "", NULL},    {"evik", 2, "", NULL},
    {"evimi", 3, "", NULL},  {"ino", 1, "", NULL}, /* Зориной */
    {"inim", 2, "", NULL},   {"inik", 2, "", NULL},
    {"inimi", 3, "", NULL},  {"u", 1, "", "a"},  /* Асану; Гульнару */
    {"e", 1, "", "a"},                           /* Асане; Гульнаре */
    {"i", 1, "a", ""},                           /* Гульнары; Асели */
    {"om", 2, "", NULL},     {"em", 2, "", "e"}, /* Игорем; Алексеем */
    {"o", 1, "a", NULL},     {"a", 1, "", NULL}, /* Асана */
};

static void add_case(struct name_cases *out, struct span key, unsigned cut,
                     const char *ending)
{
    size_t len = key.len - cut, more = strlen(ending);
    uint8_t *made = out->keys[out->count];
    if (len + more < NAME_SHORT_MIN)
        return;
    memcpy(made, key.data, len);
    memcpy(made + len, ending, more);
    out->lens[out->count++] = (uint8_t)(len + more);
}

void name_key_cases(struct name_cases *out, struct span key)
{
    out->count = 0;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const struct case_ending *c = &CASES[i];
        if (!ends(key, c->end))
            continue;
        add_case(out, key, c->cut, c->put);
        if (c->or_put)
            add_case(out, key, c->cut, c->or_put);
        return;
    }
}

/* --- Kyrgyz cases --------------------------------------------------------------------
 */

static bool is_one_of(uint8_t letter, const char *letters)
{
    return memchr(letters, letter, strlen(letters)) != NULL;
}

/* -лар -дор -тер … at the beginning. */
static bool is_plural(struct span rest)
{
    return rest.len >= 3 && is_one_of(rest.data[0], "ldt") &&
           is_one_of(rest.data[1], "aeo") && rest.data[2] == 'r';
}

/* -нын -га -ны -да -дан -ча and what harmony makes of them. */
static bool is_case(struct span rest)
{
    if (rest.len < 2 || rest.len > 3)
        return false;
    bool round = is_one_of(rest.data[1], "iu"); /* genitive, accusative */
    bool open = is_one_of(rest.data[1], "aeo"); /* the others */
    if (rest.len == 3)
        return (round || open) && is_one_of(rest.data[0], "ndt") && rest.data[2] == 'n';
    return (round && is_one_of(rest.data[0], "ndt")) ||
           (open && is_one_of(rest.data[0], "gkndtc"));
}

bool name_key_inflects(struct span key, struct span stem)
{
    if (stem.len < NAME_SHORT_MIN || !span_starts(key, stem))
        return false;
    struct span rest = span_part(key, stem.len, key.len);
    if (name_is_surname(stem) && rest.len > 0 && rest.data[0] == 'a')
        rest = span_part(rest, 1, rest.len); /* its feminine ending */
    if (is_plural(rest))
        rest = span_part(rest, 3, rest.len);
    return rest.len == 0 || is_case(rest);
}

/* --- terms ---------------------------------------------------------------------------
 */

void name_terms_add(struct name_terms *terms, enum name_kind kind, struct span key)
{
    if (terms->count == NAME_TERMS_MAX || key.len == 0)
        return;
    uint8_t *bytes = terms->bytes[terms->count];
    bytes[0] = NAME_TERM_MARK;
    bytes[1] = (uint8_t)kind;
    memcpy(bytes + 2, key.data, key.len);
    struct span term = span_of(bytes, key.len + 2);
    for (unsigned i = 0; i < terms->count; i++)
        if (span_equal(terms->terms[i], term))
            return;
    terms->terms[terms->count++] = term;
}

static void add_letters(struct name_terms *terms, enum name_kind kind,
                        const struct folded *word)
{
    uint8_t letters[NAME_KEY_MAX];
    for (unsigned i = 0; i < READINGS_PRINTED; i++)
        if (spell(letters, word, &READINGS[i]) > 0)
            name_terms_add(terms, kind, span_of(letters, 1));
}

static void add_keys(struct name_terms *terms, const struct folded *word,
                     unsigned readings, bool shortened)
{
    uint8_t letters[NAME_KEY_MAX];
    for (unsigned i = 0; i < readings; i++) {
        struct span key = span_of(letters, make_key(letters, word, &READINGS[i]));
        name_terms_add(terms, NAME_KEY, key);
        if (shortened)
            name_terms_add(terms, NAME_SHORT, span_part(key, 0, name_key_short(key)));
    }
}

void name_terms_letter(struct name_terms *terms, enum name_kind kind, struct span word)
{
    struct folded folded;
    if (fold_name(&folded, word))
        add_letters(terms, kind, &folded);
}

void name_terms_printed(struct name_terms *terms, struct span word, bool joined)
{
    struct folded folded;
    uint8_t key[NAME_KEY_MAX];
    terms->count = 0;
    if (!fold_name(&folded, word))
        return;
    if (name_is_initial(word)) {
        if (!joined)
            add_letters(terms, NAME_INITIAL, &folded);
        return;
    }
    if (name_is_particle(span_of(key, make_key(key, &folded, &READINGS[0]))))
        return;
    add_keys(terms, &folded, READINGS_PRINTED, true);
    if (terms->count > 0 && !joined)
        add_letters(terms, NAME_LETTER, &folded);
}

void name_terms_asked(struct name_terms *terms, struct span word)
{
    struct folded folded;
    if (!fold_name(&folded, word))
        return;
    if (name_is_initial(word))
        add_letters(terms, NAME_INITIAL, &folded);
    else
        add_keys(terms, &folded, READINGS_ASKED, false);
}
