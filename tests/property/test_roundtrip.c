/* test_roundtrip.c - what was put is what is read, whatever happened in between.
 *
 * Random articles are put, replaced, deleted, committed and merged at random. Then the
 * postings of the index are those that analysis_walk, a path of its own, finds in the
 * articles that are left; their texts are stored as they were; and neither a merge nor
 * another order of putting them changes anything.
 */
#include "support/unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "build/inverter.h"
#include "build/writer.h"
#include "support/index_dump.h"
#include "support/make_article.h"
#include "support/scratch.h"
#include "text/analysis.h"
#include "text/name_key.h"

enum { ROUNDS = 25, NUMBERS = 40, ACTIONS = 90 };

struct world {
    struct arena arena;
    struct analysis *analysis;
    struct article articles[NUMBERS]; /* the newest version of each */
    bool live[NUMBERS];
};

struct found { /* one occurrence */
    struct span term, form;
    uint32_t place;
    size_t order;
};

struct findings {
    struct found *items;
    size_t count, capacity;
};

static int compare_found(const void *a, const void *b)
{
    const struct found *x = a, *y = b;
    int order = span_compare(x->term, y->term);

    if (order == 0 && x->place != y->place)
        order = x->place < y->place ? -1 : 1;
    return order != 0 ? order : x->order < y->order ? -1 : 1;
}

static void find(struct world *world, struct findings *findings, struct span term,
                 struct span form, uint32_t place)
{
    struct found *items = memory_grow(findings->items, &findings->capacity,
                                      findings->count + 1, sizeof *items);

    assert_non_null(items);
    findings->items = items;
    items[findings->count] =
        (struct found){arena_copy(&world->arena, term), arena_copy(&world->arena, form),
                       place, findings->count};
    findings->count++;
}

static void find_names(struct world *world, struct findings *findings,
                       const struct analysis_term *term, uint32_t place)
{
    struct name_terms names;

    name_terms_printed(&names, term->raw, term->joined);
    for (unsigned i = 0; i < names.count; i++)
        find(world, findings, names.terms[i], names.terms[i], place);
}

static void walk_text(struct world *world, struct findings *findings, struct span text,
                      enum lang lang, enum field field, uint32_t *pos)
{
    struct analysis_walk walk;
    const struct analysis_term *term;
    uint32_t at;
    struct span raw;

    analysis_walk_open(&walk, world->analysis, text, lang, *pos);
    while (analysis_walk_next(&walk, &term, &at, &raw)) {
        find(world, findings, term->term, term->form, PLACE(field, at));
        if (field == FIELD_AUTHOR)
            find_names(world, findings, term, PLACE(field, at));
    }
    *pos = walk.next_pos;
}

static void walk_apart(struct world *world, struct findings *findings, struct span text,
                       enum lang lang, enum field field, uint32_t *pos)
{
    if (text.len == 0)
        return;
    if (*pos > 0)
        *pos += INVERTER_GAP;
    walk_text(world, findings, text, lang, field, pos);
}

static void walk_l10n(struct world *world, struct findings *findings,
                      const struct text_l10n *text, enum lang own, enum field field)
{
    uint32_t pos = 0;

    for (int lang = 0; lang < LANG_COUNT; lang++)
        walk_apart(world, findings, text->in[lang], lang ? (enum lang)lang : own, field,
                   &pos);
}

static void walk_article(struct world *world, struct findings *findings,
                         const struct article *article)
{
    enum lang own = article->lang;
    uint32_t pos = 0;

    for (size_t i = 0; i < article->paragraph_count; i++)
        if (article->paragraphs[i].kind != PARAGRAPH_REFERENCE)
            walk_text(world, findings, article->paragraphs[i].text,
                      article->paragraphs[i].lang, FIELD_BODY, &pos);
    walk_l10n(world, findings, &article->title, own, FIELD_TITLE);
    walk_l10n(world, findings, &article->rubric, own, FIELD_RUBRIC);
    walk_l10n(world, findings, &article->abstract, own, FIELD_ABSTRACT);
    pos = 0;
    for (size_t i = 0; i < article->author_count; i++)
        walk_apart(world, findings, article->authors[i].as_printed, own, FIELD_AUTHOR,
                   &pos);
    pos = 0;
    for (size_t i = 0; i < article->keyword_count; i++) {
        enum lang lang = article->keywords[i].lang;

        walk_apart(world, findings, article->keywords[i].text, lang ? lang : own,
                   FIELD_KEYWORDS, &pos);
    }
}

