/* test_snippet.c - passages chosen, joined, cut and marked, over texts in memory. The
 * places are those that indexing would give: found here by walking the text.
 */
#include <string.h>

#include "answer/escape.h"
#include "answer/snippet.h"
#include "support/unit.h"
#include "text/utf8.h"

enum { PLACES_MAX = 256, SAMPLES_MAX = 64, PARAGRAPHS_MAX = 16 };

struct fixture {
    struct analysis *analysis;
    struct arena arena;
    struct span text;
    struct segment_paragraph paragraphs[PARAGRAPHS_MAX];
    uint32_t samples[SAMPLES_MAX];
    struct search_place places[PLACES_MAX];
    size_t place_count;
    uint32_t bytes_read;
    struct snippet_text source;
    struct answer_snippet out[SNIPPET_PASSAGES_MAX];
    size_t count;
};

static enum status read_part(void *context, uint32_t off, uint32_t len,
                             struct span *out, struct error *err)
{
    struct fixture *f = context;
    (void)err;
    *out = span_part(f->text, off, len);
    f->bytes_read += (uint32_t)out->len;
    return ST_OK;
}

/* Paragraphs are parted by line feeds; one that begins with '#' is a heading. */
static void split(struct fixture *f)
{
    size_t count = 0;
    for (size_t off = 0; off < f->text.len && count < PARAGRAPHS_MAX;) {
        uint8_t kind = f->text.data[off] == '#' ? ANSWER_HEADING : ANSWER_TEXT;
        f->paragraphs[count++] =
            (struct segment_paragraph){(uint32_t)off, LANG_KY, kind};
        off = span_find(f->text, '\n', off) + 1;
    }
    f->source.paragraphs = f->paragraphs;
    f->source.paragraph_count = count;
}

static bool is_wanted(const struct analysis_term *term, const char *const *words,
                      size_t count, unsigned *leaf)
{
    for (size_t i = 0; i < count; i++)
        if (span_equal(term->form, span_text(words[i])) && !term->joined) {
            *leaf = (unsigned)i;
            return true;
        }
    return false;
}

/* What indexing notes: samples, and the places of the wanted forms. */
static void index_text(struct fixture *f, const char *const *words, size_t count)
{
    struct analysis_walk walk;
    const struct analysis_term *term;
    struct span raw;
    uint32_t pos, first = 0;
    for (size_t i = 0; i < f->source.paragraph_count; i++) {
        uint32_t off = f->paragraphs[i].off;
        struct span text = span_part(f->text, off, span_find(f->text, '\n', off) - off);
        analysis_walk_open(&walk, f->analysis, text, LANG_KY, first);
        while (analysis_walk_next(&walk, &term, &pos, &raw)) {
            unsigned leaf = 0;
            if (pos % BODY_SAMPLE == 0 && !term->joined)
                f->samples[pos / BODY_SAMPLE] = (off + (uint32_t)(raw.data - text.data))
                                                    << 4 |
                                                (pos - (pos - term->pos));
            f->source.sample_count = pos / BODY_SAMPLE + 1;
            if (is_wanted(term, words, count, &leaf))
                f->places[f->place_count++] =
                    (struct search_place){PLACE(FIELD_BODY, pos), 1, leaf};
        }
        first = walk.next_pos;
    }
}

static void open_fixture(struct fixture *f, const char *text)
{
    memset(f, 0, sizeof *f);
    assert_int_equal(analysis_open(&f->analysis, NULL), ST_OK);
    arena_init(&f->arena, 1 << 24);
    f->text = span_text(text);
    f->source = (struct snippet_text){.read = read_part,
                                      .context = f,
                                      .bytes = (uint32_t)f->text.len,
                                      .lang = LANG_KY,
                                      .samples = f->samples};
    split(f);
}

static void close_fixture(struct fixture *f)
{
    analysis_close(f->analysis);
    arena_release(&f->arena);
}

static void make(struct fixture *f, unsigned limit)
{
    static const struct marked_leaves none;
    struct snippet_maker maker = {f->analysis, &f->arena, &none, limit};
    struct marked_places places = {f->places, f->place_count};
    marked_sort(f->places, f->place_count);
    assert_int_equal(snippet_make(&maker, &f->source, places, f->out, &f->count, NULL),
                     ST_OK);
}

