/* The syntax of races: what becomes which tree, and what is refused.
 *
 * Trees are written as (and a (or "b c" *) (not d)).
 */
#include "support/unit.h"

#include <string.h>

#include "base/memory.h"
#include "query/query_game.h"

static const struct {
    const char *text, *tree;
} trees[] = {
    {"a", "a"},
    {"+a", "a"},
    {"  a  ", "a"},
    {"a b", "(or a b)"},
    {"a b c", "(or a b c)"},
    {"+a +b", "(and a b)"},
    {"+a b", "(and a (or b *))"},
    {"b +a c", "(and (or b *) a (or c *))"},
    {"+a -b", "(and a (not b))"},
    {"a -b", "(and a (not b))"},
    {"a -b c -d", "(and (or a c) (not b) (not d))"},
    {"-b a", "(and a (not b))"},
    {"+a b -c", "(and a (or b *) (not c))"},
    {"\"a b\"", "\"a b\""},
    {"\" a  b \"", "\"a b\""},
    {"\"a\"", "a"},
    {"+\"a b\" +c", "(and \"a b\" c)"},
    {"+\"a b\" c -\"d e f\"", "(and \"a b\" (or c *) (not \"d e f\"))"},
    {"\"a b\" \"c d\"", "(or \"a b\" \"c d\")"},
    {"T1 t1", "(or T1 t1)"},
    {"a a", "(or a a)"},
    {"a+b a-b ++c", "(and (or a+b *) (or a-b *) +c)"},
    {"a\"b", "a\"b"},
};

static const struct {
    const char *text;
    enum status status;
    const char *why;
} refused[] = {
    {"", ST_ARGUMENT, "nothing is looked for"},
    {"  ", ST_ARGUMENT, "nothing is looked for"},
    {"-a", ST_ARGUMENT, "nothing is looked for"},
    {"-a -\"b c\"", ST_ARGUMENT, "nothing is looked for"},
    {"+", ST_ARGUMENT, "a sign without a word at byte 0"},
    {"a + b", ST_ARGUMENT, "a sign without a word at byte 2"},
    {"a -", ST_ARGUMENT, "a sign without a word at byte 2"},
    {"\"a", ST_ARGUMENT, "no second quotation mark for byte 0"},
    {"a +\"", ST_ARGUMENT, "no second quotation mark for byte 3"},
    {"\"\"", ST_ARGUMENT, "nothing between"},
    {"+\" \"", ST_ARGUMENT, "nothing between"},
    {"\"a b\"c", ST_ARGUMENT, "no blank behind the phrase at byte 4"},
    {"\"1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17\"", ST_LIMIT, "at most 16 words"},
};

static void put_phrase(struct buf *out, const struct query_node *node)
{
    for (unsigned i = 0; i < node->as.phrase.count; i++) {
        const struct query_word *word = &node->as.phrase.words[i];
        assert_int_equal(word->pos, i);
        assert_int_equal(word->term_count, 1);
        assert_false(word->exact);
        buf_put_byte(out, i ? ' ' : '"');
        buf_put_span(out, word->terms[0]);
    }
    buf_put_byte(out, '"');
}

static void put_tree(struct buf *out, const struct query_node *node, unsigned *leaves)
{
    static const char *const names[] = {
        [QUERY_AND] = "(and", [QUERY_OR] = "(or", [QUERY_NOT] = "(not"};
    assert_true(node->fields == QUERY_FIELDS_ALL);
    if (node->kind == QUERY_WORD || node->kind == QUERY_PHRASE)
        *leaves |= 1u << node->leaf;
    if (node->kind == QUERY_WORD) {
        buf_put_span(out, node->as.word.terms[0]);
    } else if (node->kind == QUERY_PHRASE) {
        put_phrase(out, node);
    } else if (node->kind == QUERY_ALL) {
        buf_put_byte(out, '*');
    } else {
        buf_put_text(out, names[node->kind]);
        for (unsigned i = 0; i < node->as.children.count; i++) {
            buf_put_byte(out, ' ');
            put_tree(out, node->as.children.nodes[i], leaves);
        }
        buf_put_byte(out, ')');
    }
}

static void expect_tree(const char *text, const char *tree)
{
    struct arena arena;
    struct query query;
    struct error err = ERROR_NONE;
    struct buf out;
    unsigned leaves = 0;
    arena_init(&arena, 1 << 20);
    buf_init(&out, 0);
    enum status status = query_game_parse(&query, span_text(text), NULL, &arena, &err);
    if (status != ST_OK)
        print_error("%s: %s\n", text, err.text);
    assert_int_equal(status, ST_OK);
    put_tree(&out, query.root, &leaves);
    buf_put_byte(&out, '\0');
    assert_string_equal((const char *)out.data, tree);
    assert_int_equal((1u << query.leaf_count) - 1, leaves);
    buf_release(&out);
    arena_release(&arena);
}

