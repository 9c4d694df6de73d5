/* analysis.c - the one chain from text to terms.
 *
 *   raw word --parts_read--> parts --fold, stem--> terms --joined--> one more
 *
 *   out->bytes  | form 0 | term 0 | form 1 | term 1 | ... | joined form | joined term |
 *
 * A word of 255 bytes folds to at most 382, so forms, terms and the joined pair stay
 * under ANALYSIS_BYTES_MAX; writers check all the same and give up quietly.
 */
#include "text/analysis.h"

#include "base/hash.h"
#include "base/memory.h"
#include "text/parts.h"
#include "text/stem.h"
#include "text/utf8.h"
#include "text/words.h"

enum { SLOT_COUNT = 4096, SLOT_BYTES = 52 };

/* A stem that was asked for before: words repeat. */
struct stem_slot {
    uint8_t lang;
    uint8_t word_len;
    uint8_t stem_len; /* 0: free */
    uint8_t word[SLOT_BYTES];
    uint8_t stem[SLOT_BYTES];
};

struct analysis {
    struct stemmer *stemmer;
    struct stem_slot slots[SLOT_COUNT];
};

enum status analysis_open(struct analysis **analysis, struct error *err)
{
    struct analysis *made = memory_zeroed(1, sizeof *made);
    if (made == NULL)
        return fail(err, ST_NOMEM, "analysis: out of memory");
    enum status status = stemmer_open(&made->stemmer, err);
    if (status != ST_OK) {
        memory_free(made);
        return status;
    }
    *analysis = made;
    return ST_OK;
}

void analysis_close(struct analysis *analysis)
{
    if (analysis == NULL)
        return;
    stemmer_close(analysis->stemmer);
    memory_free(analysis);
}

/* Where the next form or term is written. */
struct writer {
    struct analysis *analysis;
    struct analysis_word *out;
    struct span raw;
    const struct parts *parts;
    enum lang lang;
    size_t len; /* bytes of out->bytes in use */
};

static struct span stem_of(struct analysis *analysis, struct span word, enum lang lang)
{
    if (lang == LANG_UND || word.len > SLOT_BYTES)
        return stemmer_run(analysis->stemmer, word, lang);
    struct stem_slot *slot = &analysis->slots[hash_bytes(word) % SLOT_COUNT];
    if (slot->stem_len == 0 || slot->lang != lang || slot->word_len != word.len ||
        memcmp(slot->word, word.data, word.len) != 0) {
        struct span stem = stemmer_run(analysis->stemmer, word, lang);
        if (stem.len > SLOT_BYTES)
            return stem;
        slot->lang = (uint8_t)lang;
        slot->word_len = (uint8_t)word.len;
        slot->stem_len = (uint8_t)stem.len;
        memcpy(slot->word, word.data, word.len);
        memcpy(slot->stem, stem.data, stem.len);
    }
    return span_of(slot->stem, slot->stem_len);
}

/* A word's stemmer goes by its script first, so that a query agrees with any text. */
static enum lang stemmer_lang(const struct letter *letters, unsigned first,
                              unsigned stop, enum lang lang)
{
    bool seen[SCRIPT_OTHER + 1] = {false};
    for (unsigned i = first; i < stop; i++) {
        seen[letters[i].script] = true;
        if (letters[i].kind == LETTER_DIGIT)
            return LANG_UND;
    }
    if (seen[SCRIPT_OTHER] || seen[SCRIPT_LATIN] == seen[SCRIPT_CYRILLIC])
        return LANG_UND;
    if (seen[SCRIPT_LATIN])
        return LANG_EN;
    return lang == LANG_EN ? LANG_UND : lang;
}

/* Write the letters without quotes; at most TERM_BYTES_MAX bytes. */
static struct span put_letters(struct writer *writer, unsigned first, unsigned stop)
{
    uint8_t *start = writer->out->bytes + writer->len;
    size_t len = 0;
    for (unsigned i = first; i < stop; i++) {
        const struct letter *letter = &writer->parts->letters[i];
        uint32_t code = letter->kind == LETTER_POINT ? '.' : letter->code;
        if (letter->kind == LETTER_QUOTE || letter->kind == LETTER_HYPHEN)
            continue;
        if (len + 4 > TERM_BYTES_MAX || writer->len + len + 4 > ANALYSIS_BYTES_MAX)
            break;
        len += utf8_encode(start + len, code);
    }
    writer->len += len;
    return span_of(start, len);
}

