/* inverter.c
 *
 *   article -> texts of a field -> runs of raw words -> struct word -> chains
 *
 * A run of words is taken through three steps, each over the whole run: find and hash
 * the words; look them up; append their occurrences. So the slots and chains that a
 * step reads were asked for one step before (every one of them is a cache miss
 * otherwise).
 *
 * Invariant: the places of the current article that reach a chain never descend: fields
 * come in the order of their numbers, positions within a field ascend.
 */
#include "build/inverter.h"

#include <assert.h>

#include "base/memory.h"
#include "build/batch.h"
#include "build/pair_lists.h"
#include "build/plain_words.h"
#include "build/reorder.h"
#include "build/spill.h"
#include "build/vocabulary.h"
#include "text/analysis.h"
#include "text/words.h"

enum { RUN_WORDS = 32, SAMPLE_SHIFT = 4 };
/* Rough memory for one byte of text: the copy and its postings. Only decides which
 * batch an article goes to. */
enum { MEMORY_PER_TEXT_BYTE = 2 };

struct inverter {
    struct pool pool;
    struct batch batch;
    struct vocabulary vocabulary;
    struct analysis *analysis; /* NULL: plain */
    size_t budget_bytes;
    uint64_t word_count;
    enum status status; /* sticky: ST_OK or why the batch is lost */
    /* the article at hand */
    uint32_t doc;
    uint32_t *samples;
    size_t sample_count, sample_capacity;
};

/* Where in its field the next word stands. */
struct field_end {
    enum field field;
    uint32_t pos;      /* of the next word */
    uint32_t length;   /* words so far, gaps not counted */
    uint32_t text_off; /* byte offset of the text at hand in the field (body only) */
};

struct run {
    struct word_kind kind;
    const uint8_t *end; /* of the text */
    struct span raw[RUN_WORDS];
    uint32_t hash[RUN_WORDS];
    pool_ref word[RUN_WORDS], chain[RUN_WORDS]; /* the first of the word's; 0: none */
    size_t count;
};

enum status inverter_open(struct inverter **out, size_t budget_bytes, uint32_t analyzer,
                          struct error *err)
{
    struct inverter *inverter = memory_zeroed(1, sizeof *inverter);
    enum status status = ST_OK;

    if (!inverter)
        return fail(err, ST_NOMEM, "no memory for the inverter");
    pool_init(&inverter->pool);
    batch_init(&inverter->batch, &inverter->pool);
    if (analyzer == MANIFEST_ANALYZER_STANDARD)
        status = analysis_open(&inverter->analysis, err);
    vocabulary_init(&inverter->vocabulary, &inverter->pool, inverter->analysis);
    inverter->budget_bytes = budget_bytes;
    if (status != ST_OK) {
        inverter_close(inverter);
        return status;
    }
    *out = inverter;
    return ST_OK;
}

void inverter_close(struct inverter *inverter)
{
    if (!inverter)
        return;
    vocabulary_release(&inverter->vocabulary);
    batch_release(&inverter->batch);
    pool_release(&inverter->pool);
    analysis_close(inverter->analysis);
    memory_free(inverter->samples);
    memory_free(inverter);
}

size_t inverter_bytes(const struct inverter *inverter)
{
    return inverter->pool.used + vocabulary_bytes(&inverter->vocabulary) +
           inverter->vocabulary.terms.used * SPILL_TERM_BYTES +
           batch_bytes(&inverter->batch);
}

enum status inverter_accepts(const struct article *article, struct error *err)
{
    return batch_accepts(article, err);
}

size_t inverter_text_bytes(const struct article *article)
{
    return batch_text_bytes(article);
}

bool inverter_full(const struct inverter *inverter, const struct article *article)
{
    size_t need = batch_text_bytes(article) * MEMORY_PER_TEXT_BYTE;

    return inverter->batch.doc_count > 0 &&
           inverter_bytes(inverter) + need > inverter->budget_bytes;
}

size_t inverter_doc_count(const struct inverter *inverter)
{
    return inverter->batch.live_count;
}

uint64_t inverter_word_count(const struct inverter *inverter)
{
    return inverter->word_count;
}

