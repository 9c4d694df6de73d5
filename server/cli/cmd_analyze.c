/* cmd_analyze.c - words in, "form<TAB>stem" out: the analysis that indexing uses. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "text/analysis.h"
#include "text/stem.h"
#include "text/utf8.h"
#include "text/words.h"

enum { LINE_BYTES_MAX = 1 << 20, STEM_KY_MORE = 8 };

/* The terms of a line: the whole of a compound, else its parts with blanks between. */
static void put_terms(struct buf *out, struct analysis *analysis, struct span line,
                      enum lang lang)
{
    struct words words = words_open(line);
    struct span raw;
    struct analysis_word word;
    const char *sep = "";
    while (words_next(&words, &raw)) {
        analysis_word(analysis, raw, lang, &word);
        bool joined = false;
        for (unsigned i = 0; i < word.term_count; i++)
            joined = joined || word.terms[i].joined;
        for (unsigned i = 0; i < word.term_count; i++) {
            if (word.terms[i].joined != joined)
                continue;
            buf_put_text(out, sep);
            buf_put_span(out, word.terms[i].term);
            sep = " ";
        }
    }
}

/* What the words of a run need. */
struct analyzer {
    struct analysis *analysis;
    enum lang lang;
    bool guess; /* the language, of each line */
    bool explain;
    struct buf text, out;
};

static void put_item(struct buf *out, const char *name, struct span text)
{
    buf_put_text(out, name);
    buf_put_byte(out, ':');
    buf_put_span(out, text);
    buf_put_byte(out, ' ');
}

/* The Kyrgyz stemmer's rules in their order, and what had the last word. */
static void explain_ky(struct buf *out, struct span form, struct span term)
{
    uint8_t stem[TERM_BYTES_MAX + STEM_KY_MORE];
    struct stem_ky_trace trace;
    size_t len = stem_ky_explain(stem, form, &trace);
    if (!span_equal(span_of(stem, len), term)) { /* capitals told the suffix */
        size_t same = 0;
        while (same < form.len && same < term.len && form.data[same] == term.data[same])
            same++;
        put_item(out, "suffix", span_part(form, same, form.len - same));
        buf_put_text(out, "[acronym]");
        return;
    }
    for (unsigned i = 0; i < trace.count; i++)
        put_item(out, trace.taken[i].rule,
                 span_of(trace.taken[i].text, trace.taken[i].len));
    buf_print(out, "[%s]", trace.decided);
}

static bool is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

/* How a term came about. The script decides before the language, as in analysis.h. */
static void explain_term(struct buf *out, const struct analysis_term *term,
                         enum lang lang)
{
    uint8_t first = term->form.data[0];
    if (is_digit(first))
        buf_put_text(out, "[number]");
    else if (first < 0x80)
        buf_put_text(out, "[english]");
    else if (lang == LANG_KY)
        explain_ky(out, term->form, term->term);
    else
        buf_put_text(out, lang == LANG_RU ? "[russian]" : "[none]");
}

/* One line a term: form, stem, rules. */
static void put_explained(struct analyzer *a, struct span line, enum lang lang)
{
    struct words words = words_open(line);
    struct span raw;
    struct analysis_word word;
    while (words_next(&words, &raw)) {
        analysis_word(a->analysis, raw, lang, &word);
        for (unsigned i = 0; i < word.term_count; i++) {
            const struct analysis_term *term = &word.terms[i];
            buf_put_span(&a->out, term->form);
            buf_put_byte(&a->out, '\t');
            buf_put_span(&a->out, term->term);
            buf_put_byte(&a->out, '\t');
            explain_term(&a->out, term, lang);
            buf_put_byte(&a->out, '\n');
        }
    }
}

/* Up to a tab, so that a table's first column can be fed in. */
static int analyze_line(struct analyzer *a, struct span typed)
{
    typed.len = span_find(typed, '\t', 0);
    buf_reset(&a->text);
    buf_reset(&a->out);
    utf8_repair(&a->text, span_trim(typed));
    struct span valid = buf_span(&a->text);
    enum lang lang = a->guess ? lang_guess(valid, LANG_KY) : a->lang;
    if (a->explain) {
        put_explained(a, valid, lang);
    } else {
        buf_put_span(&a->out, valid);
        buf_put_byte(&a->out, '\t');
        put_terms(&a->out, a->analysis, valid, lang);
        buf_put_byte(&a->out, '\n');
    }
    return command_write(a->text.status ? &a->text : &a->out, EXIT_FOUND);
}

static int analyze_input(struct analyzer *a)
{
    struct buf line;
    int code = EXIT_FOUND;
    buf_init(&line, LINE_BYTES_MAX);
    while (code == EXIT_FOUND && command_read_line(&line))
        code = line.status ? command_write(&line, EXIT_TROUBLE)
                           : analyze_line(a, buf_span(&line));
    buf_release(&line);
    if (code == EXIT_FOUND && ferror(stdin)) {
        perror("msearch: standard input");
        return EXIT_TROUBLE;
    }
    return code;
}

static int analyze(enum lang lang, bool guess, bool explain,
                   const struct command_line *line)
{
    struct analyzer a = {.lang = lang, .guess = guess, .explain = explain};
    struct error err = ERROR_NONE;
    int code = EXIT_FOUND;
    if (analysis_open(&a.analysis, &err))
        return command_tell("analyze", &err);
    buf_init(&a.out, 0);
    buf_init(&a.text, 0);
    for (size_t i = 0; i < line->word_count && code == EXIT_FOUND; i++)
        code = analyze_line(&a, span_text(line->words[i]));
    if (line->word_count == 0)
        code = analyze_input(&a);
    buf_release(&a.out);
    buf_release(&a.text);
    analysis_close(a.analysis);
    return code;
}

int cmd_analyze(int argc, char **argv)
{
    const char *tag = "auto";
    bool explain = false;
    const struct option options[] = {
        {"lang", 'l', OPTION_TEXT, &tag, "LANG", "ky, ru, en or auto (auto)"},
        {"explain", 'e', OPTION_FLAG, &explain, NULL,
         "a line for each term, with the rules that made it"},
    };
    struct command_line line = {
        .usage = "msearch analyze [--lang ky|ru|en|auto] [--explain] [WORD]...",
        .summary = "Prints each word with its stem, form<TAB>stem. Without words they "
                   "are read "
                   "from\nstandard input, one a line, up to a tab.",
        .options = options,
        .option_count = 2,
    };
    int code = options_parse(&line, argc, argv);
    if (code >= 0)
        return code;
    bool guess = strcmp(tag, "auto") == 0;
    enum lang lang = lang_from_tag(span_text(tag));
    if (!guess && lang == LANG_UND) {
        fprintf(stderr, "msearch: --lang %s: ky, ru, en or auto\n", tag);
        return EXIT_TROUBLE;
    }
    return analyze(lang, guess, explain, &line);
}
