/* small_index.c - the writer and the searcher with every answer checked. */
#include "support/small_index.h"

#include <stdio.h>

#include "build/writer.h"
#include "segment/columns_read.h"
#include "support/unit.h"

void small_index_open(struct small_index *index)
{
    memset(index, 0, sizeof *index);
    scratch_make(&index->scratch);
    arena_init(&index->arena, (size_t)64 << 20);
    assert_int_equal(analysis_open(&index->analysis, NULL), ST_OK);
}

void small_index_close(struct small_index *index)
{
    snapshot_release(index->snapshot);
    analysis_close(index->analysis);
    arena_release(&index->arena);
    scratch_remove(&index->scratch);
}

static void reopen(struct small_index *index)
{
    struct error err = ERROR_NONE;
    snapshot_release(index->snapshot);
    index->snapshot = NULL;
    enum status status = snapshot_open(&index->snapshot, index->scratch.path, &err);
    if (status != ST_OK)
        print_error("%s\n", err.text);
    assert_int_equal(status, ST_OK);
}

static struct span text_of(const char *text)
{
    return text ? span_text(text) : (struct span){NULL, 0};
}

static void put_one(struct writer *writer, const struct small_article *small)
{
    enum lang lang = small->lang ? small->lang : LANG_KY;
    struct paragraph paragraph = {text_of(small->body), lang, PARAGRAPH_TEXT};
    struct author author = {.as_printed = text_of(small->author)};
    struct article article = {.id = span_text(small->id), .lang = lang};
    enum writer_outcome outcome;
    article.title.in[lang] = text_of(small->title);
    article.rubric.in[lang] = text_of(small->rubric);
    article.journal.in[lang] = text_of(small->journal);
    article.issue = text_of(small->issue);
    article.date = small->date;
    article.paragraphs = &paragraph;
    article.paragraph_count = small->body ? 1 : 0;
    article.authors = &author;
    article.author_count = small->author ? 1 : 0;
    article.source_format = span_text("test");
    assert_int_equal(writer_put(writer, &article, &outcome, NULL), ST_OK);
}

static struct writer *open_writer(struct small_index *index)
{
    struct writer *writer = NULL;
    struct writer_options options = {.merge_factor = 64};
    assert_int_equal(writer_open(&writer, index->scratch.path, &options, NULL), ST_OK);
    return writer;
}

void small_index_put(struct small_index *index, const struct small_article *articles,
                     size_t count)
{
    struct writer *writer = open_writer(index);
    for (size_t i = 0; i < count; i++)
        put_one(writer, &articles[i]);
    assert_int_equal(writer_commit(writer, NULL), ST_OK);
    writer_close(writer);
    reopen(index);
}

void small_index_delete(struct small_index *index, const char *id)
{
    struct writer *writer = open_writer(index);
    assert_int_equal(writer_delete(writer, span_text(id), NULL), ST_OK);
    assert_int_equal(writer_commit(writer, NULL), ST_OK);
    writer_close(writer);
    reopen(index);
}

struct search_result small_index_search(struct small_index *index, const char *query,
                                        const struct search_options *options)
{
    static const struct search_options ten = {.limit = 10};
    struct error err = ERROR_NONE;
    struct search_result result;
    struct query *parsed = arena_alloc(&index->arena, sizeof *parsed);
    assert_non_null(parsed);
    assert_int_equal(query_parse(parsed, span_text(query), QUERY_MODE_WEB,
                                 index->analysis, &index->arena, &err),
                     ST_OK);
    enum status status = search_run(&result, index->snapshot, parsed,
                                    options ? options : &ten, &index->arena, &err);
    if (status != ST_OK)
        print_error("%s: %s\n", query, err.text);
    assert_int_equal(status, ST_OK);
    return result;
}

const char *small_index_ids(const struct small_index *index,
                            const struct search_result *result)
{
    static char text[4096];
    size_t len = 0;
    text[0] = '\0';
    for (size_t i = 0; i < result->hit_count && len + 64 < sizeof text; i++) {
        const struct search_hit *hit = &result->hits[i];
        struct span id = columns_id(index->snapshot->segments[hit->segment], hit->doc);
        if (i > 0)
            text[len++] = ' ';
        memcpy(text + len, id.data, id.len < 60 ? id.len : 60);
        len += id.len < 60 ? id.len : 60;
        text[len] = '\0';
    }
    return text;
}

enum status places_of(const struct snapshot *snapshot, const struct query_node *root,
                      const struct search_hit *hit, struct arena *arena,
                      struct search_place **places, size_t *count, struct error *err)
{
    struct place_finder *finder = NULL;
    enum status status = place_finder_open(&finder, snapshot, root, err);
    if (status == ST_OK)
        status = place_finder_get(finder, hit, arena, places, count, err);
    place_finder_close(finder);
    return status;
}
