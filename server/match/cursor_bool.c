/* cursor_bool.c - AND, OR and BEST of cursors.
 *
 *   AND   leapfrog: the cheapest child leads, the others follow to its article or send
 *         it on; children that are scans only confirm
 *   OR    the least article of the children that drive. Focused on a threshold, the
 *         children whose bounds together do not pass it stop driving (MaxScore): an
 *         article that only they have cannot enter, and in another article they are
 *         still found when it is confirmed and scored
 */
#include "match/cursor.h"

struct cursor_and {
    struct cursor base;
    struct cursor **children; /* in query order */
    unsigned count;
    struct cursor **drivers; /* those that are no scans, by rising cost */
    unsigned driver_count;
    struct cursor **without;
    unsigned without_count;
};

static struct cursor_and *and_of(struct cursor *c)
{
    return (struct cursor_and *)(void *)c;
}

static doc_id and_seek(struct cursor *c, doc_id target)
{
    struct cursor_and *a = and_of(c);
    for (unsigned i = 0; i < a->driver_count && target != DOC_END;) {
        doc_id doc = cursor_seek(a->drivers[i], target);
        i = doc == target || i == 0 ? i + 1 : 0;
        target = doc;
        if (i == 0 && meter_step(c->context->meter))
            return DOC_END;
    }
    return target < c->context->doc_count ? target : DOC_END;
}

static bool and_confirm(struct cursor *c)
{
    struct cursor_and *a = and_of(c);
    for (unsigned i = 0; i < a->count; i++)
        if (a->children[i]->scan && (cursor_seek(a->children[i], c->doc) != c->doc ||
                                     !cursor_confirm(a->children[i])))
            return false;
    for (unsigned i = 0; i < a->driver_count; i++)
        if (!cursor_confirm(a->drivers[i]))
            return false;
    for (unsigned i = 0; i < a->without_count; i++)
        if (cursor_seek(a->without[i], c->doc) == c->doc &&
            cursor_confirm(a->without[i]))
            return false;
    return true;
}

static float and_score(struct cursor *c, float sum)
{
    struct cursor_and *a = and_of(c);
    for (unsigned i = 0; i < a->count; i++)
        sum = cursor_score(a->children[i], sum);
    return sum;
}

static float and_bound(struct cursor *c, doc_id target, doc_id *until, float sum)
{
    struct cursor_and *a = and_of(c);
    for (unsigned i = 0; i < a->count; i++)
        sum = cursor_bound(a->children[i], target, until, sum);
    return sum;
}

static float and_limit(struct cursor *c, float sum)
{
    struct cursor_and *a = and_of(c);
    for (unsigned i = 0; i < a->count; i++)
        sum = cursor_limit(a->children[i], sum);
    return sum;
}

static const struct cursor_ops AND_OPS = {and_seek, and_confirm, and_score, and_bound,
                                          and_limit};

static void add_driver(struct cursor_and *a, struct cursor *child)
{
    unsigned at = a->driver_count++;
    for (; at > 0 && a->drivers[at - 1]->cost > child->cost; at--)
        a->drivers[at] = a->drivers[at - 1];
    a->drivers[at] = child;
}

struct cursor *cursor_open_and(struct cursor_context *context, struct cursor **children,
                               unsigned count, struct cursor **without,
                               unsigned without_count)
{
    struct cursor_and *a = cursor_take(context, 1, sizeof *a);
    if (!a)
        return NULL;
    cursor_init(&a->base, context, &AND_OPS);
    a->children = children;
    a->count = count;
    a->without = without;
    a->without_count = without_count;
    a->drivers = cursor_take(context, count, sizeof(struct cursor *));
    if (!a->drivers)
        return NULL;
    a->base.cost = context->doc_count;
    a->base.checks = without_count > 0;
    for (unsigned i = 0; i < count; i++) {
        a->base.checks = a->base.checks || children[i]->checks;
        a->base.scores = a->base.scores || children[i]->scores;
        a->base.heavy = a->base.heavy || children[i]->heavy;
        if (!children[i]->scan)
            add_driver(a, children[i]);
    }
    a->base.scan = a->driver_count == 0;
    if (a->driver_count && a->drivers[0]->cost < a->base.cost)
        a->base.cost = a->drivers[0]->cost;
    return &a->base;
}

struct cursor_or {
    struct cursor base;
    struct cursor **children; /* in query order */
    unsigned count;
    struct cursor **drivers; /* those that seek looks at */
    unsigned driver_count;
    float *bounds; /* of focus: by child */
    unsigned *order;
    bool best;
};

static struct cursor_or *or_of(struct cursor *c)
{
    return (struct cursor_or *)(void *)c;
}

static doc_id or_seek(struct cursor *c, doc_id target)
{
    struct cursor_or *o = or_of(c);
    doc_id least = DOC_END;
    for (unsigned i = 0; i < o->driver_count; i++) {
        doc_id doc = cursor_seek(o->drivers[i], target);
        least = doc < least ? doc : least;
    }
    return least;
}