bool inverter_find(const struct inverter *inverter, struct span id, uint64_t *hash)
{
    uint32_t doc = batch_find(&inverter->batch, id);

    if (doc == BATCH_NONE)
        return false;
    *hash = inverter->batch.docs[doc].content_hash;
    return true;
}

bool inverter_drop(struct inverter *inverter, struct span id)
{
    uint32_t doc = batch_find(&inverter->batch, id);

    if (doc == BATCH_NONE)
        return false;
    batch_drop(&inverter->batch, doc);
    return true;
}

/* The first step: the next words of a text, hashed, their slots on the way. */
static bool fill_run(struct inverter *inverter, struct words *words, struct run *run)
{
    size_t count = 0;

    while (count < RUN_WORDS) {
        struct span raw;

        if (!(inverter->analysis ? words_next(words, &raw)
                                 : plain_words_next(words, &raw)))
            break;
        run->raw[count] = raw;
        run->hash[count] = vocabulary_hash(raw, run->kind, run->end);
        vocabulary_prefetch(&inverter->vocabulary, run->hash[count]);
        count++;
    }
    run->count = count;
    return count > 0;
}

/* The second step: raw words to struct words, their chains on the way. */
static bool look_up_run(struct inverter *inverter, struct run *run)
{
    for (size_t i = 0; i < run->count; i++)
        vocabulary_prefetch_word(&inverter->vocabulary, run->hash[i]);
    for (size_t i = 0; i < run->count; i++) {
        struct word *word;

        run->word[i] = vocabulary_word(&inverter->vocabulary, run->raw[i], run->kind,
                                       run->hash[i], run->end);
        if (!run->word[i])
            return false;
        word = pool_at(&inverter->pool, run->word[i]);
        run->chain[i] = word->term_count > 0 ? word_terms(word)->chain : 0;
        __builtin_prefetch(pool_at(&inverter->pool, run->chain[i]), 1);
    }
    return true;
}

/* The chains have come: ask for where their next bytes go. */
static void fetch_ends(const struct inverter *inverter, const struct run *run)
{
    for (size_t i = 0; i < run->count; i++) {
        const struct chain *chain = pool_at(&inverter->pool, run->chain[i]);

        if (run->chain[i])
            __builtin_prefetch(pool_at(&inverter->pool, chain->write), 1);
    }
}

/* Every BODY_SAMPLE positions, where the word that holds the position begins. */
static bool take_samples(struct inverter *inverter, const struct field_end *end,
                         size_t off, unsigned pos_count)
{
    uint32_t next = (uint32_t)inverter->sample_count * BODY_SAMPLE;

    for (; next < end->pos + pos_count; next += BODY_SAMPLE) {
        uint32_t *samples = memory_grow(inverter->samples, &inverter->sample_capacity,
                                        inverter->sample_count + 1, sizeof *samples);

        if (!samples)
            return false;
        inverter->samples = samples;
        samples[inverter->sample_count++] =
            (uint32_t)off << SAMPLE_SHIFT | (next - end->pos);
    }
    return true;
}

/* The occurrences of one word; the pool may move with each of them. */
static bool append_word(struct inverter *inverter, pool_ref ref,
                        const struct field_end *end)
{
    const struct pool *pool = &inverter->pool;
    unsigned count = ((struct word *)pool_at(pool, ref))->term_count;

    for (unsigned i = 0; i < count; i++) {
        struct word_term term = word_terms(pool_at(pool, ref))[i];

        if (!chain_append(&inverter->pool, term.chain, inverter->doc,
                          PLACE(end->field, end->pos + term.pos), term.form))
            return false;
    }
    return true;
}

/* The third step. `text` is what the run was cut from. */
static bool append_run(struct inverter *inverter, const struct run *run,
                       struct span text, struct field_end *end)
{
    for (size_t i = 0; i < run->count; i++) {
        const struct word *word = pool_at(&inverter->pool, run->word[i]);
        unsigned pos_count = word->pos_count;
        size_t off = end->text_off + (size_t)(run->raw[i].data - text.data);

        if (inverter->analysis && end->field == FIELD_BODY &&
            !take_samples(inverter, end, off, pos_count))
            return false;
        if (!append_word(inverter, run->word[i], end))
            return false;
        end->pos += pos_count;
        end->length += pos_count;
    }
    return true;
}

