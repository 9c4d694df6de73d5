/* game_corpus.c - documents of a race, made of real text:
 *
 *   cat FILE.jsonl[.gz]... | game_corpus DOCUMENTS [SEED] >documents
 *
 *   articles --analysis--> sentences of term numbers --rank--> "t17 t2 t4031 " as bytes
 *                                                                  |  runs of sentences
 *   {"id":"0","text":"t17 t2 t4031 …"}   <---- 1 to 3 neighbours ---'  + rare terms
 *
 * The text is analysed once, by the product's own analysis; t1 is the most frequent
 * term. A document is made of runs of whole sentences, so that phrases, frequencies and
 * the clustering of a journal's words stay those of real text, and documents come journal
 * by journal, as in resample.c. Nothing is looked up for a document: it is a few copies
 * of bytes, and ten million of them stream out faster than an engine reads.
 *
 * What a resampled text lacks is that an archive goes on to bring new words. Of the words
 * of a further text of the same kind, the share that the first text has not is what is new
 * at its end, RARE = beta * terms / tokens, and stays so (a Pitman-Yor process is
 * exchangeable); of these rare ones the share ((n + tokens) / tokens) ^ (beta - 1) is new
 * even then, after n tokens, and the others have been seen before. So the dictionary grows
 * as Heaps' law has it, terms * ((n + tokens) / tokens) ^ beta, beta being measured on
 * the text. Those seen before come from what was rare of late: in this document, in this
 * part of the journal, or in the last RARE_KEPT.
 */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "bench/bench.h"
#include "ingest/jsonl.h"
#include "support/shelves.h"
#include "text/analysis.h"
#include "text/sentences.h"

enum {
    HALF_BLOCKS = 64,     /* of neighbouring articles, in half of the text */
    SENTENCE_TOKENS = 60, /* a longer one (verse without marks) is cut there */
    WORDS_MIN = 40,       /* of a document */
    WORDS_MORE = 260,     /* beyond them on average */
    WORDS_MAX = 1500,
    RUNS_MAX = 3,
    RARE_MAX = 64, /* rare terms of one run */
    RARE_KEPT = 1 << 22,
    RARE_NEAR = 1 << 14,
    RARE_HERE = 8,
    OUT_BYTES = 1 << 20
};

#define BETA_MAX 0.7

/* Sentence s is text [starts[s], starts[s + 1]) and tokens[s + 1] - tokens[s] tokens. */
struct sentence {
    uint32_t start, token;
};

struct source {
    uint32_t first, count; /* sentences */
};

struct corpus {
    struct shelves *shelves;
    struct source *sources;
    size_t source_count, source_capacity;
    struct sentence *sentences; /* one more than there are */
    size_t sentence_count, sentence_capacity;
    uint32_t *tokens; /* term numbers; ranks once the text is read */
    size_t token_count, token_capacity;
    struct buf text; /* all of it, rendered */

    struct arena terms;
    struct hash_table numbers; /* term -> number */
    uint64_t *counts;          /* by term number */
    size_t term_count, count_capacity;

    double beta, rare_share;
    uint64_t written; /* tokens */
    uint64_t rare_seen, rare_new;
    uint32_t *rare; /* the last RARE_KEPT rare terms */
    struct chance chance;
    struct buf out;
};

static void *must(void *block)
{
    if (!block)
        bench_die("out of memory", NULL);
    return block;
}

#define GROW(array, capacity, need)                                                    \
    ((array) = must(memory_grow((array), &(capacity), (need), sizeof *(array))))

/* --- Reading ------------------------------------------------------------------ */

static uint32_t number_of(struct corpus *corpus, struct span term)
{
    bool is_new = false;
    uint64_t *number = hash_table_get(&corpus->numbers, term);
    if (number)
        return (uint32_t)*number;
    struct span copy = arena_copy(&corpus->terms, term);
    number = must(copy.data ? hash_table_put(&corpus->numbers, copy, &is_new) : NULL);
    GROW(corpus->counts, corpus->count_capacity, corpus->term_count + 1);
    corpus->counts[corpus->term_count] = 0;
    *number = corpus->term_count++;
    return (uint32_t)*number;
}

static void end_sentence(struct corpus *corpus)
{
    uint32_t done = corpus->sentences[corpus->sentence_count].token;
    if (corpus->token_count == done)
        return;
    GROW(corpus->sentences, corpus->sentence_capacity, corpus->sentence_count + 2);
    corpus->sentence_count++;
    corpus->sentences[corpus->sentence_count].token = (uint32_t)corpus->token_count;
}

