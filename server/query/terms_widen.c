/* terms_widen.c - a query's tree with the alternatives of the parts that a list knows.
 *
 *   AND                      AND
 *   |    |    |      ->      |            |
 *   таза суу  баасы          BEST         баасы
 *                            |    |    |
 *                          AND  [ичүүчү суу]  [питьевая вода]
 *                          таза суу
 *
 * Children of an AND are items in a row; at each the longest key is taken and the walk
 * goes on behind it. Several lines may have that key: their alternatives are taken in
 * turns, the other language's first. A tree never gets more than QUERY_TREE_LEAVES_MAX
 * leaves. Recursion is as deep as the tree.
 */
#include "query/query_build.h"
#include "query/query_tree.h"
#include "query/terms_lines.h"
#include "text/words.h"

struct change_link {
    struct terms_change change;
    struct change_link *next;
};

struct widener {
    const struct terms *terms;
    struct query_builder b;
    struct query dummy; /* what the builder counts leaves in */
    struct analysis_word *scratch;
    struct arena *arena;
    struct change_link *first, *last;
    size_t change_count;
    unsigned leaves_left;
    bool nomem;
};

/* The alternatives of one part while they are collected. */
struct part {
    struct query_node *nodes[TERMS_ALTERNATIVES_MAX + 1]; /* [0]: what was typed */
    struct span folded[TERMS_ALTERNATIVES_MAX];
    unsigned count; /* alternatives */
    unsigned fields;
    struct buf to;
};

static unsigned count_leaves(const struct query_node *node)
{
    unsigned count = query_tree_is_leaf(node);
    for (unsigned i = 0; query_tree_is_inner(node) && i < node->as.children.count; i++)
        count += count_leaves(node->as.children.nodes[i]);
    return count;
}

/* WORD, a compound's BEST, or a PHRASE in any forms. NULL: nothing, or no memory. */
static struct query_node *make_node(struct widener *w, struct span text,
                                    unsigned fields)
{
    struct words words = words_open(text);
    struct span first = {0}, second;
    w->dummy = (struct query){.text = text};
    w->b.full = false;
    bool one = words_next(&words, &first) && !words_next(&words, &second);
    struct query_node *node = one ? query_build_word(&w->b, first, fields)
                                  : query_build_phrase(&w->b, text, text, fields, 0);
    if (node && node->kind == QUERY_PHRASE)
        for (unsigned i = 0; i < node->as.phrase.count; i++)
            node->as.phrase.words[i].exact = false;
    if (node && node->kind == QUERY_WORD)
        node->as.word.exact = false;
    return node;
}

static bool is_in(const struct part *part, struct span folded)
{
    for (unsigned i = 0; i < part->count; i++)
        if (span_equal(part->folded[i], folded))
            return true;
    return false;
}

static void add_alternative(struct widener *w, struct part *part, uint32_t text)
{
    struct span copy = arena_copy(w->arena, w->terms->texts[text].text);
    struct span folded = query_build_fold(&w->b, copy);
    if (part->count == TERMS_ALTERNATIVES_MAX || !copy.data || is_in(part, folded))
        return;
    struct query_node *node = make_node(w, copy, part->fields);
    unsigned leaves = node ? count_leaves(node) : 0;
    if (!node || leaves > w->leaves_left)
        return;
    w->leaves_left -= leaves;
    part->folded[part->count++] = folded;
    part->nodes[part->count] = node;
    buf_put_text(&part->to, part->count > 1 ? ", " : "");
    buf_put_span(&part->to, copy);
}

/* The n-th alternative of a key: the other side's, then its own. False: no more. */
static bool nth_alternative(const struct terms *terms, uint32_t key, unsigned n,
                            uint32_t *text)
{
    const struct term_line *line = &terms->lines[terms->texts[key].line];
    for (unsigned own = 0; own < 2; own++)
        for (uint32_t i = line->first; i < line->first + line->count; i++) {
            bool same = terms->texts[i].side == terms->texts[key].side;
            if (i == key || same != (own == 1))
                continue;
            *text = i;
            if (n-- == 0)
                return true;
        }
    return false;
}

