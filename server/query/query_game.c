/* query_game.c - clauses one by one, then the tree:
 *
 *   +a "b c" -d      MUST a    MAY "b c"    NOT d
 *                         \       |        /
 *                    AND( a   OR("b c" ALL)  NOT(d) )
 *
 * Invariant: leaves are numbered in the order of the text.
 */
#include "query/query_game.h"

#include "query/query_build.h"
#include "query/query_tree.h"
#include "text/words.h"

enum sign { SIGN_MAY, SIGN_MUST, SIGN_NOT, SIGNS };

/* One part of the text. */
struct clause {
    enum sign sign;
    bool quoted;
    struct span inside; /* without sign and quotation marks */
};

struct game {
    struct query *query;
    struct analysis *analysis; /* NULL: plain */
    struct arena *arena;
    struct query_builder builder; /* of an analysis */
    size_t at;                    /* in the text */
    enum sign signs[QUERY_TREE_LEAVES_MAX];
    struct query_node *nodes[QUERY_TREE_LEAVES_MAX];
    unsigned count, counts[SIGNS];
};

static enum status nomem(struct error *err)
{
    return fail(err, ST_NOMEM, "query: out of memory");
}

static bool is_blank(uint8_t byte)
{
    return byte <= ' ';
}

/* --- Words ------------------------------------------------------------------- */

/* The next run without blanks, at most a term's bytes of it. */
static bool next_token(struct span text, size_t *at, struct span *token)
{
    size_t start = *at, end;
    while (start < text.len && is_blank(text.data[start]))
        start++;
    for (end = start; end < text.len && !is_blank(text.data[end]);)
        end++;
    *at = end;
    *token = span_part(text, start,
                       end - start < TERM_BYTES_MAX ? end - start : TERM_BYTES_MAX);
    return end > start;
}

static struct query_word plain_word(struct span token, uint32_t pos)
{
    return (struct query_word){
        .typed = token, .terms = {token}, .term_count = 1, .form = token, .pos = pos};
}

static struct query_node *new_leaf(struct game *game, enum query_kind kind,
                                   struct span typed)
{
    struct query_node *node = arena_zeroed(game->arena, 1, sizeof *node);
    if (!node)
        return NULL;
    node->kind = kind;
    node->typed = typed;
    node->fields = QUERY_FIELDS_ALL;
    node->leaf = game->query->leaf_count++;
    return node;
}

static struct query_node *plain_phrase(struct game *game,
                                       const struct query_word *words, unsigned count,
                                       struct span typed)
{
    struct query_node *node = new_leaf(game, QUERY_PHRASE, typed);
    struct query_word *copy = arena_alloc(game->arena, count * sizeof *copy);
    if (!node || !copy)
        return NULL;
    memcpy(copy, words, count * sizeof *copy);
    node->as.phrase.words = copy;
    node->as.phrase.count = count;
    return node;
}

static enum status read_plain(struct game *game, const struct clause *clause,
                              struct query_node **out, struct error *err)
{
    struct query_word words[QUERY_PHRASE_MAX];
    struct span token;
    unsigned count = 0;
    for (size_t at = 0; next_token(clause->inside, &at, &token); count++) {
        if (count == QUERY_PHRASE_MAX)
            return fail(err, ST_LIMIT, "query: a phrase has at most %d words",
                        (int)QUERY_PHRASE_MAX);
        words[count] = plain_word(token, count);
    }
    if (count == 0)
        return fail(err, ST_ARGUMENT, "query: nothing between the quotation marks");
    struct query_node *node = count == 1
                                  ? new_leaf(game, QUERY_WORD, clause->inside)
                                  : plain_phrase(game, words, count, clause->inside);
    if (!node)
        return nomem(err);
    if (count == 1)
        node->as.word = words[0];
    *out = node;
    return ST_OK;
}

/* All words that the text analysis finds in a run. */
static struct query_node *analysed_words(struct game *game, struct span run)
{
    struct words words = words_open(run);
    struct query_list list = {NULL, NULL, 0};
    struct span raw;
    while (words_next(&words, &raw))
        query_list_add(&game->builder, &list,
                       query_build_word(&game->builder, raw, QUERY_FIELDS_ALL));
    return query_build_combine(&game->builder, QUERY_AND, &list);
}

/* What has no word in it is in no article. */
static enum status read_analysed(struct game *game, const struct clause *clause,
                                 struct query_node **out, struct error *err)
{
    struct query_builder *b = &game->builder;
    struct query_node *node =
        clause->quoted
            ? query_build_phrase(b, clause->inside, clause->inside, QUERY_FIELDS_ALL, 0)
            : analysed_words(game, clause->inside);
    if (b->full)
        return fail(err, ST_LIMIT, "query: more than %d words", (int)QUERY_LEAVES_MAX);
    if (!node && !b->nomem)
        node = query_build_node(b, QUERY_NONE, clause->inside);
    if (b->nomem)
        return nomem(err);
    *out = node;
    return ST_OK;
}

/* --- Clauses ----------------------------------------------------------------- */

