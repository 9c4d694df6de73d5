/* A collection ranked by plain BM25 over one kind of term: what a way of treating word
 * endings is worth when nothing else differs.
 *
 *   baseline whole|cut5|russian DOCS QUERIES >run
 *
 *   DOCS     lines id TAB text          QUERIES  lines qid TAB query
 *   whole    words in search form (fold.h): lower case, ё as е
 *   cut5     their first five letters
 *   russian  Snowball's Russian stem of every word, whatever its language
 *
 * A word is a run of letters and digits, a query the bag of its words, nothing is left
 * out. k1 1.2, b 0.75, idf ln(1 + (N - n + 0.5) / (n + 0.5)) (Robertson & Zaragoza 2009).
 * The best hundred of each query are printed, equal scores in the order of DOCS.
 *
 *   table: word -> place in terms        terms[place]: its postings, ascending by doc
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "text/fold.h"
#include "text/stem_ru.h"
#include "text/utf8.h"

enum mode { MODE_WHOLE, MODE_CUT5, MODE_RUSSIAN };
enum { HITS_MAX = 100, CUT_LETTERS = 5 };

static const double k1 = 1.2;
static const double b = 0.75;

struct posting {
    uint32_t doc;
    uint32_t freq;
};

struct term {
    struct posting *postings;
    size_t count, capacity;
};

struct doc {
    struct span id;
    uint32_t word_count;
};

struct collection {
    enum mode mode;
    struct stem_ru *stemmer;
    struct arena words; /* the table's keys */
    struct hash_table table;
    struct term *terms;
    size_t term_count, term_capacity;
    struct doc *docs;
    size_t doc_count, doc_capacity;
    uint64_t word_count;
};

struct hit {
    double score;
    uint32_t doc;
};

static void need(bool good, const char *what)
{
    if (good)
        return;
    (void)fprintf(stderr, "baseline: %s\n", what);
    exit(2);
}

/* Takes the next word's term off the front of the text; false at its end. */
static bool next_term(const struct collection *collection, struct span *text,
                      struct buf *term)
{
    size_t off = 0, letters = 0;
    buf_reset(term);
    while (off < text->len) {
        uint32_t code = utf8_next(*text, &off);
        enum code_class class = fold_class(code);
        if (class == CODE_LETTER || class == CODE_DIGIT) {
            if (collection->mode != MODE_CUT5 || letters < CUT_LETTERS)
                utf8_put(term, fold_code(code));
            letters++;
        } else if (letters > 0 && class != CODE_MARK && class != CODE_IGNORED) {
            break;
        }
    }
    *text = span_part(*text, off, text->len);
    need(term->status == ST_OK, "out of memory");
    return letters > 0;
}

static struct span term_form(const struct collection *collection,
                             const struct buf *term)
{
    struct span word = buf_span(term);
    if (collection->mode != MODE_RUSSIAN)
        return word;
    return stem_ru_russian(collection->stemmer, word);
}

static struct term *put_term(struct collection *collection, struct span word)
{
    uint64_t *place = hash_table_get(&collection->table, word);
    if (place)
        return &collection->terms[*place];
    bool is_new;
    struct span key = arena_copy(&collection->words, word);
    place = key.data ? hash_table_put(&collection->table, key, &is_new) : NULL;
    need(place != NULL, "out of memory");
    size_t count = collection->term_count++;
    void *grown = memory_grow(collection->terms, &collection->term_capacity, count + 1,
                              sizeof *collection->terms);
    need(grown != NULL, "out of memory");
    collection->terms = grown;
    collection->terms[count] = (struct term){NULL, 0, 0};
    *place = count;
    return &collection->terms[count];
}

static void add_posting(struct term *term, uint32_t doc)
{
    if (term->count > 0 && term->postings[term->count - 1].doc == doc) {
        term->postings[term->count - 1].freq++;
        return;
    }
    void *grown = memory_grow(term->postings, &term->capacity, term->count + 1,
                              sizeof *term->postings);
    need(grown != NULL, "out of memory");
    term->postings = grown;
    term->postings[term->count++] = (struct posting){doc, 1};
}

static void add_doc(struct collection *collection, struct span id, struct span text)
{
    size_t count = collection->doc_count++;
    void *grown = memory_grow(collection->docs, &collection->doc_capacity, count + 1,
                              sizeof *collection->docs);
    need(grown != NULL, "out of memory");
    collection->docs = grown;
    struct buf word;
    buf_init(&word, 0);
    uint32_t words = 0;
    for (; next_term(collection, &text, &word); words++)
        add_posting(put_term(collection, term_form(collection, &word)),
                    (uint32_t)count);
    buf_release(&word);
    collection->docs[count] = (struct doc){id, words};
    collection->word_count += words;
}

