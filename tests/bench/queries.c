/* queries.c - a query log made of an index's own words:  queries INDEX [PER_TAG [SEED]]
 *
 *   tag TAB how TAB query              how: web, free, newest, facets
 *
 * Words come from two places, so that a log fits any archive: by frequency out of the
 * dictionary of the largest segment, and as they stand together out of its texts. A
 * query of words of one text has an answer; one of frequent words is the hard case.
 */
#include <inttypes.h>
#include <string.h>

#include "answer/result.h"
#include "bench/bench.h"
#include "segment/columns_read.h"
#include "segment/dict_read.h"
#include "segment/store_read.h"
#include "text/words.h"

enum { BAND_WORDS = 1024, TEXT_BYTES = 4096, TEXT_WORDS = 512, TRIES = 2000 };

enum band { BAND_HIGH, BAND_MID, BAND_LOW, BANDS };

/* A random choice of the terms of one band, each by its most frequent form. */
struct sample {
    struct span words[BAND_WORDS];
    size_t count;
    uint64_t seen;
};

/* The words of one text, in their order. */
struct text_words {
    struct span words[TEXT_WORDS];
    bool joined[TEXT_WORDS]; /* one blank stands between it and the next */
    size_t count;
    enum lang lang;
};

struct log {
    struct snapshot *snapshot;
    const struct segment *segment;
    uint32_t doc_count;
    struct session *session;
    struct store_cache *cache;
    struct arena words, text;
    struct sample bands[BANDS];
    struct text_words doc;
    struct chance chance;
    uint64_t per_tag;
};

/* --- The dictionary ---------------------------------------------------------- */

/* Terms in 5 articles of 100 and more; in 1 of 1,000 to 1 of 100; in some few. */
static enum band band_of(const struct log *log, uint32_t doc_freq)
{
    uint64_t docs = log->doc_count;
    if (doc_freq >= docs / 20 && doc_freq > 3)
        return BAND_HIGH;
    if (doc_freq >= 2 && doc_freq <= 3 + docs / 20000)
        return BAND_LOW;
    if (doc_freq >= docs / 1000 && doc_freq <= docs / 100)
        return BAND_MID;
    return BANDS;
}

/* Cyrillic letters only. */
static bool is_word(struct span word, size_t bytes_min)
{
    for (size_t i = 0; i < word.len; i++)
        if (word.data[i] < 0x80)
            return false;
    return word.len >= bytes_min && (word.data[0] == 0xd0 || word.data[0] == 0xd1);
}

static void offer(struct log *log, const struct dict_cursor *cursor)
{
    enum band band = band_of(log, cursor->info.doc_freq);
    if (band == BANDS || !is_word(cursor->term, 4))
        return;
    struct sample *sample = &log->bands[band];
    uint64_t at = sample->seen++;
    if (at >= BAND_WORDS)
        at = chance_below(&log->chance, sample->seen);
    if (at >= BAND_WORDS)
        return;
    struct forms_reader forms;
    struct error err = ERROR_NONE;
    if (forms_open(&forms, log->segment, &cursor->info, cursor->term, &err) ||
        forms_next(&forms, &err))
        bench_die("forms", &err);
    sample->words[at] = arena_copy(&log->words, forms.form);
    if (sample->count < BAND_WORDS)
        sample->count++;
}

static void read_dictionary(struct log *log)
{
    struct dict_cursor cursor;
    struct error err = ERROR_NONE;
    enum status st = dict_seek(&cursor, log->segment, span_text(""), &err);
    while (st == ST_OK) {
        offer(log, &cursor);
        st = dict_next(&cursor, &err);
    }
    if (st != ST_END)
        bench_die("dictionary", &err);
    for (unsigned band = 0; band < BANDS; band++)
        if (log->bands[band].count == 0)
            bench_die("the archive is too small for a query log", NULL);
}

static struct span draw(struct log *log, enum band band)
{
    struct sample *sample = &log->bands[band];
    return sample->words[chance_below(&log->chance, sample->count)];
}

/* --- Texts ------------------------------------------------------------------- */

