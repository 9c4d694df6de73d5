/* test_fold.c - folding one code point, and a phrase. */
#include <string.h>

#include "base/bytes.h"
#include "support/unit.h"
#include "text/fold.h"
#include "text/utf8.h"

static void assert_fold(const char *text, const char *want)
{
    struct buf out;
    buf_init(&out, 0);
    fold_text(&out, span_text(text));
    assert_int_equal(out.len, strlen(want));
    assert_memory_equal(out.data, want, out.len);
    buf_release(&out);
}

static void letters_of_the_archive(void **state)
{
    (void)state;
    assert_fold("ӨКМӨТ ҮЙҮҢ", "өкмөт үйүң");
    assert_fold("Ёлка ёж", "елка еж");
    assert_fold("Йод ЙОД", "йод йод");
    assert_fold("Ѳлкѳ ɵлкɵ Ɵ ϴ", "өлкө өлкө ө ө");
    assert_fold("көӊүл КӨӉ көҥ", "көңүл көң көң");
    assert_fold("ұй Ұй ʏй ӱй Ӱй", "үй үй үй үй үй");
    assert_fold("дѣло Россія", "дело россия");
    assert_fold("English ÀÉÎ ß ẞ", "english aei ß ß");
    assert_fold("ΣΊΣΥΦΟΣ ς", "σισυφοσ σ");
}

static void marks_and_ignored_go(void **state)
{
    (void)state;
    assert_fold("за\u0301мок", "замок");
    assert_fold("Кыр\u00ADгыз\u200Bстан\uFEFF", "кыргызстан");
    assert_fold("\u0301", "");
}

static void decomposed_letters_are_joined(void **state)
{
    (void)state;
    assert_fold("бои\u0306цы БОИ\u0306", "бойцы бой");
    assert_fold("е\u0308лка", "елка");
    assert_fold("у\u0306 у\u0308", "ў ү");
    assert_fold("cafe\u0301", "cafe");
}

static void nul_is_kept(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, 0);
    fold_text(&out, span_of("А\0б", 5));
    assert_int_equal(out.len, 5);
    assert_memory_equal(out.data, "а\0б", 5);
    buf_release(&out);
}

static void classes(void **state)
{
    (void)state;
    assert_int_equal(fold_class('a'), CODE_LETTER);
    assert_int_equal(fold_class(0x4E9), CODE_LETTER);
    assert_int_equal(fold_class(0x65E5), CODE_LETTER);
    assert_int_equal(fold_class('7'), CODE_DIGIT);
    assert_int_equal(fold_class(0x0301), CODE_MARK);
    assert_int_equal(fold_class(0xAD), CODE_IGNORED);
    assert_int_equal(fold_class(0x200B), CODE_IGNORED);
    assert_int_equal(fold_class('-'), CODE_HYPHEN);
    assert_int_equal(fold_class(0x2010), CODE_HYPHEN);
    assert_int_equal(fold_class(0x2011), CODE_HYPHEN);
    assert_int_equal(fold_class(0x2013), CODE_OTHER);
    assert_int_equal(fold_class(0x2014), CODE_OTHER);
    assert_int_equal(fold_class('\''), CODE_APOSTROPHE);
    assert_int_equal(fold_class(0x2019), CODE_APOSTROPHE);
    assert_int_equal(fold_class(0xA0), CODE_OTHER);
    assert_int_equal(fold_class(0xB2), CODE_OTHER);
    assert_int_equal(fold_class(0x10FFFF), CODE_OTHER);
}

static void capitals(void **state)
{
    (void)state;
    assert_true(fold_is_upper(0x4E8));
    assert_true(fold_is_upper('Z'));
    assert_true(fold_is_upper(0x1E9E));
    assert_false(fold_is_upper(0x4E9));
    assert_false(fold_is_upper('5'));
    assert_false(fold_is_upper(0x65E5));
}

/* What is folded stays as it is, for every code point there is. */
static void folding_twice_is_folding_once(void **state)
{
    (void)state;
    for (uint32_t code = 0; code < 0x110000; code++) {
        uint32_t folded = fold_code(code);
        assert_int_equal(fold_code(folded), folded);
        if (fold_class(code) == CODE_LETTER)
            assert_int_not_equal(folded, 0);
    }
}

/* A letter and what NFC makes of its parts fold alike, for every letter of the scripts
 * that this archive is written in. */
static void nfc_and_its_parts_fold_alike(void **state)
{
    (void)state;
    static const uint32_t marks[] = {0x300, 0x301, 0x302, 0x303, 0x304, 0x306,
                                     0x307, 0x308, 0x30A, 0x30B, 0x30C, 0x30F,
                                     0x311, 0x323, 0x327, 0x328};
    struct buf parts;
    struct buf whole;
    struct buf folded_parts;
    struct buf folded_whole;
    buf_init(&parts, 0);
    buf_init(&whole, 0);
    buf_init(&folded_parts, 0);
    buf_init(&folded_whole, 0);
    for (uint32_t letter = 'A'; letter < 0x530; letter++) {
        for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
            buf_reset(&parts);
            buf_reset(&whole);
            buf_reset(&folded_parts);
            buf_reset(&folded_whole);
            utf8_put(&parts, letter);
            if (!utf8_is_nfc(buf_span(&parts)))
                break; /* U+037E and the like: another code point's double */
            utf8_put(&parts, marks[i]);
            utf8_nfc(&whole, buf_span(&parts));
            fold_text(&folded_parts, buf_span(&parts));
            fold_text(&folded_whole, buf_span(&whole));
            assert_true(span_equal(buf_span(&folded_parts), buf_span(&folded_whole)));
        }
    }
    buf_release(&parts);
    buf_release(&whole);
    buf_release(&folded_parts);
    buf_release(&folded_whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_of_the_archive),
        cmocka_unit_test(marks_and_ignored_go),
        cmocka_unit_test(decomposed_letters_are_joined),
        cmocka_unit_test(nul_is_kept),
        cmocka_unit_test(classes),
        cmocka_unit_test(capitals),
        cmocka_unit_test(folding_twice_is_folding_once),
        cmocka_unit_test(nfc_and_its_parts_fold_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
