/* fuzz_html.c - any bytes as a request to the extractor: the answer is whole frames,
 * DONE last and once, and every article in it reads as a record. */
#include <stdlib.h>

#include "extract/extract.h"
#include "ingest/article.h"
#include "ingest/frame.h"

enum {
    PAGE_BYTES_MAX = 16384
}; /* gumbo is quadratic in depth; the supervisor's matter */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_article(struct span json)
{
    struct arena arena;
    struct article article;
    arena_init(&arena, 64 << 20);
    must(article_from_json(&article, json, &arena, NULL) == ST_OK);
    must(article_complete(&article, &arena, NULL) == ST_OK);
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > PAGE_BYTES_MAX)
        return 0;
    struct buf answer;
    struct frame frame = {0, {NULL, 0}};
    size_t off = 0, count = 0;
    buf_init(&answer, 0);
    extract_answer(&answer, span_text("html"), span_text("a.html"),
                   span_of(data, size));
    for (; frame_next(buf_span(&answer), &off, &frame); count++) {
        must(count == 0 || frame.kind == FRAME_DONE);
        if (frame.kind == FRAME_ARTICLE)
            check_article(frame.payload);
    }
    must(count == 2 && frame.kind == FRAME_DONE && off == answer.len);
    buf_release(&answer);
    return 0;
}
