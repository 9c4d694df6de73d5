/* query_build.c
 *
 * A word has one place but several readings: its stem in each language that it may
 * be written in. Readings of one place are collected without repetition:
 *
 *   typed      ky          ru          en          und
 *   жылдын     жыл         жылдын      жылдын      жылдын     -> terms: жыл, жылдын
 *
 * A compound has several places; what each language makes of a place is matched by
 * (position, joined). The first language that finds anything decides how many places
 * there are.
 */
#include "query/query_build.h"

#include <stdlib.h>

#include "query/query_tree.h"
#include "text/fold.h"
#include "text/utf8.h"
#include "text/words.h"

struct query_warning_link {
    struct query_warning warning;
    struct query_warning_link *next;
};

struct query_link {
    struct query_node *node;
    struct query_link *next;
};

/* A raw word taken apart in every language. */
struct readings {
    unsigned count;     /* parts, without the joined form */
    unsigned pos_count; /* places that it takes */
    struct query_word parts[ANALYSIS_TERMS_MAX + 1];
    bool has_joined;
    struct query_word joined;
};

static const enum lang READING_ORDER[] = {LANG_KY, LANG_RU, LANG_EN, LANG_UND};

bool query_build_init(struct query_builder *b, struct query *query,
                      struct analysis *analysis, struct arena *arena)
{
    memset(b, 0, sizeof *b);
    b->query = query;
    b->arena = arena;
    b->analysis = analysis;
    b->scratch = arena_alloc(arena, sizeof *b->scratch);
    return b->scratch != NULL;
}

static void *take(struct query_builder *b, size_t count, size_t size)
{
    void *block = arena_zeroed(b->arena, count, size);
    if (!block)
        b->nomem = true;
    return block;
}

static int warning_order(const void *a, const void *b)
{
    const struct query_warning *x = a, *y = b;
    return (x->off > y->off) - (x->off < y->off);
}

enum status query_build_finish(struct query_builder *b, struct error *err)
{
    struct query *query = b->query;
    size_t count = 0;
    for (struct query_warning_link *l = b->warnings; l; l = l->next)
        count++;
    query->warnings = count ? take(b, count, sizeof *query->warnings) : NULL;
    if (b->nomem)
        return fail(err, ST_NOMEM, "query: out of memory");
    query->warning_count = count;
    for (struct query_warning_link *l = b->warnings; l; l = l->next)
        query->warnings[--count] = l->warning;
    if (query->warning_count)
        qsort(query->warnings, query->warning_count, sizeof *query->warnings,
              warning_order);
    return ST_OK;
}

void query_build_warn(struct query_builder *b, struct span at, const char *code,
                      const char *text)
{
    struct query_warning_link *link = take(b, 1, sizeof *link);
    if (!link)
        return;
    link->warning.off = at.data ? (size_t)(at.data - b->query->text.data) : 0;
    link->warning.len = at.len;
    link->warning.code = code;
    link->warning.text = span_text(text);
    link->next = b->warnings;
    b->warnings = link;
}

struct query_node *query_build_node(struct query_builder *b, enum query_kind kind,
                                    struct span typed)
{
    struct query_node *node = take(b, 1, sizeof *node);
    if (!node)
        return NULL;
    node->kind = kind;
    node->typed = typed;
    node->fields = QUERY_FIELDS_ALL;
    return node;
}

void query_list_add(struct query_builder *b, struct query_list *list,
                    struct query_node *node)
{
    struct query_link *link = node ? take(b, 1, sizeof *link) : NULL;
    if (!link)
        return;
    link->node = node;
    if (list->last)
        list->last->next = link;
    else
        list->first = link;
    list->last = link;
    list->count++;
}

struct query_node *query_build_combine(struct query_builder *b, enum query_kind kind,
                                       const struct query_list *list)
{
    unsigned count = 0;
    if (list->count < 2)
        return list->count ? list->first->node : NULL;
    for (const struct query_link *l = list->first; l; l = l->next)
        count += l->node->kind == kind ? l->node->as.children.count : 1;
    struct query_node *node = query_build_node(b, kind, (struct span){0});
    struct query_node **nodes = take(b, count, sizeof(struct query_node *));
    if (!node || !nodes)
        return NULL;
    node->as.children.nodes = nodes;
    node->as.children.count = count;
    for (const struct query_link *l = list->first; l; l = l->next) {
        if (l->node->kind != kind) {
            *nodes++ = l->node;
            continue;
        }
        for (unsigned i = 0; i < l->node->as.children.count; i++)
            *nodes++ = l->node->as.children.nodes[i];
    }
    return node;
}

