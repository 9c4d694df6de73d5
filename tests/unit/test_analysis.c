/* test_analysis.c - properties of the chain (tests/spec/analysis.cases has the words).
 */
#include <string.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "support/unit.h"
#include "text/analysis.h"
#include "text/utf8.h"

#define COMPLAIN(...)                                                                  \
    do {                                                                               \
        print_error(__VA_ARGS__);                                                      \
        assert_true(false);                                                            \
    } while (0)

static struct analysis *open_analysis(void)
{
    struct analysis *analysis = NULL;
    assert_int_equal(analysis_open(&analysis, NULL), ST_OK);
    return analysis;
}

/* The terms of a text, one a line with their positions. */
static void list_terms(struct buf *out, struct analysis *analysis, struct span text,
                       enum lang lang)
{
    struct analysis_walk walk;
    const struct analysis_term *term;
    struct span raw;
    uint32_t pos;
    analysis_walk_open(&walk, analysis, text, lang, 0);
    while (analysis_walk_next(&walk, &term, &pos, &raw)) {
        buf_print(out, "%u ", (unsigned)pos);
        buf_put_span(out, term->term);
        buf_put_byte(out, '/');
        buf_put_span(out, term->form);
        buf_put_text(out, term->joined ? " joined\n" : "\n");
    }
}

static void assert_alike(const char *one, const char *other, enum lang lang)
{
    struct analysis *analysis = open_analysis();
    struct buf a;
    struct buf b;
    buf_init(&a, 0);
    buf_init(&b, 0);
    list_terms(&a, analysis, span_text(one), lang);
    list_terms(&b, analysis, span_text(other), lang);
    if (!span_equal(buf_span(&a), buf_span(&b)))
        COMPLAIN("%s\n%.*s%s\n%.*s", one, (int)a.len, (char *)a.data, other, (int)b.len,
                 (char *)b.data);
    buf_release(&a);
    buf_release(&b);
    analysis_close(analysis);
}

static void case_does_not_matter(void **state)
{
    (void)state;
    assert_alike("ЖЕРГИЛИКТҮҮ ӨЗ АЛДЫНЧА БАШКАРУУ", "жергиликтүү өз алдынча башкаруу",
                 LANG_KY);
    assert_alike("Жол-Жоболору", "жол-жоболору", LANG_KY);
    assert_alike("МЕСТНОЕ САМОУПРАВЛЕНИЕ", "местное самоуправление", LANG_RU);
    assert_alike("Local Budgets", "LOCAL BUDGETS", LANG_EN);
}

static void form_of_normalisation_does_not_matter(void **state)
{
    (void)state;
    assert_alike("бои\u0306цы зеле\u0308ный", "бойцы зелёный", LANG_RU);
    assert_alike("аи\u0306ыл И\u0306од", "айыл Йод", LANG_KY);
    assert_alike("re\u0301sume\u0301", "résumé", LANG_EN);
}

static void positions_go_on_over_words(void **state)
{
    (void)state;
    struct analysis *analysis = open_analysis();
    struct analysis_walk walk;
    const struct analysis_term *term;
    struct span raw;
    uint32_t pos;
    analysis_walk_open(&walk, analysis, span_text("бир жол-жобо эки"), LANG_KY, 100);
    static const uint32_t want[] = {100, 101, 102, 101, 103};
    for (size_t i = 0; i < 5; i++) {
        assert_true(analysis_walk_next(&walk, &term, &pos, &raw));
        assert_int_equal(pos, want[i]);
        assert_int_equal(term->joined, i == 3);
    }
    assert_false(analysis_walk_next(&walk, &term, &pos, &raw));
    assert_false(analysis_walk_next(&walk, &term, &pos, &raw));
    assert_int_equal(walk.next_pos, 104);
    analysis_close(analysis);
}

static void raw_ranges_are_what_was_written(void **state)
{
    (void)state;
    struct analysis *analysis = open_analysis();
    struct analysis_word word;
    struct span raw = span_text("жол-жоболоруна");
    analysis_word(analysis, raw, LANG_KY, &word);
    assert_int_equal(word.term_count, 3);
    assert_int_equal(word.pos_count, 2);
    assert_true(span_equal(word.terms[0].raw, span_text("жол")));
    assert_ptr_equal(word.terms[0].raw.data, raw.data);
    assert_true(span_equal(word.terms[1].raw, span_text("жоболоруна")));
    assert_true(span_equal(word.terms[2].raw, raw));
    raw = span_text("2015-\u00ADжылдын");
    analysis_word(analysis, raw, LANG_KY, &word);
    assert_true(span_equal(word.terms[1].raw, span_text("жылдын")));
    analysis_word(analysis, span_text("за\u0301мок"), LANG_RU, &word);
    assert_true(span_equal(word.terms[0].raw, span_text("за\u0301мок")));
    analysis_close(analysis);
}

