/* Dates as journals write them. */
#include "support/unit.h"

#include "ingest/date.h"

#define WRONG(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

struct row {
    const char *text;
    uint32_t date;
};

static void check_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t got = date_read(span_text(rows[i].text));
        if (got != rows[i].date)
            WRONG("%s: %u, not %u\n", rows[i].text, (unsigned)got,
                  (unsigned)rows[i].date);
    }
}

static void test_read(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"2015-04-07", 20150407},
        {" 2015-04-07 ", 20150407},
        {"2015-04-07T10:30:00+06:00", 20150407},
        {"2015-04-07 10:30", 20150407},
        {"2015/4/7", 20150407},
        {"2015-04", 20150400},
        {"2015/04", 20150400},
        {"2015", 20150000},
        {"2015 г.", 20150000},
        {"2015-жыл", 20150000},
        {"07.04.2015", 20150407},
        {"20.01.2023.", 20230120},
        {"7 апреля 2015 г.", 20150407},
        {"от 20 октября 2021 года № 123", 20211020},
        {"31 Января 2024", 20240131},
        {"13 Ноябрь 2020", 20201113},
        {"2015-жылдын 7-апрели", 20150407},
        {"2015-жылдын 7-апрелинде", 20150407},
        {"2012-жылдын 25-декабрындагы", 20121225},
        {"2015-ж. 7-апр.", 20150407},
        {"2014-жылдын 25-август айындагы", 20140825},
        {"18 — ноябрь 2019 — жыл", 20191118},
        {"24-май, 2013", 20130524},
        {"9-Ноябрь, 2024-жыл", 20241109},
        {"2015-жылдын февралында", 20150200},
        {"апрель 2015", 20150400},
        {"Апрель, 2015", 20150400},
        {"7 мая 1999", 19990507},
        {"April 7, 2015", 20150407},
        {"7 April 2015", 20150407},
        {"2022-03-suu-tartuu.txt", 20220300},
        {"29.02.2020", 20200229},
    };
    check_rows(rows, sizeof rows / sizeof *rows);
}

static void test_no_date(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"29.02.2021", 0},
        {"2015-13-01", 0},
        {"2015-04-31", 0},
        {"0999-01-01", 0},
        {"3000", 0},
        {"18-июль, 22:12", 0},
        {"1936-1990-жж.", 0},
        {"20150407", 0},
        {"12345", 0},
        {"10 (108)", 0},
        {"апрель", 0},
        {"жыл", 0},
        {"", 0},
        {"-", 0},
        {"№ 4", 0},
    };
    check_rows(rows, sizeof rows / sizeof *rows);
}

static void test_whole(void **state)
{
    (void)state;
    assert_int_equal(date_read_whole(span_text(" 7 апреля 2015 г. ")), 20150407);
    assert_int_equal(date_read_whole(span_text("2015-жылдын 7-апрели")), 20150407);
    assert_int_equal(date_read_whole(span_text("2015-жылдын 7-апрели, Бишкек")), 0);
    assert_int_equal(date_read_whole(span_text("2015-жыл: тизме")), 0);
    assert_int_equal(date_read_whole(span_text("2015-04-07 / Рубрика")), 0);
    assert_int_equal(date_read_whole(span_text("")), 0);
}

static void test_iso_day(void **state)
{
    (void)state;
    assert_int_equal(date_read_iso_day(span_text("2015-04-07")), 20150407);
    assert_int_equal(date_read_iso_day(span_text("2015-04-7")), 0);
    assert_int_equal(date_read_iso_day(span_text("2015-04-00")), 0);
    assert_int_equal(date_read_iso_day(span_text("2015.04.07")), 0);
    assert_int_equal(date_read_iso_day(span_text("2015-02-29")), 0);
}

static void test_put(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, 0);
    date_put_iso(&out, 20150407);
    buf_put_byte(&out, ' ');
    date_put_iso(&out, 20150400);
    buf_put_byte(&out, ' ');
    date_put_iso(&out, 20150000);
    date_put_iso(&out, 0);
    assert_true(span_equal(buf_span(&out), span_text("2015-04-07 2015-04 2015")));
    buf_release(&out);
}

static void test_valid(void **state)
{
    (void)state;
    assert_true(date_valid(20150000));
    assert_true(date_valid(20150400));
    assert_true(date_valid(20000229));
    assert_false(date_valid(19000229));
    assert_false(date_valid(20150007));
    assert_false(date_valid(0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read),  cmocka_unit_test(test_no_date),
        cmocka_unit_test(test_whole), cmocka_unit_test(test_iso_day),
        cmocka_unit_test(test_put),   cmocka_unit_test(test_valid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