/* A numbered leaf, or NULL when there are too many. */
static struct query_node *make_leaf(struct query_builder *b, enum query_kind kind,
                                    struct span typed, unsigned fields)
{
    if (b->query->leaf_count >= QUERY_LEAVES_MAX) {
        if (!b->full)
            query_build_warn(b, typed, "too-many-words",
                             "Too many words; the rest of the query is not used.");
        b->full = true;
        return NULL;
    }
    struct query_node *node = query_build_node(b, kind, typed);
    if (!node)
        return NULL;
    node->fields = fields;
    node->leaf = b->query->leaf_count++;
    return node;
}

struct span query_build_fold(struct query_builder *b, struct span text)
{
    struct buf buf;
    buf_init(&buf, 8 * QUERY_BYTES_MAX);
    fold_text(&buf, text);
    struct span folded = arena_copy(b->arena, buf_span(&buf));
    if (buf.status != ST_OK || (buf.len && !folded.data))
        b->nomem = true;
    buf_release(&buf);
    return folded;
}

static void add_term(struct query_builder *b, struct query_word *word, struct span term)
{
    for (unsigned i = 0; i < word->term_count; i++)
        if (span_equal(word->terms[i], term))
            return;
    if (word->term_count == QUERY_READINGS_MAX)
        return;
    struct span copy = arena_copy(b->arena, term);
    if (!copy.data)
        b->nomem = true;
    else
        word->terms[word->term_count++] = copy;
}

/* The place of `term` among the readings; made when `first` says so. */
static struct query_word *reading_place(struct query_builder *b, struct readings *r,
                                        const struct analysis_term *term, bool first,
                                        struct span raw)
{
    struct query_word *word = NULL;
    if (!first) {
        if (term->joined)
            return r->has_joined ? &r->joined : NULL;
        for (unsigned i = 0; i < r->count; i++)
            if (r->parts[i].pos == term->pos)
                return &r->parts[i];
        return NULL;
    }
    if (term->joined) {
        r->has_joined = true;
        word = &r->joined;
        word->typed = raw;
    } else {
        word = &r->parts[r->count++];
        word->typed = term->raw;
    }
    word->pos = term->pos;
    word->form = arena_copy(b->arena, term->form);
    if (!word->form.data)
        b->nomem = true;
    return word;
}

static void read_word(struct query_builder *b, struct span raw, struct readings *r)
{
    memset(r, 0, sizeof *r);
    for (size_t l = 0; l < sizeof READING_ORDER / sizeof *READING_ORDER; l++) {
        bool first = r->count == 0;
        analysis_word(b->analysis, raw, READING_ORDER[l], b->scratch);
        for (unsigned i = 0; i < b->scratch->term_count; i++) {
            const struct analysis_term *term = &b->scratch->terms[i];
            struct query_word *word = reading_place(b, r, term, first, raw);
            if (word)
                add_term(b, word, term->term);
        }
        if (first)
            r->pos_count = b->scratch->pos_count;
    }
}

static struct query_node *word_node(struct query_builder *b,
                                    const struct query_word *word, unsigned fields)
{
    struct query_node *node = make_leaf(b, QUERY_WORD, word->typed, fields);
    if (node) {
        node->as.word = *word;
        node->as.word.pos = 0;
    }
    return node;
}

static struct query_node *phrase_node(struct query_builder *b,
                                      const struct query_word *words, unsigned count,
                                      struct span typed, unsigned fields, uint32_t slop)
{
    struct query_node *node = make_leaf(b, QUERY_PHRASE, typed, fields);
    struct query_word *copy = node ? take(b, count, sizeof *copy) : NULL;
    if (!copy)
        return NULL;
    memcpy(copy, words, count * sizeof *copy);
    for (unsigned i = count; i-- > 0;)
        copy[i].pos -= copy[0].pos;
    node->as.phrase.words = copy;
    node->as.phrase.count = count;
    node->as.phrase.slop = slop;
    return node;
}

struct query_node *query_build_word(struct query_builder *b, struct span raw,
                                    unsigned fields)
{
    struct readings r;
    read_word(b, raw, &r);
    if (r.count == 0)
        return NULL;
    if (r.count == 1 && !r.has_joined) {
        r.parts[0].typed = raw;
        return word_node(b, &r.parts[0], fields);
    }
    if (!r.has_joined)
        return phrase_node(b, r.parts, r.count, raw, fields, 0);
    struct query_node *joined = word_node(b, &r.joined, fields);
    struct query_node *parts = phrase_node(b, r.parts, r.count, raw, fields, 0);
    if (!joined || !parts)
        return joined;
    struct query_node *best = query_build_node(b, QUERY_BEST, raw);
    struct query_node **nodes = take(b, 2, sizeof(struct query_node *));
    if (!best || !nodes)
        return NULL;
    nodes[0] = joined;
    nodes[1] = parts;
    best->as.children.nodes = nodes;
    best->as.children.count = 2;
    return best;
}

