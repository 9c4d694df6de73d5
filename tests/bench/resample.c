/* resample.c - a large archive made of a small one:  zcat FILE... | resample N [SEED]
 *
 *   source articles (short form)          written articles (short form)
 *   journal A  ####### ### ####   --+-->  journal 1, 1990, issue 1 ... 2022, issue 6
 *   journal B  ## ########        --+     each: runs of whole lines out of 1 to 3
 *   ...                             |           articles of the same journal
 *   journal Z  ######             --+-->  journal 12
 *
 * Sentences are never made up and words never shuffled, so that phrases, word
 * frequencies and the clustering of a journal's words stay those of real text. What is
 * made up is the frame: journals, dates, issues, rubrics, authors. Written articles
 * come in the order of an archive: journal, year, issue.
 */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include <jansson.h>

#include "base/bytes.h"
#include "base/file.h"
#include "base/memory.h"
#include "bench/bench.h"
#include "support/shelves.h"

enum {
    JOURNALS = SHELVES,
    FIRST_YEAR = 1990,
    YEARS = 33,
    ISSUES = 6,
    AUTHORS = 200,
    WORDS_MIN = 40,   /* of an article */
    WORDS_MORE = 205, /* beyond them on average */
    WORDS_MAX = 1500,
    RUNS_MAX = 3
};

struct source {
    struct span title, lang, body;
};

struct archive {
    struct arena arena;
    struct source *sources;
    size_t source_count, source_capacity;
    struct shelves *shelves;
};

static const char *const families[20] = {
    "Асанов",   "Бейшеналиев", "Мамытов",   "Токтоматов", "Исаков",
    "Жумабаев", "Сыдыков",     "Абдраимов", "Кадыров",    "Осмонов",
    "Петров",   "Ткаченко",    "Соколов",   "Орлов",      "Белов",
    "Алиев",    "Турдубаев",   "Эсенов",    "Чолпонов",   "Назаров"};
static const char *const givens[10] = {"Бакыт",  "Азамат", "Нурлан", "Эркин", "Талант",
                                       "Сергей", "Виктор", "Марат",  "Кубат", "Данияр"};
static const char *const journals[JOURNALS] = {
    "Айыл башкаруу",    "Вопросы права",    "Коом жана бюджет", "Сахна",
    "Экономика и мы",   "Тил жана адабият", "Энергетика",       "Жер жана суу",
    "Театральный лист", "Тарых барактары",  "Труд и закон",     "Билим берүү"};
static const char *const rubrics[10] = {
    "Изилдөөлөр", "Обзоры",   "Маектер",      "Право",     "Тарых",
    "Рецензии",   "Практика", "Кат-кабарлар", "Экономика", "Маданият"};

/* --- Reading ----------------------------------------------------------------- */

static struct span keep_string(struct archive *archive, json_t *object,
                               const char *name)
{
    json_t *value = json_object_get(object, name);
    if (!json_is_string(value))
        return (struct span){NULL, 0};
    return arena_copy(&archive->arena,
                      span_of(json_string_value(value), json_string_length(value)));
}

/* How often a source is drawn: by its length; Kyrgyz texts, of which there are few,
 * twice as often. */
static uint64_t weight_of(const struct source *source)
{
    return span_equal(source->lang, span_text("ky")) ? 2 * source->body.len
                                                     : source->body.len;
}

static void add_source(struct archive *archive, json_t *object)
{
    struct source source = {.title = keep_string(archive, object, "title"),
                            .lang = keep_string(archive, object, "lang"),
                            .body = keep_string(archive, object, "body")};
    if (source.body.len == 0)
        return;
    shelves_add(archive->shelves, keep_string(archive, object, "journal"),
                weight_of(&source));
    struct source *grown =
        memory_grow(archive->sources, &archive->source_capacity,
                    archive->source_count + 1, sizeof *archive->sources);
    if (!grown)
        bench_die("out of memory", NULL);
    archive->sources = grown;
    archive->sources[archive->source_count++] = source;
}

static void read_all(struct buf *in)
{
    struct error err = ERROR_NONE;
    size_t got = 1;
    while (got > 0) {
        size_t before = in->len;
        uint8_t *room = buf_grow(in, 1 << 20);
        if (!room)
            bench_die("out of memory", NULL);
        if (file_read_some(0, room, 1 << 20, &got, &err))
            bench_die("standard input", &err);
        in->len = before + got;
    }
}

