/* test_query_parse.c - what the table of tests/spec/query.cases cannot say: readings,
 * limits, offsets of warnings, memory. The table says what means what.
 */
#include "query/query_parse.h"

#include "support/unit.h"

struct fixture {
    struct analysis *analysis;
    struct arena arena;
    struct query query;
};

static int set_up(void **state)
{
    static struct fixture f;
    memset(&f, 0, sizeof f);
    arena_init(&f.arena, (size_t)4 << 20);
    *state = &f;
    return analysis_open(&f.analysis, NULL);
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    analysis_close(f->analysis);
    arena_release(&f->arena);
    return 0;
}

static const struct query_node *parse_bytes(struct fixture *f, struct span text)
{
    arena_reset(&f->arena);
    assert_int_equal(
        query_parse(&f->query, text, QUERY_MODE_WEB, f->analysis, &f->arena, NULL),
        ST_OK);
    return f->query.root;
}

static const struct query_node *parse(struct fixture *f, const char *text)
{
    return parse_bytes(f, span_text(text));
}

static bool has_term(const struct query_word *word, const char *term)
{
    for (unsigned i = 0; i < word->term_count; i++)
        if (span_equal(word->terms[i], span_text(term)))
            return true;
    return false;
}

static void test_a_word_is_read_in_every_language(void **state)
{
    const struct query_node *node = parse(*state, "мектептердин");
    assert_int_equal(node->kind, QUERY_WORD);
    assert_true(has_term(&node->as.word, "мектеп"));       /* Kyrgyz */
    assert_true(has_term(&node->as.word, "мектептердин")); /* as typed */
    assert_true(node->as.word.term_count <= QUERY_READINGS_MAX);
    assert_false(node->as.word.exact);
}

static void test_readings_are_not_repeated(void **state)
{
    const struct query_node *node = parse(*state, "2015");
    assert_int_equal(node->as.word.term_count, 1);
}

static void test_quoted_words_are_exact(void **state)
{
    const struct query_node *node = parse(*state, "\"Мектептердин балдары\"");
    assert_int_equal(node->kind, QUERY_PHRASE);
    assert_true(node->as.phrase.words[0].exact);
    assert_true(span_equal(node->as.phrase.words[0].form, span_text("мектептердин")));
    assert_true(has_term(&node->as.phrase.words[0], "мектеп"));
    assert_int_equal(node->as.phrase.words[1].pos, 1);
}

static void test_fields_reach_the_leaves(void **state)
{
    const struct query_node *node = parse(*state, "author:Асанов");
    assert_int_equal(node->fields, 1u << FIELD_AUTHOR);
    node = parse(*state, "Асанов");
    assert_int_equal(node->fields, QUERY_FIELDS_ALL);
}

static void test_leaves_are_counted_in_order(void **state)
{
    struct fixture *f = *state;
    const struct query_node *node = parse(f, "а \"б в\" жол-жобо гд* е");
    assert_int_equal(f->query.leaf_count, 6);
    assert_int_equal(node->as.children.nodes[0]->leaf, 0);
    assert_int_equal(node->as.children.nodes[1]->leaf, 1);
    assert_int_equal(node->as.children.nodes[2]->as.children.nodes[1]->leaf, 3);
}

static void test_too_many_words(void **state)
{
    struct fixture *f = *state;
    struct buf text;
    buf_init(&text, 0);
    for (unsigned i = 0; i < 40; i++)
        buf_print(&text, "с%u ", i);
    const struct query_node *node = parse_bytes(f, buf_span(&text));
    assert_int_equal(f->query.leaf_count, QUERY_LEAVES_MAX);
    assert_int_equal(node->as.children.count, QUERY_LEAVES_MAX);
    assert_int_equal(f->query.warning_count, 1);
    assert_string_equal(f->query.warnings[0].code, "too-many-words");
    buf_release(&text);
}

static void test_long_text_is_cut_at_a_letter(void **state)
{
    struct fixture *f = *state;
    struct buf text;
    buf_init(&text, 0);
    buf_put_byte(&text, 'a');
    for (unsigned i = 0; i < 400; i++)
        buf_put_text(&text, "ы");
    parse_bytes(f, buf_span(&text));
    assert_int_equal(f->query.text.len, QUERY_BYTES_MAX - 1);
    assert_string_equal(f->query.warnings[0].code, "text-cut");
    buf_release(&text);
}

