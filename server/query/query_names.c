/* query_names.c
 *
 *   Айгүл Байышбаева  ->  in one author, in any order
 *       basbaev                        the anchor: a whole word that is printed whole
 *       agul, or А. as printed         the others
 *
 *   Асанов А.         ->  asanov, and А. or a whole word in А.
 *
 * Any whole word of the query may be the anchor, unless one is a family name by its
 * ending. Only an anchor may have lost or gained -ов, so that Иван Петров is not Пётр
 * Иванов. An initial must not be the first letter of the anchor itself: where it may be
 * (Асанов А.), it is wanted one or two places beside it as well.
 *
 * Authors stand INVERTER_GAP (8) places apart, so a window of 9 never holds words of two.
 */
#include "query/query_names.h"

#include "query/query_tree.h"
#include "text/name_key.h"
#include "text/words.h"

enum { WINDOW = 9, BESIDE_MAX = 2, TERMS_MAX = QUERY_READINGS_MAX };
/* An anchor: the phrase, and for each initial a choice of places. */
enum { PAIRS_MAX = 2 * BESIDE_MAX, PARTS_MAX = 1 + QUERY_NAME_WORDS_MAX };
#define NAME_FIELDS (1u << FIELD_AUTHOR)

struct term_list {
    struct span terms[TERMS_MAX];
    unsigned count;
};

struct name_word {
    struct span typed;
    bool initial, surname;
    struct term_list keys;   /* of a whole word: what it may be, whole */
    struct term_list shorts; /* without, or with, -ов */
    struct term_list begins; /* as an initial; of an initial: whole words too */
};

struct names {
    struct analysis *analysis;
    struct arena *arena;
    struct name_word words[QUERY_NAME_WORDS_MAX];
    unsigned count;
    struct query_node **filters;
    unsigned filter_count;
};

static void add_term(struct names *n, struct term_list *list, struct span term)
{
    for (unsigned i = 0; i < list->count; i++)
        if (span_equal(list->terms[i], term))
            return;
    if (list->count < TERMS_MAX)
        list->terms[list->count++] = arena_copy(n->arena, term);
}

static void add_all(struct names *n, struct term_list *list,
                    const struct name_terms *terms)
{
    for (unsigned i = 0; i < terms->count; i++)
        add_term(n, list, terms->terms[i]);
}

static void add_made(struct names *n, struct term_list *list, enum name_kind kind,
                     struct span key)
{
    struct name_terms terms;
    terms.count = 0;
    name_terms_add(&terms, kind, key);
    add_all(n, list, &terms);
}

/* The key of a KEY term. */
static struct span key_of(struct span term)
{
    return span_part(term, 2, term.len);
}

/* --- reading a word ------------------------------------------------------------------
 */

/* What the Kyrgyz stemmer makes of it, if that is the same name in another case. */
static void add_stem(struct names *n, struct name_word *word)
{
    struct analysis_word parts;
    uint8_t bytes[NAME_KEY_MAX];
    analysis_word(n->analysis, word->typed, LANG_KY, &parts);
    if (parts.term_count == 0)
        return;
    struct span term =
        parts.terms[parts.term_count - 1].term; /* of a compound: joined */
    struct span stem = span_of(bytes, name_key(bytes, term));
    if (name_key_inflects(key_of(word->keys.terms[0]), stem))
        add_made(n, &word->keys, NAME_KEY, stem);
}

static void add_cases(struct names *n, struct name_word *word)
{
    struct name_cases cases;
    name_key_cases(&cases, key_of(word->keys.terms[0]));
    for (unsigned i = 0; i < cases.count; i++)
        add_made(n, &word->keys, NAME_KEY, span_of(cases.keys[i], cases.lens[i]));
}

