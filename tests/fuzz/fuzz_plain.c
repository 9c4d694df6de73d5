/* fuzz_plain.c - any bytes through encoding detection into a plain-text article: it can
 * always be read, has a title, and its texts are valid. */
#include <stdlib.h>

#include "ingest/encoding.h"
#include "ingest/plain.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void read_text(struct span text)
{
    struct arena arena;
    struct article article;
    struct format_file file = {text, span_text("2015-04-a.txt")};
    arena_init(&arena, 64 << 20);
    must(plain_read(&article, &file, &arena, NULL) == ST_OK);
    must(article.date != 0);
    must(article_text(&article.title, LANG_KY, NULL).len > 0);
    for (size_t i = 0; i < article.paragraph_count; i++)
        must(article.paragraphs[i].text.len > 0 &&
             utf8_is_nfc(article.paragraphs[i].text));
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span bytes = span_of(data, size), text = {NULL, 0};
    struct buf out;
    size_t replaced = 0;
    enum encoding encoding = encoding_detect(bytes);
    buf_init(&out, 0);
    enum status status = encoding_decode(&text, &out, &replaced, bytes, encoding, NULL);
    must((status == ST_OK) == (encoding != ENCODING_UNKNOWN));
    if (status == ST_OK) {
        must(utf8_valid(text));
        read_text(text);
    }
    buf_release(&out);
    return 0;
}
