/* cursor_scan.c - every article is a candidate, a test of the article decides.
 *
 * For "*", filters (date, language, a column's value) and "all but". Within an AND the
 * other children propose the articles and this only confirms.
 */
#include "match/cursor.h"
#include "match/value_set.h"
#include "segment/columns_read.h"

struct cursor_scan {
    struct cursor base;
    const struct query_node *node;
    struct cursor *without; /* QUERY_NOT */
    const uint64_t *values; /* QUERY_VALUE: a bit an ordinal */
};

static struct cursor_scan *of(struct cursor *c)
{
    return (struct cursor_scan *)(void *)c;
}

static doc_id scan_seek(struct cursor *c, doc_id target)
{
    if (of(c)->node->kind == QUERY_NONE || target >= c->context->doc_count)
        return DOC_END;
    return target;
}

static bool scan_confirm(struct cursor *c)
{
    struct cursor_scan *s = of(c);
    const struct segment *segment = c->context->segment;
    const struct query_node *node = s->node;
    if (node->kind == QUERY_NOT)
        return cursor_seek(s->without, c->doc) != c->doc || !cursor_confirm(s->without);
    if (node->kind == QUERY_LANG)
        return columns_lang(segment, c->doc) == (uint8_t)node->as.lang;
    if (node->kind == QUERY_VALUE)
        return value_set_holds(s->values, segment, node->as.value.column, c->doc);
    if (node->kind == QUERY_DATE) {
        uint32_t date = columns_date(segment, c->doc);
        return date && date >= node->as.date.from && date <= node->as.date.to;
    }
    return true;
}

static float scan_score(struct cursor *c, float sum)
{
    (void)c;
    return sum;
}

static float scan_bound(struct cursor *c, doc_id target, doc_id *until, float sum)
{
    (void)c;
    (void)target;
    (void)until;
    return sum;
}

static const struct cursor_ops SCAN_OPS = {scan_seek, scan_confirm, scan_score,
                                           scan_bound, scan_score};

struct cursor *cursor_open_scan(struct cursor_context *context,
                                const struct query_node *node, struct cursor *without)
{
    struct cursor_scan *s = cursor_take(context, 1, sizeof *s);
    if (!s)
        return NULL;
    cursor_init(&s->base, context, &SCAN_OPS);
    s->node = node;
    s->without = without;
    s->base.checks = node->kind != QUERY_ALL && node->kind != QUERY_NONE;
    s->base.scan = node->kind != QUERY_NONE;
    s->base.cost = node->kind == QUERY_NONE ? 0 : context->doc_count;
    if (node->kind != QUERY_VALUE)
        return &s->base;
    enum status status = value_set_words(
        &s->values, context->segment, node->as.value.column, node->as.value.words,
        node->as.value.count, context->arena, context->err);
    if (status == ST_OK)
        return &s->base;
    context->status = status;
    return NULL;
}
