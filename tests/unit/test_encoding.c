/* Bytes to UTF-8. */
#include "support/unit.h"

#include "ingest/encoding.h"

/* "Айыл окмоту отчитался о расходах на дороги и школы" in windows-1251. */
static const char cp1251[] =
    "\xC0\xE9\xFB\xEB \xEE\xEA\xEC\xEE\xF2\xF3 \xEE\xF2\xF7\xE8\xF2\xE0\xEB\xF1\xFF "
    "\xEE "
    "\xF0\xE0\xF1\xF5\xEE\xE4\xE0\xF5 \xED\xE0 \xE4\xEE\xF0\xEE\xE3\xE8 \xE8 "
    "\xF8\xEA\xEE\xEB\xFB";
/* The same in KOI8-R. */
static const char koi8[] =
    "\xE1\xCA\xD9\xCC \xCF\xCB\xCD\xCF\xD4\xD5 \xCF\xD4\xDE\xC9\xD4\xC1\xCC\xD3\xD1 "
    "\xCF "
    "\xD2\xC1\xD3\xC8\xCF\xC4\xC1\xC8 \xCE\xC1 \xC4\xCF\xD2\xCF\xC7\xC9 \xC9 "
    "\xDB\xCB\xCF\xCC\xD9";

static void expect(struct span bytes, enum encoding encoding, const char *wanted,
                   size_t replaced)
{
    assert_int_equal(encoding_detect(bytes), encoding);
    struct buf out;
    buf_init(&out, 0);
    struct span text = {NULL, 0};
    size_t bad = 99;
    struct error err = ERROR_NONE;
    assert_int_equal(encoding_decode(&text, &out, &bad, bytes, encoding, &err), ST_OK);
    assert_true(span_equal(text, span_text(wanted)));
    assert_int_equal(bad, replaced);
    buf_release(&out);
}

static void test_utf8(void **state)
{
    (void)state;
    expect(span_text("жөнүндө"), ENCODING_UTF8, "жөнүндө", 0);
    expect(span_text("\xEF\xBB\xBFжөнүндө"), ENCODING_UTF8, "жөнүндө", 0);
    expect(span_text(""), ENCODING_UTF8, "", 0);
    expect(span_text("plain"), ENCODING_UTF8, "plain", 0);
}

static void test_nearly_utf8(void **state)
{
    (void)state;
    struct buf text, wanted;
    buf_init(&text, 0);
    buf_init(&wanted, 0);
    for (unsigned i = 0; i < 20; i++) {
        buf_put_text(&text, "айыл ");
        buf_put_text(&wanted, "айыл ");
    }
    buf_put_text(&text, "\xFF");
    buf_put_text(&wanted, "\xEF\xBF\xBD");
    buf_put_byte(&wanted, 0);
    expect(buf_span(&text), ENCODING_UTF8, (const char *)wanted.data, 1);
    buf_release(&text);
    buf_release(&wanted);
}

static void test_utf16(void **state)
{
    (void)state;
    expect(span_of("\xFF\xFE\x30\x04\x31\x04", 6), ENCODING_UTF16_LE, "аб", 0);
    expect(span_of("\xFE\xFF\x04\x30\x04\x31", 6), ENCODING_UTF16_BE, "аб", 0);
    expect(span_of("\xFF\xFE\x3D\xD8\x00\xDE", 6), ENCODING_UTF16_LE,
           "\xF0\x9F\x98\x80", 0);
    expect(span_of("\xFF\xFE\x3D\xD8\x31\x04", 6), ENCODING_UTF16_LE,
           "\xEF\xBF\xBD\xD0\xB1", 1);
    expect(span_of("\xFF\xFE\x31\x04\x31", 5), ENCODING_UTF16_LE, "б", 1);
}

static void test_cp1251(void **state)
{
    (void)state;
    expect(span_text(cp1251), ENCODING_CP1251,
           "Айыл окмоту отчитался о расходах на дороги и школы", 0);
}

/* Another Cyrillic encoding must not be taken for windows-1251: it is refused. */
static void test_unknown(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, 0);
    struct span text, bytes = span_text(koi8);
    size_t bad;
    struct error err = ERROR_NONE;
    assert_int_equal(encoding_detect(bytes), ENCODING_UNKNOWN);
    assert_int_equal(encoding_decode(&text, &out, &bad, bytes, ENCODING_UNKNOWN, &err),
                     ST_CORRUPT);
    assert_non_null(strstr(err.text, "0xe1 at offset 0"));
    assert_non_null(strstr(err.text, "iconv"));
    buf_release(&out);
}

static void test_labels(void **state)
{
    (void)state;
    assert_int_equal(encoding_from_label(span_text("UTF-8")), ENCODING_UTF8);
    assert_int_equal(encoding_from_label(span_text(" Windows-1251 ")), ENCODING_CP1251);
    assert_int_equal(encoding_from_label(span_text("cp1251")), ENCODING_CP1251);
    assert_int_equal(encoding_from_label(span_text("koi8-r")), ENCODING_UNKNOWN);
    assert_int_equal(encoding_from_label(span_text("")), ENCODING_UNKNOWN);
    assert_string_equal(encoding_name(ENCODING_CP1251), "windows-1251");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_utf8),    cmocka_unit_test(test_nearly_utf8),
        cmocka_unit_test(test_utf16),   cmocka_unit_test(test_cp1251),
        cmocka_unit_test(test_unknown), cmocka_unit_test(test_labels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
