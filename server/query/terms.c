/* terms.c - lists in memory.
 *
 *   lines   | ичүүчү суу, таза суу ; питьевая вода | …
 *                 \          \         \
 *   texts   |    0    |     1    |     2     | …     next: the next of the same bucket
 *   first   | … ич: 0 … та: 1 … пи: 2 …              by the first word's two letters
 *
 * No word is stemmed when a list is loaded: stems are made of the few keys that begin as
 * a word of the query does, when it is asked. Suffixes never change a beginning, so a
 * key is always in the bucket of its inflected forms; and a start takes no time.
 */
#include "query/terms.h"

#include "query/terms_lines.h"
#include "query/terms_own.h"
#include "text/fold.h"
#include "text/words.h"

enum { ARENA_BYTES = 64 << 20 };

enum status terms_open(struct terms **terms, struct error *err)
{
    struct terms *made = memory_zeroed(1, sizeof *made);
    if (!made)
        return fail(err, ST_NOMEM, "terms: out of memory");
    arena_init(&made->arena, ARENA_BYTES);
    for (size_t i = 0; i < TERMS_BUCKETS; i++)
        made->first[i] = made->last[i] = TERMS_NONE;
    *terms = made;
    return ST_OK;
}

void terms_close(struct terms *terms)
{
    if (!terms)
        return;
    arena_release(&terms->arena);
    memory_free(terms->texts);
    memory_free(terms->lines);
    memory_free(terms);
}

size_t terms_count(const struct terms *terms)
{
    return terms->line_count;
}

/* Room for all that the text holds, so that taking it cannot fail half-way. */
static enum status reserve(struct terms *terms, const struct terms_reader *start,
                           struct error *err)
{
    struct terms_reader reader = *start;
    struct terms_read_line line;
    size_t lines = terms->line_count, texts = terms->text_count;
    enum status status;
    while ((status = terms_read_next(&reader, &line, err)) == ST_OK) {
        lines++;
        texts += line.count;
    }
    if (status != ST_END)
        return status;
    if (texts >= TERMS_NONE)
        return fail(err, ST_LIMIT, "%s: too many lines", start->name);
    struct term_line *more_lines =
        memory_grow(terms->lines, &terms->line_capacity, lines, sizeof *more_lines);
    if (more_lines)
        terms->lines = more_lines;
    struct term_text *more_texts =
        memory_grow(terms->texts, &terms->text_capacity, texts, sizeof *more_texts);
    if (more_texts)
        terms->texts = more_texts;
    if (!more_lines || !more_texts)
        return fail(err, ST_NOMEM, "terms: out of memory");
    return ST_OK;
}

/* By the first word: what analysis will see of its first part begins with it. */
static bool find_bucket(struct span text, struct buf *folded, uint32_t *bucket)
{
    struct words words = words_open(text);
    struct span word = {0};
    buf_reset(folded);
    if (words_next(&words, &word))
        fold_text(folded, word);
    *bucket = terms_bucket(buf_span(folded));
    return folded->status == ST_OK;
}

/* Appends to its bucket, so that keys are found in the order of the list. */
static void link_text(struct terms *terms, uint32_t at, uint32_t bucket)
{
    terms->texts[at].next = TERMS_NONE;
    if (terms->first[bucket] == TERMS_NONE)
        terms->first[bucket] = at;
    else
        terms->texts[terms->last[bucket]].next = at;
    terms->last[bucket] = at;
}

/* The texts of `copy`, which lives in the arena; all fit. The bucket waits in `next`. */
static bool take_lines(struct terms *terms, struct terms_reader reader,
                       size_t *line_count, size_t *text_count)
{
    struct terms_read_line line;
    struct buf folded;
    size_t texts = terms->text_count, lines = terms->line_count;
    bool good = true;
    buf_init(&folded, 0);
    while (good && terms_read_next(&reader, &line, NULL) == ST_OK) {
        terms->lines[lines] =
            (struct term_line){(uint32_t)texts, line.count, reader.kind};
        for (unsigned i = 0; good && i < line.count; i++) {
            struct term_text *text = &terms->texts[texts++];
            *text =
                (struct term_text){line.texts[i], (uint32_t)lines, 0, line.sides[i]};
            good = find_bucket(text->text, &folded, &text->next);
        }
        lines++;
    }
    buf_release(&folded);
    *line_count = lines;
    *text_count = texts;
    return good;
}

enum status terms_add(struct terms *terms, struct span text, const char *name,
                      enum terms_kind kind, struct analysis *analysis,
                      struct error *err)
{
    struct terms_reader reader = {text, 0, name, 0, kind};
    size_t lines, texts;
    (void)analysis; /* keys are stemmed when they are looked for */
    enum status status = reserve(terms, &reader, err);
    if (status != ST_OK)
        return status;
    reader.text = arena_copy(&terms->arena, text);
    if (!reader.text.data) {
        status = terms->arena.status;
        terms->arena.status = ST_OK; /* the next list may be smaller */
        return fail(err, status, "%s: %s", name, status_text(status));
    }
    if (!take_lines(terms, reader, &lines, &texts))
        return fail(err, ST_NOMEM, "terms: out of memory");
    for (size_t i = terms->text_count; i < texts; i++)
        link_text(terms, (uint32_t)i, terms->texts[i].next);
    terms->line_count = lines;
    terms->text_count = texts;
    return ST_OK;
}

enum status terms_add_own(struct terms *terms, struct analysis *analysis,
                          struct error *err)
{
    return terms_add(terms, span_of(terms_own_text, terms_own_bytes),
                     "corpus/terms/ky-ru.tsv", TERMS_PAIRS, analysis, err);
}
