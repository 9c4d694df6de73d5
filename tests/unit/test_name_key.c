/* test_name_key.c - spellings of a name meet, other names do not (spec/name_key.cases),
 * and the terms that are made of them. */
#include "text/name_key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "support/guard.h"
#include "support/unit.h"
#include "text/utf8.h"

enum { LINE_BYTES = 1024 };

struct key {
    uint8_t bytes[NAME_KEY_MAX];
    size_t len;
};

static struct span key_span(const struct key *key)
{
    return span_of(key->bytes, key->len);
}

static struct key key_of(struct span word)
{
    struct key key;
    key.len = name_key(key.bytes, word);
    return key;
}

static bool complain(const char *what, struct span word, struct span key)
{
    print_error("%s: %.*s has the key %.*s\n", what, (int)word.len,
                (const char *)word.data, (int)key.len, (const char *)key.data);
    return false;
}

/* The next word between blanks. */
static bool next_word(struct span *text, struct span *word)
{
    *text = span_trim(*text);
    size_t end = span_find(*text, ' ', 0);
    *word = span_part(*text, 0, end);
    *text = span_part(*text, end, text->len - end);
    return word->len > 0;
}

static bool all_are(struct span words, struct span wanted)
{
    struct span word;
    bool good = true;
    while (next_word(&words, &word)) {
        struct key key = key_of(word);
        if (!span_equal(key_span(&key), wanted))
            good = complain("not the key wanted", word, key_span(&key));
    }
    return good;
}

static bool differ(struct span a, struct span b)
{
    struct key x = key_of(a), y = key_of(b);
    if (x.len > 0 && y.len > 0 && !span_equal(key_span(&x), key_span(&y)))
        return true;
    return complain("another name", a, key_span(&x));
}

static bool may_come_from(struct span word, struct span nominative)
{
    struct key key = key_of(word), wanted = key_of(nominative);
    struct name_cases cases;
    bool found = span_equal(key_span(&key), key_span(&wanted));
    name_key_cases(&cases, key_span(&key));
    for (unsigned i = 0; i < cases.count; i++)
        found = found ||
                span_equal(span_of(cases.keys[i], cases.lens[i]), key_span(&wanted));
    return found || complain("no case of it", word, key_span(&key));
}

/* Where `mark` stands in the line; its length when nowhere. */
static size_t find_mark(struct span line, const char *mark)
{
    size_t len = strlen(mark);
    for (size_t at = 0; at + len <= line.len; at++)
        if (memcmp(line.data + at, mark, len) == 0)
            return at;
    return line.len;
}

static bool check_line(struct span line)
{
    static const char *const marks[] = {"=>", "!=", "~"};
    for (unsigned m = 0; m < 3; m++) {
        size_t at = find_mark(line, marks[m]);
        if (at == line.len)
            continue;
        struct span left = span_trim(span_part(line, 0, at));
        struct span right = span_trim(span_part(line, at + strlen(marks[m]), line.len));
        return m == 0   ? all_are(left, right)
               : m == 1 ? differ(left, right)
                        : may_come_from(left, right);
    }
    return complain("a line without a mark", line, line);
}

/* \uXXXX to its bytes, in place. */
static struct span unescape(char *line)
{
    size_t len = 0, from = 0;
    while (line[from] && line[from] != '\n') {
        unsigned code = 0;
        if (line[from] == '\\' && sscanf(line + from, "\\u%4x", &code) == 1) {
            len += utf8_encode((uint8_t *)line + len, code);
            from += 6;
        } else {
            line[len++] = line[from++];
        }
    }
    return span_of(line, len);
}

static void the_table_holds(void **state)
{
    const char *folder = getenv("MSEARCH_SPEC");
    char path[LINE_BYTES], line[LINE_BYTES];
    unsigned passed = 0, failed = 0, number = 0;
    (void)state;
    snprintf(path, sizeof path, "%s/name_key.cases", folder ? folder : "tests/spec");
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        struct span text = unescape(line);
        number++;
        if (text.len == 0 || text.data[0] == '#')
            continue;
        if (check_line(text)) {
            passed++;
            continue;
        }
        print_error("%s:%u\n", path, number);
        failed++;
    }
    fclose(file);
    assert_int_equal(failed, 0);
    assert_true(passed > 90);
}

static void a_key_is_short_and_clean(void **state)
{
    char word[256];
    uint8_t *guarded;
    struct guard guard;
    (void)state;
    memset(word, 'x', sizeof word);
    guarded = guard_copy(&guard, word, 255);
    assert_int_equal(key_of(span_of(guarded, 255)).len, NAME_KEY_MAX);
    guard_release(&guard);
    assert_int_equal(key_of(span_text("")).len, 0);
    assert_int_equal(key_of(span_text("-")).len, 0);
    assert_int_equal(key_of(span_text("ь")).len, 0);
}

