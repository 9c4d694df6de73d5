/* test_search.c - random archives, random queries: the engine answers as brute force.
 *
 *   test_search [--seed N] [--rounds N] [--verbose]
 *
 * A round is one archive (small vocabulary, both languages; several commits, articles
 * changed and deleted) and a few dozen queries on it, each run pruned and exhaustively,
 * with all kinds of options; some with the ladder of repairs, and some as several trees
 * that are searched one after the other. Hits, scores to the bit, order, totals, facets and places
 * must be those of tests/reference.c. A failure prints the round's seed.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "build/writer.h"
#include "match/readings.h"
#include "match/rescore.h"
#include "match/search.h"
#include "match/tier.h"
#include "query/query_parse.h"
#include "reference.h"
#include "support/make_article.h"
#include "support/numbers.h"
#include "support/query_text.h"
#include "support/scratch.h"
#include "support/small_index.h"

enum { ROUNDS = 50, QUERIES = 60, PARAM_SETS = 4 };

struct round {
    uint64_t seed;
    struct numbers numbers;
    struct scratch scratch;
    struct arena articles, queries;
    struct analysis *analysis;
    struct reference *reference;
    struct snapshot *snapshot;
    uint32_t ids, words; /* articles to choose from, words of a body */
    bool large, verbose;
    struct score_params params;
    struct search_filter filters[3];
    const char *text; /* of the query at hand */
    struct search_options options;
};

#define PICK(r, array)                                                                 \
    ((array)[numbers_below(&(r)->numbers, sizeof(array) / sizeof *(array))])

static bool toss(struct round *r, uint64_t one_in)
{
    return numbers_below(&r->numbers, one_in) == 0;
}

static void must(const struct round *r, bool holds, const char *what)
{
    if (holds)
        return;
    printf("FAIL search: %s\n  --seed %" PRIu64 " --rounds 1, query: %s\n", what,
           r->seed, r->text ? r->text : "-");
    printf("  limit %u offset %u sort %d count %d facets %u relax %d params %d\n",
           (unsigned)r->options.limit, (unsigned)r->options.offset,
           (int)r->options.sort, (int)r->options.count, r->options.facets,
           (int)r->options.relax, r->options.params != NULL);
    exit(1);
}

static void must_be_ok(const struct round *r, enum status status,
                       const struct error *err)
{
    if (status != ST_OK)
        printf("  %s: %s\n", status_text(status), err->text);
    must(r, status == ST_OK, "a call failed");
}

static void put_one(struct round *r, struct writer *writer)
{
    static const char *const journals[] = {"Муниципалитет", "Жер жана суу",
                                           "ЖӨБ-кабар"};
    struct error err = ERROR_NONE;
    enum writer_outcome outcome;
    struct article article =
        make_article(&r->articles, (uint32_t)numbers_below(&r->numbers, r->ids),
                     (uint32_t)numbers_below(&r->numbers, 3), r->words);
    article.journal.in[article.lang] = span_text(journals[article.date / 10000 % 3]);
    reference_learn(r->reference, &article);
    must_be_ok(r, writer_put(writer, &article, &outcome, &err), &err);
}

static void delete_some(struct round *r, struct writer *writer)
{
    struct error err = ERROR_NONE;
    for (uint64_t n = numbers_below(&r->numbers, r->ids / 4 + 1); n > 0; n--) {
        uint32_t number = (uint32_t)numbers_below(&r->numbers, r->ids);
        enum status status =
            writer_delete(writer, make_article_id(&r->articles, number), NULL);
        if (status != ST_NOT_FOUND)
            must_be_ok(r, status, &err);
    }
}

static void make_archive(struct round *r)
{
    struct error err = ERROR_NONE;
    struct writer *writer = NULL;
    struct writer_options options = {
        .merge_factor = 2 + (size_t)numbers_below(&r->numbers, 7),
        /* some archives in another order, with pairs of words */
        .large_docs = toss(r, 2) ? (r->large ? 1000 : 1) : 0};
    must_be_ok(r, writer_open(&writer, r->scratch.path, &options, &err), &err);
    uint64_t commits = 1 + numbers_below(&r->numbers, r->large ? 2 : 5);
    for (uint64_t c = 0; c < commits; c++) {
        uint64_t puts = r->ids / commits + numbers_below(&r->numbers, 10);
        while (puts-- > 0)
            put_one(r, writer);
        if (c > 0 && toss(r, 2))
            delete_some(r, writer);
        must_be_ok(r, writer_commit(writer, &err), &err);
    }
    writer_close(writer);
    must_be_ok(r, snapshot_open(&r->snapshot, r->scratch.path, &err), &err);
    must(r, reference_arrange(r->reference, r->snapshot), "lengths or totals differ");
}

