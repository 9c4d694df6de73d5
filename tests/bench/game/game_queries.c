/* game_queries.c - a query log by tag, made of a race's documents:
 *
 *   game_queries [PER_TAG [SEED]] <documents >log          log: TAG TAB QUERY
 *
 * One pass counts in how many documents each term is and keeps a random choice of
 * documents; the queries are then made of these, so that words of a query stand together
 * in a text and what is asked as a phrase is one. README.md has the tags.
 */
#include <inttypes.h>
#include <string.h>

#include "base/memory.h"
#include "bench/bench.h"
#include "support/race_documents.h"

enum {
    KEPT = 20000, /* documents to make queries of */
    BAND_TERMS = 4096,
    WORDS_MAX = 8, /* of a query */
    QUERY_BYTES = 192,
    PER_TAG_MAX = 1000,
    FREQUENT = 100, /* the terms of phrase_high */
    TRIES = 400000
};

enum band { HIGH, MID, LOW, BANDS };

/* A random choice of the terms of a band. */
struct sample {
    uint32_t terms[BAND_TERMS];
    size_t count;
    uint64_t seen;
};

struct log {
    struct race_documents documents;
    uint64_t doc_count;
    const uint32_t *doc_freq; /* by term number */
    struct sample bands[BANDS];
    uint32_t frequent_freq; /* of the least frequent of the FREQUENT terms */
    uint64_t per_tag;
    char (*queries)[QUERY_BYTES]; /* of the tag at hand */
    uint64_t query_count;
    uint32_t (*picks)[WORDS_MAX]; /* of the last ANDs, for the ORs of the same words */
    struct chance chance;
};

static void *must(void *block)
{
    if (!block)
        bench_die("out of memory", NULL);
    return block;
}

/* --- Terms by frequency --------------------------------------------------------- */

/* In 5 documents of 100 and more; in 1 of 1,000 to 1 of 100; in two and a few more. */
static enum band band_of(const struct log *log, uint32_t doc_freq)
{
    uint64_t docs = log->doc_count;
    if (doc_freq >= (docs + 19) / 20)
        return HIGH;
    if (doc_freq >= 2 && doc_freq <= 3 + docs / 20000)
        return LOW;
    if (doc_freq >= docs / 1000 && doc_freq <= docs / 100)
        return MID;
    return BANDS;
}

static enum band band_of_term(const struct log *log, uint32_t term)
{
    return band_of(log, log->doc_freq[term]);
}

static int by_falling(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x < y) - (x > y);
}

static void find_frequent(struct log *log)
{
    uint32_t *freqs =
        must(memory_zeroed(log->documents.term_count + FREQUENT, sizeof *freqs));
    memcpy(freqs, log->doc_freq, log->documents.term_count * sizeof *freqs);
    qsort(freqs, log->documents.term_count, sizeof *freqs, by_falling);
    log->frequent_freq = freqs[FREQUENT - 1] ? freqs[FREQUENT - 1] : 1;
    memory_free(freqs);
}

static void sample_bands(struct log *log)
{
    for (size_t term = 1; term < log->documents.term_count; term++) {
        enum band band = band_of_term(log, (uint32_t)term);
        if (band == BANDS)
            continue;
        struct sample *sample = &log->bands[band];
        uint64_t at = sample->seen++;
        if (at >= BAND_TERMS)
            at = chance_below(&log->chance, sample->seen);
        if (at >= BAND_TERMS)
            continue;
        sample->terms[at] = (uint32_t)term;
        sample->count += sample->count < BAND_TERMS;
    }
    for (unsigned band = 0; band < BANDS; band++)
        if (log->bands[band].count == 0)
            bench_die("too few documents for words of every frequency", NULL);
}

static uint32_t draw(struct log *log, enum band band)
{
    struct sample *sample = &log->bands[band];
    return sample->terms[chance_below(&log->chance, sample->count)];
}

/* --- Words out of a document ----------------------------------------------------- */

static const struct race_document *draw_document(struct log *log)
{
    const struct race_documents *all = &log->documents;
    return &all->kept[chance_below(&log->chance, all->kept_count)];
}

/* People ask for words that say something: most that are in every fifth document or more
 * are passed over. */
static bool may_ask(struct log *log, uint32_t term)
{
    return log->doc_freq[term] < log->doc_count / 5 ||
           chance_below(&log->chance, 10) == 0;
}

static bool is_among(uint32_t term, const uint32_t *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (words[i] == term)
            return true;
    return false;
}

/* A token of the document that is none of the words; of a band, or BANDS: any that may be
 * asked. 0: not found. */
