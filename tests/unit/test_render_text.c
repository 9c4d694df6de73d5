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
    assert_null(strstr(text, "note:"));
    assert_non_null(strstr(text, "… Бул <суу> таза. Тарифи …"));
    assert_non_null(strstr(text, "2015-04-07"));
    buf_release(&out);
}

/* Hit 11 is as typed, hit 12 is not: a line stands between them. */
static void another_tier_has_a_line(void **state)
{
    struct buf out;
    char *text = render(&out, false, 80);
    const char *line = strstr(
        text, "\n\n--- through terms: суу <b> = вода, <i>водный; [2Jжер = земля\n\n");
    (void)state;
    assert_non_null(line);
    assert_non_null(strstr(line, "\n\n 12. Вода"));
    assert_null(strstr(line + 3, "---"));
    buf_release(&out);
}

/* The same when the page begins within the other tier. */
static void a_page_says_where_it_begins(void **state)
{
    const struct render_text_options options = {false, 80};
    struct answer answer = sample_answer;
    struct buf out;
    (void)state;
    answer.hits++;
    answer.hit_count = 1;
    buf_init(&out, 0);
    render_text_answer(&out, &answer, &options);
    buf_put_byte(&out, 0);
    assert_true(strncmp((char *)out.data, "--- through terms: ", 19) == 0);
    buf_reset(&out);
    answer.result.dropped_count = 0;
    render_text_answer(&out, &answer, &options);
    buf_put_byte(&out, 0);
    assert_non_null(strstr((char *)out.data, "25 of 64 articles, 11 as typed, 1.2 ms"));
    buf_reset(&out);
    answer.result.tiers[0].total = 0; /* there is nothing else: told above the hits */
    render_text_answer(&out, &answer, &options);
    buf_put_byte(&out, 0);
    assert_null(strstr((char *)out.data, "---"));
    buf_release(&out);
}

static void colour_is_only_ours(void **state)
{
    struct buf out;
    char *text = render(&out, true, 80);
    (void)state;
    assert_non_null(strstr(text, "<\033[1;33mсуу\033[0m>"));
    for (const char *at = text; (at = strchr(at, '\x1B')) != NULL; at++)
        assert_true(strncmp(at, "\033[1;33m", 7) == 0 ||
                    strncmp(at, "\033[0m", 4) == 0 || strncmp(at, "\033[1m", 4) == 0 ||
                    strncmp(at, "\033[2m", 4) == 0);
    assert_null(strstr(text, "\033[31m"));
    buf_release(&out);
}

/* Only a line that holds a single word may be longer, and the summary. */
static void assert_line(struct span line, size_t width)
{
    struct span words = span_part(line, 5, line.len);
    bool free = span_starts(line, span_text("25 of"));
    if (escape_count(line) > width && !free)
        assert_int_equal(span_find(words, ' ', 0), words.len);
    assert_true(line.len == 0 || line.data[line.len - 1] != ' ');
}

static void lines_keep_the_width(void **state)
{
    struct buf out;
    (void)state;
    for (unsigned width = 30; width <= 120; width += 15) {
        char *text = render(&out, false, width);
        for (struct span rest = span_text(text); rest.len > 0;) {
            size_t end = span_find(rest, '\n', 0);
            assert_line(span_part(rest, 0, end), width);
            rest = span_part(rest, end + 1, rest.len);
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
        cmocka_unit_test(another_tier_has_a_line),
        cmocka_unit_test(a_page_says_where_it_begins),
        cmocka_unit_test(colour_is_only_ours),
        cmocka_unit_test(lines_keep_the_width),
        cmocka_unit_test(article_as_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