/* As index_dump does; of a term nothing but the mark of a name is odd. */
static void put_escaped(struct buf *out, struct span term)
{
    bool name = term.data[0] == NAME_TERM_MARK;

    buf_put_text(out, name ? "\\01" : "");
    buf_put_span(out, span_part(term, name, term.len));
}

/* The lines that index_dump writes for the postings of an article. */
static void put_lines(struct buf *out, const struct findings *findings, struct span id)
{
    for (size_t i = 0; i < findings->count;) {
        struct span term = findings->items[i].term;
        uint32_t tf[FIELD_COUNT] = {0};
        size_t end = i;

        for (; end < findings->count && span_equal(findings->items[end].term, term);
             end++)
            tf[PLACE_FIELD(findings->items[end].place)]++;
        buf_put_text(out, "P ");
        put_escaped(out, term);
        buf_put_byte(out, ' ');
        buf_put_span(out, id);
        buf_put_text(out, " tf=");
        for (int field = 0; field < FIELD_COUNT; field++)
            buf_print(out, " %u", tf[field]);
        for (; i < end; i++) {
            buf_print(out, " %x:", findings->items[i].place);
            put_escaped(out, findings->items[i].form);
        }
        buf_put_byte(out, '\n');
    }
}

static int compare_lines(const void *a, const void *b)
{
    return span_compare(*(const struct span *)a, *(const struct span *)b);
}

static size_t sort_lines(struct span text, struct span **lines)
{
    size_t count = 0;
    struct span *out = calloc(text.len + 1, sizeof *out);

    assert_non_null(out);
    for (size_t off = 0; off < text.len;) {
        size_t end = span_find(text, '\n', off);

        out[count++] = span_part(text, off, end - off);
        off = end + 1;
    }
    qsort(out, count, sizeof *out, compare_lines);
    *lines = out;
    return count;
}

static void expect_line(struct span found, struct span expected)
{
    if (!span_equal(found, expected))
        fail_msg("found    %.*s\nexpected %.*s", (int)found.len,
                 (const char *)found.data, (int)expected.len,
                 (const char *)expected.data);
}

static bool contains(struct span text, struct span part)
{
    for (size_t off = 0; off + part.len <= text.len; off++)
        if (span_equal(span_part(text, off, part.len), part))
            return true;
    return false;
}

/* The stored body of an article is in its line, as index_dump escapes it. */
static void expect_body(struct span line, const struct article *article)
{
    struct buf body;

    buf_init(&body, 0);
    buf_put_text(&body, " body=");
    for (size_t i = 0; i < article->paragraph_count; i++) {
        if (i > 0)
            buf_put_text(&body, "\\0a");
        buf_put_span(&body, article->paragraphs[i].text);
    }
    assert_true(contains(line, buf_span(&body)));
    buf_release(&body);
}

static const struct article *article_of(const struct world *world, struct span line)
{
    for (size_t i = 0; i < NUMBERS; i++) {
        struct span id = world->articles[i].id;

        if (world->live[i] && line.len > id.len + 3 &&
            span_equal(span_part(line, 2, id.len), id) && line.data[2 + id.len] == ' ')
            return &world->articles[i];
    }
    return NULL;
}

/* A dump against the world: its articles first ("A ..."), then its postings ("P ...").
 */
static void expect_world(struct world *world, struct span dump)
{
    struct findings findings = {NULL, 0, 0};
    struct span *found, *expected;
    size_t found_count, expected_count, articles = 0;
    struct buf lines;

    buf_init(&lines, 0);
    for (size_t i = 0; i < NUMBERS; i++) {
        if (!world->live[i])
            continue;
        findings.count = 0;
        walk_article(world, &findings, &world->articles[i]);
        if (findings.count > 0)
            qsort(findings.items, findings.count, sizeof *findings.items,
                  compare_found);
        put_lines(&lines, &findings, world->articles[i].id);
        articles++;
    }
    found_count = sort_lines(dump, &found);
    expected_count = sort_lines(buf_span(&lines), &expected);
    assert_int_equal(found_count, expected_count + articles);
    for (size_t i = 0; i < articles; i++) {
        const struct article *article = article_of(world, found[i]);

        if (article)
            expect_body(found[i], article);
        else
            fail_msg("nobody put this: %.*s", 80, (const char *)found[i].data);
    }
    for (size_t i = 0; i < expected_count; i++)
        expect_line(found[articles + i], expected[i]);
    free(found);
    free(expected);
    memory_free(findings.items);
    buf_release(&lines);
}