static bool invert_text(struct inverter *inverter, struct span text, enum lang lang,
                        struct field_end *end)
{
    struct words words = words_open(text);
    struct run run;

    run.kind = (struct word_kind){lang, end->field == FIELD_AUTHOR};
    run.end = text.data + text.len;
    while (fill_run(inverter, &words, &run)) {
        if (!look_up_run(inverter, &run))
            return false;
        fetch_ends(inverter, &run);
        if (!append_run(inverter, &run, text, end))
            return false;
    }
    return true;
}

/* One of the texts of a field, at a distance from the one before. */
static bool invert_apart(struct inverter *inverter, struct span text, enum lang lang,
                         struct field_end *end)
{
    if (text.len == 0)
        return true;
    if (end->pos > 0)
        end->pos += INVERTER_GAP;
    return invert_text(inverter, text, lang, end);
}

static bool invert_body(struct inverter *inverter, const struct article *article,
                        struct batch_doc *doc)
{
    struct field_end end = {.field = FIELD_BODY};
    bool ok = true;

    for (size_t i = 0; ok && i < article->paragraph_count; i++) {
        const struct paragraph *paragraph = &article->paragraphs[i];

        if (paragraph->kind != PARAGRAPH_REFERENCE || !inverter->analysis)
            ok = invert_text(inverter, paragraph->text, paragraph->lang, &end);
        end.text_off += (uint32_t)paragraph->text.len + 1;
    }
    doc->lengths[FIELD_BODY] = end.length;
    return ok;
}

static bool invert_l10n(struct inverter *inverter, const struct text_l10n *text,
                        enum lang own, enum field field, struct batch_doc *doc)
{
    struct field_end end = {.field = field};
    bool ok = true;

    for (int lang = 0; ok && lang < LANG_COUNT; lang++)
        ok = invert_apart(inverter, text->in[lang],
                          lang == LANG_UND ? own : (enum lang)lang, &end);
    doc->lengths[field] = end.length;
    return ok;
}

static bool invert_authors(struct inverter *inverter, const struct article *article,
                           struct batch_doc *doc)
{
    struct field_end end = {.field = FIELD_AUTHOR};
    bool ok = true;

    for (size_t i = 0; ok && i < article->author_count; i++)
        ok =
            invert_apart(inverter, article->authors[i].as_printed, article->lang, &end);
    doc->lengths[FIELD_AUTHOR] = end.length;
    return ok;
}

static bool invert_keywords(struct inverter *inverter, const struct article *article,
                            struct batch_doc *doc)
{
    struct field_end end = {.field = FIELD_KEYWORDS};
    bool ok = true;

    for (size_t i = 0; ok && i < article->keyword_count; i++) {
        const struct keyword *keyword = &article->keywords[i];

        ok = invert_apart(inverter, keyword->text,
                          keyword->lang == LANG_UND ? article->lang : keyword->lang,
                          &end);
    }
    doc->lengths[FIELD_KEYWORDS] = end.length;
    return ok;
}

/* All fields in the order of their numbers. */
static bool invert_article(struct inverter *inverter, const struct article *article,
                           struct batch_doc *doc)
{
    enum lang own = article->lang;

    if (!invert_body(inverter, article, doc))
        return false;
    if (!inverter->analysis) /* plain: the body alone */
        return true;
    return invert_l10n(inverter, &article->title, own, FIELD_TITLE, doc) &&
           invert_authors(inverter, article, doc) &&
           invert_l10n(inverter, &article->rubric, own, FIELD_RUBRIC, doc) &&
           invert_keywords(inverter, article, doc) &&
           invert_l10n(inverter, &article->abstract, own, FIELD_ABSTRACT, doc);
}

static bool keep_samples(struct inverter *inverter, struct batch_doc *doc)
{
    size_t bytes = inverter->sample_count * sizeof *inverter->samples;

    doc->samples.at = pool_copy(&inverter->pool, span_of(inverter->samples, bytes));
    doc->samples.len = (uint32_t)inverter->sample_count;
    return doc->samples.at != 0;
}

static enum status lose_batch(struct inverter *inverter, struct error *err)
{
    inverter->status = inverter->pool.status == ST_LIMIT ? ST_LIMIT : ST_NOMEM;
    return fail(err, inverter->status,
                "no memory for a batch of %zu articles (%zu bytes)",
                inverter->batch.doc_count, inverter_bytes(inverter));
}

