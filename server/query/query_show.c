/* query_show.c
 *
 * What keeps it parseable: OR inside AND, and anything joined inside NOT, stand in
 * parentheses; words are shown as typed, for capitals matter to their analysis (БӨУнун
 * is БӨУ with a suffix), save those that would read as operators.
 */
#include "query/query_show.h"

#include "query/query_lex.h"
#include "text/fold.h"
#include "text/words.h"

static void show_fields(struct buf *out, unsigned fields)
{
    static const enum value_field order[] = {VALUE_TITLE,    VALUE_AUTHOR,
                                             VALUE_RUBRIC,   VALUE_KEYWORDS,
                                             VALUE_ABSTRACT, VALUE_BODY};
    if (fields == QUERY_FIELDS_ALL)
        return;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (fields == 1u << value_index_field(order[i])) {
            buf_put_text(out, value_field_name(order[i]));
            buf_put_byte(out, ':');
        }
}

static void show_typed(struct buf *out, struct span text)
{
    if (lex_is_operator(text))
        fold_text(out, text);
    else
        buf_put_span(out, text);
}

/* The words of a phrase as typed, one blank between. */
static void show_words(struct buf *out, struct span typed)
{
    struct words words = words_open(typed);
    struct span raw;
    for (bool more = words_next(&words, &raw); more;) {
        show_typed(out, raw);
        more = words_next(&words, &raw);
        if (more)
            buf_put_byte(out, ' ');
    }
}

static void show_phrase(struct buf *out, const struct query_node *node)
{
    const struct query_word *first = node->as.phrase.words;
    if (!first->exact) { /* a compound */
        show_typed(out, node->typed);
        return;
    }
    const struct query_word *last = first + node->as.phrase.count - 1;
    const uint8_t *end = last->typed.data + last->typed.len;
    buf_put_byte(out, '"');
    show_words(out, span_of(first->typed.data, (size_t)(end - first->typed.data)));
    buf_put_byte(out, '"');
    if (node->as.phrase.slop)
        buf_print(out, "~%u", (unsigned)node->as.phrase.slop);
}

static void show_word(struct buf *out, const struct query_word *word)
{
    if (!word->exact) {
        show_typed(out, word->typed);
        return;
    }
    buf_put_byte(out, '"');
    show_words(out, word->typed);
    buf_put_byte(out, '"');
}

static void show_day(struct buf *out, uint32_t date)
{
    uint32_t month = date / 100 % 100, day = date % 100;
    buf_print(out, "%04u", (unsigned)(date / 10000));
    if (month)
        buf_print(out, "-%02u", (unsigned)month);
    if (month && day)
        buf_print(out, "-%02u", (unsigned)day);
}

static void show_date(struct buf *out, uint32_t from, uint32_t to)
{
    bool years = from % 10000 == 0 && (to == UINT32_MAX || to % 10000 == 1231);
    buf_put_text(out, years ? "year:" : "date:");
    if (from)
        show_day(out, from);
    if (years && to / 10000 == from / 10000)
        return;
    buf_put_text(out, "..");
    if (to != UINT32_MAX)
        show_day(out, years ? to / 10000 * 10000 : to);
}

static void show_value(struct buf *out, const struct query_node *node)
{
    buf_put_text(out,
                 node->as.value.column == COLUMN_JOURNAL ? "journal:\"" : "issue:\"");
    for (unsigned i = 0; i < node->as.value.count; i++) {
        if (i)
            buf_put_byte(out, ' ');
        buf_put_span(out, node->as.value.words[i]);
    }
    buf_put_byte(out, '"');
}

static void show_leaf(struct buf *out, const struct query_node *node)
{
    show_fields(out, node->fields);
    if (node->kind == QUERY_WORD)
        show_word(out, &node->as.word);
    else if (node->kind == QUERY_PHRASE)
        show_phrase(out, node);
    else if (node->kind == QUERY_PREFIX) {
        buf_put_span(out, node->as.prefix);
        buf_put_byte(out, '*');
    }
}

static void show_children(struct buf *out, const struct query_node *node);

/* `tight`: the node's parent binds closer than it. */
static void show_node(struct buf *out, const struct query_node *node, bool tight)
{
    switch (node->kind) {
    case QUERY_ALL:
        buf_put_byte(out, '*');
        return;
    case QUERY_NONE:
        return;
    case QUERY_WORD:
    case QUERY_PHRASE:
    case QUERY_PREFIX:
        show_leaf(out, node);
        return;
    case QUERY_DATE:
        show_date(out, node->as.date.from, node->as.date.to);
        return;
    case QUERY_VALUE:
        show_value(out, node);
        return;
    case QUERY_LANG:
        buf_put_text(out, "lang:");
        buf_put_text(out, lang_tag(node->as.lang));
        return;
    case QUERY_BEST:
        show_fields(out, node->as.children.nodes[0]->fields);
        show_typed(out, node->typed);
        return;
    case QUERY_AND:
    case QUERY_OR:
    case QUERY_NOT:
        break;
    }
    tight = tight && node->kind != QUERY_NOT;
    if (tight)
        buf_put_byte(out, '(');
    show_children(out, node);
    if (tight)
        buf_put_byte(out, ')');
}

/* The depth is the parser's: QUERY_DEPTH_MAX parentheses. */
static void show_children(struct buf *out, const struct query_node *node)
{
    if (node->kind == QUERY_NOT)
        buf_put_byte(out, '-');
    for (unsigned i = 0; i < node->as.children.count; i++) {
        const struct query_node *child = node->as.children.nodes[i];
        bool tight = node->kind == QUERY_NOT ||
                     (node->kind == QUERY_AND && child->kind == QUERY_OR);
        if (i)
            buf_put_text(out, node->kind == QUERY_OR ? " OR " : " ");
        show_node(out, child, tight);
    }
}

void query_show(struct buf *out, const struct query_node *root)
{
    show_node(out, root, false);
}