static bool is_key(const struct terms_found *found, uint32_t text)
{
    for (unsigned i = 0; i < found->count; i++)
        if (found->texts[i] == text)
            return true;
    return false;
}

/* The same stems as what was typed: it would find nothing more. */
static bool is_typed(struct widener *w, const struct terms_item *items, unsigned count,
                     uint32_t text)
{
    static const enum lang langs[] = {LANG_KY, LANG_RU};
    for (size_t i = 0; i < sizeof langs / sizeof *langs; i++)
        if (terms_follow(items, count, w->terms->texts[text].text, langs[i],
                         w->b.analysis, w->scratch) == count)
            return true;
    return false;
}

/* In turns, one of each key; what was typed is no alternative of itself. */
static void add_alternatives(struct widener *w, struct part *part,
                             const struct terms_item *items,
                             const struct terms_found *found)
{
    bool more = true;
    for (unsigned n = 0; more; n++) {
        more = false;
        for (unsigned k = 0; k < found->count; k++) {
            uint32_t text;
            if (!nth_alternative(w->terms, found->texts[k], n, &text))
                continue;
            more = true;
            if (!is_key(found, text) && !is_typed(w, items, found->item_count, text))
                add_alternative(w, part, text);
        }
    }
}

/* The words as typed, a blank between them. */
static struct span typed_span(struct widener *w, const struct terms_item *items,
                              unsigned count)
{
    struct span first = items[0].forms[0].words[0].typed;
    struct buf text;
    if (items[0].node->typed.len)
        first = items[0].node->typed;
    if (count == 1)
        return first;
    buf_init(&text, 0);
    for (unsigned i = 0; i < count; i++) {
        const struct query_node *node = items[i].node;
        buf_put_text(&text, i ? " " : "");
        buf_put_span(&text,
                     node->typed.len ? node->typed : items[i].forms[0].words[0].typed);
    }
    struct span copy = arena_copy(w->arena, buf_span(&text));
    w->nomem = w->nomem || text.status != ST_OK || !copy.data;
    buf_release(&text);
    return copy;
}

static void add_change(struct widener *w, struct span from, const struct buf *to)
{
    struct change_link *link = arena_zeroed(w->arena, 1, sizeof *link);
    struct span copy = arena_copy(w->arena, buf_span(to));
    if (!link || !copy.data || to->status != ST_OK) {
        w->nomem = true;
        return;
    }
    link->change = (struct terms_change){from, copy};
    if (w->last)
        w->last->next = link;
    else
        w->first = link;
    w->last = link;
    w->change_count++;
}

/* BEST of the items found and their alternatives; NULL: there are none. */
static struct query_node *widen_part(struct widener *w, const struct terms_item *items,
                                     struct query_node *const *nodes,
                                     const struct terms_found *found)
{
    struct part part = {.fields = items[0].fields};
    struct query_node *best = NULL;
    buf_init(&part.to, 0);
    add_alternatives(w, &part, items, found);
    if (part.count) {
        struct span from = typed_span(w, items, found->item_count);
        part.nodes[0] = query_tree_join(QUERY_AND, nodes, found->item_count, w->arena);
        if (part.nodes[0])
            best = query_tree_join(QUERY_BEST, part.nodes, part.count + 1, w->arena);
        w->nomem = w->nomem || !best;
        if (best)
            best->typed = from;
        add_change(w, from, &part.to);
    }
    buf_release(&part.to);
    return best;
}

static struct query_node *widen(struct widener *w, const struct query_node *node);

