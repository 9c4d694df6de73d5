/* make_article.c - a few dozen stems, endings and a toss of dice. */
#include "support/make_article.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const kyrgyz[] = {
    "бюджет",    "жергиликтүү", "кеңеш",         "айыл",     "мектеп", "суу",
    "жер",       "шайлоо",      "маданият",      "тапшырык", "өкмөт",  "жол-жобо",
    "иш-аракет", "БӨУ",         "Муниципалитет", "ёлка",     "түзүм",  "күрөш"};
static const char *const kyrgyz_ends[] = {"",    "тер",   "дин", "нын", "ге",
                                          "лар", "ларга", "дан", "да",  "сы"};
static const char *const russian[] = {
    "бюджет",      "местный",  "совет",         "село",
    "школа",       "вода",     "земля",         "выборы",
    "культура",    "заказ",    "ПРАВИТЕЛЬСТВО", "социально-экономический",
    "город-герой", "развитие", "съёмка",        "гражданин"};
static const char *const russian_ends[] = {"", "а", "ов", "ами", "ы", "е", "у", "ом"};
static const char *const marks[] = {", ", ". ", " - ", " ",  " ",
                                    " ",  " ",  "? ",  " «", "» "};

#define PICK(state, array)                                                             \
    ((array)[make_random(state) % (sizeof(array) / sizeof *(array))])

uint64_t make_random(uint64_t *state)
{
    uint64_t value = *state += UINT64_C(0x9e3779b97f4a7c15);

    value = (value ^ value >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    value = (value ^ value >> 27) * UINT64_C(0x94d049bb133111eb);
    return value ^ value >> 31;
}

static struct span keep(struct arena *arena, struct buf *text)
{
    struct span copy = arena_copy(arena, buf_span(text));

    if (!copy.data || text->status != ST_OK)
        abort();
    buf_release(text);
    return copy;
}

static void put_word(struct buf *out, uint64_t *state, enum lang lang)
{
    uint64_t kind = make_random(state) % 24;

    if (kind == 0)
        buf_print(out, "%u-жыл", (unsigned)(1990 + make_random(state) % 40));
    else if (kind == 1)
        buf_print(out, "%u", (unsigned)(make_random(state) % 1000));
    else if (kind == 2) /* a tail of words that occur once */
        buf_print(out, "сөз%uбир", (unsigned)(make_random(state) % 100000));
    else if (lang == LANG_KY)
        buf_print(out, "%s%s", PICK(state, kyrgyz), PICK(state, kyrgyz_ends));
    else
        buf_print(out, "%s%s", PICK(state, russian), PICK(state, russian_ends));
}

static struct span make_text(struct arena *arena, uint64_t *state, enum lang lang,
                             uint32_t words)
{
    struct buf text;

    buf_init(&text, 0);
    for (uint32_t i = 0; i < words; i++) {
        if (i > 0)
            buf_put_text(&text, PICK(state, marks));
        put_word(&text, state, lang);
    }
    return keep(arena, &text);
}

static void *make_array(struct arena *arena, size_t count, size_t size)
{
    void *array = arena_zeroed(arena, count + 1, size);

    if (!array)
        abort();
    return array;
}

static void make_body(struct arena *arena, uint64_t *state, struct article *article,
                      uint32_t words)
{
    size_t count = words == 0 ? 0 : 1 + make_random(state) % 4;

    article->paragraphs = make_array(arena, count, sizeof *article->paragraphs);
    article->paragraph_count = count;
    for (size_t i = 0; i < count; i++) {
        struct paragraph *at = &article->paragraphs[i];

        at->lang = make_random(state) % 8
                       ? article->lang
                       : (enum lang)(make_random(state) % LANG_COUNT);
        at->kind = make_random(state) % 8 ? PARAGRAPH_TEXT : PARAGRAPH_REFERENCE;
        at->text = make_text(arena, state, at->lang, words / (uint32_t)count + 1);
    }
}

static void make_head(struct arena *arena, uint64_t *state, struct article *article)
{
    enum lang own = article->lang, other = own == LANG_KY ? LANG_RU : LANG_KY;

    article->title.in[own] = make_text(arena, state, own, 4);
    if (make_random(state) % 3 == 0)
        article->title.in[other] = make_text(arena, state, other, 3);
    article->journal.in[own] = span_text("Муниципалитет");
    if (make_random(state) % 2)
        article->rubric.in[own] = make_text(arena, state, own, 1);
    if (make_random(state) % 4 == 0)
        article->abstract.in[own] = make_text(arena, state, own, 12);
    article->issue = make_random(state) % 3 ? span_text("4 (42)") : span_text("");
    article->date = make_random(state) % 5
                        ? (uint32_t)(2010 + make_random(state) % 15) * 10000 + 407
                        : 0;
}

static void make_lists(struct arena *arena, uint64_t *state, struct article *article)
{
    static const char *const names[] = {"Айгүл Байышбаева", "Султан Майрамбеков",
                                        "Э.Д. Асанов", "Нурдин уулу Байзак"};
    size_t authors = make_random(state) % 4, keywords = make_random(state) % 5;

    article->authors = make_array(arena, authors, sizeof *article->authors);
    article->author_count = authors;
    for (size_t i = 0; i < authors; i++)
        article->authors[i].as_printed = span_text(PICK(state, names));
    article->keywords = make_array(arena, keywords, sizeof *article->keywords);
    article->keyword_count = keywords;
    for (size_t i = 0; i < keywords; i++) {
        enum lang lang = make_random(state) % 2 ? article->lang : LANG_UND;

        article->keywords[i] =
            (struct keyword){make_text(arena, state, article->lang, 2), lang};
    }
}

struct span make_article_id(struct arena *arena, uint32_t number)
{
    struct buf id;

    buf_init(&id, 0);
    buf_print(&id, "article-%u", number);
    return keep(arena, &id);
}

struct article make_article(struct arena *arena, uint32_t number, uint32_t version,
                            uint32_t words)
{
    uint64_t state = (uint64_t)number << 32 | version;
    struct article article = {.id = make_article_id(arena, number)};
    struct buf source;

    article.lang = make_random(&state) % 3 ? LANG_KY : LANG_RU;
    make_head(arena, &state, &article);
    make_lists(arena, &state, &article);
    make_body(arena, &state, &article, words);
    buf_init(&source, 0);
    buf_print(&source, "archive/%u/%u.jsonl", number % 3, number);
    article.source_file = keep(arena, &source);
    article.source_format = span_text("jsonl");
    return article;
}
