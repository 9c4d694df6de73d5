/* test_query_names.c - authors are found in any spelling, and only those.
 *
 * An archive of printed names, queries, and who is found by name keys alone. */
#include "query/query_names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "query/query_tree.h"
#include "support/small_index.h"
#include "support/unit.h"

static struct small_index index_of_test;

static const struct small_article NAMES[] = {
    {.id = "upper", .author = "Айгүл БАЙЫШБАЕВА", .body = "бир", .date = 20150407},
    {.id = "russian", .author = "Айгуль Байышбаева", .lang = LANG_RU, .body = "два"},
    {.id = "initial", .author = "Байышбаева А.", .body = "үч"},
    {.id = "latin", .author = "Aigul Baiyshbaeva", .body = "төрт"},
    {.id = "bekieva", .author = "Бекиева Гүлнара", .body = "Байышбаева"},
    {.id = "bekov", .author = "Бекболот Беков", .title = "Айгүл Байышбаева"},
    {.id = "japar", .author = "Садыр Жапар", .body = "алты"},
    {.id = "japarov", .author = "Жапаров С.Н.", .body = "жети"},
    {.id = "kyzy", .author = "Айгерим Нурлан кызы", .body = "сегиз"},
    {.id = "uulu", .author = "Нурдин уулу Байзак", .body = "тогуз"},
    {.id = "beletsk", .author = "Татьяна БЕЛЕЦКАЯ", .lang = LANG_RU, .body = "десять"},
    {.id = "asan1", .author = "Асанов Бакыт", .body = "он бир"},
    {.id = "asan2", .author = "Асанов А. Б.", .body = "он эки"},
    {.id = "asan3", .author = "Асанов Акмат Талантович", .body = "он үч"},
    {.id = "asan4", .author = "А. Бекташ", .body = "он төрт"},
    {.id = "petrov", .author = "Иван Петров", .lang = LANG_RU, .body = "пятнадцать"},
    {.id = "ivanov", .author = "Пётр Иванов", .lang = LANG_RU, .body = "шестнадцать"},
    {.id = "semen", .author = "Семёнов Юрий", .lang = LANG_RU, .body = "семнадцать"},
    {.id = "zorin", .author = "Мария Зорина", .lang = LANG_RU, .body = "восемнадцать"},
    {.id = "akmatov", .author = "Ак-Матов Жыргал", .body = "он тогуз"},
    {.id = "some1", .author = "А. Тектирбаев", .body = "бир"},
    {.id = "some2", .author = "Тектирбаев А.", .body = "бир"},
    {.id = "jee", .author = "С.Ш Жеенбеков", .body = "жыйырма"},
};

static int set_up(void **state)
{
    (void)state;
    small_index_open(&index_of_test);
    small_index_put(&index_of_test, NAMES, 9);
    small_index_put(&index_of_test, NAMES + 9, sizeof NAMES / sizeof *NAMES - 9);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    small_index_close(&index_of_test);
    return 0;
}

