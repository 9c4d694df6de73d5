/* Repair rules R1, R2, R3, R6: what they mend, and what they must not touch. */
#include "support/unit.h"

#include "ingest/repair.h"

#define WRONG(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

struct row {
    const char *raw, *wanted;
    enum repair_rule rule;
    uint32_t times; /* of `rule`; all other rules: none */
};

static void check(const struct row *row, struct span document)
{
    struct repair repair;
    repair_init(&repair, document);
    struct span got = repair_text(&repair, span_text(row->raw));
    struct span wanted = span_text(row->wanted);
    if (!span_equal(got, wanted))
        WRONG("%s\n -> %.*s\n != %s", row->raw, (int)got.len, (const char *)got.data,
              row->wanted);
    for (unsigned rule = 0; rule < REPAIR_RULES; rule++) {
        uint32_t times = rule == (unsigned)row->rule ? row->times : 0;
        if (repair.counts[rule] != times)
            WRONG("%s: R%u counted %u times, not %u", row->raw, rule + 1,
                  (unsigned)repair.counts[rule], (unsigned)times);
    }
    /* What went through once stays as it is. */
    struct repair again;
    repair_init(&again, document);
    assert_true(span_equal(repair_text(&again, wanted), wanted));
    for (unsigned rule = 0; rule < REPAIR_RULES; rule++)
        assert_int_equal(again.counts[rule], 0);
    repair_release(&again);
    repair_release(&repair);
}

static void check_all(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check(&rows[i], span_text(""));
}

#define CHECK_ALL(rows) check_all(rows, sizeof(rows) / sizeof *(rows))
#define UNTOUCHED(text)                                                                \
    {                                                                                  \
        text, text, REPAIR_SENTENCE_SPACE, 0                                           \
    }

static void test_sentence_space(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"алар катышты.Тренингдерди өткөрүү", "алар катышты. Тренингдерди өткөрүү",
         REPAIR_SENTENCE_SPACE, 1},
        {"Эмне болду!Ким билет?Эч ким", "Эмне болду! Ким билет? Эч ким",
         REPAIR_SENTENCE_SPACE, 2},
        {"күтө берди…Анан кетти", "күтө берди… Анан кетти", REPAIR_SENTENCE_SPACE, 1},
        {"күтө берди...Анан кетти", "күтө берди... Анан кетти", REPAIR_SENTENCE_SPACE,
         1},
        {"келишти.БӨУнун өкүлү", "келишти. БӨУнун өкүлү", REPAIR_SENTENCE_SPACE, 1},
        {"кенеште.Өкмөт", "кенеште. Өкмөт", REPAIR_SENTENCE_SPACE, 1},
        UNTOUCHED("Ч.Айтматов"),
        UNTOUCHED("С.Ш Жеенбеков"),
        UNTOUCHED("Э.Д.Асанов"),
        UNTOUCHED("ж.б. маселелер"),
        UNTOUCHED("municipalitet.kg"),
        UNTOUCHED("www.Site.kg"),
        UNTOUCHED("2.1. берене"),
        UNTOUCHED("2.1.Берене"),
        UNTOUCHED("г.Бишкек"),
        UNTOUCHED("и.о.Президента"),
        UNTOUCHED("Болду. Бүттү."),
    };
    CHECK_ALL(rows);
}

static void test_mark_space(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"Пилот:Кыргызстанда", "Пилот: Кыргызстанда", REPAIR_MARK_SPACE, 1},
        {"Республики,принято", "Республики, принято", REPAIR_MARK_SPACE, 1},
        {"суу;жол,жарык", "суу; жол, жарык", REPAIR_MARK_SPACE, 2},
        {"(ЖӨБО жана БӨУ өкүлдөрүнө)социалдык", "(ЖӨБО жана БӨУ өкүлдөрүнө) социалдык",
         REPAIR_MARK_SPACE, 1},
        {"«суу»,дешти", "«суу», дешти", REPAIR_MARK_SPACE, 1},
        {"GIZ,долбоор", "GIZ, долбоор", REPAIR_MARK_SPACE, 1},
        UNTOUCHED("саат 10:30да"),
        UNTOUCHED("http://municipalitet.kg"),
        UNTOUCHED("http://мисал.кг"),
        UNTOUCHED("2023-1(1)-3"),
        UNTOUCHED("2,5и"),
        UNTOUCHED("0,5га"),
        UNTOUCHED("гражданин(ка)ми"),
        UNTOUCHED("м:ж катышы"),
        UNTOUCHED("а, б; в: г) д"),
        UNTOUCHED("(беш)."),
    };
    CHECK_ALL(rows);
}

static void test_split_capitals(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"Айгүл БАЙЫ ШБАЕВА айтты", "Айгүл БАЙЫШБАЕВА айтты", REPAIR_SPLIT_CAPITALS, 1},
        {"жана Назгүл ЭРГЕ ШОВА өз", "жана Назгүл ЭРГЕШОВА өз", REPAIR_SPLIT_CAPITALS,
         1},
        {"Айгүл БАЙЫ ШБАЕВАга", "Айгүл БАЙЫШБАЕВАга", REPAIR_SPLIT_CAPITALS, 1},
        {"Т О К Т О М", "ТОКТОМ", REPAIR_SPLIT_CAPITALS, 1},
        {"Жогорку Кеңештин Т О К Т О М У кабыл", "Жогорку Кеңештин ТОКТОМУ кабыл",
         REPAIR_SPLIT_CAPITALS, 1},
        {"Т О К Т О М  К А Б Ы Л", "ТОКТОМ КАБЫЛ", REPAIR_SPLIT_CAPITALS, 2},
        {"Т О К  Т О М", "ТОКТОМ", REPAIR_SPLIT_CAPITALS, 1},
        UNTOUCHED("КР ЖК"),
        UNTOUCHED("Бүгүн КР ЖК чогулду"),
        UNTOUCHED("СУРОО ЖООП"),
        UNTOUCHED("Бул СУРОО ЖООП сессиясы"),
        UNTOUCHED("“СУРОО жана ЖООП”"),
        UNTOUCHED("Президент САДЫР ЖАПАРОВ"),
        UNTOUCHED("Автор САША ШИН"),
        UNTOUCHED("Князь ПЁТР ЛЬВОВ"),
        UNTOUCHED("Акын ИВАН КРЫЛОВ"),
        UNTOUCHED("Бекболот БЕКИЕВ жана"),
        UNTOUCHED("А Б В Г Д"),
        UNTOUCHED("Т О К"),
    };
    CHECK_ALL(rows);
}