static void makes_trees(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof trees / sizeof *trees; i++)
        expect_tree(trees[i].text, trees[i].tree);
}

static void refuses(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct arena arena;
        struct query query = {.leaf_count = 77};
        struct error err = ERROR_NONE;
        arena_init(&arena, 1 << 20);
        assert_int_equal(
            query_game_parse(&query, span_text(refused[i].text), NULL, &arena, &err),
            refused[i].status);
        if (!strstr(err.text, refused[i].why))
            print_error("%s: %s\n", refused[i].text, err.text);
        assert_non_null(strstr(err.text, refused[i].why));
        assert_int_equal(query.leaf_count, 77);
        arena_release(&arena);
    }
}

static void many_clauses(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 0);
    for (int extra = 0; extra < 2; extra++) {
        struct arena arena;
        struct query query;
        struct error err = ERROR_NONE;
        buf_reset(&text);
        for (int i = 0; i < QUERY_TREE_LEAVES_MAX + extra; i++)
            buf_print(&text, "%ct%d ", i ? '-' : '+', i);
        arena_init(&arena, 1 << 20);
        assert_int_equal(query_game_parse(&query, buf_span(&text), NULL, &arena, &err),
                         extra ? ST_LIMIT : ST_OK);
        arena_release(&arena);
    }
    buf_release(&text);
}

static void optional_ones(void **state)
{
    (void)state;
    struct arena arena;
    struct query query;
    arena_init(&arena, 1 << 20);
    assert_int_equal(query_game_parse(&query, span_text("+a b"), NULL, &arena, NULL),
                     ST_OK);
    const struct query_node *const *children =
        (const struct query_node *const *)query.root->as.children.nodes;
    assert_null(query_game_optional(children[0]));
    assert_ptr_equal(query_game_optional(children[1]),
                     children[1]->as.children.nodes[0]);
    arena_release(&arena);
}

/* With an analysis a word is read as in any query, and a quoted one means its form. */
static void words_of_the_standard_analysis(void **state)
{
    (void)state;
    struct analysis *analysis = NULL;
    struct arena arena;
    struct query query;
    struct error err = ERROR_NONE;
    arena_init(&arena, 1 << 20);
    assert_int_equal(analysis_open(&analysis, &err), ST_OK);
    assert_int_equal(query_game_parse(&query, span_text("+Китептер \"таза суу\" -!!"),
                                      analysis, &arena, &err),
                     ST_OK);
    struct query_node **children = query.root->as.children.nodes;
    assert_int_equal(query.root->as.children.count, 3);
    assert_true(span_equal(children[0]->as.word.terms[0], span_text("китеп")));
    const struct query_node *phrase = query_game_optional(children[1]);
    assert_int_equal(phrase->kind, QUERY_PHRASE);
    assert_true(phrase->as.phrase.words[1].exact);
    assert_int_equal(children[2]->as.children.nodes[0]->kind, QUERY_NONE);
    analysis_close(analysis);
    arena_release(&arena);
}

static void out_of_memory(void **state)
{
    (void)state;
    enum status status = ST_NOMEM;
    for (uint64_t n = 1; status == ST_NOMEM; n++) {
        struct arena arena;
        struct query query;
        arena_init(&arena, 1 << 20);
        memory_fail_at(n, true);
        status =
            query_game_parse(&query, span_text("+a b \"c d\" -e"), NULL, &arena, NULL);
        memory_fail_at(0, false);
        arena_release(&arena);
    }
    assert_int_equal(status, ST_OK);
    for (size_t budget = 0; budget < 8192; budget += 64) {
        struct arena arena;
        struct query query;
        arena_init(&arena, budget);
        status = query_game_parse(&query, span_text("b -c +\"d e\" -f +g"), NULL,
                                  &arena, NULL);
        assert_true(status == ST_OK || status == ST_NOMEM);
        arena_release(&arena);
    }
    assert_int_equal(status, ST_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(makes_trees),
        cmocka_unit_test(refuses),
        cmocka_unit_test(many_clauses),
        cmocka_unit_test(optional_ones),
        cmocka_unit_test(words_of_the_standard_analysis),
        cmocka_unit_test(out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
