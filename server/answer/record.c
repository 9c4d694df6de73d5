/* The record is the JSON that indexing stored (corpus/README.md). A field that is
 * absent or of another type is an empty one: only bytes that are no JSON object are
 * an error, because then the store itself is broken. What indexing writes is read by
 * record_scan; the library is for what it gives up on. */
#include "answer/record.h"

#include <jansson.h>
#include <pthread.h>

#include "answer/record_scan.h"

struct reader {
    struct record *record;
    struct arena *arena;
};

static pthread_once_t setup_once = PTHREAD_ONCE_INIT;
/* The parser reports most failed allocations as a syntax error: so they are noted here.
 */
static _Thread_local bool out_of_memory;

static void *take_memory(size_t size)
{
    void *block = memory_alloc(size);
    out_of_memory |= !block;
    return block;
}

static void set_allocator(void)
{
    json_set_alloc_funcs(take_memory, memory_free);
}

void record_setup(void)
{
    (void)pthread_once(&setup_once, set_allocator);
}

static struct span keep(struct reader *reader, const json_t *value)
{
    if (json_is_string(value) && json_string_length(value) > 0)
        return arena_copy(reader->arena,
                          span_of(json_string_value(value), json_string_length(value)));
    if (!json_is_integer(value))
        return (struct span){NULL, 0};
    uint8_t digits[24];
    size_t at = sizeof digits;
    json_int_t number = json_integer_value(value);
    for (uint64_t rest = number < 0 ? 0 : (uint64_t)number; at > 0; rest /= 10) {
        digits[--at] = (uint8_t)('0' + rest % 10);
        if (rest < 10)
            break;
    }
    return arena_copy(reader->arena, span_of(digits + at, sizeof digits - at));
}

static struct span text_of(const json_t *value)
{
    if (!json_is_string(value))
        return (struct span){NULL, 0};
    return span_of(json_string_value(value), json_string_length(value));
}

static struct span keep_field(struct reader *reader, const json_t *object,
                              const char *name)
{
    return keep(reader, json_object_get(object, name));
}

/* A text, or a map from language tag to text. */
static void read_texts(struct reader *reader, const json_t *value,
                       struct record_texts *texts)
{
    if (json_is_string(value)) {
        texts->in[reader->record->lang] = keep(reader, value);
        return;
    }
    for (int lang = 0; lang < LANG_COUNT; lang++)
        texts->in[lang] = keep_field(reader, value, lang_tag((enum lang)lang));
}

static struct span item_text(struct reader *reader, const json_t *item,
                             const char *name)
{
    return json_is_object(item) ? keep_field(reader, item, name) : keep(reader, item);
}

static size_t read_list(struct reader *reader, const json_t *list, const char *name,
                        struct span *out)
{
    size_t used = 0;
    for (size_t i = 0; out && i < json_array_size(list); i++) {
        struct span text = item_text(reader, json_array_get(list, i), name);
        if (text.len > 0)
            out[used++] = text;
    }
    return used;
}

static void read_authors(struct reader *reader, const json_t *list)
{
    struct record *record = reader->record;
    record->authors =
        arena_zeroed(reader->arena, json_array_size(list) + 1, sizeof(struct span));
    record->author_count = read_list(reader, list, "as_printed", record->authors);
}

static void read_translations(struct reader *reader, const json_t *list)
{
    struct record *record = reader->record;
    record->translations =
        arena_zeroed(reader->arena, json_array_size(list) + 1, sizeof(struct span));
    record->translation_count = read_list(reader, list, "id", record->translations);
}

/* A list, or a map from language tag to a list; the article's own language first. */
static void read_keywords(struct reader *reader, const json_t *value)
{
    struct record *record = reader->record;
    size_t room = json_array_size(value) + 1;
    for (int lang = 0; lang < LANG_COUNT; lang++)
        room += json_array_size(json_object_get(value, lang_tag((enum lang)lang)));
    record->keywords = arena_zeroed(reader->arena, room, sizeof(struct span));
    if (!record->keywords)
        return;
    record->keyword_count = read_list(reader, value, "text", record->keywords);
    for (int step = -1; step < LANG_COUNT; step++) {
        enum lang lang = step < 0 ? record->lang : (enum lang)step;
        if (step < 0 || lang != record->lang)
            record->keyword_count +=
                read_list(reader, json_object_get(value, lang_tag(lang)), "text",
                          record->keywords + record->keyword_count);
    }
}

static void read_journal(struct reader *reader, const json_t *root)
{
    const json_t *journal = json_object_get(root, "journal");
    const json_t *title = json_object_get(journal, "title");
    read_texts(reader, title ? title : journal, &reader->record->journal);
    reader->record->issn = keep_field(reader, journal, "issn");
    if (reader->record->issn.len == 0)
        reader->record->issn = keep_field(reader, root, "issn");
}

static void read_pages(struct reader *reader, const json_t *pages)
{
    reader->record->pages =
        json_is_object(pages) ? keep_field(reader, pages, "text") : keep(reader, pages);
}

static void read_fields(struct reader *reader, const json_t *root)
{
    struct record *record = reader->record;
    struct span tag = keep_field(reader, root, "lang");
    record->lang = lang_from_tag(tag);
    record->id = keep_field(reader, root, "id");
    record->url = keep_field(reader, root, "url");
    record->doi = keep_field(reader, root, "doi");
    record->volume = keep_field(reader, root, "volume");
    record->number = keep_field(reader, root, "number");
    record->issue = keep_field(reader, root, "issue");
    record->date = record_date(text_of(json_object_get(root, "date")));
    read_pages(reader, json_object_get(root, "pages"));
    read_texts(reader, json_object_get(root, "title"), &record->title);
    read_texts(reader, json_object_get(root, "rubric"), &record->rubric);
    read_texts(reader, json_object_get(root, "abstract"), &record->abstract);
    read_journal(reader, root);
    read_authors(reader, json_object_get(root, "authors"));
    read_keywords(reader, json_object_get(root, "keywords"));
    read_translations(reader, json_object_get(root, "translations"));
}

enum status record_read(struct record *record, struct span meta, struct arena *arena,
                        struct error *err)
{
    struct record made = {.date = 0};
    struct reader reader = {&made, arena};
    if (record_scan(record, meta, arena))
        return ST_OK;
    out_of_memory = false;
    json_t *root = json_loadb((const char *)meta.data, meta.len, JSON_ALLOW_NUL, NULL);

    if (!root && out_of_memory)
        return fail(err, ST_NOMEM, "record: out of memory");
    if (!json_is_object(root)) {
        json_decref(root);
        return fail(err, ST_CORRUPT, "record: not a JSON object");
    }
    read_fields(&reader, root);
    json_decref(root);
    if (arena->status != ST_OK)
        return fail(err, arena->status, "record: too large");
    *record = made;
    return ST_OK;
}

struct span record_text(const struct record_texts *texts, enum lang own,
                        enum lang *lang)
{
    static const enum lang order[] = {LANG_KY, LANG_RU, LANG_EN, LANG_UND};
    enum lang found = own;
    for (size_t i = 0; texts->in[found].len == 0 && i < LANG_COUNT; i++)
        found = order[i];
    if (lang)
        *lang = found;
    return texts->in[found];
}
