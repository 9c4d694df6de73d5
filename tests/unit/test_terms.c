/* test_terms.c - lists are read or refused with a line's number; queries are widened.
 *
 * Trees are written as in tests/spec/query.cases: (and …) (best …) [а phrase].
 */
#include "query/terms.h"

#include "query/query_parse.h"
#include "query/query_tree.h"
#include "support/unit.h"

struct fixture {
    struct analysis *analysis;
    struct arena arena;
    struct terms *terms;
    char shown[16384];
    char changes[4096];
};

static const char list[] =
    "# Water\n"
    "ичүүчү суу | таза суу\tпитьевая вода\n"
    "суу пайдалануучулар ассоциациясы | СПА\tассоциация водопользователей | АВП\n"
    "\n"
    "мурас\tнаследие\n"
    "мурас\tнаследство\n"
    "айыл\tсело\n"
    "айыл өкмөтү\tайыл окмоту | сельская управа\n"
    "суу\tвода\n"
    "жергиликтүү өз алдынча башкаруу | ЖӨБ\tместное самоуправление | МСУ\r\n"
    "жол-жобо\tпроцедура\n"
    "шайлоо\tвыборы\n"
    "рынок\tбазар | базары\n";

static const char synonyms[] = "водоканал | горводоканал | Бишкекводоканал\n"
                               "айыл өкмөтү | айылдык башкарма\n";

static int set_up(void **state)
{
    static struct fixture f;
    memset(&f, 0, sizeof f);
    arena_init(&f.arena, (size_t)8 << 20);
    *state = &f;
    if (analysis_open(&f.analysis, NULL) != ST_OK ||
        terms_open(&f.terms, NULL) != ST_OK)
        return -1;
    return terms_add(f.terms, span_text(list), "list", TERMS_PAIRS, f.analysis, NULL);
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    terms_close(f->terms);
    analysis_close(f->analysis);
    arena_release(&f->arena);
    return 0;
}

static void put_tree(struct buf *out, const struct query_node *node)
{
    static const char *const names[] = {[QUERY_AND] = "and",
                                        [QUERY_OR] = "or",
                                        [QUERY_NOT] = "not",
                                        [QUERY_BEST] = "best"};
    if (node->kind == QUERY_WORD)
        buf_print(out, node->as.word.exact ? "\"%.*s\"" : "%.*s",
                  (int)node->as.word.form.len, (const char *)node->as.word.form.data);
    for (unsigned i = 0; node->kind == QUERY_PHRASE && i < node->as.phrase.count; i++) {
        const struct query_word *word = &node->as.phrase.words[i];
        buf_print(out, word->exact ? "%s\"%.*s\"" : "%s%.*s", i ? " " : "[",
                  (int)word->form.len, (const char *)word->form.data);
    }
    if (node->kind == QUERY_PHRASE)
        buf_put_text(out, "]");
    if (!query_tree_is_inner(node))
        return;
    buf_print(out, "(%s", names[node->kind]);
    for (unsigned i = 0; i < node->as.children.count; i++) {
        buf_put_text(out, " ");
        put_tree(out, node->as.children.nodes[i]);
    }
    buf_put_text(out, ")");
}

static void check_leaves(const struct query_node *node, unsigned *leaf)
{
    if (query_tree_is_leaf(node))
        assert_int_equal(node->leaf, (*leaf)++);
    for (unsigned i = 0; query_tree_is_inner(node) && i < node->as.children.count; i++)
        check_leaves(node->as.children.nodes[i], leaf);
}

static void keep_text(char *to, size_t room, struct buf *from)
{
    assert_true(from->status == ST_OK && from->len < room);
    memcpy(to, from->data, from->len);
    to[from->len] = '\0';
    buf_release(from);
}