/* The passage with [marks] and … where it is cut. */
static void assert_passage(const struct answer_snippet *passage, const char *want)
{
    struct buf got;
    size_t at = 0;
    buf_init(&got, 0);
    buf_put_text(&got, passage->cut_before ? "…" : "");
    for (size_t i = 0; i < passage->mark_count; i++) {
        struct answer_mark mark = passage->marks[i];
        buf_put_span(&got, span_part(passage->text, at, mark.off - at));
        buf_put_byte(&got, '[');
        buf_put_span(&got, span_part(passage->text, mark.off, mark.len));
        buf_put_byte(&got, ']');
        at = mark.off + mark.len;
    }
    buf_put_span(&got, span_part(passage->text, at, passage->text.len - at));
    buf_put_text(&got, passage->cut_after ? "…" : "");
    buf_put_byte(&got, 0);
    assert_string_equal(got.data, want);
    buf_release(&got);
}

static void sentence_with_most_words_comes_in(void **state)
{
    static const char *const words[] = {"суу", "айыл", "тариф"};
    struct fixture f;
    (void)state;
    open_fixture(&f,
                 "Бул жерде айыл тууралуу сөз болот, башка эч нерсе айтылбайт, "
                 "ошондуктан бул сүйлөм кыйла узун.\n"
                 "Жаңы тариф боюнча айыл үчүн суу кымбаттап, анын баасы эки эсе "
                 "көтөрүлгөнүн элдин баары билет.\n"
                 "Акыркы сүйлөмдө суу деген сөз гана бар, ал дагы кыйла узун болсун "
                 "деп атайын созулган.");
    index_text(&f, words, 3);
    make(&f, 1);
    assert_int_equal(f.count, 1);
    assert_passage(&f.out[0],
                   "Жаңы [тариф] боюнча [айыл] үчүн [суу] кымбаттап, анын баасы "
                   "эки эсе көтөрүлгөнүн элдин баары билет.");
    assert_int_equal(f.out[0].lang, LANG_KY);
    make(&f, 3);
    assert_int_equal(f.count, 3); /* in the order of the text */
    assert_true(f.out[0].text.data < f.out[1].text.data);
    assert_true(f.out[1].text.data < f.out[2].text.data);
    close_fixture(&f);
}

static void new_words_before_more_of_the_same(void **state)
{
    static const char *const words[] = {"суу", "айыл"};
    struct fixture f;
    (void)state;
    open_fixture(&f,
                 "Суу, суу, суу жана дагы суу керек деп жар салып жүргөн киши бүгүн "
                 "эрте менен базарга келди.\n"
                 "Эми суу менен суу жөнүндө айтып бүтпөй, кечке чейин сүйлөп, элди да "
                 "тажатып бүттү окшойт.\n"
                 "Ал эми айыл жөнүндө ушул сүйлөмдө гана айтылат, ошон үчүн бул сүйлөм "
                 "тандалышы керек.");
    index_text(&f, words, 2);
    make(&f, 2);
    assert_int_equal(f.count, 2);
    assert_passage(&f.out[1],
                   "Ал эми [айыл] жөнүндө ушул сүйлөмдө гана айтылат, ошон үчүн "
                   "бул сүйлөм тандалышы керек.");
    close_fixture(&f);
}

static void short_sentence_takes_a_neighbour_in(void **state)
{
    static const char *const words[] = {"суу"};
    struct fixture f;
    (void)state;
    open_fixture(&f,
                 "Биринчи сүйлөм бул жерде турат. Таза суу келди. Элдин кубанычында "
                 "чек болгон жок, майрам эки күнгө созулду.");
    index_text(&f, words, 1);
    make(&f, 3);
    assert_int_equal(f.count, 1);
    assert_passage(&f.out[0],
                   "Таза [суу] келди. Элдин кубанычында чек болгон жок, майрам "
                   "эки күнгө созулду.");
    close_fixture(&f);
}

static void paragraphs_are_not_mixed(void **state)
{
    static const char *const words[] = {"суу"};
    struct fixture f;
    (void)state;
    open_fixture(&f, "Башка абзац.\nСуу келди.\nДагы бир абзац.");
    index_text(&f, words, 1);
    make(&f, 3);
    assert_int_equal(f.count, 1);
    assert_passage(&f.out[0], "[Суу] келди.");
    close_fixture(&f);
}

static void phrase_is_one_mark(void **state)
{
    static const char *const words[] = {"жергиликтүү"};
    struct fixture f;
    (void)state;
    open_fixture(&f, "Быйылкы жергиликтүү бюджет кечээ айылдык кеңештин жыйынында узак "
                     "талкуудан кийин бекитилди.");
    index_text(&f, words, 1);
    f.places[0].words = 2;
    f.places[1] = (struct search_place){f.places[0].place + 1, 1, 1}; /* inside it */
    f.place_count = 2;
    make(&f, 3);
    assert_passage(&f.out[0], "Быйылкы [жергиликтүү бюджет] кечээ айылдык кеңештин "
                              "жыйынында узак талкуудан кийин бекитилди.");
    close_fixture(&f);
}