static void cut_text(struct text_words *doc, struct span text)
{
    struct words words = words_open(text);
    struct span word;
    doc->count = 0;
    while (doc->count < TEXT_WORDS && words_next(&words, &word)) {
        size_t off = (size_t)(word.data - text.data);
        if (doc->count > 0) {
            struct span last = doc->words[doc->count - 1];
            size_t end = (size_t)(last.data - text.data) + last.len;
            doc->joined[doc->count - 1] = off == end + 1 && text.data[end] == ' ';
        }
        doc->joined[doc->count] = false;
        doc->words[doc->count++] = word;
    }
}

static void read_text(struct log *log)
{
    struct error err = ERROR_NONE;
    struct span text;
    doc_id doc = (doc_id)chance_below(&log->chance, log->doc_count);
    arena_reset(&log->text);
    if (store_body(log->segment, doc, 0, TEXT_BYTES, log->cache, &log->text, &text,
                   &err))
        bench_die("store", &err);
    log->doc.lang = (enum lang)columns_lang(log->segment, doc);
    cut_text(&log->doc, text);
}

static uint32_t doc_freq_of(struct log *log, struct span word)
{
    struct analysis_word parts;
    struct term_info info;
    struct error err = ERROR_NONE;
    analysis_word(session_analysis(log->session), word, log->doc.lang, &parts);
    if (parts.term_count == 0)
        return 0;
    if (dict_find(log->segment, parts.terms[0].term, &info, &err))
        return 0;
    return info.doc_freq;
}

/* `count` different words of at least four letters out of one text. */
static bool pick_words(struct log *log, struct span *out, size_t count)
{
    size_t have = 0;
    read_text(log);
    for (unsigned i = 0; i < 64 && have < count && log->doc.count > 0; i++) {
        struct span word = log->doc.words[chance_below(&log->chance, log->doc.count)];
        bool fresh = is_word(word, 8);
        for (size_t j = 0; j < have; j++)
            fresh = fresh && !span_equal(out[j], word);
        if (fresh)
            out[have++] = word;
    }
    return have == count;
}

/* `count` words that follow each other; `frequent`: all are in 5 articles of 100. */
static bool pick_run(struct log *log, struct span *out, size_t count, bool frequent)
{
    read_text(log);
    if (log->doc.count < count)
        return false;
    size_t at = (size_t)chance_below(&log->chance, log->doc.count - count + 1);
    for (size_t i = 0; i < count; i++) {
        out[i] = log->doc.words[at + i];
        if (!is_word(out[i], 2) || (i + 1 < count && !log->doc.joined[at + i]))
            return false;
        if (frequent && band_of(log, doc_freq_of(log, out[i])) != BAND_HIGH)
            return false;
    }
    return true;
}

/* --- The log ----------------------------------------------------------------- */

static void put_head(const char *tag, const char *how)
{
    printf("%s\t%s\t", tag, how);
}

static void put_word(struct span word)
{
    fwrite(word.data, 1, word.len, stdout);
}

static void put_words(const struct span *words, size_t count, const char *sep)
{
    for (size_t i = 0; i < count; i++) {
        if (i)
            fputs(sep, stdout);
        put_word(words[i]);
    }
}

/* One word of a band between two texts, `how` it is asked. */
static void log_band(struct log *log, const char *tag, const char *how, enum band band,
                     const char *before, const char *after)
{
    for (uint64_t i = 0; i < log->per_tag; i++) {
        put_head(tag, how);
        fputs(before, stdout);
        put_word(draw(log, band));
        puts(after);
    }
}

static void log_pairs(struct log *log, const char *tag, enum band first,
                      enum band second, const char *sep)
{
    for (uint64_t i = 0; i < log->per_tag; i++) {
        struct span words[2] = {draw(log, first), draw(log, second)};
        put_head(tag, "web");
        put_words(words, 2, sep);
        putchar('\n');
    }
}

static void log_together(struct log *log, const char *tag, const char *how,
                         size_t count, const char *sep)
{
    struct span words[8];
    uint64_t made = 0;
    for (unsigned tries = 0; made < log->per_tag && tries < TRIES; tries++) {
        if (!pick_words(log, words, count))
            continue;
        put_head(tag, how);
        put_words(words, count, sep);
        putchar('\n');
        made++;
    }
}

