/* The record of one article. Spans point into the arena that it was built in, so
 * nothing here is owned, copied or freed; article_complete adds what can be derived
 * and never replaces what was stated.
 */
#include "ingest/article.h"

#include "base/hash.h"
#include "ingest/issue.h"

struct span article_text(const struct text_l10n *text, enum lang own, enum lang *lang)
{
    static const enum lang order[] = {LANG_KY, LANG_RU, LANG_EN, LANG_UND};
    enum lang found = own;
    for (size_t i = 0; text->in[found].len == 0 && i < LANG_COUNT; i++)
        found = order[i];
    if (lang)
        *lang = found;
    return text->in[found];
}

void article_put_text(struct text_l10n *field, struct span text, enum lang hint)
{
    if (text.len == 0)
        return;
    struct span *place = &field->in[lang_guess(text, hint)];
    if (place->len == 0)
        *place = text;
}

bool article_issn_valid(struct span issn)
{
    if (issn.len != 9 || issn.data[4] != '-')
        return false;
    unsigned sum = 0, weight = 8;
    for (size_t at = 0; at < 8; at++) {
        if (at == 4)
            continue;
        if (issn.data[at] < '0' || issn.data[at] > '9')
            return false;
        sum += weight-- * (unsigned)(issn.data[at] - '0');
    }
    unsigned check = (11 - sum % 11) % 11;
    uint8_t last = issn.data[8];
    return check == 10 ? last == 'X' || last == 'x' : last == '0' + check;
}

/* --- Languages --------------------------------------------------------------- */

static enum lang guess_one(const struct paragraph *paragraph, enum lang hint)
{
    return paragraph->lang != LANG_UND ? paragraph->lang
                                       : lang_guess(paragraph->text, hint);
}

/* The language of most bytes, each paragraph judged by itself. */
static enum lang most_bytes(const struct article *article, enum lang hint)
{
    size_t bytes[LANG_COUNT] = {0};
    for (size_t i = 0; i < article->paragraph_count; i++)
        bytes[guess_one(&article->paragraphs[i], LANG_UND)] +=
            article->paragraphs[i].text.len;
    enum lang best = LANG_UND;
    for (enum lang lang = LANG_KY; lang <= LANG_EN; lang++)
        if (bytes[lang] > 0 && (best == LANG_UND || bytes[lang] > bytes[best]))
            best = lang;
    return best == LANG_UND ? hint : best;
}

void article_guess_languages(struct article *article, enum lang hint)
{
    if (article->lang == LANG_UND)
        article->lang = most_bytes(article, hint);
    for (size_t i = 0; i < article->paragraph_count; i++) {
        struct paragraph *paragraph = &article->paragraphs[i];
        paragraph->lang = guess_one(paragraph, article->lang);
    }
}

/* --- The hash ---------------------------------------------------------------- */

static void hash_span(uint64_t *hash, struct span text)
{
    *hash = hash_mix(*hash ^ hash_bytes(text)) + text.len;
}

static void hash_number(uint64_t *hash, uint64_t number)
{
    *hash = hash_mix(*hash + number + 1);
}

static void hash_l10n(uint64_t *hash, const struct text_l10n *text)
{
    for (size_t lang = 0; lang < LANG_COUNT; lang++)
        hash_span(hash, text->in[lang]);
}

static void hash_lists(uint64_t *hash, const struct article *article)
{
    hash_number(hash, article->author_count);
    for (size_t i = 0; i < article->author_count; i++) {
        hash_span(hash, article->authors[i].as_printed);
        hash_span(hash, article->authors[i].family);
        hash_span(hash, article->authors[i].given);
    }
    hash_number(hash, article->keyword_count);
    for (size_t i = 0; i < article->keyword_count; i++) {
        hash_span(hash, article->keywords[i].text);
        hash_number(hash, article->keywords[i].lang);
    }
    hash_number(hash, article->translation_count);
    for (size_t i = 0; i < article->translation_count; i++)
        hash_span(hash, article->translations[i]);
}

