/* draft.c - the words of a query: collected, looked up, shown.
 *
 * Words come in the order of the tree, which is that of the text.
 */
#include "match/draft.h"

#include "match/plan.h"
#include "query/query_tree.h"
#include "text/fold.h"
#include "text/utf8.h"
#include "text/words.h"

struct collector {
    struct draft *draft;
    struct arena *arena;
    bool nomem;
};

static struct draft_word *add(struct collector *c, const struct query_node *node)
{
    struct draft *draft = c->draft;
    if (draft->count == DRAFT_WORDS_MAX)
        return NULL;
    struct draft_word *word = &draft->words[draft->count++];
    memset(word, 0, sizeof *word);
    word->node = node;
    word->at = -1;
    return word;
}

/* A quoted word is typed with its marks: what is between them. */
static struct span inside(struct span typed)
{
    struct words words = words_open(typed);
    struct span first, raw;
    if (!words_next(&words, &first))
        return typed;
    raw = first;
    while (words_next(&words, &raw))
        ;
    return span_of(first.data, (size_t)(raw.data + raw.len - first.data));
}

static void add_word(struct collector *c, const struct query_node *node,
                     const struct query_word *word, int at)
{
    struct draft_word *made = add(c, node);
    if (!made)
        return;
    made->word = word;
    made->at = at;
    made->typed = inside(word->typed);
    made->folded = word->form;
    made->exact = word->exact;
}

static void add_compound(struct collector *c, const struct query_node *node)
{
    struct draft_word *made = add(c, node);
    struct buf folded, plain;
    if (!made)
        return;
    buf_init(&folded, 0);
    buf_init(&plain, 0);
    fold_text(&folded, node->typed);
    struct span text = buf_span(&folded);
    for (size_t off = 0; off < text.len;) {
        uint32_t code = utf8_next(text, &off);
        utf8_put(&plain, fold_class(code) == CODE_HYPHEN ? '-' : code);
    }
    made->typed = node->typed;
    made->folded = arena_copy(c->arena, buf_span(&plain));
    if (folded.status != ST_OK || plain.status != ST_OK || !made->folded.data)
        c->nomem = true;
    buf_release(&folded);
    buf_release(&plain);
}

static void collect(struct collector *c, const struct query_node *node);

static void collect_children(struct collector *c, const struct query_node *node)
{
    for (unsigned i = 0; i < node->as.children.count; i++) {
        unsigned before = c->draft->count;
        collect(c, node->as.children.nodes[i]);
        if (node->kind != QUERY_AND || c->draft->count != before + 1)
            continue;
        struct draft_word *word = &c->draft->words[before];
        if (word->node == node->as.children.nodes[i]) {
            word->under = node;
            word->child = i;
        }
    }
}

/* The depth is that of a parsed tree. */
static void collect(struct collector *c, const struct query_node *node)
{
    if (node->kind == QUERY_WORD) {
        add_word(c, node, &node->as.word, -1);
    } else if (node->kind == QUERY_PHRASE && node->as.phrase.words[0].exact) {
        for (unsigned i = 0; i < node->as.phrase.count; i++)
            add_word(c, node, &node->as.phrase.words[i], (int)i);
    } else if (node->kind == QUERY_PHRASE ||
               (node->kind == QUERY_BEST && node->typed.len)) {
        add_compound(c, node);
    } else if (query_tree_is_inner(node) && node->kind != QUERY_NOT) {
        collect_children(c, node);
    }
}

static enum status look_up(struct lexicon *lexicon, struct draft_word *word,
                           struct error *err)
{
    struct lexicon_entry entry;
    if (word->at < 0)
        return lexicon_freq(lexicon, word->node, &word->doc_freq, err);
    enum status status = lexicon_find(lexicon, word->word, &entry, err);
    if (status == ST_OK)
        word->doc_freq = entry.doc_freq;
    return status;
}