static void test_long_phrase(void **state)
{
    struct fixture *f = *state;
    const struct query_node *node =
        parse(f, "\"1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17\"");
    assert_int_equal(node->as.phrase.count, QUERY_PHRASE_MAX);
    assert_string_equal(f->query.warnings[0].code, "long-phrase");
}

static void test_warnings_say_where(void **state)
{
    struct fixture *f = *state;
    parse(f, "суу \"жер (айыл");
    assert_int_equal(f->query.warning_count, 2);
    assert_string_equal(f->query.warnings[0].code, "unbalanced-quote");
    assert_int_equal(f->query.warnings[0].off, 7);
    assert_int_equal(f->query.warnings[0].len, 1);
    assert_string_equal(f->query.warnings[1].code, "unbalanced-parenthesis");
    assert_int_equal(f->query.warnings[1].off, 15);
    assert_true(f->query.warnings[1].text.len > 0);
}

static void test_bytes_that_are_no_text(void **state)
{
    struct fixture *f = *state;
    const struct query_node *node = parse_bytes(f, span_of("\xff\xfe \xd0", 4));
    assert_int_equal(node->kind, QUERY_NONE);
    node = parse_bytes(f, span_of("a\0b", 3));
    assert_int_equal(node->kind, QUERY_AND);
    node = parse_bytes(f, span_of(NULL, 0));
    assert_int_equal(node->kind, QUERY_NONE);
    assert_int_equal(f->query.parsed.len, 0);
}

static void test_text_is_composed(void **state)
{
    struct fixture *f = *state;
    parse(f, "и\xCC\x86од"); /* и + U+0306 */
    assert_true(span_equal(f->query.text, span_text("йод")));
}

static void check_shown(struct fixture *f, const char *typed, const char *shown)
{
    parse(f, typed);
    if (!span_equal(f->query.parsed, span_text(shown)))
        print_error("%.*s\n", (int)f->query.parsed.len,
                    (const char *)f->query.parsed.data);
    assert_true(span_equal(f->query.parsed, span_text(shown)));
}

static void test_what_is_shown_back(void **state)
{
    struct fixture *f = *state;
    check_shown(f, " Суу   ЖАНА жер ", "Суу жер");
    check_shown(f, "суу | (жер -айыл)", "суу OR жер -айыл");
    check_shown(f, "(суу | жер) айыл", "(суу OR жер) айыл");
    check_shown(f, "НЕ(суу жер)", "-(суу жер)");
    check_shown(f, "«Ак, калпак»~3", "\"Ак калпак\"~3");
    check_shown(f, "аталыш:Жол-жобо* название:б-в", "title:жолжобо* title:б-в");
    check_shown(f, "жыл:2015 дата:2015-04.. тил:русский",
                "year:2015 date:2015-04.. lang:ru");
    check_shown(f, "сан:\"4 (42)\"", "issue:\"4 42\"");
    check_shown(f, "a:ЖЕ/ЖОЛ", "a же ЖОЛ");
}

static void test_out_of_memory(void **state)
{
    struct fixture *f = *state;
    struct query untouched = {.leaf_count = 77};
    struct arena small;
    enum status status = ST_NOMEM;
    for (size_t budget = 0; status == ST_NOMEM; budget += 256) {
        assert_int_equal(untouched.leaf_count, 77);
        arena_init(&small, budget);
        status = query_parse(
            &untouched, span_text("суу \"жер айыл\" -жол-жобо foo:bar year:2015 ("),
            QUERY_MODE_WEB, f->analysis, &small, NULL);
        arena_release(&small);
    }
    assert_int_equal(status, ST_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_word_is_read_in_every_language),
        cmocka_unit_test(test_readings_are_not_repeated),
        cmocka_unit_test(test_quoted_words_are_exact),
        cmocka_unit_test(test_fields_reach_the_leaves),
        cmocka_unit_test(test_leaves_are_counted_in_order),
        cmocka_unit_test(test_too_many_words),
        cmocka_unit_test(test_long_text_is_cut_at_a_letter),
        cmocka_unit_test(test_long_phrase),
        cmocka_unit_test(test_warnings_say_where),
        cmocka_unit_test(test_bytes_that_are_no_text),
        cmocka_unit_test(test_text_is_composed),
        cmocka_unit_test(test_what_is_shown_back),
        cmocka_unit_test(test_out_of_memory),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