static void show(struct fixture *f, const struct terms_tree *tree)
{
    struct buf text, changes;
    buf_init(&text, 0);
    buf_init(&changes, 0);
    buf_put_text(&changes, "");
    put_tree(&text, tree->root);
    for (size_t i = 0; i < tree->change_count; i++)
        buf_print(&changes, "%s%.*s > %.*s", i ? "; " : "",
                  (int)tree->changes[i].from.len,
                  (const char *)tree->changes[i].from.data,
                  (int)tree->changes[i].to.len, (const char *)tree->changes[i].to.data);
    keep_text(f->shown, sizeof f->shown, &text);
    keep_text(f->changes, sizeof f->changes, &changes);
}

static enum status widen_query(struct fixture *f, const char *text,
                               struct terms_tree *tree)
{
    struct query query;
    arena_reset(&f->arena);
    assert_int_equal(query_parse(&query, span_text(text), QUERY_MODE_WEB, f->analysis,
                                 &f->arena, NULL),
                     ST_OK);
    return terms_widen(tree, f->terms, query.root, f->analysis, &f->arena, NULL);
}

/* What the query becomes; "-" when the list knows nothing of it. */
static const char *widen(struct fixture *f, const char *text)
{
    struct terms_tree tree;
    unsigned leaves = 0;
    enum status status = widen_query(f, text, &tree);
    if (status == ST_END)
        return "-";
    assert_int_equal(status, ST_OK);
    check_leaves(tree.root, &leaves);
    assert_int_equal(tree.leaf_count, leaves);
    assert_true(leaves <= QUERY_TREE_LEAVES_MAX);
    show(f, &tree);
    return f->shown;
}

static void test_a_word_both_ways(void **state)
{
    assert_string_equal(widen(*state, "шайлоо"), "(best шайлоо выборы)");
    assert_string_equal(widen(*state, "выборы"), "(best выборы шайлоо)");
}

static void test_inflected_words_find_their_line(void **state)
{
    assert_string_equal(widen(*state, "шайлоолордо"), "(best шайлоолордо выборы)");
    assert_string_equal(widen(*state, "выборам"), "(best выборам шайлоо)");
    assert_string_equal(widen(*state, "айылдардын"), "(best айылдардын село)");
    assert_string_equal(widen(*state, "в селах"), "(and в (best селах айыл))");
}

static void test_terms_of_several_words(void **state)
{
    struct fixture *f = *state;
    assert_string_equal(
        widen(f, "таза суунун баасы"),
        "(and (best (and таза суунун) [питьевая вода] [ичүүчү суу]) баасы)");
    assert_string_equal(f->changes, "таза суунун > питьевая вода, ичүүчү суу");
    assert_string_equal(widen(f, "питьевой воды"),
                        "(best (and питьевой воды) [ичүүчү суу] [таза суу])");
}

static void test_the_longest_term_wins(void **state)
{
    assert_string_equal(widen(*state, "айыл өкмөтүнө"),
                        "(best (and айыл өкмөтүнө) [айыл окмоту] [сельская управа])");
    assert_string_equal(widen(*state, "айыл суу"),
                        "(and (best айыл село) (best суу вода))");
    assert_string_equal(widen(*state, "өкмөтү айыл"), "(and өкмөтү (best айыл село))");
}

static void test_acronyms_stand_for_their_term(void **state)
{
    struct fixture *f = *state;
    assert_string_equal(
        widen(f, "ЖӨБдүн"),
        "(best жөбдүн [местное самоуправление] мсу [жергиликтүү өз алдынча башкаруу])");
    assert_string_equal(
        widen(f, "местного самоуправления бюджет"),
        "(and (best (and местного самоуправления) [жергиликтүү өз алдынча башкаруу]"
        " жөб мсу) бюджет)");
}

static void test_one_word_of_two_lines(void **state)
{
    struct fixture *f = *state;
    assert_string_equal(widen(f, "мурасты"), "(best мурасты наследие наследство)");
    assert_string_equal(f->changes, "мурасты > наследие, наследство");
}

static void test_compounds(void **state)
{
    assert_string_equal(widen(*state, "жол-жоболору"),
                        "(best (best жолжоболору [жол жоболору]) процедура)");
    assert_string_equal(widen(*state, "процедуры"),
                        "(best процедуры (best жолжобо [жол жобо]))");
    assert_string_equal(widen(*state, "жол жобо"), "(best (and жол жобо) процедура)");
}

