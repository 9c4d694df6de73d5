/* query_lex.c
 *
 * Tokens are found by their first character; a run goes on to the next blank,
 * parenthesis, quotation mark or bar. Three things depend on what stands around:
 *
 *   -x    NOT only after a blank, an opening parenthesis or at the start, and only
 *         when something other than a blank or another dash follows
 *   f:x   FIELD only when f is a field's name and something follows the colon
 *   "     opens only when a closing mark follows; else it is told and stepped over
 */
#include "query/query_lex.h"

#include "text/fold.h"
#include "text/utf8.h"

static bool is_blank(uint32_t code)
{
    return code <= 0x20 || code == 0xA0 || (code >= 0x2000 && code <= 0x200A) ||
           code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F ||
           code == 0x3000;
}

static bool is_quote(uint32_t code)
{
    return code == '"' || code == 0xAB || code == 0xBB || code == 0x201C ||
           code == 0x201D || code == 0x201E || code == 0x201F;
}

static bool is_dash(uint32_t code)
{
    return code == '-' || code == 0x2212 || code == 0x2013;
}

/* The code point at `off`; 0 at the end. NUL was replaced by the repair. */
static uint32_t peek(struct span text, size_t off)
{
    return off < text.len ? utf8_next(text, &off) : 0;
}

static bool closes(uint32_t open, uint32_t code)
{
    if (open == 0xAB)
        return code == 0xBB;
    if (open == 0xBB)
        return code == 0xAB || code == 0xBB;
    if (open == '"')
        return code == '"';
    return code == 0x201C || code == 0x201D || code == 0x201F;
}

/* Where the mark that closes `open` stands: of its own kind (guillemets nest), else of
 * any kind; text.len when there is none. */
static size_t find_close(struct span text, size_t from, uint32_t open)
{
    size_t any = text.len;
    unsigned depth = 1;
    for (size_t off = from; off < text.len;) {
        size_t at = off;
        uint32_t code = utf8_next(text, &off);
        if (closes(open, code) && --depth == 0)
            return at;
        if (code == open && open == 0xAB)
            depth++;
        if (is_quote(code) && any == text.len)
            any = at;
    }
    return any;
}

/* "~5" after a closing mark. */
static uint32_t take_slop(struct lexer *lexer)
{
    struct span text = lexer->text;
    size_t off = lexer->off;
    uint32_t slop = 0;
    if (off + 1 >= text.len || text.data[off] != '~' || text.data[off + 1] < '0' ||
        text.data[off + 1] > '9')
        return 0;
    for (off++; off < text.len && text.data[off] >= '0' && text.data[off] <= '9'; off++)
        if (slop <= LEX_SLOP_MAX)
            slop = slop * 10 + (uint32_t)(text.data[off] - '0');
    lexer->off = off;
    return slop > LEX_SLOP_MAX ? LEX_SLOP_MAX : slop;
}

/* False: the mark has no partner, was told and stepped over. */
static bool take_quoted(struct lexer *lexer, struct lex_token *token)
{
    struct span text = lexer->text;
    size_t start = lexer->off, inside = start;
    uint32_t open = utf8_next(text, &inside);
    size_t close = find_close(text, inside, open);
    if (close == text.len) {
        query_build_warn(lexer->builder, span_part(text, start, inside - start),
                         "unbalanced-quote",
                         "This quotation mark has no partner; it is not used.");
        lexer->off = inside;
        return false;
    }
    lexer->off = close;
    utf8_next(text, &lexer->off);
    token->kind = LEX_QUOTED;
    token->text = span_part(text, inside, close - inside);
    token->slop = take_slop(lexer);
    token->all = span_part(text, start, lexer->off - start);
    return true;
}

static bool is_not_sign(const struct lexer *lexer)
{
    struct span text = lexer->text;
    size_t after = lexer->off, before = lexer->off;
    if (!is_dash(utf8_next(text, &after)) || after >= text.len)
        return false;
    uint32_t next = peek(text, after);
    if (is_blank(next) || is_dash(next) || next == ')')
        return false;
    if (before == 0)
        return true;
    uint32_t last = utf8_before(text, &before);
    return is_blank(last) || last == '(';
}