/* Few words, which come again: neighbours of all kinds. */
static void put_again(struct round *r, struct buf *out)
{
    static const char *const some[] = {"бюджет",   "бюджеттин", "суу",    "жер",
                                       "жол-жобо", "мектептер", "совета", "айылда",
                                       "2015-жыл", "кеңештер"};
    const char *words[3] = {PICK(r, some), PICK(r, some), PICK(r, some)};
    for (uint64_t n = 2 + numbers_below(&r->numbers, 7); n > 0; n--)
        buf_print(out, "%s ", words[numbers_below(&r->numbers, 3)]);
}

static struct query make_query(struct round *r)
{
    struct error err = ERROR_NONE;
    struct query query;
    struct buf text;
    enum query_mode mode = toss(r, 6) ? QUERY_MODE_FREE : QUERY_MODE_WEB;
    buf_init(&text, 0);
    if (mode == QUERY_MODE_FREE && toss(r, 2))
        put_again(r, &text);
    else
        query_text_make(&text, &r->numbers);
    must_be_ok(
        r, query_parse(&query, buf_span(&text), mode, r->analysis, &r->queries, &err),
        &err);
    if (mode != QUERY_MODE_FREE)
        must_be_ok(r, readings_settle(query.root, r->snapshot, r->analysis, &err),
                   &err);
    buf_put_byte(&text, 0);
    r->text = (const char *)arena_copy(&r->queries, buf_span(&text)).data;
    buf_release(&text);
    if (r->verbose)
        printf("%s => %.*s\n", r->text, (int)query.parsed.len,
               (const char *)query.parsed.data);
    return query;
}

static float any_float(struct round *r, float most)
{
    return most * (float)numbers_below(&r->numbers, 1001) / 1000.0f;
}

static void choose_params(struct round *r)
{
    r->options.params = NULL;
    if (!toss(r, 3))
        return;
    r->params.idf_power = toss(r, 2) ? 0.0f : any_float(r, 2.0f);
    r->params.k1 = toss(r, 8) ? 0.0f : any_float(r, 3.0f);
    for (unsigned f = 0; f < FIELD_COUNT; f++) {
        r->params.b[f] = any_float(r, 1.0f);
        r->params.weight[f] = toss(r, 6) ? 0.0f : any_float(r, 5.0f);
    }
    r->options.params = &r->params;
}

static void choose_filters(struct round *r)
{
    static const char *const values[][3] = {
        {"Муниципалитет", "Жер жана суу", "жок"},
        {"4 (42)", "5", "4 (42)"},
        {"Айгүл Байышбаева", "Э.Д. Асанов", "Нурдин уулу Байзак"}};
    static const enum column columns[] = {COLUMN_JOURNAL, COLUMN_ISSUE, COLUMN_AUTHOR};
    r->options.filters = r->filters;
    r->options.filter_count = 0;
    while (r->options.filter_count < 3 && toss(r, 4)) {
        uint64_t c = numbers_below(&r->numbers, 3);
        r->filters[r->options.filter_count++] = (struct search_filter){
            columns[c], span_text(values[c][numbers_below(&r->numbers, 3)])};
    }
}

static void choose_options(struct round *r)
{
    static const uint32_t limits[] = {1, 2, 3, 10, 10, 10, 100, 1000, 0};
    memset(&r->options, 0, sizeof r->options);
    r->options.limit = PICK(r, limits);
    r->options.offset = toss(r, 5) && r->options.limit < 1000
                            ? (uint32_t)numbers_below(&r->numbers, 12)
                            : 0;
    if (toss(r, 4))
        r->options.sort = toss(r, 2) ? SEARCH_NEWEST : SEARCH_OLDEST;
    r->options.count = toss(r, 3);
    r->options.facets = toss(r, 3) ? (unsigned)numbers_below(&r->numbers, 64) : 0;
    r->options.facet_values = (uint32_t)numbers_below(&r->numbers, 4);
    if (toss(r, 6))
        r->options.date_from = 20120000;
    if (toss(r, 6))
        r->options.date_to = 20190407;
    r->options.langs = toss(r, 6) ? 1u << LANG_KY : 0;
    r->options.relax = toss(r, 3);
    r->options.free_text = toss(r, 2);
    if (!toss(r, 4))
        r->options.candidates = 1 + (uint32_t)numbers_below(&r->numbers, 40);
    choose_filters(r);
    choose_params(r);
}

