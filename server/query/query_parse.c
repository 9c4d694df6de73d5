/* query_parse.c
 *
 *   either   := both (OR both)*
 *   both     := (AND? operand)*
 *   operand  := NOT operand | FIELD value | '(' either ')' | QUOTED | RUN
 *
 * Every function returns a node, or NULL for "nothing was here", and never fails: what
 * does not fit is told and stepped over. Only OPEN descends, at most QUERY_DEPTH_MAX
 * deep; an opening parenthesis beyond that is ignored together with its partner.
 */
#include "query/query_parse.h"

#include "query/query_build.h"
#include "query/query_lex.h"
#include "query/query_show.h"
#include "text/utf8.h"
#include "text/words.h"

struct parser {
    struct query_builder b;
    struct lexer lexer;
    struct lex_token token; /* the next one */
    unsigned depth;
    unsigned ignored; /* parentheses beyond the depth that are still open */
};

static struct query_node *parse_either(struct parser *p, unsigned fields);

static void advance(struct parser *p)
{
    lex_next(&p->lexer, &p->token);
}

static void warn_dangling(struct parser *p, struct span at)
{
    query_build_warn(&p->b, at, "dangling-operator",
                     "Nothing for this operator to work on; it is not used.");
}

/* Cut "~2" and "^3" off a run: kinds of queries that this language does not have. */
static struct span cut_suffix(struct parser *p, struct span run)
{
    size_t end = run.len;
    while (end > 0 && ((run.data[end - 1] >= '0' && run.data[end - 1] <= '9') ||
                       run.data[end - 1] == '.'))
        end--;
    if (end < 2 || (run.data[end - 1] != '~' && run.data[end - 1] != '^'))
        return run;
    end--;
    query_build_warn(&p->b, span_part(run, end, run.len - end), "no-fuzzy",
                     "Fuzzy words and boosts are not known; this is not used.");
    return span_part(run, 0, end);
}

/* The words of a run; the last one as a beginning when `prefix`. */
static struct query_node *run_words(struct parser *p, struct span run, unsigned fields,
                                    bool prefix)
{
    struct query_list list = {0};
    struct words words = words_open(run);
    struct span raw;
    while (words_next(&words, &raw)) {
        bool last = raw.data + raw.len == run.data + run.len;
        query_list_add(&p->b, &list,
                       prefix && last ? query_build_prefix(&p->b, raw, fields)
                                      : query_build_word(&p->b, raw, fields));
    }
    return query_build_combine(&p->b, QUERY_AND, &list);
}

/* A star that is not at the end of a run, and any between quotation marks. */
static void warn_star(struct parser *p, struct span text)
{
    size_t star = span_find(text, '*', 0);
    if (star < text.len)
        query_build_warn(&p->b, span_part(text, star, 1),
                         star == 0 ? "leading-wildcard" : "inner-wildcard",
                         "A star is known at the end of a word only.");
}

/* "сөз*," is "сөз*": what stands behind the last star is cut when it is marks of a
 * sentence only. */
static struct span cut_marks(struct span run)
{
    size_t end = run.len;
    while (end > 0 && memchr(".,;:!?", run.data[end - 1], 6))
        end--;
    return end > 0 && run.data[end - 1] == '*' ? span_part(run, 0, end) : run;
}

static struct query_node *parse_run(struct parser *p, struct span run, unsigned fields)
{
    size_t end;
    run = cut_marks(cut_suffix(p, run));
    end = run.len;
    while (end > 0 && run.data[end - 1] == '*')
        end--;
    if (end == 0 && run.len > 0)
        return query_build_node(&p->b, QUERY_ALL, run);
    warn_star(p, span_part(run, 0, end));
    return run_words(p, span_part(run, 0, end), fields, end < run.len);
}

static struct query_node *parse_quoted(struct parser *p, const struct lex_token *token,
                                       unsigned fields)
{
    struct query_node *node =
        query_build_phrase(&p->b, token->text, token->all, fields, token->slop);
    struct words words = words_open(token->text);
    struct span raw;
    if (!node && !words_next(&words, &raw))
        query_build_warn(&p->b, token->all, "empty-phrase",
                         "There is no word between these quotation marks.");
    warn_star(p, token->text);
    return node;
}

static struct query_node *date_node(struct parser *p, struct span text, bool years)
{
    uint32_t from, to;
    bool swapped;
    if (!(years ? value_years(text, &from, &to, &swapped)
                : value_dates(text, &from, &to, &swapped)))
        return NULL;
    if (swapped)
        query_build_warn(&p->b, text, "swapped-range",
                         "The range ends before it starts; it is turned round.");
    struct query_node *node = query_build_node(&p->b, QUERY_DATE, text);
    if (node) {
        node->as.date.from = from;
        node->as.date.to = to;
    }
    return node;
}