enum status draft_make(struct draft *draft, struct lexicon *lexicon, struct span text,
                       const struct query_node *root, struct arena *arena,
                       struct error *err)
{
    struct draft made = {.text = text, .root = root};
    struct collector c = {&made, arena, false};
    made.words = arena_alloc(arena, DRAFT_WORDS_MAX * sizeof *made.words);
    if (!made.words)
        return plan_nomem(arena, err);
    collect(&c, root);
    if (c.nomem)
        return plan_nomem(arena, err);
    for (unsigned i = 0; i < made.count; i++) {
        enum status status = look_up(lexicon, &made.words[i], err);
        if (status != ST_OK)
            return status;
    }
    *draft = made;
    return ST_OK;
}

bool draft_lacks(const struct draft_word *word)
{
    return word->doc_freq == 0 && word->found.count == 0 && !word->joined.node;
}

/* Only blanks between the two: no operator, no parenthesis. */
static bool side_by_side(struct span a, struct span b)
{
    const uint8_t *at = a.data + a.len;
    while (at < b.data && *at == ' ')
        at++;
    return at == b.data;
}

static bool is_plain(const struct draft_word *word)
{
    return word->node->kind == QUERY_WORD && !word->exact;
}

bool draft_neighbours(const struct draft *draft, unsigned at)
{
    const struct draft_word *a = &draft->words[at], *b = a + 1;
    if (at + 1 >= draft->count || !a->under || a->under != b->under)
        return false;
    return a->child + 1 == b->child && is_plain(a) && is_plain(b) &&
           a->node->fields == b->node->fields && side_by_side(a->typed, b->typed);
}

/* --- As text ------------------------------------------------------------------------
 */

/* The part of the text that is replaced; words without a change: none. */
static struct span replaced(const struct draft *draft, unsigned at)
{
    const struct draft_word *word = &draft->words[at];
    const struct draft_word *last = word->joined.node ? word + 1 : word;
    const uint8_t *end = last->typed.data + last->typed.len;
    if (!word->joined.node && word->found.count == 0)
        return (struct span){NULL, 0};
    return span_of(word->typed.data, (size_t)(end - word->typed.data));
}

static struct span best_of(const struct draft_word *word)
{
    return word->joined.node ? word->joined.text : word->found.found[0].text;
}

enum status draft_text(const struct draft *draft, struct arena *arena,
                       struct span *text, struct error *err)
{
    struct buf out;
    const uint8_t *at = draft->text.data, *end = at + draft->text.len;
    buf_init(&out, 0);
    for (unsigned i = 0; i < draft->count; i++) {
        struct span part = replaced(draft, i);
        if (part.len == 0 || part.data < at || part.data + part.len > end)
            continue;
        buf_put(&out, at, (size_t)(part.data - at));
        buf_put_span(&out, best_of(&draft->words[i]));
        at = part.data + part.len;
    }
    buf_put(&out, at, (size_t)(end - at));
    struct span made = arena_copy(arena, buf_span(&out));
    bool good = out.status == ST_OK && (out.len == 0 || made.data);
    buf_release(&out);
    if (!good)
        return plan_nomem(arena, err);
    *text = made;
    return ST_OK;
}

/* "өнөр, өңөр" */
static bool list_found(const struct draft_word *word, struct arena *arena,
                       struct span *list)
{
    struct buf out;
    if (word->joined.node) {
        *list = word->joined.text;
        return true;
    }
    buf_init(&out, 0);
    for (unsigned i = 0; i < word->found.count; i++) {
        buf_put_text(&out, i ? ", " : "");
        buf_put_span(&out, word->found.found[i].text);
    }
    *list = arena_copy(arena, buf_span(&out));
    bool good = out.status == ST_OK && list->data;
    buf_release(&out);
    return good;
}

enum status draft_changes(const struct draft *draft, struct arena *arena,
                          const struct search_change **changes, size_t *count,
                          struct error *err)
{
    struct search_change *made =
        arena_alloc(arena, (draft->count + (size_t)1) * sizeof *made);
    size_t n = 0;
    for (unsigned i = 0; made && i < draft->count; i++) {
        struct span from = replaced(draft, i);
        if (from.len == 0)
            continue;
        made[n].from = from;
        if (!list_found(&draft->words[i], arena, &made[n++].to))
            return plan_nomem(arena, err);
    }
    if (!made)
        return plan_nomem(arena, err);
    *changes = made;
    *count = n;
    return ST_OK;
}