static void long_sentence_is_cut_at_words(void **state)
{
    static const char *const words[] = {"кереметтүү"};
    static char text[8192];
    struct fixture f;
    (void)state;
    char *end = text;
    for (int i = 0; i < 60; i++)
        end = stpcpy(end, i == 40 ? "кереметтүү " : "сөздөр ");
    stpcpy(end, "бүттү.");
    open_fixture(&f, text);
    index_text(&f, words, 1);
    make(&f, 3);
    assert_int_equal(f.count, 1);
    assert_true(f.out[0].cut_before);
    assert_int_equal(f.out[0].mark_count, 1);
    assert_true(utf8_count(f.out[0].text) <= SNIPPET_LETTERS);
    assert_true(utf8_count(f.out[0].text) >= SNIPPET_LETTERS / 2);
    assert_true(span_starts(f.out[0].text, span_text("сөздөр ")));
    assert_int_equal(f.out[0].text.data[-1], ' ');
    close_fixture(&f);
}

/* A match far inside a long body is found from the sample before it, reading little. */
static void only_what_is_needed_is_read(void **state)
{
    static const char *const words[] = {"ийне"};
    static char text[60000];
    char *at = text;
    struct fixture f;
    (void)state;
    for (int line = 0; line < 14; line++) {
        for (int i = 0; i < 30; i++)
            at = stpcpy(at, "Чөптүн үстү чөп, анын үстү да чөп экен. ");
        at = stpcpy(at, line == 9 ? "Бул жерде ийне жатат. Аны табуу кыйын болду.\n"
                                  : "Бүттү.\n");
    }
    open_fixture(&f, text);
    index_text(&f, words, 1);
    assert_int_equal(f.place_count, 1);
    assert_true(f.source.sample_count > 30);
    make(&f, 3);
    assert_int_equal(f.count, 1);
    assert_int_equal(f.out[0].mark_count, 1);
    assert_true(f.bytes_read < 8000);
    assert_non_null(strstr((const char *)f.out[0].text.data, "ийне"));
    close_fixture(&f);
}

static void lead_skips_headings(void **state)
{
    static const struct marked_leaves none;
    struct fixture f;
    (void)state;
    open_fixture(&f, "# Башы\nБиринчи сүйлөм. Экинчи сүйлөм.\nЭкинчи абзац.");
    struct snippet_maker maker = {f.analysis, &f.arena, &none, 1};
    assert_int_equal(snippet_lead(&maker, &f.source, f.out, &f.count, NULL), ST_OK);
    assert_int_equal(f.count, 1);
    assert_passage(&f.out[0], "Биринчи сүйлөм. Экинчи сүйлөм.");
    close_fixture(&f);
}

static void broken_samples_do_no_harm(void **state)
{
    static const char *const words[] = {"суу"};
    struct fixture f;
    (void)state;
    open_fixture(&f, "Таза суу келди, аны күткөн элдин баары кубанып, кечке чейин "
                     "көчөдө тойлоп жүрүштү окшойт.");
    index_text(&f, words, 1);
    static const uint32_t samples[] = {0, 15, 16, 0x7fffffff, UINT32_MAX};
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        f.samples[0] = samples[i];
        f.places[0].place = PLACE(FIELD_BODY, i * 50);
        static const struct marked_leaves none;
        struct snippet_maker maker = {f.analysis, &f.arena, &none, 3};
        struct marked_places places = {f.places, 1};
        size_t count = 0;
        enum status status =
            snippet_make(&maker, &f.source, places, f.out, &count, NULL);
        assert_true(status == ST_OK || status == ST_CORRUPT);
    }
    close_fixture(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentence_with_most_words_comes_in),
        cmocka_unit_test(new_words_before_more_of_the_same),
        cmocka_unit_test(short_sentence_takes_a_neighbour_in),
        cmocka_unit_test(paragraphs_are_not_mixed),
        cmocka_unit_test(phrase_is_one_mark),
        cmocka_unit_test(long_sentence_is_cut_at_words),
        cmocka_unit_test(only_what_is_needed_is_read),
        cmocka_unit_test(lead_skips_headings),
        cmocka_unit_test(broken_samples_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
