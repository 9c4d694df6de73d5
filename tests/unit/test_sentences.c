/* test_sentences.c - sentences cover the text in order (tests/spec/sentences.cases has
 * the rules). */
#include "base/bytes.h"
#include "support/unit.h"
#include "text/sentences.h"
#include "text/utf8.h"

static void nothing_to_cut(void **state)
{
    (void)state;
    struct span sentence;
    struct sentences sentences = sentences_open(span_text(" \n\t \r\n"));
    assert_false(sentences_next(&sentences, &sentence));
    assert_false(sentences_next(&sentences, &sentence));
}

/* Between two sentences there is nothing but blanks. */
static void nothing_is_lost(void **state)
{
    (void)state;
    struct span text =
        span_text("Бир. «Эки!» (Үч?) Төрт… А. Беш ж.б. алты.\nЖети. 2.1. Сегиз");
    struct sentences sentences = sentences_open(text);
    struct span sentence;
    size_t last = 0;
    while (sentences_next(&sentences, &sentence)) {
        size_t start = (size_t)(sentence.data - text.data);
        assert_true(sentence.len > 0 && start >= last);
        for (size_t i = last; i < start; i++)
            assert_true(text.data[i] == ' ' || text.data[i] == '\n');
        last = start + sentence.len;
    }
    assert_int_equal(last, text.len);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_to_cut),
        cmocka_unit_test(nothing_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
