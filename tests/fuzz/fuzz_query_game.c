/* fuzz_query_game.c - any text in the syntax of races: refused with a reason, or a tree
 * whose leaves are numbered without gaps, each a part of the text; the same with and
 * without an analysis as far as there is anything to read.
 *
 * Input: the text, made valid UTF-8. */
#include <stdlib.h>

#include "query/query_game.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

struct seen {
    struct span text;
    uint8_t leaves[QUERY_TREE_LEAVES_MAX];
    unsigned count;
};

static void check_word(const struct query_word *word)
{
    must(word->term_count >= 1 && word->term_count <= QUERY_READINGS_MAX);
    for (unsigned i = 0; i < word->term_count; i++)
        must(word->terms[i].len >= 1 && word->terms[i].len <= TERM_BYTES_MAX);
}

static void check_leaf(const struct query_node *node, struct seen *seen)
{
    must(node->leaf < QUERY_TREE_LEAVES_MAX && !seen->leaves[node->leaf]);
    must(node->typed.data >= seen->text.data &&
         node->typed.data + node->typed.len <= seen->text.data + seen->text.len);
    seen->leaves[node->leaf] = 1;
    seen->count++;
    if (node->kind == QUERY_WORD) {
        check_word(&node->as.word);
        return;
    }
    must(node->as.phrase.count >= 2 && node->as.phrase.count <= QUERY_PHRASE_MAX);
    for (unsigned i = 0; i < node->as.phrase.count; i++)
        check_word(&node->as.phrase.words[i]);
}

/* How deep it is: three levels and two of a compound at most. */
static void check_node(const struct query_node *node, struct seen *seen, unsigned depth)
{
    must(depth < 8);
    if (node->kind == QUERY_WORD || node->kind == QUERY_PHRASE) {
        check_leaf(node, seen);
        return;
    }
    if (node->kind == QUERY_ALL || node->kind == QUERY_NONE)
        return;
    must(node->kind == QUERY_AND || node->kind == QUERY_OR || node->kind == QUERY_NOT ||
         node->kind == QUERY_BEST);
    must(node->as.children.count >= 1);
    for (unsigned i = 0; i < node->as.children.count; i++)
        check_node(node->as.children.nodes[i], seen, depth + 1);
}

static void parse(struct span text, struct analysis *analysis)
{
    struct arena arena;
    struct query query;
    struct error err = ERROR_NONE;
    struct seen seen = {.text = text};
    arena_init(&arena, (size_t)16 << 20);
    enum status status = query_game_parse(&query, text, analysis, &arena, &err);
    if (status == ST_OK) {
        check_node(query.root, &seen, 0);
        must(seen.count == query.leaf_count);
        for (unsigned i = 0; i < seen.count; i++)
            must(seen.leaves[i]);
    } else {
        must(status == ST_ARGUMENT || status == ST_LIMIT);
        must(err.text[0] != '\0');
    }
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct analysis *analysis;
    struct buf text;
    if (!analysis)
        must(analysis_open(&analysis, NULL) == ST_OK);
    buf_init(&text, 0);
    utf8_repair(&text, span_of(data, size));
    parse(buf_span(&text), NULL);
    parse(buf_span(&text), analysis);
    buf_release(&text);
    return 0;
}