static enum status names_of(const char *text, struct query *query)
{
    struct error err = ERROR_NONE;
    struct small_index *index = &index_of_test;
    const struct query_node *tree = NULL;
    unsigned leaves = 0;
    assert_int_equal(query_parse(query, span_text(text), QUERY_MODE_WEB,
                                 index->analysis, &index->arena, &err),
                     ST_OK);
    enum status status =
        query_names(&tree, query->root, index->analysis, &index->arena, &err);
    if (status != ST_OK)
        return status;
    query->root = query_tree_number(tree, &leaves, &index->arena);
    query->leaf_count = leaves;
    assert_non_null(query->root);
    return ST_OK;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The ids in alphabetical order. */
static const char *sorted_ids(const struct search_result *result)
{
    static char text[1024], sorted[1024];
    char *words[64], *rest = text;
    size_t count = 0;
    struct buf out;
    snprintf(text, sizeof text, "%s", small_index_ids(&index_of_test, result));
    for (char *word = strtok_r(text, " ", &rest); word && count < 64;
         word = strtok_r(NULL, " ", &rest))
        words[count++] = word;
    if (count)
        qsort(words, count, sizeof *words, by_text);
    buf_init(&out, sizeof sorted);
    for (size_t i = 0; i < count; i++)
        buf_print(&out, "%s%s", i ? " " : "", words[i]);
    buf_put_byte(&out, '\0');
    assert_int_equal(out.status, ST_OK);
    memcpy(sorted, out.data, out.len);
    buf_release(&out);
    return sorted;
}

/* Pruned and not. */
static void finds(const char *text, const char *wanted)
{
    struct search_options options = {.limit = 50};
    struct search_result result;
    struct query query;
    arena_reset(&index_of_test.arena);
    assert_int_equal(names_of(text, &query), ST_OK);
    for (int i = 0; i < 2; i++) {
        options.exhaustive = i == 1;
        assert_int_equal(search_run(&result, index_of_test.snapshot, &query, &options,
                                    &index_of_test.arena, NULL),
                         ST_OK);
        const char *got = sorted_ids(&result);
        if (strcmp(got, wanted) != 0)
            print_error("%s: %s\n", text, got);
        assert_string_equal(got, wanted);
    }
}

static void four_spellings_meet(void **state)
{
    static const char *const spellings[] = {
        "Айгүл БАЙЫШБАЕВА",    "Айгуль Байышбаева", "Байышбаева А.",
        "Aigul Baiyshbaeva",   "байышбаева айгуль", "Aygul Bayyshbayeva",
        "А. Байышбаева",       "Байышбаева",        "Байышбаевага",
        "Байышбаевой",         "Байышбаев",         "author:Baiyshbaeva",
        "Айгүлдүн Байышбаева", "Байышбаеванын А.",  "author:(Байышбаева Айгүл)"};
    (void)state;
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
        finds(spellings[i], "initial latin russian upper");
}

static void whole_names_come_first(void **state)
{
    struct search_options options = {.limit = 1};
    struct search_result result;
    struct query query;
    (void)state;
    arena_reset(&index_of_test.arena);
    for (int i = 0; i < 4; i++) {
        options.offset = (uint32_t)i;
        assert_int_equal(names_of("Айгуль Байышбаев", &query), ST_OK);
        assert_int_equal(search_run(&result, index_of_test.snapshot, &query, &options,
                                    &index_of_test.arena, NULL),
                         ST_OK);
        bool last = strcmp(small_index_ids(&index_of_test, &result), "initial") == 0;
        assert_int_equal(last, i == 3);
    }
}

static void other_names_stay_away(void **state)
{
    (void)state;
    finds("Бекова", "bekov");
    finds("Бекиева", "bekieva");
    finds("Бекиевдин", "bekieva");
    finds("Беков Бекболот", "bekov");
    finds("Айгүл Беков", "");
    finds("Айгүл Бекиева", "");
    finds("Байышбаева Б.", "");
    finds("Айгерим Байышбаева", "initial"); /* who knows */
    finds("Бакыт Байышбаев", "");
    finds("Bayyshbaeva", "initial latin russian upper");
    finds("Bekyeva", "bekieva");
    finds("суу", "");
}

static void initials(void **state)
{
    (void)state;
    finds("Асанов Б.", "asan1 asan2");
    finds("Асанов А.", "asan2 asan3"); /* not by its own letter */
    finds("А. Асанов", "asan2 asan3");
    finds("Асанов Т.", "asan3");
    finds("Асанов А. Т.", "asan3");
    finds("Асанов А.Б.", "asan2");
    finds("Бакыт Асанов", "asan1 asan2");
    finds("Акмат Асанов", "asan2 asan3");
    finds("Жеенбеков Сооронбай", "jee");
    finds("Жээнбеков С. Ш.", "jee");
    finds("Жээнбеков Б.", "");
    finds("S. Zheenbekov", "jee");
    finds("Zh. Akmatov", "akmatov");
}

static void family_names_come_and_go(void **state)
{
    (void)state;
    finds("Садыр Жапаров", "japar japarov");
    finds("Садыр Жапар", "japar japarov");
    finds("Жапар", "japar japarov");
    finds("Жапаровдун", "japar japarov");
    finds("Байзак Нурдинов", "uulu");
    finds("Байзак Нурдин уулу", "uulu");
    finds("Baizak Nurdin uulu", "uulu");
    finds("Нурлан кызы Айгерим", "kyzy");
    finds("Иван Петров", "petrov");
    finds("Пётр Иванов", "ivanov");
    finds("Петр Иванов", "ivanov");
}

static void russian_cases(void **state)
{
    (void)state;
    finds("Белецкой", "beletsk");
    finds("Татьяны Белецкой", "beletsk");
    finds("Белецкий", "beletsk");
    finds("Зориной", "zorin");
    finds("Марии Зориной", "zorin");
    finds("Семенова", "semen");
    finds("Семёнову", "semen");
    finds("Semyonov", "semen");
    finds("Semenov Yu.", "semen");
    finds("Акматова Жыргала", "akmatov");
    finds("Ак-Матов", "akmatov asan3"); /* Акмат */
    finds("Ак Матов", "akmatov");
}

static void filters_are_kept(void **state)
{
    (void)state;
    finds("Байышбаева year:2015", "upper");
    finds("lang:ru Байышбаева Айгүл", "russian");
    finds("Байышбаева -lang:ru", "initial latin upper");
}

static void what_is_no_name(void **state)
{
    static const char *const queries[] = {"",
                                          "*",
                                          "А. Б.",
                                          "А",
                                          "уулу",
                                          "\"Байышбаева Айгүл\"",
                                          "\"Байышбаева\"",
                                          "байыш*",
                                          "а OR б",
                                          "Байышбаева -Айгүл",
                                          "2015",
                                          "бюджет 2015",
                                          "title:Байышбаева",
                                          "бир эки үчөө төртөө бешөө алтоо",
                                          "year:2015",
                                          "-Айгүл",
                                          "王 Айгүл"};
    (void)state;
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        struct query query;
        arena_reset(&index_of_test.arena);
        if (names_of(queries[i], &query) != ST_END)
            print_error("%s\n", queries[i]);
        assert_int_equal(names_of(queries[i], &query), ST_END);
    }
}

static void no_memory_is_told(void **state)
{
    const char *text = "Асанов Айгүл А. year:2015";
    struct query query;
    bool made = false;
    (void)state;
    for (size_t budget = 256; !made; budget += 256) {
        struct small_index *index = &index_of_test;
        const struct query_node *tree = NULL;
        struct error err = ERROR_NONE;
        struct arena arena;
        arena_reset(&index->arena);
        assert_int_equal(query_parse(&query, span_text(text), QUERY_MODE_WEB,
                                     index->analysis, &index->arena, &err),
                         ST_OK);
        arena_init(&arena, budget);
        enum status status =
            query_names(&tree, query.root, index->analysis, &arena, &err);
        assert_true(status == ST_OK || (status == ST_LIMIT && !tree));
        made = status == ST_OK;
        arena_release(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(four_spellings_meet),
        cmocka_unit_test(whole_names_come_first),
        cmocka_unit_test(other_names_stay_away),
        cmocka_unit_test(initials),
        cmocka_unit_test(family_names_come_and_go),
        cmocka_unit_test(russian_cases),
        cmocka_unit_test(filters_are_kept),
        cmocka_unit_test(what_is_no_name),
        cmocka_unit_test(no_memory_is_told),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
