/* fuzz_ladder.c - any bytes as a query, with every repair allowed: the tiers are sound,
 * their texts are text, and pruned and exhaustive searches agree on all of it.
 *
 * Input: a byte for the options, a byte for the rungs (0: all), then the query. */
#include <stdlib.h>

#include "build/writer.h"
#include "match/search.h"
#include "query/query_parse.h"
#include "query/terms.h"
#include "support/make_article.h"
#include "support/scratch.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct {
    struct analysis *analysis;
    struct terms *terms;
    struct snapshot *snapshot;
    struct arena arena;
} world;

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void make_terms(void)
{
    static const char list[] = "бюджет\tсмета | деньги\nжер\tземля\nсуу\tвода\n"
                               "айыл өкмөтү\tсельская управа\n";
    must(terms_open(&world.terms, NULL) == ST_OK);
    must(terms_add(world.terms, span_text(list), "list", TERMS_PAIRS, world.analysis,
                   NULL) == ST_OK);
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
    make_terms();
    scratch_make(&scratch);
    must(writer_open(&writer, scratch.path, &options, NULL) == ST_OK);
    for (uint32_t i = 0; i < 60; i++) {
        struct article article = make_article(&world.arena, i, 0, 12);
        must(writer_put(writer, &article, &outcome, NULL) == ST_OK);
        if (i == 40)
            must(writer_commit(writer, NULL) == ST_OK);
    }
    must(writer_commit(writer, NULL) == ST_OK);
    writer_close(writer);
    must(snapshot_open(&world.snapshot, scratch.path, NULL) == ST_OK);
    scratch_remove(&scratch);
}

/* Leaves are numbered in order; the tree is not too deep to be planned. */
static void check_tree(const struct query_node *node, unsigned depth, unsigned *leaves)
{
    bool inner = node->kind == QUERY_AND || node->kind == QUERY_OR ||
                 node->kind == QUERY_NOT || node->kind == QUERY_BEST;
    must(depth < 60);
    if (node->kind == QUERY_WORD || node->kind == QUERY_PHRASE ||
        node->kind == QUERY_PREFIX)
        must(node->leaf == (*leaves)++);
    for (unsigned i = 0; inner && i < node->as.children.count; i++)
        check_tree(node->as.children.nodes[i], depth + 1, leaves);
}

static void check_tier(const struct search_tier *tier)
{
    unsigned leaves = 0;
    struct query again;
    check_tree(tier->root, 0, &leaves);
    must(leaves <= QUERY_TREE_LEAVES_MAX);
    must((unsigned)tier->rung < RUNG_COUNT && utf8_valid(tier->text));
    must(query_parse(&again, tier->text, QUERY_MODE_WEB, world.analysis, &world.arena,
                     NULL) == ST_OK);
    for (size_t i = 0; i < tier->change_count; i++)
        must(tier->changes[i].from.len && tier->changes[i].to.len &&
             utf8_valid(tier->changes[i].to));
}

static void check_result(const struct search_result *result)
{
    uint64_t total = 0;
    must(result->tier_count >= 1 && result->tier_count <= SEARCH_TIERS_MAX);
    for (size_t i = 0; i < result->tier_count; i++) {
        check_tier(&result->tiers[i]);
        must(i == 0 || (result->tiers[i].total > 0 &&
                        result->tiers[i].rung > result->tiers[i - 1].rung));
        total += result->tiers[i].total;
    }
    must(total == result->total);
    for (size_t i = 0; i < result->suggestion_count; i++)
        must(result->suggestions[i].len && utf8_valid(result->suggestions[i]));
}

static void check_search(const struct query *query, unsigned bits, unsigned rungs)
{
    struct search_result pruned, full;
    struct search_ladder ladder = {rungs, world.analysis, world.terms};
    struct search_options options = {.limit = 1 + bits % 7,
                                     .relax = bits & 8,
                                     .facets = bits & 16 ? 63u : 0u,
                                     .sort =
                                         bits & 32 ? SEARCH_NEWEST : SEARCH_RELEVANCE,
                                     .ladder = &ladder};
    must(search_run(&pruned, world.snapshot, query, &options, &world.arena, NULL) ==
         ST_OK);
    options.exhaustive = true;
    must(search_run(&full, world.snapshot, query, &options, &world.arena, NULL) ==
         ST_OK);
    check_result(&full);
    check_result(&pruned);
    must(pruned.hit_count == full.hit_count && pruned.tier_count == full.tier_count);
    for (size_t i = 0; i < full.hit_count; i++)
        must(pruned.hits[i].doc == full.hits[i].doc &&
             pruned.hits[i].segment == full.hits[i].segment &&
             pruned.hits[i].tier == full.hits[i].tier);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct query query;
    if (size < 2)
        return 0;
    if (!world.analysis)
        make_world();
    arena_reset(&world.arena);
    must(query_parse(&query, span_of(data + 2, size - 2), QUERY_MODE_WEB,
                     world.analysis, &world.arena, NULL) == ST_OK);
    check_search(&query, data[0], data[1] ? data[1] : ~0u);
    return 0;
}