/* The first part of a compound, or all of it in one word. */
static struct query_node *first_or_joined(struct query_builder *b, struct readings *r,
                                          struct span raw)
{
    struct query_node *pair[2];
    pair[0] = word_node(b, &r->parts[0], QUERY_FIELDS_ALL);
    pair[1] = word_node(b, &r->joined, QUERY_FIELDS_ALL);
    if (!pair[0] || !pair[1])
        return pair[0];
    struct query_node *best = query_tree_join(QUERY_BEST, pair, 2, b->arena);
    b->nomem = b->nomem || !best;
    if (best)
        best->typed = raw;
    return best;
}

unsigned query_build_parts(struct query_builder *b, struct span raw,
                           struct query_node *nodes[QUERY_PHRASE_MAX])
{
    struct readings r;
    unsigned count = 0;
    read_word(b, raw, &r);
    if (r.count == 1 && !r.has_joined)
        r.parts[0].typed = raw;
    for (unsigned i = 0; i < r.count && count < QUERY_PHRASE_MAX; i++) {
        nodes[count] = i == 0 && r.has_joined
                           ? first_or_joined(b, &r, raw)
                           : word_node(b, &r.parts[i], QUERY_FIELDS_ALL);
        count += nodes[count] != NULL;
    }
    return count;
}

/* Appends the exact parts of one word; false when the phrase is full. */
static bool phrase_add(struct query_builder *b, struct span raw,
                       struct query_word *words, unsigned *count, uint32_t *pos)
{
    struct readings r;
    read_word(b, raw, &r);
    for (unsigned i = 0; i < r.count; i++) {
        if (*count == QUERY_PHRASE_MAX)
            return false;
        words[*count] = r.parts[i];
        words[*count].pos += *pos;
        words[(*count)++].exact = true;
    }
    *pos += r.pos_count;
    return true;
}

struct query_node *query_build_phrase(struct query_builder *b, struct span inside,
                                      struct span typed, unsigned fields, uint32_t slop)
{
    struct query_word found[QUERY_PHRASE_MAX];
    struct words words = words_open(inside);
    struct span raw;
    unsigned count = 0;
    uint32_t pos = 0;
    while (words_next(&words, &raw))
        if (!phrase_add(b, raw, found, &count, &pos)) {
            query_build_warn(b, raw, "long-phrase",
                             "The phrase is too long; its first 16 words are used.");
            break;
        }
    if (count == 0)
        return NULL;
    if (count > 1)
        return phrase_node(b, found, count, typed, fields, slop);
    found[0].typed = typed;
    return word_node(b, &found[0], fields);
}

struct query_node *query_build_prefix(struct query_builder *b, struct span raw,
                                      unsigned fields)
{
    struct buf kept;
    struct span folded = query_build_fold(b, raw);
    buf_init(&kept, 0);
    for (size_t off = 0; off < folded.len;) {
        uint32_t code = utf8_next(folded, &off);
        enum code_class kind = fold_class(code);
        if (kind == CODE_LETTER || kind == CODE_DIGIT)
            utf8_put(&kept, code);
    }
    struct span prefix = arena_copy(b->arena, buf_span(&kept));
    bool short_one = utf8_count(prefix) < QUERY_PREFIX_LETTERS_MIN;
    if (kept.status != ST_OK || (kept.len && !prefix.data))
        b->nomem = true;
    buf_release(&kept);
    if (short_one) {
        query_build_warn(b, raw, "short-prefix",
                         "A beginning needs two letters; it is taken as a word.");
        return query_build_word(b, raw, fields);
    }
    struct query_node *node = make_leaf(b, QUERY_PREFIX, raw, fields);
    if (node)
        node->as.prefix = prefix;
    return node;
}

struct query_node *query_build_value(struct query_builder *b, enum column column,
                                     struct span text, struct span typed)
{
    struct words words = words_open(text);
    struct span raw;
    unsigned count = 0;
    while (words_next(&words, &raw))
        count++;
    if (count == 0)
        return NULL;
    struct query_node *node = query_build_node(b, QUERY_VALUE, typed);
    struct span *list = take(b, count, sizeof *list);
    if (!node || !list)
        return NULL;
    words = words_open(text);
    for (unsigned i = 0; i < count && words_next(&words, &raw); i++)
        list[i] = query_build_fold(b, raw);
    node->as.value.column = column;
    node->as.value.words = list;
    node->as.value.count = count;
    return node;
}
