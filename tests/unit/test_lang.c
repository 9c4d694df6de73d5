/* test_lang.c - languages, tags and guesses; every line of tests/spec/lang.cases. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* expected<TAB>text; a line without a tab, or that begins with #, is a remark. */
static void run_case(char *line, unsigned number, unsigned *run, unsigned *wrong)
{
    char *tab = strchr(line, '\t');
    line[strcspn(line, "\n")] = '\0';
    if (line[0] == '#' || tab == NULL)
        return;
    *tab = '\0';
    enum lang got = lang_guess(span_text(tab + 1), LANG_UND);
    (*run)++;
    if (strcmp(lang_tag(got), line) == 0)
        return;
    (*wrong)++;
    print_error("lang.cases:%u: %s: %s, not %s\n", number, tab + 1, lang_tag(got),
                line);
}

static void the_table(void **state)
{
    (void)state;
    enum { LINE_BYTES = 4096, CASES_AT_LEAST = 130 };
    const char *folder = getenv("MSEARCH_SPEC");
    char path[LINE_BYTES], line[LINE_BYTES];
    unsigned number = 0, run = 0, wrong = 0;
    snprintf(path, sizeof path, "%s/lang.cases", folder ? folder : "tests/spec");
    FILE *table = fopen(path, "r");
    assert_non_null(table);
    while (fgets(line, sizeof line, table))
        run_case(line, ++number, &run, &wrong);
    fclose(table);
    assert_int_equal(wrong, 0);
    assert_true(run >= CASES_AT_LEAST);
}

/* The same words say the same in capitals, in small letters, and in pieces. */
static void form_does_not_matter(void **state)
{
    (void)state;
    assert_guess("жергиликтүү кеңештин депутаттары", LANG_KY);
    assert_guess("ЖЕРГИЛИКТҮҮ КЕҢЕШТИН ДЕПУТАТТАРЫ", LANG_KY);
    assert_guess("депутаты местного кенеша", LANG_RU);
    assert_guess("ДЕПУТАТЫ МЕСТНОГО КЕНЕША", LANG_RU);
    assert_guess("\xD0\xB8\xCC\x86, кайсы мектеп?", LANG_KY); /* й in two parts */
    assert_guess("жер\xC2\xADгиликтүү ке\xC2\xADңеш", LANG_KY);
}

static void long_passages_are_judged_by_their_start(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 0);
    for (int i = 0; i < 100; i++)
        buf_put_text(&text, "Айыл өкмөтү быйыл эки көпүрө курду. ");
    assert_int_equal(lang_guess(buf_span(&text), LANG_RU), LANG_KY);
    buf_reset(&text);
    for (int i = 0; i < 10000; i++)
        buf_put_text(&text, "баланын"); /* one word */
    assert_int_equal(lang_guess(buf_span(&text), LANG_RU), LANG_KY);
    buf_release(&text);
}

static void the_hint_decides_where_nothing_else_does(void **state)
{
    (void)state;
    assert_int_equal(lang_guess(span_text(""), LANG_KY), LANG_KY);
    assert_int_equal(lang_guess(span_text("2015 – 2020"), LANG_RU), LANG_RU);
    assert_int_equal(lang_guess(span_text("Манас"), LANG_KY), LANG_KY);
    assert_int_equal(lang_guess(span_text("Манас"), LANG_RU), LANG_RU);
    assert_int_equal(lang_guess(span_text("Муниципалитеттин уставы"), LANG_KY),
                     LANG_KY);
    assert_int_equal(lang_guess(span_text("Запросы депутатов"), LANG_KY), LANG_RU);
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
        cmocka_unit_test(the_table),
        cmocka_unit_test(form_does_not_matter),
        cmocka_unit_test(long_passages_are_judged_by_their_start),
        cmocka_unit_test(the_hint_decides_where_nothing_else_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
