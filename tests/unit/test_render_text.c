/* test_render_text.c - answers for a terminal: width, colour, no control characters. */
#include <string.h>

#include "answer/escape.h"
#include "answer/render.h"
#include "support/sample_answer.h"
#include "support/unit.h"

static char *render(struct buf *out, bool color, unsigned width)
{
    const struct render_text_options options = {color, width};
    buf_init(out, 0);
    render_text_answer(out, &sample_answer, &options);
    buf_put_byte(out, 0);
    assert_int_equal(out->status, ST_OK);
    return (char *)out->data;
}

static void plain_has_no_escapes(void **state)
{
    struct buf out;
    char *text = render(&out, false, 80);
    (void)state;
    assert_null(strchr(text, '\x1B'));
    assert_null(strstr(text, "\xE2\x80\xAE"));
    assert_non_null(strstr(text, " 11. <script>alert('1')</script>&\"[31m"));
    assert_non_null(strstr(text, "25 of 64 articles, 1.2 ms"));
    assert_non_null(strstr(text, "note: left out: айран<"));
    assert_non_null(strstr(text, "… Бул <суу> таза. Тарифи …"));
    assert_non_null(strstr(text, "2015-04-07"));
    buf_release(&out);
}

static void colour_is_only_ours(void **state)
{
    struct buf out;
    char *text = render(&out, true, 80);
    (void)state;
    assert_non_null(strstr(text, "<\033[1;33mсуу\033[0m>"));
    for (const char *at = text; (at = strchr(at, '\x1B')) != NULL; at++)
        assert_true(strncmp(at, "\033[1;33m", 7) == 0 || strncmp(at, "\033[0m", 4) == 0 ||
                    strncmp(at, "\033[1m", 4) == 0 || strncmp(at, "\033[2m", 4) == 0);
    assert_null(strstr(text, "\033[31m"));
    buf_release(&out);
}

static void lines_keep_the_width(void **state)
{
    struct buf out;
    (void)state;
    for (unsigned width = 30; width <= 120; width += 15) {
        char *text = render(&out, false, width);
        for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
            size_t letters = escape_count(span_text(line));
            /* one long word or the summary may be longer */
            if (letters > width && strchr(line + 5, ' ') && !strstr(line, "note:"))
                assert_non_null(strstr(line, "articles"));
            assert_true(line[0] == '\0' || line[strlen(line) - 1] != ' ');
        }
        buf_release(&out);
    }
}

static void article_as_text(void **state)
{
    const struct render_text_options options = {false, 60};
    struct buf out;
    (void)state;
    buf_init(&out, 0);
    render_text_article(&out, &sample_article, &options);
    buf_put_byte(&out, 0);
    assert_non_null(strstr((char *)out.data, "Айылдын <суусу>"));
    assert_non_null(strstr((char *)out.data, "\n- экинчи\n"));
    assert_non_null(strstr((char *)out.data, "Мыйзам. 2010."));
    buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_has_no_escapes),
        cmocka_unit_test(colour_is_only_ours),
        cmocka_unit_test(lines_keep_the_width),
        cmocka_unit_test(article_as_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