/* With a family name's ending, what it is without; without one, whatever ends so. */
static void add_shorts(struct names *n, struct name_word *word)
{
    for (unsigned i = 0; i < word->keys.count; i++) {
        struct span key = key_of(word->keys.terms[i]);
        if (!word->surname)
            add_made(n, &word->shorts, NAME_SHORT, key);
        else if (name_key_short(key))
            add_made(n, &word->shorts, NAME_KEY,
                     span_part(key, 0, name_key_short(key)));
    }
}

static bool any_surname(const struct term_list *keys)
{
    bool any = false;
    for (unsigned i = 0; i < keys->count; i++)
        any = any || name_is_surname(key_of(keys->terms[i]));
    return any;
}

static void read_whole(struct names *n, struct name_word *word)
{
    struct name_terms begins;
    begins.count = 0;
    name_terms_letter(&begins, NAME_INITIAL, word->typed);
    add_all(n, &word->begins, &begins);
    if (!any_surname(&word->keys)) {
        add_stem(n, word);
        add_cases(n, word);
    }
    word->surname = any_surname(&word->keys);
    add_shorts(n, word);
}

static bool read_word(struct names *n, struct span typed)
{
    struct name_terms terms;
    terms.count = 0;
    name_terms_asked(&terms, typed);
    if (terms.count == 0)
        return false;
    if (name_is_particle(key_of(terms.terms[0])))
        return true;
    if (n->count == QUERY_NAME_WORDS_MAX)
        return false;
    struct name_word *word = &n->words[n->count++];
    memset(word, 0, sizeof *word);
    word->typed = typed;
    word->initial = name_is_initial(typed);
    if (word->initial)
        name_terms_letter(&terms, NAME_LETTER, typed);
    add_all(n, word->initial ? &word->begins : &word->keys, &terms);
    if (!word->initial && n->arena->status == ST_OK)
        read_whole(n, word);
    return true;
}

/* --- reading the query ---------------------------------------------------------------
 */

static bool is_filter(const struct query_node *node)
{
    if (node->kind == QUERY_NOT)
        return is_filter(node->as.children.nodes[0]);
    return node->kind == QUERY_DATE || node->kind == QUERY_VALUE ||
           node->kind == QUERY_LANG;
}

/* The word as typed that a part of the query stands for; empty: none. A BEST is a
 * compound with its parts, or a word and its repairs. */
static struct span word_of(const struct query_node *node)
{
    if (node->kind == QUERY_BEST) {
        struct span typed = node->typed;
        node = node->as.children.nodes[0];
        if (typed.len > 0 && node->kind == QUERY_WORD)
            return node->as.word.exact ? (struct span){NULL, 0} : typed;
    }
    if (node->kind != QUERY_WORD || node->as.word.exact ||
        (node->fields != QUERY_FIELDS_ALL && node->fields != NAME_FIELDS))
        return (struct span){NULL, 0};
    return node->as.word.typed;
}

static bool read_part(struct names *n, struct query_node *node)
{
    struct span typed;
    if (is_filter(node)) {
        n->filters[n->filter_count++] = node;
        return true;
    }
    typed = word_of(node);
    return typed.len > 0 && typed.len <= WORD_BYTES_MAX && read_word(n, typed);
}

static bool read_root(struct names *n, const struct query_node *root)
{
    bool several = root->kind == QUERY_AND;
    unsigned count = several ? root->as.children.count : 1;
    n->filters = arena_alloc(n->arena, (count + 1) * sizeof(struct query_node *));
    if (!n->filters)
        return true; /* told by the arena */
    if (!several)
        return word_of(root).len > 0 && read_word(n, word_of(root));
    for (unsigned i = 0; i < count; i++)
        if (!read_part(n, root->as.children.nodes[i]))
            return false;
    return true;
}

/* --- making the tree -----------------------------------------------------------------
 */

static void put_terms(struct query_word *out, const struct term_list *terms)
{
    for (unsigned i = 0; i < terms->count; i++)
        if (out->term_count < QUERY_READINGS_MAX)
            out->terms[out->term_count++] = terms->terms[i];
}