enum status inverter_add(struct inverter *inverter, const struct article *article,
                         uint64_t content_hash, struct error *err)
{
    bool plain = !inverter->analysis;
    struct batch_doc *doc;
    enum status status = inverter->status;

    if (status != ST_OK)
        return fail(err, status, "the batch is lost: %s", status_text(status));
    assert(batch_find(&inverter->batch, article->id) == BATCH_NONE);
    doc = batch_add(&inverter->batch, article, content_hash, plain);
    if (!doc)
        return lose_batch(inverter, err);
    inverter->doc = (uint32_t)inverter->batch.doc_count - 1;
    inverter->sample_count = 0;
    if (!invert_article(inverter, article, doc) ||
        (!plain && !keep_samples(inverter, doc)))
        return lose_batch(inverter, err);
    for (int field = 0; field < FIELD_COUNT; field++)
        inverter->word_count += doc->lengths[field];
    return ST_OK;
}

void inverter_clear(struct inverter *inverter)
{
    pool_reset(&inverter->pool);
    batch_reset(&inverter->batch);
    vocabulary_reset(&inverter->vocabulary);
}

/* A large batch is paired, and any one whose index has pairs: by the same words. */
static enum status write_terms(struct inverter *inverter, const struct spill_map *map,
                               const struct flush_options *options,
                               struct segment_writer *writer, struct error *err)
{
    struct pair_words words = {.count = 0};
    struct pair_lists *pairs = NULL;
    enum status status = ST_OK;

    if (options->pair_words)
        words = *options->pair_words;
    else if (map->doc_count >= options->large_docs)
        pair_lists_choose(&words, &inverter->vocabulary, map->doc_count);
    if (words.count > 0)
        status = pair_lists_make(&pairs, &words, &inverter->vocabulary, map,
                                 options->order_bytes, err);
    if (status == ST_OK)
        status = spill_terms(&inverter->vocabulary, map, pairs, writer, err);
    pair_lists_free(pairs);
    return status;
}

/* Articles in `order` (NULL: their own), then terms. */
static enum status write_ordered(struct inverter *inverter, const uint32_t *order,
                                 const struct flush_options *options,
                                 struct segment_writer *writer, struct error *err)
{
    struct batch *batch = &inverter->batch;
    doc_id *docs = memory_zeroed(batch->doc_count, sizeof *docs);
    struct spill_map map = {docs, batch->live_count != batch->doc_count, order != NULL,
                            (uint32_t)batch->live_count};
    enum status status;

    if (!docs)
        return fail(err, ST_NOMEM, "no memory to write %zu articles", batch->doc_count);
    status = batch_write(batch, order, writer, docs, err);
    if (status == ST_OK)
        status = write_terms(inverter, &map, options, writer, err);
    memory_free(docs);
    return status;
}

static enum status write_batch(struct inverter *inverter,
                               const struct flush_options *options,
                               struct segment_writer *writer, struct error *err)
{
    struct batch *batch = &inverter->batch;
    uint32_t *order = NULL;
    enum status status = ST_OK;

    if (batch->live_count >= options->large_docs)
        status = reorder_batch(batch, &inverter->vocabulary, options->order_bytes,
                               &order, err);
    if (status == ST_OK)
        status = write_ordered(inverter, order, options, writer, err);
    memory_free(order);
    return status;
}

enum status inverter_flush(struct inverter *inverter, const char *dir,
                           uint64_t segment_id, const struct flush_options *options,
                           struct manifest_segment *entry, struct error *err)
{
    struct manifest_segment made = {.id = segment_id};
    struct segment_writer *writer = NULL;
    enum status status;

    assert(inverter->batch.live_count > 0);
    status =
        segment_writer_create(&writer, dir, segment_id, options->memory_bytes, err);
    if (status != ST_OK)
        return status;
    status = write_batch(inverter, options, writer, err);
    if (status != ST_OK) {
        segment_writer_abort(writer);
        return status;
    }
    made.doc_count = (uint32_t)inverter->batch.live_count;
    status = segment_writer_finish(writer, &made.file_bytes, &made.file_crc, err);
    if (status != ST_OK)
        return status;
    inverter_clear(inverter);
    *entry = made;
    return ST_OK;
}
