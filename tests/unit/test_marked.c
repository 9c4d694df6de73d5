/* test_marked.c - the walk that finds marks, against the analysis word by word. */
#include <string.h>

#include "answer/marked.h"
#include "support/numbers.h"
#include "support/unit.h"
#include "text/utf8.h"

enum { WORDS = 40, ROUNDS = 400, PLACES_MAX = 64 };

static struct analysis *analysis;
static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 1 << 24);
    return analysis_open(&analysis, NULL) == ST_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    analysis_close(analysis);
    arena_release(&arena);
    return 0;
}

/* Mostly letters of the two-byte blocks of Cyrillic, sometimes what joins or parts. */
static void put_word(struct buf *out, struct numbers *numbers)
{
    static const char *const others[] = {
        "-", "'", "a", "T", "2", "5", "\u00AD", "\u0301", "\u04A3", "\u0423", "\u04E9"};
    size_t letters = 1 + (size_t)numbers_below(numbers, 14);
    bool plain = numbers_below(numbers, 3) > 0;
    for (size_t i = 0; i < letters; i++) {
        uint64_t kind = numbers_below(numbers, 8);
        if (!plain && kind == 0)
            buf_put_text(out, others[numbers_below(numbers, 11)]);
        else if (kind == 1)
            utf8_put(out, 0x4C0 + (uint32_t)numbers_below(numbers, 0x40));
        else if (kind == 2)
            utf8_put(out, 0x400 + (uint32_t)numbers_below(numbers, 0x80));
        else
            utf8_put(out, 0x430 + (uint32_t)numbers_below(numbers, 32));
    }
}

/* Where the analysis has the words [first, first + words) of the text. */
static struct answer_mark expected(struct span text, enum lang lang, uint32_t first,
                                   uint32_t words)
{
    struct analysis_walk walk;
    const struct analysis_term *term;
    struct answer_mark mark = {0, 0};
    struct span raw;
    uint32_t pos;
    analysis_walk_open(&walk, analysis, text, lang, 0);
    while (analysis_walk_next(&walk, &term, &pos, &raw)) {
        if (term->joined || pos < first || pos >= first + words)
            continue;
        uint32_t off = (uint32_t)(raw.data - text.data);
        if (mark.len == 0)
            mark.off = off;
        if (off + raw.len > mark.off + mark.len)
            mark.len = off + (uint32_t)raw.len - mark.off;
    }
    return mark;
}

static void check_text(struct span text, enum lang lang, struct numbers *numbers)
{
    static const struct marked_leaves none;
    struct search_place places[PLACES_MAX];
    struct marked_walk walk;
    size_t count = 1 + (size_t)numbers_below(numbers, PLACES_MAX);
    for (size_t i = 0; i < count; i++)
        places[i] = (struct search_place){
            PLACE(FIELD_BODY, numbers_below(numbers, 2 * WORDS)),
            1 + (uint32_t)numbers_below(numbers, 3) * (uint32_t)(i % 2),
            (unsigned)i % 7};
    marked_sort(places, count);
    assert_true(marked_walk_open(&walk, analysis, &none,
                                 (struct marked_places){places, count}, 0, &arena));
    marked_walk_text(&walk, text, lang, 0);
    for (size_t i = 0; i < count; i++) {
        struct answer_mark want =
            expected(text, lang, PLACE_POS(places[i].place), places[i].words);
        assert_int_equal(walk.ranges[i].len, want.len);
        if (want.len > 0)
            assert_int_equal(walk.ranges[i].off, want.off);
    }
}

static void test_marks_stand_where_the_analysis_has_the_words(void **state)
{
    static const enum lang langs[] = {LANG_UND, LANG_KY, LANG_RU, LANG_EN};
    struct buf text;
    (void)state;
    buf_init(&text, 0);
    for (uint64_t round = 0; round < ROUNDS; round++) {
        struct numbers numbers = numbers_from(round);
        buf_reset(&text);
        arena_reset(&arena);
        for (unsigned i = 0; i < WORDS; i++) {
            put_word(&text, &numbers);
            buf_put_text(&text, numbers_below(&numbers, 5) ? " " : ". ");
        }
        check_text(buf_span(&text), langs[round % 4], &numbers);
    }
    buf_release(&text);
}

static void test_one_word_one_place(void **state)
{
    struct analysis_word word;
    struct buf text;
    (void)state;
    buf_init(&text, 0);
    for (uint64_t seed = 0; seed < 20000; seed++) {
        struct numbers numbers = numbers_from(seed);
        size_t letters = 1 + (size_t)numbers_below(&numbers, 126);
        buf_reset(&text);
        for (size_t i = 0; i < letters; i++) {
            uint32_t code = 0x400 + (uint32_t)numbers_below(&numbers, 0xC0);
            utf8_put(&text, code < 0x480 ? code : code + 0x40);
        }
        analysis_word(analysis, buf_span(&text), (enum lang)(seed % LANG_COUNT), &word);
        assert_int_equal(word.pos_count, 1);
        assert_int_equal(word.term_count, 1);
        assert_true(span_equal(word.terms[0].raw, buf_span(&text)));
    }
    buf_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_marks_stand_where_the_analysis_has_the_words),
        cmocka_unit_test(test_one_word_one_place),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