static enum lex_kind operator_of(struct span run)
{
    static const struct {
        const char *text;
        enum lex_kind kind;
    } table[] = {{"OR", LEX_OR},   {"ИЛИ", LEX_OR}, {"ЖЕ", LEX_OR},
                 {"AND", LEX_AND}, {"И", LEX_AND},  {"ЖАНА", LEX_AND},
                 {"NOT", LEX_NOT}, {"НЕ", LEX_NOT}, {"ЭМЕС", LEX_NOT}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (span_equal(run, span_text(table[i].text)))
            return table[i].kind;
    return LEX_RUN;
}

bool lex_is_operator(struct span word)
{
    return operator_of(word) != LEX_RUN;
}

static size_t run_end(struct span text, size_t from)
{
    for (size_t off = from; off < text.len;) {
        size_t at = off;
        uint32_t code = utf8_next(text, &off);
        if (is_blank(code) || is_quote(code) || code == '(' || code == ')' ||
            code == '|')
            return at;
    }
    return text.len;
}

static bool all_letters(struct span text)
{
    for (size_t off = 0; off < text.len;)
        if (fold_class(utf8_next(text, &off)) != CODE_LETTER)
            return false;
    return text.len > 0;
}

/* A colon after an unknown name and before a blank is that of a sentence. */
static void warn_name(struct lexer *lexer, struct span name, bool known, bool followed)
{
    if (known)
        query_build_warn(lexer->builder, name, "field-apart",
                         "A field's value must touch the colon; the name is taken as a "
                         "word.");
    else if (followed)
        query_build_warn(lexer->builder, name, "unknown-field",
                         "No field has this name; it is taken as a word.");
}

/* "name:" at the start of a run with something behind it. */
static bool take_field(struct lexer *lexer, struct lex_token *token, struct span run)
{
    size_t colon = span_find(run, ':', 0);
    struct span name = span_part(run, 0, colon);
    size_t after = lexer->off + colon + 1;
    if (colon == run.len || !all_letters(name))
        return false;
    uint32_t next = peek(lexer->text, after);
    bool followed =
        after < lexer->text.len && !is_blank(next) && next != ')' && next != '|';
    token->field = value_field_of(query_build_fold(lexer->builder, name));
    if (token->field == VALUE_UNKNOWN || !followed) {
        warn_name(lexer, name, token->field != VALUE_UNKNOWN, followed);
        return false;
    }
    token->kind = LEX_FIELD;
    token->all = span_part(run, 0, colon + 1);
    lexer->off = after;
    return true;
}

static void take_run(struct lexer *lexer, struct lex_token *token)
{
    size_t end = run_end(lexer->text, lexer->off);
    struct span run = span_part(lexer->text, lexer->off, end - lexer->off);
    if (take_field(lexer, token, run))
        return;
    token->kind = operator_of(run);
    token->text = token->all = run;
    lexer->off = end;
}

/* Operators of one character; false when none stands here. */
static bool take_sign(struct lexer *lexer, struct lex_token *token, uint32_t code)
{
    size_t start = lexer->off;
    if (code == '(')
        token->kind = LEX_OPEN;
    else if (code == ')')
        token->kind = LEX_CLOSE;
    else if (code == '|')
        token->kind = LEX_OR;
    else if (is_not_sign(lexer))
        token->kind = LEX_NOT;
    else
        return false;
    utf8_next(lexer->text, &lexer->off);
    while (code == '|' && peek(lexer->text, lexer->off) == '|')
        lexer->off++;
    token->all = span_part(lexer->text, start, lexer->off - start);
    return true;
}

void lex_next(struct lexer *lexer, struct lex_token *token)
{
    memset(token, 0, sizeof *token);
    while (lexer->off < lexer->text.len) {
        uint32_t code = peek(lexer->text, lexer->off);
        if (is_blank(code)) {
            utf8_next(lexer->text, &lexer->off);
            continue;
        }
        if (is_quote(code)) {
            if (take_quoted(lexer, token))
                return;
            continue;
        }
        if (!take_sign(lexer, token, code))
            take_run(lexer, token);
        return;
    }
    token->kind = LEX_END;
    token->all = span_part(lexer->text, lexer->text.len, 0);
}