static uint32_t pick_word(struct log *log, const struct race_document *doc,
                          enum band band, const uint32_t *words, size_t count)
{
    for (unsigned i = 0; i < 40 && doc->count > 0; i++) {
        uint32_t term = doc->tokens[chance_below(&log->chance, doc->count)];
        bool fits =
            band == BANDS ? may_ask(log, term) : band_of_term(log, term) == band;
        if (fits && !is_among(term, words, count))
            return term;
    }
    return 0;
}

static bool pick_words(struct log *log, uint32_t *words, size_t count)
{
    const struct race_document *doc = draw_document(log);
    for (size_t i = 0; i < count; i++)
        if (!(words[i] = pick_word(log, doc, BANDS, words, i)))
            return false;
    return true;
}

/* Words that follow each other. */
static bool pick_run(struct log *log, const struct race_document *doc, uint32_t *words,
                     size_t count)
{
    if (doc->count < count)
        return false;
    size_t at = (size_t)chance_below(&log->chance, doc->count - count + 1);
    memcpy(words, doc->tokens + at, count * sizeof *words);
    return true;
}

/* --- Queries --------------------------------------------------------------------- */

/* "+t1 +t2" */
static void put_words(char *query, const char *sign, const uint32_t *words,
                      size_t count)
{
    size_t at = strlen(query);
    for (size_t i = 0; i < count; i++)
        at += (size_t)snprintf(query + at, QUERY_BYTES - at, "%s%st%" PRIu32,
                               at ? " " : "", sign, words[i]);
}

static void put_phrase(char *query, const char *sign, const uint32_t *words,
                       size_t count)
{
    size_t at = strlen(query);
    for (size_t i = 0; i < count; i++)
        at += (size_t)snprintf(query + at, QUERY_BYTES - at, "%s%s%st%" PRIu32 "%s",
                               at ? " " : "", i ? "" : sign, i ? "" : "\"", words[i],
                               i + 1 < count ? "" : "\"");
}

/* False when the tag has this query already. */
static bool is_fresh(const struct log *log, const char *query)
{
    for (uint64_t i = 0; i < log->query_count; i++)
        if (strcmp(log->queries[i], query) == 0)
            return false;
    return true;
}

/* One query into the empty text; false: not this time. */
typedef bool make_function(struct log *log, char *query, unsigned size);

static void make_tag(struct log *log, const char *tag, make_function *make,
                     unsigned size)
{
    log->query_count = 0;
    for (unsigned i = 0; i < TRIES && log->query_count < log->per_tag; i++) {
        char query[QUERY_BYTES] = "";
        if (!make(log, query, size) || !is_fresh(log, query))
            continue;
        memcpy(log->queries[log->query_count++], query, sizeof query);
        printf("%s\t%s\n", tag, query);
    }
    if (log->query_count < log->per_tag)
        fprintf(stderr, "game_queries: only %" PRIu64 " of %s\n", log->query_count,
                tag);
}

static bool make_term(struct log *log, char *query, unsigned band)
{
    uint32_t term = draw(log, (enum band)band);
    put_words(query, "", &term, 1);
    return true;
}

/* The words are kept; `size` 0: five to eight. */
static bool make_and(struct log *log, char *query, unsigned size)
{
    uint32_t *words = log->picks[log->query_count];
    size_t count = size ? size : 5 + (size_t)chance_below(&log->chance, 4);
    memset(words, 0, sizeof *log->picks);
    if (!pick_words(log, words, count))
        return false;
    put_words(query, "+", words, count);
    return true;
}

static bool make_or(struct log *log, char *query, unsigned size)
{
    const uint32_t *words = log->picks[log->query_count];
    (void)size;
    for (size_t i = 0; i < WORDS_MAX && words[i]; i++)
        put_words(query, "", &words[i], 1);
    return true;
}

static bool make_high(struct log *log, char *query, unsigned size)
{
    uint32_t *words = log->picks[log->query_count];
    (void)size;
    memset(words, 0, sizeof *log->picks);
    words[0] = draw(log, HIGH);
    words[1] = draw(log, HIGH);
    put_words(query, "+", words, 2);
    return words[0] != words[1];
}

/* A frequent word, and one of middle or low frequency of the same document. */
static bool make_mixed(struct log *log, char *query, unsigned size)
{
    uint32_t *words = log->picks[log->query_count];
    const struct race_document *doc = draw_document(log);
    enum band other = chance_below(&log->chance, 3) ? MID : LOW;
    (void)size;
    memset(words, 0, sizeof *log->picks);
    words[0] = pick_word(log, doc, HIGH, NULL, 0);
    words[1] = pick_word(log, doc, other, NULL, 0);
    put_words(query, "+", words, 2);
    return words[0] && words[1];
}