static struct query_node *lang_node(struct parser *p, struct span text)
{
    enum lang lang;
    if (!value_lang(query_build_fold(&p->b, text), &lang))
        return NULL;
    struct query_node *node = query_build_node(&p->b, QUERY_LANG, text);
    if (node)
        node->as.lang = lang;
    return node;
}

static struct query_node *filter_node(struct parser *p, enum value_field field,
                                      struct span text, struct span typed)
{
    if (field == VALUE_YEAR || field == VALUE_DATE)
        return date_node(p, text, field == VALUE_YEAR);
    if (field == VALUE_LANG)
        return lang_node(p, text);
    return query_build_value(
        &p->b, field == VALUE_JOURNAL ? COLUMN_JOURNAL : COLUMN_ISSUE, text, typed);
}

/* A filter's value that cannot be read: its words, and the name's, are searched. */
static struct query_node *bad_filter(struct parser *p, const struct lex_token *name,
                                     struct span value)
{
    query_build_warn(&p->b, value, "bad-value",
                     "This is no value of this field; its words are searched.");
    struct query_list list = {0};
    query_list_add(&p->b, &list, run_words(p, name->all, QUERY_FIELDS_ALL, false));
    query_list_add(&p->b, &list, run_words(p, value, QUERY_FIELDS_ALL, false));
    return query_build_combine(&p->b, QUERY_AND, &list);
}

static struct query_node *parse_filter(struct parser *p, const struct lex_token *name)
{
    struct lex_token value = p->token;
    if (value.kind != LEX_RUN && value.kind != LEX_QUOTED) {
        query_build_warn(&p->b, name->all, "bad-value",
                         "This field takes a word or a quoted text; it is not used.");
        return NULL;
    }
    advance(p);
    struct query_node *node = filter_node(p, name->field, value.text, value.all);
    return node || p->b.nomem ? node : bad_filter(p, name, value.text);
}

static struct query_node *parse_group(struct parser *p, unsigned fields)
{
    struct span open = p->token.all;
    advance(p);
    if (p->depth == QUERY_DEPTH_MAX) {
        query_build_warn(&p->b, open, "too-deep",
                         "Parentheses this deep are not used.");
        p->ignored++;
        return NULL;
    }
    p->depth++;
    struct query_node *node = parse_either(p, fields);
    p->depth--;
    if (p->token.kind == LEX_CLOSE)
        advance(p);
    else
        query_build_warn(&p->b, open, "unbalanced-parenthesis",
                         "This parenthesis is never closed.");
    return node;
}

/* One operand without NOT; NULL: nothing searchable in it. */
static struct query_node *parse_plain(struct parser *p, unsigned fields)
{
    struct lex_token token = p->token;
    if (token.kind == LEX_OPEN)
        return parse_group(p, fields);
    advance(p);
    if (token.kind == LEX_QUOTED)
        return parse_quoted(p, &token, fields);
    return parse_run(p, token.text, fields);
}

static bool is_operand(enum lex_kind kind)
{
    return kind == LEX_OPEN || kind == LEX_QUOTED || kind == LEX_RUN ||
           kind == LEX_FIELD;
}

static struct query_node *parse_field(struct parser *p, unsigned fields)
{
    struct lex_token name = p->token;
    advance(p);
    if (name.field > VALUE_BODY)
        return parse_filter(p, &name);
    if (p->token.kind == LEX_FIELD || !is_operand(p->token.kind)) {
        warn_dangling(p, name.all);
        return NULL;
    }
    (void)fields; /* the inner field's name wins */
    return parse_plain(p, 1u << value_index_field(name.field));
}

static struct query_node *parse_operand(struct parser *p, unsigned fields)
{
    return p->token.kind == LEX_FIELD ? parse_field(p, fields) : parse_plain(p, fields);
}

/* NOT NOT a is a. */
static struct query_node *parse_not(struct parser *p, unsigned fields)
{
    struct span at = p->token.all;
    bool negative = false;
    for (; p->token.kind == LEX_NOT; advance(p)) {
        negative = !negative;
        at = p->token.all;
    }
    if (!is_operand(p->token.kind)) {
        warn_dangling(p, at);
        return NULL;
    }
    struct query_node *child = parse_operand(p, fields);
    struct query_node *node = NULL;
    if (!child || !negative)
        return child;
    if (child->kind == QUERY_NOT)
        return child->as.children.nodes[0];
    node = query_build_node(&p->b, QUERY_NOT, (struct span){0});
    struct query_node **nodes = arena_alloc(p->b.arena, sizeof(struct query_node *));
    if (!node || !nodes) {
        p->b.nomem = true;
        return NULL;
    }
    nodes[0] = child;
    node->as.children.nodes = nodes;
    node->as.children.count = 1;
    return node;
}