static void read_sentence(struct corpus *corpus, struct analysis *analysis,
                          struct span text, enum lang lang)
{
    static struct analysis_walk walk;
    const struct analysis_term *term;
    struct span raw;
    uint32_t pos;
    analysis_walk_open(&walk, analysis, text, lang, 0);
    while (analysis_walk_next(&walk, &term, &pos, &raw)) {
        if (term->joined)
            continue;
        uint32_t number = number_of(corpus, term->term);
        corpus->counts[number]++;
        GROW(corpus->tokens, corpus->token_capacity, corpus->token_count + 1);
        corpus->tokens[corpus->token_count++] = number;
        uint32_t start = corpus->sentences[corpus->sentence_count].token;
        if (corpus->token_count - start == SENTENCE_TOKENS)
            end_sentence(corpus);
    }
    end_sentence(corpus);
}

static void read_article(struct corpus *corpus, struct analysis *analysis,
                         const struct article *article)
{
    size_t first = corpus->sentence_count, token = corpus->token_count;
    for (size_t i = 0; i < article->paragraph_count; i++) {
        const struct paragraph *paragraph = &article->paragraphs[i];
        struct sentences sentences = sentences_open(paragraph->text);
        struct span sentence;
        if (paragraph->kind == PARAGRAPH_REFERENCE)
            continue;
        while (sentences_next(&sentences, &sentence))
            read_sentence(corpus, analysis, sentence, paragraph->lang);
    }
    if (corpus->sentence_count == first)
        return;
    /* Kyrgyz texts, of which there are few, twice as often. */
    uint64_t weight = (corpus->token_count - token) << (article->lang == LANG_KY);
    shelves_add(corpus->shelves, article_text(&article->journal, LANG_UND, NULL),
                weight);
    GROW(corpus->sources, corpus->source_capacity, corpus->source_count + 1);
    corpus->sources[corpus->source_count++] =
        (struct source){(uint32_t)first, (uint32_t)(corpus->sentence_count - first)};
}

static void read_articles(struct corpus *corpus)
{
    struct analysis *analysis = NULL;
    struct gunzip *input = NULL;
    struct jsonl jsonl;
    struct arena arena;
    struct error err = ERROR_NONE;
    enum status status = ST_OK;
    if (analysis_open(&analysis, &err) || gunzip_open(&input, 0, &err))
        bench_die("the analysis", &err);
    jsonl_init(&jsonl, input);
    arena_init(&arena, (size_t)1 << 30);
    GROW(corpus->sentences, corpus->sentence_capacity, 1);
    corpus->sentences[0] = (struct sentence){0, 0};
    while (status != ST_END) {
        struct article article = {.date = 0};
        arena_reset(&arena);
        status = jsonl_next(&jsonl, span_text("-"), &article, &arena, &err);
        if (status == ST_OK)
            read_article(corpus, analysis, &article);
        else if (status != ST_END && jsonl.broken)
            bench_die("standard input", &err);
        err = ERROR_NONE;
    }
    if (corpus->source_count == 0)
        bench_die("no articles on standard input", NULL);
    arena_release(&arena);
    jsonl_release(&jsonl);
    gunzip_close(input);
    analysis_close(analysis);
}

/* --- Terms by falling frequency ------------------------------------------------ */

struct ranked {
    uint64_t count;
    uint32_t number;
};