static void check_hits(const struct round *r, const struct search_result *got,
                       const struct reference_result *want)
{
    size_t from = r->options.offset, count = 0;
    if (r->options.limit && want->hit_count > from)
        count = want->hit_count - from;
    count = count < r->options.limit ? count : r->options.limit;
    must(r, got->hit_count == count, "another number of hits");
    for (size_t i = 0; i < count; i++) {
        const struct search_hit *a = &got->hits[i], *b = &want->hits[from + i];
        must(r, a->tier == b->tier, "another tier");
        if (a->segment != b->segment || a->doc != b->doc ||
            memcmp(&a->score, &b->score, sizeof a->score) != 0)
            printf("  hit %zu: %u/%u %.9g, should be %u/%u %.9g\n", i, a->segment,
                   a->doc, (double)a->score, b->segment, b->doc, (double)b->score);
        must(r, a->segment == b->segment && a->doc == b->doc, "another hit");
        must(r, memcmp(&a->score, &b->score, sizeof a->score) == 0, "another score");
    }
}

static void check_facet(const struct round *r, const struct search_facet_list *got,
                        const struct search_facet_list *want)
{
    size_t most = r->options.facet_values ? r->options.facet_values : 50;
    size_t count = want->value_count;
    if (got->facet != SEARCH_FACET_YEAR && count > most)
        count = most;
    must(r,
         got->facet == want->facet && got->distinct == want->distinct &&
             got->value_count == count,
         "another facet");
    for (size_t i = 0; i < count; i++)
        must(r,
             got->values[i].count == want->values[i].count &&
                 span_equal(got->values[i].value, want->values[i].value),
             "another value of a facet");
}

static void check_places(struct round *r, const struct search_result *got)
{
    struct error err = ERROR_NONE;
    struct search_place *places, *want;
    size_t count, want_count;
    must_be_ok(r,
               places_of(r->snapshot, got->tiers[got->hits[0].tier].root, &got->hits[0],
                         &r->queries, &places, &count, &err),
               &err);
    reference_places(r->reference, got->tiers[got->hits[0].tier].root, &got->hits[0],
                     &want, &want_count);
    must(r, count == want_count, "another number of places");
    for (size_t i = 0; i < count; i++)
        must(r,
             places[i].place == want[i].place && places[i].words == want[i].words &&
                 places[i].leaf == want[i].leaf,
             "another place");
}

static void check_explained(struct round *r, const struct search_result *got)
{
    struct error err = ERROR_NONE;
    struct buf out;
    struct buf total;
    buf_init(&out, 0);
    buf_init(&total, 0);
    must_be_ok(r,
               search_explain(&out, r->snapshot, got->tiers[got->hits[0].tier].root,
                              &got->hits[0], &r->options, &err),
               &err);
    buf_print(&total, "%.6f = ", (double)got->hits[0].score);
    must(r, span_starts(buf_span(&out), buf_span(&total)),
         "the explained score is another");
    buf_release(&out);
    buf_release(&total);
}

static void check_result(struct round *r, const struct search_result *got,
                         const struct reference_result *want)
{
    bool counted = r->options.count || r->options.facets;
    must(r, !got->timed_out, "timed out without a deadline");
    must(r, !counted || got->prefix_cut || got->total_exact,
         "counted, but not exactly");
    must(r,
         got->total_exact ? got->total == want->hit_count
                          : got->total <= want->hit_count,
         "another total");
    check_hits(r, got, want);
    must(r, got->facet_count == want->facet_count, "another number of facets");
    for (size_t i = 0; i < got->facet_count; i++)
        check_facet(r, &got->facets[i], &want->facets[i]);
    if (got->hit_count == 0)
        return;
    if (r->options.sort == SEARCH_RELEVANCE)
        check_explained(r, got);
    check_places(r, got);
}

/* What was searched is what is reported: the oracle searches it again. */
static void check_tiers(struct round *r, const struct search_result *got)
{
    const struct query_node *roots[SEARCH_TIERS_MAX];
    struct reference_result want;
    uint64_t totals[SEARCH_TIERS_MAX] = {0};
    for (size_t i = 0; i < got->tier_count; i++)
        roots[i] = got->tiers[i].root;
    reference_search_tiers(r->reference, roots, (unsigned)got->tier_count, &r->options,
                           &want);
    for (size_t i = 0; i < want.hit_count; i++)
        totals[want.hits[i].tier]++;
    for (size_t i = 0; i < got->tier_count; i++) {
        const struct search_tier *tier = &got->tiers[i];
        must(r, i == 0 || tier->total > 0, "an empty tier");
        must(r, tier->total_exact ? tier->total == totals[i] : tier->total <= totals[i],
             "another total of a tier");
    }
    check_result(r, got, &want);
}