static void read_sources(struct archive *archive)
{
    struct buf in;
    buf_init(&in, 0);
    read_all(&in);
    struct span rest = buf_span(&in);
    while (rest.len > 0) {
        size_t end = span_find(rest, '\n', 0);
        json_t *object = json_loadb((const char *)rest.data, end, 0, NULL);
        if (object)
            add_source(archive, object);
        json_decref(object);
        rest = span_part(rest, end + 1, rest.len);
    }
    buf_release(&in);
    if (archive->source_count == 0)
        bench_die("no articles on standard input", NULL);
}

/* --- Cutting ----------------------------------------------------------------- */

static size_t count_words(struct span text)
{
    size_t words = 1;
    for (size_t i = 0; i < text.len; i++)
        words += text.data[i] == ' ' || text.data[i] == '\n';
    return words;
}

/* The end of the sentence that the `words`-th word is in, or of the text. */
static size_t sentence_end(struct span text, size_t words)
{
    size_t seen = 0, at = 0;
    while (at < text.len && seen < words)
        seen += text.data[at++] == ' ';
    for (; at + 1 < text.len; at++)
        if ((text.data[at] == '.' || text.data[at] == '!' || text.data[at] == '?') &&
            text.data[at + 1] == ' ')
            return at + 1;
    return text.len;
}

/* Whole lines from a random one on, until there are `words`; a line much longer than
 * what is wanted ends with a sentence. */
static void put_run(struct buf *body, struct span text, size_t words,
                    struct chance *chance)
{
    size_t at = (size_t)chance_below(chance, text.len);
    size_t have = 0;
    at = at < text.len / 4 ? 0 : span_find(text, '\n', at) + 1;
    if (at >= text.len)
        at = 0;
    while (at < text.len && have < words) {
        struct span line = span_part(text, at, span_find(text, '\n', at) - at);
        at += line.len + 1;
        if (count_words(line) > 2 * (words - have))
            line.len = sentence_end(line, words - have);
        have += count_words(line);
        if (body->len > 0 && line.len > 0)
            buf_put_byte(body, '\n');
        buf_put_span(body, line);
    }
}

/* --- Writing ----------------------------------------------------------------- */

static void put_json(struct buf *out, struct span text)
{
    static const char hex[] = "0123456789abcdef";
    buf_put_byte(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.data[i];
        if (c == '"' || c == '\\' || c == '\n') {
            buf_put_byte(out, '\\');
            buf_put_byte(out, c == '\n' ? 'n' : c);
        } else if (c < 0x20) {
            buf_print(out, "\\u00%c%c", hex[c >> 4], hex[c & 15]);
        } else {
            buf_put_byte(out, c);
        }
    }
    buf_put_byte(out, '"');
}

static void put_field(struct buf *out, const char *name, struct span text)
{
    buf_print(out, ",\"%s\":", name);
    put_json(out, text);
}

static void put_authors(struct buf *out, struct chance *chance)
{
    size_t count = 1 + (size_t)chance_skewed(chance, 3);
    uint64_t first = chance_skewed(chance, AUTHORS);
    buf_put_text(out, ",\"authors\":[");
    for (size_t i = 0; i < count; i++) {
        uint64_t author = (first + i * 7) % AUTHORS;
        buf_print(out, "%s\"%s %s\"", i ? "," : "", families[author % 20],
                  givens[author / 20]);
    }
    buf_put_byte(out, ']');
}

/* Up to three long words of the text. */
static void put_keywords(struct buf *out, struct span body, struct chance *chance)
{
    buf_put_text(out, ",\"keywords\":[");
    const char *sep = "";
    for (unsigned i = 0; i < 3; i++) {
        size_t at = span_find(body, ' ', (size_t)chance_below(chance, body.len)) + 1;
        struct span word = span_part(body, at, span_find(body, ' ', at) - at);
        size_t letters = 0;
        while (letters < word.len && word.data[letters] >= 0x80)
            letters++;
        if (at >= body.len || letters < 12 || letters > 60)
            continue;
        buf_put_text(out, sep);
        put_json(out, span_part(word, 0, letters));
        sep = ",";
    }
    buf_put_byte(out, ']');
}

/* The source's title, else the first words of the text. */
static struct span title_of(const struct source *source, struct span body)
{
    if (source->title.len > 0)
        return source->title;
    size_t line = span_find(body, '\n', 0), at = 0;
    for (unsigned words = 0; words < 7 && at < line; words++)
        at = span_find(body, ' ', at + 1);
    return span_part(body, 0, at < line ? at : line);
}