static bool is_key_of_another(const struct names *n, unsigned anchor, struct span term)
{
    for (unsigned w = 0; w < n->count; w++)
        for (unsigned i = 0; w != anchor && i < n->words[w].keys.count; i++)
            if (span_equal(n->words[w].keys.terms[i], term))
                return true;
    return false;
}

/* A place is kept for what it is without -ов. Асан Асанов is not Асан twice. */
static struct query_word anchor_word(const struct names *n, unsigned anchor)
{
    const struct name_word *word = &n->words[anchor];
    struct query_word made = {.typed = word->typed,
                              .form = key_of(word->keys.terms[0])};
    struct term_list keys = word->keys, shorts = {.count = 0};
    for (unsigned i = 0; i < word->shorts.count; i++)
        if (!is_key_of_another(n, anchor, word->shorts.terms[i]))
            shorts.terms[shorts.count++] = word->shorts.terms[i];
    if (shorts.count > 0 && keys.count == TERMS_MAX)
        keys.count--;
    put_terms(&made, &keys);
    put_terms(&made, &shorts);
    return made;
}

/* `strict`: a whole word must be printed whole. */
static struct query_word other_word(const struct name_word *word, bool strict)
{
    struct query_word made = {.typed = word->typed};
    struct term_list keys = word->keys;
    if (!strict && keys.count == TERMS_MAX)
        keys.count--;
    put_terms(&made, &keys);
    if (!strict || word->initial)
        put_terms(&made, &word->begins);
    made.form = key_of(made.terms[0]);
    return made;
}

static struct query_node *make_node(struct names *n, enum query_kind kind,
                                    struct span typed)
{
    struct query_node *node = arena_zeroed(n->arena, 1, sizeof *node);
    if (node) {
        node->kind = kind;
        node->fields = NAME_FIELDS;
        node->typed = typed;
    }
    return node;
}

static struct query_node *make_phrase(struct names *n, const struct query_word *words,
                                      unsigned count, struct span typed, uint32_t slop)
{
    struct query_node *node = make_node(n, QUERY_PHRASE, typed);
    struct query_word *copy = arena_alloc(n->arena, count * sizeof *copy);
    if (!node || !copy)
        return NULL;
    memcpy(copy, words, count * sizeof *copy);
    node->as.phrase.words = copy;
    node->as.phrase.count = count;
    node->as.phrase.slop = slop;
    return node;
}

/* The anchor with an initial one or two places before or after it. */
static struct query_node *make_beside(struct names *n, const struct query_word *anchor,
                                      const struct query_word *initial)
{
    struct query_node *pairs[PAIRS_MAX];
    unsigned count = 0;
    for (uint32_t distance = 1; distance <= BESIDE_MAX; distance++) {
        struct query_word after[2] = {*anchor, *initial};
        struct query_word before[2] = {*initial, *anchor};
        after[1].pos = before[1].pos = distance;
        pairs[count++] = make_phrase(n, after, 2, anchor->typed, 0);
        pairs[count++] = make_phrase(n, before, 2, anchor->typed, 0);
    }
    for (unsigned i = 0; i < count; i++)
        if (!pairs[i])
            return NULL;
    return query_tree_join(QUERY_BEST, pairs, count, n->arena);
}

static bool same_letter(const struct name_word *initial, const struct name_word *word)
{
    for (unsigned i = 0; i < initial->begins.count; i++)
        for (unsigned k = 0; k < word->begins.count; k++)
            if (span_equal(initial->begins.terms[i], word->begins.terms[k]))
                return true;
    return false;
}