static void initials_and_particles(void **state)
{
    static const char *const initials[] = {"А",  "ж",  "Дж", "Zh", "Yu",   "Ch", "Sh",
                                           "Kh", "Ts", "Ya", "J",  "Shch", "Ё",  "Ц"};
    static const char *const words[] = {"Ли", "Ян", "Цой", "Ох", "Iu", "", "1", "Ok"};
    static const char *const particles[] = {"уулу", "УУЛУ", "кызы", "Кызы",
                                            "uulu", "kyzy", "Kizi"};
    (void)state;
    for (size_t i = 0; i < sizeof initials / sizeof *initials; i++)
        assert_true(name_is_initial(span_text(initials[i])));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_false(name_is_initial(span_text(words[i])));
    for (size_t i = 0; i < sizeof particles / sizeof *particles; i++) {
        struct key key = key_of(span_text(particles[i]));
        assert_true(name_is_particle(key_span(&key)));
    }
    assert_false(name_is_particle(span_text("kizil")));
    assert_true(name_is_surname(span_text("bekov")));
    assert_true(name_is_surname(span_text("beletski")));
    assert_false(name_is_surname(span_text("ov")));
    assert_false(name_is_surname(span_text("nurdin")));
}

static void endings_come_off(void **state)
{
    (void)state;
    assert_int_equal(name_key_short(span_text("japarov")), 5);
    assert_int_equal(name_key_short(span_text("bekev")), 3);
    assert_int_equal(name_key_short(span_text("lvov")), 0); /* too little is left */
    assert_int_equal(name_key_short(span_text("zorin")), 0);
    assert_int_equal(name_key_short(span_text("japar")), 0);
}

/* "kjaparov sjapar ij": kinds and keys. */
static void check_terms(const struct name_terms *terms, const char *wanted)
{
    struct buf text;
    buf_init(&text, 0);
    for (unsigned i = 0; i < terms->count; i++) {
        struct span term = terms->terms[i];
        assert_int_equal(term.data[0], NAME_TERM_MARK);
        buf_put_text(&text, i ? " " : "");
        buf_put_span(&text, span_part(term, 1, term.len));
    }
    if (!span_equal(buf_span(&text), span_text(wanted)))
        print_error("%.*s, not %s\n", (int)text.len, (const char *)text.data, wanted);
    assert_true(span_equal(buf_span(&text), span_text(wanted)));
    buf_release(&text);
}

static void terms_of_printed_words(void **state)
{
    static const struct {
        const char *word, *terms;
        bool joined;
    } rows[] = {
        {"Жапарова", "kjaparov sjapar ij", false},
        {"Айгүл", "kagul ia", false},
        {"Ж", "pj", false},
        {"Дж", "pj", false},
        {"уулу", "", false},
        {"кызы", "", false},
        {"2015", "", false},
        {"Семёнов", "ksemonov ssemon ksemenov ssemen is", false},
        {"Ёлкин", "kolkin kelkin io ie", false},
        {"Ё", "po pe", false},
        {"Ак-Матов", "kakmatov sakmat", true},
        {"Ы-Б", "kib", true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct name_terms terms;
        name_terms_printed(&terms, span_text(rows[i].word), rows[i].joined);
        check_terms(&terms, rows[i].terms);
    }
}

static void terms_of_asked_words(void **state)
{
    struct name_terms terms = {.count = 0};
    (void)state;
    name_terms_asked(&terms, span_text("Жапаровдун"));
    name_terms_asked(&terms, span_text("жапаров"));
    name_terms_asked(&terms, span_text("ЖАПАРОВ"));
    check_terms(&terms, "kjaparovdun kjaparov");
    name_terms_letter(&terms, NAME_INITIAL, span_text("Жапаров"));
    check_terms(&terms, "kjaparovdun kjaparov pj");
    terms.count = 0;
    name_terms_asked(&terms, span_text("Kumyshbekov"));
    check_terms(&terms, "kkumisbekov kkumusbekov");
    for (unsigned i = 0; i < 9; i++)
        name_terms_add(&terms, NAME_KEY, span_part(span_text("abcdefghi"), i, 1));
    assert_int_equal(terms.count, NAME_TERMS_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_holds),
        cmocka_unit_test(a_key_is_short_and_clean),
        cmocka_unit_test(initials_and_particles),
        cmocka_unit_test(endings_come_off),
        cmocka_unit_test(terms_of_printed_words),
        cmocka_unit_test(terms_of_asked_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