/* базар and базары have one Kyrgyz stem: one alternative less to look for. */
static void test_what_has_the_same_stem_is_no_alternative(void **state)
{
    assert_string_equal(widen(*state, "базар"), "(best базар рынок)");
}

static void test_where_nothing_is_widened(void **state)
{
    assert_string_equal(widen(*state, "\"таза суу\""), "-");
    assert_string_equal(widen(*state, "\"шайлоо\""), "-");
    assert_string_equal(widen(*state, "бюджет -шайлоо"), "-");
    assert_string_equal(widen(*state, "шай*"), "-");
    assert_string_equal(widen(*state, "таза бюджет"), "-");
    assert_string_equal(widen(*state, ""), "-");
    assert_string_equal(widen(*state, "*"), "-");
    assert_string_equal(widen(*state, "year:2015"), "-");
}

static void test_under_or_and_in_groups(void **state)
{
    assert_string_equal(widen(*state, "шайлоо OR бюджет"),
                        "(or (best шайлоо выборы) бюджет)");
    assert_string_equal(
        widen(*state, "бюджет (таза суу OR село) -мурас"),
        "(and бюджет (or (best (and таза суу) [питьевая вода] [ичүүчү суу])"
        " (best село айыл)) (not мурас))");
    assert_string_equal(widen(*state, "(таза OR ак) суу"),
                        "(and (or таза ак) (best суу вода))");
}

static void test_fields_are_kept_and_part_terms(void **state)
{
    struct fixture *f = *state;
    struct terms_tree tree;
    assert_int_equal(widen_query(f, "title:шайлоо", &tree), ST_OK);
    assert_int_equal(tree.root->as.children.nodes[1]->fields, 1u << FIELD_TITLE);
    assert_string_equal(widen(f, "title:таза суу"), "(and таза (best суу вода))");
    assert_string_equal(widen(f, "title:(таза суу)"),
                        "(best (and таза суу) [питьевая вода] [ичүүчү суу])");
}

static void test_a_repaired_word_is_a_word(void **state)
{
    struct fixture *f = *state;
    struct query typed, mended;
    struct terms_tree tree;
    arena_reset(&f->arena);
    assert_int_equal(query_parse(&typed, span_text("айыл окмот баасы"), QUERY_MODE_WEB,
                                 f->analysis, &f->arena, NULL),
                     ST_OK);
    assert_int_equal(query_parse(&mended, span_text("өкмөтү"), QUERY_MODE_WEB,
                                 f->analysis, &f->arena, NULL),
                     ST_OK);
    struct query_node **words = typed.root->as.children.nodes;
    struct query_node *both[] = {words[1], mended.root};
    words[1] = query_tree_join(QUERY_BEST, both, 2, &f->arena);
    assert_int_equal(
        terms_widen(&tree, f->terms, typed.root, f->analysis, &f->arena, NULL), ST_OK);
    show(f, &tree);
    assert_string_equal(f->shown,
                        "(and (best (and айыл (best окмот өкмөтү)) [сельская управа])"
                        " баасы)");
    assert_string_equal(f->changes, "айыл окмот > сельская управа");
}

static void test_synonyms_give_all_others(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(terms_add(f->terms, span_text(synonyms), "own", TERMS_SYNONYMS,
                               f->analysis, NULL),
                     ST_OK);
    assert_string_equal(widen(f, "горводоканала"),
                        "(best горводоканала водоканал бишкекводоканал)");
    /* The pair's and the synonyms' in turns. */
    assert_string_equal(widen(f, "айыл өкмөтү"),
                        "(best (and айыл өкмөтү) [айыл окмоту] [айылдык башкарма]"
                        " [сельская управа])");
}