static void hash_body(uint64_t *hash, const struct article *article)
{
    hash_number(hash, article->paragraph_count);
    for (size_t i = 0; i < article->paragraph_count; i++) {
        hash_span(hash, article->paragraphs[i].text);
        hash_number(hash, article->paragraphs[i].lang);
        hash_number(hash, article->paragraphs[i].kind);
    }
}

uint64_t article_hash(const struct article *article)
{
    const struct span *const singles[] = {
        &article->issn,         &article->doi,    &article->url,
        &article->registration, &article->volume, &article->number,
        &article->running,      &article->issue,  &article->pages,
        &article->date_text,
    };
    const struct text_l10n *const texts[] = {&article->title, &article->journal,
                                             &article->rubric, &article->abstract};
    uint64_t hash = 0;
    hash_span(&hash, article->id);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        hash_l10n(&hash, texts[i]);
    for (size_t i = 0; i < sizeof singles / sizeof *singles; i++)
        hash_span(&hash, *singles[i]);
    hash_number(&hash, article->issue_year);
    hash_number(&hash, article->date);
    hash_number(&hash, article->lang);
    hash_lists(&hash, article);
    hash_body(&hash, article);
    return hash;
}

/* --- What can be derived ----------------------------------------------------- */

/* "9 (33)" as a number is the number and the running one; the issue as it is shown is
 * made of the two, so that "№ 9 (33)" of one source and 9, 33 of another are one facet.
 */
static void split_number(struct article *article)
{
    struct span number, running;
    size_t behind;
    struct span *from = article->number.len > 0 ? &article->number : &article->issue;
    if (article->running.len > 0 || !issue_read(*from, &number, &running, &behind) ||
        behind != from->len)
        return;
    article->number = number;
    article->running = running;
    article->issue = (struct span){NULL, 0};
}

static enum status derive_issue(struct article *article, struct arena *arena,
                                struct error *err)
{
    split_number(article);
    if (article->issue.len > 0 ||
        (article->number.len == 0 && article->running.len == 0))
        return ST_OK;
    struct buf text;
    buf_init(&text, 0);
    buf_put_span(&text, article->number);
    if (article->running.len > 0) {
        buf_put_text(&text, article->number.len > 0 ? " (" : "(");
        buf_put_span(&text, article->running);
        buf_put_byte(&text, ')');
    }
    article->issue = arena_copy(arena, buf_span(&text));
    bool failed = text.status != ST_OK || !article->issue.data;
    buf_release(&text);
    return failed ? fail(err, ST_NOMEM, "article: no memory for the issue") : ST_OK;
}

/* A rubric is a facet: a final full stop would make two of one. */
static struct span without_final_dot(struct span rubric)
{
    rubric = span_trim(rubric);
    if (rubric.len > 1 && rubric.data[rubric.len - 1] == '.' &&
        rubric.data[rubric.len - 2] != '.')
        rubric.len--;
    return span_trim(rubric);
}

/* Two long ids that begin alike stay two. */
static enum status shorten_id(struct article *article, struct arena *arena,
                              struct error *err)
{
    enum { HASH_BYTES = 17 };
    struct span id = article->id;
    size_t len = ARTICLE_ID_BYTES - HASH_BYTES;
    if (id.len <= ARTICLE_ID_BYTES)
        return ST_OK;
    while (len > 0 && (id.data[len] & 0xC0) == 0x80) /* not within a character */
        len--;
    struct buf text;
    buf_init(&text, 0);
    buf_put(&text, id.data, len);
    buf_print(&text, "#%016llx", (unsigned long long)hash_bytes(id));
    article->id = arena_copy(arena, buf_span(&text));
    bool failed = text.status != ST_OK || !article->id.data;
    buf_release(&text);
    return failed ? fail(err, ST_NOMEM, "article: no memory for the id") : ST_OK;
}

enum status article_complete(struct article *article, struct arena *arena,
                             struct error *err)
{
    if (article->id.len == 0)
        article->id = article->doi.len > 0 ? article->doi : article->source_file;
    for (size_t lang = 0; lang < LANG_COUNT; lang++)
        article->rubric.in[lang] = without_final_dot(article->rubric.in[lang]);
    article_guess_languages(article, LANG_UND);
    enum status status = shorten_id(article, arena, err);
    return status != ST_OK ? status : derive_issue(article, arena, err);
}
