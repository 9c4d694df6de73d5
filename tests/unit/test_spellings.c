/* test_spellings.c - tests/spec/spellings.cases, and what a table cannot say: no
 * repetitions, caps, memory.
 */
#include "query/spellings.h"

#include "support/guard.h"
#include "support/spec_cases.h"
#include "support/unit.h"
#include "text/utf8.h"

enum { NEAR_TOP = 16, SHOWN = 20 };

typedef enum status spell(struct span word, struct arena *arena,
                          struct spellings *found, struct error *err);

static spell *const all_kinds[] = {spellings_letters, spellings_latin, spellings_edits};

static spell *kind_of(struct span name)
{
    if (span_equal(name, span_text("letters")))
        return spellings_letters;
    if (span_equal(name, span_text("latin")))
        return spellings_latin;
    assert_true(span_equal(name, span_text("edits")));
    return spellings_edits;
}

static size_t place_of(const struct spellings *found, struct span text)
{
    size_t i = 0;
    while (i < found->count && !span_equal(found->texts[i], text))
        i++;
    return i;
}

enum mode { FIRST, NEAR, ANY, NONE, MODE_COUNT };

/* The mode that this word of a case begins; MODE_COUNT: it is a spelling. */
static enum mode mode_of(struct span word)
{
    static const char *const marks[MODE_COUNT] = {
        [FIRST] = "=", [NEAR] = "...", [ANY] = "+", [NONE] = "!"};
    unsigned mode = 0;
    while (mode < MODE_COUNT && !span_equal(word, span_text(marks[mode])))
        mode++;
    return (enum mode)mode;
}

static bool holds(const struct spellings *found, struct span expected)
{
    enum mode mode = FIRST;
    struct span word;
    size_t next = 0;
    if (span_equal(expected, span_text("none")))
        return found->count == 0;
    while (spec_word(&expected, &word)) {
        size_t at = place_of(found, word);
        enum mode new_mode = mode_of(word);
        bool good = mode == FIRST  ? at == next
                    : mode == NEAR ? at < NEAR_TOP
                                   : (at < found->count) == (mode == ANY);
        if (new_mode != MODE_COUNT)
            mode = new_mode;
        else if (!good)
            return false;
        else
            next++;
    }
    return true;
}

static bool check_case(void *context, struct span typed, struct span expected,
                       struct buf *came)
{
    struct arena *arena = context;
    struct spellings found;
    struct span kind = {0}, word = {0};
    arena_reset(arena);
    assert_true(spec_word(&typed, &kind) && spec_word(&typed, &word));
    assert_int_equal(kind_of(kind)(word, arena, &found, NULL), ST_OK);
    buf_print(came, "(%zu)", found.count);
    for (size_t i = 0; i < found.count && i < SHOWN; i++) {
        buf_put_byte(came, ' ');
        buf_put_span(came, found.texts[i]);
    }
    return holds(&found, expected);
}

static void test_cases(void **state)
{
    assert_int_equal(spec_cases_run("spellings.cases", 140, check_case, *state), 0);
}

static size_t most_of(spell *kind)
{
    return kind == spellings_letters ? SPELLINGS_LETTERS_MAX
           : kind == spellings_latin ? SPELLINGS_LATIN_MAX
                                     : SIZE_MAX;
}

static const char *const words[] = {"жонундо",
                                    "онуктуруучулордунуко",
                                    "өзгөчө",
                                    "нннннннннннннннннннннннннннннннннннн",
                                    "сннгнгнгнг",
                                    "obshchestvo",
                                    "yuridicheskiy",
                                    "cscscscschshchuioyeiaiu",
                                    "проект",
                                    "administratsiialyk",
                                    "вопросонуноеноеноуонуенгуноуенуоенуое"};

static void test_no_repetition_and_no_word_itself(void **state)
{
    struct arena *arena = *state;
    struct spellings found;
    for (size_t w = 0; w < sizeof words / sizeof *words; w++)
        for (size_t k = 0; k < 3; k++) {
            struct span word = span_text(words[w]);
            arena_reset(arena);
            assert_int_equal(all_kinds[k](word, arena, &found, NULL), ST_OK);
            assert_true(found.count <= most_of(all_kinds[k]));
            assert_int_equal(place_of(&found, word), found.count);
            for (size_t i = 0; i < found.count; i++)
                assert_int_equal(place_of(&found, found.texts[i]), i);
        }
}