/* кат and катышуу, закон and законность have one stem. */
static void test_a_short_stem_is_not_enough(void **state)
{
    struct fixture *f = *state;
    static const char stems[] = "катышуу\tучастие\n"
                                "мыйзамдуулук\tзаконность\nмектеп\tшкола\n"
                                "орой\tновый\n";
    assert_int_equal(
        terms_add(f->terms, span_text(stems), "stems", TERMS_PAIRS, f->analysis, NULL),
        ST_OK);
    assert_string_equal(widen(f, "кат"), "-");
    assert_string_equal(widen(f, "законы"), "-");
    assert_string_equal(widen(f, "катышкан"), "(best катышкан участие)");
    assert_string_equal(widen(f, "законностью"), "(best законностью мыйзамдуулук)");
    assert_string_equal(widen(f, "мектебинин"), "(best мектебинин школа)");
    assert_string_equal(widen(f, "школ"), "(best школ мектеп)");
    assert_string_equal(widen(f, "нового"), "(best нового орой)");
}

static void test_no_more_alternatives_than_said(void **state)
{
    struct fixture *f = *state;
    struct terms_tree tree;
    static const char many[] =
        "көл\tбир | эки | үч | төрт | беш | алты | жети | сегиз | тогуз | он\n";
    assert_int_equal(
        terms_add(f->terms, span_text(many), "many", TERMS_PAIRS, f->analysis, NULL),
        ST_OK);
    assert_int_equal(widen_query(f, "көл", &tree), ST_OK);
    assert_int_equal(tree.root->as.children.count, TERMS_ALTERNATIVES_MAX + 1);
}

static void test_a_widened_tree_has_no_more_leaves_than_said(void **state)
{
    struct fixture *f = *state;
    struct buf text;
    buf_init(&text, 0);
    for (unsigned i = 0; i < QUERY_LEAVES_MAX; i++)
        buf_put_text(&text, "көл ");
    buf_put_byte(&text, 0);
    assert_string_not_equal(widen(f, (const char *)text.data), "-");
    buf_release(&text);
}

static void refuse(struct fixture *f, const char *text, enum terms_kind kind,
                   const char *why)
{
    struct error err = ERROR_NONE;
    size_t before = terms_count(f->terms);
    assert_int_equal(
        terms_add(f->terms, span_text(text), "own.tsv", kind, f->analysis, &err),
        ST_ARGUMENT);
    assert_string_equal(err.text, why);
    assert_int_equal(terms_count(f->terms), before);
}

static void test_bad_lines_are_refused(void **state)
{
    static const char tab[] = "own.tsv:1: no tab between the two languages";
    refuse(*state, "суу", TERMS_PAIRS, tab);
    refuse(*state, "# суу\n\nсуу\tвода\nжер", TERMS_PAIRS,
           "own.tsv:4: no tab between the two languages");
    refuse(*state, "суу\tвода\tжер\n", TERMS_PAIRS, "own.tsv:1: more than one tab");
    refuse(*state, "суу\t\n", TERMS_PAIRS, "own.tsv:1: an empty alternative");
    refuse(*state, "\tвода\n", TERMS_PAIRS, "own.tsv:1: an empty alternative");
    refuse(*state, "суу |\tвода\n", TERMS_PAIRS, "own.tsv:1: an empty alternative");
    refuse(*state, "суу\t…\n", TERMS_PAIRS, "own.tsv:1: an alternative without a word");
    refuse(*state, "а б в г д е ж з и к л м н о п р с\tвода\n", TERMS_PAIRS,
           "own.tsv:1: an alternative that is too long");
    refuse(*state, "суу\tв\xFFода\n", TERMS_PAIRS, "own.tsv:1: not UTF-8");
    refuse(*state, "суу\n", TERMS_SYNONYMS, "own.tsv:1: one alternative alone");
    refuse(*state, "суу\tвода\n", TERMS_SYNONYMS, "own.tsv:1: a tab among synonyms");
}

static void test_a_refused_list_leaves_nothing(void **state)
{
    struct fixture *f = *state;
    refuse(f, "кант\tсахар\nтуз", TERMS_PAIRS,
           "own.tsv:2: no tab between the two languages");
    assert_string_equal(widen(f, "кант"), "-");
}