static int by_rank(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

/* Term numbers become ranks from 1: ties by first occurrence. */
static void rank_terms(struct corpus *corpus)
{
    struct ranked *ranked = must(memory_zeroed(corpus->term_count, sizeof *ranked));
    uint32_t *rank = must(memory_zeroed(corpus->term_count, sizeof *rank));
    for (size_t i = 0; i < corpus->term_count; i++)
        ranked[i] = (struct ranked){corpus->counts[i], (uint32_t)i};
    qsort(ranked, corpus->term_count, sizeof *ranked, by_rank);
    for (size_t i = 0; i < corpus->term_count; i++)
        rank[ranked[i].number] = (uint32_t)i + 1;
    for (size_t i = 0; i < corpus->token_count; i++)
        corpus->tokens[i] = rank[corpus->tokens[i]];
    memory_free(ranked);
    memory_free(rank);
}

/* Each token with a blank behind it. */
static void render_text(struct corpus *corpus)
{
    size_t token = 0;
    for (size_t s = 0; s < corpus->sentence_count; s++) {
        corpus->sentences[s].start = (uint32_t)corpus->text.len;
        for (; token < corpus->sentences[s + 1].token; token++)
            buf_print(&corpus->text, "t%" PRIu32 " ", corpus->tokens[token]);
    }
    corpus->sentences[corpus->sentence_count].start = (uint32_t)corpus->text.len;
    if (corpus->text.status || corpus->text.len > UINT32_MAX)
        bench_die("the source is too large", NULL);
}

/* The mean number of terms in the one half of the text and in the other: a block of
 * neighbouring articles to this one, the next to that. */
static double half_terms(const struct corpus *corpus)
{
    uint8_t *met = must(memory_zeroed(corpus->term_count, 1));
    size_t block = corpus->source_count / (2 * HALF_BLOCKS) + 1, terms = 0;
    for (size_t i = 0; i < corpus->source_count; i++) {
        const struct source *source = &corpus->sources[i];
        uint32_t end = corpus->sentences[source->first + source->count].token;
        for (uint32_t t = corpus->sentences[source->first].token; t < end; t++)
            met[corpus->tokens[t]] |= (uint8_t)(1 << (i / block & 1));
    }
    for (size_t i = 0; i < corpus->term_count; i++)
        terms += (size_t)(met[i] & 1) + (met[i] >> 1);
    memory_free(met);
    return (double)terms / 2;
}

/* Heaps' exponent: how the dictionary grows from half of the text to all. A text of a few
 * pages says little of it. */
static void measure_growth(struct corpus *corpus)
{
    corpus->beta = log2((double)corpus->term_count / half_terms(corpus));
    corpus->beta = corpus->beta < BETA_MAX ? corpus->beta : BETA_MAX;
    corpus->rare_share =
        corpus->beta * (double)corpus->term_count / (double)corpus->token_count;
    fprintf(stderr,
            "game_corpus: %zu articles, %zu sentences, %zu tokens, %zu terms; beta "
            "%.3f, %.2f rare terms in 100 tokens\n",
            corpus->source_count, corpus->sentence_count, corpus->token_count,
            corpus->term_count, corpus->beta, 100 * corpus->rare_share);
}

/* --- Documents ----------------------------------------------------------------- */

static double draw_unit(struct chance *chance) /* (0, 1] */
{
    return ((double)(chance_next(chance) >> 11) + 1) * 0x1p-53;
}

/* Exponential above a floor, as lengths of articles are. */
static uint32_t draw_words(struct chance *chance)
{
    double words = WORDS_MIN - WORDS_MORE * log(draw_unit(chance));
    return words < WORDS_MAX ? (uint32_t)words : WORDS_MAX;
}

/* A new term, or one of the rare ones so far: half of these of late, and half of those
 * just now. */
static uint32_t draw_rare(struct corpus *corpus, double new_share)
{
    uint64_t kept = corpus->rare_seen < RARE_KEPT ? corpus->rare_seen : RARE_KEPT;
    uint64_t reach[] = {kept, kept, RARE_NEAR, RARE_HERE};
    uint64_t back = reach[chance_below(&corpus->chance, 4)];
    uint32_t term;
    if (kept == 0 || draw_unit(&corpus->chance) <= new_share) {
        corpus->rare_new++;
        term = (uint32_t)(corpus->term_count + corpus->rare_new);
    } else {
        back = 1 + chance_below(&corpus->chance, back < kept ? back : kept);
        term = corpus->rare[(corpus->rare_seen - back) % RARE_KEPT];
    }
    corpus->rare[corpus->rare_seen++ % RARE_KEPT] = term;
    return term;
}

/* How many of `tokens` are rare: by chance, so that a document may have none. */
static unsigned draw_rare_count(struct corpus *corpus, uint32_t tokens)
{
    double expected = corpus->rare_share * tokens;
    double count = floor(expected + draw_unit(&corpus->chance) * 2 - 0.5);
    if (count <= 0)
        return 0;
    return count < RARE_MAX ? (unsigned)count : RARE_MAX;
}

static void sort_offs(size_t *offs, unsigned count)
{
    for (unsigned i = 1; i < count; i++) {
        size_t moving = offs[i];
        unsigned at = i;
        for (; at > 0 && offs[at - 1] > moving; at--)
            offs[at] = offs[at - 1];
        offs[at] = moving;
    }
}

/* The run's bytes with rare terms between its tokens. */
static void put_mixed(struct corpus *corpus, struct span run, uint32_t tokens)
{
    size_t offs[RARE_MAX], done = 0;
    unsigned count = draw_rare_count(corpus, tokens);
    double n = (double)corpus->written / (double)corpus->token_count;
    double new_share = count ? pow(n + 1, corpus->beta - 1) : 0;
    for (unsigned i = 0; i < count; i++)
        offs[i] = (size_t)chance_below(&corpus->chance, run.len);
    sort_offs(offs, count);
    for (unsigned i = 0; i < count; i++) {
        size_t end = span_find(run, ' ', offs[i] > done ? offs[i] : done) + 1;
        end = end < run.len ? end : run.len;
        buf_put(&corpus->out, run.data + done, end - done);
        buf_print(&corpus->out, "t%" PRIu32 " ", draw_rare(corpus, new_share));
        done = end;
    }
    buf_put(&corpus->out, run.data + done, run.len - done);
    corpus->written += tokens + count;
}

/* Whole sentences from a random one on (of a quarter of them from the first), until
 * there are `words`. */
static void put_run(struct corpus *corpus, const struct source *source, uint32_t words)
{
    const struct sentence *all = corpus->sentences + source->first;
    uint32_t first = (uint32_t)chance_below(&corpus->chance, source->count);
    first = first < source->count / 4 ? 0 : first;
    uint32_t end = first + 1;
    while (end < source->count && all[end].token - all[first].token < words)
        end++;
    put_mixed(corpus,
              span_of(corpus->text.data + all[first].start,
                      all[end].start - all[first].start),
              all[end].token - all[first].token);
}

static void put_document(struct corpus *corpus, uint64_t number, unsigned shelf)
{
    size_t at = shelves_draw(corpus->shelves, shelf, &corpus->chance);
    uint32_t words = draw_words(&corpus->chance);
    uint32_t runs = 1 + (uint32_t)chance_below(&corpus->chance, RUNS_MAX);
    buf_print(&corpus->out, "{\"id\":\"%" PRIu64 "\",\"text\":\"", number);
    for (uint32_t i = 0; i < runs; i++) {
        put_run(corpus, &corpus->sources[at], words / runs + 1);
        ptrdiff_t next = shelves_neighbour(corpus->shelves, at);
        if (next == SHELVES_NONE)
            break;
        at = (size_t)next;
    }
    corpus->out.len--; /* the blank behind the last token */
    buf_put_text(&corpus->out, "\"}\n");
}

static void write_documents(struct corpus *corpus, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++) {
        put_document(corpus, i, (unsigned)(i * SHELVES / count));
        if (corpus->out.len < OUT_BYTES && i + 1 < count)
            continue;
        if (corpus->out.status)
            bench_die("out of memory", NULL);
        if (fwrite(corpus->out.data, 1, corpus->out.len, stdout) != corpus->out.len)
            bench_die("standard output", NULL);
        buf_reset(&corpus->out);
    }
    fprintf(stderr,
            "game_corpus: %" PRIu64 " documents, %" PRIu64 " tokens, %" PRIu64
            " rare, %" PRIu64 " terms besides the text's\n",
            count, corpus->written, corpus->rare_seen, corpus->rare_new);
}

