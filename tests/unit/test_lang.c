/* test_lang.c - languages, tags and guesses. */
#include "base/bytes.h"
#include "support/unit.h"
#include "text/lang.h"

#define COMPLAIN(...)                                                                  \
    do {                                                                               \
        print_error(__VA_ARGS__);                                                      \
        assert_true(false);                                                            \
    } while (0)

static void assert_guess(const char *text, enum lang want)
{
    enum lang got = lang_guess(span_text(text), LANG_UND);
    if (got != want)
        COMPLAIN("%s: %s, not %s", text, lang_tag(got), lang_tag(want));
}

static void tags(void **state)
{
    (void)state;
    assert_string_equal(lang_tag(LANG_KY), "ky");
    assert_string_equal(lang_tag(LANG_RU), "ru");
    assert_string_equal(lang_tag(LANG_EN), "en");
    assert_string_equal(lang_tag(LANG_UND), "und");
    assert_int_equal(lang_from_tag(span_text("ky-KG")), LANG_KY);
    assert_int_equal(lang_from_tag(span_text("ky_KG")), LANG_KY);
    assert_int_equal(lang_from_tag(span_text("kir")), LANG_KY);
    assert_int_equal(lang_from_tag(span_text("RU")), LANG_RU);
    assert_int_equal(lang_from_tag(span_text("rus")), LANG_RU);
    assert_int_equal(lang_from_tag(span_text("en-US")), LANG_EN);
    assert_int_equal(lang_from_tag(span_text("kk")), LANG_UND);
    assert_int_equal(lang_from_tag(span_text("")), LANG_UND);
    assert_int_equal(lang_from_tag(span_text("kyrgyz")), LANG_UND);
    for (int lang = 0; lang < LANG_COUNT; lang++)
        assert_int_equal(lang_from_tag(span_text(lang_tag((enum lang)lang))), lang);
}

static void kyrgyz(void **state)
{
    (void)state;
    assert_guess("Жергиликтүү өз алдынча башкаруу органдары", LANG_KY);
    assert_guess("Мектептин окуучулары сабакка келишти.", LANG_KY);
    assert_guess("Бул маселе боюнча чечим кабыл алынган жок.", LANG_KY);
    assert_guess("Жергиликтуу озун озу башкаруу жонундо", LANG_KY); /* without ө ү ң */
    assert_guess("Айыл чарба министрлиги маалымат таратты", LANG_KY);
    assert_guess("УКМКнын маалыматы боюнча Twitterдеги баракча жабылган", LANG_KY);
}

static void russian(void **state)
{
    (void)state;
    assert_guess("Органы местного самоуправления в Кыргызской Республике", LANG_RU);
    assert_guess("Ученики школы пришли на урок.", LANG_RU);
    assert_guess("Это решение не было принято.", LANG_RU);
    assert_guess("Жогорку Кенеш принял закон о бюджете на этот год", LANG_RU);
    assert_guess("Всё это ещё предстоит сделать", LANG_RU);
    assert_guess("Это дѣло въ Россіи рѣшено", LANG_RU);
}

static void others(void **state)
{
    (void)state;
    assert_guess("Қазақстан Республикасының заңы бойынша", LANG_UND);
    assert_guess("The law of the Kyrgyz Republic on local budgets", LANG_EN);
    assert_guess("Introduction", LANG_EN);
    assert_guess("Der Haushalt der Gemeinden wird jedes Jahr neu beschlossen",
                 LANG_UND);
}

static void the_hint_decides_where_nothing_else_does(void **state)
{
    (void)state;
    assert_int_equal(lang_guess(span_text(""), LANG_KY), LANG_KY);
    assert_int_equal(lang_guess(span_text("2015 – 2020"), LANG_RU), LANG_RU);
    assert_int_equal(lang_guess(span_text("Манас"), LANG_KY), LANG_KY);
    assert_int_equal(lang_guess(span_text("Манас"), LANG_RU), LANG_RU);
    assert_int_equal(lang_guess(span_text("Жана менен бул үчүн"), LANG_RU), LANG_KY);
    assert_int_equal(lang_guess(span_text("и в на не что"), LANG_KY), LANG_RU);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tags),
        cmocka_unit_test(kyrgyz),
        cmocka_unit_test(russian),
        cmocka_unit_test(others),
        cmocka_unit_test(the_hint_decides_where_nothing_else_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
