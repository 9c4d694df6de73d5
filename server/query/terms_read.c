/* terms_read.c - the lines of a term list, one by one.
 *
 *   ичүүчү суу | таза суу <TAB> питьевая вода      a pair
 *   айыл өкмөтү | айылдык башкарма                 synonyms
 *   # …                                            a comment
 *
 * A line says why it is bad, with its number. Alternatives are trimmed; each has a
 * word, and none more words than a phrase may have.
 */
#include "query/terms_lines.h"

#include "text/fold.h"
#include "text/utf8.h"
#include "text/words.h"

static enum status bad_line(const struct terms_reader *reader, const char *why,
                            struct error *err)
{
    return fail(err, ST_ARGUMENT, "%s:%u: %s", reader->name, reader->number, why);
}

/* NULL: it is fine; else what is wrong. */
static const char *check_text(struct span text)
{
    struct words words = words_open(text);
    struct span word;
    unsigned count = 0;
    if (text.len == 0)
        return "an empty alternative";
    while (words_next(&words, &word))
        count++;
    if (count == 0)
        return "an alternative without a word";
    if (count > QUERY_PHRASE_MAX || text.len > QUERY_BYTES_MAX)
        return "an alternative that is too long";
    return NULL;
}

/* Cuts a side at its bars. NULL: it is fine; else what is wrong. */
static const char *read_side(struct terms_read_line *line, struct span side,
                             uint8_t number)
{
    for (size_t off = 0; off <= side.len;) {
        size_t end = span_find(side, '|', off);
        struct span text = span_trim(span_part(side, off, end - off));
        const char *why = check_text(text);
        if (why)
            return why;
        if (line->count == TERMS_LINE_TEXTS_MAX)
            return "too many alternatives";
        line->texts[line->count] = text;
        line->sides[line->count++] = number;
        off = end + 1;
    }
    return NULL;
}

static const char *read_pair(struct terms_read_line *line, struct span text)
{
    size_t tab = span_find(text, '\t', 0);
    if (tab == text.len)
        return "no tab between the two languages";
    if (span_find(text, '\t', tab + 1) < text.len)
        return "more than one tab";
    const char *why = read_side(line, span_part(text, 0, tab), 0);
    return why ? why : read_side(line, span_part(text, tab + 1, text.len), 1);
}

static const char *read_synonyms(struct terms_read_line *line, struct span text)
{
    if (span_find(text, '\t', 0) < text.len)
        return "a tab among synonyms";
    const char *why = read_side(line, text, 0);
    if (why)
        return why;
    return line->count < 2 ? "one alternative alone" : NULL;
}

/* Without the blanks, carriage return and byte order mark that editors leave; a tab
 * stays. */
static struct span next_line(struct terms_reader *reader)
{
    size_t end = span_find(reader->text, '\n', reader->off);
    struct span line = span_part(reader->text, reader->off, end - reader->off);
    reader->off = end + 1;
    if (reader->number++ == 0 && span_starts(line, span_text("\xEF\xBB\xBF")))
        line = span_part(line, 3, line.len);
    while (line.len &&
           (line.data[line.len - 1] == '\r' || line.data[line.len - 1] == ' '))
        line.len--;
    return line;
}

enum status terms_read_next(struct terms_reader *reader, struct terms_read_line *line,
                            struct error *err)
{
    while (reader->off < reader->text.len) {
        struct span text = next_line(reader);
        if (!utf8_valid(text))
            return bad_line(reader, "not UTF-8", err);
        if (span_trim(text).len == 0 || text.data[0] == '#')
            continue;
        line->count = 0;
        const char *why = reader->kind == TERMS_PAIRS ? read_pair(line, text)
                                                      : read_synonyms(line, text);
        return why ? bad_line(reader, why, err) : ST_OK;
    }
    return ST_END;
}

uint32_t terms_bucket(struct span folded)
{
    uint32_t letters[2] = {0, 0};
    unsigned count = 0;
    for (size_t off = 0; off < folded.len && count < 2;) {
        uint32_t code = utf8_next(folded, &off);
        enum code_class kind = fold_class(code);
        if (kind != CODE_LETTER && kind != CODE_DIGIT)
            break;
        letters[count++] = code;
    }
    return (letters[0] * 61 + letters[1]) % TERMS_BUCKETS;
}