/* The words within the window, and what an initial needs besides. */
static struct query_node *make_anchored(struct names *n, unsigned anchor, bool strict)
{
    struct query_word words[QUERY_NAME_WORDS_MAX];
    struct query_node *parts[PARTS_MAX];
    unsigned count = 1;
    for (unsigned i = 0; i < n->count; i++)
        words[i] = i == anchor ? anchor_word(n, i) : other_word(&n->words[i], strict);
    parts[0] = make_phrase(n, words, n->count, words[0].typed, WINDOW - n->count);
    for (unsigned i = 0; i < n->count; i++)
        if (n->words[i].initial && same_letter(&n->words[i], &n->words[anchor]))
            parts[count++] = make_beside(n, &words[anchor], &words[i]);
    for (unsigned i = 0; i < count; i++)
        if (!parts[i])
            return NULL;
    return query_tree_join(QUERY_AND, parts, count, n->arena);
}

static struct query_node *make_single(struct names *n)
{
    struct query_node *node = make_node(n, QUERY_WORD, n->words[0].typed);
    if (node)
        node->as.word = anchor_word(n, 0);
    return node;
}

static bool may_anchor(const struct names *n, unsigned at)
{
    bool surnames = false;
    for (unsigned i = 0; i < n->count; i++)
        surnames = surnames || n->words[i].surname;
    return !n->words[at].initial && (!surnames || n->words[at].surname);
}

static unsigned whole_words(const struct names *n)
{
    unsigned count = 0;
    for (unsigned i = 0; i < n->count; i++)
        count += !n->words[i].initial;
    return count;
}

/* Names that are printed whole are rarer than initials: the strict reading, where it
 * matches, scores more. */
static struct query_node *make_name(struct names *n)
{
    struct query_node *anchored[2 * QUERY_NAME_WORDS_MAX];
    unsigned count = 0, readings = whole_words(n) > 1 ? 2 : 1;
    if (n->count == 1)
        return make_single(n);
    for (unsigned i = 0; i < n->count * readings; i++) {
        unsigned anchor = i / readings;
        if (!may_anchor(n, anchor))
            continue;
        anchored[count] = make_anchored(n, anchor, i % readings == 1);
        if (!anchored[count++])
            return NULL;
    }
    return query_tree_join(QUERY_BEST, anchored, count, n->arena);
}

static struct query_node *make_tree(struct names *n)
{
    struct query_node *name = make_name(n);
    unsigned leaves = 0;
    if (!name)
        return NULL;
    n->filters[n->filter_count++] = name;
    name = query_tree_join(QUERY_AND, n->filters, n->filter_count, n->arena);
    return name ? query_tree_number(name, &leaves, n->arena) : NULL;
}

enum status query_names_leaf(struct query_node **leaf, struct span word,
                             struct analysis *analysis, struct arena *arena,
                             struct error *err)
{
    struct names names = {.analysis = analysis, .arena = arena};
    struct query_node *made = NULL;
    bool name = word.len <= WORD_BYTES_MAX && read_word(&names, word) &&
                whole_words(&names) > 0;
    if (name && arena->status == ST_OK) {
        made = make_node(&names, QUERY_WORD, word);
        if (made) {
            made->as.word.typed = word;
            made->as.word.form = key_of(names.words[0].keys.terms[0]);
            put_terms(&made->as.word, &names.words[0].keys);
        }
    }
    if (arena->status != ST_OK)
        return fail(err, arena->status, "query: no memory to read it as a name");
    *leaf = made;
    return ST_OK;
}

enum status query_names(const struct query_node **tree, const struct query_node *root,
                        struct analysis *analysis, struct arena *arena,
                        struct error *err)
{
    struct names names = {.analysis = analysis, .arena = arena};
    struct query_node *made = NULL;
    bool name = read_root(&names, root) && whole_words(&names) > 0;
    if (arena->status == ST_OK && !name)
        return ST_END;
    if (arena->status == ST_OK)
        made = make_tree(&names);
    if (!made)
        return fail(err, arena->status != ST_OK ? arena->status : ST_NOMEM,
                    "query: no memory to read it as a name");
    *tree = made;
    return ST_OK;
}
