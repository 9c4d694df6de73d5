/* fuzz_article_json.c - any bytes as a record: refused, or read; and what was read is
 * written as JSON that reads back as the same record. What the scanner takes is what
 * jansson would have made of it. */
#include <stdlib.h>

#include "ingest/article.h"
#include "ingest/json_tree.h"
#include "support/json_same.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* The record's JSON, or false when the bytes are none. */
static bool rewrite(struct buf *out, struct span json)
{
    struct arena arena;
    struct article article;
    arena_init(&arena, 64 << 20);
    bool good = article_from_json(&article, json, &arena, NULL) == ST_OK &&
                article_complete(&article, &arena, NULL) == ST_OK;
    if (good)
        article_put_json(out, &article);
    arena_release(&arena);
    return good;
}

static void compare_ways(struct span json)
{
    struct arena arena;
    struct json_node scanned, converted;
    arena_init(&arena, 64 << 20);
    if (utf8_valid(json) && json_tree_scan(&scanned, json, &arena)) {
        must(json_tree_convert(&converted, json, &arena, NULL) == ST_OK);
        must(json_same(&scanned, &converted));
    }
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf first, second;
    compare_ways(span_of(data, size));
    buf_init(&first, 0);
    buf_init(&second, 0);
    if (rewrite(&first, span_of(data, size))) {
        must(utf8_valid(buf_span(&first)));
        must(rewrite(&second, buf_span(&first)));
        must(span_equal(buf_span(&first), buf_span(&second)));
    }
    buf_release(&first);
    buf_release(&second);
    return 0;
}