static void put(struct world *world, struct writer *writer, uint32_t number)
{
    enum writer_outcome outcome;
    struct error err = ERROR_NONE;

    if (writer_put(writer, &world->articles[number], &outcome, &err) != ST_OK)
        fail_msg("%s", err.text);
}

/* Put, replace or delete one article, commit or merge now and then. */
static void act(struct world *world, struct writer *writer, uint64_t *seed)
{
    uint32_t number = (uint32_t)(make_random(seed) % NUMBERS);
    uint64_t dice = make_random(seed) % 16;

    if (dice < 11) {
        uint32_t words = (uint32_t)(make_random(seed) % 3 * 60);

        world->articles[number] =
            make_article(&world->arena, number, (uint32_t)make_random(seed), words);
        world->live[number] = true;
        put(world, writer, number);
    } else if (dice < 13) {
        struct span id = make_article_id(&world->arena, number);

        assert_int_equal(writer_delete(writer, id, NULL),
                         world->live[number] ? ST_OK : ST_NOT_FOUND);
        world->live[number] = false;
    } else if (dice < 15) {
        assert_int_equal(writer_commit(writer, NULL), ST_OK);
    } else {
        assert_int_equal(writer_merge(writer, 1 + make_random(seed) % 3, NULL), ST_OK);
    }
}

static struct writer *open_writer(const struct scratch *scratch)
{
    struct writer_options options = {.memory_bytes = WRITER_MEMORY_MIN,
                                     .merge_factor = 3};
    struct writer *writer = NULL;

    assert_int_equal(writer_open(&writer, scratch->path, &options, NULL), ST_OK);
    return writer;
}

static void read_index(struct buf *dump, const struct scratch *scratch)
{
    struct error err = ERROR_NONE;

    index_expect_sound(scratch->path);
    buf_init(dump, 0);
    if (index_dump(dump, scratch->path, NULL, &err) != ST_OK)
        fail_msg("%s", err.text);
}

/* The same articles, the last one first, in one batch. */
static void expect_same_in_reverse(struct world *world, struct span dump)
{
    struct scratch scratch;
    struct writer *writer;
    struct buf other;

    scratch_make(&scratch);
    writer = open_writer(&scratch);
    for (uint32_t i = NUMBERS; i-- > 0;)
        if (world->live[i])
            put(world, writer, i);
    assert_int_equal(writer_commit(writer, NULL), ST_OK);
    writer_close(writer);
    read_index(&other, &scratch);
    assert_true(span_equal(buf_span(&other), dump));
    buf_release(&other);
    scratch_remove(&scratch);
}

static void play(uint64_t seed)
{
    struct world *world = calloc(1, sizeof *world);
    struct scratch scratch;
    struct writer *writer;
    struct buf dump, merged;

    assert_non_null(world);
    arena_init(&world->arena, (size_t)1 << 30);
    assert_int_equal(analysis_open(&world->analysis, NULL), ST_OK);
    scratch_make(&scratch);
    writer = open_writer(&scratch);
    for (int i = 0; i < ACTIONS; i++)
        act(world, writer, &seed);
    assert_int_equal(writer_commit(writer, NULL), ST_OK);
    read_index(&dump, &scratch);
    expect_world(world, buf_span(&dump));
    assert_int_equal(writer_merge(writer, 1, NULL), ST_OK);
    writer_close(writer);
    read_index(&merged, &scratch);
    assert_true(span_equal(buf_span(&merged), buf_span(&dump)));
    expect_same_in_reverse(world, buf_span(&dump));
    buf_release(&dump);
    buf_release(&merged);
    scratch_remove(&scratch);
    analysis_close(world->analysis);
    arena_release(&world->arena);
    free(world);
    assert_int_equal(memory_live_count(), 0);
}

static void round_trip(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < ROUNDS; seed++) {
        print_message("seed %d\n", (int)seed);
        play(seed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(round_trip)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