static void test_the_caps_are_reached_and_kept(void **state)
{
    struct spellings found;
    struct span many = span_text("онуонуонуонуонуонуону");
    assert_int_equal(spellings_letters(many, *state, &found, NULL), ST_OK);
    assert_int_equal(found.count, SPELLINGS_LETTERS_MAX);
    assert_true(span_equal(found.texts[0], span_text("өнүөнүөнүөнүөнүөнүөнү")));
    many = span_text("onuonuonuonuonuonuonuonuonu");
    assert_int_equal(spellings_latin(many, *state, &found, NULL), ST_OK);
    assert_in_range(found.count, 256, SPELLINGS_LATIN_MAX);
}

/* Forty letters are looked at, forty-one are not. */
static void test_long_words_have_none(void **state)
{
    struct buf word, latin;
    struct spellings found;
    buf_init(&word, 0);
    buf_init(&latin, 0);
    for (unsigned i = 0; i < SPELLINGS_WORD_LETTERS_MAX; i++) {
        buf_put_text(&word, "о");
        buf_put_text(&latin, "o");
    }
    assert_int_equal(spellings_letters(buf_span(&word), *state, &found, NULL), ST_OK);
    assert_true(found.count > 0);
    assert_int_equal(spellings_edits(buf_span(&word), *state, &found, NULL), ST_OK);
    assert_true(found.count > 0);
    assert_int_equal(spellings_latin(buf_span(&latin), *state, &found, NULL), ST_OK);
    assert_true(found.count > 0);
    buf_put_text(&word, "о");
    buf_put_text(&latin, "o");
    assert_int_equal(spellings_letters(buf_span(&word), *state, &found, NULL), ST_OK);
    assert_int_equal(found.count, 0);
    assert_int_equal(spellings_edits(buf_span(&word), *state, &found, NULL), ST_OK);
    assert_int_equal(found.count, 0);
    assert_int_equal(spellings_latin(buf_span(&latin), *state, &found, NULL), ST_OK);
    assert_int_equal(found.count, 0);
    buf_release(&word);
    buf_release(&latin);
}

/* The distance in letters is one: each is as long, one shorter or one longer. */
static void test_edits_are_one_letter_away(void **state)
{
    struct spellings found;
    assert_int_equal(spellings_edits(span_text("кеңеш"), *state, &found, NULL), ST_OK);
    assert_true(found.count > 300);
    for (size_t i = 0; i < found.count; i++) {
        size_t letters = utf8_count(found.texts[i]);
        assert_true(letters >= 4 && letters <= 6);
        assert_true(utf8_valid(found.texts[i]));
    }
}

static void test_reads_no_further_than_the_word(void **state)
{
    struct spellings found;
    for (size_t w = 0; w < sizeof words / sizeof *words; w++)
        for (size_t k = 0; k < 3; k++) {
            struct guard guard = {0};
            struct span word = span_text(words[w]);
            word.data = guard_copy(&guard, word.data, word.len);
            arena_reset(*state);
            assert_int_equal(all_kinds[k](word, *state, &found, NULL), ST_OK);
            guard_release(&guard);
        }
}

static void test_every_allocation_may_fail(void **state)
{
    static const char *const short_words[] = {"онуу", "suoy", "жер1", "жеру"};
    (void)state;
    for (size_t w = 0; w < 4; w++)
        for (size_t k = 0; k < 3; k++) {
            enum status status = ST_NOMEM;
            uint64_t live = memory_live_count();
            for (uint64_t n = 1; status != ST_OK; n++) {
                struct arena arena;
                struct spellings found;
                arena_init(&arena, (size_t)1 << 20);
                memory_fail_at(n, false);
                status = all_kinds[k](span_text(short_words[w]), &arena, &found, NULL);
                memory_fail_at(0, false);
                assert_true(status == ST_OK || status == ST_NOMEM);
                arena_release(&arena);
                assert_int_equal(memory_live_count(), live);
            }
        }
}

static int set_up(void **state)
{
    static struct arena arena;
    arena_init(&arena, (size_t)16 << 20);
    *state = &arena;
    return 0;
}

static int tear_down(void **state)
{
    arena_release(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_no_repetition_and_no_word_itself),
        cmocka_unit_test(test_the_caps_are_reached_and_kept),
        cmocka_unit_test(test_long_words_have_none),
        cmocka_unit_test(test_edits_are_one_letter_away),
        cmocka_unit_test(test_reads_no_further_than_the_word),
        cmocka_unit_test(test_every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