static void test_lists_of_other_editors(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(terms_add(f->terms,
                               span_text("\xEF\xBB\xBFкант\tсахар\r\n\r\n  \r\nтуз|"
                                         "туздар\tсоль  \r\n"),
                               "own", TERMS_PAIRS, f->analysis, NULL),
                     ST_OK);
    assert_string_equal(widen(f, "кант соли"),
                        "(and (best кант сахар) (best соли туз туздар))");
}

static void test_the_own_list(void **state)
{
    struct fixture *f = *state;
    struct terms *own = NULL, *kept = f->terms;
    struct error err = ERROR_NONE;
    assert_int_equal(terms_open(&own, NULL), ST_OK);
    assert_int_equal(terms_add_own(own, f->analysis, &err), ST_OK);
    assert_true(terms_count(own) >= 600);
    f->terms = own;
    assert_string_not_equal(widen(f, "жергиликтүү өз алдынча башкаруунун"), "-");
    assert_string_not_equal(widen(f, "питьевую воду"), "-");
    f->terms = kept;
    terms_close(own);
}

static enum status whole_life(struct arena *arena, const struct query *query,
                              struct analysis *analysis)
{
    struct terms *terms = NULL;
    struct terms_tree tree;
    enum status status = terms_open(&terms, NULL);
    if (status == ST_OK)
        status = terms_add(terms, span_text(list), "l", TERMS_PAIRS, analysis, NULL);
    if (status == ST_OK)
        status =
            terms_add(terms, span_text(synonyms), "s", TERMS_SYNONYMS, analysis, NULL);
    if (status == ST_OK)
        status = terms_widen(&tree, terms, query->root, analysis, arena, NULL);
    terms_close(terms);
    return status;
}

static void test_every_allocation_may_fail(void **state)
{
    struct fixture *f = *state;
    struct query query;
    enum status status = ST_NOMEM;
    arena_reset(&f->arena);
    assert_int_equal(query_parse(&query, span_text("айыл өкмөтүнүн жол-жоболору"),
                                 QUERY_MODE_WEB, f->analysis, &f->arena, NULL),
                     ST_OK);
    uint64_t live = memory_live_count();
    for (uint64_t n = 1; status != ST_OK; n++) {
        struct arena arena;
        arena_init(&arena, (size_t)4 << 20);
        memory_fail_at(n, false);
        status = whole_life(&arena, &query, f->analysis);
        memory_fail_at(0, false);
        assert_true(status == ST_OK || status == ST_NOMEM);
        arena_release(&arena);
        assert_int_equal(memory_live_count(), live);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_word_both_ways),
        cmocka_unit_test(test_inflected_words_find_their_line),
        cmocka_unit_test(test_terms_of_several_words),
        cmocka_unit_test(test_the_longest_term_wins),
        cmocka_unit_test(test_acronyms_stand_for_their_term),
        cmocka_unit_test(test_one_word_of_two_lines),
        cmocka_unit_test(test_compounds),
        cmocka_unit_test(test_what_has_the_same_stem_is_no_alternative),
        cmocka_unit_test(test_where_nothing_is_widened),
        cmocka_unit_test(test_under_or_and_in_groups),
        cmocka_unit_test(test_fields_are_kept_and_part_terms),
        cmocka_unit_test(test_a_repaired_word_is_a_word),
        cmocka_unit_test(test_a_refused_list_leaves_nothing),
        cmocka_unit_test(test_lists_of_other_editors),
        cmocka_unit_test(test_bad_lines_are_refused),
        cmocka_unit_test(test_the_own_list),
        cmocka_unit_test(test_every_allocation_may_fail),
        /* These add to the list. */
        cmocka_unit_test(test_synonyms_give_all_others),
        cmocka_unit_test(test_a_short_stem_is_not_enough),
        cmocka_unit_test(test_no_more_alternatives_than_said),
        cmocka_unit_test(test_a_widened_tree_has_no_more_leaves_than_said),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