static void a_word_of_marks_has_no_terms(void **state)
{
    (void)state;
    struct analysis *analysis = open_analysis();
    struct analysis_word word;
    analysis_word(analysis, span_text("\u0301\u00AD\u200B"), LANG_KY, &word);
    assert_int_equal(word.term_count, 0);
    assert_int_equal(word.pos_count, 0);
    analysis_word(analysis, span_text("---"), LANG_KY, &word);
    assert_int_equal(word.term_count, 0);
    analysis_word(analysis, span_text(""), LANG_KY, &word);
    assert_int_equal(word.term_count, 0);
    analysis_close(analysis);
}

static void assert_sound(const struct analysis_word *word, struct span raw)
{
    assert_true(word->term_count <= ANALYSIS_TERMS_MAX + 1);
    assert_true(word->pos_count <= word->term_count);
    for (unsigned i = 0; i < word->term_count; i++) {
        const struct analysis_term *term = &word->terms[i];
        assert_in_range(term->term.len, 1, TERM_BYTES_MAX);
        assert_in_range(term->form.len, 1, TERM_BYTES_MAX);
        assert_true(utf8_valid(term->term) && utf8_valid(term->form));
        assert_true(term->pos < word->pos_count);
        assert_true(term->raw.data >= raw.data &&
                    term->raw.data + term->raw.len <= raw.data + raw.len);
    }
}

static void long_words_are_bounded(void **state)
{
    (void)state;
    static const char *const units[] = {"ө",   "a-",  "Ⱥ",  "9.",
                                        "9г-", "Аб-", "日", "1кг-"};
    struct analysis *analysis = open_analysis();
    struct buf text;
    buf_init(&text, 0);
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        for (size_t len = 200; len <= 300; len += 50) {
            struct analysis_word word;
            buf_reset(&text);
            while (text.len < len)
                buf_put_text(&text, units[i]);
            for (int lang = 0; lang < LANG_COUNT; lang++) {
                analysis_word(analysis, buf_span(&text), (enum lang)lang, &word);
                assert_true(word.term_count > 0);
                assert_sound(&word, buf_span(&text));
            }
        }
    }
    buf_release(&text);
    analysis_close(analysis);
}

/* The cache inside does not show: asked again, in another order, the answers are the
 * same. */
static void analysis_is_pure(void **state)
{
    (void)state;
    static const char *const text =
        "Мектептеринде БӨУнун 2015-жылдын жол-жоболору Twitterдеги COVID-19дун прoцесс";
    struct analysis *analysis = open_analysis();
    struct buf first[LANG_COUNT];
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        buf_init(&first[lang], 0);
        list_terms(&first[lang], analysis, span_text(text), (enum lang)lang);
    }
    for (int lang = LANG_COUNT - 1; lang >= 0; lang--) {
        struct buf again;
        buf_init(&again, 0);
        list_terms(&again, analysis, span_text(text), (enum lang)lang);
        assert_true(span_equal(buf_span(&again), buf_span(&first[lang])));
        buf_release(&again);
        buf_release(&first[lang]);
    }
    analysis_close(analysis);
}

static void no_memory_is_said(void **state)
{
    (void)state;
    uint64_t live = memory_live_count();
    for (uint64_t n = 1;; n++) {
        struct analysis *analysis = NULL;
        struct error err = ERROR_NONE;
        memory_fail_at(n, false);
        enum status status = analysis_open(&analysis, &err);
        memory_fail_at(0, false);
        if (status == ST_OK) {
            assert_true(n > 1);
            analysis_close(analysis);
            break;
        }
        assert_int_equal(status, ST_NOMEM);
        assert_null(analysis);
    }
    assert_int_equal(memory_live_count(), live);
    analysis_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case_does_not_matter),
        cmocka_unit_test(form_of_normalisation_does_not_matter),
        cmocka_unit_test(positions_go_on_over_words),
        cmocka_unit_test(raw_ranges_are_what_was_written),
        cmocka_unit_test(a_word_of_marks_has_no_terms),
        cmocka_unit_test(long_words_are_bounded),
        cmocka_unit_test(analysis_is_pure),
        cmocka_unit_test(no_memory_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
