/* test_words.c - cutting text into words: bounds and limits (tests/spec/words.cases has
 * the rules). */
#include "base/bytes.h"
#include "support/unit.h"
#include "text/utf8.h"
#include "text/words.h"

static void no_words(void **state)
{
    (void)state;
    struct span word;
    struct words words = words_open(span_text(""));
    assert_false(words_next(&words, &word));
    assert_false(words_next(&words, &word));
    words = words_open(span_text(" – ... «»"));
    assert_false(words_next(&words, &word));
}

static void words_are_parts_of_the_text(void **state)
{
    (void)state;
    struct span text = span_text("бир жол-жобо, эки.");
    struct words words = words_open(text);
    struct span word;
    assert_true(words_next(&words, &word));
    assert_ptr_equal(word.data, text.data);
    assert_int_equal(word.len, 6);
    assert_true(words_next(&words, &word));
    assert_ptr_equal(word.data, text.data + 7);
    assert_true(words_next(&words, &word));
    assert_ptr_equal(word.data, text.data + 24);
    assert_false(words_next(&words, &word));
}

static void a_long_run_is_cut_at_a_letter(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 0);
    for (unsigned i = 0; i < 1000; i++)
        buf_put_text(&text, "ө");
    struct words words = words_open(buf_span(&text));
    struct span word;
    size_t sum = 0;
    while (words_next(&words, &word)) {
        assert_true(word.len > 0 && word.len <= WORD_BYTES_MAX);
        assert_true(utf8_valid(word));
        sum += word.len;
    }
    assert_int_equal(sum, 2000);
    buf_release(&text);
}

/* Every pair of interesting code points around a letter: nothing is empty, all is
 * valid. */
static void odd_neighbours(void **state)
{
    (void)state;
    static const uint32_t odd[] = {'a',    0x4E9, '5',    '-',     0x2011, '\'',
                                   0x2019, '.',   ',',    0xAD,    0x200B, 0x301,
                                   ' ',    0xA0,  0x65E5, 0x1F600, 0x2014};
    enum { ODD = sizeof odd / sizeof odd[0] };
    struct buf text;
    buf_init(&text, 0);
    for (unsigned i = 0; i < ODD * ODD * ODD * ODD; i++) {
        buf_reset(&text);
        for (unsigned k = 0, rest = i; k < 4; k++, rest /= ODD)
            utf8_put(&text, odd[rest % ODD]);
        struct words words = words_open(buf_span(&text));
        struct span word;
        size_t last = 0;
        while (words_next(&words, &word)) {
            size_t start = (size_t)(word.data - text.data);
            assert_true(word.len > 0 && start >= last && utf8_valid(word));
            last = start + word.len;
            assert_int_equal(words.off, last);
        }
    }
    buf_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_words),
        cmocka_unit_test(words_are_parts_of_the_text),
        cmocka_unit_test(a_long_run_is_cut_at_a_letter),
        cmocka_unit_test(odd_neighbours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