static void release(struct corpus *corpus)
{
    shelves_close(corpus->shelves);
    memory_free(corpus->sources);
    memory_free(corpus->sentences);
    memory_free(corpus->tokens);
    memory_free(corpus->counts);
    memory_free(corpus->rare);
    hash_table_release(&corpus->numbers);
    arena_release(&corpus->terms);
    buf_release(&corpus->text);
    buf_release(&corpus->out);
}

int main(int argc, char **argv)
{
    uint64_t count = argc > 1 ? strtoull(argv[1], NULL, 10) : 0;
    static struct corpus corpus;
    if (count == 0) {
        fprintf(stderr, "usage: cat FILE.jsonl... | game_corpus DOCUMENTS [SEED]\n");
        return 2;
    }
    corpus.chance.state = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    corpus.shelves = shelves_open();
    corpus.rare = must(memory_zeroed(RARE_KEPT, sizeof *corpus.rare));
    arena_init(&corpus.terms, (size_t)1 << 30);
    hash_table_init(&corpus.numbers);
    buf_init(&corpus.text, 0);
    buf_init(&corpus.out, 0);
    read_articles(&corpus);
    shelves_arrange(corpus.shelves);
    measure_growth(&corpus);
    rank_terms(&corpus);
    render_text(&corpus);
    write_documents(&corpus, count);
    release(&corpus);
    return 0;
}
