/* bytes -- encoding -- gumbo's tree -- meta, main part, body --> article
 *
 * gumbo frees its tree by recursion, which a deep page turns into a stack overflow, and
 * it does not expect an allocation to fail. So its memory comes from an arena that dies
 * as a whole, nothing is freed one by one, and a page that needs more than the budget
 * ends the program: msearch reports the page and starts another.
 */
#include "extract/html.h"

#include <unistd.h>

#include "extract/extract.h"
#include "extract/html_body.h"
#include "extract/html_main.h"
#include "extract/html_meta.h"
#include "ingest/encoding.h"

enum {
    TREE_BYTES_MAX = 384 << 20,
    CHARSET_BYTES = 4096 /* at the start of a page, where it may be declared */
};

static void *take_memory(void *arena, size_t size)
{
    void *block = arena_alloc(arena, size);
    if (!block)
        _exit(EXTRACT_EXIT_MEMORY);
    return block;
}

static void give_memory(void *arena, void *block)
{
    (void)arena;
    (void)block;
}

/* --- Encoding ---------------------------------------------------------------- */

static bool is_label_byte(uint8_t byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z') || byte == '-' || byte == '_';
}

/* The label behind "charset=", quoted or not. */
static struct span declared_charset(struct span bytes)
{
    struct span head = span_part(bytes, 0, CHARSET_BYTES);
    struct span word = span_text("charset=");
    for (size_t at = 0; at + word.len < head.len; at++) {
        if (!span_equal(span_part(head, at, word.len), word))
            continue;
        size_t start = at + word.len;
        while (start < head.len &&
               (head.data[start] == '"' || head.data[start] == '\''))
            start++;
        size_t end = start;
        while (end < head.len && is_label_byte(head.data[end]))
            end++;
        return span_part(head, start, end - start);
    }
    return (struct span){NULL, 0};
}

/* What the bytes say goes before what the page says. */
static enum encoding encoding_of(struct span bytes)
{
    enum encoding encoding = encoding_detect(bytes);
    if (encoding != ENCODING_UNKNOWN)
        return encoding;
    return encoding_from_label(declared_charset(bytes));
}

/* --- The page ---------------------------------------------------------------- */

static enum status read_tree(struct article *article, const GumboNode *document,
                             struct arena *arena, struct error *err)
{
    struct html_meta meta;
    enum status status = html_meta_read(&meta, document, arena, err);
    if (status != ST_OK)
        return status;
    const GumboNode *main = html_find_main(document, arena);
    struct html_shown shown = {html_meta_get(&meta, HTML_TITLE).text,
                               html_meta_get(&meta, HTML_ABSTRACT).text};
    status = html_read_body(article, main, &shown, arena, err);
    if (status != ST_OK)
        return status;
    if (article->paragraph_count == 0 && shown.title.len == 0)
        return fail(err, ST_CORRUPT, "html: no text in it");
    article_guess_languages(article,
                            lang_from_tag(html_meta_get(&meta, HTML_LANG).text));
    return html_meta_put(&meta, article, err);
}

static enum status parse(struct article *article, struct span text, struct arena *arena,
                         struct error *err)
{
    struct arena tree;
    arena_init(&tree, TREE_BYTES_MAX);
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = take_memory;
    options.deallocator = give_memory;
    options.userdata = &tree;
    options.max_errors = 0;
    const GumboOutput *output =
        gumbo_parse_with_options(&options, (const char *)text.data, text.len);
    enum status status = read_tree(article, output->document, arena, err);
    arena_release(&tree);
    return status;
}

enum status html_read(struct article *article, const struct format_file *file,
                      struct arena *arena, struct error *err)
{
    struct buf decoded;
    buf_init(&decoded, (size_t)FORMAT_FILE_BYTES * 3);
    struct article made = {.source_format = span_text("html")};
    struct span text;
    size_t replaced = 0;
    enum status status = encoding_decode(&text, &decoded, &replaced, file->bytes,
                                         encoding_of(file->bytes), err);
    if (status == ST_OK)
        status = parse(&made, text, arena, err);
    buf_release(&decoded);
    if (status != ST_OK)
        return status;
    made.repairs[REPAIR_CHARACTERS] = (uint32_t)replaced;
    *article = made;
    return ST_OK;
}
