/* fuzz_page.c - any text: what is taken for a page can be read, its texts are valid,
 * and a date of the article comes from nowhere but the line of date and rubric. */
#include <stdlib.h>

#include "ingest/date.h"
#include "ingest/page.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check(const struct article *article)
{
    must(date_valid(article->date) && article->date % 100 != 0);
    must(article->issn.len == 0 || article_issn_valid(article->issn));
    must(article->number.len == 0 && article->issue.len == 0);
    for (size_t lang = 0; lang < LANG_COUNT; lang++) {
        must(utf8_is_nfc(article->title.in[lang]));
        must(utf8_is_nfc(article->rubric.in[lang]));
        must(utf8_is_nfc(article->journal.in[lang]));
    }
    for (size_t i = 0; i < article->paragraph_count; i++)
        must(article->paragraphs[i].text.len > 0 &&
             utf8_is_nfc(article->paragraphs[i].text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf valid;
    struct arena arena;
    struct article article;
    buf_init(&valid, 0);
    (void)utf8_repair(&valid, span_of(data, size));
    struct format_file file = {buf_span(&valid), span_text("a.txt")};
    arena_init(&arena, 64 << 20);
    if (page_is(file.bytes, file.name)) {
        must(page_read(&article, &file, &arena, NULL) == ST_OK);
        check(&article);
    }
    arena_release(&arena);
    buf_release(&valid);
    return 0;
}
