/* test_sweep.c - walking by windows of articles answers as walking article by article.
 *
 *   test_sweep [--seed N]
 *
 * An archive of many short articles over a small vocabulary, in several segments, with
 * deletions: lists of many blocks, dense and sparse, many windows. Every query is run
 * pruned and exhaustively; the latter is what test_search holds against brute force.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "build/writer.h"
#include "match/search.h"
#include "query/query_game.h"
#include "segment/champions.h"
#include "support/numbers.h"
#include "support/scratch.h"

enum { ARTICLES = 90000, SEGMENTS = 3, QUERIES = 400, WORDS = 200 };

struct run {
    struct numbers numbers;
    struct scratch scratch;
    struct snapshot *snapshot;
    struct arena arena;
    char text[256]; /* of the query at hand */
};

static void must(const struct run *r, bool holds, const char *what)
{
    if (holds)
        return;
    printf("FAIL sweep: %s: %s\n", what, r->text);
    exit(1);
}

/* Low numbers are in most articles, high ones in few; they come in drifts. */
static unsigned a_word(struct run *r, unsigned article)
{
    uint64_t a = numbers_below(&r->numbers, WORDS),
             b = numbers_below(&r->numbers, WORDS);
    uint64_t least = a < b ? a : b;
    least = least * numbers_below(&r->numbers, WORDS) / WORDS;
    return (unsigned)(least + (least > 8 ? article / 5000 % 8 : 0));
}

static void put_article(struct run *r, struct writer *writer, unsigned number)
{
    enum writer_outcome outcome;
    struct error err = ERROR_NONE;
    struct article article = {.lang = LANG_KY};
    struct paragraph paragraph = {.lang = LANG_KY};
    struct buf body;
    char id[16], title[16];
    uint64_t most =
        numbers_below(&r->numbers, 50) ? 12 : 300; /* few of them are long */
    buf_init(&body, 0);
    for (uint64_t n = 1 + numbers_below(&r->numbers, most); n > 0; n--)
        buf_print(&body, "w%u ", a_word(r, number));
    snprintf(id, sizeof id, "%u", number);
    snprintf(title, sizeof title, "w%u", a_word(r, number));
    article.id = span_text(id);
    article.date = 20000101 + number % 20 * 10000;
    paragraph.text = buf_span(&body);
    article.paragraphs = &paragraph;
    article.paragraph_count = 1;
    if (numbers_below(&r->numbers, 20) == 0)
        article.title.in[LANG_KY] = span_text(title);
    must(r, writer_put(writer, &article, &outcome, &err) == ST_OK, err.text);
    buf_release(&body);
}

static void make_archive(struct run *r)
{
    struct writer_options options = {.merge_factor = 100};
    struct writer *writer = NULL;
    struct error err = ERROR_NONE;
    must(r, writer_open(&writer, r->scratch.path, &options, &err) == ST_OK, err.text);
    for (unsigned i = 0; i < ARTICLES; i++) {
        put_article(r, writer, i);
        if ((i + 1) % (ARTICLES / SEGMENTS) == 0)
            must(r, writer_commit(writer, &err) == ST_OK, err.text);
    }
    for (unsigned i = 0; i < ARTICLES / 50; i++) {
        char id[16];
        snprintf(id, sizeof id, "%u", (unsigned)numbers_below(&r->numbers, ARTICLES));
        enum status status = writer_delete(writer, span_text(id), &err);
        must(r, status == ST_OK || status == ST_NOT_FOUND, err.text);
    }
    must(r, writer_commit(writer, &err) == ST_OK, err.text);
    writer_close(writer);
    must(r, snapshot_open(&r->snapshot, r->scratch.path, &err) == ST_OK, err.text);
}

static struct query make_query(struct run *r)
{
    static const char *const signs[][4] = {{"", "", "", ""},
                                           {"+", "+", "+", "+"},
                                           {"+", "+", "-", ""},
                                           {"+", "", "-", "-"}};
    struct query query;
    struct error err = ERROR_NONE;
    uint64_t kind = numbers_below(&r->numbers, 4);
    uint64_t count = 1 + numbers_below(&r->numbers, 5);
    size_t at = 0;
    for (uint64_t i = 0; i < count; i++) {
        const char *sign =
            i ? signs[kind][numbers_below(&r->numbers, 4)] : signs[kind][0];
        unsigned word = a_word(r, (unsigned)numbers_next(&r->numbers));
        size_t left = sizeof r->text - at;
        at += (size_t)(numbers_below(&r->numbers, 8)
                           ? snprintf(r->text + at, left, " %sw%u", sign, word)
                           : snprintf(r->text + at, left, " %s\"w%u w1\"", sign, word));
    }
    must(r,
         query_game_parse(&query, span_text(r->text), NULL, &r->arena, &err) == ST_OK,
         err.text);
    return query;
}