static void check_query(struct round *r)
{
    struct error err = ERROR_NONE;
    struct search_result got;
    struct reference_result want;
    struct query query = make_query(r);
    struct search_ladder ladder = {.rungs = (unsigned)numbers_next(&r->numbers),
                                   .analysis = r->analysis};
    choose_options(r);
    r->options.ladder = toss(r, 4) ? &ladder : NULL;
    for (unsigned i = 0; i < 2; i++) {
        r->options.exhaustive = i == 1;
        must_be_ok(
            r, search_run(&got, r->snapshot, &query, &r->options, &r->queries, &err),
            &err);
        reference_search(r->reference, query.root, &r->options, &want);
        must(r, got.tiers[0].root == query.root || want.hit_count == 0,
             "relaxed in vain");
        must(r, got.tier_count == 1 || r->options.ladder, "a tier without a ladder");
        check_tiers(r, &got);
    }
}

/* Any trees, one after the other. */
static void run_tiers(struct round *r, const struct query *queries, unsigned count,
                      struct search_result *got)
{
    struct error err = ERROR_NONE;
    struct tiers tiers;
    memset(got, 0, sizeof *got);
    must_be_ok(r,
               tier_init(&tiers, r->snapshot, &r->options,
                         rescore_candidates(&r->options), &r->queries, &err),
               &err);
    for (unsigned i = 0; i < count; i++) {
        struct search_tier tier = {.root = queries[i].root};
        must_be_ok(r, tier_run(&tiers, &tier), &err);
        if (i == 0 || tier.total > 0)
            tier_keep(&tiers, &tier);
    }
    must_be_ok(r, rescore_tiers(&tiers), &err);
    must_be_ok(r, tier_finish(&tiers, got), &err);
    tier_release(&tiers);
}

static void check_any_tiers(struct round *r)
{
    struct query queries[SEARCH_TIERS_MAX];
    struct search_result got;
    unsigned count = 1 + (unsigned)numbers_below(&r->numbers, SEARCH_TIERS_MAX);
    for (unsigned i = 0; i < count; i++)
        queries[i] = make_query(r);
    choose_options(r);
    r->options.ladder = NULL;
    for (unsigned i = 0; i < 2; i++) {
        r->options.exhaustive = i == 1;
        run_tiers(r, queries, count, &got);
        check_tiers(r, &got);
    }
}

/* Mostly small; every tenth one has lists of many blocks, so that blocks are skipped.
 */
static void choose_size(struct round *r)
{
    r->large = toss(r, 10);
    r->ids = r->large ? 2000 + (uint32_t)numbers_below(&r->numbers, 3000)
                      : 1 + (uint32_t)numbers_below(&r->numbers, 60);
    r->words =
        (r->large ? 2 : 3) + (uint32_t)numbers_below(&r->numbers, r->large ? 8 : 40);
}

static void run_round(uint64_t seed, bool verbose)
{
    struct round r = {.seed = seed, .numbers = numbers_from(seed), .verbose = verbose};
    struct error err = ERROR_NONE;
    scratch_make(&r.scratch);
    arena_init(&r.articles, (size_t)1 << 28);
    arena_init(&r.queries, (size_t)1 << 26);
    must_be_ok(&r, analysis_open(&r.analysis, &err), &err);
    r.reference = reference_open(r.analysis);
    choose_size(&r);
    make_archive(&r);
    for (unsigned i = 0; i < QUERIES; i++) {
        arena_reset(&r.queries);
        if (toss(&r, 3))
            check_any_tiers(&r);
        else
            check_query(&r);
    }
    snapshot_release(r.snapshot);
    reference_close(r.reference);
    analysis_close(r.analysis);
    arena_release(&r.articles);
    arena_release(&r.queries);
    scratch_remove(&r.scratch);
}

int main(int argc, char **argv)
{
    uint64_t seed = 1, rounds = ROUNDS;
    bool verbose = false;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--seed") == 0 && i + 1 < argc)
            seed = strtoull(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--rounds") == 0 && i + 1 < argc)
            rounds = strtoull(argv[++i], NULL, 10);
        else
            verbose = strcmp(argv[i], "--verbose") == 0;
    }
    printf("seeds %" PRIu64 " to %" PRIu64 "\n", seed, seed + rounds - 1);
    for (uint64_t i = 0; i < rounds; i++)
        run_round(seed + i, verbose);
    printf("ok search: %" PRIu64 " archives, %" PRIu64 " queries\n", rounds,
           rounds * QUERIES);
    return 0;
}