static void test_split_capitals_by_document(void **state)
{
    (void)state;
    static const struct row joined = {"Нурдин КҮМҮШ БЕКОВ келди",
                                      "Нурдин КҮМҮШБЕКОВ келди", REPAIR_SPLIT_CAPITALS,
                                      1};
    static const struct row apart = UNTOUCHED("Нурдин КҮМҮШ БЕКОВ келди");
    check(&joined, span_text("Анан Күмүшбековдун сөзүн угушту."));
    check(&joined, span_text("Анан КҮМҮШБЕКОВ сүйлөдү."));
    check(&apart, span_text("Анан Күмүшов сүйлөдү."));
}

static void test_characters(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"и\xCC\x86од", "йод", REPAIR_CHARACTERS, 1},
        {"муници\xC2\xADпалитет", "муниципалитет", REPAIR_CHARACTERS, 1},
        {"ба\xE2\x80\x8B\xEF\xBB\xBFш", "баш", REPAIR_CHARACTERS, 2},
        {"2015\xC2\xA0жыл", "2015 жыл", REPAIR_CHARACTERS, 1},
        {"1\xE2\x80\xAF"
         "000 сом",
         "1 000 сом", REPAIR_CHARACTERS, 1},
        {"¹ 25 • 5-апрель", "№ 25 • 5-апрель", REPAIR_CHARACTERS, 1},
        {"(¹25)", "(№25)", REPAIR_CHARACTERS, 1},
        {"¹ \f\n 25", "№ 25", REPAIR_CHARACTERS, 1},
        {"бад\xFFлык", "бад\xEF\xBF\xBDлык", REPAIR_CHARACTERS, 1},
        {"Корсаков\x1A"
         "Римский",
         "Корсаков Римский", REPAIR_CHARACTERS, 1},
        {"39\xC2\x96"
         "43-б.",
         "39–43-б.", REPAIR_CHARACTERS, 1},
        {"күтө\xC2\x85", "күтө…", REPAIR_CHARACTERS, 1},
        UNTOUCHED("эскертүү¹"),
        UNTOUCHED("эскертүү¹ 25"),
        UNTOUCHED("10² жана 10³"),
        UNTOUCHED("їжак та єдність"), /* Ukrainian */
        UNTOUCHED("љубав и њива"),    /* Serbian */
        UNTOUCHED("қазақ тілі"),      /* Kazakh */
        UNTOUCHED("«баш» – “суу” — №4…"),
    };
    CHECK_ALL(rows);
}

static void test_nul_and_blanks(void **state)
{
    (void)state;
    struct repair repair;
    repair_init(&repair, span_text(""));
    struct span got = repair_text(&repair, span_of("а\0б", 5));
    assert_true(span_equal(got, span_text("а\xEF\xBF\xBD"
                                          "б")));
    assert_int_equal(repair.counts[REPAIR_CHARACTERS], 1);
    got = repair_text(&repair, span_text("  бир \t\n  эки  "));
    assert_true(span_equal(got, span_text("бир эки")));
    assert_int_equal(repair.counts[REPAIR_CHARACTERS], 1);
    got = repair_characters(&repair, span_text(" Ч.Айтматов:  катышты.Баары "));
    assert_true(span_equal(got, span_text("Ч.Айтматов: катышты.Баары")));
    assert_int_equal(repair_text(&repair, span_text("")).len, 0);
    repair_release(&repair);
}

/* Spaced letters without end, brackets without end: linear, so done at once. */
static void test_long_runs(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 0);
    for (unsigned i = 0; i < 200000; i++)
        buf_put_text(&text, i % 2 ? "О " : "(т)т");
    for (unsigned i = 0; i < 200000; i++)
        buf_put_text(&text, "Т ");
    struct repair repair;
    repair_init(&repair, buf_span(&text));
    struct span got = repair_text(&repair, buf_span(&text));
    assert_true(got.len > 200000);
    assert_int_equal(repair.status, ST_OK);
    repair_release(&repair);
    buf_release(&text);
}

static void test_no_memory(void **state)
{
    (void)state;
    for (uint64_t n = 1;; n++) {
        struct repair repair;
        repair_init(&repair, span_text(""));
        memory_fail_at(n, false);
        struct span got =
            repair_text(&repair, span_text("и\xCC\x86од\xFF:бар.Жок.Баары"));
        memory_fail_at(0, false);
        bool done = repair.status == ST_OK;
        assert_true(done ? got.len > 0 : repair.status == ST_NOMEM && got.len == 0);
        repair_release(&repair);
        if (done)
            break;
        assert_true(n < 20);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sentence_space),
        cmocka_unit_test(test_mark_space),
        cmocka_unit_test(test_split_capitals),
        cmocka_unit_test(test_split_capitals_by_document),
        cmocka_unit_test(test_characters),
        cmocka_unit_test(test_nul_and_blanks),
        cmocka_unit_test(test_long_runs),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