static void log_phrases(struct log *log, const char *tag, size_t count, bool frequent)
{
    struct span words[4];
    uint64_t made = 0;
    for (unsigned tries = 0; made < log->per_tag && tries < 40 * TRIES; tries++) {
        if (!pick_run(log, words, count, frequent))
            continue;
        put_head(tag, "web");
        putchar('"');
        put_words(words, count, " ");
        puts("\"");
        made++;
    }
}

static void log_prefixes(struct log *log)
{
    for (uint64_t i = 0; i < log->per_tag; i++) {
        struct span word = draw(log, BAND_MID);
        size_t letters = 3 + (size_t)chance_below(&log->chance, 3);
        put_head("prefix", "web");
        put_word(span_part(word, 0, 2 * letters));
        puts("*");
    }
}

static void log_years(struct log *log)
{
    for (uint64_t i = 0; i < log->per_tag; i++) {
        unsigned year = 1990 + (unsigned)chance_below(&log->chance, 30);
        put_head("filter_year", "web");
        put_word(draw(log, i % 2 ? BAND_MID : BAND_HIGH));
        printf(" year:%u..%u\n", year, year + (unsigned)chance_below(&log->chance, 4));
    }
}

static void log_all(struct log *log)
{
    static const char *const ors[] = {" OR ", " "};
    log_band(log, "term_high", "web", BAND_HIGH, "", "");
    log_band(log, "term_mid", "web", BAND_MID, "", "");
    log_band(log, "term_low", "web", BAND_LOW, "", "");
    log_together(log, "and2", "web", 2, ors[1]);
    log_together(log, "and3", "web", 3, ors[1]);
    log_together(log, "and4", "web", 4, ors[1]);
    log_pairs(log, "and2_high", BAND_HIGH, BAND_HIGH, ors[1]);
    log_pairs(log, "and2_mixed", BAND_HIGH, BAND_MID, ors[1]);
    log_together(log, "or2", "web", 2, ors[0]);
    log_together(log, "or3", "web", 3, ors[0]);
    log_together(log, "or4", "web", 4, ors[0]);
    log_pairs(log, "or2_high", BAND_HIGH, BAND_HIGH, ors[0]);
    log_phrases(log, "phrase2", 2, false);
    log_phrases(log, "phrase3", 3, false);
    log_phrases(log, "phrase2_high", 2, true);
    log_pairs(log, "not", BAND_HIGH, BAND_HIGH, " -");
    log_prefixes(log);
    log_band(log, "title", "web", BAND_MID, "title:", "");
    log_years(log);
    log_band(log, "filter_lang", "web", BAND_HIGH, "", " lang:ky");
    log_together(log, "free8", "free", 8, ors[1]);
    log_band(log, "newest", "newest", BAND_HIGH, "", "");
    log_band(log, "facets", "facets", BAND_HIGH, "", "");
}

static void open_log(struct log *log, const char *dir)
{
    struct error err = ERROR_NONE;
    if (snapshot_open(&log->snapshot, dir, &err) || session_open(&log->session, &err) ||
        store_cache_open(&log->cache, &err))
        bench_die(dir, &err);
    arena_init(&log->words, (size_t)64 << 20);
    arena_init(&log->text, (size_t)16 << 20);
    for (size_t i = 0; i < log->snapshot->segment_count; i++) {
        const struct segment *segment = log->snapshot->segments[i];
        uint32_t doc_count = segment_info(segment)->doc_count;
        if (doc_count > log->doc_count) {
            log->segment = segment;
            log->doc_count = doc_count;
        }
    }
    if (!log->segment)
        bench_die("the index is empty", NULL);
}

static void close_log(struct log *log)
{
    store_cache_close(log->cache);
    session_close(log->session);
    snapshot_release(log->snapshot);
    arena_release(&log->words);
    arena_release(&log->text);
    memory_free(log);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: queries INDEX [PER_TAG [SEED]]\n");
        return 2;
    }
    struct log *log = memory_zeroed(1, sizeof *log);
    if (!log)
        bench_die("out of memory", NULL);
    log->per_tag = argc > 2 ? strtoull(argv[2], NULL, 10) : 100;
    log->chance.state = argc > 3 ? strtoull(argv[3], NULL, 10) : 1;
    open_log(log, argv[1]);
    read_dictionary(log);
    log_all(log);
    close_log(log);
    return 0;
}
