/* cursor.h - candidates of a tree in one segment, in ascending order, in two phases.
 *
 * Layer    match (includes base, text, segment, query)
 * Memory   lives in the context's scratch arena, until its reset
 * Threads  one thread
 * Source   Broder et al. 2003 (two-level evaluation); Ding & Suel 2011 (block bounds)
 *
 *   seek      the first article >= target that MAY match: postings alone decide
 *   confirm   does it match? reads frequencies and places where that matters
 *   score     adds the node's leaves to a sum, in query order
 *   bound     the same with the most that any article of a range can reach
 *   limit     the same with the most that this candidate can reach, before it is
 *             confirmed: what saves reading its places
 *
 * Deleted articles and the filters of the request are the driver's business.
 */
#ifndef MSEARCH_MATCH_CURSOR_H
#define MSEARCH_MATCH_CURSOR_H

#include "match/meter.h"
#include "match/plan.h"

/* What the cursors of one segment share. */
struct cursor_context {
    const struct plan *plan;
    const struct segment *segment;
    uint32_t segment_at; /* in the snapshot */
    uint32_t doc_count;
    const uint8_t *lengths[FIELD_COUNT];
    struct arena *arena;  /* the cursors */
    struct arena *places; /* of the article being confirmed; reset by each use */
    struct meter *meter;
    enum status status; /* sticky: what a reader or an arena said */
    struct error *err;
};

struct cursor;
struct cursor_ops {
    doc_id (*seek)(struct cursor *c, doc_id target);
    bool (*confirm)(struct cursor *c);
    float (*score)(struct cursor *c, float sum);
    /* Lowers *until to the last article that the bound holds for. */
    float (*bound)(struct cursor *c, doc_id target, doc_id *until, float sum);
    float (*limit)(struct cursor *c, float sum);
};

struct cursor {
    const struct cursor_ops *ops;
    struct cursor_context *context;
    doc_id doc; /* the candidate, once `begun` */
    bool begun;
    bool checks;  /* confirm does something: else every candidate matches */
    bool scores;  /* it may add something to a sum */
    bool heavy;   /* to confirm it, places are read */
    bool scan;    /* every article is a candidate: confirm decides all */
    bool checked; /* `holds` is of `doc` */
    bool holds;
    uint64_t cost; /* candidates, at most */
};

/* The tree's cursor, before its first article; NULL with context->status set. */
struct cursor *cursor_open(struct cursor_context *context,
                           const struct query_node *root);

static inline doc_id cursor_seek(struct cursor *c, doc_id target)
{
    if (c->begun && c->doc >= target)
        return c->doc;
    c->begun = true;
    c->checked = false;
    return c->doc = c->ops->seek(c, target);
}

/* Only when c->doc is an article. */
static inline bool cursor_confirm(struct cursor *c)
{
    if (!c->checks)
        return true;
    if (!c->checked) {
        c->holds = c->ops->confirm(c);
        c->checked = true;
    }
    return c->holds;
}

/* Only after cursor_confirm said yes. */
static inline float cursor_score(struct cursor *c, float sum)
{
    return c->scores ? c->ops->score(c, sum) : sum;
}

/* For articles in [target, *until], the latter lowered; targets ascend. */
static inline float cursor_bound(struct cursor *c, doc_id target, doc_id *until,
                                 float sum)
{
    return c->scores ? c->ops->bound(c, target, until, sum) : sum;
}

/* Only when c->doc is an article. */
static inline float cursor_limit(struct cursor *c, float sum)
{
    return c->scores ? c->ops->limit(c, sum) : sum;
}

/* Let candidates through only when they may score above `threshold` within [target,
 * until], of a cursor whose sum starts at 0: an OR stops walking the lists that cannot
 * bring an article there alone. Only of the root; answers whether it changed anything.
 */
bool cursor_focus(struct cursor *c, float threshold, doc_id target, doc_id until);

/* For the makers of the kinds (cursor_*.c). */
void cursor_init(struct cursor *c, struct cursor_context *context,
                 const struct cursor_ops *ops);
struct cursor *cursor_open_term(struct cursor_context *context,
                                const struct plan_leaf *leaf);
struct cursor *cursor_open_phrase(struct cursor_context *context,
                                  const struct plan_leaf *leaf);
/* The score of these frequencies in the article that the cursor stands on; fields that
 * do not count have none. */
float cursor_score_freqs(const struct cursor *c, float idf,
                         const uint32_t tf[FIELD_COUNT]);
/* At least the score of these frequencies, or of any smaller ones. */
float cursor_limit_freqs(const struct cursor *c, float idf,
                         const uint32_t tf[FIELD_COUNT]);
struct cursor *cursor_open_scan(struct cursor_context *context,
                                const struct query_node *node, struct cursor *without);
struct cursor *cursor_open_and(struct cursor_context *context, struct cursor **children,
                               unsigned count, struct cursor **without,
                               unsigned without_count);
struct cursor *cursor_open_or(struct cursor_context *context, struct cursor **children,
                              unsigned count, bool best);
/* Zeroed, in the context's arena; NULL with the context's status set. */
void *cursor_take(struct cursor_context *context, size_t count, size_t size);
/* The same, not zeroed. */
void *cursor_room(struct cursor_context *context, size_t size);

#endif