static bool child_holds(struct cursor *child, doc_id doc)
{
    return cursor_seek(child, doc) == doc && cursor_confirm(child);
}

static bool or_confirm(struct cursor *c)
{
    struct cursor_or *o = or_of(c);
    for (unsigned i = 0; i < o->count; i++)
        if (child_holds(o->children[i], c->doc))
            return true;
    return false;
}

static float or_score(struct cursor *c, float sum)
{
    struct cursor_or *o = or_of(c);
    float best = 0.0f;
    for (unsigned i = 0; i < o->count; i++) {
        if (!child_holds(o->children[i], c->doc))
            continue;
        if (!o->best) {
            sum = cursor_score(o->children[i], sum);
            continue;
        }
        float score = cursor_score(o->children[i], 0.0f);
        best = score > best ? score : best;
    }
    return o->best ? sum + best : sum;
}

static float or_bound(struct cursor *c, doc_id target, doc_id *until, float sum)
{
    struct cursor_or *o = or_of(c);
    float best = 0.0f;
    for (unsigned i = 0; i < o->count; i++) {
        if (!o->best) {
            sum = cursor_bound(o->children[i], target, until, sum);
            continue;
        }
        float score = cursor_bound(o->children[i], target, until, 0.0f);
        best = score > best ? score : best;
    }
    return o->best ? sum + best : sum;
}

static float or_limit(struct cursor *c, float sum)
{
    struct cursor_or *o = or_of(c);
    float best = 0.0f;
    for (unsigned i = 0; i < o->count; i++) {
        if (cursor_seek(o->children[i], c->doc) != c->doc)
            continue;
        if (!o->best) {
            sum = cursor_limit(o->children[i], sum);
            continue;
        }
        float score = cursor_limit(o->children[i], 0.0f);
        best = score > best ? score : best;
    }
    return o->best ? sum + best : sum;
}

static const struct cursor_ops OR_OPS = {or_seek, or_confirm, or_score, or_bound,
                                         or_limit};

struct cursor *cursor_open_or(struct cursor_context *context, struct cursor **children,
                              unsigned count, bool best)
{
    struct cursor_or *o = cursor_take(context, 1, sizeof *o);
    if (!o)
        return NULL;
    cursor_init(&o->base, context, &OR_OPS);
    o->children = children;
    o->count = o->driver_count = count;
    o->best = best;
    o->drivers = cursor_take(context, count, sizeof(struct cursor *));
    o->bounds = cursor_take(context, count, sizeof *o->bounds);
    o->order = cursor_take(context, count, sizeof *o->order);
    if (!o->drivers || !o->bounds || !o->order)
        return NULL;
    for (unsigned i = 0; i < count; i++) {
        o->drivers[i] = children[i];
        o->base.cost += children[i]->cost;
        o->base.checks = o->base.checks || children[i]->checks;
        o->base.scores = o->base.scores || children[i]->scores;
        o->base.heavy = o->base.heavy || children[i]->heavy;
    }
    return &o->base;
}

/* Children by rising bound within the range. */
static void order_bounds(struct cursor_or *o, doc_id target, doc_id until)
{
    for (unsigned i = 0; i < o->count; i++) {
        unsigned at = i;
        o->bounds[i] = cursor_bound(o->children[i], target, &until, 0.0f);
        for (; at > 0 && o->bounds[o->order[at - 1]] > o->bounds[i]; at--)
            o->order[at] = o->order[at - 1];
        o->order[at] = i;
    }
}

/* Sums are exact in any order (score.h), so this one is a bound of the articles' own. */
static bool focus_or(struct cursor_or *o, float threshold, doc_id target, doc_id until)
{
    float sum = 0.0f;
    unsigned i = 0;
    order_bounds(o, target, until);
    for (; i < o->count; i++) {
        float bound = o->bounds[o->order[i]];
        sum = o->best ? bound : sum + bound;
        if (!(sum <= threshold))
            break;
    }
    o->driver_count = 0;
    for (unsigned k = i; k < o->count; k++)
        o->drivers[o->driver_count++] = o->children[o->order[k]];
    return i > 0;
}

/* The only child that drives and scores; NULL when there is none, or others drive too:
 * they would have left articles behind that a later window wants. */
static struct cursor *only_driver(struct cursor_and *a)
{
    if (a->driver_count != 1 || !a->drivers[0]->scores)
        return NULL;
    return a->drivers[0];
}

bool cursor_focus(struct cursor *c, float threshold, doc_id target, doc_id until)
{
    while (c && c->ops == &AND_OPS) {
        c->begun = false; /* what it proposed was of the window before */
        c = only_driver(and_of(c));
    }
    if (!c || c->ops != &OR_OPS)
        return false;
    c->begun = false;
    return focus_or(or_of(c), threshold, target, until);
}