/* The children of one node as a row, widened into `out`; their new number. */
static unsigned widen_row(struct widener *w, struct query_node *const *nodes,
                          const struct terms_item *items, unsigned count,
                          struct query_node **out)
{
    struct terms_found found;
    unsigned made = 0;
    for (unsigned i = 0; i < count && !w->nomem;) {
        struct query_node *best = NULL;
        found.count = 0;
        if (items[i].form_count)
            terms_find(w->terms, items + i, count - i, w->b.analysis, w->scratch,
                       &found);
        if (found.count)
            best = widen_part(w, items + i, nodes + i, &found);
        if (best) {
            out[made++] = best;
            i += found.item_count;
            continue;
        }
        struct query_node *child = items[i].form_count ? nodes[i] : widen(w, nodes[i]);
        if (!child)
            break;
        out[made++] = child;
        i++;
    }
    return made;
}

static struct query_node *widen_children(struct widener *w,
                                         const struct query_node *node)
{
    unsigned count = node->as.children.count;
    struct query_node *const *nodes = node->as.children.nodes;
    struct terms_item *items = arena_alloc(w->arena, count * sizeof *items);
    struct query_node **out =
        arena_alloc(w->arena, count * sizeof(struct query_node *));
    if (!items || !out) {
        w->nomem = true;
        return NULL;
    }
    for (unsigned i = 0; i < count; i++)
        terms_item_read(&items[i], nodes[i]);
    unsigned made = 0;
    if (node->kind == QUERY_AND)
        made = widen_row(w, nodes, items, count, out);
    else /* each child is a row of its own */
        for (unsigned i = 0; i < count; i++)
            made += widen_row(w, nodes + i, items + i, 1, out + made);
    if (w->nomem || made == 0)
        return NULL;
    struct query_node *joined = query_tree_join(node->kind, out, made, w->arena);
    w->nomem = w->nomem || !joined;
    if (joined && made > 1)
        joined->typed = node->typed;
    return joined;
}

/* The node with what the list knows in it; a copy where something changed. */
static struct query_node *widen(struct widener *w, const struct query_node *node)
{
    struct terms_item item;
    struct query_node *copy = query_tree_copy(node, w->arena), *out = NULL;
    if (!copy) {
        w->nomem = true;
        return NULL;
    }
    terms_item_read(&item, copy);
    if (item.form_count)
        return widen_row(w, &copy, &item, 1, &out) ? out : NULL;
    if (node->kind == QUERY_AND || node->kind == QUERY_OR || node->kind == QUERY_BEST)
        return widen_children(w, node);
    return copy;
}

static bool finish(struct widener *w, const struct query_node *root,
                   struct terms_tree *tree)
{
    struct terms_change *changes =
        arena_alloc(w->arena, (w->change_count + 1) * sizeof *changes);
    unsigned leaf_count;
    const struct query_node *numbered = query_tree_number(root, &leaf_count, w->arena);
    size_t i = 0;
    if (!changes || !numbered)
        return false;
    for (const struct change_link *l = w->first; l; l = l->next)
        changes[i++] = l->change;
    *tree = (struct terms_tree){numbered, changes, i, leaf_count};
    return true;
}

static enum status no_memory(const struct arena *arena, struct error *err)
{
    return fail(err, arena->status != ST_OK ? arena->status : ST_NOMEM,
                "terms: no memory to widen the query");
}

enum status terms_widen(struct terms_tree *tree, const struct terms *terms,
                        const struct query_node *root, struct analysis *analysis,
                        struct arena *arena, struct error *err)
{
    unsigned leaves = count_leaves(root);
    struct widener w = {.terms = terms, .arena = arena};
    w.leaves_left = leaves < QUERY_TREE_LEAVES_MAX ? QUERY_TREE_LEAVES_MAX - leaves : 0;
    w.scratch = arena_alloc(arena, sizeof *w.scratch);
    if (!w.scratch || !query_build_init(&w.b, &w.dummy, analysis, arena))
        return no_memory(arena, err);
    const struct query_node *widened = widen(&w, root);
    if (w.nomem || w.b.nomem || !widened || arena->status != ST_OK)
        return no_memory(arena, err);
    if (w.change_count == 0)
        return ST_END;
    if (!finish(&w, widened, tree))
        return no_memory(arena, err);
    return ST_OK;
}