static enum sign take_sign(struct game *game)
{
    struct span text = game->query->text;
    if (text.data[game->at] != '+' && text.data[game->at] != '-')
        return SIGN_MAY;
    return text.data[game->at++] == '+' ? SIGN_MUST : SIGN_NOT;
}

/* The bytes of one clause. ST_END: no more. */
static enum status next_clause(struct game *game, struct clause *clause,
                               struct error *err)
{
    struct span text = game->query->text;
    while (game->at < text.len && is_blank(text.data[game->at]))
        game->at++;
    if (game->at == text.len)
        return ST_END;
    clause->sign = take_sign(game);
    if (game->at == text.len || is_blank(text.data[game->at]))
        return fail(err, ST_ARGUMENT, "query: a sign without a word at byte %zu",
                    game->at - 1);
    clause->quoted = text.data[game->at] == '"';
    if (!clause->quoted) {
        (void)next_token(text, &game->at, &clause->inside);
        return ST_OK;
    }
    size_t start = game->at + 1, end = span_find(text, '"', start);
    if (end == text.len)
        return fail(err, ST_ARGUMENT, "query: no second quotation mark for byte %zu",
                    game->at);
    clause->inside = span_part(text, start, end - start);
    game->at = end + 1;
    if (game->at < text.len && !is_blank(text.data[game->at]))
        return fail(err, ST_ARGUMENT, "query: no blank behind the phrase at byte %zu",
                    end);
    return ST_OK;
}

static enum status read_clauses(struct game *game, struct error *err)
{
    struct clause clause = {.quoted = false};
    enum status status;
    while ((status = next_clause(game, &clause, err)) == ST_OK) {
        if (game->count == QUERY_TREE_LEAVES_MAX)
            return fail(err, ST_LIMIT, "query: more than %d clauses",
                        (int)QUERY_TREE_LEAVES_MAX);
        status = game->analysis
                     ? read_analysed(game, &clause, &game->nodes[game->count], err)
                     : read_plain(game, &clause, &game->nodes[game->count], err);
        if (status != ST_OK)
            return status;
        game->signs[game->count++] = clause.sign;
        game->counts[clause.sign]++;
    }
    return status == ST_END ? ST_OK : status;
}

/* --- The tree ---------------------------------------------------------------- */

static struct query_node *optional(struct game *game, struct query_node *node)
{
    struct query_node *all = arena_zeroed(game->arena, 1, sizeof *all);
    if (!all)
        return NULL;
    all->kind = QUERY_ALL;
    all->fields = QUERY_FIELDS_ALL;
    return query_tree_join(QUERY_OR, (struct query_node *[]){node, all}, 2,
                           game->arena);
}

const struct query_node *query_game_optional(const struct query_node *node)
{
    bool shape = node->kind == QUERY_OR && node->as.children.count == 2 &&
                 node->as.children.nodes[1]->kind == QUERY_ALL;
    return shape ? node->as.children.nodes[0] : NULL;
}

/* No clause must match: one of those without a sign has to, ahead of what is taken
 * away. */
static struct query_node *join_any(struct game *game)
{
    struct query_node *any[QUERY_TREE_LEAVES_MAX], *parts[QUERY_TREE_LEAVES_MAX];
    unsigned any_count = 0, part_count = 1;
    for (unsigned i = 0; i < game->count; i++)
        if (game->signs[i] == SIGN_MAY)
            any[any_count++] = game->nodes[i];
        else if (part_count < QUERY_TREE_LEAVES_MAX)
            parts[part_count++] =
                query_tree_join(QUERY_NOT, &game->nodes[i], 1, game->arena);
    parts[0] = query_tree_join(QUERY_OR, any, any_count, game->arena);
    for (unsigned i = 0; i < part_count; i++)
        if (!parts[i])
            return NULL;
    return query_tree_join(QUERY_AND, parts, part_count, game->arena);
}

static struct query_node *join_all(struct game *game)
{
    for (unsigned i = 0; i < game->count; i++) {
        struct query_node **node = &game->nodes[i];
        if (game->signs[i] == SIGN_MAY)
            *node = optional(game, *node);
        else if (game->signs[i] == SIGN_NOT)
            *node = query_tree_join(QUERY_NOT, node, 1, game->arena);
        if (!*node)
            return NULL;
    }
    return query_tree_join(QUERY_AND, game->nodes, game->count, game->arena);
}

enum status query_game_parse(struct query *query, struct span text,
                             struct analysis *analysis, struct arena *arena,
                             struct error *err)
{
    struct query made = {.text = text, .parsed = text};
    struct game game;
    game.query = &made;
    game.analysis = analysis;
    game.arena = arena;
    game.at = game.count = 0;
    memset(game.counts, 0, sizeof game.counts);
    if (analysis && !query_build_init(&game.builder, &made, analysis, arena))
        return nomem(err);
    enum status status = read_clauses(&game, err);
    if (status != ST_OK)
        return status;
    if (game.count == game.counts[SIGN_NOT])
        return fail(err, ST_ARGUMENT, "query: nothing is looked for");
    made.root = game.counts[SIGN_MUST] ? join_all(&game) : join_any(&game);
    if (!made.root)
        return nomem(err);
    *query = made;
    return ST_OK;
}
