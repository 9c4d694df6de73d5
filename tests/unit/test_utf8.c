/* test_utf8.c - decoding, repairing and normalising UTF-8. */
#include <string.h>

#include "base/bytes.h"
#include "support/unit.h"
#include "text/utf8.h"

static void assert_text(const struct buf *buf, const char *want)
{
    assert_int_equal(buf->status, ST_OK);
    assert_int_equal(buf->len, strlen(want));
    assert_memory_equal(buf->data, want, buf->len);
}

static void assert_nfc(const char *text, const char *want)
{
    struct buf out;
    buf_init(&out, 0);
    utf8_nfc(&out, span_text(text));
    assert_text(&out, want);
    assert_true(utf8_is_nfc(buf_span(&out)));
    assert_int_equal(utf8_is_nfc(span_text(text)), strcmp(text, want) == 0);
    buf_release(&out);
}

static void assert_repair(struct span text, const char *want, size_t replaced)
{
    struct buf out;
    buf_init(&out, 0);
    assert_int_equal(utf8_repair(&out, text), replaced);
    assert_text(&out, want);
    assert_true(utf8_valid(buf_span(&out)));
    buf_release(&out);
}

static void every_code_point_survives(void **state)
{
    (void)state;
    for (uint32_t code = 0; code < 0x110000; code++) {
        uint8_t bytes[4];
        size_t len = utf8_encode(bytes, code);
        size_t off = 0;
        uint32_t back = utf8_next(span_of(bytes, len), &off);
        bool surrogate = code >= 0xD800 && code <= 0xDFFF;
        assert_int_equal(back, surrogate ? 0xFFFD : code);
        assert_int_equal(off, len);
        assert_int_equal(utf8_before(span_of(bytes, len), &off), back);
        assert_int_equal(off, 0);
    }
}

static void too_large_is_replaced(void **state)
{
    (void)state;
    uint8_t bytes[4];
    assert_int_equal(utf8_encode(bytes, 0x110000), 3);
    assert_memory_equal(bytes, "\xEF\xBF\xBD", 3);
}

static void ill_formed_is_not_valid(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "\x80",
        "\xBF",
        "\xC0\x80",
        "\xC1\xBF",
        "\xC2",
        "\xE0\x80\x80",
        "\xE0\x9F\xBF",
        "\xE1\x80",
        "\xED\xA0\x80",
        "\xED\xBF\xBF",
        "\xF0\x80\x80\x80",
        "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80",
        "\xFE",
        "\xFF",
        "a\xD0",
        "\xD0\xD0\x90",
        "\xF1\x80\x80",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(utf8_valid(span_text(bad[i])));
    assert_true(utf8_valid(span_text("")));
    assert_true(utf8_valid(span_text("кыргыз тили, 日本 \xF0\x9F\x98\x80")));
}

static void a_bad_sequence_moves_past_its_valid_prefix(void **state)
{
    (void)state;
    size_t off = 0;
    struct span text = span_text("\xE1\x80z");
    assert_int_equal(utf8_next(text, &off), 0xFFFD);
    assert_int_equal(off, 2);
    assert_int_equal(utf8_next(text, &off), 'z');
}

static void repair_replaces(void **state)
{
    (void)state;
    assert_repair(span_text("таза"), "таза", 0);
    assert_repair(span_text("a\xFFz"), "a\xEF\xBF\xBDz", 1);
    assert_repair(span_of("a\0z", 3), "a\xEF\xBF\xBDz", 1);
    assert_repair(span_text("\xD0"), "\xEF\xBF\xBD", 1);
    assert_repair(span_text("\xE1\x80\xFF"), "\xEF\xBF\xBD\xEF\xBF\xBD", 2);
    assert_repair(span_text(""), "", 0);
}

static void count_counts_code_points(void **state)
{
    (void)state;
    assert_int_equal(utf8_count(span_text("")), 0);
    assert_int_equal(utf8_count(span_text("өлкө")), 4);
    assert_int_equal(utf8_count(span_text("a\xF0\x9F\x98\x80")), 2);
}

static void nfc_joins(void **state)
{
    (void)state;
    assert_nfc("", "");
    assert_nfc("кыргыз өлкөсү", "кыргыз өлкөсү");
    assert_nfc("бои\u0306цы", "бойцы");
    assert_nfc("\u0415\u0308лка", "Ёлка");
    assert_nfc("за\u0301мок", "за\u0301мок");
    assert_nfc("e\u0301", "é");
    assert_nfc("\u212B", "Å");
    assert_nfc("a\u0301\u0323", "\u1EA1\u0301"); /* marks change places */
    assert_nfc("\u1112\u1161\u11AB", "\uD55C");  /* Hangul */
    assert_nfc("\u0301x", "\u0301x");
    assert_nfc("и\u0306и\u0306", "йй");
}

static void long_runs_of_marks_are_cut(void **state)
{
    (void)state;
    struct buf text;
    struct buf once;
    struct buf twice;
    buf_init(&text, 0);
    buf_init(&once, 0);
    buf_init(&twice, 0);
    buf_put_text(&text, "a");
    for (unsigned i = 0; i < 20000; i++)
        buf_put_text(&text, i % 2 ? "\u0301" : "\u0323");
    utf8_nfc(&once, buf_span(&text));
    assert_true(utf8_is_nfc(buf_span(&once)));
    utf8_nfc(&twice, buf_span(&once));
    assert_true(span_equal(buf_span(&once), buf_span(&twice)));
    buf_release(&text);
    buf_release(&once);
    buf_release(&twice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_survives),
        cmocka_unit_test(too_large_is_replaced),
        cmocka_unit_test(ill_formed_is_not_valid),
        cmocka_unit_test(a_bad_sequence_moves_past_its_valid_prefix),
        cmocka_unit_test(repair_replaces),
        cmocka_unit_test(count_counts_code_points),
        cmocka_unit_test(nfc_joins),
        cmocka_unit_test(long_runs_of_marks_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