static struct span first_sentence(struct span body)
{
    struct span line = span_part(body, 0, span_find(body, '\n', 0));
    return span_part(line, 0, sentence_end(line, 8));
}

static void put_frame(struct buf *out, uint64_t number, uint64_t slot,
                      struct chance *chance)
{
    unsigned year = FIRST_YEAR + (unsigned)(slot / ISSUES % YEARS);
    unsigned issue = 1 + (unsigned)(slot % ISSUES);
    unsigned running = (year - FIRST_YEAR) * ISSUES + issue;
    buf_print(out, "{\"id\":\"bench-%07" PRIu64 "\"", number);
    put_field(out, "journal", span_text(journals[slot / ISSUES / YEARS]));
    buf_print(out, ",\"issue\":\"№ %u (%u)\",\"date\":\"%u-%02u-%02u\"", issue, running,
              year, issue * 2 - 1, 1 + (unsigned)chance_below(chance, 28));
    put_field(out, "rubric", span_text(rubrics[chance_skewed(chance, 10)]));
    put_authors(out, chance);
}

/* Exponential above a floor, as lengths of articles are. */
static size_t draw_words(struct chance *chance)
{
    double u = ((double)(chance_next(chance) >> 11) + 1) * 0x1p-53;
    double words = WORDS_MIN - WORDS_MORE * log(u);
    return words < WORDS_MAX ? (size_t)words : WORDS_MAX;
}

static void put_article(struct buf *out, struct buf *body, struct archive *archive,
                        uint64_t number, uint64_t slot, struct chance *chance)
{
    unsigned journal = (unsigned)(slot / ISSUES / YEARS);
    size_t at = shelves_draw(archive->shelves, journal, chance);
    const struct source *first = &archive->sources[at];
    size_t words = draw_words(chance);
    size_t runs = 1 + (size_t)chance_below(chance, RUNS_MAX);
    buf_reset(body);
    for (size_t i = 0; i < runs; i++) {
        put_run(body, archive->sources[at].body, words / runs + 1, chance);
        ptrdiff_t next = shelves_neighbour(archive->shelves, at);
        if (next == SHELVES_NONE)
            break;
        at = (size_t)next;
    }
    struct span text = buf_span(body);
    put_frame(out, number, slot, chance);
    put_field(out, "title", title_of(first, text));
    if (first->lang.len > 0)
        put_field(out, "lang", first->lang);
    put_keywords(out, text, chance);
    if (chance_below(chance, 4) == 0)
        put_field(out, "summary", first_sentence(text));
    put_field(out, "body", text);
    buf_put_text(out, "}\n");
}

static void write_articles(struct archive *archive, uint64_t count, uint64_t seed)
{
    struct chance chance = {seed};
    struct buf out, body;
    buf_init(&out, 0);
    buf_init(&body, 0);
    for (uint64_t i = 0; i < count; i++) {
        uint64_t slot = i * (JOURNALS * YEARS * ISSUES) / count;
        put_article(&out, &body, archive, i, slot, &chance);
        if (out.len < 1 << 20 && i + 1 < count)
            continue;
        if (out.status || body.status)
            bench_die("out of memory", NULL);
        if (fwrite(out.data, 1, out.len, stdout) != out.len)
            bench_die("standard output", NULL);
        buf_reset(&out);
    }
    buf_release(&out);
    buf_release(&body);
}

static void release(struct archive *archive)
{
    shelves_close(archive->shelves);
    memory_free(archive->sources);
    arena_release(&archive->arena);
    memory_free(archive);
}

int main(int argc, char **argv)
{
    if (argc < 2 || strtoull(argv[1], NULL, 10) == 0) {
        fprintf(stderr, "usage: zcat FILE.jsonl.gz... | resample ARTICLES [SEED]\n");
        return 2;
    }
    struct archive *archive = memory_zeroed(1, sizeof *archive);
    if (!archive)
        bench_die("out of memory", NULL);
    arena_init(&archive->arena, (size_t)1 << 30);
    archive->shelves = shelves_open();
    read_sources(archive);
    shelves_arrange(archive->shelves);
    write_articles(archive, strtoull(argv[1], NULL, 10),
                   argc > 2 ? strtoull(argv[2], NULL, 10) : 1);
    release(archive);
    return 0;
}