static struct search_options make_options(struct run *r)
{
    static const uint32_t limits[] = {0, 1, 10, 10, 100, 1000};
    struct search_options options = {
        .limit = limits[numbers_below(&r->numbers, 6)],
        .count = numbers_below(&r->numbers, 2) == 0,
        .facets = numbers_below(&r->numbers, 4) ? 0 : SEARCH_FACET_YEAR,
        .date_from = numbers_below(&r->numbers, 6) ? 0 : 20100000,
        .sort = numbers_below(&r->numbers, 8) ? SEARCH_RELEVANCE : SEARCH_NEWEST,
        .params = numbers_below(&r->numbers, 4) ? NULL : &score_free,
    };
    return options;
}

static void compare(struct run *r, const struct search_options *options,
                    const struct search_result *a, const struct search_result *b)
{
    must(r, a->hit_count == b->hit_count, "another number of hits");
    for (size_t i = 0; i < a->hit_count; i++)
        must(r,
             a->hits[i].segment == b->hits[i].segment &&
                 a->hits[i].doc == b->hits[i].doc &&
                 memcmp(&a->hits[i].score, &b->hits[i].score, sizeof(float)) == 0,
             "another hit");
    if (options->count || options->facets)
        must(r, a->total == b->total && a->total_exact, "another total");
    for (size_t f = 0; f < a->facet_count; f++) {
        must(r, a->facets[f].value_count == b->facets[f].value_count, "another facet");
        for (size_t v = 0; v < a->facets[f].value_count; v++)
            must(r, a->facets[f].values[v].count == b->facets[f].values[v].count,
                 "another count of a facet");
    }
}

static void check(struct run *r, const struct query *query,
                  struct search_options options)
{
    struct search_result quick, slow;
    struct error err = ERROR_NONE;
    must(r, search_run(&quick, r->snapshot, query, &options, &r->arena, &err) == ST_OK,
         err.text);
    options.exhaustive = true;
    must(r, search_run(&slow, r->snapshot, query, &options, &r->arena, &err) == ST_OK,
         err.text);
    compare(r, &options, &quick, &slow);
}

static void check_query(struct run *r)
{
    arena_reset(&r->arena);
    struct query query = make_query(r);
    check(r, &query, make_options(r));
}

/* Few hits of one word, as most searches are: its champions may be enough. */
static void check_words(struct run *r)
{
    static const uint32_t limits[] = {1, 3, 10, CHAMPIONS_MAX, CHAMPIONS_MAX + 1};
    for (unsigned i = 0; i < WORDS * 5; i++) {
        struct query query;
        struct error err = ERROR_NONE;
        arena_reset(&r->arena);
        snprintf(r->text, sizeof r->text, "w%u", i / 5);
        must(r,
             query_game_parse(&query, span_text(r->text), NULL, &r->arena, &err) ==
                 ST_OK,
             err.text);
        check(r, &query,
              (struct search_options){.limit = limits[i % 5],
                                      .date_from = i % 3 ? 0 : 20050000});
    }
}

int main(int argc, char **argv)
{
    uint64_t seed =
        argc == 3 && strcmp(argv[1], "--seed") == 0 ? strtoull(argv[2], NULL, 10) : 1;
    static struct run r;
    r.numbers = numbers_from(seed);
    scratch_make(&r.scratch);
    arena_init(&r.arena, (size_t)1 << 26);
    make_archive(&r);
    for (unsigned i = 0; i < QUERIES; i++)
        check_query(&r);
    check_words(&r);
    snapshot_release(r.snapshot);
    arena_release(&r.arena);
    scratch_remove(&r.scratch);
    printf("ok sweep: %d articles, %d queries, seed %" PRIu64 "\n", ARTICLES, QUERIES,
           seed);
    return 0;
}
