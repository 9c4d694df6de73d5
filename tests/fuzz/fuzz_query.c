/* fuzz_query.c - any bytes as a query: the parser understands them somehow, says what
 * it understood in a form that it understands in the same way, and a search for it on a
 * small archive gives the same hits pruned and exhaustively; so when read as a name.
 *
 * Input: a byte for the mode and the options, then the query. */
#include <stdlib.h>

#include "build/writer.h"
#include "match/search.h"
#include "query/query_names.h"
#include "query/query_parse.h"
#include "query/query_tree.h"
#include "support/make_article.h"
#include "support/scratch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct {
    struct analysis *analysis;
    struct snapshot *snapshot;
    struct arena arena;
} world;

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* The files are gone once the snapshot has mapped them. */
static void make_world(void)
{
    struct scratch scratch;
    struct writer *writer = NULL;
    struct writer_options options = {0};
    enum writer_outcome outcome;
    arena_init(&world.arena, (size_t)64 << 20);
    must(analysis_open(&world.analysis, NULL) == ST_OK);
    scratch_make(&scratch);
    must(writer_open(&writer, scratch.path, &options, NULL) == ST_OK);
    for (uint32_t i = 0; i < 40; i++) {
        struct article article = make_article(&world.arena, i, 0, 12);
        must(writer_put(writer, &article, &outcome, NULL) == ST_OK);
        if (i == 25)
            must(writer_commit(writer, NULL) == ST_OK);
    }
    must(writer_delete(writer, make_article_id(&world.arena, 7), NULL) == ST_OK);
    must(writer_commit(writer, NULL) == ST_OK);
    writer_close(writer);
    must(snapshot_open(&world.snapshot, scratch.path, NULL) == ST_OK);
    scratch_remove(&scratch);
}

static void check_leaf(const struct query_node *node, unsigned *leaves)
{
    must(node->leaf == (*leaves)++);
    if (node->kind == QUERY_WORD)
        must(node->as.word.term_count >= 1 &&
             node->as.word.term_count <= QUERY_READINGS_MAX);
    if (node->kind == QUERY_PHRASE)
        must(node->as.phrase.count >= 1 && node->as.phrase.count <= QUERY_PHRASE_MAX &&
             node->as.phrase.words[0].pos == 0);
}

/* Leaves are numbered in order, combinations have children, nothing is too deep. */
static void check_tree(const struct query_node *node, unsigned depth, unsigned *leaves)
{
    bool leaf = node->kind == QUERY_WORD || node->kind == QUERY_PHRASE ||
                node->kind == QUERY_PREFIX;
    bool inner = node->kind == QUERY_AND || node->kind == QUERY_OR ||
                 node->kind == QUERY_NOT || node->kind == QUERY_BEST;
    must(depth <= 4 * QUERY_DEPTH_MAX + 4);
    must((node->fields & ~QUERY_FIELDS_ALL) == 0 && node->fields != 0);
    if (leaf)
        check_leaf(node, leaves);
    if (!inner)
        return;
    must(node->as.children.count >= (node->kind == QUERY_NOT ? 1u : 2u));
    for (unsigned i = 0; i < node->as.children.count; i++)
        check_tree(node->as.children.nodes[i], depth + 1, leaves);
}

static void check_query(const struct query *query)
{
    unsigned leaves = 0;
    size_t before = 0;
    must(query->text.len <= QUERY_BYTES_MAX && query->leaf_count <= QUERY_LEAVES_MAX);
    check_tree(query->root, 0, &leaves);
    must(leaves == query->leaf_count);
    for (size_t i = 0; i < query->warning_count; i++) {
        const struct query_warning *w = &query->warnings[i];
        must(w->off >= before && w->off <= query->text.len &&
             w->len <= query->text.len - w->off && w->code && w->text.len);
        before = w->off;
    }
}

/* What is shown back is understood as the same. */
static void check_shown(const struct query *query)
{
    struct query again;
    if (query->parsed.len > QUERY_BYTES_MAX)
        return;
    must(query_parse(&again, query->parsed, QUERY_MODE_WEB, world.analysis,
                     &world.arena, NULL) == ST_OK);
    must(span_equal(query->parsed, again.parsed));
}

static void check_search(const struct query *query, unsigned bits)
{
    struct search_result pruned, full;
    struct search_options options = {.limit = 1 + bits % 7,
                                     .relax = bits & 8,
                                     .facets = bits & 16 ? 63u : 0u,
                                     .free_text = bits & 128,
                                     .candidates = bits % 5};
    must(search_run(&pruned, world.snapshot, query, &options, &world.arena, NULL) ==
         ST_OK);
    options.exhaustive = true;
    must(search_run(&full, world.snapshot, query, &options, &world.arena, NULL) ==
         ST_OK);
    must(pruned.hit_count == full.hit_count && pruned.total <= full.total);
    for (size_t i = 0; i < full.hit_count; i++)
        must(pruned.hits[i].doc == full.hits[i].doc &&
             pruned.hits[i].segment == full.hits[i].segment);
}

/* The query read as an author's name: a tree like any other. */
static void check_names(const struct query *query, unsigned bits)
{
    struct query named = *query;
    const struct query_node *tree = NULL;
    unsigned leaves = 0;
    enum status status =
        query_names(&tree, query->root, world.analysis, &world.arena, NULL);
    must(status == ST_OK || (status == ST_END && !tree));
    if (!tree)
        return;
    check_tree(tree, 0, &leaves);
    must(leaves <= QUERY_TREE_LEAVES_MAX);
    named.root = query_tree_copy(tree, &world.arena);
    named.leaf_count = leaves;
    check_search(&named, bits);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct query query;
    if (size == 0)
        return 0;
    if (!world.analysis)
        make_world();
    arena_reset(&world.arena);
    enum query_mode mode = data[0] & 128 ? QUERY_MODE_FREE : QUERY_MODE_WEB;
    must(query_parse(&query, span_of(data + 1, size - 1), mode, world.analysis,
                     &world.arena, NULL) == ST_OK);
    check_query(&query);
    if (mode == QUERY_MODE_WEB)
        check_shown(&query);
    check_search(&query, data[0]);
    check_names(&query, data[0]);
    return 0;
}