/* The next line's two parts; false at the end. */
static bool next_line(struct span *text, struct span *id, struct span *rest)
{
    if (text->len == 0)
        return false;
    size_t end = span_find(*text, '\n', 0);
    struct span line = span_part(*text, 0, end);
    *text = span_part(*text, end + 1, text->len);
    size_t tab = span_find(line, '\t', 0);
    *id = span_part(line, 0, tab);
    *rest = span_part(line, tab + 1, line.len);
    return true;
}

static void add_term_scores(const struct collection *collection,
                            const struct term *term, double *scores)
{
    double docs = (double)collection->doc_count, found = (double)term->count;
    double mean = (double)collection->word_count / docs;
    double idf = log(1 + (docs - found + 0.5) / (found + 0.5));
    for (size_t i = 0; i < term->count; i++) {
        uint32_t doc = term->postings[i].doc;
        double freq = term->postings[i].freq;
        double length = collection->docs[doc].word_count / mean;
        scores[doc] += idf * freq * (k1 + 1) / (freq + k1 * (1 - b + b * length));
    }
}

static int compare_hits(const void *left, const void *right)
{
    const struct hit *x = left, *y = right;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return x->doc < y->doc ? -1 : x->doc > y->doc;
}

static void print_hits(const struct collection *collection, struct span qid,
                       const double *scores, struct hit *hits)
{
    size_t count = 0;
    for (uint32_t doc = 0; doc < collection->doc_count; doc++)
        if (scores[doc] > 0)
            hits[count++] = (struct hit){scores[doc], doc};
    qsort(hits, count, sizeof *hits, compare_hits);
    for (size_t i = 0; i < count && i < HITS_MAX; i++) {
        struct span id = collection->docs[hits[i].doc].id;
        printf("%.*s Q0 %.*s %zu %.6f baseline\n", (int)qid.len, (const char *)qid.data,
               (int)id.len, (const char *)id.data, i + 1, hits[i].score);
    }
}

static void answer(const struct collection *collection, struct span queries)
{
    double *scores = memory_zeroed(collection->doc_count, sizeof *scores);
    struct hit *hits = memory_zeroed(collection->doc_count, sizeof *hits);
    need(scores && hits, "out of memory");
    struct buf word;
    buf_init(&word, 0);
    struct span qid, query;
    while (next_line(&queries, &qid, &query)) {
        memset(scores, 0, collection->doc_count * sizeof *scores);
        while (next_term(collection, &query, &word)) {
            struct span form = term_form(collection, &word);
            const uint64_t *place = hash_table_get(&collection->table, form);
            if (place)
                add_term_scores(collection, &collection->terms[*place], scores);
        }
        print_hits(collection, qid, scores, hits);
    }
    buf_release(&word);
    memory_free(hits);
    memory_free(scores);
}

static enum mode mode_of(const char *name)
{
    static const char *const names[] = {"whole", "cut5", "russian"};
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return (enum mode)i;
    need(false, "the first argument is whole, cut5 or russian");
    return MODE_WHOLE;
}

static void collection_release(struct collection *collection)
{
    for (size_t i = 0; i < collection->term_count; i++)
        memory_free(collection->terms[i].postings);
    memory_free(collection->terms);
    memory_free(collection->docs);
    hash_table_release(&collection->table);
    arena_release(&collection->words);
    stem_ru_close(collection->stemmer);
}

int main(int argc, char **argv)
{
    need(argc == 4, "usage: baseline whole|cut5|russian DOCS QUERIES");
    struct error err = ERROR_NONE;
    struct file_map docs = {0}, queries = {0};
    need(file_map_open(&docs, argv[2], &err) == ST_OK, err.text);
    need(file_map_open(&queries, argv[3], &err) == ST_OK, err.text);
    struct collection collection = {.mode = mode_of(argv[1]),
                                    .stemmer = stem_ru_open()};
    need(collection.stemmer != NULL, "out of memory");
    arena_init(&collection.words, (size_t)1 << 30);
    hash_table_init(&collection.table);
    struct span text = docs.bytes, id, body;
    while (next_line(&text, &id, &body))
        add_doc(&collection, id, body);
    answer(&collection, queries.bytes);
    collection_release(&collection);
    file_map_close(&queries);
    file_map_close(&docs);
    need(fflush(stdout) == 0, "cannot write");
    return 0;
}