/* A closing parenthesis that closes nothing of ours. True: it was stepped over. */
static bool skip_close(struct parser *p)
{
    if (p->token.kind != LEX_CLOSE || (p->depth > 0 && p->ignored == 0))
        return false;
    if (p->ignored > 0)
        p->ignored--;
    else
        query_build_warn(&p->b, p->token.all, "unbalanced-parenthesis",
                         "This parenthesis was never opened.");
    advance(p);
    return true;
}

static struct query_node *parse_both(struct parser *p, unsigned fields)
{
    struct query_list list = {0};
    struct span pending = {0}; /* an AND that waits for its right side */
    bool any = false;
    for (;;) {
        if (skip_close(p))
            continue;
        if (p->token.kind == LEX_AND) {
            if (!any || pending.data)
                warn_dangling(p, p->token.all);
            else
                pending = p->token.all;
            advance(p);
            continue;
        }
        if (p->token.kind != LEX_NOT && !is_operand(p->token.kind))
            break;
        pending = (struct span){0};
        any = true;
        query_list_add(&p->b, &list,
                       p->token.kind == LEX_NOT ? parse_not(p, fields)
                                                : parse_operand(p, fields));
    }
    if (pending.data)
        warn_dangling(p, pending);
    return query_build_combine(&p->b, QUERY_AND, &list);
}

static struct query_node *parse_either(struct parser *p, unsigned fields)
{
    struct query_list list = {0};
    struct span bar = {0}; /* the OR before this side */
    for (;;) {
        const uint8_t *start = p->token.all.data;
        query_list_add(&p->b, &list, parse_both(p, fields));
        bool empty = p->token.all.data == start;
        if (p->token.kind != LEX_OR) {
            if (empty && bar.data)
                warn_dangling(p, bar);
            break;
        }
        bar = p->token.all;
        if (empty) {
            warn_dangling(p, bar);
            bar = (struct span){0};
        }
        advance(p);
    }
    return query_build_combine(&p->b, QUERY_OR, &list);
}

/* The bytes of valid text that are used: whole letters, QUERY_BYTES_MAX at most. */
static size_t used_bytes(struct span text)
{
    size_t end = text.len < QUERY_BYTES_MAX ? text.len : QUERY_BYTES_MAX;
    while (end > 0 && end < text.len && (text.data[end] & 0xC0) == 0x80)
        end--;
    return end;
}

/* The text made valid and cut. What is far too long is not even looked at: composing
 * may halve a text, no more. */
static bool take_text(struct parser *p, struct span text)
{
    struct buf valid, nfc;
    struct span looked = span_part(text, 0, 2 * (size_t)QUERY_BYTES_MAX);
    buf_init(&valid, 0);
    buf_init(&nfc, 0);
    utf8_repair(&valid, looked);
    utf8_nfc(&nfc, buf_span(&valid));
    bool good = valid.status == ST_OK && nfc.status == ST_OK;
    size_t end = good ? used_bytes(buf_span(&nfc)) : 0;
    p->b.query->text = arena_copy(p->b.arena, span_of(nfc.data, end));
    good = good && (end == 0 || p->b.query->text.data);
    if (good && (looked.len < text.len || end < nfc.len))
        query_build_warn(&p->b, span_part(p->b.query->text, end, 0), "text-cut",
                         "The query is too long; the rest is not used.");
    buf_release(&valid);
    buf_release(&nfc);
    return good;
}

static bool show(struct parser *p)
{
    struct buf out;
    buf_init(&out, 0);
    query_show(&out, p->b.query->root);
    p->b.query->parsed = arena_copy(p->b.arena, buf_span(&out));
    bool good = out.status == ST_OK && (out.len == 0 || p->b.query->parsed.data);
    buf_release(&out);
    return good;
}

enum status query_parse(struct query *query, struct span text, enum query_mode mode,
                        struct analysis *analysis, struct arena *arena,
                        struct error *err)
{
    struct query parsed = {0};
    struct parser p = {0};
    if (!query_build_init(&p.b, &parsed, analysis, arena) || !take_text(&p, text))
        return fail(err, ST_NOMEM, "query: out of memory");
    if (mode == QUERY_MODE_FREE) {
        parsed.root = query_free(&p.b);
    } else {
        p.lexer = (struct lexer){&p.b, parsed.text, 0};
        advance(&p);
        parsed.root = parse_either(&p, QUERY_FIELDS_ALL);
    }
    if (!parsed.root)
        parsed.root = query_build_node(&p.b, QUERY_NONE, (struct span){0});
    if (p.b.nomem || !parsed.root || !show(&p))
        return fail(err, ST_NOMEM, "query: out of memory");
    enum status status = query_build_finish(&p.b, err);
    if (status == ST_OK)
        *query = parsed;
    return status;
}