static struct span put_span(struct writer *writer, struct span span)
{
    uint8_t *start = writer->out->bytes + writer->len;
    if (span.len > TERM_BYTES_MAX || writer->len + span.len > ANALYSIS_BYTES_MAX)
        return span_of(NULL, 0);
    memmove(start, span.data, span.len); /* it may be the very bytes */
    writer->len += span.len;
    return span_of(start, span.len);
}

/* The letters that the stemmer sees: no English 's, no final ъ of before 1918. */
static unsigned stem_stop(const struct letter *letters, const struct part *part)
{
    unsigned end = part->end;
    if (end - part->first < 3)
        return end;
    if (letters[end - 1].code == 0x44A)
        return end - 1;
    if (letters[end - 1].code == 's' && letters[end - 2].kind == LETTER_QUOTE)
        return end - 2;
    return end;
}

static void put_part(struct writer *writer, const struct part *part)
{
    const struct letter *letters = writer->parts->letters;
    struct analysis_word *out = writer->out;
    struct span form;
    struct span term;
    if (part->kind == PART_NUMBER) {
        form = put_letters(writer, part->first, part->end);
        term = form;
    } else {
        unsigned stop = stem_stop(letters, part);
        enum lang lang = stemmer_lang(letters, part->first, stop, writer->lang);
        form = put_letters(writer, part->first, part->stop);
        size_t mark = writer->len;
        struct span base = put_letters(writer, part->first, stop);
        writer->len = mark; /* the stem takes its place */
        struct span stem = stem_of(writer->analysis, base, lang);
        term = span_equal(stem, form) ? form : put_span(writer, stem);
    }
    if (form.len == 0 || term.len == 0)
        return;
    size_t start = letters[part->first].start;
    size_t end = letters[part->stop - 1].end;
    struct analysis_term *made = &out->terms[out->term_count++];
    *made =
        (struct analysis_term){term, form, span_part(writer->raw, start, end - start),
                               (uint8_t)out->pos_count++, false};
}

/* A compound that begins with a word: жол-жобо is жолжобо as well. */
static void put_joined(struct writer *writer)
{
    const struct parts *parts = writer->parts;
    struct analysis_word *out = writer->out;
    if (parts->count < 2 || parts->parts[0].kind == PART_NUMBER)
        return;
    for (unsigned i = 1; i < parts->count; i++) {
        if (parts->parts[i].glued)
            return;
    }
    unsigned stop = 0; /* a suffix after a number or an acronym stays out */
    uint8_t *start = out->bytes + writer->len;
    size_t len = 0;
    for (unsigned i = 0; i < parts->count; i++) {
        const struct part *part = &parts->parts[i];
        stop = part->kind == PART_WORD ? part->stop : part->end;
        len += put_letters(writer, part->first, stop).len;
    }
    if (len == 0 || len > TERM_BYTES_MAX)
        return;
    struct span form = span_of(start, len);
    enum lang lang =
        stemmer_lang(parts->letters, parts->parts[0].first, stop, writer->lang);
    struct span term = put_span(writer, stem_of(writer->analysis, form, lang));
    if (term.len > 0)
        out->terms[out->term_count++] =
            (struct analysis_term){term, form, writer->raw, 0, true};
}

void analysis_word(struct analysis *analysis, struct span raw, enum lang lang,
                   struct analysis_word *out)
{
    struct parts parts;
    parts_read(&parts, raw, lang);
    struct writer writer = {analysis, out, raw, &parts, lang, 0};
    out->term_count = 0;
    out->pos_count = 0;
    for (unsigned i = 0; i < parts.count; i++)
        put_part(&writer, &parts.parts[i]);
    if (out->term_count > 1)
        put_joined(&writer);
}

void analysis_walk_open(struct analysis_walk *walk, struct analysis *analysis,
                        struct span text, enum lang lang, uint32_t first_pos)
{
    walk->analysis = analysis;
    walk->text = text;
    walk->lang = lang;
    walk->off = 0;
    walk->next_pos = first_pos;
    walk->at = 0;
    walk->word.term_count = 0;
    walk->word.pos_count = 0;
}

bool analysis_walk_next(struct analysis_walk *walk, const struct analysis_term **term,
                        uint32_t *pos, struct span *raw)
{
    while (walk->at == walk->word.term_count) {
        struct words words = {walk->text, walk->off};
        struct span word;
        if (!words_next(&words, &word))
            return false;
        walk->off = words.off;
        analysis_word(walk->analysis, word, walk->lang, &walk->word);
        walk->next_pos += walk->word.pos_count;
        walk->at = 0;
    }
    *term = &walk->word.terms[walk->at++];
    *pos = walk->next_pos - walk->word.pos_count + (*term)->pos;
    *raw = (*term)->raw;
    return true;
}