static bool make_phrase(struct log *log, char *query, unsigned size)
{
    uint32_t words[WORDS_MAX];
    if (!pick_run(log, draw_document(log), words, size))
        return false;
    put_phrase(query, "", words, size);
    return true;
}

/* Three to six words that follow each other, each one of the most frequent. */
static bool make_phrase_high(struct log *log, char *query, unsigned size)
{
    uint32_t words[WORDS_MAX];
    size = 3 + (unsigned)chance_below(&log->chance, 4);
    if (!pick_run(log, draw_document(log), words, size))
        return false;
    for (unsigned i = 0; i < size; i++)
        if (log->doc_freq[words[i]] < log->frequent_freq)
            return false;
    put_phrase(query, "", words, size);
    return true;
}

/* A frequent word without another word that stands beside it in some document. */
static bool make_not(struct log *log, char *query, unsigned size)
{
    const struct race_document *doc = draw_document(log);
    uint32_t words[2] = {pick_word(log, doc, HIGH, NULL, 0), 0};
    (void)size;
    words[1] =
        pick_word(log, doc, chance_below(&log->chance, 2) ? HIGH : BANDS, words, 1);
    put_words(query, "+", words, 1);
    put_words(query, "-", words + 1, 1);
    return words[0] && words[1];
}

static bool make_and_or(struct log *log, char *query, unsigned size)
{
    uint32_t words[2] = {0, 0};
    (void)size;
    if (!pick_words(log, words, 2))
        return false;
    put_words(query, "+", words, 1);
    put_words(query, "", words + 1, 1);
    return true;
}

static bool make_and_phrase(struct log *log, char *query, unsigned size)
{
    const struct race_document *doc = draw_document(log);
    uint32_t words[3] = {0, 0, 0};
    (void)size;
    if (!pick_run(log, doc, words, 2))
        return false;
    words[2] = pick_word(log, doc, BANDS, words, 2);
    put_phrase(query, "+", words, 2);
    put_words(query, "+", words + 2, 1);
    return words[2] != 0;
}

/* ANDs, and ORs of the same words. */
static void make_pairs(struct log *log, const char *name, make_function *make,
                       unsigned size)
{
    char tag[32];
    (void)snprintf(tag, sizeof tag, "and%s", name);
    make_tag(log, tag, make, size);
    if (log->query_count == log->per_tag) {
        (void)snprintf(tag, sizeof tag, "or%s", name);
        make_tag(log, tag, make_or, 0);
    }
}

static void make_log(struct log *log)
{
    make_tag(log, "term_high", make_term, HIGH);
    make_tag(log, "term_mid", make_term, MID);
    make_tag(log, "term_low", make_term, LOW);
    make_pairs(log, "2", make_and, 2);
    make_pairs(log, "3", make_and, 3);
    make_pairs(log, "4", make_and, 4);
    make_pairs(log, "_many", make_and, 0);
    make_pairs(log, "2_high", make_high, 0);
    make_pairs(log, "2_mixed", make_mixed, 0);
    make_tag(log, "phrase2", make_phrase, 2);
    make_tag(log, "phrase3", make_phrase, 3);
    make_tag(log, "phrase4", make_phrase, 4);
    make_tag(log, "phrase_high", make_phrase_high, 0);
    make_tag(log, "not", make_not, 0);
    make_tag(log, "and_or", make_and_or, 0);
    make_tag(log, "and_phrase", make_and_phrase, 0);
}

static void release(struct log *log)
{
    race_documents_release(&log->documents);
    memory_free(log->queries);
    memory_free(log->picks);
}

int main(int argc, char **argv)
{
    static struct log log;
    log.per_tag = argc > 1 ? strtoull(argv[1], NULL, 10) : 100;
    log.chance.state = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    if (log.per_tag == 0 || log.per_tag > PER_TAG_MAX) {
        fprintf(stderr, "usage: game_queries [PER_TAG [SEED]] <documents >log\n");
        return 2;
    }
    log.queries = must(memory_zeroed(log.per_tag, sizeof *log.queries));
    log.picks = must(memory_zeroed(log.per_tag, sizeof *log.picks));
    race_documents_read(&log.documents, KEPT, &log.chance);
    if (log.documents.doc_count < 100)
        bench_die("a log needs a hundred documents", NULL);
    log.doc_count = log.documents.doc_count;
    log.doc_freq = log.documents.doc_freq;
    find_frequent(&log);
    sample_bands(&log);
    make_log(&log);
    release(&log);
    return 0;
}
